"""Instruments and facts that hypothesis makes up: small, and full of edges."""

import datetime as dt

from hypothesis import strategies as st

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, Tier, Window
from kentongan.assessment.rules.facts import Facts, Item, Term

START = dt.date(2024, 1, 20)
KINDS = ("rapat", "berita", "unggahan", "umkm", "bansos", "undangan-dijawab", "undangan-dihadiri", "undangan-terlewat")
SPANS = ("program-kerja",)

a_day = st.integers(0, 120).map(lambda n: START + dt.timedelta(days=n))
some_kinds = st.lists(st.sampled_from((*KINDS, "kegiatan", "undangan")), min_size=1, max_size=3, unique=True).map(tuple)
a_window = st.one_of(
    st.integers(1, 40).map(lambda n: Window(days=n)), st.integers(1, 3).map(lambda n: Window(months=n))
)
an_item = st.one_of(
    st.builds(Item, st.sampled_from(KINDS), a_day, st.booleans(), st.none(), st.sampled_from([1, 1, 1, 2])),
    st.builds(
        lambda on, more, confirmed: Item("program-kerja", on, confirmed, on + dt.timedelta(days=more)),
        a_day, st.integers(0, 40), st.booleans(),
    ),
)  # fmt: skip
a_term = st.builds(lambda first, more: Term(first, first + dt.timedelta(days=more)), a_day, st.integers(0, 60))


@st.composite
def some_facts(draw) -> Facts:
    formed_on = draw(st.sampled_from([START - dt.timedelta(days=30), START + dt.timedelta(days=25)]))
    ended_on = draw(st.one_of(st.none(), a_day.filter(lambda day: day > formed_on)))
    items = sorted(draw(st.lists(an_item, max_size=14)), key=lambda item: item.on)
    terms = sorted(draw(st.lists(a_term, max_size=3)), key=lambda term: term.first)
    return Facts(formed_on, ended_on, tuple(terms), tuple(items))


@st.composite
def an_indicator(draw, key: str, by_score: bool) -> Indicator:
    measure = draw(st.sampled_from([Measure.IN_FORCE, Measure.COUNT, Measure.SHARE, Measure.MONTHS, Measure.POINTS]))
    words = {"key": key, "name": key, "opposite": f"tanpa {key}", "measure": measure}
    words["confirmed_only"] = draw(st.booleans())
    words["weight"] = draw(st.integers(0 if measure == Measure.POINTS else 1, 4)) if by_score else 0
    if measure == Measure.IN_FORCE:
        kinds = draw(st.sampled_from([("sk",), ("program-kerja",), ("sk", "program-kerja")]))
        return Indicator(**words, kinds=kinds, limit=draw(st.sampled_from([1, 1, 5])))
    words["window"] = draw(a_window)
    if measure == Measure.COUNT:
        return Indicator(**words, kinds=draw(some_kinds), limit=draw(st.integers(1, 3)))
    if measure == Measure.SHARE:
        kinds, limit = ("undangan-dijawab", "undangan-dihadiri"), draw(st.sampled_from([333, 500, 1000]))
        return Indicator(**words, kinds=kinds, of=("undangan",), limit=limit, empty_is_met=draw(st.booleans()))
    if measure == Measure.MONTHS:
        words["window"] = Window(months=draw(st.integers(1, 4)))
        return Indicator(**words, kinds=draw(some_kinds), limit=draw(st.integers(1, words["window"].months)))
    an_amount = st.builds(PointItem, some_kinds, st.integers(1, 3), st.integers(0, 5))
    items = draw(st.lists(an_amount, min_size=1, max_size=2))
    return Indicator(**words, items=tuple(items), limit=draw(st.integers(1, 4)))


@st.composite
def an_instrument(draw, *, with_absence: bool = True, by_score: bool | None = None) -> Document:
    scored = draw(st.booleans()) if by_score is None else by_score
    keys = ["a", "b", "c"][: draw(st.integers(1, 3))]
    indicators = [draw(an_indicator(key, scored)) for key in keys]
    if draw(st.booleans()):
        parts = tuple(draw(st.lists(st.sampled_from(keys), min_size=1, max_size=2, unique=True)))
        measure = draw(st.sampled_from([Measure.ALL_OF, Measure.ANY_OF]))
        # First, so that order in the document means nothing.
        indicators.insert(0, Indicator("d", "d", "tanpa d", measure, parts=parts, weight=int(scored)))
        keys.append("d")
    tiers = []
    for number in range(draw(st.integers(1, 3))):
        if scored:
            tiers.append(Tier(f"t{number}", least_score=draw(st.integers(0, 6))))
            continue
        some_keys = st.frozensets(st.sampled_from(keys), max_size=2)
        absent = some_keys if with_absence else st.just(frozenset())
        rules = draw(st.lists(st.builds(Rule, some_keys, absent), min_size=1, max_size=2))
        tiers.append(Tier(f"t{number}", tuple(rules)))
    if scored:
        tiers.sort(key=lambda tier: -tier.least_score)
    grace = draw(st.sampled_from([0, 0, 1, 10]))
    stay = draw(st.sampled_from([0, 0, 1, 15]))
    return Document("uji", "Uji", Purpose.TIERS, tuple(indicators), tuple(tiers), grace, stay, scored)
