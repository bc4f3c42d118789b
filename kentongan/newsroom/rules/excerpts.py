"""The piece of a text that shows why it was found, with the words asked for marked."""

from collections.abc import Callable, Collection
from typing import NamedTuple

from kentongan.newsroom.rules.words import Word, placed_words

LENGTH = 170
# Where the words stand far in, so much of what goes before is shown.
BEFORE = 40


class Part(NamedTuple):
    text: str
    is_asked: bool


def marked(text: str, roots: Collection[str], stem: Callable[[str], str]) -> list[Part]:
    """The whole text in parts, those asked for among them."""
    return _parts(text, [word for word in placed_words(text) if stem(word.folded) in roots])


def excerpt(text: str, roots: Collection[str], stem: Callable[[str], str], length: int = LENGTH) -> list[Part]:
    """The stretch of the text with the most different words asked for, cut between words; its beginning where there are none."""
    text = " ".join(text.split())
    words = list(placed_words(text))
    asked = [word for word in words if stem(word.folded) in roots]
    start = _start(asked, stem, length)
    start = next((word.start for word in words if word.start >= start), 0) if start else 0
    end = next((word.end for word in reversed(words) if word.end <= start + length), len(text))
    end = len(text) if len(text) <= start + length else end
    inside = [Word(word.folded, word.start - start, word.end - start) for word in asked if start <= word.start < end]
    piece = f"{text[start:end]}"
    parts = _parts(piece, inside)
    if start and parts:
        parts.insert(0, Part("… ", is_asked=False))
    if end < len(text):
        parts.append(Part(" …", is_asked=False))
    return parts


def _start(asked: list[Word], stem: Callable[[str], str], length: int) -> int:
    best, most = 0, 0
    for at, first in enumerate(asked):
        held = {stem(word.folded) for word in asked[at:] if word.end - first.start <= length - BEFORE}
        if len(held) > most:
            best, most = first.start, len(held)
    return max(0, best - BEFORE) if best > BEFORE else 0


def _parts(text: str, asked: list[Word]) -> list[Part]:
    parts, at = [], 0
    for word in asked:
        if word.start > at:
            parts.append(Part(text[at : word.start], is_asked=False))
        parts.append(Part(text[word.start : word.end], is_asked=True))
        at = word.end
    if at < len(text):
        parts.append(Part(text[at:], is_asked=False))
    return parts
