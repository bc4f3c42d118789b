"""Two versions of one text side by side: what differs, and both joined so that nothing is lost."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher

# Above this many words a comparison by word takes too long for a page; whole lines are compared then.
MOST_WORDS = 4000
_WORD = re.compile(r"\s+|[^\s]+")
_LINE = re.compile(r"[^\n]*\n?")


@dataclass(frozen=True)
class Piece:
    """A stretch of text, and whether the other version lacks it."""

    text: str
    differs: bool


def compared(mine: str, theirs: str) -> tuple[list[Piece], list[Piece]]:
    """Both texts cut into pieces, those that stand in only one of them marked."""
    left, right = _cut(mine), _cut(theirs)
    if len(left) + len(right) > MOST_WORDS:
        left, right = _LINE.findall(mine), _LINE.findall(theirs)
    start = _alike(left, right)
    end = _alike(left[start:][::-1], right[start:][::-1])
    before, after = left[:start], left[len(left) - end :]
    left, right = left[start : len(left) - end], right[start : len(right) - end]
    first, second = list(_piece(before, False)), list(_piece(before, False))
    for differs, ours, others in _compared(left, right):
        first += _piece(ours, differs)
        second += _piece(others, differs)
    return [*first, *_piece(after, False)], [*second, *_piece(after, False)]


def _compared(left: list[str], right: list[str]) -> Iterator[tuple[bool, list[str], list[str]]]:
    if len(left) + len(right) > MOST_WORDS:
        # Nothing but short lines, for which a comparison takes minutes: one whole beside the other.
        yield True, left, right
        return
    for tag, i1, i2, j1, j2 in SequenceMatcher(None, left, right, autojunk=False).get_opcodes():
        yield tag != "equal", left[i1:i2], right[j1:j2]


def _alike(left: list[str], right: list[str]) -> int:
    """How many at the beginning are the same."""
    return next(
        (at for at, (one, other) in enumerate(zip(left, right, strict=False)) if one != other),
        min(len(left), len(right)),
    )


@dataclass(frozen=True)
class Change:
    """A stretch of text that stayed (""), went ("del") or came ("ins")."""

    text: str
    kind: str

    @property
    def differs(self) -> bool:
        return bool(self.kind)


def woven(before: str, after: str) -> list[Change]:
    """Both texts in one: the old words where they went, then the new ones."""
    old, new = compared(before, after)
    woven: list[Change] = []
    left, right = iter(old), iter(new)
    gone, came = next(left, None), next(right, None)
    while gone or came:
        if gone and gone.differs:
            woven.append(Change(gone.text, "del"))
            gone = next(left, None)
        elif came and came.differs:
            woven.append(Change(came.text, "ins"))
            came = next(right, None)
        else:
            woven.append(Change((came or gone).text, ""))  # type: ignore[union-attr]
            gone, came = next(left, None), next(right, None)
    return woven


def joined(theirs: str, mine: str) -> str:
    """Both texts in one: theirs first, then each paragraph of mine that theirs lacks."""
    if theirs.strip() == mine.strip() or not mine.strip():
        return theirs
    if not theirs.strip():
        return mine
    known = {_folded(part) for part in _paragraphs(theirs)}
    more = [part for part in _paragraphs(mine) if _folded(part) not in known]
    return "\n\n".join([theirs.strip("\n"), *more])


def _cut(text: str) -> list[str]:
    return _WORD.findall(text)


def _piece(words: list[str], differs: bool) -> Iterator[Piece]:
    if words:
        yield Piece("".join(words), differs)


def _paragraphs(text: str) -> list[str]:
    return [part.strip("\n") for part in re.split(r"\n\s*\n", text.replace("\r\n", "\n")) if part.strip()]


def _folded(text: str) -> str:
    return " ".join(text.split()).casefold()
