"""The words of a listing: title, description and tags, empty where the product's own count."""

from __future__ import annotations

import re
from dataclasses import replace

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFormLayout, QLineEdit, QTextEdit, QWidget

from podbridge_desktop.domain import rich_text
from podbridge_desktop.domain.catalog import ListingDraft
from podbridge_desktop.domain.listing import ListingEdits

_LONGEST_TITLE, _LONGEST_TAGS = 255, 1000
# Qt writes bold and slanted words as styles, which stores may drop.
_BOLD = re.compile(r'<span style="[^"]*font-weight:(?:[6-9]00|bold)[^"]*">(.*?)</span>', re.DOTALL)
_SLANTED = re.compile(r'<span style="[^"]*font-style:italic[^"]*">(.*?)</span>', re.DOTALL)


class ListingWords(QWidget):
    """`edited` follows the typing."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.title = QLineEdit()
        self.title.setMaxLength(_LONGEST_TITLE)
        self.description = QTextEdit()
        self.description.setTabChangesFocus(True)
        self.tags = QLineEdit()
        self.tags.setMaxLength(_LONGEST_TAGS)
        self.tags.setPlaceholderText(self.tr("Separated by commas"))
        self._shown, self._before = ListingDraft("", "", "", (), ()), ListingEdits()
        form = QFormLayout(self)
        form.setContentsMargins(12, 12, 12, 0)
        form.setVerticalSpacing(12)
        form.setFieldGrowthPolicy(QFormLayout.FieldGrowthPolicy.AllNonFixedFieldsGrow)
        for words, field in (
            (self.tr("Title"), self.title),
            (self.tr("Description"), self.description),
            (self.tr("Tags"), self.tags),
        ):
            field.setAccessibleName(words)
            form.addRow(words, field)
        self.title.textEdited.connect(self.edited)
        self.tags.textEdited.connect(self.edited)
        self.description.textChanged.connect(self.edited)

    def show_draft(self, draft: ListingDraft, edits: ListingEdits) -> None:
        """What would be pushed now, by these edits; the fields hold it until somebody types."""
        self._shown, self._before = draft, edits
        self.title.setText(draft.title)
        self.tags.setText(", ".join(draft.tags))
        self.description.blockSignals(True)
        self.description.setHtml(draft.description_html)
        self.description.blockSignals(False)
        self.description.document().setModified(False)

    def apply(self, edits: ListingEdits) -> ListingEdits:
        """The edits with what was typed here; what stands as it was shown is what it was before."""
        title, tags = self.title.text().strip(), tuple(_words(self.tags.text()))
        typed = self.description.document().isModified()
        leaves = tuple(each for each in edits.leaves if each != "description" or not typed)
        return replace(
            edits,
            title=self._before.title if title == self._shown.title else title,
            tags=self._before.tags if tags == self._shown.tags else tags,
            description=_written(self.description) if typed else self._before.description,
            leaves=leaves,
        )


def _words(text: str) -> list[str]:
    return list(dict.fromkeys(word for part in text.split(",") if (word := " ".join(part.split()))))


def _written(field: QTextEdit) -> str:
    if not field.toPlainText().strip():
        return ""
    html = _SLANTED.sub(r"<em>\1</em>", _BOLD.sub(r"<strong>\1</strong>", field.toHtml()))
    return rich_text.safe(html).strip()
