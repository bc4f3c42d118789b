"""A real server with data of its own, that a test stops and starts like a power cut would."""

import os
import shutil
import signal
import sqlite3
import subprocess
import sys
import time
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.error import HTTPError, URLError
from urllib.request import urlopen

from tests.core.web_server import free_port

ROOT = Path(__file__).resolve().parents[2]
PATIENCE = 60
# What is written, those that point to others first.
WRITTEN = ("revision", "reviewnote", "photo", "upload", "product", "event", "article")

# The cast of the tests, and a signed-in session for each who writes; printed as "name cookie".
SEED = """
import django
django.setup()
import datetime as dt
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from kentongan.accounts.models import Office
from tests.conftest import make_areas, make_group, make_user
from kentongan.accounts.enums import Role
areas = make_areas()
Office.objects.create(area=areas["35.73"], name="Diskominfo Kota Malang")
village = areas["35.73.02.1007"]
group = make_group(village, "KIM Kayutangan", dt.date(2014, 6, 1), ends_on=dt.date(2030, 1, 1))
for name, role, phone in (("leader", Role.GROUP_LEADER, "1"), ("member", Role.GROUP_MEMBER, "2")):
    user = make_user(f"Contoh {name}", f"+628120000000{phone}", role, village.code, group.code)
    session = SessionStore()
    session[SESSION_KEY], session[HASH_SESSION_KEY] = str(user.pk), user.get_session_auth_hash()
    session[BACKEND_SESSION_KEY] = "kentongan.accounts.backends.PhoneOrEmailBackend"
    session.create()
    print(name, session.session_key)
"""


def environment(data: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("KENTONGAN_", "DATABASE_"))}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KENTONGAN_DATA_DIR": str(data),
        "KENTONGAN_SECRET_KEY": "only-for-tests",
        "PYTHONPATH": str(ROOT),
    }


@dataclass
class Server:
    """The web part alone, on a port of its own; ``sessions`` are those of the people, by name."""

    data: Path
    sessions: dict[str, str] = field(default_factory=dict)
    port: int = field(default_factory=free_port)
    process: subprocess.Popen | None = None

    def prepare(self) -> None:
        """Tables, hashed files and the cast."""
        run: Any = {"cwd": ROOT, "env": environment(self.data), "check": True, "capture_output": True, "text": True}
        subprocess.run([sys.executable, "-m", "kentongan", "prepare"], **run)
        said = subprocess.run([sys.executable, "-c", SEED], **run).stdout
        self.sessions = dict(line.split() for line in said.splitlines())
        shutil.copy(self.database, self.data / "as-prepared.sqlite3")

    @property
    def database(self) -> Path:
        return self.data / "kentongan.sqlite3"

    def rows(self, query: str) -> list[tuple]:
        with closing(sqlite3.connect(self.database)) as base:
            return base.execute(query).fetchall()

    def forget_everything(self) -> None:
        """Nothing is written any more, and everybody is signed in again."""
        with closing(sqlite3.connect(self.database, isolation_level=None)) as base:
            base.execute("attach ? as kept", [str(self.data / "as-prepared.sqlite3")])
            base.execute("begin immediate")
            for table in WRITTEN:
                base.execute(f"delete from newsroom_{table}")
            base.execute("insert or replace into django_session select * from kept.django_session")
            base.execute("commit")

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def start(self) -> "Server":
        """Answers when this returns; one that runs already goes on."""
        if self.process:
            return self
        command = ["granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(self.port), "--workers", "1"]
        self.process = subprocess.Popen(
            [
                sys.executable,
                "-m",
                *command,
                "--blocking-threads",
                "2",
                "--no-ws",
                "--log-level",
                "warning",
                "config.wsgi:application",
            ],
            cwd=ROOT,
            env=environment(self.data),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            start_new_session=True,
        )
        until = time.monotonic() + PATIENCE
        while not self._answers():
            assert self.process.poll() is None, "the server ended"
            assert time.monotonic() < until, "the server did not answer"
            time.sleep(0.05)
        return self

    def kill(self) -> None:
        """As the power goes: nothing is finished, nothing is said."""
        if self.process:
            os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()
            self.process = None

    def _answers(self) -> bool:
        try:
            with urlopen(f"{self.url}/sw.js", timeout=5):
                return True
        except HTTPError:
            return True
        except (URLError, OSError):
            return False
