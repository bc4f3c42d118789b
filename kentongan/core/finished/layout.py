"""Where finished pages lie, so that a web server finds them by address alone. Pure, and without Django.

full/_/kayutangan/kabar/index.html      a page under the installation's own names, with .gz and .br beside it
light/_/kayutangan/kabar/index.html     the same for phones that ask to save data
full/kayutangan.example/index.html      a page of a site with a host of its own
full/_/kayutangan/rss.xml               what is no page keeps its own name; there is one for all phones
files/foto/0123456789abcdef-640.avif    public files, the same under every host
"""

import re
from collections.abc import Collection
from typing import NamedTuple

FULL, LIGHT, FILES = "full", "light", "files"
# The folder of all names under which the installation itself is reached.
MAIN = "_"
INDEX = "index.html"
# Suffix of the compressed copy, by the name of its encoding; the best first.
ENCODINGS = {"br": ".br", "gzip": ".gz"}

# What a public address may be made of; anything else is answered, but never kept.
_SEGMENT = re.compile(r"[a-z0-9][a-z0-9._-]{0,119}")
_HOST = re.compile(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?")
LONGEST_PATH = 400
DEEPEST = 8

# By the end of the name, the first that fits.
TYPES = {
    INDEX: "text/html; charset=utf-8",
    "rss.xml": "application/rss+xml; charset=utf-8",
    "atom.xml": "application/atom+xml; charset=utf-8",
    ".xml": "application/xml; charset=utf-8",
    "feed.json": "application/feed+json; charset=utf-8",
    ".txt": "text/plain; charset=utf-8",
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    ".png": "image/png",
    ".svg": "image/svg+xml",
}
FILE_ENDS = (".avif", ".webp", ".jpg", ".png", ".svg")


class Place(NamedTuple):
    """One kept answer: which folder, under which host, by which name."""

    kind: str
    host: str
    name: str

    def __str__(self) -> str:
        return f"{self.kind}/{self.host}/{self.name}"

    @property
    def type(self) -> str:
        return type_of(self.name)


def place(host: str, path: str, *, light: bool, main: Collection[str]) -> Place | None:
    """Where the answer for an address lies, or None where it is never kept."""
    folder, name = host_folder(host, main), page_name(path)
    if folder is None or name is None:
        return None
    return Place(LIGHT if light and name.endswith(INDEX) else FULL, folder, name)


def host_folder(host: str, main: Collection[str]) -> str | None:
    """The folder of the host as a request names it, port and all."""
    name = host.lower()
    if not name.endswith("]"):
        name = name.partition(":")[0] if not name.startswith("[") else name.partition("]")[0] + "]"
    if name in main:
        return MAIN
    return name if _HOST.fullmatch(name) and ".." not in name else None


def page_name(path: str) -> str | None:
    """ "/kayutangan/kabar/" is kayutangan/kabar/index.html; None for an address that is never kept."""
    if not path.startswith("/") or len(path) > LONGEST_PATH:
        return None
    *folders, last = path[1:].split("/")
    if len(folders) > DEEPEST or not all(map(_SEGMENT.fullmatch, folders)):
        return None
    if not last:
        return path[1:] + INDEX
    if _SEGMENT.fullmatch(last) and last.endswith((".xml", ".json", ".txt")) and type_of(last):
        return path[1:]
    return None


def file_name(name: str) -> str | None:
    """The name of a public file if it is one, such as foto/0123456789abcdef-640.avif."""
    *folders, last = name.split("/")
    if len(name) > LONGEST_PATH or len(folders) != 1 or not all(map(_SEGMENT.fullmatch, [*folders, last])):
        return None
    return name if last.endswith(FILE_ENDS) else None


def type_of(name: str) -> str:
    return next((kind for end, kind in TYPES.items() if name.endswith(end)), "")
