"""Sentences, work, the petak map and the growth chart: tables of named cases, no database."""

import datetime as dt
import random

import pytest
from django.utils import translation

from kentongan.insights.rules import sentences
from kentongan.insights.rules.figures import (
    Coverage,
    DecreeStates,
    DistrictWithout,
    Formation,
    TargetFact,
    TargetResult,
    judge_target,
    reached_in_year,
)
from kentongan.insights.rules.growth import MOST_MARKS, growth_series, growth_table
from kentongan.insights.rules.growth_drawing import CAPSULE_WIDTH, Box, Caption, Chart, growth_chart, nice_step
from kentongan.insights.rules.petak import Child, Neighbour, colour_step, petak_map, quietest
from kentongan.insights.rules.work import CaseFact, DecreeFact, Job, WorkFacts, work_to_do
from kentongan.registry.enums import Precision

AS_OF = dt.date(2023, 6, 15)


def villages(total: int, covered: int, kelurahan: int = 0, kelurahan_covered: int = 0, in_process: int = 0) -> Coverage:
    return Coverage(total, covered, kelurahan, kelurahan_covered, in_process)


# --- Sentences --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("groups", "coverage", "first", "second"),
    [
        pytest.param(0, villages(0, 0), "0 KIM terbentuk.", "", id="no areas yet"),
        pytest.param(0, villages(13, 0), "Belum ada KIM di 13 desa.", "Belum ada yang mulai diproses.", id="none"),
        pytest.param(
            0, villages(13, 0, in_process=4), "Belum ada KIM di 13 desa.", "4 sudah mulai diproses.", id="begun"
        ),
        pytest.param(1, villages(1, 1), "1 KIM di 1 desa.", "Tidak ada desa yang tertinggal.", id="one of one"),
        pytest.param(1, villages(2, 1), "1 KIM di 2 desa.", "1 desa belum punya KIM.", id="one of two"),
        pytest.param(
            215, villages(390, 215, 12, 12), "215 KIM di 390 desa dan kelurahan.", "175 desa belum punya KIM.",
            id="only desa are missing",
        ),
        pytest.param(
            215, villages(390, 215, 12, 4), "215 KIM di 390 desa dan kelurahan.", "175 belum punya KIM.",
            id="both kinds are missing",
        ),
        pytest.param(
            30, villages(57, 30, 57, 30, 27), "30 KIM di 57 kelurahan.", "27 kelurahan sedang diproses.",
            id="a city, all others on their way",
        ),
        pytest.param(
            31, villages(57, 31, 57, 31, 20), "31 KIM di 57 kelurahan.", "26 kelurahan belum punya KIM.",
            id="a city, some on their way",
        ),
        pytest.param(
            60, villages(57, 57, 57, 57), "60 KIM di 57 kelurahan.", "Semua kelurahan sudah punya KIM.", id="all"
        ),
        pytest.param(
            84000, villages(83762, 52206, 8000, 5000), "84.000 KIM di 83.762 desa dan kelurahan.",
            "31.556 belum punya KIM.", id="a nation",
        ),
    ],
)  # fmt: skip
def test_headline(groups: int, coverage: Coverage, first: str, second: str) -> None:
    assert sentences.headline(groups, coverage) == (first, second)


def test_headline_has_no_untranslated_number_format() -> None:
    with translation.override("en"):
        assert "84,000" in sentences.headline(84000, villages(83762, 1))[0]


def result(reached: int, *values: int) -> TargetResult:
    return judge_target([TargetFact(2023, "formed_new", value) for value in values], 2023, "formed_new", reached)


@pytest.mark.parametrize(
    ("target", "sentence"),
    [
        (result(28), "Target belum dicatat."),
        (result(28, 53), "Kurang 25, sisa 199 hari."),
        (result(53, 53), "Tercapai."),
        (result(60, 53), "Tercapai, lebih 7."),
        (result(28, 53, 50, 53), "Sumber berbeda: 53 atau 50. Kurang 25 atau 22, sisa 199 hari."),
    ],
)
def test_target_detail(target: TargetResult, sentence: str) -> None:
    assert sentences.target_detail(target, AS_OF) == sentence


def test_target_on_the_last_day() -> None:
    assert sentences.target_detail(result(1, 2), dt.date(2023, 12, 31)) == "Kurang 1, hari terakhir."


@pytest.mark.parametrize(
    ("without", "sentence"),
    [
        ([], "Semua 33 kecamatan sudah punya KIM."),
        ([("Wajak", 13), ("Kalipare", 9), ("Kasembon", 6)], "Wajak 13, Kalipare 9, Kasembon 6. Semuanya 28 desa."),
        (
            [(name, 2) for name in "ABCDEFGH"],
            "A 2, B 2, C 2, D 2, E 2, F 2, dan 2 lainnya. Semuanya 16 desa.",
        ),
    ],
)
def test_districts_without(without: list, sentence: str) -> None:
    districts = [DistrictWithout(name, name, count) for name, count in without]
    assert sentences.districts_without_detail(districts, 33) == sentence


@pytest.mark.parametrize(
    ("first", "last", "title"),
    [
        (0, 0, "Belum ada KIM yang tercatat"),
        (28, 250, "Dari 28 menjadi 250 KIM"),
        (9, 9, "Tetap 9 KIM"),
        (30, 12, "Dari 30 menjadi 12 KIM"),
    ],
)
def test_growth_title(first: int, last: int, title: str) -> None:
    assert sentences.growth_title(first, last) == title


# --- What the figures mean ----------------------------------------------------------------------------


def formed(on: str, groups: int = 1, *, by: bool = False, ended: str | None = None) -> Formation:
    end = dt.date.fromisoformat(ended) if ended else None
    return Formation(dt.date.fromisoformat(on), "by" if by else "day", end, groups)


def test_only_recorded_days_count_as_new() -> None:
    rows = [formed("2023-01-01", 5, by=True), formed("2023-02-01", 3), formed("2022-12-31", 9), formed("2023-06-16")]
    assert reached_in_year(rows, AS_OF) == 3


# --- Work ---------------------------------------------------------------------------------------------


def decree(name: str, days: int) -> DecreeFact:
    return DecreeFact(name, f"KIM {name}", "Turen", AS_OF + dt.timedelta(days=days))


def test_nothing_waits() -> None:
    assert work_to_do(WorkFacts(), AS_OF) == []


@pytest.mark.parametrize(("count", "rows"), [(1, 1), (3, 3), (4, 3), (12, 3)])
def test_many_of_a_kind_stand_in_one_row(count: int, rows: int) -> None:
    facts = WorkFacts(decrees=DecreeStates(ending=count), ending=[decree(str(n), n) for n in range(min(count, 3))])
    work = work_to_do(facts, AS_OF)
    assert len(work) == rows
    if count > 3:
        assert work[-1].title == f"{count - 2} SK lain habis dalam 90 hari"
        # The button leads to the list of all of them, and says so.
        assert work[-1].count == count


def test_by_deadline_and_what_has_none_last() -> None:
    facts = WorkFacts(
        decrees=DecreeStates(ending=2, ended=4, none=35, ended_since=AS_OF - dt.timedelta(days=30)),
        ending=[decree("A", 0), decree("B", 20)],
        cases=[CaseFact("90.1", "Desa Bambang", "Wajak", AS_OF - dt.timedelta(days=20), True)],
        cases_waiting=1,
        districts=[DistrictWithout("x", "Kasembon", 6), DistrictWithout("y", "Wajak", 13, has_case=True)],
        target=TargetResult(2023, 0),
        erasures=1,
        erasure_asked_on=AS_OF,
    )
    rows = work_to_do(facts, AS_OF)
    assert [(row.job, row.tag(AS_OF)[1]) for row in rows] == [
        (Job.DECREE_ENDED, "Sudah lewat"),
        (Job.CASE_FILED, "Sudah lewat"),
        (Job.DECREE_ENDING, "Hari ini"),
        (Job.ERASURE, "3 hari lagi"),
        (Job.DECREE_ENDING, "20 hari lagi"),
        (Job.DECREE_NONE, "Tanpa tenggat"),
        (Job.DISTRICT_WITHOUT, "Tanpa tenggat"),
        (Job.TARGET_MISSING, "Tanpa tenggat"),
    ]
    assert rows[0].title == "4 SK sudah habis"
    assert rows[2].title == "Hari terakhir SK KIM A"
    assert rows[5].title == "35 KIM belum punya SK tercatat"


def test_conflicting_targets_are_work() -> None:
    (row,) = work_to_do(WorkFacts(target=result(0, 53, 50)), AS_OF)
    assert (row.job, row.detail) == (Job.TARGET_DISPUTED, "53 dan 50, sumbernya berbeda")


# --- The petak map ------------------------------------------------------------------------------------


def child(code: str, total: int, covered: int, *, has_group: bool | None = None) -> Child:
    return Child(code, code, villages(total, covered), covered > 0 if has_group is None else has_group)


@pytest.mark.parametrize(
    ("total", "covered", "has_group", "step"),
    [
        (13, 0, False, None),
        (13, 0, True, 0),
        (100, 1, True, 1),
        (100, 39, True, 1),
        (100, 40, True, 2),
        (5, 3, True, 3),
        (100, 79, True, 3),
        (5, 4, True, 4),
        (7, 7, True, 4),
    ],
)
def test_colour_step(total: int, covered: int, has_group: bool, step: int | None) -> None:
    assert colour_step(child("x", total, covered, has_group=has_group)) == step


def test_tiles_at_their_places_with_two_remarks() -> None:
    children = [child("a", 10, 9), child("b", 10, 5), child("c", 10, 1), child("d", 6, 0)]
    places = {"a": (1, 1), "b": (3, 1), "c": (1, 2), "d": (3, 2)}
    petak = petak_map(children, places, [Neighbour("Laut", 2, 2, "sea")])
    assert petak.is_placed
    assert (petak.columns, petak.rows) == (3, 2)
    # Beside "a" the cell is free; beside "c" stands a neighbour and the edge.
    assert [(remark.kind, remark.child.code, remark.column) for remark in petak.remarks] == [("fullest", "a", 2)]


def test_without_a_layout_tiles_stand_in_code_order() -> None:
    children = [child(f"{number:02}", 3, 1) for number in range(10)]
    petak = petak_map(children, {"00": (5, 5)}, [Neighbour("Kota", 1, 1)])
    assert not petak.is_placed
    assert petak.neighbours == petak.remarks == ()
    assert [(tile.column, tile.row) for tile in petak.tiles] == [(n % 8 + 1, n // 8 + 1) for n in range(10)]


def test_quietest_first() -> None:
    children = [child("full", 5, 5), child("small", 6, 0), child("some", 10, 3), child("large", 13, 0)]
    assert [one.code for one in quietest(children, 3)] == ["large", "small", "some"]


# --- Growth -------------------------------------------------------------------------------------------

# Kabupaten Malang as published.
MALANG = [
    formed("2017-01-01", 28, by=True),
    formed("2022-12-31", 159, by=True),
    *(formed(f"2023-0{month}-15", groups) for month, groups in ((1, 4), (2, 5), (3, 6), (4, 6), (5, 7))),
    formed("2025-09-24", 35, by=True),
]


def test_the_line_is_dotted_where_no_day_is_recorded() -> None:
    series = growth_series(MALANG, dt.date(2025, 9, 25))
    assert [(vertex.groups, vertex.dotted) for vertex in series.vertices][:3] == [
        (28, False),
        (187, True),
        (191, False),
    ]
    assert (series.vertices[-1].groups, series.vertices[-1].dotted) == (250, True)
    assert [mark.groups for mark in series.marks] == [28, 187, 215, 250]
    assert series.has_gaps


def test_a_line_of_recorded_days_is_solid_and_flat_while_nothing_forms() -> None:
    series = growth_series([formed("2020-01-10", 4), formed("2022-05-01", 2)], AS_OF)
    assert not series.has_gaps
    assert [vertex.groups for vertex in series.vertices] == [4, 4, 6, 6]


def test_groups_that_ended_take_the_line_down() -> None:
    series = growth_series([formed("2020-01-10", 4), formed("2020-03-01", 2, ended="2022-01-01")], AS_OF)
    assert series.vertices[-1].groups == 4


def test_a_target_of_new_groups_is_drawn_as_the_total_it_means() -> None:
    targets = [TargetFact(2023, "formed_new", 53)]
    for as_of in (AS_OF, dt.date(2025, 9, 25)):
        (goal,) = growth_series(MALANG, as_of, targets).goals
        assert (goal.on, goal.groups) == (dt.date(2023, 12, 31), 240)


def test_an_empty_register_has_no_chart() -> None:
    assert growth_chart(growth_series([], AS_OF), [], [], width=755, height=250) is None
    assert growth_table([], AS_OF) == []


def test_the_table_says_what_the_line_shows() -> None:
    rows = growth_table(MALANG, dt.date(2025, 9, 25))
    assert [(row.year, row.formed, row.known_by, row.groups) for row in rows][:4] == [
        (2025, 0, 35, 250),
        (2024, 0, 0, 215),
        (2023, 28, 0, 215),
        (2022, 0, 159, 187),
    ]


@pytest.mark.parametrize(("top", "step"), [(1, 1), (3, 1), (4, 2), (10, 5), (215, 100), (250, 100), (84000, 50000)])
def test_at_most_three_gridlines_above_zero(top: int, step: int) -> None:
    assert nice_step(top) == step
    assert top // step <= 3


def draw(series, width: int) -> Chart:
    captions = [Caption(str(mark.groups), f"{mark.on:%B %Y}") for mark in series.marks]
    goals = [Caption(str(goal.groups), f"target {goal.on.year}") for goal in series.goals]
    chart = growth_chart(series, captions, goals, width=width, height=250)
    assert chart is not None
    return chart


def random_formations(seed: int) -> list[Formation]:
    chance = random.Random(seed)
    return [
        formed(f"{chance.randint(2012, 2025)}-{chance.randint(1, 12):02}-{chance.randint(1, 28):02}", chance.randint(1, 60), by=chance.random() < 0.4)
        for _ in range(chance.randint(1, 90))
    ]  # fmt: skip


@pytest.mark.parametrize("width", [350, 755])
@pytest.mark.parametrize("seed", range(40))
def test_captions_never_overlap_nor_leave_the_drawing(seed: int, width: int) -> None:
    chance = random.Random(seed)
    targets = [TargetFact(chance.randint(2020, 2025), "formed_total", chance.randint(1, 900)) for _ in range(4)]
    series = growth_series(random_formations(seed), dt.date(2025, 9, 25), targets)
    chart = draw(series, width)
    assert len(series.marks) <= MOST_MARKS
    boxes = [point.box for point in chart.points if point.box]
    capsules = [Box(p.x - CAPSULE_WIDTH / 2, p.y - 8, CAPSULE_WIDTH, 16) for p in chart.points]
    for index, box in enumerate(boxes):
        assert box.x >= 0
        assert box.x + box.width <= chart.width
        assert box.y >= 0
        assert not any(box.overlaps(other) for other in boxes[index + 1 :])
    for point, own in zip(chart.points, capsules, strict=True):
        if point.box:
            assert not any(point.box.overlaps(capsule) for capsule in capsules if capsule is not own)


@pytest.mark.parametrize(("width", "named"), [(350, {"28", "187", "250"}), (755, {"28", "187", "215", "250", "240"})])
def test_the_published_line_has_every_caption_that_matters(width: int, named: set) -> None:
    chart = draw(growth_series(MALANG, dt.date(2025, 9, 25), [TargetFact(2023, "formed_new", 53)]), width)
    assert named <= {point.caption.figure for point in chart.points if point.box}
    assert chart.solid
    assert chart.dotted


def test_the_dotted_line_begins_where_the_groups_may_first_have_formed() -> None:
    formations = [
        Formation(dt.date(2017, 1, 1), Precision.BY, None, 28),
        Formation(dt.date(2022, 12, 31), Precision.BY, None, 159, not_before=dt.date(2020, 1, 1)),
    ]
    vertices = growth_series(formations, dt.date(2023, 1, 1)).vertices
    assert [(vertex.on, vertex.groups, vertex.dotted) for vertex in vertices] == [
        (dt.date(2017, 1, 1), 28, False),
        (dt.date(2019, 12, 31), 28, False),
        (dt.date(2022, 12, 31), 187, True),
    ]


def test_one_group_without_a_known_earliest_day_dots_the_whole_stretch() -> None:
    formations = [
        Formation(dt.date(2017, 1, 1), Precision.BY, None, 28),
        Formation(dt.date(2022, 12, 31), Precision.BY, None, 158, not_before=dt.date(2020, 1, 1)),
        Formation(dt.date(2022, 12, 31), Precision.BY, None, 1),
    ]
    vertices = growth_series(formations, dt.date(2023, 1, 1)).vertices
    assert [(vertex.groups, vertex.dotted) for vertex in vertices] == [(28, False), (187, True)]
