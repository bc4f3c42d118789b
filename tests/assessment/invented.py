"""Instruments and facts drawn at random, of every measure and shape."""

import datetime as dt

from hypothesis import strategies as st

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, Tier, Window
from kentongan.assessment.rules.facts import Facts, Item, Term

FIRST = dt.date(2023, 11, 1)
SPAN = 500
CODES = ["rapat", "program-kerja", "umkm", "berita", "undangan-dijawab", "undangan-dihadiri", "undangan-terlewat"]
CHOICES = [*CODES, "kegiatan", "undangan"]

days = st.integers(0, SPAN).map(lambda n: FIRST + dt.timedelta(days=n))
some_kinds = st.lists(st.sampled_from(CHOICES), min_size=1, max_size=3, unique=True).map(tuple)
windows = st.one_of(
    st.builds(Window, days=st.sampled_from([1, 2, 7, 30, 180, 365])),
    st.builds(Window, months=st.sampled_from([1, 2, 6, 12])),
)


@st.composite
def indicators(draw: st.DrawFn, key: str, by_score: bool) -> Indicator:
    measure = draw(st.sampled_from([one for one in Measure if one not in {Measure.ALL_OF, Measure.ANY_OF}]))
    window = draw(windows)
    if measure == Measure.MONTHS:
        window = Window(months=draw(st.integers(1, 13)))
    kinds = draw(some_kinds)
    if measure == Measure.IN_FORCE:
        kinds = draw(st.sampled_from([("sk",), ("program-kerja",), ("sk", "program-kerja")]))
    item = st.builds(PointItem, some_kinds, st.integers(1, 5), st.sampled_from([0, 4, 10]))
    limits = {Measure.SHARE: st.sampled_from([1, 333, 500, 1000]), Measure.IN_FORCE: st.sampled_from([1, 1, 5, 30])}
    return Indicator(
        key=key,
        name=key,
        opposite=key,
        measure=measure,
        kinds=kinds,
        window=window,
        limit=draw(limits.get(measure, st.integers(1, 4))),
        confirmed_only=draw(st.booleans()),
        of=draw(some_kinds) if measure == Measure.SHARE else (),
        empty_is_met=draw(st.booleans()),
        items=tuple(draw(st.lists(item, min_size=1, max_size=3))) if measure == Measure.POINTS else (),
        weight=draw(st.sampled_from([0, 10, 35])) if by_score else 0,
    )


@st.composite
def documents(draw: st.DrawFn) -> Document:
    by_score = draw(st.booleans())
    count = draw(st.integers(1, 5))
    base = [draw(indicators(f"i{at}", by_score)) for at in range(count)]
    keys = [one.key for one in base]
    for at in range(draw(st.integers(0, 2))):
        parts = tuple(draw(st.lists(st.sampled_from(keys), min_size=1, max_size=3, unique=True)))
        measure = draw(st.sampled_from([Measure.ALL_OF, Measure.ANY_OF]))
        base.append(Indicator(f"c{at}", "", "", measure, parts=parts, weight=draw(st.sampled_from([0, 20])) * by_score))
        keys.append(f"c{at}")
    keyset = st.lists(st.sampled_from(keys), max_size=3, unique=True).map(frozenset)
    if by_score:
        scores = sorted(draw(st.lists(st.integers(0, 90), min_size=1, max_size=4, unique=True)), reverse=True)
        tiers = [Tier(f"t{at}", least_score=score) for at, score in enumerate(scores)]
    else:
        rules = st.lists(st.builds(Rule, keyset, keyset), min_size=1, max_size=2).map(tuple)
        tiers = [Tier(f"t{at}", draw(rules)) for at in range(draw(st.integers(1, 4)))]
    return Document(
        code="acak",
        name="Acak",
        purpose=Purpose.TIERS,
        indicators=tuple(base),
        tiers=tuple(tiers),
        grace=draw(st.sampled_from([0, 0, 1, 5, 30])),
        stay=draw(st.sampled_from([0, 0, 1, 7, 40])),
        by_score=by_score,
    )


@st.composite
def lives(draw: st.DrawFn) -> Facts:
    formed = draw(days)
    items = []
    for _ in range(draw(st.integers(0, 25))):
        on = draw(days)
        # Several at once, now and then more than a word holds.
        times = draw(st.sampled_from([1, 1, 1, 2, 3, 300]))
        until = draw(st.one_of(st.none(), st.integers(0, 200).map(lambda n, on=on: on + dt.timedelta(days=n))))
        items += [Item(draw(st.sampled_from(CODES)), on, draw(st.booleans()), until)] * times
    terms = []
    for _ in range(draw(st.integers(0, 3))):
        first = draw(days)
        terms.append(Term(first, first + dt.timedelta(days=draw(st.integers(0, 400)))))
    ended = draw(st.one_of(st.none(), st.integers(0, SPAN).map(lambda n: formed + dt.timedelta(days=n))))
    return Facts(formed, ended, tuple(terms), tuple(sorted(items, key=lambda item: item.on)))
