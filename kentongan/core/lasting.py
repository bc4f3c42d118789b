"""In a web server's process SQLite's connection outlives a request, and is given up when another file, or none, stands in its place.

Opening one, setting it up and closing it costs as much as half an article.
"""

import os
from typing import Any

from django.core.signals import request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created


def keep_connections() -> None:
    """Called once, when the web server's process starts."""
    for settings in connections.settings.values():
        if settings["ENGINE"].endswith("sqlite3"):
            settings["CONN_MAX_AGE"] = None
    connection_created.connect(remember_file)
    request_started.connect(give_up_moved)


def remember_file(connection: BaseDatabaseWrapper, **_: Any) -> None:
    connection.opened_file = _file(connection)  # type: ignore[attr-defined]


def give_up_moved(**_: Any) -> None:
    """Close what leads to a file that was taken away; the next question opens the one that is there."""
    for connection in connections.all(initialized_only=True):
        if connection.connection is not None and getattr(connection, "opened_file", None) != _file(connection):
            connection.close()


def _file(connection: BaseDatabaseWrapper) -> tuple[int, int] | None:
    """Which file stands under its name; None where there is none, and for what is no file."""
    if connection.vendor != "sqlite":
        return None
    try:
        stat = os.stat(connection.settings_dict["NAME"])
    except OSError:
        return None
    return stat.st_dev, stat.st_ino
