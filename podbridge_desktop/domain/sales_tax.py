"""What tax a supplier usually adds to an order: VAT in the European Union and Britain, sales tax in the United States. Pure.

An expectation for the yes that is given before the supplier reckons; what it then asks is what counts.
"""

from __future__ import annotations

from podbridge_desktop.domain.orders import Address

BY_STATE = frozenset({"US", "CA"})  # where each state has its own tax

# Standard rates in tenths of a percent, as the states of the Union publish them (2026).
_VAT = {
    "AT": 200, "BE": 210, "BG": 200, "CY": 190, "CZ": 210, "DE": 190, "DK": 250, "EE": 240, "ES": 210, "FI": 255,
    "FR": 200, "GB": 200, "GR": 240, "HR": 250, "HU": 270, "IE": 230, "IT": 220, "LT": 210, "LU": 170, "LV": 210,
    "MT": 180, "NL": 210, "PL": 230, "PT": 230, "RO": 210, "SE": 250, "SI": 220, "SK": 230,
}  # fmt: skip
_US = 100  # state, county and city together come to about this where they are high
_UNTAXED = frozenset({"AK", "DE", "MT", "NH", "OR"})  # states without a sales tax of their own
_WHOLE = 1000


def usual_share(address: Address) -> tuple[int, int]:
    """(tax, what it is on): 0 where none is usual or nothing is known."""
    if address.country_code == "US":
        return (0 if address.province_code in _UNTAXED else _US), _WHOLE
    return _VAT.get(address.country_code, 0), _WHOLE
