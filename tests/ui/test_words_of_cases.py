"""What a case says in the window: its buttons by its kind, and no options of the command."""

import pytest

from podbridge_desktop.domain.cases import FORMS, CaseKind
from podbridge_desktop.ui.words import phrases


@pytest.mark.parametrize(
    ("message", "said"),
    [
        (
            "There are: 1 (A); 2 (B). Choose one: --field shipping_profile=NUMBER",
            "There are: 1 (A); 2 (B). Choose one in “Push to store”, under “Shipping profile”.",
        ),
        (
            "Nothing was made. Choose one: --field category=NAME, for example --field category=Mugs",
            "Nothing was made. Choose one in “Push to store”, under “Category”.",
        ),
        ("The state is missing.", "The state is missing."),
    ],
)
def test_a_choice_is_named_as_the_window_names_it(message, said):
    assert phrases.case_message(message) == said


def test_a_hidden_address_is_pasted_or_imported():
    actions = FORMS[CaseKind.ADDRESS_HIDDEN].actions[:2]
    words = [phrases.case_action(CaseKind.ADDRESS_HIDDEN, action) for action in actions]
    assert words == ["Paste the address…", "Import the orders CSV…"]
    assert phrases.case_action(CaseKind.ADDRESS, actions[0]) == phrases.action(actions[0])
