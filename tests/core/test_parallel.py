"""Many pieces at once: the same answers in the same order, by copies of the process, by threads, and by this thread."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.db import connection, transaction

from kentongan.areas.models import Area
from kentongan.core import parallel
from kentongan.core.parallel import in_parallel

pytestmark = pytest.mark.django_db(transaction=True)

ROOT = Path(__file__).resolve().parents[2]
HANDS = 3


@pytest.fixture(autouse=True)
def hands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "cpu_count", lambda: HANDS)


@pytest.fixture(params=["copies", "threads"])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Tests run in processes that have threads."""
    monkeypatch.setattr(parallel, "_may_be_copied", lambda: request.param == "copies")
    if request.param == "copies":
        connection.close()
    return request.param


def test_answers_come_in_the_order_of_the_pieces(way: str) -> None:
    def late(piece: int) -> tuple[int, int, int]:
        time.sleep(0.05 if piece % HANDS == 0 else 0)
        return piece, os.getpid(), threading.get_ident()

    found = list(in_parallel(late, range(20)))
    assert [piece for piece, _process, _thread in found] == list(range(20))
    assert (len({process for _piece, process, _thread in found}) == HANDS) == (way == "copies")
    assert all((process, thread) != (os.getpid(), threading.get_ident()) for _piece, process, thread in found)


def test_large_answers_pass(way: str) -> None:
    assert [len(one) for one in in_parallel(lambda piece: b"x" * piece, [3_000_000] * 7)] == [3_000_000] * 7


def test_what_goes_wrong_is_raised_here(way: str) -> None:
    def divided(piece: int) -> float:
        return 1 / piece

    found = in_parallel(divided, [1, 2, 0, 4])
    with pytest.raises(ZeroDivisionError):
        list(found)


def test_whoever_stops_asking_leaves_nobody_behind(way: str) -> None:
    found = in_parallel(lambda _piece: os.getpid(), range(1000))
    process = next(found)
    found.close()  # type: ignore[attr-defined]
    if way == "copies":
        with pytest.raises(ProcessLookupError):
            os.kill(process, 0)


def test_a_copy_that_is_killed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_may_be_copied", lambda: True)
    with pytest.raises(RuntimeError, match="ended from outside"):
        list(in_parallel(lambda piece: os.kill(os.getpid(), signal.SIGKILL) if piece == 4 else piece, range(6)))


def test_one_piece_and_a_transaction_are_done_here(monkeypatch: pytest.MonkeyPatch) -> None:
    here = (os.getpid(), threading.get_ident())
    assert list(in_parallel(lambda _piece: (os.getpid(), threading.get_ident()), [1])) == [here]
    with transaction.atomic():
        Area.objects.create(code="35", name="Jawa Timur", level=1)
        assert (
            list(in_parallel(lambda _piece: (Area.objects.count(), threading.get_ident()), [1, 2]))
            == [(1, threading.get_ident())] * 2
        )


def test_threads_read_what_was_written_and_close_their_connections(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parallel, "_may_be_copied", lambda: False)
    Area.objects.create(code="35", name="Jawa Timur", level=1)
    assert list(in_parallel(lambda _piece: Area.objects.count(), range(8))) == [1] * 8


# A command's process: it has a connection, and copies are to open their own.
COMMAND = """
import os, time
import django
django.setup()
from django.db import connection
from kentongan.core.parallel import in_parallel
os.cpu_count = lambda: 3
def asked(piece):
    with connection.cursor() as cursor:
        cursor.execute("SELECT %s + 1", [piece])
        return cursor.fetchone()[0], os.getpid(), b"x" * 3_000_000
asked(0)
found = in_parallel(asked, range(12))
print(next(found)[1], flush=True)
input()
found = list(found)
assert [one for one, _process, _more in found] == list(range(2, 13))
assert len({process for _one, process, _more in found} - {os.getpid()}) == 3
assert asked(1)[0] == 2
print("done")
"""


@pytest.fixture
def command(tmp_path: Path) -> Iterator[subprocess.Popen[str]]:
    environment = {**os.environ, "KENTONGAN_DATA_DIR": str(tmp_path), "DJANGO_SETTINGS_MODULE": "config.settings"}
    with subprocess.Popen(
        [sys.executable, "-c", COMMAND],
        cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
    ) as running:  # fmt: skip
        yield running
        running.kill()


def test_copies_of_a_command_ask_the_database_themselves(command: subprocess.Popen[str]) -> None:
    told, _errors = command.communicate("on\n", timeout=60)
    assert told.splitlines()[1:] == ["done"]


def test_no_copy_lives_on_when_the_command_is_killed(command: subprocess.Popen[str]) -> None:
    assert command.stdout
    assert command.stdout.readline().strip().isdigit()
    command.kill()
    # Copies hold its output open as long as they live.
    assert command.stdout.read() == ""


def test_ctrl_c_is_for_the_command_alone(command: subprocess.Popen[str]) -> None:
    assert command.stdout
    os.kill(int(command.stdout.readline()), signal.SIGINT)
    told, complaints = command.communicate("on\n", timeout=60)
    assert (told, complaints) == ("done\n", "")
