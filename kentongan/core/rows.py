"""Very many rows at once, as the database's driver gives them."""

from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connection
from django.db.models import QuerySet


def plain_rows(queryset: QuerySet) -> list[tuple[Any, ...]]:
    """The rows of a ``values_list`` without conversions of single values: a day may come as ISO text.

    Half the time of tens of thousands of rows goes into those conversions; arrays convert a whole column at once.
    PostgreSQL sends values as they are, not as text, which halves what packed bytes weigh on the way.
    """
    try:
        sql, params = queryset.query.get_compiler(connection=connection).as_sql()
    except EmptyResultSet:
        return []
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            with connection.wrap_database_errors:
                return cursor.cursor.execute(sql, params, binary=True).fetchall()
        cursor.execute(sql, params)
        return cursor.fetchall()
