"""One plain form of what is written: small Latin letters and digits, without the disguises that Unicode offers."""

import re
import unicodedata
from bisect import bisect_left, bisect_right
from functools import lru_cache
from itertools import accumulate

from kentongan.harvest.guard.lexicon import LETTERS

_BLANK = frozenset("\u115f\u1160\u3164\uffa0\u2800")
# Letters as flags, and white letters on black squares and discs: Unicode names no plain letter for them.
_PICTURED = {first + i: chr(ord("a") + i) for first in (0x1F1E6, 0x1F150, 0x1F170) for i in range(26)}


class _Folds(dict[int, str]):
    """What each character becomes; filled as characters turn up."""

    def __missing__(self, code: int) -> str:
        self[code] = plain = _plain(chr(code))
        return plain


FOLDS = _Folds()


def _plain(character: str) -> str:
    if character == "\n":
        return character
    if character in _BLANK:
        return ""
    kind = unicodedata.category(character)
    # Marks above letters, joiners of no width, changes of direction, controls.
    if kind in {"Mn", "Me", "Cf"} or (kind == "Cc" and not character.isspace()):
        return ""
    if character.isspace():
        return " "
    if ord(character) in _PICTURED:
        return _PICTURED[ord(character)]
    small = character.lower()
    compatible = "".join(
        part for part in unicodedata.normalize("NFKD", small) if unicodedata.category(part) != "Mn"
    ).lower()
    if not compatible.isascii():
        # Of other scripts only single letters are taken apart: a Korean syllable stays one.
        compatible = compatible if len(compatible) == 1 else small
    return "".join(_borrowed(letter) or letter for letter in compatible)


_NAMED = re.compile(
    r"LATIN (?:CAPITAL |SMALL )?LETTER (?:(?:SMALL CAPITAL|BARRED|TURNED|REVERSED|SIDEWAYS|SCRIPT|INSULAR|DOTLESS|LONG|BLACKLETTER|HALF) )*([A-Z])(?: WITH .+)?"
)


@lru_cache(maxsize=1 << 12)
def _borrowed(letter: str) -> str:
    """The plain letter that a small one stands for; empty where it is plain itself, or a letter of its own."""
    if letter.isascii():
        return ""
    if letter in LETTERS:
        return LETTERS[letter]
    found = _NAMED.fullmatch(unicodedata.name(letter, ""))
    return found[1].lower() if found else ""


_NOT_ASCII = re.compile(r"[^\x00-\x7f]+")
_BETWEEN = {code: " " for code in range(128) if chr(code) not in "abcdefghijklmnopqrstuvwxyz0123456789@$!|"}


def fold(text: str) -> str:
    if not text.isascii():
        # Python translates texts of ASCII alone many times faster: the few other characters go first.
        text = _NOT_ASCII.sub(lambda found: found[0].translate(FOLDS), text)
    return text.translate(FOLDS)


def spaced(folded: str) -> str:
    """Nothing but words of Latin letters and digits, and spaces."""
    return (folded if folded.isascii() else _NOT_ASCII.sub(" ", folded)).translate(_BETWEEN)


class Origin:
    """Finds the place in a text that a place in its folded form comes from."""

    def __init__(self, text: str) -> None:
        self.text = text
        self._ends = None if text.isascii() else list(accumulate(len(FOLDS[ord(letter)]) for letter in text))

    def written(self, start: int, end: int) -> str:
        """The words as they were written, on one line."""
        if self._ends is not None:
            start, end = bisect_right(self._ends, start), bisect_left(self._ends, end) + 1
        return " ".join(self.text[start:end].split())


def has_borrowed_letters(written: str) -> bool:
    """Whether letters of other alphabets stand where Latin ones belong."""
    return not written.isascii() and any(map(_borrowed, written.lower()))
