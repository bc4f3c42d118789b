"""``kentongan run`` as a person meets it: real processes, a real port, real signals."""

import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from wsgiref.simple_server import make_server

import pytest
from django.core.management import get_commands, load_command_class

from kentongan import __version__
from kentongan.__main__ import run
from kentongan.core.supervisor import http_status, port_is_free
from tests.core.web_server import free_port

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture
def environment(tmp_path: Path) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KENTONGAN_DEMO"}}
    return {
        **kept,
        "DJANGO_SETTINGS_MODULE": "config.settings",
        "KENTONGAN_DATA_DIR": str(tmp_path),
        "PYTHONPATH": str(ROOT),
        "PYTHONUNBUFFERED": "1",
    }


@pytest.fixture
def kentongan(environment: dict[str, str]) -> Callable[..., subprocess.CompletedProcess]:
    def call(*arguments: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, "-m", "kentongan", *arguments],
            env={**environment, **more},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=90,
            cwd=ROOT,
        )

    return call


class Running:
    """A started ``kentongan run``, its output as it comes, and the processes below it."""

    def __init__(self, port: int, environment: dict[str, str], log: Path) -> None:
        self.port, self.log = port, log
        with log.open("wb") as stream:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "kentongan", "run", "--prepare", "--port", str(port)],
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=stream,
                stderr=subprocess.STDOUT,
                cwd=ROOT,
            )

    def output(self) -> str:
        return self.log.read_text()

    def wait_for(self, sentence: str, seconds: float = 60) -> None:
        until(lambda: sentence in self.output(), seconds, f"“{sentence}” in:\n{self.output()}")

    def child(self, ending: str) -> int:
        """The process id of the child whose command line ends so."""
        listing = {}
        for pid in Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children").read_text().split():
            listing[pid] = Path(f"/proc/{pid}/cmdline").read_text().replace("\0", " ").strip()
        found = [pid for pid, command in listing.items() if command.endswith(ending)]
        assert len(found) == 1, listing
        return int(found[0])


def until(condition: Callable[[], bool], seconds: float, what: str) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline, f"waited in vain for {what}"
        time.sleep(0.1)


@pytest.fixture
def running(environment: dict[str, str], tmp_path: Path) -> Iterator[Running]:
    started = Running(free_port(), environment, tmp_path / "log")
    yield started
    if started.process.poll() is None:
        started.process.kill()
        started.process.wait()


@pytest.mark.slow
def test_it_answers_survives_deaths_and_stops_at_ctrl_c(running: Running, kentongan: Callable, tmp_path: Path) -> None:
    running.wait_for(f"http://127.0.0.1:{running.port}/")
    marks = tmp_path / "marks"
    enqueue = f"from tests.core.slow_jobs import leave_marks; leave_marks.enqueue({str(marks)!r}, 60)"
    assert kentongan("shell", "-v", "0", "-c", enqueue).returncode == 0
    until(lambda: marks.exists() and "began" in marks.read_text(), 20, "the job to begin")

    os.kill(running.child("kentongan worker"), signal.SIGKILL)
    running.wait_for("Pekerja latar berhenti tak terduga (SIGKILL)")
    until(lambda: "done" in marks.read_text(), 30, "the killed worker's job to be done by the next one")
    assert marks.read_text().count("began") == 2

    # At first a copy of the supervisor.
    os.kill(running.child(f"--port {running.port}"), signal.SIGKILL)
    running.wait_for("Server web berhenti tak terduga (SIGKILL)")
    until(lambda: 0 < http_status("127.0.0.1", running.port, "/") < 500, 20, "the web server to be back")
    assert running.child("config.wsgi:application")

    running.process.send_signal(signal.SIGINT)
    assert running.process.wait(30) == 0
    assert port_is_free("127.0.0.1", running.port)
    assert running.output().rstrip().endswith("Kentongan berhenti.")


@pytest.mark.parametrize(
    ("case", "arguments", "demo", "code", "sentence"),
    [
        ("demo on every address", ["--host", "0.0.0.0"], "1", 1, "Demo hanya boleh dibuka di komputer ini"),
        ("demo on a name", ["--host", "example.org"], "1", 1, "Demo hanya boleh dibuka di komputer ini"),
        ("address of another machine", ["--host", "192.0.2.7"], "0", 1, "192.0.2.7 bukan alamat komputer ini"),
        ("no port", ["--port", "70000"], "0", 2, "bukan nomor porta"),
    ],
)
def test_addresses_it_refuses(
    case: str, arguments: list[str], demo: str, code: int, sentence: str, kentongan: Callable
) -> None:
    done = kentongan("run", *arguments, KENTONGAN_DEMO=demo)
    assert done.returncode == code
    assert sentence in done.stderr
    assert "Traceback" not in done.stderr


def test_a_busy_port_is_said_in_a_sentence(kentongan: Callable) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        done = kentongan("run", "--port", str(port))
    assert done.returncode == 1
    assert f"Porta {port} sudah dipakai" in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "stream", "sentence"),
    [
        ([], 2, "stdout", "Pemakaian: kentongan PERINTAH"),
        (["help"], 0, "stdout", "Pemakaian: kentongan PERINTAH"),
        (["--version"], 0, "stdout", f"Kentongan {__version__}\n"),
        (["help", "harvest"], 0, "stdout", "Memanen kabar KIM"),
        (["help", "harvst"], 2, "stderr", "Maksud Anda: kentongan harvest?"),
        (["workr"], 2, "stderr", "Maksud Anda: kentongan worker?"),
        (["worker", "--nonsense"], 2, "stderr", "--nonsense"),
        (["clearsessions"], 1, "stderr", "Basis data belum disiapkan"),
    ],
)
def test_usage_and_exit_codes(arguments: list[str], code: int, stream: str, sentence: str, kentongan: Callable) -> None:
    done = kentongan(*arguments)
    assert done.returncode == code, done.stderr
    assert sentence in getattr(done, stream)
    assert "Traceback" not in done.stderr


def test_beside_the_demo_a_command_without_a_database_tells_of_it(kentongan: Callable, tmp_path: Path) -> None:
    assert "KENTONGAN_DEMO" not in kentongan("clearsessions").stderr
    (tmp_path / "demo.sqlite3").touch()
    assert "tulis di depannya: KENTONGAN_DEMO=1" in kentongan("clearsessions").stderr


OURS = [name for name, app in get_commands().items() if str(app).startswith("kentongan.")]


@pytest.mark.parametrize("name", OURS)
def test_each_command_says_what_it_is_for(name: str, capsys) -> None:
    with pytest.raises(SystemExit) as ended:
        run(["kentongan", name, "--help"])
    assert ended.value.code == 0
    text = " ".join(capsys.readouterr().out.split())
    assert str(load_command_class(get_commands()[name], name).help) in text


def test_whoever_looks_whether_it_answers_names_the_port() -> None:
    """What a page says of its own address comes from the request; the first one is ours."""
    asked = []

    def application(environ, start_response):
        asked.append(environ["HTTP_HOST"])
        start_response("200 OK", [])
        return [b""]

    with make_server("127.0.0.1", 0, application) as server:
        threading.Thread(target=server.handle_request, daemon=True).start()
        assert http_status("127.0.0.1", server.server_port, "/") == 200
    assert asked == [f"localhost:{server.server_port}"]
