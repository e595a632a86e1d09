"""Mockups from the wish to the picture in the push, in virtual time: quota, waits, restarts, loss, and what needs the seller."""

from datetime import timedelta

import pytest

from podbridge_desktop.bootstrap.pictures import Pictures
from podbridge_desktop.connectors.pictures import HttpPictures
from podbridge_desktop.domain.mockups import MockupState, MockupStyle
from podbridge_desktop.domain.pictures import kept_name
from podbridge_desktop.errors import BadInput, Unreachable
from podbridge_desktop.services import mockups as service
from podbridge_desktop.services.products import PushRequest
from podbridge_desktop.storage import products
from podbridge_desktop.sync.context import Context
from tests.support.virtual import VirtualEngine
from tests.support.virtual_shop import START, SUPPLIER_URL, Shop, connect, store_keys, supplier_keys

FLAT, PERSON = MockupStyle("711", "Flat", "front"), MockupStyle("712", "On a person", "front")
HOODIE = MockupStyle("1461", "Flat", "front")
TASKS, LOOKS = "POST /v2/mockup-tasks", "GET /v2/mockup-tasks"
MINUTE = timedelta(minutes=1)
GIVEN = "https://files.example.com/mine.png"


class Studio:
    """A shop whose engine keeps pictures."""

    def __init__(self, shop, folder):
        self.shop, self.vendor = shop, shop.supplier
        self.folder = folder
        self.pictures = Pictures(
            folder / "thumbnails",
            folder / "mockups",
            HttpPictures(shop.wire),
            lambda: [SUPPLIER_URL],
        )
        shop._remotes._pictures = self.pictures.kept
        self.begin()

    def begin(self):
        """As a new process would: nothing is remembered but what the database has."""
        shop = self.shop
        context = Context(shop.database, shop._remotes, shop.clock, pictures=self.pictures.kept)
        shop.engine = VirtualEngine(context, shop.clock)

    def run(self, time=MINUTE):
        self.shop.run_until(self.shop.clock.now() + time)

    def product(self, title="Sunrise Ridge Tee"):
        return next(each for each in self.shop.reads.products() if each.title == title)

    def ask(self, *styles, title="Sunrise Ridge Tee", **files):
        service.ask(self.shop.database, self.product(title).id, styles, files)

    @property
    def wish(self):
        return self.product().mockup_wish

    def calls(self, what):
        return int(self.vendor.book.calls.get(what, 0))


@pytest.fixture
def studio(tmp_path):
    shop = Shop(tmp_path, "shopify", "printful", 10_000)
    made = Studio(shop, tmp_path)
    store, supplier = shop.names
    connect(shop._connecting, store, store_keys(store, shop.store, START))
    connect(shop._connecting, supplier, supplier_keys(supplier, shop.supplier, START))
    shop.run_until(START + MINUTE)
    yield made
    shop.close()


def test_every_colour_and_style_is_made_once_kept_and_stands_in_the_product(studio):
    studio.ask(FLAT, PERSON)
    assert studio.wish.state is MockupState.ASKED
    studio.run(timedelta(seconds=5))
    assert (studio.wish.state, studio.wish.styles) == (MockupState.WAITING, ("Flat", "On a person"))
    assert studio.wish.due_at > studio.shop.clock.now() - MINUTE
    studio.run()
    row = studio.product()
    assert row.mockup_wish.state is MockupState.DONE
    assert len(row.mockups) == 12
    assert [each.style for each in row.mockups] == ["Flat"] * 6 + ["On a person"] * 6
    files = list((studio.folder / "mockups").iterdir())
    assert {each.name for each in files} == {kept_name(each.picture) for each in row.mockups}
    assert studio.calls(TASKS) == 1


def test_the_pictures_outlive_their_addresses(studio):
    studio.ask(FLAT)
    studio.run()
    kept = studio.product().mockups
    studio.run(timedelta(days=2))
    assert studio.product().mockups == kept
    assert all(studio.pictures.get(each.picture) for each in kept)
    assert studio.calls(TASKS) == 1


def test_a_push_takes_them_by_upload_and_a_second_one_uploads_none_again(studio):
    shop = studio.shop
    studio.ask(FLAT, PERSON)
    studio.run()
    store = shop.reads.connection("shopify").id
    for _ in range(2):
        shop.actions.push(PushRequest(studio.product().id, store))
        studio.run()
    uploads = shop.store.store.uploads if hasattr(shop.store, "store") else {}
    assert len(uploads) == 12
    assert all(each.body for each in uploads.values())
    listing = next(x for x in studio.product().listings if x.store_id == store)
    assert (listing.state, listing.message) == ("live", "")
    with shop.database.read() as tx:
        _, product = products.load_product(tx, studio.product().id)
    assert len(product.images) == 12
    assert {each.image_url for each in product.variants} == set(product.images[:6])


def test_what_is_over_the_quota_waits_for_the_vendor_and_holds_nothing_else_up(studio):
    for _ in range(3):  # each in a round of its own: they cannot be asked for together
        studio.ask(FLAT)
        studio.run(timedelta(seconds=1))
    assert studio.calls(TASKS) == 2
    assert studio.wish.state is MockupState.ASKED
    assert "a few products a minute" in studio.wish.message
    assert studio.shop.reads.connection("printful").health == "healthy"
    studio.run(2 * MINUTE)
    assert studio.wish.state is MockupState.DONE
    assert studio.shop.wire.traffic.refused == {}


def test_several_products_go_in_one_request(studio):
    studio.ask(FLAT)
    studio.ask(HOODIE, title="Night Owl Hoodie")
    studio.run()
    assert studio.calls(TASKS) == 1
    assert len(studio.product("Night Owl Hoodie").mockups) == 3


def test_a_restart_looks_at_the_task_instead_of_asking_again(studio):
    studio.ask(FLAT)
    studio.run(timedelta(seconds=5))
    studio.begin()
    studio.run()
    assert studio.wish.state is MockupState.DONE
    assert studio.calls(TASKS) == 1


def test_what_was_fetched_before_a_stop_is_not_fetched_again(studio):
    studio.ask(FLAT)
    studio.run(timedelta(seconds=5))
    task = max(studio.vendor.book.tasks.values(), key=lambda each: each["id"])
    studio.vendor.book.tasks[str(task["id"])]["due"] -= 20
    fetched = []
    keep = studio.pictures.kept._fetch

    def broken_wire(url):
        fetched.append(url)
        if len(fetched) == 4:
            raise KeyboardInterrupt
        return keep(url)

    studio.pictures.kept._fetch = broken_wire
    with pytest.raises(KeyboardInterrupt):
        studio.run()
    studio.begin()
    studio.run()
    assert studio.wish.state is MockupState.DONE
    assert len(fetched) == 7  # three, the one that broke, and the three that were left


def test_a_task_that_the_vendor_lost_is_asked_for_again_but_not_for_ever(studio):
    studio.ask(FLAT)
    for _ in range(4):
        studio.run(timedelta(seconds=5))
        studio.vendor.book.tasks.clear()
        studio.run(2 * MINUTE)
    assert studio.wish.state is MockupState.DONE
    studio.vendor.turn(mockup_delay=60)
    studio.ask(FLAT)
    for _ in range(30):
        studio.run(timedelta(seconds=5))
        studio.vendor.book.tasks.clear()
    assert studio.wish.state is MockupState.FAILED
    assert "lost the pictures three times" in studio.wish.message


def test_pictures_whose_day_is_over_are_asked_for_again(studio):
    studio.ask(FLAT)
    studio.run(timedelta(seconds=5))
    studio.shop.clock.pause(2 * 86_400)  # the computer slept
    studio.run(2 * MINUTE)
    assert studio.wish.state is MockupState.DONE
    assert studio.calls(TASKS) == 2


def test_a_task_without_an_end_is_given_up_and_said(studio):
    studio.vendor.turn(mockup_delay=86_400)
    studio.ask(FLAT)
    studio.run(timedelta(minutes=35))
    assert studio.wish.state is MockupState.FAILED
    assert "half an hour" in studio.wish.message


def test_a_print_file_that_is_not_told_is_asked_for_and_taken(studio):
    tee = studio.vendor.book.products[studio.product().remote_id]
    studio.vendor.hide_file(tee["variants"][0]["files"][0]["id"])
    studio.ask(FLAT)
    studio.run()
    assert studio.wish.state is MockupState.FILE_NEEDED
    assert studio.wish.missing_files == ("front",)
    assert "print file for front" in studio.wish.message
    studio.ask(FLAT, front=GIVEN)
    studio.run()
    assert studio.wish.state is MockupState.DONE
    studio.ask(PERSON)  # the file stays given
    studio.run()
    assert studio.wish.state is MockupState.DONE
    assert {each.style for each in studio.product().mockups} == {"On a person"}


def test_a_print_file_that_cannot_be_read_is_asked_for(studio):
    studio.ask(FLAT, front="https://files.example.com/broken.png")
    studio.run()
    assert studio.wish.state is MockupState.FILE_NEEDED
    assert "could not read a print file" in studio.wish.message


def test_a_refused_wish_does_not_spoil_the_others(studio):
    studio.ask(FLAT)
    studio.ask(HOODIE, title="Night Owl Hoodie")
    gone = studio.vendor.book.products.pop(studio.product().remote_id)
    studio.run(3 * MINUTE)
    assert gone
    row = studio.product()
    assert row.mockup_wish.state is MockupState.FAILED
    assert "does not have this" in row.mockup_wish.message
    assert studio.product("Night Owl Hoodie").mockup_wish.state is MockupState.DONE


def test_without_the_right_it_is_said_where_it_was_asked_for(studio):
    studio.vendor.set_scopes(["orders", "sync_products"])
    studio.ask(FLAT)
    studio.run()
    assert studio.wish.state is MockupState.FAILED
    assert "file_library" in studio.wish.message


def test_with_a_key_that_was_revoked_the_wish_waits_for_a_new_one(studio):
    studio.vendor.revoke_key()
    studio.ask(FLAT)
    studio.run()
    assert studio.wish.state is MockupState.ASKED
    assert studio.shop.reads.connection("printful").health == "broken"
    assert studio.calls(TASKS) <= 1


def test_a_failure_without_a_file_to_blame_is_said_in_the_vendors_words(studio):
    studio.ask(FLAT)
    studio.run(timedelta(seconds=5))
    task = max(studio.vendor.book.tasks.values(), key=lambda each: each["id"])
    task["failure"] = "The style is not available for this garment"
    studio.run()
    assert studio.wish.state is MockupState.FAILED
    assert studio.wish.message == "The style is not available for this garment"


def test_a_style_that_is_gone_is_said(studio):
    studio.ask(MockupStyle("99", "Gone", "front"))
    studio.run()
    assert studio.wish.state is MockupState.FAILED
    assert "none of the chosen styles" in studio.wish.message


def test_a_vendor_out_of_reach_meanwhile_costs_only_time(studio):
    studio.ask(FLAT)
    studio.run(timedelta(seconds=5))
    fetch = studio.pictures.kept._fetch
    asked = []

    def unreachable(url):
        asked.append(url)
        raise Unreachable("The picture's host cannot be reached.")

    studio.pictures.kept._fetch = unreachable
    studio.run(timedelta(seconds=30))
    assert studio.wish.state is MockupState.WAITING
    assert studio.wish.message == "The picture's host cannot be reached."
    studio.pictures.kept._fetch = fetch
    studio.run(2 * MINUTE)
    assert studio.wish.state is MockupState.DONE
    assert asked


def test_what_is_asked_for_must_be_something(studio):
    with pytest.raises(BadInput, match="style"):
        studio.ask()
    for address in ("C:\\art.png", "ftp://x.example/a.png", "localhost/a.png"):
        with pytest.raises(BadInput, match="no web address"):
            studio.ask(FLAT, front=address)
    with pytest.raises(BadInput, match="not connected"):
        service.ask(studio.shop.database, 999, [FLAT], {})
