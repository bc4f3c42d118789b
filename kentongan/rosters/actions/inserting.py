"""Many rows at once as plain values: where nobody needs the objects, making them is half the time."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import connection
from django.db.models import JSONField, Model

from kentongan.rosters.queries import chunks

# Times the columns of the widest table, fewer than the 32,766 values that a statement of SQLite takes.
AT_ONCE = 500


def insert_rows(model: type[Model], names: Sequence[str], rows: Iterable[Sequence[Any]]) -> list[Any]:
    """Insert rows of values in the order of the named fields, all other fields with their defaults; returns their keys.

    JSON fields take what JSON can hold, others what the database itself takes (a day as ISO text).
    """
    others = {at.name: at for at in model._meta.concrete_fields if not (at.primary_key or at.generated)}
    fields = [others.pop(name) for name in names]
    defaults = [at.get_db_prep_save(at.get_default(), connection) for at in others.values()]
    as_json = [(at, field.encoder) for at, field in enumerate(fields) if isinstance(field, JSONField)]
    write_json = connection.ops.adapt_json_value
    quote = connection.ops.quote_name
    columns = ", ".join(quote(str(field.column)) for field in [*fields, *others.values()])
    places = f"({', '.join(['%s'] * (len(fields) + len(defaults)))})"
    head = f"INSERT INTO {quote(model._meta.db_table)} ({columns}) VALUES "  # noqa: S608 - our own names
    tail = f" RETURNING {quote(str(model._meta.pk.column))}"  # type: ignore[union-attr]
    keys: list[Any] = []
    with connection.cursor() as cursor:
        for batch in chunks(rows, AT_ONCE):
            values: list[Any] = []
            for row in batch:
                written = [*row, *defaults]
                for at, encoder in as_json:
                    written[at] = write_json(written[at], encoder)
                values += written
            cursor.execute(head + ", ".join([places] * len(batch)) + tail, values)
            keys += [key for (key,) in cursor.fetchall()]
    return keys
