"""Reads a text for the guard: which words of the lexicon stand where, as they were written, and what stands beside them."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import compress

from kentongan.harvest.guard.folding import Origin, fold, has_borrowed_letters, spaced
from kentongan.harvest.guard.lexicon import (
    APART,
    BESIDE_BRANDS,
    CALLS,
    FILLERS,
    IDLE_WORDS,
    NONE,
    QUOTING,
    REPORTS,
    SPLIT,
    SPLIT_HEADS,
    TERMS,
    Glance,
    Kind,
    Table,
    Term,
    glance,
    is_brand,
    is_sure_brand,
    skeleton,
)

_TOKEN = re.compile(r"[a-z0-9@$!|]+")
_SENTENCE_END = re.compile(r"[.!?;:]+\s|\n")
_QUOTED = re.compile(r"“[^”\n]{1,300}”|\"[^\"\n]{1,300}\"|«[^»\n]{1,300}»|(?<!\w)[‘'][^'’\n]{1,300}['’](?!\w)")
# Letters with gaps, by their lengths: at least so many pieces so short.
_PIECES_IN_A_ROW = re.compile(rb"[\x01\x02]{3,}")
# In tokens: how near a neighbour must stand to show an innocent meaning, how near another term is company, and how near to a brand its calls stand.
_NEAR = 8
_COMPANY = 25
_BRAND_NEAR = 6


@dataclass(frozen=True, slots=True)
class Hit:
    """A term where it stands: tokens first to last, in which sentence."""

    term: Term
    first: int
    last: int
    sentence: int


def holds_nothing(folded: str) -> bool:
    """Whether no term can be in a text: most are done with here. Never true where ``Reading`` would find one."""
    found = [IDLE_WORDS[token] for token in spaced(folded).split()]
    if None in found:
        return False
    words = list(filter(None, found))
    return not TERMS.may_hold_phrase(words) and not _mends(words)


def _mends(words: list[str]) -> dict[int, tuple[str, int]]:
    """Terms written in pieces, by the place of their first piece, each with the place of its last."""
    mends: dict[int, tuple[str, int]] = {}
    for run in _runs(words):
        for term, first, last in _in_pieces([words[place] for place in run]):
            mends[run[first]] = (term, run[last])
    for place in compress(range(len(words) - 1), map(SPLIT_HEADS.__contains__, words)):
        whole = words[place] + words[place + 1]
        if whole in SPLIT:
            mends.setdefault(place, (whole, place + 1))
    return mends


def _runs(words: list[str]) -> Iterator[range]:
    """Places of short pieces in a row."""
    # No word is longer than a byte can say.
    for found in _PIECES_IN_A_ROW.finditer(bytes(map(len, words))):
        yield range(*found.span())


def _in_pieces(pieces: list[str]) -> list[tuple[str, int, int]]:
    """Terms in pieces, each with its first and last piece: g a c o r, s1 ot."""
    joined = "".join(pieces)
    looks = skeleton(joined)
    owners = [place for place, piece in enumerate(pieces) for _letter in piece]
    taken = bytearray(len(joined))
    found = []
    for term, term_looks in APART.items():
        start = looks.find(term_looks)
        while start >= 0:
            end = start + len(term)
            # Figures alone spell nothing: 51 07.
            if not any(taken[start:end]) and not joined[start:end].isdigit():
                taken[start:end] = b"\1" * len(term)
                found.append((term, owners[start], owners[end - 1]))
            start = looks.find(term_looks, end)
    return sorted(found, key=lambda item: item[1])


class Reading:
    """A text with everything the guard's words find in it."""

    def __init__(self, text: str, folded: str | None = None) -> None:
        self._origin = Origin(text)
        self._is_ascii = text.isascii()
        folded = fold(text) if folded is None else folded
        seen = [(glance(found[0]), found.start(), found.end()) for found in _TOKEN.finditer(folded)]
        seen = _mended([token for token in seen if token[0].word])
        self.words = [token[0].word for token in seen]
        self._glances = [token[0] for token in seen]
        self._spans = [token[1:] for token in seen]
        end = folded.find("\n")
        # Tokens of the first line, which is the title where there is one.
        self.first_line = bisect_left(self._spans, (end, end)) if end >= 0 else len(self.words)
        ends = [found.start() for found in _SENTENCE_END.finditer(folded)]
        self._quoted = [found.span() for found in _QUOTED.finditer(folded)]
        self.sentences = [bisect_right(ends, start) for start, _end in self._spans]

    def written(self, hit: Hit) -> str:
        """As it stands in the text."""
        return self._origin.written(self._spans[hit.first][0], self._spans[hit.last][1]).strip("!|@ ")[:60]

    def is_quoted(self, hit: Hit) -> bool:
        """Whether it stands in quotation marks."""
        start = self._spans[hit.first][0]
        place = bisect_right(self._quoted, (start, start)) - 1
        return place >= 0 and start < self._quoted[place][1]

    def is_disguised(self, hit: Hit) -> bool:
        tokens = self._glances[hit.first : hit.last + 1]
        if any(token.is_disguised for token in tokens):
            return True
        return not self._is_ascii and has_borrowed_letters(self.written(hit))

    @cached_property
    def hits(self) -> list[Hit]:
        """Terms of all subjects, without those that are what they are innocently: no birds, no parking."""
        found = list(self.hits_of(TERMS))
        taken = _places(found)
        sold = _places(hit for hit in found if hit.term.kind is Kind.SELLS)
        found = [hit for hit in found if not self._is_innocent(hit, sold)]
        telling = [hit.first for hit in found if hit.term.kind is not Kind.PLAIN]
        places = [
            place
            for place, token in enumerate(self._glances)
            if token.matters and place not in taken and is_brand(token.word)
        ]
        # A name that sells in one place is no coffee stall in another.
        named = {self.words[place] for place in places if self._is_brand_here(place, telling)}
        brands = [
            Hit(Term(self.words[place], Kind.BRAND, "gambling"), place, place, self.sentences[place])
            for place in places
            if self.words[place] in named
        ]
        found = sorted(found + brands, key=lambda hit: hit.first)
        alone = _alone(found)
        return [hit for hit in found if hit.term.kind is not Kind.PLAIN or hit.first not in alone]

    @cached_property
    def calls(self) -> list[Hit]:
        """What asks to act."""
        return list(self.hits_of(CALLS))

    @cached_property
    def reports(self) -> list[Hit]:
        """What tells about it, without what is denied and what is part of a seller's own words: “no tipu”, “ditolak bank”."""
        found = list(self.hits_of(REPORTS))
        if not found:
            return found
        sold = _places(self.hits)
        return [hit for hit in found if not (hit.first in sold and hit.last in sold) and hit.term.topic != NONE]

    @cached_property
    def announces_others(self) -> bool:
        """Whether the first line says that somebody else's words follow: a hoax, a clarification."""
        return any(hit.first < self.first_line for hit in self.hits_of(QUOTING))

    @cached_property
    def words_of_title(self) -> int:
        """How many words of the first line say something."""
        return sum(word not in FILLERS and not word.isdigit() for word in self.words[: self.first_line])

    def sentence_of(self, hit: Hit) -> list[str]:
        """The words of its sentence."""
        return self.words[bisect_left(self.sentences, hit.sentence) : bisect_right(self.sentences, hit.sentence)]

    def line_of(self, hit: Hit) -> str:
        """Its sentence as it stands in the text, shortened."""
        last = bisect_right(self.sentences, hit.sentence) - 1
        return self._origin.written(self._spans[hit.first][0], self._spans[last][1])[:60]

    def hits_of(self, table: Table) -> Iterator[Hit]:
        """Terms of a table, of several that fit the longest."""
        free = 0
        for place in [place for place, word in enumerate(self.words) if word in table.heads]:
            if place < free:
                continue
            for term, length in table.at(self.words, place):
                # A phrase ends where its sentence does: "… dapat jackpot. Slot parkir …".
                if self.sentences[place] == self.sentences[place + length - 1]:
                    free = place + length
                    yield Hit(term, place, free - 1, self.sentences[place])
                    break

    def _is_innocent(self, hit: Hit, sold: set[int]) -> bool:
        """Whether a neighbour, in this sentence or one beside it, shows the innocent meaning. Words of sellers show none."""
        if not hit.term.beside:
            return False
        first = max(0, hit.first - _NEAR)
        return any(
            word in hit.term.beside and place not in sold and abs(self.sentences[place] - hit.sentence) <= 1
            for place, word in enumerate(self.words[first : hit.last + _NEAR + 1], first)
        )

    def _is_brand_here(self, place: int, telling: list[int]) -> bool:
        """Kopi77 is a coffee stall, until it stands near what it sells or what one does there."""
        if is_sure_brand(self.words[place]):
            return True
        if bisect_left(telling, place - _COMPANY) < bisect_right(telling, place + _COMPANY):
            return True
        around = self.words[max(0, place - _BRAND_NEAR) : place + _BRAND_NEAR + 1]
        beside = len(BESIDE_BRANDS.intersection(around))
        return beside >= 2 or (beside == 1 and around.count(self.words[place]) > 1)


def _places(hits: Iterable[Hit]) -> set[int]:
    """Of all their words."""
    return {place for hit in hits for place in range(hit.first, hit.last + 1)}


def _mended(tokens: list[tuple[Glance, int, int]]) -> list[tuple[Glance, int, int]]:
    """With terms put together that were written in pieces."""
    mends = _mends([token[0].word for token in tokens])
    if not mends:
        return tokens
    whole = []
    place = 0
    while place < len(tokens):
        if place in mends:
            term, last = mends[place]
            whole.append((Glance(term, is_disguised=True, matters=True), tokens[place][1], tokens[last][2]))
            place = last + 1
        else:
            whole.append(tokens[place])
            place += 1
    return whole


def _alone(hits: Iterable[Hit]) -> set[int]:
    """First tokens of hits that have no other term of their subject near, before or after them."""
    accompanied: set[int] = set()
    places: set[int] = set()
    # By subject: the last hit, and the last one of another text before it.
    last: dict[str, Hit] = {}
    other: dict[str, Hit] = {}
    waiting: dict[str, list[Hit]] = {}
    for hit in hits:
        places.add(hit.first)
        topic = hit.term.topic
        before = last.get(topic)
        if before and before.term.text != hit.term.text:
            other[topic] = before
            accompanied.update(one.first for one in waiting.pop(topic, ()) if hit.first - one.first <= _COMPANY)
        if topic in other and hit.first - other[topic].first <= _COMPANY:
            accompanied.add(hit.first)
        waiting.setdefault(topic, []).append(hit)
        last[topic] = hit
    return places - accompanied
