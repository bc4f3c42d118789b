"""Keeps the parts of one installation running: starts them, says when they answer, restarts what dies, stops all of it.

Each part gets a session of its own, so that Ctrl-C reaches only the supervisor, which then asks the parts in order; on Linux a
part is told when the supervisor itself is killed. Knows nothing of Django.
"""

import contextlib
import ctypes
import http.client
import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

PR_SET_PDEATHSIG = 1
# A part that dies this often within a minute will not live; someone must look.
DEATHS_ALLOWED = 5
DEATHS_WINDOW = 60.0
LONGEST_PAUSE = 15.0
POLL = 0.1
SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# The first part has the processor to itself until it answers, or for this long.
HEAD_START = 5.0

Say = Callable[[str, Mapping[str, object]], None]


@dataclass
class Part:
    """One process to keep alive."""

    name: str
    command: Sequence[str]
    # Does what the command does, in a copy of this process, which has loaded already what the command would load: quicker, once.
    at_first: Callable[[], object] | None = None
    # How long it may take to finish its work after it was asked to stop.
    patience: float = 10.0
    # Open files it is given, by number.
    passed: Sequence[int] = ()
    process: "subprocess.Popen | _Copy | None" = None
    deaths: list[float] = field(default_factory=list)
    start_at: float = 0.0

    def start(self) -> None:
        # A forked worker of a killed parent may still hold the port.
        self.kill_group()
        if self.at_first and not self.deaths and sys.platform == "linux":
            self.process = _Copy(self.at_first)
            return
        self.process = subprocess.Popen(
            self.command,
            stdin=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent,
            pass_fds=tuple(self.passed),
        )

    def ask_to_stop(self) -> None:
        if self.process and self.process.poll() is None:
            with contextlib.suppress(ProcessLookupError):
                self.process.send_signal(signal.SIGTERM)

    def kill_group(self) -> None:
        if self.process:
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.killpg(self.process.pid, signal.SIGKILL)

    def wait(self, seconds: float) -> bool:
        if self.process is None:
            return True
        try:
            self.process.wait(max(seconds, 0))
        except subprocess.TimeoutExpired:
            return False
        return True


class _Copy:
    """A copy of this process at other work, spoken to like a ``Popen``."""

    def __init__(self, work: Callable[[], object]) -> None:
        self._process = multiprocessing.get_context("fork").Process(target=_at_work, args=(work,))
        self._process.start()
        assert self._process.pid is not None  # noqa: S101 - it was started
        self.pid = self._process.pid

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float) -> None:
        self._process.join(timeout)
        if self._process.exitcode is None:
            raise subprocess.TimeoutExpired(self._process.name, timeout)

    def send_signal(self, number: int) -> None:
        os.kill(self.pid, number)


def _at_work(work: Callable[[], object]) -> None:
    for number in SIGNALS:
        signal.signal(number, signal.SIG_DFL)
    os.setsid()
    _die_with_parent()
    work()


class Supervisor:
    """Runs parts until a signal or until one of them keeps dying."""

    def __init__(self, parts: Sequence[Part], *, status: Callable[[], int], say: Say) -> None:
        self.parts = parts
        self.status = status
        self.say = say
        self.stopping = False

    def run(self) -> int:
        """0 after a stop that was asked for, 1 after one that was not."""
        for number in SIGNALS:
            signal.signal(number, self._on_signal)
        try:
            # Before there are threads: a copy has none of them.
            self.parts[0].start()
            threading.Thread(target=self._announce, daemon=True).start()
            for part in self.parts[1:]:
                part.start_at = time.monotonic() + HEAD_START
            return self._watch()
        finally:
            self._stop_all()

    def _watch(self) -> int:
        while not self.stopping:
            now = time.monotonic()
            for part in self.parts:
                if part.process is None:
                    if now >= part.start_at:
                        part.start()
                elif (code := part.process.poll()) is not None and not self._bury(part, code, now):
                    return 1
            time.sleep(POLL)
        return 0

    def _bury(self, part: Part, code: int, now: float) -> bool:
        """Report a death and plan the restart; False when it died too often."""
        part.kill_group()
        part.process = None
        part.deaths = [death for death in part.deaths if now - death < DEATHS_WINDOW] + [now]
        how = {"part": part.name, "how": _describe(code), "times": len(part.deaths)}
        if len(part.deaths) >= DEATHS_ALLOWED:
            self.say("gave-up", how)
            return False
        pause = min(0.5 * 2 ** len(part.deaths), LONGEST_PAUSE)
        part.start_at = now + pause
        self.say("died", {**how, "pause": f"{pause:g}"})
        return True

    def _announce(self) -> None:
        """Say when the server answers for the first time, and when all it says is that it failed."""
        complained = False
        while not self.stopping:
            status = self.status()
            if 0 < status < 500:
                self.say("ready", {})
                for part in self.parts:
                    part.start_at = 0.0 if not part.deaths else part.start_at
                return
            if status and not complained:
                complained = True
                self.say("ailing", {"status": status})
            time.sleep(1 if complained else POLL)

    def _on_signal(self, number: int, frame: object) -> None:
        if self.stopping:  # Asked twice: do not wait for anyone.
            for part in self.parts:
                part.kill_group()
        self.stopping = True

    def _stop_all(self) -> None:
        self.stopping = True
        self.say("stopping", {})
        deadline = time.monotonic()
        for part in self.parts:
            part.ask_to_stop()
        for part in self.parts:
            if not part.wait(deadline + part.patience - time.monotonic()):
                part.ask_to_stop()  # A second request makes the worker give its job back.
                part.wait(3)
            part.kill_group()
            part.wait(3)
        self.say("stopped", {})


def port_is_free(host: str, port: int) -> bool:
    """Whether this process may listen there. Raises OSError for an address that is not of this machine."""
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            if error.errno in {98, 48, 13}:  # in use (Linux, macOS), not permitted
                return False
            raise
    return True


def http_status(host: str, port: int, path: str) -> int:
    """The status an HTTP server there answers with; 0 when none answers."""
    connection = http.client.HTTPConnection(host, port, timeout=5)
    try:
        connection.request("GET", path, headers={"Host": f"localhost:{port}"})
        return connection.getresponse().status
    except (OSError, http.client.HTTPException):
        return 0
    finally:
        connection.close()


def _describe(code: int) -> str:
    if code >= 0:
        return str(code)
    with contextlib.suppress(ValueError):
        return signal.Signals(-code).name
    return str(code)


def _die_with_parent() -> None:
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGTERM)
