"""How well an article answers what was asked: all words before some, the title before the text, near before far; then the newest."""

from collections.abc import Sequence

# A phrase; its words close together; in one paragraph or so; anywhere.
PHRASE, CLOSE, NEAR, ANYWHERE = 3, 2, 1, 0
# Room for words between: "pasar di desa" answers "pasar desa".
GAP = 3
PARAGRAPH = 20
# One word asked for, so often in the text.
OFTEN, TWICE = 5, 2


def points(asked: Sequence[str], title: list[str], body: list[str]) -> tuple[int, int, int]:
    """Comparable: how many of the words asked for are there, how many in the title, and how near they stand. Higher is better."""
    wanted = set(asked)
    in_title = wanted.intersection(title)
    found = in_title | wanted.intersection(body)
    if not found:
        return (0, 0, 0)
    where = title if in_title == found else body
    return (len(found), len(in_title), _nearness([word for word in asked if word in found], where))


def _nearness(asked: Sequence[str], text: list[str]) -> int:
    wanted = set(asked)
    places = [(at, word) for at, word in enumerate(text) if word in wanted]
    if len(wanted) == 1:
        return CLOSE if len(places) >= OFTEN else NEAR if len(places) >= TWICE else ANYWHERE
    if _has_phrase(asked, text, places):
        return PHRASE
    span = _shortest_span(wanted, places)
    if span <= len(wanted) + GAP:
        return CLOSE
    return NEAR if span <= PARAGRAPH + len(wanted) else ANYWHERE


def _has_phrase(asked: Sequence[str], text: list[str], places: list[tuple[int, str]]) -> bool:
    phrase = list(asked)
    return any(word == phrase[0] and text[at : at + len(phrase)] == phrase for at, word in places)


def _shortest_span(wanted: set[str], places: list[tuple[int, str]]) -> int:
    """The length of the shortest stretch that holds each word; very long where one is missing."""
    last: dict[str, int] = {}
    best = 1_000_000
    for at, word in places:
        last[word] = at
        if len(last) == len(wanted):
            best = min(best, at - min(last.values()) + 1)
    return best
