"""Which known word somebody meant."""

from collections.abc import Iterable, Iterator, Mapping
from string import ascii_lowercase

from rapidfuzz.distance import OSA

# A word that is known only from its beginning on is completed from so many letters on.
COMPLETED_FROM = 4
MOST_NEAR = 12


def mistakes_allowed(word: str) -> int:
    """Letters wrong, missing, too many or swapped."""
    return 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3


def near(typed: str, known: Iterable[str]) -> dict[str, int]:
    """The known words it may have meant, with the mistakes in it, fewest first; a word typed only in part counts as one more than allowed."""
    allowed = mistakes_allowed(typed)
    found = {}
    for word in set(known):
        mistakes = OSA.distance(typed, word, score_cutoff=allowed)
        if mistakes <= allowed:
            found[word] = mistakes
        elif len(typed) >= COMPLETED_FROM and word.startswith(typed):
            found[word] = allowed + 1
    return dict(sorted(found.items(), key=lambda one: (one[1], one[0]))[:MOST_NEAR])


def meant(mistakes: Mapping[str, int], held: Mapping[str, int]) -> str:
    """Of near words the one with the fewest mistakes, of those the one in most articles; empty where none is written anywhere."""
    written = [(count, -held[word], word) for word, count in mistakes.items() if held.get(word)]
    return min(written)[2] if written else ""


def one_mistake_away(word: str) -> Iterator[str]:
    """Every word that this one is with a single mistake mended: a letter wrong, missing, too many, or two swapped."""
    for at in range(len(word) + 1):
        before, after = word[:at], word[at:]
        if after:
            yield before + after[1:]
        if len(after) > 1:
            yield before + after[1] + after[0] + after[2:]
        for letter in ascii_lowercase:
            yield before + letter + after
            if after:
                yield before + letter + after[1:]


def halves(word: str, least: int = 3) -> list[tuple[str, str]]:
    """The ways to take a word apart: "gotongroyong" is two words written as one."""
    return [(word[:at], word[at:]) for at in range(least, len(word) - least + 1)]
