"""What readers search: articles by their words, groups and areas by name. The same hits on both databases.

Sets come from the database (core.terms), newest first and cut there; order comes from Python (rules.ranking).
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import pairwise

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.core.clock import today
from kentongan.core.normalise import fold
from kentongan.core.search import nearest
from kentongan.core.terms import Terms
from kentongan.newsroom.models import Article, KnownWord, SearchEntry
from kentongan.newsroom.queries.public import shown
from kentongan.newsroom.rules import marks
from kentongan.newsroom.rules.excerpts import Part, excerpt, marked
from kentongan.newsroom.rules.ranking import points
from kentongan.newsroom.rules.spelling import halves, meant
from kentongan.newsroom.rules.words import is_stop_word, words_in
from kentongan.newsroom.search_index import area_term, group_term, kind_term, title_terms, word_terms
from kentongan.newsroom.stems import stem
from kentongan.registry.models import Group

LONGEST_QUERY = 200
MOST_WORDS = 8
# Hits are counted up to here; more are "more than".
COUNTED = 1_000
# So many of the newest of each set are ranked.
RANKED = 150
PLACES = 5
PER_PAGE = 10
# core.search.score: from here on a name contains what was typed; from ALIKE on it is nearly that.
CONTAINED, ALIKE, MAYBE = 100, 85, 65
_LEAST_NAME = 3


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
    question = _Question(asked, scope)
    corrected = ""
    if not question.matching:
        mended = _mended(asked, scope)
        if mended.words != asked and mended.words:
            question, corrected = _Question(mended.words, scope), " ".join(mended.words)
        question.search_some()
        unknown = mended.unknown
    else:
        question.search_most()
        unknown = ()
    ranked = question.ranked(kind)
    start = (page - 1) * per_page
    name = corrected or typed
    places = [] if group else _places(name, area, is_forgiving=not question.matching)
    lead = next((place for place in places if place.is_named), None)
    near = [place for place in places if place is not lead]
    return Found(
        hits=_hits(ranked[start : start + per_page], question.roots),
        counts=question.counts,
        has_more=len(ranked) > start + per_page,
        lead=lead,
        places=near if question.matching or lead else [],
        proposals=[] if question.matching or lead else near,
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

    def search_most(self) -> None:
        """Where few articles hold all of three words or more, those that miss one follow."""
        if len(self.roots) >= 3 and len(self.matching) < PER_PAGE:
            self.matching |= self._missing_one()

    def search_some(self) -> None:
        """Where no article holds all words: those that miss one, else those with any word that tells something."""
        if self.matching or len(self.roots) < 2:
            return
        self.is_partial = True
        if len(self.roots) >= 3:
            self.matching = self._missing_one()
        if not self.matching:
            held = self.entries.held(word_terms(self.roots), all_of=self.scope, cap=COUNTED)
            telling = [term for term, count in held.items() if 0 < count < COUNTED]
            telling = telling or [term for term, count in held.items() if count]
            self.matching = self._with((), any_of=telling, limit=COUNTED) if telling else {}

    @cached_property
    def counts(self) -> dict[str, int]:
        return dict(Counter(self.matching.values()))

    def ranked(self, kind: str = "") -> list[int]:
        """Keys of entries, best first."""
        keys = [key for key, its in self.matching.items() if not kind or its == kind]
        if not keys:
            return []
        chosen = [kind_term(kind)] if kind else []
        if kind and len(self.matching) >= COUNTED and not self.is_partial:
            keys = [*self._with([*word_terms(self.roots), *chosen], limit=RANKED)]
        titled = self._with([*title_terms(self.roots), *chosen], limit=RANKED)
        candidates = {*titled, *sorted(keys, reverse=True)[:RANKED]}
        rows = SearchEntry.objects.filter(pk__in=candidates).values_list("pk", "title", "body")
        scored = [(points(self.roots, title.split(), body.split()), key) for key, title, body in rows]
        return [key for _points, key in sorted(scored, reverse=True)]

    def _missing_one(self) -> dict[int, str]:
        found: dict[int, str] = {}
        for left_out in self.roots:
            rest = [root for root in self.roots if root != left_out]
            found |= self._with(word_terms(rest), limit=RANKED)
        return found

    def _with(self, terms: Sequence[str], any_of: Sequence[str] = (), *, limit: int) -> dict[int, str]:
        all_of = [*terms, *self.scope]
        return dict(self.entries.newest(["id", "kind"], all_of=all_of, any_of=any_of, limit=limit))


# Spelling -------------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class _Mended:
    words: list[str]
    unknown: tuple[str, ...]


def _mended(asked: list[str], scope: Scope) -> _Mended:
    """The words with the misspelt ones put right as far as articles of the scope know them; those that cannot be are left out."""
    held = _held(asked, scope)
    if all(held.values()):
        return _Mended(asked, ())
    words: list[str] = []
    unknown: list[str] = []
    for word in _joined(asked, held, scope):
        if held.get(word, 1):
            words.append(word)
        elif mended := _mend(word, scope):
            words += mended
        else:
            unknown.append(word)
    return _Mended(list(dict.fromkeys(words)), tuple(unknown))


def _joined(asked: list[str], held: dict[str, int], scope: Scope) -> list[str]:
    """ "pos yandu" is one word, if one half is unknown and the whole is known."""
    pairs = {
        at: first + second for at, (first, second) in enumerate(pairwise(asked)) if not (held[first] and held[second])
    }
    known = _known(pairs.values())
    joined = {at: word for at, word in pairs.items() if word in known and any(_held([word], scope).values())}
    words, at = [], 0
    while at < len(asked):
        words.append(joined.get(at, asked[at]))
        at += 2 if at in joined else 1
    return words


def _mend(word: str, scope: Scope) -> list[str]:
    """What the word was to be: one nearly the same, or two that were written as one."""
    near = [known.word for known, _score in nearest(KnownWord.objects.all(), "word", word, 30)]
    if best := meant(word, near, _held(near, scope)):
        return [best]
    pairs = halves(word)
    known = _known(part for pair in pairs for part in pair)
    whole = [pair for pair in pairs if known.issuperset(pair)]
    held = _held({part for pair in whole for part in pair}, scope)
    best_pair = max(whole, key=lambda pair: (min(held[pair[0]], held[pair[1]]), pair), default=("", ""))
    return [*best_pair] if min(held.get(part, 0) for part in best_pair) else []


def _known(words: Iterable[str]) -> set[str]:
    return set(KnownWord.objects.filter(word__in=set(words)).values_list("word", flat=True))


def _held(words: Iterable[str], scope: Scope, cap: int = RANKED) -> dict[str, int]:
    """In how many articles of the scope each word's root stands, up to ``cap``."""
    terms = {word: word_terms([stem(word)])[0] for word in words}
    held = Terms(SearchEntry, "terms").held(list(dict.fromkeys(terms.values())), all_of=scope.terms, cap=cap)
    return {word: held[term] for word, term in terms.items()}


# Groups and areas -----------------------------------------------------------------------------------------------------


def _places(name: str, area: Area | None, *, is_forgiving: bool) -> list[Place]:
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
        *nearest(areas.select_related("parent"), "search_text", wanted, PLACES, is_forgiving=is_forgiving),
    ]
    best = max((score for _thing, score in found), default=0)
    least = CONTAINED if best >= CONTAINED else ALIKE if best >= ALIKE else MAYBE
    kept = [(thing, score) for thing, score in found if score >= least]
    kept.sort(key=lambda one: (-one[1], not isinstance(one[0], Group), one[0].name, str(one[0].pk)))
    places = [Place(thing, is_named=wanted in _names(thing)) for thing, _score in kept[:PLACES]]
    return sorted(places, key=lambda place: not place.is_named)


def _names(thing: Group | Area) -> set[str]:
    """What people call it, folded: with and without KIM, Desa or Kota."""
    if isinstance(thing, Group):
        return {fold(thing.name), fold(thing.name.removeprefix("KIM "))}
    return {fold(thing.name), fold(thing.full_name), fold(thing.name.removeprefix("Kabupaten ").removeprefix("Kota "))}


# What is shown --------------------------------------------------------------------------------------------------------


def _hits(keys: Sequence[int], roots: Sequence[str]) -> list[Hit]:
    """The articles behind some entries in their order; only what readers may see, whatever the index says."""
    articles = {
        article.search_entry.pk: article
        for article in shown().filter(search_entry__in=keys).select_related("search_entry")
    }
    wanted = set(roots)
    return [_hit(articles[key], wanted) for key in keys if key in articles]


def _hit(article: Article, roots: set[str]) -> Hit:
    return Hit(
        article=article,
        title=marked(article.title, roots, stem),
        excerpt=excerpt(marks.to_plain(article.body), roots, stem),
    )
