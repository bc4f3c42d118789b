"""Reads a text for the guard: which words of the lexicon stand where, as they were written, and what stands beside them."""

import re
from bisect import bisect_left, bisect_right
from dataclasses import dataclass
from functools import cached_property
from itertools import pairwise

from kentongan.harvest.guard.folding import Origin, fold, has_borrowed_letters
from kentongan.harvest.guard.lexicon import (
    APART,
    CALLS,
    REPORTS,
    SPLIT,
    TERMS,
    Kind,
    Table,
    Term,
    glance,
    is_brand,
    skeleton,
)

_TOKEN = re.compile(r"\$?[a-z0-9]+(?:[@$!|][a-z0-9]+)*")
_SENTENCE_END = re.compile(r"[.!?;:]+\s|\n|[。！？]")
# Letters with gaps: pieces this short, at least so many of them.
_PIECE = 2
_PIECES = 3

_NEAR = 8
_COMPANY = 15
_BRAND_CALLS = 6


@dataclass(frozen=True, slots=True)
class Token:
    word: str
    start: int
    end: int
    is_disguised: bool = False


@dataclass(frozen=True, slots=True)
class Hit:
    """A term where it stands: tokens first to last, in which sentence, as it was written."""

    term: Term
    first: int
    last: int
    sentence: int
    written: str
    is_disguised: bool


def holds_nothing(folded: str) -> bool:
    """Whether no term can be in a text: most are done with here. Never true where ``Reading`` would find one."""
    tokens = _TOKEN.findall(folded)
    glances = [glance(token) for token in tokens]
    if any(seen.matters for seen in glances):
        return False
    words = [seen.word for seen in glances]
    if not TERMS.phrases.keys().isdisjoint(pairwise(words)):
        return False
    if any(a + b in SPLIT for a, b in pairwise(words)):
        return False
    return not any(_in_pieces([words[i] for i in run]) for run in _runs(words))


def _runs(words: list[str]) -> list[list[int]]:
    """Places of short pieces in a row."""
    runs: list[list[int]] = []
    for place in (i for i, word in enumerate(words) if len(word) <= _PIECE):
        if runs and runs[-1][-1] == place - 1:
            runs[-1].append(place)
        else:
            runs.append([place])
    return [run for run in runs if len(run) >= _PIECES]


def _in_pieces(pieces: list[str]) -> list[tuple[str, int, int]]:
    """Terms written with gaps, each with its first and last piece."""
    joined = "".join(pieces)
    meant = skeleton(joined)
    starts: list[int] = []
    total = 0
    for piece in pieces:
        starts.append(total)
        total += len(piece)
    found: list[tuple[str, int, int]] = []
    taken: list[tuple[int, int]] = []
    for term in APART:
        looks = skeleton(term)
        at = meant.find(looks)
        while at >= 0:
            end = at + len(term)
            written = joined[at:end]
            if any(letter.isalpha() for letter in written) and all(end <= a or at >= b for a, b in taken[-8:]):
                taken.append((at, end))
                found.append((term, bisect_right(starts, at) - 1, bisect_right(starts, end - 1) - 1))
            at = meant.find(looks, end)
    return sorted(found, key=lambda item: item[1])


class Reading:
    """A text with everything the guard's words find in it."""

    def __init__(self, text: str, folded: str | None = None) -> None:
        self.folded = fold(text) if folded is None else folded
        self._origin = Origin(text)
        self.tokens = self._mended(
            [
                Token(seen.word, found.start(), found.end(), seen.is_disguised)
                for found in _TOKEN.finditer(self.folded)
                for seen in (glance(found[0]),)
            ]
        )
        self.words = [token.word for token in self.tokens]
        self._ends = [found.start() for found in _SENTENCE_END.finditer(self.folded)]

    def _mended(self, tokens: list[Token]) -> list[Token]:
        """With terms put together that were written in pieces."""
        mended: dict[int, tuple[str, int]] = {}
        words = [token.word for token in tokens]
        for run in _runs(words):
            for term, first, last in _in_pieces([words[i] for i in run]):
                mended[run[first]] = (term, run[last])
        for place, (a, b) in enumerate(pairwise(words)):
            if a + b in SPLIT:
                mended.setdefault(place, (a + b, place + 1))
        if not mended:
            return tokens
        whole: list[Token] = []
        place = 0
        while place < len(tokens):
            if place in mended:
                term, last = mended[place]
                whole.append(Token(term, tokens[place].start, tokens[last].end, True))
                place = last + 1
            else:
                whole.append(tokens[place])
                place += 1
        return whole

    def sentence_at(self, place: int) -> int:
        return bisect_left(self._ends, self.tokens[place].start)

    @cached_property
    def hits(self) -> list[Hit]:
        """Terms of all subjects that are not what they are innocently: no birds, no parking."""
        found: list[Hit] = []
        place = 0
        while place < len(self.words):
            fits = TERMS.at(self.words, place)
            if fits is None and is_brand(self.words[place]):
                fits = Term(self.words[place], Kind.BRAND, "gambling"), 1
            if fits is None:
                place += 1
                continue
            term, length = fits
            if not (term.beside and self._is_innocent(term, place)):
                found.append(self._hit(term, place, length))
            place += length
        return [
            hit
            for i, hit in enumerate(found)
            if hit.term.kind not in {Kind.PLAIN, Kind.BRAND} or self._has_company(found, i)
        ]

    def _hit(self, term: Term, place: int, length: int) -> Hit:
        last = place + length - 1
        written = self._origin.written(self.tokens[place].start, self.tokens[last].end)[:60]
        is_disguised = any(token.is_disguised for token in self.tokens[place : last + 1]) or has_borrowed_letters(
            written
        )
        return Hit(term, place, last, self.sentence_at(place), written, is_disguised)

    def _is_innocent(self, term: Term, place: int) -> bool:
        sentence = self.sentence_at(place)
        first = max(0, place - _NEAR)
        return any(
            word in term.beside and abs(self.sentence_at(first + i) - sentence) <= 1
            for i, word in enumerate(self.words[first : place + _NEAR + 1])
        )

    def _has_company(self, hits: list[Hit], i: int) -> bool:
        hit = hits[i]
        for step in (-1, 1):
            j = i + step
            while 0 <= j < len(hits) and abs(hits[j].first - hit.first) <= _COMPANY:
                if hits[j].term.topic == hit.term.topic and hits[j].term.text != hit.term.text:
                    return True
                j += step
        if hit.term.kind is not Kind.BRAND:
            return False
        around = self.words[max(0, hit.first - _BRAND_CALLS) : hit.last + _BRAND_CALLS + 1]
        return len({word for word in around if word in CALLS.single}) >= 2

    @cached_property
    def calls(self) -> list[Hit]:
        """What asks to act, in order."""
        return self._all_of(CALLS)

    @cached_property
    def reports(self) -> list[Hit]:
        """What tells about it, in order."""
        return self._all_of(REPORTS)

    def _all_of(self, table: Table) -> list[Hit]:
        found: list[Hit] = []
        place = 0
        while place < len(self.words):
            term, length = table.at(self.words, place) or (None, 1)
            if term:
                found.append(self._hit(term, place, length))
            place += length
        return found
