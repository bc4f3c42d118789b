"""Many rows at once as plain values: where nobody needs the objects, making them is half the time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from kentongan.rosters.queries import chunks

AT_ONCE = 2000


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Insert rows of values in the order of the named fields; JSON fields take what JSON can hold."""
    field_of = {field.name: field for field in model._meta.concrete_fields}
    fields = [field_of[name] for name in names]
    as_json = {at: field.get_db_prep_save for at, field in enumerate(fields) if isinstance(field, JSONField)}
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in fields)
    places = ", ".join(["%s"] * len(fields))
    statement = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES ({places})"  # noqa: S608 - our own names
    with connection.cursor() as cursor:
        for batch in chunks(rows, AT_ONCE):
            cursor.executemany(
                statement,
                [
                    [as_json[at](value, connection) if at in as_json else value for at, value in enumerate(row)]
                    for row in batch
                ],
            )
