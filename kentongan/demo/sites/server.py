"""Serves the invented sites on this machine by the name asked for. A web server as plain as those sites have."""

import datetime as dt
import gzip
import hashlib
import socket
import threading
import time
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from email.utils import format_datetime, parsedate_to_datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from socketserver import TCPServer

from kentongan.demo.sites.plan import Site
from kentongan.demo.sites.shapes import Answer, Look, answer

LOOPBACK = "127.0.0.1"
# How long the slow site thinks, in seconds.
SLOWNESS = 2.5
_SEARCH = ("google.", "bing.", "duckduckgo.")
_SMALL = 1000


class SitesServer(ThreadingHTTPServer):
    """All sites as they are at what ``clock`` says, which may be another clock at any time."""

    daemon_threads = True
    request_queue_size = 128

    def __init__(
        self,
        sites: Iterable[Site],
        *,
        clock: Callable[[], dt.datetime],
        port: int = 0,
        listening: socket.socket | None = None,
        slowness: float = SLOWNESS,
    ) -> None:
        super().__init__((LOOPBACK, port), _Handler, bind_and_activate=listening is None)
        if listening is not None:
            self.socket.close()
            self.socket = listening
            self.server_address = listening.getsockname()
        self.sites = {site.host: site for site in sites}
        self.clock = clock
        self.slowness = slowness

    @property
    def port(self) -> int:
        return self.server_address[1]

    def server_bind(self) -> None:
        # The next plainer class: this one asks what this machine is called, which may take long.
        TCPServer.server_bind(self)

    def handle_error(self, request: object, client_address: object) -> None:
        """A visitor that goes away in the middle is nothing to tell."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: SitesServer
    # A visitor that says nothing more lets go.
    timeout = 30

    def do_GET(self) -> None:
        site = self.server.sites.get(self.headers.get("Host", "").partition(":")[0].lower())
        if site is None:
            self._send(Answer(b"Tidak ada situs dengan nama ini.\n", "text/plain; charset=utf-8", 404))
            return
        now = self.server.clock()
        if site.is_odd("lambat", now):
            time.sleep(self.server.slowness)
        self._send(answer(Look(site, now, self._is_searcher()), self.path))

    do_HEAD = do_GET

    def _is_searcher(self) -> bool:
        agent, referer = self.headers.get("User-Agent", ""), self.headers.get("Referer", "")
        return "Mozilla" in agent and any(name in referer for name in _SEARCH)

    def _send(self, answer: Answer) -> None:
        etag = f'"{hashlib.sha256(answer.body).hexdigest()[:20]}"'
        is_known = answer.status == 200 and self._is_known(etag, answer.changed_at)
        body = b"" if is_known else answer.body
        self.send_response(304 if is_known else answer.status)
        if answer.status == 200:
            self.send_header("ETag", etag)
            if answer.changed_at:
                self.send_header("Last-Modified", format_datetime(answer.changed_at.astimezone(dt.UTC), usegmt=True))
        if not is_known:
            self.send_header("Content-Type", answer.content_type)
            if len(body) > _SMALL and "gzip" in self.headers.get("Accept-Encoding", ""):
                body = gzip.compress(body, 5, mtime=0)
                self.send_header("Content-Encoding", "gzip")
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _is_known(self, etag: str, changed_at: dt.datetime | None) -> bool:
        """Whether who asks has it already; an ETag says more than a day."""
        if known := self.headers.get("If-None-Match"):
            return etag in known
        since = self.headers.get("If-Modified-Since")
        if not since or changed_at is None:
            return False
        try:
            return changed_at.replace(microsecond=0) <= parsedate_to_datetime(since)
        except (TypeError, ValueError):
            return False

    def log_message(self, format: str, *values: object) -> None:
        """Says nothing: the harvest keeps its own account."""


@contextmanager
def serving(sites: Iterable[Site], *, clock: Callable[[], dt.datetime], slowness: float = 0.0) -> Iterator[SitesServer]:
    """The sites on a free port of this machine, served by a thread."""
    with SitesServer(sites, clock=clock, slowness=slowness) as server:
        thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
