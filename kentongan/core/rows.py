"""Very many rows at once, as the database's driver gives them."""

from contextlib import nullcontext
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def plain_rows(queryset: QuerySet) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list`` without conversions of single values: a day may come as ISO text.

    Half the time of tens of thousands of rows goes into those conversions; arrays convert a whole column at once.
    """
    try:
        sql, params = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            return _in_binary(cursor, sql, params)
        cursor.execute(sql, params)
        return cursor.fetchall()


def _in_binary(cursor: Any, sql: str, params: Any) -> list[tuple[Any, ...]]:
    """PostgreSQL can send values as they are: packed bytes weigh half of what they do as text.

    Django's own cursors write parameters into the statement, and such statements cannot ask for it.
    """
    import psycopg

    # Where queries are logged or counted, this one is, too.
    logged = cursor.debug_sql(sql, params) if hasattr(cursor, "debug_sql") else nullcontext()
    with connection.wrap_database_errors, logged, psycopg.Cursor(cursor.cursor.connection) as plain:
        return plain.execute(sql, params, binary=True).fetchall()
