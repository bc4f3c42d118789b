"""Many rows at once as plain values: where nobody needs the objects, making them is half the time."""

import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from kentongan.rosters.queries import chunks

# Times the columns of the widest table, fewer than the 32,766 values that a statement of SQLite takes.
AT_ONCE = 500
# A stream has no such bound; so many rows keep the memory small.
COPIED_AT_ONCE = 5000


def insert_rows(
    model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]], *, wants_keys: bool = True
) -> list[Any]:
    """Insert rows of values in the order of the named fields, all other fields with their defaults; returns their keys.

    JSON fields take what JSON can hold, others what the database itself takes (a day as ISO text). PostgreSQL gets the rows
    as a stream, which costs it and us a third of the same rows in statements.
    """
    others = {at.name: at for at in model._meta.concrete_fields if not (at.primary_key or at.generated)}
    fields = [others.pop(name) for name in names]
    defaults = [at.get_db_prep_save(at.get_default(), connection) for at in others.values()]
    columns = [str(field.column) for field in [*fields, *others.values()]]
    values = _written(rows, [(at, field.encoder) for at, field in enumerate(fields) if isinstance(field, JSONField)])
    insert = _copy if connection.vendor == "postgresql" else _insert
    return insert(model, columns, ([*row, *defaults] for row in values), wants_keys)


def _written(rows: Iterable[Sequence[Any]], as_json: Sequence[tuple[int, Any]]) -> Iterator[list[Any]]:
    for row in rows:
        values = list(row)
        for at, encoder in as_json:
            values[at] = json.dumps(values[at], cls=encoder)
        yield values


def _insert(model: type[Model], columns: list[str], rows: Iterable[list[Any]], wants_keys: bool) -> list[Any]:
    quote = connection.ops.quote_name
    head = f"INSERT INTO {quote(model._meta.db_table)} ({', '.join(map(quote, columns))}) VALUES "  # noqa: S608 - our own names
    places = f"({', '.join(['%s'] * len(columns))})"
    tail = f" RETURNING {quote(_key(model))}" if wants_keys else ""
    keys: list[Any] = []
    with connection.cursor() as cursor:
        for batch in chunks(rows, AT_ONCE):
            cursor.execute(head + ", ".join([places] * len(batch)) + tail, [value for row in batch for value in row])
            if wants_keys:
                keys += [key for (key,) in cursor.fetchall()]
    return keys


def _copy(model: type[Model], columns: list[str], rows: Iterable[list[Any]], wants_keys: bool) -> list[Any]:
    """A stream answers with nothing, so keys that are wanted are drawn before."""
    quote = connection.ops.quote_name
    table = quote(model._meta.db_table)
    named = [_key(model), *columns] if wants_keys else columns
    copy = f"COPY {table} ({', '.join(map(quote, named))}) FROM STDIN"
    keys: list[Any] = []
    with connection.cursor() as cursor:
        for batch in chunks(rows, COPIED_AT_ONCE):
            if wants_keys:
                draw = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
                cursor.execute(draw, [table, _key(model), len(batch)])
                drawn = [key for (key,) in cursor.fetchall()]
                batch = [[key, *row] for key, row in zip(drawn, batch, strict=True)]
                keys += drawn
            with connection.wrap_database_errors, cursor.copy(copy) as stream:
                for row in batch:
                    stream.write_row(row)
    return keys


def _key(model: type[Model]) -> str:
    return str(model._meta.pk.column)  # type: ignore[union-attr]
