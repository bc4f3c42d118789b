"""Search that forgives spelling, the same on SQLite and PostgreSQL.

A model keeps a folded `search_text`, its parts joined by a bar ("bambang|3507082003"). A migration adds `TrigramIndex`; `nearest` asks
the index for rows that share pieces with what was typed, in an order both databases agree on, and one pure function ranks them.
This module, core.terms and core.column_index are those with SQL of a vendor's own.
"""

# ruff: noqa: S608 - names of tables and columns come from the models and are quoted; values are parameters.

from __future__ import annotations

import re
from typing import Any, TypeVar

from django.core.exceptions import EmptyResultSet
from django.db import connections, router
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.models import Model, QuerySet
from rapidfuzz import fuzz

from kentongan.core.column_index import ColumnIndex, drop_sqlite_triggers, key_column, sqlite_triggers
from kentongan.core.normalise import fold

M = TypeVar("M", bound=Model)

CANDIDATES = 200
# So many rows with the query in them, or one that is the query, and nobody misspelt.
ENOUGH = 3
# A piece in more rows than this tells nothing ("kim" of groups); all pieces asked for may stand in so many rows together.
COMMON = 1_500
WORTH_READING = 4_000
LONGEST_QUERY = 60
# A word is at most so many letters shorter or longer than its misspelling.
ABOUT = 3
LEAST_SCORE = 60.0
_SIGNS = re.compile(r"[\W_]")


# The pure part --------------------------------------------------------------------------------------------------------


def fold_query(text: str) -> str:
    """What was typed, as the index keeps text: lower case, letters and digits only."""
    return _SIGNS.sub("", fold(text))[:LONGEST_QUERY]


def probes(query: str) -> tuple[str, ...]:
    """Overlapping pieces of a folded query; a text near it shares at least one. Longer queries give longer, rarer pieces."""
    size = 3 if len(query) < 8 else 4 if len(query) < 14 else 5
    return tuple(dict.fromkeys(query[at : at + size] for at in range(len(query) - size + 1)))


def score(query: str, text: str) -> float:
    """How well a folded query fits a folded text of parts; 300 for a whole code or number, 250 for a whole name, 0 to 100 for likeness."""
    return max(_score_part(query, part) for part in text.split("|"))


def _score_part(query: str, part: str) -> float:
    if not part:
        return 0.0
    if query == part:
        return 300.0 if any(character.isdigit() for character in part) else 250.0
    share = 50.0 * len(query) / len(part)
    if part.startswith(query):
        return 150.0 + share
    if query in part:
        return 100.0 + share
    likeness = fuzz.ratio(query, part)
    if 4 <= len(query) < len(part):
        # "kayutngan" stands inside KIM Kayutangan, nearly.
        likeness = max(likeness, 0.9 * fuzz.partial_ratio(query, part))
    return likeness


# Asking ---------------------------------------------------------------------------------------------------------------


def nearest(
    queryset: QuerySet[M], column: str, query: str, limit: int = 10, *, is_forgiving: bool = True
) -> list[tuple[M, float]]:
    """The rows of the queryset that fit best with their scores, best first. Exact codes and numbers lead.

    Without forgiving, only rows that contain the query: cheap where most queries are not names at all.
    """
    wanted = fold_query(query)
    if not wanted or limit < 1:
        return []
    try:
        found = _candidates(queryset, column, wanted, is_forgiving=is_forgiving)
    except EmptyResultSet:
        # A scope that no row can be in ("code in ()") has no SQL.
        return []
    ranked = sorted((-score(wanted, text), len(text), text, str(key), key) for key, text in found)
    best = [(key, -minus) for minus, _length, _text, _order, key in ranked if -minus >= LEAST_SCORE][:limit]
    objects = queryset.order_by().in_bulk([key for key, _score in best])
    return [(objects[key], points) for key, points in best if key in objects]


def alike(queryset: QuerySet[Any], column: str, word: str) -> list[str]:
    """Texts of about the same length that share the most pieces of three letters with a folded word: what it may be a misspelling of."""
    if len(word) < 3:
        return []
    asker = _Asker(queryset, column)
    pieces = asker.rare(tuple(dict.fromkeys(word[at : at + 3] for at in range(len(word) - 2))))
    return [text for _key, text in asker.sharing(pieces, length=len(word))]


def _candidates(queryset: QuerySet[M], column: str, wanted: str, *, is_forgiving: bool) -> list[tuple[Any, str]]:
    """Rows that contain the query; where there are hardly any, also rows that share the most pieces with it."""
    asker = _Asker(queryset, column)
    if len(wanted) < 3:
        return asker.beginning_with(wanted)
    found = asker.containing(wanted)
    if not is_forgiving or len(found) >= ENOUGH or any(wanted in text.split("|") for _key, text in found):
        return found
    seen = {key for key, _text in found}
    return found + [row for row in asker.sharing(asker.rare(probes(wanted))) if row[0] not in seen]


class _Asker:
    """Turns the three questions into SQL for the queryset's database."""

    def __init__(self, queryset: QuerySet[Any], column: str) -> None:
        self.connection = connections[queryset.db]
        self.is_sqlite = self.connection.vendor == "sqlite"
        model = queryset.model
        quote = self.connection.ops.quote_name
        table, key = quote(model._meta.db_table), quote(key_column(model))
        self.column = quote(model._meta.get_field(column).column)
        narrowed = queryset.query.where or queryset.query.is_sliced
        self.scope, self.scope_parameters = "", tuple[Any, ...]()
        if self.is_sqlite:
            kept, index = (quote(name) for name in _sqlite_names(model._meta.db_table, column))
            self.source = f"{index} JOIN {kept} AS kept ON kept.id = {index}.rowid"
            self.index, self.match = index, f"{index} MATCH %s"
            self.text, self.key = "kept.text", "kept.key"
        else:
            self.source = f"{table} AS kept"
            self.text, self.key = f"kept.{self.column}", f"kept.{key}"
        self._in_table = f"SELECT 1 FROM {table} WHERE {self.column} LIKE %s"
        self.plain_source = f"{table} AS kept"
        self.plain_text, self.plain_key = f"kept.{self.column}", f"kept.{key}"
        if narrowed:
            inner, parameters = queryset.order_by().values("pk").query.sql_with_params()
            self.scope, self.scope_parameters = f" AND {{key}} IN ({inner})", tuple(parameters)

    def beginning_with(self, wanted: str) -> list[tuple[Any, str]]:
        """For one or two letters no index of trigrams helps."""
        order = f"length({self.plain_text}), {self._in_bytes(self.plain_text)}"
        sql = f"SELECT {self.plain_key}, {self.plain_text} FROM {self.plain_source} WHERE {self.plain_text} LIKE %s"
        return self._rows(sql, [f"{wanted}%"], order, [], self.plain_key)

    def containing(self, wanted: str) -> list[tuple[Any, str]]:
        where, parameters = (self.match, f'"{wanted}"') if self.is_sqlite else (f"{self.text} LIKE %s", f"%{wanted}%")
        order = f"substr({self.text}, 1, %s) = %s DESC, length({self.text}), {self._in_bytes(self.text)}"
        sql = f"SELECT {self.key}, {self.text} FROM {self.source} WHERE {where}"
        return self._rows(sql, [parameters], order, [len(wanted), wanted], self.key)

    def rare(self, pieces: tuple[str, ...]) -> tuple[str, ...]:
        """The pieces worth asking for, the rarest first, so that the work is bounded however large the table is."""
        match = f"SELECT 1 FROM {self.index} WHERE {self.match}" if self.is_sqlite else self._in_table
        count = f"SELECT %s AS piece, (SELECT count(*) FROM ({match} LIMIT {COMMON}) AS those) AS held"
        quoted = ('"{}"' if self.is_sqlite else "%{}%").format
        parameters = [value for piece in pieces for value in (piece, quoted(piece))]
        with self.connection.cursor() as cursor:
            cursor.execute(" UNION ALL ".join([count] * len(pieces)), parameters)
            counted = sorted((rows, piece) for piece, rows in cursor.fetchall() if rows)
        chosen: list[str] = []
        total = 0
        for rows, piece in counted:
            total += rows
            if chosen and (rows >= COMMON or total > WORTH_READING):
                break
            chosen.append(piece)
        return tuple(chosen)

    def sharing(self, pieces: tuple[str, ...], length: int | None = None) -> list[tuple[Any, str]]:
        """Rows that share most pieces, the shortest of them first; with a length, those of nearly that length only."""
        if not pieces:
            return []
        if self.is_sqlite:
            where, parameters = self.match, [" OR ".join(f'"{piece}"' for piece in pieces)]
            shared = " + ".join([f"(instr({self.text}, %s) > 0)"] * len(pieces))
        else:
            where = "(" + " OR ".join([f"{self.text} LIKE %s"] * len(pieces)) + ")"
            parameters = [f"%{piece}%" for piece in pieces]
            shared = " + ".join([f"(strpos({self.text}, %s) > 0)::int"] * len(pieces))
        order = f"{shared} DESC, length({self.text}), {self._in_bytes(self.text)}"
        sql = f"SELECT {self.key}, {self.text} FROM {self.source} WHERE {where}"
        if length is not None:
            sql += f" AND length({self.text}) BETWEEN {length - ABOUT} AND {length + ABOUT}"
        return self._rows(sql, parameters, order, list(pieces), self.key)

    def _rows(self, sql: str, where: list[Any], order: str, ordering: list[Any], key: str) -> list[tuple[Any, str]]:
        sql += self.scope.replace("{key}", key, 1) + f" ORDER BY {order} LIMIT {CANDIDATES}"
        with self.connection.cursor() as cursor:
            cursor.execute(sql, [*where, *self.scope_parameters, *ordering])
            return cursor.fetchall()

    def _in_bytes(self, text: str) -> str:
        """Order by bytes, whatever language the database sorts in."""
        return text if self.is_sqlite else f'{text} COLLATE "C"'


def refresh_statistics(model: type[Model]) -> None:
    """Let the database count again after very many rows were written, so that it chooses the index."""
    connection = connections[router.db_for_write(model)]
    with connection.cursor() as cursor:
        cursor.execute(f"ANALYZE {connection.ops.quote_name(model._meta.db_table)}")


# The index ------------------------------------------------------------------------------------------------------------


def _sqlite_names(table: str, column: str) -> tuple[str, str]:
    return f"{table}_{column}_kept", f"{table}_{column}_fts"


class TrigramIndex(ColumnIndex):
    """Migration operation: index a column for `nearest`.

    On SQLite the FTS5 index lies over a small table, not over the model's own, so that VACUUM, which may renumber the rows of a table
    with a textual key, does no harm.
    """

    fragment = "search"

    def describe(self) -> str:
        return f"Index {self.model_name}.{self.column} for search that forgives spelling"

    def making(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        name, quote = model._meta.db_table, editor.quote_name
        table, column, key = quote(name), quote(self.column), quote(key_column(model))
        if editor.connection.vendor == "postgresql":
            return [
                "CREATE EXTENSION IF NOT EXISTS pg_trgm",
                f"CREATE INDEX {quote(f'{name}_{self.column}_trigram')} ON {table} USING gin ({column} gin_trgm_ops)",
            ]
        content = _sqlite_names(name, self.column)[0]
        kept, index = (quote(part) for part in _sqlite_names(name, self.column))
        # Of the model's own type: only columns of one affinity find each other by index.
        key_type = model._meta.pk.rel_db_type(editor.connection)  # type: ignore[union-attr]
        take_out = f"""
            INSERT INTO {index}({index}, rowid, text) SELECT 'delete', id, text FROM {kept} WHERE key = old.{key};
            DELETE FROM {kept} WHERE key = old.{key};"""
        put_in = f"""
            INSERT INTO {kept}(key, text) VALUES (new.{key}, new.{column});
            INSERT INTO {index}(rowid, text) SELECT id, text FROM {kept} WHERE key = new.{key};"""
        return [
            f"CREATE TABLE {kept} (id INTEGER PRIMARY KEY, key {key_type} NOT NULL UNIQUE, text TEXT NOT NULL)",
            f"CREATE VIRTUAL TABLE {index} USING fts5(text, content='{content}', content_rowid='id', tokenize='trigram', detail='full')",
            f"INSERT INTO {kept}(key, text) SELECT {key}, {column} FROM {table}",
            f"INSERT INTO {index}({index}) VALUES ('rebuild')",
            *sqlite_triggers(model, self.column, editor, put_in=put_in, take_out=take_out),
        ]

    def dropping(self, model: type[Model], editor: BaseDatabaseSchemaEditor) -> list[str]:
        name, quote = model._meta.db_table, editor.quote_name
        if editor.connection.vendor == "postgresql":
            return [f"DROP INDEX IF EXISTS {quote(f'{name}_{self.column}_trigram')}"]
        tables = reversed(_sqlite_names(name, self.column))
        return [
            *drop_sqlite_triggers(model, self.column, editor),
            *(f"DROP TABLE IF EXISTS {quote(table)}" for table in tables),
        ]
