"""A bulk assessment that is killed leaves nothing behind: it writes nothing."""

import hashlib
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

# Stops where half of the groups are judged, so that it can be killed exactly there.
HALF = """
import sys, time
import django
django.setup()
from kentongan.assessment.queries import history, tables
from kentongan.__main__ import main
tables.AT_ONCE = tables.AT_MOST = 2
judged = history.judged
def slowly(*arguments, **more):
    for nth, found in enumerate(judged(*arguments, **more)):
        yield found
        if nth == 1:
            print("half", file=sys.stderr, flush=True)
            time.sleep(60)
history.judged = slowly
sys.argv = ["kentongan", "assess", "--area", "35.73", "--as-of", "2025-09-24", "--json"]
main()
"""


@pytest.mark.slow
def test_kill_9_leaves_no_half_result(tmp_path: Path) -> None:
    environment = {
        **{name: value for name, value in os.environ.items() if name != "DATABASE_URL"},
        "KENTONGAN_DATA_DIR": str(tmp_path),
        "KENTONGAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }

    def kentongan(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "-m", "kentongan", *arguments],
            cwd=ROOT, env=environment, capture_output=True, text=True, check=True,
        )  # fmt: skip
        return done.stdout

    kentongan("prepare")
    before = content(tmp_path)
    with subprocess.Popen(
        [sys.executable, "-c", HALF],
        cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        assert running.stderr
        assert running.stderr.readline() == "half\n"
        running.send_signal(signal.SIGKILL)
        assert running.stdout
        assert running.stdout.read() == "", "half an answer could be taken for a whole one"
    assert content(tmp_path) == before
    asked = ("assess", "--area", "35.73", "--as-of", "2025-09-24", "--json")
    assert kentongan(*asked) == kentongan(*asked)


def content(folder: Path) -> str:
    """A digest of everything in the database, write-ahead log and all."""
    (path,) = folder.glob("*.sqlite3")
    with sqlite3.connect(path) as connection:
        return hashlib.sha256("\n".join(connection.iterdump()).encode()).hexdigest()
