"""Which parts of an address a sentence of a case names: suppliers and our own checks say it in English."""

from __future__ import annotations

import re

_NAMES = {
    "name": r"\bname\b",
    "address1": r"\bstreet\b|\baddress line\b|\baddress ?1\b",
    "zip": r"\bzip\b|\bpostal code\b|\bpostcode\b",
    "city": r"\bcity\b",
    "province_code": r"\bstate\b|\bprovince\b|\bregion\b",
    "country_code": r"\bcountry\b",
    "phone": r"\bphone\b",
    "email": r"\be-?mail\b",
    "tax_number": r"\btax number\b|\bCPF\b|\bCNPJ\b",
}


def named_parts(sentence: str) -> tuple[str, ...]:
    """The parts that are named, in the order of the form."""
    return tuple(part for part, word in _NAMES.items() if re.search(word, sentence, re.IGNORECASE))
