"""20,000 orders in one file: what the database finds and sorts is what plain Python would."""

import random
from datetime import timedelta

import pytest

from podbridge_desktop.domain.lifecycle import JOURNEY, Step
from podbridge_desktop.domain.orders import Payment
from podbridge_desktop.domain.reading import OrderQuery, OrderSort
from podbridge_desktop.storage.read import ReadModels
from tests.support.filled import NOON, STORE, Filled, address, line, store_order, usd

MANY = 20_000
SECOND = "store-2"
WAY = [*JOURNEY, Step.CANCELLED]
FIRST_NAMES = ("Ada", "ada", "Bo", "Çelik", "Dörte", "Zoë", "Mary Ann")
LAST_NAMES = ("Rossi", "Smith", "O'Neil", "de 100% Sure", "Ng", "_x", "Müller")


def reading(number, chance):
    age = timedelta(minutes=chance.randrange(60 * 24 * 400))
    values = {
        "placed_at": NOON - age,
        "paid_at": NOON - age,
        "total": usd(str(chance.randrange(500, 9000) / 100)),
        "lines": (
            line(f"{number}1", chance.choice(("var-1", "var-own")), sku=f"SKU-{number % 97}"),
        ),
        "ship_to": address(f"{chance.choice(FIRST_NAMES)} {chance.choice(LAST_NAMES)}"),
    }
    if number % 11 == 0:
        values |= {"payment": Payment.PENDING, "paid_at": None}
    if number % 13 == 0:
        values |= {"cancelled_at": NOON}
    if number % 17 == 0:
        values |= {"ship_to": None}
    return store_order(number, **values)


@pytest.fixture(scope="module")
def many(tmp_path_factory):
    shop = Filled(tmp_path_factory.mktemp("many") / "podbridge.db").usual()
    shop.connect(SECOND, "Valley Prints")
    chance = random.Random(20_000)
    for store in (STORE, SECOND):
        for start in range(0, MANY // 2, 2_500):
            numbers = range(1 + start, 1 + start + 2_500)
            shop.take(*(reading(n, chance) for n in numbers), store=store)
    _spread(shop)
    yield shop
    shop.database.close()


def _spread(shop):
    """Steps, holds and margins as weeks of work would leave them; written straight, for the sake of time."""
    with shop.database.write() as tx:
        cursor = tx.cursor()
        cursor.execute(
            "UPDATE orders SET on_hold = id % 19 = 0, margin = CASE id % 3 WHEN 0 THEN id * 7919 % 1000 END,"
            " step = CASE WHEN step = 'cancelled' THEN step WHEN id % 5 = 0 THEN 'placed'"
            " WHEN id % 5 = 1 THEN 'approval' WHEN id % 5 = 2 THEN 'production'"
            " WHEN id % 5 = 3 THEN 'shipped' ELSE 'tracking_synced' END"
        )


@pytest.fixture(scope="module")
def reads(many):
    return ReadModels(many.database)


@pytest.fixture(scope="module")
def every(many, reads):
    """All rows and their search texts, read without any of what is tested."""
    with many.database.read() as tx:
        cursor = tx.cursor()
        cursor.execute("SELECT id FROM orders")
        ids = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT rowid, text FROM order_search")
        texts = {row[0]: row[1].casefold() for row in cursor.fetchall()}
    rows = reads.orders(ids)
    return [(rows[id_], texts[id_]) for id_ in ids]


KEYS = {
    OrderSort.PLACED: lambda row: row.placed_at,
    OrderSort.NUMBER: lambda row: (len(row.number), row.number),
    OrderSort.TOTAL: lambda row: row.total.minor,
    OrderSort.MARGIN: lambda row: row.margin.minor if row.margin else 0,
    OrderSort.CUSTOMER: lambda row: ascii_lower(row.customer),
}
UNKNOWN = {
    OrderSort.MARGIN: lambda row: row.margin is None,
    OrderSort.CUSTOMER: lambda row: not row.customer,
}


def ascii_lower(text):
    return "".join(c.lower() if c.isascii() else c for c in text)


def sorted_by_hand(rows, sort, *, descending):
    if sort is OrderSort.STEP:
        rows = sorted(rows, key=lambda row: (row.placed_at, row.id), reverse=True)
        rows.sort(
            key=lambda row: 0 if row.on_hold else WAY.index(row.step) * (-1 if descending else 1)
        )
        return sorted(rows, key=lambda row: not row.on_hold)
    key, unknown = KEYS[sort], UNKNOWN.get(sort, lambda _: False)
    rows = sorted(rows, key=lambda row: (key(row), row.id), reverse=descending)
    return sorted(rows, key=unknown)


@pytest.mark.parametrize("descending", [True, False])
@pytest.mark.parametrize("sort", OrderSort)
def test_every_sort_agrees_with_python(reads, every, sort, descending):
    query = OrderQuery(sort=sort, descending=descending)
    wanted = [
        row.id for row in sorted_by_hand([row for row, _ in every], sort, descending=descending)
    ]
    assert list(reads.order_ids(query)) == wanted
    assert [row.id for row in reads.first_orders(query, 60)] == wanted[:60]


STATES = {
    **{step.value: lambda row, step=step: row.step is step for step in Step},
    "on_hold": lambda row: row.on_hold,
    "before_podbridge": lambda row: row.standing == "before_podbridge",
    "not_ours": lambda row: row.standing == "not_ours",
    "unpaid": lambda row: row.standing == "unpaid",
}


@pytest.mark.parametrize("sort", [OrderSort.PLACED, OrderSort.STEP, OrderSort.CUSTOMER])
@pytest.mark.parametrize("store", ["", SECOND])
@pytest.mark.parametrize("state", STATES)
def test_every_state_of_every_store_agrees_with_python(reads, every, state, store, sort):
    query = OrderQuery(state=state, store_id=store, sort=sort)
    rows = [row for row, _ in every if STATES[state](row) and store in {"", row.store_id}]
    wanted = [row.id for row in sorted_by_hand(rows, sort, descending=True)]
    assert list(reads.order_ids(query)) == wanted
    assert [row.id for row in reads.first_orders(query, 40)] == wanted[:40]


SEARCHES = [
    "rossi", "ROSSI ada", "#1042", "1042", "çel", "ng", "o'", "100%", "_x", 'she said "hi"', "müller zo",
    "sku-7", "7 ada", "a", "AND", "sku-42 NOT rossi", "mountain*", "nobody",
]  # fmt: skip


@pytest.mark.parametrize("search", SEARCHES)
def test_every_search_agrees_with_python(reads, every, search):
    words = search.casefold().split()
    rows = [row for row, text in every if all(word in text for word in words)]
    wanted = [row.id for row in sorted_by_hand(rows, OrderSort.PLACED, descending=True)]
    assert list(reads.order_ids(OrderQuery(search=search))) == wanted
    assert [row.id for row in reads.first_orders(OrderQuery(search=search), 30)] == wanted[:30]


def test_search_state_store_and_sort_together(reads, every):
    query = OrderQuery("rossi 9", "production", SECOND, OrderSort.STEP, descending=False)
    rows = [
        row
        for row, text in every
        if "rossi" in text
        and "9" in text
        and row.step is Step.PRODUCTION
        and row.store_id == SECOND
    ]
    assert rows
    wanted = [row.id for row in sorted_by_hand(rows, OrderSort.STEP, descending=False)]
    assert list(reads.order_ids(query)) == wanted


def test_the_big_numbers_agree_with_python(reads, every):
    rows = [row for row, _ in every]
    overview = reads.overview()
    held = [row.income.minor for row in rows if row.on_hold]
    assert overview.orders == MANY
    assert (overview.on_hold, overview.at_stake[0].minor) == (len(held), sum(held))
    assert overview.steps == {step: sum(row.step is step for row in rows) for step in Step}
