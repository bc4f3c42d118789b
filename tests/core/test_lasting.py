"""A connection to SQLite stays for the next request, while its file does."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.signals import request_finished, request_started
from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created

from kentongan.core import lasting


@pytest.fixture
def office(tmp_path: Path, django_db_blocker) -> Iterator[BaseDatabaseWrapper]:
    """Another database, as an installation on SQLite has it, in a web server's process."""
    given = {alias: settings["CONN_MAX_AGE"] for alias, settings in connections.settings.items()}
    sqlite = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(tmp_path / "office.sqlite3"), "OPTIONS": {}}
    connections.settings["office"] = connections.configure_settings({"default": {}, "office": sqlite})["office"]
    lasting.keep_connections()
    with django_db_blocker.unblock():
        yield connections["office"]
        connections["office"].close()
    connection_created.disconnect(lasting.remember_file)
    request_started.disconnect(lasting.give_up_moved)
    del connections["office"], connections.settings["office"]
    for alias, age in given.items():
        connections.settings[alias]["CONN_MAX_AGE"] = age


def test_it_stays_and_is_given_up_with_its_file(office: BaseDatabaseWrapper) -> None:
    office.ensure_connection()
    first = office.connection
    request_finished.send(None)
    request_started.send(None)
    assert office.connection is first
    Path(office.settings_dict["NAME"]).rename(f"{office.settings_dict['NAME']}.old")
    request_started.send(None)
    assert office.connection is None
