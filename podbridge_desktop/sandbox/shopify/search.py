"""The search language of list queries: `field:value`, comparisons, quotes, AND, OR, NOT and brackets."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias, TypeVar

from .call import Refusal
from .stamps import moment, stamp

Doc = TypeVar("Doc")
Check: TypeAlias = Callable[[Doc], bool]
# A term makes a check out of the comparison sign and the value.
Term: TypeAlias = Callable[[str, str], Check[Doc]]

_TOKEN = re.compile(
    r"""\s*(?:(?P<bracket>[()])
      |(?P<field>-?[A-Za-z_.]+):(?P<sign><=|>=|<|>|=)?(?P<value>'(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*"|[^\s()]+)
      |(?P<word>'[^']*'|"[^"]*"|[^\s()]+))""",
    re.VERBOSE,
)


def compile_query(query: str | None, terms: Mapping[str, Term[Doc]]) -> Check[Doc]:
    """A check that tells which records the query means. Terms the store does not know are refused by name."""
    tokens = [match.groupdict() for match in _TOKEN.finditer(query or "") if match.group().strip()]
    if not tokens:
        return lambda _doc: True
    reader = _Reader(tokens, terms)
    check: Check[Doc] = reader.either()
    if reader.position < len(tokens):
        raise Refusal(f"Invalid search query: {query}", "BAD_REQUEST")
    return check


@dataclass(slots=True)
class _Reader:
    tokens: list[dict[str, str | None]]
    terms: Mapping[str, Term[Doc]]  # type: ignore[valid-type]  # one reader, one kind of record
    position: int = 0

    def either(self) -> Check[Doc]:
        checks: list[Check[Doc]] = [self._all()]
        while self._next_word("OR"):
            checks.append(self._all())
        return checks[0] if len(checks) == 1 else lambda doc: any(check(doc) for check in checks)

    def _all(self) -> Check[Doc]:
        checks: list[Check[Doc]] = []
        while self.position < len(self.tokens) and not self._at_end():
            if not self._next_word("AND"):
                checks.append(self._one())
        return checks[0] if len(checks) == 1 else lambda doc: all(check(doc) for check in checks)

    def _at_end(self) -> bool:
        token = self.tokens[self.position]
        return token["bracket"] == ")" or token["word"] == "OR"

    def _next_word(self, word: str) -> bool:
        if self.position < len(self.tokens) and self.tokens[self.position]["word"] == word:
            self.position += 1
            return True
        return False

    def _one(self) -> Check[Doc]:
        if self._next_word("NOT"):
            denied: Check[Doc] = self._one()
            return lambda doc: not denied(doc)
        token = self.tokens[self.position]
        self.position += 1
        if token["bracket"] == "(":
            inner: Check[Doc] = self.either()
            self.position += 1
            return inner
        if token["field"]:
            return self._term(token["field"], token["sign"] or "=", token["value"] or "")
        return self._term("default", "=", token["word"] or "")

    def _term(self, name: str, sign: str, value: str) -> Check[Doc]:
        bare = _unquote(value)
        term = self.terms.get(name.lstrip("-"))
        if term is None:
            raise Refusal(
                f"The practice shop does not know the search term `{name}`.",
                "BAD_REQUEST",
                fieldName=name,
            )
        check: Check[Doc] = term(sign, bare)
        return (lambda doc: not check(doc)) if name.startswith("-") else check


def _unquote(value: str) -> str:
    if len(value) > 1 and value[0] in "'\"" and value[-1] == value[0]:
        return re.sub(r"\\(.)", r"\1", value[1:-1])
    return value


def compare(sign: str, left: str | int, right: str | int) -> bool:
    if isinstance(left, int) != isinstance(right, int):
        return False
    if sign == "=":
        return left == right
    ascending = left < right  # type: ignore[operator]  # both text or both numbers
    if sign == "<":
        return ascending
    if sign == ">":
        return not ascending and left != right
    return (ascending or left == right) if sign == "<=" else not ascending


def text(read: Callable[[Doc], str | None]) -> Term[Doc]:
    """Equal text, letters of any case; a star at the end stands for anything."""

    def term(_sign: str, value: str) -> Check[Doc]:
        wanted = value.casefold()
        if wanted.endswith("*"):
            return lambda doc: (read(doc) or "").casefold().startswith(wanted[:-1])
        return lambda doc: (read(doc) or "").casefold() == wanted

    return term


def number(read: Callable[[Doc], int]) -> Term[Doc]:
    """A number, also at the end of a global id."""

    def term(sign: str, value: str) -> Check[Doc]:
        digits = value.rpartition("/")[2]
        if not digits.isdigit():
            return lambda _doc: False
        return lambda doc: compare(sign, read(doc), int(digits))

    return term


def time(read: Callable[[Doc], str | None]) -> Term[Doc]:
    """A moment, compared in UTC."""

    def term(sign: str, value: str) -> Check[Doc]:
        try:
            wanted = stamp(moment(value))
        except ValueError:
            raise Refusal(f"`{value}` is not a date.", "BAD_REQUEST") from None
        return lambda doc: compare(sign, read(doc) or "", wanted)

    return term


def one_of(read: Callable[[Doc], frozenset[str]], known: frozenset[str] | None = None) -> Term[Doc]:
    """A word out of a set that the record carries; unknown words are refused when the known ones are given."""

    def term(_sign: str, value: str) -> Check[Doc]:
        wanted = frozenset(part.strip().casefold() for part in value.split(","))
        if known is not None and not wanted <= known:
            raise Refusal(f"`{value}` is not a value this search term knows.", "BAD_REQUEST")
        return lambda doc: not wanted.isdisjoint(read(doc))

    return term


def flag(read: Callable[[Doc], bool]) -> Term[Doc]:
    """true or false."""

    def term(_sign: str, value: str) -> Check[Doc]:
        wanted = value.casefold() == "true"
        return lambda doc: read(doc) is wanted

    return term
