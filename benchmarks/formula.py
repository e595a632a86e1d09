"""The least calls that the chosen shape costs: the formula of performance.md 5.2 with the reads that safety demands.

Writes are three an order. Reads per order: the order again before it is made and before it is paid, what was made read
back (where drafts are free also its cost right before paying, where they are not its price before the yes), the
store's parcels before a tracking number is written, the supplier's parcels. Reads per day: a page of changed orders
each pull, their details, and the status of what is being made, tiered. How often something was new is taken from the
vendors' own books, so that neither luck nor our own engine is in it. Once a night come the lists of orders against which
the ledger is held: no other read would find what all of them have overlooked.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from math import ceil

from benchmarks.vendor_books import Made, Sold, Times

HOUR, DAY = 3600.0, 86_400.0
PULL, POLL, SWEEP = (
    120.0,
    600.0,
    12 * HOUR,
)  # settings sync_interval and supplier_interval; both polls' sweeps
OVERLAP = 600.0  # of two pulls
LITTLE, WEEK, SPAN = (
    1_000,
    7 * DAY,
    60 * DAY,
)  # the nightly comparison: how much of the lists it reads
AFTERCARE_ROWS = 300


@dataclass(frozen=True, slots=True)
class Part:
    """What one part of the life costs in the whole window, and which measured calls it is held against."""

    side: str  # store or supplier
    jobs: tuple[str, ...]
    calls: float
    words: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days that count, with all that the books say. Times are seconds since 1970."""

    begin: float
    end: float
    sold: Sequence[Sold]
    made: Sequence[Made]

    @property
    def bought(self) -> int:
        return Times(each.bought for each in self.sold).between(self.begin, self.end)

    @property
    def told(self) -> int:
        return Times(each.told for each in self.sold).between(self.begin, self.end)

    def moments(self, every: float) -> list[float]:
        """When something is done every so many seconds."""
        first = ceil(self.begin / every) * every
        return [first + every * n for n in range(int((self.end - first) // every) + 1)]


def pages(rows: int, size: int, overlap: int = 0) -> int:
    """Pages of a list in which so many rows are wanted; a full page is followed by a look for more."""
    return 1 + max(0, ceil((rows + 1 - size) / (size - overlap)))


def parts(store: str, supplier: str, window: Window) -> list[Part]:
    """The whole formula for a pair."""
    pull = shopify_pull(window) if store == "shopify" else etsy_pull(window)
    orders = printful_orders(window) if supplier == "printful" else printify_orders(window)
    poll = printful_poll(window) if supplier == "printful" else printify_poll(window)
    again = Part(
        "store",
        ("send_order", "confirm_order"),
        2 * window.bought,
        "2 an order: read again before it is made and before it is paid",
    )
    tracking = Part(
        "store", ("push_tracking",), 2 * window.told, "2 a parcel: 1 look, 1 write of its number"
    )
    return [
        pull,
        again,
        tracking,
        orders,
        poll,
        *books(store, supplier, window),
        keys(store, window),
    ]


BOOK_PAGES = {"shopify": (90, 1), "etsy": (100, 1), "printful": (100, 5), "printify": (10, 0)}


def books(store: str, supplier: str, window: Window) -> list[Part]:
    """Pages of both sides' lists, once a night: all of 60 days where that is little and once a week, else what is new
    since the last night and the day before it."""
    created = Times(each.created for each in window.made)

    def changed(since: float, at: float) -> int:
        return sum(
            since < (each.told if each.told <= at else each.bought) <= at for each in window.sold
        )

    return [
        _book("store", BOOK_PAGES[store], window, changed),
        _book("supplier", BOOK_PAGES[supplier], window, created.between),
    ]


def _book(
    side: str, page: tuple[int, int], window: Window, rows: Callable[[float, float], int]
) -> Part:
    """The nights before the window tell when a whole list is due in it."""
    night = ceil(min((each.bought for each in window.sold), default=window.end) / DAY) * DAY
    calls, whole = 0, -WEEK
    while night <= window.end:
        all_of_it = rows(night - SPAN, night)
        due = all_of_it <= LITTLE or night - whole >= WEEK
        whole = night if due else whole
        if night > window.begin:
            calls += pages(all_of_it if due else rows(night - 2 * DAY, night), *page)
        night += DAY
    return Part(side, ("compare_books",), calls, f"{calls} pages of its list, once a night")


def keys(store: str, window: Window) -> Part:
    days = (window.end - window.begin) / DAY
    each_day = 1.0 if store == "shopify" else DAY / (55 * 60)
    return Part("keys", (), days * each_day, f"{each_day:.1f} a day: the store's key renewed")


def shopify_pull(window: Window) -> Part:
    """A page of heads each time; the details of what changed by one question, of many by three kinds of them."""
    bought = Times(each.bought for each in window.sold)
    told = Times(each.told for each in window.sold)
    heads = details = 0
    for at in window.moments(PULL):
        new, sent = bought.between(at - PULL, at), told.between(at - PULL, at)
        overlapping = bought.between(at - OVERLAP, at) + told.between(at - OVERLAP, at)
        heads += pages(overlapping, 250)
        if 0 < new + sent <= 15:
            details += 1
        elif new + sent:
            details += ceil((new + sent) / 30) + ceil(new / 60) + ceil((new + sent) / 250)
    words = f"{heads} pages of heads, {details} questions for details of what was bought or sent"
    return Part("store", ("pull_orders",), heads + details, words)


def etsy_pull(window: Window) -> Part:
    """A page of whole changed receipts each time; open ones swept within a share of the day's calls."""
    bought = Times(each.bought for each in window.sold)
    told = Times(each.told for each in window.sold)
    changes = swept = 0
    due = window.begin
    for at in window.moments(PULL):
        overlapping = bought.between(at - OVERLAP, at) + told.between(at - OVERLAP, at)
        changes += pages(overlapping, 100)
        if at >= due:
            count = pages(bought.until(at) - told.until(at), 100, 5)
            swept += count
            due = at + max(600.0, 180.0 * count)
    cancelled = len(window.moments(HOUR))
    words = f"{changes} pages of changes, {swept} of open orders, {cancelled} of cancelled ones"
    return Part("store", ("pull_orders",), changes + swept + cancelled, words)


def printful_orders(window: Window) -> Part:
    words = "4 an order: create, read back, its cost before paying, confirm"
    return Part("supplier", ("send_order", "confirm_order"), 4 * window.bought, words)


def printify_orders(window: Window) -> Part:
    """A product's price holds ten minutes."""
    days = (window.end - window.begin) / DAY
    products = sum(
        each.products for each in window.sold if window.begin < each.bought <= window.end
    )
    rate = products / 3 / days  # three products are on sale
    prices = 3 * days * rate / (1 + rate * 600 / DAY)
    words = f"4 an order: postage, create, read back, release; {prices:.0f} prices of products"
    return Part("supplier", ("send_order", "confirm_order"), 4 * window.bought + prices, words)


@dataclass(slots=True)
class Polled:
    """What the polls of a window cost, by kind."""

    lists: int = 0
    swept: int = 0
    one_by_one: float = 0

    def part(self, words: str) -> Part:
        calls = self.lists + self.swept + self.one_by_one
        return Part("supplier", ("poll_supplier",), calls, words)


def printful_poll(window: Window) -> Part:
    """Whole orders a hundred a page: all back to the oldest that is here, or five short lists and what is packed."""
    cost, lists = Polled(), _Lists(window)
    for at in window.moments(POLL):
        moving = lists.moving(at)
        if lists.is_sweep(at):
            cost.swept += pages(lists.swept(at), 100, 5)
        elif moving:
            young = lists.rows(moving[0].created - HOUR, at)
            packed = sum(each.packed <= at for each in young)
            few = len(young) <= 600
            cost.lists += pages(len(young), 100, 5) if few else 5 + pages(packed, 100, 5)
    cost.one_by_one = lists.shipped + lists.days_on_the_way
    words = (
        f"{cost.lists} pages of lists, {cost.swept} of sweeps, the parcels of {lists.shipped} that left,"
        f" {lists.days_on_the_way:.0f} looks for arrival (1 a day each)"
    )
    return cost.part(words)


def printify_poll(window: Window) -> Part:
    """Seven short lists and a count, and the list of what has shipped when it has grown enough; ten orders a page."""
    cost, lists, scanned = Polled(), _Lists(window), 0
    last, grown_at = window.begin, 0.0
    for at in window.moments(POLL):
        moving = lists.moving(at)
        cost.lists += min(8, len(moving))
        if lists.is_sweep(at):
            cost.swept += pages(lists.swept(at), 10)
            last, grown_at = at, 0.0
            continue
        missing = lists.shipped_between(last, at)
        if not missing or not moving:
            continue
        grown_at = grown_at or at
        rows = lists.rows(moving[0].created, at)
        count = pages(sum(each.shipped <= at for each in rows), 10)
        if count <= max(8, 2 * missing) or at - grown_at >= HOUR:
            scanned += count
            last, grown_at = at, 0.0
    cost.lists += scanned
    cost.one_by_one = lists.shipped + lists.arrived
    words = (
        f"{cost.lists} pages of lists ({scanned} of what has shipped), {cost.swept} of sweeps,"
        f" {lists.shipped} orders that left and {lists.arrived} that arrived"
    )
    return cost.part(words)


class _Lists:
    """How long the supplier's lists are at any moment of the window."""

    def __init__(self, window: Window) -> None:
        self._made = window.made
        self._created = Times(each.created for each in window.made)
        self.shipped = sum(window.begin < each.shipped <= window.end for each in self._made)
        self.arrived = sum(window.begin < each.delivered <= window.end for each in self._made)
        self.days_on_the_way = sum(
            max(0.0, min(each.delivered, window.end) - max(each.shipped, window.begin)) / DAY
            for each in self._made
            if each.shipped < window.end
        )
        self._next_sweep = window.begin + SWEEP / 2

    def is_sweep(self, at: float) -> bool:
        """Twice a day."""
        if at < self._next_sweep:
            return False
        self._next_sweep += SWEEP
        return True

    def swept(self, at: float) -> int:
        """Rows of a sweep: back to a day before the oldest open order, and over the newest `AFTERCARE_ROWS`."""
        there = self._there(at)
        oldest = next((each.created for each in there if each.delivered > at), at)
        newest = there[-AFTERCARE_ROWS:][:1]
        back_to = min(oldest, *(each.created for each in newest)) - DAY
        return len(there) - self._created.until(back_to)

    def moving(self, at: float) -> list[Made]:
        """Orders that the poll before has not seen leave."""
        return [each for each in self._there(at) if each.shipped > at - POLL]

    def rows(self, back_to: float, at: float) -> Sequence[Made]:
        """Orders made from then on."""
        return self._made[self._created.until(back_to) : self._created.until(at)]

    def shipped_between(self, after: float, until: float) -> int:
        return sum(after < each.shipped <= until for each in self.rows(after - 10 * DAY, until))

    def _there(self, at: float) -> Sequence[Made]:
        return self._made[: self._created.until(at)]
