"""What the seller wrote by hand in her store survives every push, unless she saw it and chose otherwise."""

from dataclasses import replace

import pytest

from podbridge_desktop.domain import rich_text
from podbridge_desktop.domain.differences import TEXTS, Field
from podbridge_desktop.services.products import PushRequest
from tests.support.bridge import running_bridge

HERS = "Printed slowly & with <b>care</b>. <iframe src='https://video.example/1'></iframe>"
HER_WORDS = "Printed slowly & with care."


class Shopify:
    platform = "shopify"

    def __init__(self, bridge):
        self._shop, self._clock = bridge.practice.shops["shopify"], bridge.practice.clock
        self._skus = {each.sku for each in bridge.product.variants}

    @property
    def _product(self):
        return next(p for p in self._shop.products if self._skus & {v.sku for v in p.variants})

    @property
    def words(self):
        return self._product.title, self._product.description_html

    def write(self, title, description):
        self._product.title, self._product.description_html = title, description
        self._shop.store.touch_product(self._product, "2026-11-29T12:00:00Z")

    @property
    def pictures(self):
        return len(self._product.media_ids)

    def take_a_picture_away(self):
        self._product.media_ids.pop()


class Etsy:
    platform = "etsy"

    def __init__(self, bridge):
        self._shop = bridge.practice.etsy["etsy"]
        self._skus = {each.sku for each in bridge.product.variants}

    @property
    def _listing(self):
        return next(
            each
            for each in self._shop.book.listings.values()
            if self._skus & {made["sku"] for made in each["products"]}
        )

    @property
    def words(self):
        return self._listing["title"], self._listing["description"]

    def write(self, title, description):
        self._listing.update(title=title, description=description)

    @property
    def pictures(self):
        return len(self._listing["images"])

    def take_a_picture_away(self):
        self._listing["images"].pop()


@pytest.fixture(params=[Shopify, Etsy], ids=lambda each: each.platform)
def bridge(request, tmp_path):
    with running_bridge(tmp_path, platforms=(request.param.platform, "printful")) as made:
        made.connect()
        made.sync()
        made.id = next(r for r in made.container.reads.connections() if r.kind == "store").id
        made.product = next(p for p in made.container.reads.products() if len(p.variants) > 3)
        push(made)
        made.there = request.param(made)
        yield made


def push(bridge, **how):
    bridge.container.actions.push(PushRequest(bridge.product.id, bridge.id, **how))
    bridge.sync()


def preview(bridge, **how):
    return bridge.container.actions.preview_push(PushRequest(bridge.product.id, bridge.id, **how))


def differing(bridge):
    return {each.field: each for each in preview(bridge).differences}


def hers(bridge):
    text = HERS if bridge.there.platform == "shopify" else HER_WORDS
    bridge.there.write("Her own title", text)
    return "Her own title", text


def test_a_push_without_a_look_leaves_them(bridge):
    written = hers(bridge)
    bridge.sync()
    push(bridge)
    assert bridge.there.words == written
    push(bridge)  # she did not say anything since: it is still hers
    assert bridge.there.words == written


def test_what_was_written_after_the_last_pull_stays_too(bridge):
    bridge.container.actions.push(PushRequest(bridge.product.id, bridge.id, replace=TEXTS))
    written = hers(bridge)
    bridge.sync()
    assert bridge.there.words == written
    assert {each.by_hand for each in differing(bridge).values()} == {True}


def test_she_sees_both_and_may_choose_ours(bridge):
    ours = bridge.there.words
    hers(bridge)
    bridge.sync()
    found = differing(bridge)
    assert set(found) == {Field.TITLE, Field.DESCRIPTION}
    assert (found[Field.TITLE].there, found[Field.TITLE].by_hand) == ("Her own title", True)
    words = found[Field.DESCRIPTION]
    assert (words.there, words.by_hand) == (HER_WORDS, True)
    assert words.wanted in " ".join(rich_text.plain(ours[1]).split())
    push(bridge, replace=TEXTS)
    assert bridge.there.words == ours
    assert differing(bridge) == {}


def test_an_undone_push_brings_her_words_back(bridge):
    written = hers(bridge)
    bridge.sync()
    push(bridge, replace=TEXTS)
    assert bridge.there.words != written
    bridge.container.actions.undo_push(bridge.id, bridge.product.id)
    bridge.sync()
    assert bridge.there.words == written


def test_what_she_left_as_it_is_stays_so_until_she_types_another(bridge):
    actions = bridge.container.actions
    written = hers(bridge)
    bridge.sync()
    request = PushRequest(bridge.product.id, bridge.id, replace=TEXTS)
    edits = actions.edits(bridge.id, bridge.product.id)
    edits = actions.left_as_there(request, edits, list(preview(bridge).differences))
    actions.push(replace(request, edits=edits))
    bridge.sync()
    assert bridge.there.words == written
    assert differing(bridge) == {}
    assert any("stays as it is" in each for each in preview(bridge).limits)
    typed = replace(edits, description="<p>Another one.</p>", leaves=())
    push(bridge, edits=typed, replace=TEXTS)
    assert "Another one." in bridge.there.words[1]


def test_our_own_new_words_are_no_hand_s(bridge):
    edits = replace(
        bridge.container.actions.edits(bridge.id, bridge.product.id),
        description="<p>New from us.</p>",
        tags=("gift",),
    )
    found = {each.field: each.by_hand for each in preview(bridge, edits=edits).differences}
    assert found == {Field.DESCRIPTION: False, Field.TAGS: False}
    push(bridge, edits=edits)
    assert "New from us." in bridge.there.words[1]


def test_a_picture_that_she_took_away_does_not_come_back(bridge):
    before = bridge.there.pictures
    bridge.there.take_a_picture_away()
    push(bridge)
    assert bridge.there.pictures == before - 1
    assert bridge.container.reads.cases() == ()


def test_a_title_that_stands_in_the_list_of_changes_is_put_back_by_its_update(bridge):
    """She saw it there; the description, of which that list says nothing, stays hers."""
    ours = bridge.there.words
    hers(bridge)
    bridge.sync()
    (changed,) = bridge.container.actions.changes()
    bridge.container.actions.apply_changes([changed.listing_id])
    bridge.sync()
    assert bridge.there.words[0] == ours[0]
    assert bridge.there.words[1] != ours[1]
