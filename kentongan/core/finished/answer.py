"""Answers with a finished page before any application code runs: plain WSGI, without Django and without the database."""

import os
from collections.abc import Callable, Collection, Iterable, Sequence
from pathlib import Path
from typing import Any, NamedTuple

from kentongan.core.finished.layout import ENCODINGS, FILES, file_name, place, type_of

Headers = list[tuple[str, str]]
Application = Callable[[dict[str, Any], Callable], Iterable[bytes]]

# Ask again each time: a page that was withdrawn is gone at once. "Not changed" costs a phone one small packet.
CACHE_CONTROL = "public, max-age=0, must-revalidate"
# A picture's name tells of its content; a week, because a picture may be withdrawn.
FILE_CACHE_CONTROL = "public, max-age=604800, immutable"
VARY = "Accept-Encoding, Save-Data"
# Bytes of pages held in memory.
MOST_MEMORY = 64 * 1024 * 1024
_SAFE = ("GET", "HEAD")


class Copy(NamedTuple):
    """One file as it is sent."""

    etag: str
    body: bytes
    headers: Headers
    unchanged: Headers


class Page:
    """A page in memory, with as many of its compressed copies as were asked for; good as long as its file is the same."""

    __slots__ = ("copies", "state")

    def __init__(self, state: tuple[int, int, int]) -> None:
        self.state = state
        self.copies: dict[str, Copy | None] = {}


class Front:
    """Stands before the application: gives what is finished, and hands everything else on."""

    def __init__(
        self,
        application: Application,
        root: str | Path,
        *,
        main: Collection[str],
        headers: Headers,
        secure_headers: Headers = (),  # type: ignore[assignment]
        own_look: Sequence[str] = (),
        session: str = "sessionid",
    ) -> None:
        self.application = application
        self.root = str(root)
        self.main = frozenset(main)
        # What the application says with every answer; the second set, only over TLS.
        self.headers = headers
        self.file_headers = [
            each for each in headers if each[0] in ("Content-Security-Policy", "X-Content-Type-Options")
        ]
        self.secure_headers = list(secure_headers)
        # Cookies of people who chose a look or a language: their pages are rendered for them.
        self.own_look = tuple(f"{name}=" for name in own_look)
        self.session = f"{session}="
        self._files: dict[tuple[str, str, bool], str] = {}
        self._pages: dict[str, Page] = {}
        self._memory = 0

    def __call__(self, environ: dict[str, Any], start_response: Callable) -> Iterable[bytes]:
        if environ["REQUEST_METHOD"] in _SAFE and not environ.get("QUERY_STRING"):
            found = self._find(environ)
            if found:
                return self._send(environ, start_response, found)
        return self.application(environ, start_response)

    def _find(self, environ: dict[str, Any]) -> Copy | None:
        path = environ["PATH_INFO"]
        if path.startswith("/foto/"):
            return self._public_file(path[1:])
        cookie = environ.get("HTTP_COOKIE")
        if cookie and (any(name in cookie for name in self.own_look) or (path == "/" and self.session in cookie)):
            return None
        light = environ.get("HTTP_SAVE_DATA", "").lower() == "on"
        key = (environ.get("HTTP_HOST", ""), path, light)
        file = self._files.get(key)
        if file is None:
            where = place(key[0], path, light=light, main=self.main)
            if where is None:
                return None
            file = f"{self.root}/{where}"
        try:
            stat = os.stat(file)
            page = self._pages.get(file)
            if page is None or page.state != _state(stat):
                page = self._new_page(key, file, stat)
            return self._copy(page, file, environ.get("HTTP_ACCEPT_ENCODING", ""))
        except OSError:
            self._forget(key, file)
            return None

    def _copy(self, page: Page, file: str, accepted: str) -> Copy | None:
        for encoding in accepted_encodings(accepted):
            if encoding not in page.copies:
                copy = self._read(file, encoding)
                if _state(os.stat(file)) != page.state:
                    raise FileNotFoundError(file)
                page.copies[encoding] = copy
                self._memory += len(copy.body) if copy else 0
            if found := page.copies[encoding]:
                return found
        return None

    def _read(self, file: str, encoding: str) -> Copy | None:
        try:
            with open(file + ENCODINGS.get(encoding, ""), "rb") as opened:
                stat, body = os.fstat(opened.fileno()), opened.read()
        except FileNotFoundError:
            return None
        tag = etag(stat)
        always = [("ETag", tag), ("Cache-Control", CACHE_CONTROL), ("Vary", VARY), *self.headers]
        of_body = [("Content-Type", type_of(file)), ("Content-Length", str(len(body)))]
        if encoding in ENCODINGS:
            of_body.append(("Content-Encoding", encoding))
        return Copy(tag, body, of_body + always, always)

    def _public_file(self, name: str) -> Copy | None:
        if not file_name(name):
            return None
        try:
            with open(f"{self.root}/{FILES}/{name}", "rb") as opened:
                stat, body = os.fstat(opened.fileno()), opened.read()
        except OSError:
            return None
        tag = etag(stat)
        always = [("ETag", tag), ("Cache-Control", FILE_CACHE_CONTROL), *self.file_headers]
        return Copy(tag, body, [("Content-Type", type_of(name)), ("Content-Length", str(len(body))), *always], always)

    def _send(self, environ: dict[str, Any], start_response: Callable, copy: Copy) -> Iterable[bytes]:
        more = self.secure_headers if environ.get("HTTP_X_FORWARDED_PROTO") == "https" else []
        known = environ.get("HTTP_IF_NONE_MATCH")
        if known and is_known(known, copy.etag):
            start_response("304 Not Modified", copy.unchanged + more)
            return ()
        start_response("200 OK", copy.headers + more)
        return (copy.body,) if environ["REQUEST_METHOD"] == "GET" else ()

    # --- Memory ---------------------------------------------------------------------------------------

    def _new_page(self, key: tuple[str, str, bool], file: str, stat: os.stat_result) -> Page:
        self._forget(key, file)
        while self._memory > MOST_MEMORY and self._pages:
            oldest = next(iter(self._pages), "")
            self._forget(None, oldest)
        if len(self._files) > 4 * len(self._pages) + 1000:
            self._files.clear()
        self._files[key] = file
        page = self._pages[file] = Page(_state(stat))
        return page

    def _forget(self, key: tuple[str, str, bool] | None, file: str) -> None:
        if key:
            self._files.pop(key, None)
        if page := self._pages.pop(file, None):
            self._memory -= sum(len(copy.body) for copy in list(page.copies.values()) if copy)


def _state(stat: os.stat_result) -> tuple[int, int, int]:
    """Another file, or the same one written again. Its own time tells of the content, so the inode's is asked."""
    return stat.st_ino, stat.st_ctime_ns, stat.st_size


def etag(stat: os.stat_result) -> str:
    """As nginx makes it of a file."""
    return f'"{int(stat.st_mtime):x}-{stat.st_size:x}"'


def is_known(if_none_match: str, tag: str) -> bool:
    """Whether the asker has this already; compared weakly, as the standard says for this header."""
    return any(each.strip().removeprefix("W/") in (tag, "*") for each in if_none_match.split(","))


_accepted: dict[str, tuple[str, ...]] = {"": ("identity",)}


def accepted_encodings(header: str) -> tuple[str, ...]:
    """The encodings to try, the best first; the page as it is stands last, whatever is asked."""
    if header not in _accepted:
        if len(_accepted) > 500:
            _accepted.clear()
        _accepted[header] = _read_accepted(header)
    return _accepted[header]


def _read_accepted(header: str) -> tuple[str, ...]:
    wishes: dict[str, float] = {}
    for part in header.lower().split(","):
        name, *parameters = (word.strip() for word in part.split(";"))
        wishes[name] = next((_quality(each[2:]) for each in parameters if each.startswith("q=")), 1.0)
    good = [(wishes.get(name, wishes.get("*", 0.0)), name) for name in ENCODINGS]
    # A stable sort: of two that are wished for alike, the smaller copy.
    ordered = sorted((wish for wish in good if wish[0] > 0), key=lambda wish: -wish[0])
    return (*(name for _quality, name in ordered), "identity")


def _quality(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        return 0.0
