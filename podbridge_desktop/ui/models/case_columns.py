"""The columns of the daily review: how urgent, what happened, what is at stake, how old."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtWidgets import QAbstractItemView

from podbridge_desktop.domain.cases import Severity
from podbridge_desktop.domain.views import CaseRow
from podbridge_desktop.ui.models.rows_model import ColumnForm
from podbridge_desktop.ui.tokens import Tone
from podbridge_desktop.ui.widgets.pills import Pill, PillDelegate
from podbridge_desktop.ui.widgets.roles import Role
from podbridge_desktop.ui.widgets.table import Column
from podbridge_desktop.ui.widgets.two_lines import TwoLineDelegate
from podbridge_desktop.ui.words import phrases
from podbridge_desktop.ui.words.formats import Formats, isolated

translate = QCoreApplication.translate
Form = ColumnForm[CaseRow]


def case_columns(formats: Formats) -> list[Form]:
    return [
        Form("", _pill_text, roles={Role.PILL: case_pill}),
        Form(
            translate("Exceptions", "What happened"),
            headline,
            roles={
                Role.LINE: lambda case: second_line(case, formats),
                int(Qt.ItemDataRole.ToolTipRole): lambda case: formats.sentence(case.message),
            },
        ),
        Form(translate("Exceptions", "At stake"), _stake(formats), right=True),
        Form(
            translate("Exceptions", "Since"),
            lambda case: formats.ago(case.opened_at),
            right=True,
            muted=True,
        ),
    ]


def case_widths(view: QAbstractItemView) -> list[Column]:
    return [
        Column(108, delegate=PillDelegate(view)),
        Column(stretch=True, delegate=TwoLineDelegate(view)),
        Column(112),
        Column(108),
    ]


def case_pill(case: CaseRow) -> Pill:
    """On Hold is amber with its pause sign; urgent is red; the rest is quiet."""
    if case.holds:
        return Pill(translate("Exceptions", "On Hold"), Tone.HOLD)
    if case.severity is Severity.URGENT:
        return Pill(translate("Exceptions", "Urgent"), Tone.DANGER, "triangle-alert")
    return Pill(translate("Exceptions", "To do"), Tone.NEUTRAL, "info")


def _pill_text(case: CaseRow) -> str:
    return case_pill(case).text


def headline(case: CaseRow) -> str:
    """The title with what it is about: an order's number, else the connection."""
    title = phrases.case_title(case.kind, case.title)
    about = case.order_number or case.connection or ""
    if not about:
        return title
    words = translate("Exceptions", "%1 · %2", "%1 an order or connection, %2 what happened")
    return words.replace("%1", about).replace("%2", title)


def second_line(case: CaseRow, formats: Formats) -> str:
    """Whose order it is, then the sentence: ten approvals say the same one."""
    whose = isolated(case.customer) or case.store or ""
    who = whose if case.order_id is not None else ""
    return " · ".join(filter(None, (who, formats.sentence(case.message))))


def _stake(formats: Formats) -> Callable[[CaseRow], str]:
    def say(case: CaseRow) -> str:
        money = case.at_stake
        return "–" if money is None else formats.money(money.minor, money.currency)

    return say
