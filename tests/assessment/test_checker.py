"""The checker against tables of named cases, and against plain counting."""

import datetime as dt
from fractions import Fraction
from itertools import combinations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.checker import check, implies, labels_of
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, Tier, Window
from kentongan.assessment.rules.reading import read_document
from kentongan.assessment.rules.wording import hole_words
from tests.assessment.texts import PUBLISHED, SHIPPED, WITH_HIDDEN_RULE, shipped_text

LETTERS = ("rapat", "berita", "unggahan", "bimtek", "siaran-dibaca")


def indicators(n: int) -> tuple[Indicator, ...]:
    """Indicators that know nothing of each other."""
    return tuple(
        Indicator(f"s{number}", f"ada {number}", f"tanpa {number}", Measure.COUNT, (LETTERS[number],), Window(90))
        for number in range(n)
    )


def document(tiers: list[list[Rule]], n: int = 3, more: tuple[Indicator, ...] = ()) -> Document:
    return Document(
        "uji",
        "Uji",
        Purpose.TIERS,
        (*indicators(n), *more),
        tuple(Tier(f"Tingkat {number}", tuple(rules)) for number, rules in enumerate(tiers, 1)),
    )


def rule(met: str = "", unmet: str = "") -> Rule:
    return Rule(frozenset(f"s{one}" for one in met), frozenset(f"s{one}" for one in unmet))


# --- The published clusters ---------------------------------------------------------------------------------


def test_the_published_clusters_have_exactly_two_holes() -> None:
    published = read_document(PUBLISHED)
    report = check(published)
    assert [(hole.letter, hole_words(published, hole), len(hole.states)) for hole in report.holes] == [
        ("A", "SK berlaku + organisasi berjalan + tidak ada berita", 4),
        ("B", "SK habis + rutin memberitakan", 8),
    ]
    assert (report.covered, len(report.states)) == (20, 32)
    assert not report.is_complete
    assert report.unreachable == ()


def test_a_rule_behind_an_earlier_one_is_named_with_it() -> None:
    report = check(read_document(WITH_HIDDEN_RULE))
    assert [(one.label, one.tier.name, one.by) for one in report.shadowed] == [("3b", "Klaster 3", ("2b",))]


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_instruments_are_complete(path) -> None:
    report = check(read_document(path.read_text()))
    assert report.is_complete
    assert report.shadowed == ()


def test_the_shipped_clusters_say_which_part_is_ours() -> None:
    ours = [one for _tier, one in read_document(shipped_text("klaster-kota-malang")).rules_in_order() if one.reason]
    assert len(ours) == 2
    assert all("keputusan kami" in one.reason for one in ours)


# --- Tables -------------------------------------------------------------------------------------------------

HOLES = {
    "all covered by a rule without conditions": ([[rule("0")], [rule()]], []),
    "nothing covered": ([[]], ["semua keadaan"]),
    "one state": ([[rule("0"), rule("1"), rule("2")]], ["tanpa 0 + tanpa 1 + tanpa 2"]),
    "half of all": ([[rule("1")]], ["tanpa 1"]),
    "two that do not touch": (
        [[rule("0", "1"), rule("1", "0")]],
        ["ada 0 + ada 1", "tanpa 0 + tanpa 1"],
    ),
    "the fewest conditions for a ring of six": (
        [[rule("012"), rule("", "012")]],
        3,
    ),
}


@pytest.mark.parametrize(("tiers", "words"), HOLES.values(), ids=HOLES)
def test_holes(tiers, words) -> None:
    made = document(tiers)
    holes = check(made).holes
    if isinstance(words, int):
        assert len(holes) == words
    else:
        assert [hole_words(made, hole) for hole in holes] == words


def test_tiers_nothing_reaches_and_the_rules_before_them() -> None:
    report = check(document([[rule("0")], [rule("01"), rule("02")], [rule()], [rule("1")]]))
    assert [tier.name for tier in report.unreachable] == ["Tingkat 2", "Tingkat 4"]
    assert [(one.label, one.by) for one in report.shadowed] == [("2a", ("1",)), ("2b", ("1",)), ("4", ("1", "3"))]


def test_a_rule_that_no_state_can_fit_is_hidden_by_none() -> None:
    wide = Indicator("s9", "ada 9", "tanpa 9", Measure.COUNT, ("rapat",), Window(180))
    report = check(document([[rule("0", "9")], [rule()]], 1, (wide,)))
    assert [(one.label, one.by) for one in report.shadowed] == [("1", ())]


def test_composites_follow_from_their_parts() -> None:
    both = Indicator("s8", "keduanya", "bukan keduanya", Measure.ALL_OF, parts=("s0", "s1"))
    some = Indicator("s9", "salah satu", "tidak satu pun", Measure.ANY_OF, parts=("s8", "s2"))
    # The composite of a composite stands before it.
    report = check(document([[rule("9")]], 3, (some, both)))
    assert len(report.states) == 8
    assert [hole.letter for hole in report.holes] == ["A", "B"]
    assert report.covered == 5


def test_twelve_indicators_are_walked() -> None:
    codes = ("rapat", "umkm", "bpum", "oss", "bansos", "bencana", "berita", "unggahan", "bimtek", "siaran-dibaca", "layanan-warga", "pelatihan-warga")  # fmt: skip
    twelve = tuple(Indicator(f"s{n}", code, code, Measure.COUNT, (code,), Window(9)) for n, code in enumerate(codes))
    pairs = [Rule(frozenset({f"s{a}", f"s{b}"}), frozenset({f"s{(b + 1) % 12}"})) for a, b in combinations(range(8), 2)]
    report = check(Document("uji", "Uji", Purpose.TIERS, twelve, (Tier("A", tuple(pairs)),)))
    assert len(report.states) == 4096
    assert sum(len(hole.states) for hole in report.holes) == 4096 - report.covered


def test_labels() -> None:
    made = document([[rule("0")], [rule("1"), rule("2")], []])
    assert [label for label, _tier, _rule in labels_of(made)] == ["1", "2a", "2b"]


# --- Against plain counting ---------------------------------------------------------------------------------

RULES = st.builds(
    lambda signs: Rule(
        frozenset(f"s{n}" for n, sign in enumerate(signs) if sign == 1),
        frozenset(f"s{n}" for n, sign in enumerate(signs) if sign == 2),
    ),
    st.lists(st.sampled_from([0, 0, 1, 2]), min_size=4, max_size=4),
)


@given(st.lists(st.lists(RULES, max_size=3), min_size=1, max_size=4))
def test_like_brute_force(tiers) -> None:
    made = document(tiers, 4)
    report = check(made)
    keys = [one.key for one in made.base]
    every = [
        frozenset(key for key, is_met in zip(keys, bits, strict=True) if is_met) for bits in product([0, 1], repeat=4)
    ]
    ranks = {state: made.rank_of_state(state) for state in every}
    assert {verdict.state: verdict.rank for verdict in report.states} == ranks
    assert {tier.name for tier in report.unreachable} == {
        tier.name for tier in made.tiers if made.rank_of(tier) not in ranks.values()
    }
    # Holes describe the uncovered states, all of them, nothing else, and each widest: no condition can be dropped.
    uncovered = {state for state, rank in ranks.items() if not rank}
    assert {state for hole in report.holes for state in every if hole.holds(state)} == uncovered
    assert sorted(map(sorted, (state for hole in report.holes for state in hole.states))) == sorted(
        map(sorted, uncovered)
    )
    for hole in report.holes:
        for key in hole.met | hole.unmet:
            wider = [one for one in every if hole.met - {key} <= one and not (hole.unmet - {key}) & one]
            assert not uncovered.issuperset(wider)
    # A rule is hidden exactly when taking it away changes nothing.
    hidden = {one.label for one in report.shadowed}
    for label, tier, one in labels_of(made):
        first = [
            other
            for other, _tier, others in labels_of(made)
            for state in every
            if others.met <= state
            and not others.unmet & state
            and not any(
                before.met <= state and not before.unmet & state
                for place, _t, before in labels_of(made)[: [each[0] for each in labels_of(made)].index(other)]
            )
        ]
        assert (label not in first) == (label in hidden), (tier, one)


# --- What follows from what -----------------------------------------------------------------------------------


QUARTER = Window(90)


def count(kinds=("rapat",), window=QUARTER, limit=2, confirmed=False, measure=Measure.COUNT, **more) -> Indicator:
    return Indicator("x", "x", "y", measure, kinds, window, limit, confirmed, **more)


def share(**more) -> Indicator:
    return count(("undangan-dihadiri",), Window(months=12), 500, measure=Measure.SHARE, of=("undangan",), **more)


IMPLICATIONS = {
    "itself": (count(), count(), True),
    "more of the same": (count(limit=3), count(limit=2), True),
    "less of the same": (count(limit=1), count(limit=2), False),
    "a longer window": (count(), count(window=Window(91)), True),
    "a shorter window": (count(), count(window=Window(89)), False),
    "90 days lie in three months or not": (count(window=Window(89)), count(window=Window(months=3)), True),
    "92 days do not lie in three months": (count(window=Window(92)), count(window=Window(months=3)), False),
    "three months lie in 92 days": (count(window=Window(months=3)), count(window=Window(92)), True),
    "three months do not lie in 91 days": (count(window=Window(months=3)), count(window=Window(91)), False),
    "twelve months lie in 366 days": (count(window=Window(months=12)), count(window=Window(366)), True),
    "a kind of the family": (count(("umkm",)), count(("kegiatan",)), True),
    "a family of the kind": (count(("kegiatan",)), count(("umkm",)), False),
    "all kinds of the family": (count(("undangan",)), count(("undangan-dijawab", "undangan-dihadiri", "undangan-terlewat")), True),
    "another kind": (count(("berita",)), count(), False),
    "confirmed is also recorded": (count(confirmed=True), count(), True),
    "recorded is not yet confirmed": (count(), count(confirmed=True), False),
    "days left": (count(("sk",), Window(), 30, measure=Measure.IN_FORCE), count(("sk",), Window(), 1, measure=Measure.IN_FORCE), True),
    "another term": (count(("sk",), Window(), measure=Measure.IN_FORCE), count(("program-kerja",), Window(), measure=Measure.IN_FORCE), False),
    "months hold records": (count(window=Window(months=6), limit=3, measure=Measure.MONTHS), count(window=Window(months=6), limit=2), True),
    "months hold records of more than 180 days": (count(window=Window(months=6), limit=3, measure=Measure.MONTHS), count(window=Window(180)), False),
    "whole months lie in more": (count(window=Window(months=6), limit=3, measure=Measure.MONTHS), count(window=Window(months=7), limit=3), True),
    "records fill no months": (count(limit=5), count(window=Window(months=12), limit=2, measure=Measure.MONTHS), False),
    "one record fills one month": (count(), count(window=Window(months=12), limit=1, measure=Measure.MONTHS), True),
    "more months": (count(window=Window(months=6), limit=3, measure=Measure.MONTHS), count(window=Window(months=12), limit=3, measure=Measure.MONTHS), True),
    "a share that is empty": (share(empty_is_met=True), share(), False),
    "a share that is not": (share(), share(empty_is_met=True), True),
    "a share and a count": (share(), count(("undangan",), limit=1), False),
    "the same points": (
        count((), limit=9, measure=Measure.POINTS, items=(PointItem(("rapat",), 1),)),
        count((), limit=5, measure=Measure.POINTS, items=(PointItem(("rapat",), 1),)),
        True,
    ),
    "other points": (
        count((), limit=9, measure=Measure.POINTS, items=(PointItem(("rapat",), 2),)),
        count((), limit=5, measure=Measure.POINTS, items=(PointItem(("rapat",), 1),)),
        False,
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "other", "follows"), IMPLICATIONS.values(), ids=IMPLICATIONS)
def test_implications(one: Indicator, other: Indicator, follows: bool) -> None:
    assert implies(one, other) is follows


def test_what_cannot_be_is_no_hole() -> None:
    wide = Indicator("s9", "pernah rapat", "belum pernah", Measure.COUNT, ("rapat",), Window(365))
    report = check(document([[rule("0")], [rule("9")], [rule("", "9")]], 1, (wide,)))
    assert len(report.states) == 3
    assert report.is_complete


WINDOWS = st.one_of(st.builds(Window, st.integers(1, 130)), st.builds(lambda n: Window(0, n), st.integers(1, 4)))


@given(
    WINDOWS,
    WINDOWS,
    st.sampled_from([Measure.COUNT, Measure.MONTHS]),
    st.dates(dt.date(2024, 1, 1), dt.date(2027, 12, 31)),
)
def test_what_follows_holds_on_every_day(window: Window, wider: Window, measure: Measure, day: dt.date) -> None:
    if measure == Measure.MONTHS and not window.months:
        return
    one, other = count(window=window, measure=measure), count(window=wider)
    if implies(one, other):
        first = window.first_month(day) if measure == Measure.MONTHS else window.first_day(day)
        assert wider.first_day(day) <= first


# --- Scores -------------------------------------------------------------------------------------------------


def scored(least: list[int], *weighed: Indicator) -> Document:
    tiers = tuple(Tier(f"Tingkat {number}", least_score=one) for number, one in enumerate(least, 1))
    return Document("uji", "Uji", Purpose.TIERS, weighed, tiers, by_score=True)


def points(*items: PointItem) -> Indicator:
    return count((), limit=1, measure=Measure.POINTS, items=items)


SCORES = {
    "all reached": (scored([60, 0], count(weight=60)), 60, [], []),
    "too high": (scored([61, 0], count(weight=60)), 60, ["Tingkat 1"], []),
    "nothing below": (scored([60, 10], count(weight=60)), 60, [], ["skor di bawah 10"]),
    "between the steps": (scored([60, 40, 0], count(weight=60, limit=2)), 60, ["Tingkat 2"], []),
    "on a step": (scored([60, 30, 0], count(weight=60, limit=2)), 60, [], []),
    "points with caps": (scored([11, 10, 0], points(PointItem(("rapat",), 3, 10))), 10, ["Tingkat 1"], []),
    "points without": (scored([5000, 0], points(PointItem(("rapat",), 3))), None, [], []),
    "points in threes": (scored([6, 4, 0], points(PointItem(("rapat",), 3))), None, ["Tingkat 2"], []),
    "weighed points": (scored([20, 10, 0], count((), limit=4, measure=Measure.POINTS, weight=20, items=(PointItem(("rapat",), 2),))), 20, [], []),
    "a fine scale": (scored([999, 1, 0], *[count(weight=500, limit=n) for n in (991, 997, 983)]), 1500, [], []),
}  # fmt: skip


@pytest.mark.parametrize(("made", "most", "unreachable", "holes"), SCORES.values(), ids=SCORES)
def test_scores(made: Document, most: int | None, unreachable: list[str], holes: list[str]) -> None:
    report = check(made)
    assert report.most == most
    assert [tier.name for tier in report.unreachable] == unreachable
    assert [hole_words(made, hole) for hole in report.holes] == holes
    assert report.states == ()


@given(
    st.lists(st.tuples(st.integers(1, 30), st.integers(1, 5)), min_size=1, max_size=3),
    st.lists(st.integers(0, 100), min_size=1, max_size=4, unique=True),
)
def test_scores_like_brute_force(weighed, least) -> None:
    least = sorted(least, reverse=True)
    made = scored(least, *[count(weight=weight, limit=limit) for weight, limit in weighed])
    totals = {
        sum(Fraction(weight * reading, limit) for (weight, limit), reading in zip(weighed, readings, strict=True))
        for readings in product(*(range(limit + 1) for _weight, limit in weighed))
    }
    reached = {next((one for one in least if total >= one), None) for total in totals}
    report = check(made)
    assert {tier.least_score for tier in report.unreachable} == set(least) - reached
    assert bool(report.holes) == (None in reached)
