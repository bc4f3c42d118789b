"""No stale page after a change: processes and threads that race, processes that die, machines that were away. On both databases."""

import os
import sqlite3
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection

from kentongan.core.finished import journal, serving
from kentongan.core.finished.journal import catch_up, own_shelf
from kentongan.core.finished.layout import FULL, Place
from tests.core import page_work

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
PAGE = Place(FULL, "_", "angka/index.html")


@pytest.fixture
def work(tmp_path: Path, settings, monkeypatch):
    """Runs ``tests.core.page_work`` in a process of its own, on the test's database and its folder of pages."""
    page_work.change(1)
    (tmp_path / "known").write_text("1")
    monkeypatch.setenv("KENTONGAN_DATA_DIR", str(tmp_path))
    settings.PUBLIC_ROOT = tmp_path / "public"
    serving.at_start()
    environment = {
        **os.environ,
        "DATABASE_URL": database_for_others(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
        "KENTONGAN_LOG_LEVEL": "ERROR",
    }

    def start(*arguments: str) -> subprocess.Popen:
        command = [sys.executable, "-m", "tests.core.page_work", *arguments]
        return subprocess.Popen(command, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)

    return start


def database_for_others(folder: Path) -> str:
    """The address of the test's database; SQLite's lies in the memory of this process, so others get a copy."""
    if connection.vendor == "sqlite":
        with sqlite3.connect(folder / "copy.sqlite3") as copy:
            connection.connection.backup(copy)
        copy.close()
        return f"sqlite:///{folder / 'copy.sqlite3'}"
    given = connection.settings_dict
    return (
        f"postgres://{given['USER']}:{given['PASSWORD']}@{given['HOST'] if '/' not in given['HOST'] else ''}:{given['PORT']}/{given['NAME']}".replace(
            "@:/", "@/"
        )
        + (f"?host={given['OPTIONS'].get('host', given['HOST'])}")
    )


def ended(process: subprocess.Popen, code: int = 0) -> str:
    output, errors = process.communicate(timeout=60)
    assert process.returncode == code, errors
    return output


@pytest.mark.slow
def test_processes_and_threads_that_race_never_see_what_was_changed(work, tmp_path: Path) -> None:
    readers = [work("read"), work("read")]
    # Else the writer could be done before anybody reads.
    while len(list(tmp_path.glob("reading-*"))) < len(readers):
        assert all(reader.poll() is None for reader in readers)
        time.sleep(0.05)
    ended(work("write", "40"))
    # Else nothing was raced for.
    assert sum(int(ended(reader)) for reader in readers) > 20


@pytest.mark.slow
def test_a_process_that_dies_after_its_change_leaves_no_stale_page(work, settings) -> None:
    assert ended(work("ask", "2")).strip() == "(1, True) (1, False)"
    ended(work("die-after-commit"), 9)
    assert not (settings.PUBLIC_ROOT / str(PAGE)).exists()
    assert ended(work("ask", "1")).strip() == "(2, True)"


@pytest.mark.slow
def test_a_change_that_never_was_brings_the_page_back(work, settings) -> None:
    assert ended(work("ask", "2")).strip() == "(1, True) (1, False)"
    ended(work("die-before-commit"), 9)
    # Dropped before anybody could know how it ends, and kept again when it must have ended.
    assert ended(work("ask", "2")).strip() == "(1, True) (1, True)"
    with sqlite3.connect(settings.PUBLIC_ROOT / "index.sqlite3") as index:
        index.execute("UPDATE held SET until = 0")
    index.close()
    assert ended(work("ask", "2")).strip() == "(1, True) (1, False)"


# --- Another machine ------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(tmp_path: Path, settings):
    """A machine with pages of its own that heard nothing of a change made here."""
    here, there = tmp_path / "here", tmp_path / "there"
    settings.PUBLIC_ROOT = there
    serving.at_start()
    keep("thing:1")
    settings.PUBLIC_ROOT = here
    return settings, here, there


def keep(*tags: str, since: int | None = None) -> bool:
    since = own_shelf().generation() if since is None else since
    return own_shelf().keep(PAGE, b"1", tags, since=since, catch_up=catch_up)


def test_another_machine_follows_the_journal(elsewhere) -> None:
    settings, _here, there = elsewhere
    page_work.change(2)
    settings.PUBLIC_ROOT = there
    assert (there / str(PAGE)).exists()
    serving.look()
    assert not (there / str(PAGE)).exists()


def test_another_machine_keeps_nothing_begun_before_the_change(elsewhere) -> None:
    settings, here, there = elsewhere
    settings.PUBLIC_ROOT = there
    since = own_shelf().generation()
    settings.PUBLIC_ROOT = here
    page_work.change(2)
    settings.PUBLIC_ROOT = there
    assert not keep("thing:1", since=since)
    assert keep("thing:1")


def test_changes_that_end_in_another_order_are_all_followed(elsewhere) -> None:
    """A row with a smaller number may be committed after one with a larger."""
    settings, _here, there = elsewhere
    settings.PUBLIC_ROOT = there
    rows = journal.ForgottenPages.objects
    first = rows.create(mark=11, tags=["other:1"])
    late = first.pk + 1
    rows.create(pk=first.pk + 2, mark=33, tags=["other:2"])
    serving.look()
    assert (there / str(PAGE)).exists()
    rows.create(pk=late, mark=22, tags=["thing:1"])
    serving.look()
    assert not (there / str(PAGE)).exists()


def test_a_database_that_was_restored_is_noticed(elsewhere) -> None:
    settings, _here, there = elsewhere
    settings.PUBLIC_ROOT = there
    page_work.change(2)
    assert keep("thing:9")
    newest = journal.ForgottenPages.objects.order_by("-pk").first()
    newest.delete()
    journal.ForgottenPages.objects.create(pk=newest.pk, mark=newest.mark + 1, tags=["thing:8"])
    serving.look()
    assert not (there / str(PAGE)).exists()
    assert keep("thing:9")
    serving.look()
    assert (there / str(PAGE)).exists()


# --- Midnight and releases ------------------------------------------------------------------------------


def test_pages_of_a_day_go_at_midnight(elsewhere, monkeypatch) -> None:
    settings, _here, there = elsewhere
    settings.PUBLIC_ROOT = there
    keep("day")
    serving.look()
    assert (there / str(PAGE)).exists()
    settings.FIXED_TODAY = settings.FIXED_TODAY.replace(day=26)
    serving.look()
    assert not (there / str(PAGE)).exists()


def test_pages_of_another_release_go_when_a_server_starts(elsewhere, monkeypatch) -> None:
    settings, _here, there = elsewhere
    settings.PUBLIC_ROOT = there
    serving.at_start()
    assert (there / str(PAGE)).exists()
    monkeypatch.setattr(serving, "_release", lambda: "another")
    serving.at_start()
    assert not (there / str(PAGE)).exists()
