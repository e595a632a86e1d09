"""What tests and the control port may do to the account: the supplier's own moves, and knobs."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import asdict

from . import costs, production, shipments
from .blueprints import VARIANTS
from .book import SHOP_ID, Book, Json, Knobs
from .catalog import STOCKS
from .endings import IN_HAND, cancel, fail, refund
from .imports import import_order, reprint
from .ledger import ledger
from .providers import BY_PAIR, PROVIDERS
from .seeds import plant
from .shops import APPROVALS, DISCONNECTED, add_shop
from .tokens import SCOPES

MAKING = frozenset({"sending-to-production", "in-production", "partially-fulfilled"})


def unread(_url: str) -> bytes | None:
    """No file is read from anywhere: a picture's facts are made up from its address."""
    return None


class Hands:
    """The account's state, and hands on it. Orders are named by id, by external id or by the web app's number."""

    def __init__(self, seed: str, at: int) -> None:
        self.book = Book(seed=seed)
        self.read_url: Callable[[str], bytes | None] = unread
        self.last = at

    def order(self, ident: str | int, shop: int = SHOP_ID) -> Json:
        """The account's own record of an order; of several with one external id the oldest. Raises KeyError."""
        found: Json | None = self.book.orders.get(str(ident)) or self.book.index.numbered(
            str(ident)
        )
        named = self.book.index.named(shop, str(ident))
        if found is None and not named:
            raise KeyError(f"no such order at Printify: {ident}")
        return found or named[0]

    def hold(self, ident: str | int, reason: str = "") -> None:
        """Keep an unpaid order on hold whoever approves it; one in production has issues."""
        order = self._in(IN_HAND | MAKING, ident)
        if order["status"] in IN_HAND:
            production.block(self.book, order, reason or "supplier", self.last)
        else:
            production.hold(self.book, order, reason or "The provider has a question.", self.last)

    def release(self, ident: str | int) -> None:
        order = self._in({"on-hold", "has-issues"}, ident)
        if order["hold"]:
            production.release(self.book, order, self.last)
        else:
            production.unblock(self.book, order, self.last)

    def fail(self, ident: str | int, reason: str = "", status: str = "unfulfillable") -> None:
        """`unfulfillable`, or `source-check-failed` for an order whose pictures cannot be used."""
        if status not in {"unfulfillable", "source-check-failed"}:
            raise ValueError(f"an order does not fail as {status}")
        order = self._in(IN_HAND | MAKING | {"has-issues"}, ident)
        fail(self.book, order, status, reason or "The provider cannot make this order.", self.last)

    def cancel(self, ident: str | int) -> None:
        """The supplier cancels; what was paid comes back."""
        states = IN_HAND | {
            "sending-to-production",
            "in-production",
            "has-issues",
            "unfulfillable",
            "source-check-failed",
        }
        cancel(self.book, self._in(states, ident), self.last, "by Printify")

    def slip(self, ident: str | int) -> None:
        """The order leaves on-hold by itself: nobody approved it, and it is charged."""
        production.send(self.book, self._in({"on-hold"}, ident), self.last, by="itself")

    def ship(self, ident: str | int, items: Mapping[str, int] | None = None) -> None:
        """Ship now: everything, or these quantities by line id or the line's external id."""
        order = self._in(MAKING, ident)
        if items is None:
            wanted = None
        else:
            names = {line["external_id"]: line["id"] for line in order["lines"]}
            names |= {line["id"]: line["id"] for line in order["lines"]}
            wanted = {str(names[str(key)]): count for key, count in items.items()}
        shipments.ship_now(self.book, order, wanted, self.last)
        production.set_steps(self.book, order, order["steps"])

    def deliver(self, ident: str | int) -> None:
        """Everything that has left has arrived."""
        order = self.order(ident)
        for shipment in order["shipments"]:
            shipments.deliver(self.book, order, shipment["parcel"], self.last)

    def lose_tracking(self, ident: str | int) -> None:
        """Parcels of a carrier that has no numbers."""
        for shipment in self.order(ident)["shipments"]:
            shipment["number"] = None

    def reship(self, ident: str | int) -> str:
        """Everything is made once more at Printify's cost, as an order of its own; gives its id."""
        order = self._in({"fulfilled", "partially-fulfilled"}, ident)
        return str(reprint(self.book, order, self.last)["id"])

    def reroute(self, ident: str | int, provider: int) -> None:
        """Another provider makes the order; what is not paid yet costs what that one asks."""
        order = self._in(IN_HAND | MAKING, ident)
        for line in order["lines"]:
            if (line["blueprint"], provider) not in BY_PAIR:
                raise ValueError(
                    f"provider {provider} does not print blueprint {line['blueprint']}"
                )
        for line in order["lines"]:
            line["provider"] = provider
        if order["charged"] is None:
            costs.set_costs(order)
        self.book.note("reroute", self.last, order=order["id"], provider=provider)

    def reprice(self, ident: str | int, cents: int) -> None:
        """An unpaid order costs so much more than it said."""
        order = self._in(IN_HAND, ident)
        order["lines"][0]["cost"] += cents
        costs.restate_totals(order)

    def answer_support(self, request: str, *, accept: bool = True) -> None:
        """Support answers a request: a refund gives the money back, a reprint makes another order."""
        asked = self.book.supports[request]
        asked |= {
            "status": "closed",
            "outcome": "accepted" if accept else "declined",
            "updated": self.last,
        }
        order = self.book.orders[asked["order"]]
        if accept and asked["type"] == "order_refund":
            refund(self.book, order, self.last)
        elif accept and asked["type"] == "order_reprint":
            reprint(self.book, order, self.last)

    def set_stock(self, variant: int, state: str, provider: int | None = None) -> None:
        """`in_stock`, `out_of_stock` or `discontinued`, at one provider or at all. Orders that waited go on."""
        if variant not in VARIANTS:
            raise KeyError(f"no such catalog variant: {variant}")
        if state not in STOCKS:
            raise ValueError(f"no such stock: {state}; there are {', '.join(STOCKS)}")
        for each in PROVIDERS:
            if provider in {None, each.id}:
                self.book.stock[f"{each.id}:{variant}"] = state
        self._restock()

    def discontinue(self, variant: int, provider: int | None = None) -> None:
        self.set_stock(variant, "discontinued", provider)

    def _restock(self) -> None:
        """Orders that were held for stock only."""
        for shop in self.book.shops:
            for seq in list(self.book.index.orders(int(shop), "on-hold")):
                order = self.book.index.order(seq)
                if order["block"] == "stock" and all(map(self._is_there, order["lines"])):
                    production.unblock(self.book, order, self.last)

    def _is_there(self, line: Json) -> bool:
        stock = self.book.stock.get(f"{line['provider']}:{line['variant_id']}", "in_stock")
        return bool(stock == "in_stock")

    def lock_product(self, ident: str, *, locked: bool = True) -> None:
        """As after a click on *Publish* in Printify's web app."""
        self.book.products[ident] |= {"locked": locked, "unlock_at": None}

    def revoke_key(self, *, back: bool = False) -> None:
        """Revoke all tokens, or give them back."""
        for token in self.book.tokens.values():
            token["revoked"] = not back

    def set_scopes(self, scopes: list[str]) -> None:
        """What every token may do from now on."""
        unknown = set(scopes) - set(SCOPES)
        if unknown:
            raise ValueError(f"no such scope: {', '.join(sorted(unknown))}")
        for token in self.book.tokens.values():
            token["scopes"] = list(scopes)

    def limiter(self, *, on: bool) -> None:
        self.book.knobs["limiter"] = on

    def turn(self, **knobs: object) -> None:
        """Set knobs by name (see `Knobs`)."""
        unknown = set(knobs) - set(asdict(Knobs()))
        if unknown:
            raise ValueError(f"no such knob: {', '.join(sorted(unknown))}")
        self.book.knobs.update(knobs)

    def set_approval(self, approval: str, shop: int = SHOP_ID) -> None:
        """The shop's order approval: `manual`, `auto-1h` or `auto-24h`. Holds for orders made from now on."""
        if approval not in APPROVALS:
            raise ValueError(f"no such approval: {approval}; there are {', '.join(APPROVALS)}")
        self.book.shops[str(shop)]["approval"] = approval

    def link_store(self, name: str, kind: str = "shopify", *, products: bool = False) -> int:
        """List a shop that Printify serves natively, perhaps with the usual products; gives its id."""
        ident = SHOP_ID + len(self.book.shops)
        add_shop(self.book, ident, name, kind)
        if products:
            plant(self.book, self.last, ident)
        return ident

    def set_channel(self, shop: int, channel: str = DISCONNECTED) -> None:
        """What the account calls a shop's channel."""
        self.book.shops[str(shop)]["sales_channel"] = channel

    def import_order(
        self, shop: int, store_order: int | str, skus: Mapping[str, int], *, label: str = ""
    ) -> str:
        """Printify imports a paid order of a shop that it serves itself, by SKUs; unknown ones are left out."""
        return str(import_order(self.book, shop, store_order, skus, label, self.last)["id"])

    def ledger(self) -> Json:
        """What the account's own books say, for tests: nothing here comes from a client's memory."""
        return ledger(self.book)

    def _in(self, states: frozenset[str] | set[str], ident: str | int) -> Json:
        order = self.order(ident)
        if order["status"] not in states:
            raise ValueError(
                f"order {ident} is {order['status']}; this needs {', '.join(sorted(states))}"
            )
        return order
