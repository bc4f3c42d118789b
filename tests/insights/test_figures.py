"""Figures on a small register made by hand: each boundary once on either side."""

import datetime as dt
import json
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kentongan.areas.enums import Kind
from kentongan.areas.models import Area
from kentongan.core.audit import record_event
from kentongan.insights import queries
from kentongan.insights.queries import columns, figures
from kentongan.registry.enums import Measure, Precision
from kentongan.registry.models import Target
from tests.insights.conftest import AS_OF, DAY, Register


def flat(code: str = "90.01", as_of: dt.date = AS_OF) -> dict:
    return figures(Area.objects.get(code=code), as_of).as_flat()


def test_an_empty_register_counts_zero_and_invents_no_target(register: Register) -> None:
    found = flat()
    assert found["groups_formed"] == found["villages_covered"] == found["target_reached"] == 0
    assert (found["villages"], found["villages_without"], found["districts"]) == (9, 9, 3)
    assert found["districts_without"] == ["Dua", "Satu", "Tiga"]
    assert found["target_new"] is None
    assert found["target_short"] is None


@pytest.mark.parametrize(
    ("facts", "counted"),
    [
        pytest.param({"formed_on": AS_OF}, 1, id="formed on the day"),
        pytest.param({"formed_on": AS_OF + DAY}, 0, id="formed the day after"),
        pytest.param({"ended_on": AS_OF}, 0, id="ended on the day"),
        pytest.param({"ended_on": AS_OF + DAY}, 1, id="ended the day after"),
    ],
)
def test_when_a_group_counts(register: Register, facts: dict, counted: int) -> None:
    register.group("90.01.02.2001", **facts)
    found = flat()
    assert found["groups_formed"] == found["villages_covered"] == found["districts_covered"] == counted


def test_two_groups_in_one_village_cover_it_once(register: Register) -> None:
    register.group("90.01.02.2001")
    register.group("90.01.02.2001")
    found = flat()
    assert (found["groups_formed"], found["villages_covered"]) == (2, 1)


def test_a_group_of_a_kecamatan_counts_but_covers_no_village(register: Register) -> None:
    register.group("90.01.03")
    found = flat()
    assert (found["groups_formed"], found["villages_covered"], found["districts_covered"]) == (1, 0, 1)
    assert found["districts_without"] == ["Dua", "Satu"]


def test_districts_without_a_group_name_their_villages_of_the_day(register: Register) -> None:
    register.group("90.01.02.2001")
    register.add("90.01.03.2004", Kind.DESA, "Tiga 4", valid_from=AS_OF)
    register.add("90.01.01.2009", Kind.DESA, "Satu 9", valid_from=AS_OF + DAY)
    found = flat()
    assert found["districts_without"] == ["Tiga", "Satu"]
    assert found["districts_without_villages"] == [4, 3]


def test_a_village_split_on_a_day_is_two_villages_from_that_day(register: Register) -> None:
    Area.objects.filter(code="90.01.02.2003").update(valid_until=AS_OF)
    register.add("90.01.02.2004", Kind.DESA, "Dua Utara", valid_from=AS_OF)
    register.add("90.01.02.2005", Kind.DESA, "Dua Selatan", valid_from=AS_OF)
    register.group("90.01.02.2003")
    before, after = flat(as_of=AS_OF - DAY), flat()
    assert (before["villages"], before["villages_covered"]) == (9, 1)
    # The group is still there; the village it served is not, so it covers none of today's.
    assert (after["villages"], after["villages_covered"], after["groups_formed"]) == (10, 0, 1)


@pytest.mark.parametrize(
    ("facts", "with_group", "counted"),
    [
        pytest.param({"opened_on": AS_OF}, False, 1, id="opened on the day"),
        pytest.param({"opened_on": AS_OF + DAY}, False, 0, id="opened the day after"),
        pytest.param({"closed_on": AS_OF}, False, 0, id="closed on the day"),
        pytest.param({"closed_on": AS_OF + DAY}, False, 1, id="closed the day after"),
        pytest.param({}, True, 0, id="the village already has a group"),
    ],
)
def test_when_a_village_is_in_process(register: Register, facts: dict, with_group: bool, counted: int) -> None:
    register.case("90.01.02.2002", **facts)
    if with_group:
        register.group("90.01.02.2002")
    assert flat()["villages_in_process"] == counted


@pytest.mark.parametrize(
    ("ends", "state"),
    [
        pytest.param(-1, "decrees_ended", id="ended yesterday"),
        pytest.param(0, "decrees_ending_90d", id="last day"),
        pytest.param(90, "decrees_ending_90d", id="in 90 days"),
        pytest.param(91, "decrees_in_force", id="in 91 days"),
    ],
)
def test_the_state_of_a_decree(register: Register, ends: int, state: str) -> None:
    register.decree(register.group("90.01.02.2001"), AS_OF + ends * DAY)
    register.group("90.01.02.2002")
    found = flat()
    states = {name: found[name] for name in ("decrees_in_force", "decrees_ending_90d", "decrees_ended", "decrees_none")}
    assert states == {**dict.fromkeys(states, 0), "decrees_none": 1, state: 1}
    assert sum(states.values()) == found["groups_formed"]


def test_the_latest_decree_begun_decides_and_one_to_come_does_not(register: Register) -> None:
    renewed, waiting = register.group("90.01.02.2001"), register.group("90.01.02.2002")
    register.decree(renewed, AS_OF - DAY)
    register.decree(renewed, AS_OF + 400 * DAY, starts_on=AS_OF)
    register.decree(waiting, AS_OF + 400 * DAY, starts_on=AS_OF + DAY)
    found = flat()
    assert (found["decrees_in_force"], found["decrees_ended"], found["decrees_none"]) == (1, 0, 1)


def aim(register: Register, value: int, source: str = "RKPD", **facts: object) -> None:
    told = {"measure": Measure.FORMED_NEW, "year": 2023, "stated_on": dt.date(2023, 1, 5), **facts}
    Target.objects.create(office=register.office, value=value, source=source, **told)


def test_a_target_against_the_groups_formed_in_its_year(register: Register) -> None:
    aim(register, 3)
    aim(register, 99, source="tahun lain", year=2022, stated_on=dt.date(2022, 1, 5))
    aim(register, 77, source="baru dinyatakan besok", stated_on=AS_OF + DAY)
    register.group("90.01.01.1001", dt.date(2022, 12, 31))
    register.group("90.01.02.2001", dt.date(2023, 1, 1))
    register.group("90.01.02.2002", AS_OF)
    register.group("90.01.02.2003", AS_OF + DAY)
    # Known to exist by January; it may be years old, so it is no new group.
    register.group("90.01.03.2001", dt.date(2023, 1, 1), formed_precision=Precision.BY)
    found = flat()
    assert (found["target_new"], found["target_reached"], found["target_short"]) == (3, 2, 1)


def test_conflicting_targets_are_both_shown(register: Register) -> None:
    aim(register, 53)
    aim(register, 53, source="siaran pers")
    aim(register, 50, source="koran")
    register.group("90.01.02.2001", AS_OF)
    found = flat()
    assert found["target_new"] == [53, 50]
    assert found["target_short"] == [52, 49]


def test_a_target_already_passed_is_not_short(register: Register) -> None:
    aim(register, 1)
    register.group("90.01.02.2001", AS_OF)
    register.group("90.01.02.2002", AS_OF)
    assert flat()["target_short"] == 0


def test_every_level_adds_up_to_the_one_above(register: Register) -> None:
    for village in ("90.01.01.1001", "90.01.02.2001", "90.01.02.2002"):
        register.group(village)
    register.case("90.01.03.2001")
    for above, below in (("90.01", ["90.01.01", "90.01.02", "90.01.03"]), ("90", ["90.01"]), ("ID", ["90"])):
        whole, parts = flat(above), [flat(code) for code in below]
        for name in ("groups_formed", "villages", "villages_covered", "villages_in_process", "districts"):
            assert whole[name] == sum(part[name] for part in parts), (above, name)
        children = figures(Area.objects.get(code=above), AS_OF).children
        assert {code: child.covered for code, child in children.items()} == {
            code: part["villages_covered"] for code, part in zip(below, parts, strict=True)
        }


def test_each_function_answers_what_the_whole_does(register: Register) -> None:
    register.decree(register.group("90.01.02.2001"), AS_OF)
    register.decree(register.group("90.01.02.2002"), AS_OF - DAY)
    register.group("90.01.02.2003", AS_OF)
    register.case("90.01.03.2001")
    aim(register, 4)
    found = flat()
    for name in (
        "groups_formed", "villages", "villages_covered", "villages_in_process", "districts", "districts_covered",
        "decrees_ending_90d", "decrees_ended", "decrees_none",
    ):  # fmt: skip
        assert getattr(queries, name)(register.regency, AS_OF) == found[name], name
    result = queries.target_result(register.regency, AS_OF)
    assert (result.values, result.reached) == ((4,), found["target_reached"])
    assert [d.name for d in queries.districts_without(register.regency, AS_OF)] == found["districts_without"]


def test_the_number_of_queries_does_not_grow(register: Register, django_assert_num_queries) -> None:
    with django_assert_num_queries(7):
        figures(register.regency, AS_OF)
    for village in Area.objects.filter(level="village"):
        register.decree(register.group(village.code), AS_OF)
        register.case(village.code)
    with django_assert_num_queries(7):
        figures(register.regency, AS_OF)


def test_a_large_nation_is_counted_again_after_every_change(
    register: Register, monkeypatch: pytest.MonkeyPatch, django_assert_num_queries: Any
) -> None:
    monkeypatch.setattr(columns, "KEPT_FROM", 5)
    columns.forget()
    nation = Area.objects.get(code="ID")
    register.group("90.01.02.2001")
    assert figures(nation, AS_OF).groups_formed == 1
    with django_assert_num_queries(1):
        assert figures(nation, AS_OF).groups_formed == 1
    group = register.group("90.01.02.2002")
    assert figures(nation, AS_OF).groups_formed == 2
    # Another day is another answer.
    assert figures(nation, dt.date(2019, 1, 1)).groups_formed == 0
    type(group).objects.filter(pk=group.pk).update(ended_on=AS_OF)
    record_event(verb="end", kind="group", key=group.code, label=group.name)
    assert figures(nation, AS_OF).groups_formed == 1


# --- The command ------------------------------------------------------------------------------------


def run(*arguments: str) -> str:
    out = StringIO()
    call_command("figures", *arguments, stdout=out)
    return out.getvalue()


def test_the_command_prints_one_flat_object(register: Register) -> None:
    register.group("90.01.02.2001", AS_OF)
    found = json.loads(run("--area", "90.01", "--as-of", "2023-06-15", "--json"))
    assert found == flat()
    assert found["area"] == "90.01"
    assert found["as_of"] == "2023-06-15"
    assert [name for name, value in found.items() if isinstance(value, dict)] == ["tiers"]


def test_the_command_prints_a_table_for_people(register: Register) -> None:
    register.group("90.01.02.2001", AS_OF)
    text = run("--area", "9001", "--as-of", "2023-06-15")
    assert text.startswith("Kabupaten Uji (90.01), 2023-06-15")
    assert "KIM terbentuk" in text
    assert "Satu (3), Tiga (3)" in text


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--area", "35.99"], "“35.99” tidak ada"),
        (["--area", "90.01", "--as-of", "15/06/2023"], "“15/06/2023” tidak terbaca"),
        (["--area", "90.01", "--as-of", "2023-02-30"], "“2023-02-30” tidak terbaca"),
    ],
)
def test_the_command_says_what_it_cannot_read(register: Register, arguments: list[str], sentence: str) -> None:
    with pytest.raises(CommandError, match=sentence):
        run(*arguments)


def test_the_command_says_when_there_are_no_areas(db: None) -> None:
    with pytest.raises(CommandError, match="kentongan areas import"):
        run("--area", "35.07")
