"""Placing an order: lines, answers to the listing's questions, address and money."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from podbridge_desktop.sandbox.people import ENGRAVINGS
from podbridge_desktop.sandbox.world import Address, Customer

from .account import SOLD, charge, pay
from .activation import FOUR_MONTHS, move
from .book import Book, Json
from .listing_views import for_sale
from .profiles import cost
from .readiness import days_of
from .receipts import goods, total

Line = tuple[str, int, Mapping[str, str | None]]
ARTS = ("sunrise", "bloom", "wave", "ridge", "moon", "sun")
NOBODY = Customer(
    "Robin", "Miller", "robin.miller@example.com", "+15035550123",
    Address("Robin", "Miller", "12 Elm Street", "Portland", "97201", "US", "OR"),
)  # fmt: skip


@dataclass(slots=True)
class Basket:
    """Everything about a purchase. Lines are (product id, quantity, answers); amounts are hundredths.

    `financial` is PAID, PENDING (the payment is being processed) or OPEN. `keep_stock` sells without counting.
    """

    lines: Sequence[Line]
    customer: Customer | None = None
    financial: str = "PAID"
    note: str | None = None
    shipping_price: int | None = None
    tax_percent: float = 0.0
    vat_percent: float = 0.0
    discount: int = 0
    is_gift: bool = False
    gift_message: str = ""
    gift_sender: str = ""
    gift_wrap: int = 0
    created_at: int | None = None
    keep_stock: bool = False


def place_order(book: Book, basket: Basket, now: int) -> Json:
    """Enter the receipt, take the things out of stock, and the buyer's money in."""
    at = basket.created_at or now
    receipt = _head(book, basket, at)
    for product_id, quantity, answers in basket.lines:
        listing, product = find_product(book, product_id)
        if quantity > product["quantity"] and not basket.keep_stock:
            raise ValueError(
                f"only {product['quantity']} of {product['sku'] or product_id} are left"
            )
        receipt["lines"].append(_line(book, listing, product, quantity, dict(answers)))
    _reckon(book, receipt, basket)
    for line in receipt["lines"]:
        line["receipt"] = receipt["id"]
        book.owners[str(line["id"])] = receipt["id"]
        if not basket.keep_stock:
            _take(book, line, at)
    if basket.financial == "PAID":
        settle(book, receipt, at)
    book.receipts[str(receipt["id"])] = receipt
    book.index.put(receipt)
    book.shop["sold"] += len(receipt["lines"])
    return receipt


def settle(book: Book, receipt: Json, at: int) -> None:
    """The buyer's money has come."""
    receipt.update(is_paid=True, paid_at=at, processing=False)
    pay(
        book,
        receipt,
        total(receipt),
        goods(receipt) - receipt["discount"] + receipt["shipping"],
        at,
    )


def _head(book: Book, basket: Basket, at: int) -> Json:
    buyer = basket.customer or NOBODY
    ident = book.next_id("receipt")
    # Without a note, recorded receipts have an empty text or null.
    return {
        "id": ident, "created": at, "updated": at, "buyer": book.next_id("user"), "name": buyer.address.name or buyer.name,
        "address": address_of(buyer.address), "message": basket.note or (None if ident % 3 else ""), "is_paid": False,
        "is_shipped": False, "is_canceled": False, "canceled_at": None, "paid_at": None, "shipped_at": None,
        "processing": basket.financial != "OPEN", "is_gift": basket.is_gift, "gift_message": basket.gift_message,
        "gift_sender": basket.gift_sender, "gift_wrap": basket.gift_wrap, "payment_id": None, "shipments": [],
        "refunds": [], "lines": [], "discount": basket.discount,
    }  # fmt: skip


def address_of(address: Address) -> Json:
    return {
        "first_line": address.address1 or None,
        "second_line": address.address2,
        "city": address.city or None,
        "state": address.state_code or None,
        "zip": address.zip or None,
        "country": address.country_code,
    }


def find_product(book: Book, product_id: str) -> tuple[Json, Json]:
    """A product on sale, with its listing."""
    for listing in book.listings.values():
        if listing["state"] == "active":
            for product in for_sale(listing):
                if str(product["product_id"]) == str(product_id):
                    return listing, product
    raise KeyError(f"nothing on sale at Etsy is called {product_id}")


def _line(
    book: Book, listing: Json, product: Json, quantity: int, answers: dict[str, str | None]
) -> Json:
    definition = book.readiness.get(str(product["readiness_state_id"]))
    ident = book.next_id("transaction")
    told = _answers(book, listing, ident, answers)
    asked = {each["question_id"] for each in told}
    extra = sum(each["add_on"] for each in listing["questions"] if each["question_id"] in asked)
    return {
        "id": ident, "listing_id": listing["listing_id"], "product_id": product["product_id"],
        "sku": "" if book.knobs["lose_skus"] else product["sku"], "title": listing["title"], "quantity": quantity,
        "price": product["price"] + extra, "image_id": _image(listing, product), "is_digital": listing["type"] != "physical",
        "profile_id": listing["shipping_profile_id"], "days": list(days_of(definition)) if definition else None,
        "properties": product["properties"], "answers": told, "shipping": 0, "coupon": 0,
    }  # fmt: skip


def _image(listing: Json, product: Json) -> int | None:
    values = {(each["property_id"], each["value_ids"][0]) for each in product["properties"]}
    for each in listing["variation_images"]:
        if (each["property_id"], each["value_id"]) in values:
            return int(each["image_id"])
    return next(iter(listing["images"]), None)


def _answers(book: Book, listing: Json, line: int, given: dict[str, str | None]) -> list[Json]:
    """One entry per answer; what no question asks for is kept from the days of a single free text."""
    chance = book.chance("answer", line)
    made: list[Json] = []
    for question in listing["questions"]:
        text, kind = question["question_text"], question["question_type"]
        told = given.pop(text, None) or (
            given.pop("Personalization", None) if kind == "text_input" else None
        )
        if kind.endswith("upload"):
            for _ in question["options"] or [None]:
                path = f"/buyer-uploads/{line}-{len(made)}/art-{chance.choice(ARTS)}.png"
                made.append(_answer(text, "", question["question_id"], path))
        elif told or question["required"]:
            options = question["options"]
            choices = [each["label"] for each in options] if options else list(ENGRAVINGS)
            made.append(_answer(text, told or chance.choice(choices), question["question_id"]))
    if listing["questions"]:
        given.pop("Personalization", None)  # a customer's text that no question asked for
    return made + [_answer(name, text, None) for name, text in given.items() if text]


def _answer(question: str, text: str, ident: int | None, path: str = "") -> Json:
    return {"question": question, "text": text, "question_id": ident, "path": path}


def _reckon(book: Book, receipt: Json, basket: Basket) -> None:
    """Shipping, discount and taxes. The first line carries the shipping, every line its part of the discount."""
    lines, country = receipt["lines"], receipt["address"]["country"]
    count = sum(each["quantity"] for each in lines if not each["is_digital"])
    shipping = basket.shipping_price
    if shipping is None:
        shipping = cost(book, lines[0]["profile_id"], country, count) if count else 0
    price = goods(receipt)
    net = price - basket.discount
    receipt["shipping"] = lines[0]["shipping"] = shipping
    receipt["tax"] = round((net + shipping) * basket.tax_percent / 100)
    receipt["vat"] = round((net + shipping) * basket.vat_percent / 100)
    for line in lines:
        line["coupon"] = round(basket.discount * line["price"] * line["quantity"] / price)


def _take(book: Book, line: Json, at: int) -> None:
    """A sold piece leaves the stock; the last one ends the listing, any other renews it for the fee."""
    listing, product = find_product(book, str(line["product_id"]))
    product["quantity"] -= line["quantity"]
    if not any(each["quantity"] for each in for_sale(listing)):
        move(book, listing, "sold_out", at)
        return
    listing["ending"] = at + FOUR_MONTHS
    charge(book, SOLD, book.knobs["listing_fee"], at, listing_id=listing["listing_id"])
