"""Who moves between two texts: counted like the engine judges, group by group."""

import datetime as dt

import pytest

from kentongan.assessment.queries.effect import Effect, Verdict, movers
from kentongan.assessment.queries.facts import facts_of
from kentongan.assessment.rules.engine import rank_on
from kentongan.assessment.rules.reading import read_document
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from kentongan.registry.models import Group
from tests.assessment.texts import PUBLISHED, shipped_text
from tests.conftest import TODAY, make_group


@pytest.fixture
def ours():
    return read_document(shipped_text("klaster-kota-malang"))


@pytest.fixture
def published():
    return read_document(PUBLISHED)


def test_each_group_as_the_engine_judges_it(cast, ours, published) -> None:
    for number in range(8):
        group = make_group(
            cast.area("35.73.02.1011"), f"KIM {number}", dt.date(2020, 1, 1),
            ends_on=dt.date(2026, 1, 1) if number % 2 else dt.date(2024, 1, 1),
        )  # fmt: skip
        for at in range(number):
            kind = ("rapat", "berita", "unggahan")[at % 3]
            day = TODAY - dt.timedelta(days=9 * at)
            record(group=group, kind=kind, occurred_on=day, source=Source.STAFF, key=f"{number}:{at}")
    effect = movers(ours, published, cast.area("35.73"), TODAY)
    groups = {group.pk: group for group in Group.objects.within(cast.area("35.73"))}
    assert effect.total == len(groups) == 9
    for one in effect.verdicts:
        facts = facts_of(groups[one.group_id])
        assert (one.before, one.after) == (rank_on(ours, facts, TODAY), rank_on(published, facts, TODAY))
        assert bool(one.letter) == (one.after == 0)
    assert effect.moved == len(effect.moves())
    assert sum(effect.counts.values()) == effect.total
    assert sum(effect.by_hole.values()) == effect.without


def effect_of(old, new, *pairs: tuple[int, int]) -> Effect:
    return Effect(old, new, TODAY, tuple(Verdict(n, *pair) for n, pair in enumerate(pairs)))


def test_up_down_and_out(ours, published) -> None:
    effect = effect_of(ours, published, (4, 4), (3, 4), (3, 1), (2, 0), (0, 1), (0, 0))
    assert [effect.steps(one.before, one.after) for one in effect.verdicts] == [0, 1, -2, -2, 1, 0]
    assert effect.moved == 4
    assert (effect.without, effect.count_after(4)) == (2, 2)


def test_tiers_of_other_names_are_compared_from_the_top(ours) -> None:
    stages = read_document(shipped_text("tahap-kim"))
    effect = effect_of(ours, stages, (4, 4), (4, 3), (1, 2))
    assert [effect.is_move(one.before, one.after) for one in effect.verdicts] == [True, True, True]
    assert [effect.steps(one.before, one.after) for one in effect.verdicts] == [0, -1, 1]


def test_the_first_text_moves_nobody(cast, ours) -> None:
    effect = movers(None, ours, cast.area("35.73"), TODAY)
    assert (effect.total, effect.moved, effect.moves()) == (1, 0, [])


def test_an_area_of_any_size_takes_a_handful_of_queries(cast, ours, published, django_assert_max_num_queries) -> None:
    for number in range(12):
        make_group(cast.area("35.73.02.1011"), f"KIM {number}", dt.date(2020, 1, 1), ends_on=dt.date(2026, 1, 1))
    with django_assert_max_num_queries(9):
        movers(ours, published, cast.area("35.73"), TODAY).moves()
