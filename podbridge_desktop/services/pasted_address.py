"""An address as a store's page shows it, pasted as one piece: name, street, town and country, line by line."""

from __future__ import annotations

import re

from podbridge_desktop.domain.orders import Address
from podbridge_desktop.domain.orders_csv import is_state_code
from podbridge_desktop.errors import BadInput
from podbridge_desktop.services.countries import country_code

_CODE = r"(?=[A-Z0-9 -]*\d)[A-Z0-9][A-Z0-9 -]{1,9}"  # a postal code has a digit
_TOWN_STATE_CODE = re.compile(rf"(?P<city>.+?),?\s+(?P<state>[A-Z]{{2,3}}),?\s+(?P<zip>{_CODE})")
_CODE_TOWN = re.compile(r"(?P<zip>(?:[A-Z]{1,2}-)?\d[\d-]{2,8}(?: [A-Z]{2})?)\s+(?P<city>.+)")
_TOWN_CODE = re.compile(rf"(?P<city>\D+?),?\s+(?P<zip>{_CODE})")
_ONLY_CODE = re.compile(_CODE)


def read_pasted(text: str) -> Address:
    """Raises `BadInput` where it is no address of at least a name, a street and a town."""
    lines = [" ".join(line.split()).strip(",") for line in text.splitlines()]
    lines = [line for line in lines if line]
    country = country_code(lines[-1]) if lines else ""
    if country:
        lines.pop()
    if len(lines) < 3:
        raise BadInput(
            "This is not a whole address.",
            hint="Paste name, street, town with postal code, and country, each on a line of its own.",
        )
    name, *streets = lines
    town = _town(streets)
    return Address(
        name=name,
        address1=streets[0] if streets else "",
        address2=", ".join(streets[1:]),
        city=town.get("city", ""),
        province=town.get("state", ""),
        province_code=town.get("state", "") if is_state_code(town.get("state", "")) else "",
        zip=town.get("zip", ""),
        country_code=country,
    )


def _town(streets: list[str]) -> dict[str, str]:
    """Takes the town off the end: on one line with its code, or the code below it (as in Britain)."""
    last = streets.pop()
    if _ONLY_CODE.fullmatch(last.upper()) and len(streets) > 1:
        return {"city": streets.pop(), "zip": last}
    for shape in (_TOWN_STATE_CODE, _CODE_TOWN, _TOWN_CODE):
        if found := shape.fullmatch(last):
            return found.groupdict()
    return {"city": last}
