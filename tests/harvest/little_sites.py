"""A real server of little sites on loopback: each name has its pages, and what was asked is remembered."""

import datetime as dt
import hashlib
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from xml.sax.saxutils import escape

SUFFIX = "contoh.example"


@dataclass
class Page:
    body: bytes = b""
    status: int = 200
    content_type: str = "application/rss+xml"
    headers: dict[str, str] = field(default_factory=dict)
    # Seconds until it answers.
    delay: float = 0.0


class Sites:
    """``sites.put("mekar.contoh.example", "/feed/", body)``; ``sites.asked`` counts requests by host and path."""

    def __init__(self) -> None:
        self.pages: dict[tuple[str, str], Page] = {}
        self.asked: Counter[tuple[str, str]] = Counter()
        self.unchanged = 0
        # Requests that a host answers at this moment, and the most there were at once.
        self.now_at: Counter[str] = Counter()
        self.most_at: Counter[str] = Counter()
        self._lock = threading.Lock()

    def put(self, host: str, path: str, body: bytes | str = b"", **facts: Any) -> Page:
        page = Page(body.encode() if isinstance(body, str) else body, **facts)
        self.pages[host, path] = page
        return page

    @contextmanager
    def answering(self, host: str, path: str) -> Iterator[None]:
        with self._lock:
            self.asked[host, path] += 1
            self.now_at[host] += 1
            self.most_at[host] = max(self.most_at[host], self.now_at[host])
        try:
            yield
        finally:
            with self._lock:
                self.now_at[host] -= 1


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    request_queue_size = 256

    def __init__(self, sites: Sites) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.sites = sites

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Visitors that were killed hang up."""


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def do_GET(self) -> None:
        host, sites = self.headers.get("Host", "").partition(":")[0], self.server.sites
        with sites.answering(host, self.path):
            page = sites.pages.get((host, self.path), Page(status=404))
            if page.delay:
                time.sleep(page.delay)
            self._answer(page)

    def _answer(self, page: Page) -> None:
        etag = f'"{hashlib.sha256(page.body).hexdigest()[:16]}"'
        if page.status == 200 and self.headers.get("If-None-Match") == etag:
            self.server.sites.unchanged += 1
            self.send_response(304)
            self.end_headers()
            return
        self.send_response(page.status)
        headers = {"Content-Type": page.content_type, "Content-Length": str(len(page.body)), "ETag": etag}
        for name, value in (headers | page.headers).items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(page.body)

    def log_message(self, *_words: Any) -> None:
        pass


@contextmanager
def serving() -> Iterator[tuple[Sites, dict[str, tuple[str, int]]]]:
    """The sites, and the stage on which the harvest finds them."""
    sites = Sites()
    server = _Server(sites)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
    thread.start()
    try:
        yield sites, {SUFFIX: ("127.0.0.1", server.server_address[1])}
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


WORDS = (
    "Warga bergotong royong membersihkan saluran air di depan balai desa sejak pagi, lalu makan bersama di teras "
    "rumah Pak RT sambil merencanakan ronda malam dan lomba desa bulan depan. "
)


def item(title: str, link: str, published: dt.datetime | None, text: str = "", guid: str = "") -> str:
    date = f"<pubDate>{published:%a, %d %b %Y %H:%M:%S +0000}</pubDate>" if published else ""
    return (
        f"<item><title>{escape(title)}</title><link>{escape(link)}</link>{date}"
        f"<guid isPermaLink='false'>{escape(guid or link)}</guid>"
        f"<description>{escape(text or f'{title}. {WORDS}')}</description></item>"
    )


def rss(*items: str, title: str = "Kabar desa") -> str:
    return f"<?xml version='1.0' encoding='utf-8'?><rss version='2.0'><channel><title>{title}</title>{''.join(items)}</channel></rss>"
