"""The public site while the database is away: kept pages answer, the others say so kindly, and all is well when it is back."""

import contextlib
import importlib.util
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.db import connection
from django.db.utils import OperationalError
from django.test import Client

from tests.core.web_server import ask, free_port

ROOT = Path(__file__).resolve().parents[2]
# Places, offices, groups and a site, in a database of its own.
FILL = """
import django; django.setup()
import datetime as dt
from tests.conftest import make_areas, make_group
from kentongan.accounts.models import Office
from kentongan.newsroom.actions.sites import site_of
areas = make_areas()
Office.objects.create(area=areas["35.07"], name="Diskominfo Kabupaten Malang")
site_of(make_group(areas["35.07.07.2016"], "KIM Gubugklakah", dt.date(2016, 5, 3)))
"""


@pytest.fixture
def database(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """Its address, and how to take it away."""
    if connection.vendor == "sqlite":
        file = tmp_path / "away.sqlite3"

        def move() -> None:
            for end in ("", "-wal", "-shm"):
                with contextlib.suppress(FileNotFoundError):
                    Path(f"{file}{end}").rename(tmp_path / f"moved.sqlite3{end}")

        yield f"sqlite:///{file}", move
        return
    spec = importlib.util.spec_from_file_location("with_postgres", ROOT / "tools/with_postgres.py")
    assert spec
    assert spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    with contextlib.ExitStack() as stack:
        url = stack.enter_context(module.server())
        yield url, stack.close


@pytest.mark.slow
def test_the_public_site_answers_while_the_database_is_away(tmp_path: Path, database) -> None:
    url, take_away = database
    environment = {
        **{name: value for name, value in os.environ.items() if name != "KENTONGAN_DEMO"},
        "DATABASE_URL": url,
        "KENTONGAN_DATA_DIR": str(tmp_path),
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "PYTHONPATH": str(ROOT),
    }
    python = [sys.executable, "-W", "ignore"]
    subprocess.run([*python, "-m", "kentongan", "prepare"], env=environment, cwd=ROOT, check=True, capture_output=True)
    subprocess.run([*python, "-c", FILL], env=environment, cwd=ROOT, check=True)
    port = free_port()
    command = [
        *python,
        "-m",
        "granian",
        "--interface",
        "wsgi",
        "--port",
        str(port),
        "--no-ws",
        # Without it granian waits for a worker that does not stop for ever.
        "--workers-kill-timeout",
        "5",
        "config.wsgi:application",
    ]
    with (tmp_path / "log").open("wb") as log:
        server = subprocess.Popen(command, env=environment, cwd=ROOT, stdout=log, stderr=log)
    try:
        wait_for(port, server, tmp_path / "log")
        kept = ask(port, "/gubugklakah/", host="localhost")
        assert kept.status == 200, (tmp_path / "log").read_text()
        take_away()
        time.sleep(2)
        for _time in range(3):
            assert ask(port, "/gubugklakah/", host="localhost").body == kept.body
        away = ask(port, "/gubugklakah/tentang/", host="localhost")
        assert away.status == 503
        assert away.headers["Retry-After"] == "30"
        assert "Coba lagi" in away.body.decode()
        assert "no-store" in away.headers["Cache-Control"]
        assert ask(port, "/gubugklakah/", host="localhost").body == kept.body
    finally:
        server.terminate()
        server.wait(20)


def wait_for(port: int, server: subprocess.Popen, log: Path) -> None:
    for _ in range(600):
        with socket.socket() as link:
            if link.connect_ex(("127.0.0.1", port)) == 0:
                return
        assert server.poll() is None, log.read_text()
        time.sleep(0.1)
    raise AssertionError(log.read_text())


@pytest.mark.parametrize(("error", "status"), [(OperationalError("away"), 503), (ValueError("ours"), 500)])
def test_only_the_databases_absence_is_called_so(monkeypatch, error: Exception, status: int) -> None:
    def broken(*_arguments, **_more):
        raise error

    monkeypatch.setattr("kentongan.newsroom.views.public._page.open_site_at", broken)
    answer = Client(raise_request_exception=False).get("/gubugklakah/")
    assert answer.status_code == status
    assert ("Retry-After" in answer.headers) is (status == 503)
