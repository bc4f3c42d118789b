"""What readers search: articles by their words, groups and areas by name. The same hits on both databases.

Sets come from the database (core.terms), newest first and cut there; order comes from Python (rules.ranking).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from django.db.models.functions import Length

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.normalise import fold
from kentongan.core.search import alike, nearest
from kentongan.core.terms import Terms
from kentongan.newsroom.models import Article, KnownWord, SearchEntry
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.excerpts import Part, excerpt, marked
from kentongan.newsroom.rules.ranking import points
from kentongan.newsroom.rules.spelling import halves, meant, near, one_mistake_away
from kentongan.newsroom.rules.titles import unbroken
from kentongan.newsroom.rules.words import is_stop_word, words_in
from kentongan.newsroom.search_index import area_term, group_term, kind_term, title_terms, word_terms
from kentongan.newsroom.stems import root_is_known, root_of, stem
from kentongan.registry.models import Group

LONGEST_QUERY = 200
MOST_WORDS = 8
# Hits are counted up to here; more are "more than".
COUNTED = 1_000
# Where it only matters which word stands in more articles than another, the first count goes no further.
A_FEW = 100
# So many of the newest of each set are ranked.
RANKED = 100
PLACES = 5
PER_PAGE = 10
# core.search.score: from here on a name contains what was typed; from ALIKE on it is nearly that.
CONTAINED, ALIKE, MAYBE = 100, 85, 65
_LEAST_NAME = 3
SHORT = 4
# An affix and a root have so many letters at least.
_LEAST_FORM = 6
# Looking for such forms takes a while for each word.
_FEW = 3
# What people write before an area's name; the register keeps it apart.
_KINDS = frozenset({"desa", "kelurahan", "kecamatan", "kabupaten", "kota", "provinsi"})


@dataclass(frozen=True)
class Hit:
    """An article, with the words asked for marked in its title and in a piece of its text."""

    article: Article
    title: list[Part]
    excerpt: list[Part]


@dataclass(frozen=True)
class Place:
    """A group or an area found by its name."""

    thing: Group | Area
    is_named: bool

    @property
    def is_group(self) -> bool:
        return isinstance(self.thing, Group)


@dataclass(frozen=True)
class Found:
    """The answer to a search."""

    hits: list[Hit] = field(default_factory=list)
    # Of all kinds, counted up to COUNTED.
    counts: dict[str, int] = field(default_factory=dict)
    has_more: bool = False
    lead: Place | None = None
    places: list[Place] = field(default_factory=list)
    # Names a little like what was asked, where nothing else was found.
    proposals: list[Place] = field(default_factory=list)
    # What was searched in place of what was typed; "" where it is the same.
    corrected: str = ""
    # Words in no article.
    unknown: tuple[str, ...] = ()
    # No article holds all of the words; these hold some.
    is_partial: bool = False

    @property
    def total(self) -> int:
        return sum(self.counts.values())

    @property
    def is_counted(self) -> bool:
        """Whether ``total`` is all of them."""
        return self.total < COUNTED


@dataclass(frozen=True)
class Scope:
    """Where is searched: the network of an area, or one group."""

    area: Area | None = None
    group: Group | None = None

    @property
    def terms(self) -> tuple[str, ...]:
        if self.group:
            return (group_term(self.group.code),)
        return (area_term(self.area.code),) if self.area and self.area.level != Level.NATION else ()


def search(
    typed: str,
    *,
    area: Area | None = None,
    group: Group | None = None,
    kind: str = "",
    page: int = 1,
    per_page: int = PER_PAGE,
) -> Found:
    """What an area's network or one group has for the words typed, best first, one page of it."""
    scope = Scope(area, group)
    typed = typed[:LONGEST_QUERY]
    asked = _telling(words_in(typed))
    if not asked:
        return Found()
    held = _Held(scope)
    question, corrected, unknown = _Question(asked, scope), "", tuple[str, ...]()
    places = [] if group else _places(typed, area)
    if not question.matching and not any(place.is_named for place in places):
        mended = _mended(asked, held)
        unknown = mended.unknown
        if mended.words and mended.words != asked:
            question = _Question(mended.words, scope)
            if mended.is_changed:
                corrected = " ".join(mended.words)
                places = places or ([] if group else _places(corrected, area))
    question.widen(held)
    start = (page - 1) * per_page
    ranked = question.ranked(kind, enough=start + per_page + 1) if question.matching else []
    lead = next((place for place in places if place.is_named), None)
    return Found(
        hits=_hits(ranked[start : start + per_page], question.roots),
        counts=question.counts,
        has_more=len(ranked) > start + per_page,
        lead=lead,
        places=[place for place in places if place is not lead],
        proposals=[] if question.matching or places or group else _places(typed, area, is_forgiving=True),
        corrected=corrected,
        unknown=unknown,
        is_partial=question.is_partial,
    )


def _telling(words: Iterable[str]) -> list[str]:
    """The words worth looking for: not those every text has, unless there are no others."""
    words = list(dict.fromkeys(words))
    return ([word for word in words if not is_stop_word(word)] or words)[:MOST_WORDS]


class _Question:
    """The sets of articles that answer some words, newest first."""

    def __init__(self, words: Sequence[str], scope: Scope) -> None:
        self.roots = tuple(dict.fromkeys(stem(word) for word in words))
        self.scope = scope.terms
        self.entries = Terms(SearchEntry, "terms")
        self.is_partial = False
        # Keys of entries and their kinds.
        self.matching = self._with(word_terms(self.roots), limit=COUNTED)

    def widen(self, held: "_Held") -> None:
        """Where few articles hold all of three words or more, those that miss one follow; where none does, those with any telling word."""
        if len(self.roots) < 2 or len(self.matching) >= PER_PAGE:
            return
        self.is_partial = not self.matching
        if len(self.roots) >= 3:
            self.matching |= self._with((), all_but_one_of=word_terms(self.roots), limit=COUNTED)
        if not self.matching:
            counts = held.of_terms(word_terms(self.roots))
            telling = [term for term, count in counts.items() if 0 < count < COUNTED]
            telling = telling or [term for term, count in counts.items() if count]
            self.matching = self._with((), any_of=telling, limit=COUNTED) if telling else {}

    @cached_property
    def counts(self) -> dict[str, int]:
        return dict(Counter(self.matching.values()))

    def ranked(self, kind: str, enough: int) -> list[int]:
        """At least ``enough`` keys of entries where there are so many, best first.

        Whatever has all words in its title comes before the rest; the texts of the rest are read only where those are not enough.
        """
        chosen = [kind_term(kind)] if kind else []
        titled = self._with([*title_terms(self.roots), *chosen], limit=RANKED)
        first = self._sorted(SearchEntry.objects.filter(pk__in=titled).values_list("pk", "title"))
        if len(first) >= enough:
            return first
        if kind and len(self.matching) >= COUNTED and not self.is_partial:
            keys = list(self._with([*word_terms(self.roots), *chosen], limit=RANKED))
        else:
            keys = [key for key, its in self.matching.items() if not kind or its == kind]
        rest = sorted((key for key in keys if key not in titled), reverse=True)[:RANKED]
        return first + self._sorted(SearchEntry.objects.filter(pk__in=rest).values_list("pk", "title", "body"))

    def _sorted(self, rows: Iterable[tuple]) -> list[int]:
        """Best first, of equals the newest."""
        scored = [
            (points(self.roots, title.split(), body[0].split() if body else []), key) for key, title, *body in rows
        ]
        return [key for _points, key in sorted(scored, reverse=True)]

    def _with(self, terms: Sequence[str], *, limit: int, **others: Sequence[str]) -> dict[int, str]:
        return dict(self.entries.newest(["id", "kind"], all_of=[*terms, *self.scope], limit=limit, **others))


# Spelling -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mended:
    words: list[str]
    unknown: tuple[str, ...] = ()
    # Whether a word was replaced, not only left out.
    is_changed: bool = False


def _mended(asked: list[str], held: "_Held") -> _Mended:
    """The words with the misspelt ones put right as far as articles of the scope know them; those that cannot be are left out."""
    # Where many are asked for, their counts may be wanted when the question is widened.
    written = held.written(asked, A_FEW if len(asked) <= _FEW else COUNTED)
    if written.issuperset(asked):
        return _Mended(asked)
    words: list[str] = []
    unknown: list[str] = []
    for word in _joined(asked, written, held):
        if word in written or word not in asked:
            words.append(word)
        elif mended := _mend(word, held, is_thorough=len(asked) <= _FEW):
            words += mended
        else:
            unknown.append(word)
    words = list(dict.fromkeys(words))
    return _Mended(words, tuple(unknown), is_changed=not set(words) <= set(asked))


def _joined(asked: list[str], written: set[str], held: "_Held") -> list[str]:
    """ "pos yandu" is one word, if one half is unknown and the whole is known."""
    pairs = {
        at: first + second
        for at, (first, second) in enumerate(pairwise(asked))
        if not written.issuperset((first, second))
    }
    whole = held.written(_known(pairs.values()))
    joined = {at: word for at, word in pairs.items() if word in whole}
    words, at = [], 0
    while at < len(asked):
        words.append(joined.get(at, asked[at]))
        at += 2 if at in joined else 1
    return words


def _mend(word: str, held: "_Held", *, is_thorough: bool) -> list[str]:
    """What the word was to be: one nearly the same, or two that were written as one."""
    likely = near(word, [*alike(KnownWord.objects.all(), "word", word), *_short(word)])
    best = _best(likely, held)
    if is_thorough and (not best or likely[best] > 1):
        # Nobody wrote "pembuatan", but somebody "membuat".
        formed = _formed(word)
        best = _best(formed, held) or best
    if best:
        return [best]
    pairs = halves(word)
    known = _known(part for pair in pairs for part in pair)
    whole = [pair for pair in pairs if known.issuperset(pair)]
    counts = held.of({part for pair in whole for part in pair})
    best_pair = max(whole, key=lambda pair: (min(counts[pair[0]], counts[pair[1]]), pair), default=("", ""))
    return [*best_pair] if min(counts.get(part, 0) for part in best_pair) else []


def _best(mistakes: dict[str, int], held: "_Held") -> str:
    """``meant`` of near words, counted only as far as it tells which of those with the fewest mistakes stands in the most articles."""
    few = held.of(mistakes, A_FEW)
    fewest = min((mistakes[word] for word, count in few.items() if count), default=0)
    best = {word: fewest for word, count in few.items() if count and mistakes[word] == fewest}
    is_told = len({stem(word) for word in best if few[word] >= A_FEW}) < 2
    return meant(best, few if is_told else held.of(best))


def _formed(word: str) -> dict[str, int]:
    """Forms of known roots with affixes that the word is but for one mistake."""
    if len(word) < _LEAST_FORM or not word.isascii():
        return {}
    return {form: 1 for form in set(one_mistake_away(word)) - {word} if root_is_known(form)}


def _short(word: str) -> list[str]:
    """A short word with one wrong letter may share no piece of three with the right one; then its first letter is trusted."""
    if len(word) > SHORT:
        return []
    begun = KnownWord.objects.filter(word__startswith=word[0]).annotate(length=Length("word"))
    return list(begun.filter(length__range=(len(word) - 1, len(word) + 1)).values_list("word", flat=True))


def _known(words: Iterable[str]) -> set[str]:
    return set(KnownWord.objects.filter(word__in=set(words)).values_list("word", flat=True))


class _Held:
    """In how many articles of the scope the root of a word stands, counted up to a cap; what is known is not asked again."""

    def __init__(self, scope: Scope) -> None:
        self._scope = scope.terms
        # The count, and how far was counted.
        self._known: dict[str, tuple[int, int]] = {}

    def written(self, words: Iterable[str], cap: int = A_FEW) -> set[str]:
        """Those of the words that any article has."""
        return {word for word, count in self.of(words, cap).items() if count}

    def of(self, words: Iterable[str], cap: int = COUNTED) -> dict[str, int]:
        terms = {word: word_terms([stem(word)])[0] for word in words}
        counts = self.of_terms(terms.values(), cap)
        return {word: counts[term] for word, term in terms.items()}

    def of_terms(self, terms: Iterable[str], cap: int = COUNTED) -> dict[str, int]:
        terms = list(dict.fromkeys(terms))
        unknown = [term for term in terms if not self._is_known(term, cap)]
        counts = Terms(SearchEntry, "terms").held(unknown, all_of=self._scope, cap=cap)
        self._known |= {term: (count, cap) for term, count in counts.items()}
        return {term: self._known[term][0] for term in terms}

    def _is_known(self, term: str, cap: int) -> bool:
        count, counted = self._known.get(term, (0, 0))
        return count < counted or counted >= cap


# Groups and areas -----------------------------------------------------------------------------------------------------


def _places(name: str, area: Area | None, *, is_forgiving: bool = False) -> list[Place]:
    """Groups and areas that are named so or contain it; with forgiving, those that are nearly so."""
    wanted = fold(name)
    if len(wanted) < _LEAST_NAME:
        return []
    groups = Group.objects.existing_on(today())
    areas = Area.objects.exclude(level=Level.NATION).valid_on(today())
    if area is not None:
        groups, areas = groups.within(area), areas.within(area)
    found: list[tuple[Group | Area, float]] = [
        *nearest(
            groups.select_related("area__parent", "site"), "search_text", wanted, PLACES, is_forgiving=is_forgiving
        ),
        *nearest(areas.select_related("parent"), "search_text", _bare(name), PLACES, is_forgiving=is_forgiving),
    ]
    best = max((score for _thing, score in found), default=0)
    least = CONTAINED if best >= CONTAINED else ALIKE if best >= ALIKE else MAYBE
    kept = [(thing, score) for thing, score in found if score >= least]
    kept.sort(key=lambda one: (-one[1], not isinstance(one[0], Group), one[0].name, str(one[0].pk)))
    places = [Place(thing, is_named=wanted in _names(thing)) for thing, _score in kept[:PLACES]]
    return sorted(places, key=lambda place: not place.is_named)


def _bare(name: str) -> str:
    """An area's name without the word for what it is."""
    first, _space, rest = name.strip().partition(" ")
    return rest if rest.strip() and first.lower() in _KINDS else name


def _names(thing: Group | Area) -> set[str]:
    """What people call it, folded: with and without KIM, Desa or Kota."""
    if isinstance(thing, Group):
        return {fold(thing.name), fold(thing.name.removeprefix("KIM "))}
    return {fold(thing.name), fold(thing.full_name), fold(thing.name.removeprefix("Kabupaten ").removeprefix("Kota "))}


# What is shown --------------------------------------------------------------------------------------------------------


_SHOWN = (
    *("title", "slug", "kind", "body", "published_at", "search_entry__id"),
    *("group__name", "group__site__slug", "group__site__domain", "group__area__name"),
)


def _hits(keys: Sequence[int], roots: Sequence[str]) -> list[Hit]:
    """The articles behind some entries in their order; only what readers may see, whatever the index says."""
    articles = {
        article.search_entry.pk: article
        for article in Article.objects.published()
        .filter(group__site__is_open=True, search_entry__in=keys)
        .select_related("search_entry", "group__site", "group__area")
        .only(*_SHOWN)
    }
    wanted = set(roots)
    return [_hit(articles[key], wanted) for key in keys if key in articles]


def _hit(article: Article, roots: set[str]) -> Hit:
    return Hit(
        article=article,
        title=marked(unbroken(article.title), roots, root_of),
        excerpt=excerpt(marks.to_plain(article.body), roots, root_of),
    )
