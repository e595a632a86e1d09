"""Make the pictures that the seller asked a supplier for: ask once for all that wait, look, keep the bytes.

One job per supplier carries every wish; between two steps it is not due, so nothing waits for pictures but pictures.
That a supplier is asked is committed first and its tasks right after, so a restart looks instead of asking again; an
answer that was lost is asked for once more, which costs quota and no money.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from podbridge_desktop.domain.jobs import Job
from podbridge_desktop.domain.mockups import Begun, MockupAnswer, MockupState, MockupWish
from podbridge_desktop.domain.ports import Supplier
from podbridge_desktop.errors import BadInput, NeedsPerson, Retry, SignInFailed
from podbridge_desktop.storage import mockups
from podbridge_desktop.storage.mockups import StoredWish
from podbridge_desktop.sync.context import Context

LOOK_EVERY = timedelta(seconds=10)
LONGEST = timedelta(minutes=30)
LATER = timedelta(minutes=1)
MOST_TRIES = 3
_SLOW = (
    "The supplier has worked on the pictures for half an hour without an end. Ask for them again."
)
_LOST = "The supplier lost the pictures three times. Ask for them again later."
_UNREADABLE = "The supplier could not read a print file: {why} Give a web address of the file."
_MISSING = "The supplier does not tell where the print file for {places} is. Give a web address of the file."


def make_mockups(job: Job, ctx: Context) -> None:
    """Do what is due; raises `Retry` with the time of the next step while a wish is open."""
    supplier = ctx.remotes.supplier(job.connection_id)
    _ask(job.connection_id, supplier, ctx)
    _look(job.connection_id, supplier, ctx)
    with ctx.database.read() as tx:
        due = mockups.next_due(tx, job.connection_id)
        now = tx.now
    if due is not None:
        wait = max(due - now, timedelta(milliseconds=1))
        raise Retry("Pictures are being made.", wait=wait)


def _ask(supplier_id: str, supplier: Supplier, ctx: Context) -> None:
    with ctx.database.write() as tx:
        wishes = mockups.due(tx, supplier_id, MockupState.ASKED)
        if wishes and wishes[0].attempts:  # asked before, with others or in vain: alone from now on
            wishes = wishes[:1]
        for wish in wishes:
            tries = wish.attempts + 1
            mockups.change(tx, [wish], MockupState.ASKED, attempts=tries, asked_at=tx.now)
    if not wishes:
        return
    try:
        begun = supplier.begin_mockups(
            [MockupWish(w.product_name, tuple(i for i, _ in w.styles), w.files) for w in wishes]
        )
    except Retry as error:
        with ctx.database.write() as tx:
            due = tx.now + (error.wait or LATER)
            for wish in wishes:  # nothing was begun: this try does not count
                mockups.change(
                    tx,
                    [wish],
                    MockupState.ASKED,
                    attempts=wish.attempts,
                    message=error.message,
                    due_at=due,
                )
    except SignInFailed:
        raise
    except NeedsPerson as error:
        _refused(wishes, f"{error.message} {error.hint}".strip(), ctx)
    else:
        _note_begun(wishes, begun, ctx)


def _refused(wishes: Sequence[StoredWish], words: str, ctx: Context) -> None:
    """One of several may be the reason: each is asked for by itself then."""
    with ctx.database.write() as tx:
        state = MockupState.FAILED if len(wishes) == 1 else MockupState.ASKED
        mockups.change(tx, wishes, state, message=words if len(wishes) == 1 else "", due_at=tx.now)


def _note_begun(wishes: Sequence[StoredWish], begun: Sequence[Begun], ctx: Context) -> None:
    with ctx.database.write() as tx:
        for wish, answer in zip(wishes, begun, strict=True):
            if answer.missing_files:
                words = _MISSING.format(places=", ".join(answer.missing_files))
                mockups.change(
                    tx, [wish], MockupState.FILE_NEEDED, message=words, tasks=answer.missing_files
                )
            elif answer.tasks:
                due = tx.now + LOOK_EVERY
                mockups.change(
                    tx, [wish], MockupState.WAITING, tasks=answer.tasks, message="", due_at=due
                )
            else:
                mockups.change(tx, [wish], MockupState.FAILED, message=answer.failure)


def _look(supplier_id: str, supplier: Supplier, ctx: Context) -> None:
    with ctx.database.read() as tx:
        wishes = mockups.due(tx, supplier_id, MockupState.WAITING)
    if not wishes:
        return
    told = supplier.made_mockups([task for wish in wishes for task in wish.tasks])
    for wish in wishes:
        answers = [told.get(task, MockupAnswer(lost=True)) for task in wish.tasks]
        _heed(wish, answers, ctx)


def _heed(wish: StoredWish, answers: Sequence[MockupAnswer], ctx: Context) -> None:
    if any(each.lost for each in answers):
        _again(wish, ctx)
    elif any(each.pending for each in answers):
        _wait(wish, ctx)
    else:
        _fetch(wish, answers, ctx)


def _again(wish: StoredWish, ctx: Context) -> None:
    """The tasks or their pictures are gone: asked for once more, not for ever."""
    with ctx.database.write() as tx:
        if wish.attempts >= MOST_TRIES:
            mockups.change(tx, [wish], MockupState.FAILED, message=_LOST)
        else:
            mockups.change(tx, [wish], MockupState.ASKED, tasks=[], due_at=tx.now)


def _wait(wish: StoredWish, ctx: Context) -> None:
    with ctx.database.write() as tx:
        if tx.now - wish.asked_at > LONGEST:
            mockups.change(tx, [wish], MockupState.FAILED, message=_SLOW)
        else:
            mockups.change(tx, [wish], MockupState.WAITING, due_at=tx.now + LOOK_EVERY)


def _fetch(wish: StoredWish, answers: Sequence[MockupAnswer], ctx: Context) -> None:
    """Keep every picture; their addresses live for a day, the bytes from now on."""
    with ctx.database.read() as tx:
        here = mockups.kept_since(tx, wish)
    for made in (made for answer in answers for made in answer.pictures):
        if (made.blank_id, made.style_id, made.placement) in here:
            continue
        try:
            picture = ctx.pictures.keep(made.url)
        except BadInput:
            _again(wish, ctx)
            return
        except Retry as error:
            with ctx.database.write() as tx:
                due = tx.now + (error.wait or LATER)
                mockups.change(tx, [wish], MockupState.WAITING, message=error.message, due_at=due)
            return
        with ctx.database.write() as tx:
            mockups.keep(tx, wish, made, picture)
    _end(wish, answers, ctx)


def _end(wish: StoredWish, answers: Sequence[MockupAnswer], ctx: Context) -> None:
    failures = " ".join(dict.fromkeys(words for each in answers for words in each.failures))
    with ctx.database.write() as tx:
        if any(each.file_unreadable for each in answers):
            words = _UNREADABLE.format(why=failures)
            mockups.change(tx, [wish], MockupState.FILE_NEEDED, message=words, tasks=[])
        elif failures:
            mockups.change(tx, [wish], MockupState.FAILED, message=failures)
        else:
            mockups.drop_others(tx, wish)
            mockups.change(tx, [wish], MockupState.DONE, message="", due_at=None)
    ctx.tally["pictured"] += 1
