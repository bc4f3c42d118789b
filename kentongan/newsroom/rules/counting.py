"""As what a shown article counts, and which of several copies does."""

import datetime as dt
from collections.abc import Iterable

from kentongan.newsroom.enums import ArticleKind
from kentongan.newsroom.rules.marks import FEW_WORDS, words

# Kinds of evidence. Whatever is shown keeps the site alive; own words are news, too; others' words count as passed on.
SHOWN, NEWS, PASSED_ON = "situs", "berita", "terusan"
ALL_KINDS = (SHOWN, NEWS, PASSED_ON)
TOLD = frozenset({ArticleKind.NEWS, ArticleKind.POTENTIAL, ArticleKind.EVENT, ArticleKind.ANNOUNCEMENT})


def kinds_of(kind: str, body: str, *, is_repost: bool) -> frozenset[str]:
    """The kinds of evidence a shown article leaves. A product, and a video
    with words of its own, is neither news nor passed on."""
    if is_repost:
        return frozenset({SHOWN, PASSED_ON})
    has_own_words = words(body) >= FEW_WORDS
    if kind == ArticleKind.PRODUCT or (has_own_words and kind not in TOLD):
        return frozenset({SHOWN})
    return frozenset({SHOWN, NEWS if has_own_words else PASSED_ON})


def first_shown(shown: Iterable[tuple[int, str, dt.datetime | None]]) -> frozenset[int]:
    """Of articles readers see, by key, fingerprint and time: the earliest of each text, and all without one."""
    counted: dict[str, int] = {}
    without: set[int] = set()
    for key, mark, _at in sorted(shown, key=lambda one: (one[2] is None, one[2], one[0])):
        if mark:
            counted.setdefault(mark, key)
        else:
            without.add(key)
    return frozenset(counted.values()) | without
