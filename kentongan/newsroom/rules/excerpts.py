"""The piece of a text that shows why it was found, with the words asked for marked."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from kentongan.newsroom.rules.words import WORD

LENGTH = 170
# Where the words stand far in, so much of what goes before is shown.
BEFORE = 40
# The root of a word as it is written.
RootOf = Callable[[str], str]


class Part(NamedTuple):
    text: str
    is_asked: bool


class Place(NamedTuple):
    """Where a word asked for stands."""

    root: str
    start: int
    end: int


def marked(text: str, roots: Collection[str], root_of: RootOf) -> list[Part]:
    """The whole text in parts, those asked for among them."""
    return _parts(text, 0, len(text), _places(text, roots, root_of))


def excerpt(text: str, roots: Collection[str], root_of: RootOf, length: int = LENGTH) -> list[Part]:
    """The stretch of the text with the most different words asked for, cut between words; its beginning where there are none."""
    text = " ".join(text.split())
    places = _places(text, roots, root_of)
    start = _start(places, length)
    if start:
        start = text.find(" ", start) + 1
    end = len(text)
    if end > start + length:
        cut = text.rfind(" ", start, start + length)
        end = cut if cut > start else start + length
    parts = _parts(text, start, end, places)
    if start:
        parts.insert(0, Part("… ", is_asked=False))
    if end < len(text):
        parts.append(Part(" …", is_asked=False))
    return parts


def _places(text: str, roots: Collection[str], root_of: RootOf) -> list[Place]:
    return [
        Place(root, match.start(), match.end()) for match in WORD.finditer(text) if (root := root_of(match[0])) in roots
    ]


def _start(places: list[Place], length: int) -> int:
    best, most = 0, 0
    for at, first in enumerate(places):
        held = {place.root for place in places[at:] if place.end - first.start <= length - BEFORE}
        if len(held) > most:
            best, most = first.start, len(held)
    return max(0, best - BEFORE)


def _parts(text: str, start: int, end: int, places: list[Place]) -> list[Part]:
    parts, at = [], start
    for place in places:
        if place.start < at or place.end > end:
            continue
        if place.start > at:
            parts.append(Part(text[at : place.start], is_asked=False))
        parts.append(Part(text[place.start : place.end], is_asked=True))
        at = place.end
    if at < end:
        parts.append(Part(text[at:end], is_asked=False))
    return parts
