"""Statements that are written with SQLAlchemy, compiled once, and then run by the driver alone.

SQLAlchemy takes ten times as long to run a small statement as SQLite does. What a step of an order asks is therefore
prepared; what a screen asks once in a while goes through `tx.conn`.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from sqlalchemy import BindParameter
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.sql.compiler import SQLCompiler
from sqlalchemy.types import TypeEngine

from podbridge_desktop.storage.database import Tx

_DIALECT = pysqlite.dialect()
_Convert = Callable[[Any], Any]


@dataclass(frozen=True, slots=True)
class _Form:
    """One compiled form: its text, and the name and conversion of each value that a call gives."""

    text: str
    marks: tuple[tuple[str, _Convert | None], ...]

    def answers(self, values: Mapping[str, object]) -> list[object]:
        """What stands for the question marks."""
        found = []
        for name, convert in self.marks:
            value = values[name]
            found.append(value if convert is None or value is None else convert(value))
        return found


@dataclass(frozen=True, slots=True)
class _Shape:
    """How the driver's rows become named ones: a maker, and the columns (by index) that are converted."""

    named: Callable[[list[Any]], Any]
    conversions: tuple[tuple[int, _Convert], ...]

    def row(self, found: tuple[Any, ...]) -> Any:
        values = list(found)
        for index, convert in self.conversions:
            if values[index] is not None:
                values[index] = convert(values[index])
        return self.named(values)


class Prepared:
    """A statement with named values (`bindparam`). An UPDATE or INSERT without columns sets those that a call names.

    A row is a named tuple. Values and columns are converted by their types, as SQLAlchemy would.
    """

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._forms: dict[tuple[str, ...], _Form] = {}

    def run(self, tx: Tx, **values: object) -> int:
        """Run it; returns how many rows it touched."""
        return int(self._cursor(tx, values).rowcount)

    def insert(self, tx: Tx, **values: object) -> int:
        """Run an INSERT of one row; returns its id."""
        return int(self._cursor(tx, values).lastrowid)

    def all(self, tx: Tx, **values: object) -> list[Any]:
        """Every row."""
        return list(self.each(tx, **values))

    def each(self, tx: Tx, **values: object) -> Iterator[Any]:
        """Row after row, for who may not need all of them. Nothing is written meanwhile."""
        return map(self._shape.row, self._cursor(tx, values))

    def first(self, tx: Tx, **values: object) -> Any:
        """The first row, or None."""
        row = self._cursor(tx, values).fetchone()
        return None if row is None else self._shape.row(row)

    def scalars(self, tx: Tx, **values: object) -> list[Any]:
        """The first column of every row."""
        return [row[0] for row in self.all(tx, **values)]

    def scalar(self, tx: Tx, **values: object) -> Any:
        """The first column of the first row, or None."""
        row = self.first(tx, **values)
        return None if row is None else row[0]

    def _cursor(self, tx: Tx, values: Mapping[str, object]) -> Any:
        names = tuple(values)
        form = self._forms.get(names)
        if form is None:
            form = self._forms[names] = self._compiled(names)
        return tx.cursor().execute(form.text, form.answers(values))

    def _compiled(self, names: tuple[str, ...]) -> _Form:
        """Values that stand in the statement itself become part of its text: only so does SQLite use a partial index."""
        compiled: SQLCompiler = self._statement.compile(dialect=_DIALECT, column_keys=list(names))
        binds = compiled.binds
        open_ones = {name: None for name, bind in binds.items() if bind.required}
        whole = compiled.construct_expanded_state(open_ones)
        pieces, marks = [], []
        between = whole.statement.split("?")
        for text, name in zip(between[:-1], whole.positiontup or (), strict=True):
            given = name in open_ones
            pieces += [text, "?" if given else _literal(whole.parameters[name])]
            marks += [(name, _binder(binds[name]))] if given else []
        return _Form("".join((*pieces, between[-1])), tuple(marks))

    @cached_property
    def _shape(self) -> _Shape:
        columns = list(self._statement.exported_columns)
        names = [column.key for column in columns]
        named: Any = namedtuple("Row", names, rename=True)  # type: ignore[misc]  # not known before
        readers = [_reader(column.type) for column in columns]
        return _Shape(named._make, tuple((i, reader) for i, reader in enumerate(readers) if reader))


def _literal(value: object) -> str:
    match value:
        case None:
            return "NULL"
        case bool() | int():
            return str(int(value))
        case str():
            return "'" + value.replace("'", "''") + "'"
    raise TypeError(f"{value!r} has to be given with the call")


def _binder(bind: BindParameter[Any]) -> _Convert | None:
    return bind.type.dialect_impl(_DIALECT).bind_processor(_DIALECT)


def _reader(kind: TypeEngine[Any]) -> _Convert | None:
    return kind.dialect_impl(_DIALECT).result_processor(_DIALECT, None)
