"""One list of a store to pick from; a long one is searched by typing a part of a name."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt, Slot
from PySide6.QtWidgets import QComboBox, QCompleter

from podbridge_desktop.domain.listing_choices import ListingChoice
from podbridge_desktop.domain.platforms import FieldForm

_LONG = 20  # from here on a list is searched
_POPUP = 460


class ChoiceBox(QComboBox):
    """The last pick, else what suggests itself; what is needed and not clear waits for her."""

    def __init__(self, choice: ListingChoice, form: FieldForm, picked: str) -> None:
        super().__init__()
        self.setAccessibleName(form.label)
        self.setAccessibleDescription(form.help)
        self.setToolTip(form.help)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        self.setMinimumContentsLength(12)
        self.setPlaceholderText(_if_empty(choice))
        if not choice.suggested and not choice.needed:
            self.addItem(_if_empty(choice), "")
        for offer in choice.offers:
            self.addItem(_shown(offer.name or offer.value), offer.value)
        self.setCurrentIndex(self.findData(picked or choice.suggested))
        if len(choice.offers) > _LONG:
            self._search()

    def value(self) -> str:
        """What is picked; empty for nothing."""
        return str(self.currentData() or "")

    def _search(self) -> None:
        self.setEditable(True)
        self.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        completer = QCompleter(self.model(), self)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        self.setCompleter(completer)
        for popup in (completer.popup(), self.view()):
            if popup is not None:
                popup.setFont(self.font())
                popup.setMinimumWidth(_POPUP)
        line = self.lineEdit()
        if line is not None:
            line.setPlaceholderText(self.placeholderText())
            line.editingFinished.connect(self._on_left)
            self.currentIndexChanged.connect(self._on_left)
            self._on_left()

    @Slot()
    def _on_left(self) -> None:
        """What is no name goes back to what stood there; a long name shows how it begins."""
        line = self.lineEdit()
        if line is not None:
            line.setText(self.itemText(self.currentIndex()))
            line.setCursorPosition(0)


def _shown(name: str) -> str:
    """The thing itself first, then where it stands."""
    *way, last = name.split(" > ")
    return f"{last} · {' › '.join(way)}" if way else name[:1].upper() + name[1:]


def _if_empty(choice: ListingChoice) -> str:
    """What stands there without a pick."""
    translate = QCoreApplication.translate
    if choice.needed and choice.offers:
        return translate("ChoiceBox", "Pick one…")
    if choice.needed:
        return translate("ChoiceBox", "The shop has none")
    if choice.keeps:
        return translate("ChoiceBox", "Leave as it is")
    if not choice.offers or choice.trouble or choice.field == "section":
        return translate("ChoiceBox", "None")
    return translate("ChoiceBox", "By the product")
