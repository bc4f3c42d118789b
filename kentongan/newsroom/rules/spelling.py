"""Which known word somebody meant."""

from collections.abc import Iterable, Mapping

from rapidfuzz.distance import OSA

# A word that is known only from its beginning on is completed from so many letters on.
COMPLETED_FROM = 4


def mistakes_allowed(word: str) -> int:
    """Letters wrong, missing, too many or swapped."""
    return 1 if len(word) <= 5 else 2 if len(word) <= 9 else 3


def meant(typed: str, known: Iterable[str], held: Mapping[str, int]) -> str:
    """The known word with the fewest mistakes, of those the one in most articles; empty where none is near. Unwritten words are out."""
    near = []
    for word in known:
        if not held.get(word):
            continue
        mistakes = OSA.distance(typed, word)
        if mistakes <= mistakes_allowed(typed):
            near.append((mistakes, -held[word], word))
        elif len(typed) >= COMPLETED_FROM and word.startswith(typed):
            near.append((mistakes_allowed(typed) + 1, -held[word], word))
    return min(near)[2] if near else ""


def halves(word: str, least: int = 3) -> list[tuple[str, str]]:
    """The ways to take a word apart: "gotongroyong" is two words written as one."""
    return [(word[:at], word[at:]) for at in range(least, len(word) - least + 1)]
