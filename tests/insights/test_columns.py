"""A nation's figures come from kept columns: whatever is written, by whatever way, they equal a plain count."""

import datetime as dt
import random
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.core.cache import cache

from kentongan.areas.actions import end_area, rename_area, split_area
from kentongan.areas.enums import Kind
from kentongan.areas.models import Area
from kentongan.core.audit import record_event
from kentongan.insights import tasks
from kentongan.insights.queries import columns, figures, whole
from kentongan.registry import actions
from kentongan.registry.enums import Measure, Precision, Step
from kentongan.registry.models import Decree, FormationCase, Group, Target
from tests.insights.conftest import AS_OF, DAY, Register

COMPARED = ("children", "coverage", "districts", "districts_without", "decrees", "targets", "series", "groups_by_child")


@pytest.fixture(autouse=True)
def kept(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(columns, "KEPT_FROM", 1)
    columns.forget()
    cache.clear()
    yield
    columns.forget()
    cache.clear()


@pytest.fixture
def country(register: Register) -> Register:
    """Two provinces; the second has one regency more."""
    register.add("90.02", Kind.KOTA, "Kota Uji")
    register.add("91", Kind.PROVINSI, "Provinsi Lain")
    for regency in ("90.02", "91.01"):
        if regency == "91.01":
            register.add(regency, Kind.KABUPATEN, "Kabupaten Lain")
        for number in (1, 2):
            register.add(f"{regency}.0{number}", Kind.KECAMATAN, f"Kecamatan {number}")
            for village in (2001, 2002):
                register.add(f"{regency}.0{number}.{village}", Kind.DESA, f"Desa {number} {village}")
    return register


def check(as_of: dt.date = AS_OF) -> None:
    """The kept figures of the nation and of each province, and those counted in the ordinary way."""
    for area in Area.objects.filter(level__in=["nation", "province"]).order_by("-code"):
        found, plain = figures(area, as_of), whole._count(area, as_of)
        assert found.counted, "not from the kept columns"
        for name in COMPARED:
            assert getattr(found, name) == getattr(plain, name), name
        assert sorted(map(str, found.formations)) == sorted(map(str, plain.formations))
        assert found.as_flat() == plain.as_flat()
        for name in ("ending", "ended", "none", "cases", "cases_waiting"):
            one, other = getattr(found.waiting, name), getattr(plain.waiting, name)
            assert one == other or list(one) == list(other), name


# --- Every kind of write ----------------------------------------------------------------------------


def _village(chance: random.Random) -> Area:
    return chance.choice(list(Area.objects.filter(level="village").order_by("code")))


def _group(chance: random.Random) -> Group | None:
    groups = list(Group.objects.order_by("pk"))
    return chance.choice(groups) if groups else None


def create_group(chance: random.Random) -> None:
    values: dict[str, Any] = {"formed_on": AS_OF - DAY * chance.randrange(-20, 900)}
    if chance.random() < 0.4:
        values["formed_precision"] = Precision.BY
        values["formed_not_before"] = chance.choice([None, values["formed_on"] - DAY * 40])
    area = chance.choice([_village(chance), Area.objects.get(code="90.01.02")])
    actions.create_group(area=area, name="KIM Baru", **values)


def change_group(chance: random.Random) -> None:
    group = _group(chance)
    if group and group.ended_on is None:
        actions.change_group(group=group, formed_on=AS_OF - DAY * chance.randrange(900))


def end_group(chance: random.Random) -> None:
    group = _group(chance)
    if group and group.ended_on is None:
        actions.end_group(group=group, on=max(group.formed_on, AS_OF - DAY * chance.randrange(-5, 50)), reason="uji")


def reopen_group(chance: random.Random) -> None:
    group = _group(chance)
    if group and group.ended_on:
        actions.reopen_group(group=group, reason="uji")


def add_decree(chance: random.Random) -> None:
    if group := _group(chance):
        ends_on = AS_OF + DAY * chance.randrange(-200, 400)
        starts_on = min(ends_on, AS_OF - DAY * chance.randrange(-5, 600))
        number = f"141/{group.decrees.count() + 1}"
        actions.add_decree(group=group, number=number, starts_on=starts_on, ends_on=ends_on)


def change_decree(chance: random.Random) -> None:
    decree = Decree.objects.order_by("?").first()
    if decree:
        actions.change_decree(decree=decree, ends_on=decree.starts_on + DAY * chance.randrange(900))


def follow_case(chance: random.Random) -> None:
    case = FormationCase.objects.filter(closed_on=None, area__level="village").order_by("pk").first()
    village = _village(chance)
    if case and chance.random() < 0.6:
        done = set(case.steps.values_list("step", flat=True))
        step = chance.choice([Step.FILED, Step.CHECKED, Step.DISCUSSED])
        if step in done:
            actions.undo_step(case=case, step=step)
        elif chance.random() < 0.8:
            actions.note_step(case=case, step=step, on=case.opened_on + DAY * chance.randrange(90))
        else:
            actions.close_case(case=case, on=max(case.opened_on, AS_OF - DAY), reason="uji")
    elif not village.formation_cases.filter(closed_on=None) and not village.groups.exists():
        actions.start_case(area=village, on=AS_OF - DAY * chance.randrange(300))


def set_target(chance: random.Random) -> None:
    measure = chance.choice([Measure.FORMED_NEW, Measure.FORMED_TOTAL])
    target = Target.objects.order_by("pk").first()
    if target and chance.random() < 0.5:
        actions.drop_target(target=target)
        return
    office = chance.choice(list(OFFICES.values()))
    source = f"Rencana {Target.objects.count()} {chance.random()}"
    actions.set_target(
        office=office, measure=measure, year=2023, value=chance.randrange(90), source=source, stated_on=AS_OF
    )


def bulk(chance: random.Random) -> None:
    """As an import does it: rows without any event."""
    village = _village(chance)
    number = village.groups.count() + 50
    [group] = Group.objects.bulk_create(
        [Group(code=f"{village.code}-{number}", area=village, name="KIM Impor", formed_on=AS_OF - DAY * 9)]
    )
    Decree.objects.bulk_create([Decree(group=group, number="1", starts_on=AS_OF - DAY, ends_on=AS_OF + DAY * 30)])


OFFICES: dict[str, Any] = {}
WRITES = [
    create_group,
    change_group,
    end_group,
    reopen_group,
    add_decree,
    change_decree,
    follow_case,
    set_target,
    bulk,
]


@pytest.mark.parametrize("seed", range(3))
def test_after_any_writes_the_columns_say_what_a_plain_count_says(country: Register, seed: int) -> None:
    chance = random.Random(seed)
    OFFICES.update({code: _office(code) for code in ("ID", "90", "90.01")})
    check()
    for _ in range(10):
        for _ in range(chance.randrange(1, 4)):
            chance.choice(WRITES)(chance)
        check()
    check(AS_OF - DAY * 100)


def _office(code: str) -> Any:
    from kentongan.accounts.models import Office

    return Office.objects.get_or_create(area_id=code, defaults={"name": f"Kantor {code}"})[0]


@pytest.mark.parametrize("write", WRITES, ids=lambda write: write.__name__)
def test_each_write_alone(country: Register, write: Callable) -> None:
    OFFICES.update({code: _office(code) for code in ("ID", "90", "90.01")})
    chance = random.Random(7)
    country.decree(country.group("90.01.02.2001"), AS_OF + DAY)
    country.decree(country.group("91.01.01.2001", ended_on=AS_OF - DAY), AS_OF + DAY)
    for _ in range(4):
        check()
        write(chance)
    check()


def test_areas_that_end_split_and_change_their_names(country: Register) -> None:
    country.group("91.01.01.2001")
    check()
    end_area(area=Area.objects.get(code="90.02.01.2001"), on=AS_OF)
    check()
    split_area(
        area=Area.objects.get(code="91.01.01.2002"), into={"91.01.01.2005": "Utara", "90.02.02.2009": "Jauh"}, on=AS_OF
    )
    check()
    rename_area(area=Area.objects.get(code="91.01.02"), name="Nama Baru", on=AS_OF)
    check()
    assert "Nama Baru" in figures(Area.objects.get(code="ID"), AS_OF).as_flat()["districts_without"]


def test_a_change_behind_the_actions_shows_after_ten_minutes(
    country: Register, monkeypatch: pytest.MonkeyPatch
) -> None:
    group = country.group("90.01.02.2001")
    check()
    Group.objects.filter(pk=group.pk).update(ended_on=AS_OF - DAY)
    nation = Area.objects.get(code="ID")
    assert figures(nation, AS_OF).groups_formed == 1
    now = columns.time.time()
    monkeypatch.setattr(columns.time, "time", lambda: now + columns.KEPT_FOR + 1)
    assert figures(nation, AS_OF).groups_formed == 0


# --- What it costs ----------------------------------------------------------------------------------


def _counted(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Which regencies are read from now on; None for all."""
    seen: list[Any] = []
    read = columns.read_columns

    def reading(codes: Any = None) -> Any:
        seen.append(None if codes is None else set(codes))
        return read(codes)

    monkeypatch.setattr(columns, "read_columns", reading)
    return seen


def test_only_the_regency_of_a_change_is_read_again(country: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    check()
    counted = _counted(monkeypatch)
    check()
    assert counted == []
    country.group("91.01.01.2001")
    check()
    assert counted == [{"91.01"}]
    record_event(verb="invite", kind="user", key="x", label="x", area_code="90.01")
    record_event(verb="change", kind="target", key="1", label="x", area_code="90")
    check()
    assert counted == [{"91.01"}]


def test_a_new_process_takes_what_another_has_read(country: Register, monkeypatch: pytest.MonkeyPatch) -> None:
    country.group("90.01.02.2001")
    tasks.read_the_register.func()
    columns.forget()
    country.group("91.01.01.2001")
    counted = _counted(monkeypatch)
    check()
    assert counted == [{"91.01"}]
    # A day nobody asked for before needs nothing more.
    check(AS_OF - DAY * 40)
    assert counted == [{"91.01"}]


def test_the_number_of_queries_does_not_grow(country: Register, django_assert_num_queries: Any) -> None:
    nation = Area.objects.get(code="ID")
    figures(nation, AS_OF)

    def fill() -> None:
        for village in Area.objects.filter(level="village"):
            country.decree(country.group(village.code), AS_OF)

    with django_assert_num_queries(1):
        figures(nation, AS_OF)
    country.group("91.01.01.2001")
    with django_assert_num_queries(8):
        figures(nation, AS_OF)
    fill()
    with django_assert_num_queries(8):
        figures(nation, AS_OF)
    columns.forget()
    with django_assert_num_queries(8):
        figures(nation, AS_OF)
