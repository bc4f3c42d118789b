"""Which rows hold these terms, newest first: the same sets on SQLite and PostgreSQL, because the terms are made in Python.

A model keeps its terms in a text column, parted by single spaces, each of a to z and 0 to 9 only; its key grows with its age, so that
the order of keys is the order of time. A migration adds `TermIndex`.
"""

# ruff: noqa: S608 - names of tables and columns come from the models and are quoted; values are parameters.

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connections, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model

from kentongan.core.column_index import ColumnIndex, drop_sqlite_triggers, key_column, sqlite_triggers

_TERM = re.compile("[a-z0-9]+")


class Terms:
    """The terms of a model's rows."""

    def __init__(self, model: type[Model], column: str) -> None:
        self.connection = connections[router.db_for_read(model)]
        self.is_sqlite = self.connection.vendor == "sqlite"
        quote = self.connection.ops.quote_name
        table = model._meta.db_table
        self.table, self.key = quote(table), quote(key_column(model))
        self.index = quote(_index_name(table, column) if self.is_sqlite else _set_name(column))

    def newest(
        self,
        columns: Sequence[str],
        *,
        all_of: Iterable[str] = (),
        any_of: Iterable[str] = (),
        all_but_one_of: Sequence[str] = (),
        limit: int,
    ) -> list[tuple[Any, ...]]:
        """Those columns of the newest rows that hold all of some terms, at least one of others where any are given, and at most one of
        others again may be missing.
        """
        quote = self.connection.ops.quote_name
        shown = ", ".join(f"kept.{quote(column)}" for column in columns)
        source, where = self._source()
        condition = self._condition(all_of, any_of, all_but_one_of)
        order = self._order(condition, limit)
        return self._rows(
            f"SELECT {shown} FROM {source} WHERE {where} ORDER BY {order} DESC LIMIT {int(limit)}", [condition]
        )

    def held(self, terms: Sequence[str], *, all_of: Iterable[str] = (), cap: int) -> dict[str, int]:
        """How many rows hold each term together with all of some others, counted up to ``cap``."""
        if not terms:
            return {}
        source, where = self._source()
        those = f"SELECT 1 FROM {source} WHERE {where}"
        if not self.is_sqlite:
            # Told of the limit, PostgreSQL looks at row after row until it has met so many. Of a part by itself it knows none, takes
            # the index where few rows hold the term, and still stops there.
            those = f"WITH those AS MATERIALIZED ({those}) SELECT 1 FROM those"
        count = f"SELECT %s, (SELECT count(*) FROM ({those} LIMIT {int(cap)}) AS few)"
        together = list(all_of)
        parameters = [value for term in terms for value in (term, self._condition([term, *together]))]
        return dict(self._rows(" UNION ALL ".join([count] * len(terms)), parameters))

    def _source(self) -> tuple[str, str]:
        if self.is_sqlite:
            return (
                f"{self.index} JOIN {self.table} AS kept ON kept.{self.key} = {self.index}.rowid",
                f"{self.index} MATCH %s",
            )
        return f"{self.table} AS kept", f"kept.{self.index} @@ %s::tsquery"

    def _order(self, condition: str, limit: int) -> str:
        """Written so that the database takes the shorter way: back from the newest row, or by the index to all that hold the terms."""
        # FTS5 walks its own rowids backwards; any other order would have every row read first.
        if self.is_sqlite:
            return f"{self.index}.rowid"
        return f"kept.{self.key}" if self._is_common(condition, limit) else f"kept.{self.key} + 0"

    def _is_common(self, condition: str, limit: int) -> bool:
        """Whether walking back from the newest row soon meets enough.

        PostgreSQL knows how many rows hold the terms, and not that looking at a long set costs a walk about twice what a row by the
        index does: left alone it walks through a fourth of the table for what a few thousand rows hold.
        """
        source, where = self._source()
        plans = f"EXPLAIN (FORMAT JSON) SELECT 1 FROM {source} WHERE {where} UNION ALL SELECT 1 FROM {source}"
        [[[explained]]] = self._rows(plans, [condition])
        holding, all_rows = (one["Plan Rows"] for one in explained["Plan"]["Plans"])
        return holding * holding > 2 * limit * all_rows

    def _condition(self, all_of: Iterable[str], any_of: Iterable[str] = (), all_but_one_of: Sequence[str] = ()) -> str:
        parts = [self._quoted(term) for term in dict.fromkeys(all_of)]
        if others := [self._quoted(term) for term in dict.fromkeys(any_of)]:
            parts.append(self._either(others))
        if len(most := [self._quoted(term) for term in dict.fromkeys(all_but_one_of)]) > 1:
            parts.append(self._all_but_one(most))
        return self._both(parts)

    def _all_but_one(self, terms: Sequence[str]) -> str:
        """All of one half and all but one of the other: so each term is read a few times, and not for each that may be missing."""
        left, right = terms[: len(terms) // 2], terms[len(terms) // 2 :]
        return self._either(
            self._both([*whole, *([self._all_but_one(other)] if len(other) > 1 else [])])
            for whole, other in ((left, right), (right, left))
        )

    def _both(self, parts: Iterable[str]) -> str:
        return (" AND " if self.is_sqlite else " & ").join(parts)

    def _either(self, parts: Iterable[str]) -> str:
        return f"({(' OR ' if self.is_sqlite else ' | ').join(parts)})"

    def _quoted(self, term: str) -> str:
        if not _TERM.fullmatch(term):
            raise ValueError(f"{term!r} is no term")
        return f'"{term}"' if self.is_sqlite else f"'{term}'"

    def _rows(self, sql: str, parameters: list[Any]) -> list[tuple[Any, ...]]:
        with self.connection.cursor() as cursor:
            cursor.execute(sql, parameters)
            return cursor.fetchall()


# The index ------------------------------------------------------------------------------------------------------------


def _index_name(table: str, column: str) -> str:
    return f"{table}_{column}_fts"


def _set_name(column: str) -> str:
    return f"{column}_set"


class TermIndex(ColumnIndex):
    """Migration operation: index a column for `Terms`.

    SQLite gets an FTS5 table over the column. PostgreSQL gets the set as a generated column with a GIN index; long columns of the model
    leave the row, so that many rows are counted by reading few pages.
    """

    fragment = "terms"

    def describe(self) -> str:
        return f"Index the terms in {self.model_name}.{self.column}"

    def making(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        name, quote = model._meta.db_table, editor.quote_name
        column = quote(self.column)
        if editor.connection.vendor == "postgresql":
            table, kept = quote(name), quote(_set_name(self.column))
            return [
                f"ALTER TABLE {table} SET (toast_tuple_target = 128)",
                f"ALTER TABLE {table} ADD COLUMN {kept} tsvector "
                f"GENERATED ALWAYS AS (array_to_tsvector(string_to_array({column}, ' '))) STORED",
                f"CREATE INDEX {quote(f'{name}_{self.column}_set')} ON {table} USING gin ({kept}) WITH (fastupdate = off)",
            ]
        key, index = quote(key_column(model)), quote(_index_name(name, self.column))
        put_in = f"INSERT INTO {index}(rowid, {column}) VALUES (new.{key}, new.{column});"
        take_out = f"INSERT INTO {index}({index}, rowid, {column}) VALUES ('delete', old.{key}, old.{column});"
        return [
            f"CREATE VIRTUAL TABLE {index} USING fts5({column}, content='{name}', content_rowid={key}, "
            "tokenize='ascii', detail='none', columnsize=0)",
            f"INSERT INTO {index}({index}) VALUES ('rebuild')",
            *sqlite_triggers(model, self.column, editor, put_in=put_in, take_out=take_out),
        ]

    def dropping(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        name, quote = model._meta.db_table, editor.quote_name
        if editor.connection.vendor == "postgresql":
            return [f"ALTER TABLE {quote(name)} DROP COLUMN IF EXISTS {quote(_set_name(self.column))}"]
        return [
            *drop_sqlite_triggers(model, self.column, editor),
            f"DROP TABLE IF EXISTS {quote(_index_name(name, self.column))}",
        ]
