"""Very many rows at once, as the database's driver gives them."""

import json
from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from functools import cache
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import CharField, DateField, DateTimeField, Field, JSONField, Model, QuerySet
from django.db.models.expressions import RawSQL


def joined_columns(queryset: QuerySet, *columns: Any, packed: str = "") -> list[Any]:
    """Each of these columns as one text, its values parted by commas; after them the values of ``packed``, bytes, end to end.

    No row costs an object, and the interpreter is free until the database has put all together. All stand in the same order, though
    not surely in that of the queryset. A value that is NULL would be left out: ask for something else in its place.
    """
    empty: list[Any] = [""] * len(columns) + [b""] * bool(packed)
    rows = queryset.values_list(*columns, *filter(None, [packed]))
    try:
        sql, params = rows.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return empty
    if packed and not _joins_bytes():
        values = list(zip(*rows, strict=True)) or empty
        return [_join(nothing, some) for nothing, some in zip(empty, values, strict=True)]
    text, ends = _JOINS[connection.vendor]
    names = [f"c{at}" for at in range(len(empty))]
    joined = (ends if nothing == b"" else text for nothing in empty)
    sql = (
        f"WITH found({', '.join(names)}) AS ({sql}) "  # noqa: S608 - our own names
        f"SELECT {', '.join(join.format(name) for join, name in zip(joined, names, strict=True))} FROM found"
    )
    with connection.cursor() as cursor:
        is_postgres = connection.vendor == "postgresql"
        (found,) = _in_binary(cursor, sql, params) if is_postgres else cursor.execute(sql, params).fetchall()
    return [value or nothing for value, nothing in zip(found, empty, strict=True)]


# How values become one text, and bytes one piece of bytes.
_JOINS = {
    "sqlite": ("GROUP_CONCAT({})", "CAST(GROUP_CONCAT({}, '') AS BLOB)"),
    "postgresql": ("STRING_AGG({}::text, ',')", "STRING_AGG({}, '')"),
}


@cache
def _joins_bytes() -> bool:
    """SQLite before 3.40 ends joined bytes at the first zero."""
    if connection.vendor == "postgresql":
        return True
    with connection.cursor() as cursor:
        cursor.execute("SELECT CAST(GROUP_CONCAT(c, '') AS BLOB) FROM (SELECT x'00ff' AS c UNION ALL SELECT x'00')")
        return cursor.fetchone() == (b"\0\xff\0",)


def _join(nothing: str | bytes, values: Iterable[Any]) -> str | bytes:
    return b"".join(values) if nothing == b"" else ",".join(map(str, values))


def _in_binary(cursor: Any, sql: str, params: Any) -> list[tuple[Any, ...]]:
    """PostgreSQL can send values as they are: packed bytes weigh half of what they do as text.

    Django's own cursors write parameters into the statement, and such statements cannot ask for it.
    """
    import psycopg

    # Where queries are logged or counted, this one is, too.
    logged = cursor.debug_sql(sql, params) if hasattr(cursor, "debug_sql") else nullcontext()
    with connection.wrap_database_errors, logged, psycopg.Cursor(cursor.cursor.connection) as plain:
        return plain.execute(sql, params, binary=True).fetchall()


def among(values: Iterable[int | str]) -> RawSQL:
    """For ``…__in=``: any number of whole numbers or of texts in one value. The ORM looks at each of a list several times."""
    some = list(values)
    if not some:
        # Of whatever kind they would be.
        return RawSQL("NULL", [])
    if connection.vendor == "postgresql":
        kind = "bigint" if isinstance(some[0], int) else "text"
        return RawSQL(f"SELECT unnest(%s::{kind}[])", [some])  # noqa: S611 - our own words
    return RawSQL("SELECT value FROM json_each(%s)", [json.dumps(some)])


def insert_rows(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Insert rows of values, in the order of the fields with these names. Whatever is not named is left to the database.

    The ORM spends many times as long on objects, and on a placeholder for each value.
    """
    if not rows:
        return
    columns, values = _as_stored(model, names, rows)
    into = f"{connection.ops.quote_name(model._meta.db_table)} ({', '.join(columns)})"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors, cursor.copy(f"COPY {into} FROM STDIN") as copy:
                for row in values:
                    copy.write_row(row)
        else:
            places = ", ".join(["%s"] * len(columns))
            cursor.executemany(f"INSERT INTO {into} VALUES ({places})", values)  # noqa: S608 - our own names


def update_rows(model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]) -> None:
    """Write these fields of rows that are there; the last value of each row is its key."""
    if not rows:
        return
    columns, values = _as_stored(model, (*names, "pk"), rows)
    table = connection.ops.quote_name(model._meta.db_table)
    sets = ", ".join(f"{column} = %s" for column in columns[:-1])
    with connection.cursor() as cursor:
        cursor.executemany(f"UPDATE {table} SET {sets} WHERE {columns[-1]} = %s", values)  # noqa: S608 - our own names


def _as_stored(
    model: type[Model], names: Sequence[str], rows: Sequence[Sequence[Any]]
) -> tuple[list[str], list[tuple[Any, ...]]]:
    """The columns' names, and the rows as the driver takes them."""
    fields: list[Any] = [model._meta.pk if name == "pk" else model._meta.get_field(name) for name in names]
    # A column at once: its kind is asked for only once.
    columns = (_column(field, values) for field, values in zip(fields, zip(*rows, strict=True), strict=True))
    return [connection.ops.quote_name(field.column) for field in fields], list(zip(*columns, strict=True))


def _column(field: Field, values: Iterable[Any]) -> Iterable[Any]:
    if isinstance(field, JSONField):
        return [json.dumps(value, cls=field.encoder) if value != [] else "[]" for value in values]
    if isinstance(field, DateTimeField):
        # Many rows are of one moment.
        stored = {moment: connection.ops.adapt_datetimefield_value(moment) for moment in set(values)}
        return map(stored.__getitem__, values)
    if isinstance(field, DateField):
        return map(connection.ops.adapt_datefield_value, values)
    # Words of a closed list are strings of a kind of their own.
    is_word = isinstance(field, CharField)
    return [str(value) if value is not None else None for value in values] if is_word else values
