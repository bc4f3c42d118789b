"""Each published figure, counted by the query of the screens and by the command for scripts."""

import datetime as dt
import json
from io import StringIO

import pytest
from django.core.management import call_command

from kentongan.areas.models import Area
from kentongan.insights import queries
from kentongan.registry.models import Decree, Group, Target

REGENCY, CITY = "35.07", "35.73"


def area(code: str) -> Area:
    return Area.objects.get(code=code)


def day(text: str) -> dt.date:
    return dt.date.fromisoformat(text)


def command(code: str, as_of: str) -> dict:
    out = StringIO()
    call_command("figures", area=code, as_of=as_of, json=True, stdout=out)
    return json.loads(out.getvalue())


# What, where, when, how many.
PUBLISHED = [
    ("villages", REGENCY, "2023-06-15", 390),
    ("districts", REGENCY, "2023-06-15", 33),
    ("groups_formed", REGENCY, "2017-12-31", 28),
    ("groups_formed", REGENCY, "2018-12-31", 28),
    ("groups_formed", REGENCY, "2019-12-31", 28),
    ("groups_formed", REGENCY, "2023-01-01", 187),
    ("groups_formed", REGENCY, "2023-06-15", 215),
    ("districts_covered", REGENCY, "2023-06-15", 30),
    ("groups_formed", REGENCY, "2025-09-24", 250),
    ("groups_formed", REGENCY, "2025-09-25", 250),
    ("villages", CITY, "2021-12-14", 57),
    ("districts", CITY, "2021-12-14", 5),
    ("groups_formed", CITY, "2014-12-31", 6),
    ("groups_formed", CITY, "2021-12-14", 30),
    ("villages_covered", CITY, "2021-12-14", 30),
    ("villages_in_process", CITY, "2021-12-14", 27),
    ("groups_formed", CITY, "2022-03-02", 31),
    ("villages_in_process", CITY, "2022-03-02", 26),
]
NAMES = [f"{what} {where} {when}" for what, where, when, _figure in PUBLISHED]


@pytest.mark.parametrize(("what", "where", "when", "figure"), PUBLISHED, ids=NAMES)
def test_the_screens_count_what_was_published(network, what, where, when, figure):
    assert getattr(queries, what)(area(where), day(when)) == figure


@pytest.mark.parametrize(("what", "where", "when", "figure"), PUBLISHED, ids=NAMES)
def test_the_command_prints_what_was_published(network, what, where, when, figure):
    assert command(where, when)[what] == figure


def test_378_of_the_villages_are_desa_and_12_kelurahan(network):
    coverage = queries.coverage(area(REGENCY), day("2023-06-15"))
    assert (coverage.villages - coverage.kelurahan, coverage.kelurahan) == (378, 12)


@pytest.mark.parametrize("when", ["2023-06-15", "2025-09-25"])
def test_wajak_kalipare_and_kasembon_have_none(network, when):
    without = queries.districts_without(area(REGENCY), day(when))
    assert {(district.name, district.villages) for district in without} == {
        ("Wajak", 13),
        ("Kalipare", 9),
        ("Kasembon", 6),
    }
    assert sorted(command(REGENCY, when)["districts_without"]) == ["Kalipare", "Kasembon", "Wajak"]


def test_the_target_of_2023_was_53_of_which_28_were_reached(network):
    result = queries.target_result(area(REGENCY), day("2023-06-15"))
    assert (result.values, result.reached, result.shorts) == ((53,), 28, (25,))
    printed = command(REGENCY, "2023-06-15")
    assert (printed["target_new"], printed["target_reached"], printed["target_short"]) == (53, 28, 25)
    assert printed["target_total"] == 240


def test_187_and_53_make_240(network):
    printed = command(REGENCY, "2023-01-01")
    assert printed["groups_formed"] + printed["target_new"] == printed["target_total"] == 240


def test_two_invented_targets_of_2025_disagree_and_say_that_they_are_invented(network):
    assert command(REGENCY, "2025-09-25")["target_total"] == [275, 260]
    invented = Target.objects.exclude(year=2023)
    assert all("(data contoh)" in target.source for target in invented)


@pytest.mark.parametrize(
    ("name", "village", "regency"),
    [
        ("KIM Gubugklakah", "Gubugklakah", REGENCY),
        ("KIM Nukus", "Sukun", CITY),
        ("KIM Gerabah", "Penanggungan", CITY),
        ("KIM Tlogomas", "Tlogomas", CITY),
        ("KIM Mbois Ilakes", "Blimbing", CITY),
        ("KIM Cendrawasih", "Kasin", CITY),
        ("KIM Obama", "Bareng", CITY),
        ("KIM Parseh Jaya", "Bumiayu", CITY),
        ("KIM Kayutangan", "Kauman", CITY),
        ("KIM Bakalankrajan", "Bakalankrajan", CITY),
    ],
)
def test_the_ten_named_groups_are_where_they_were_named(network, name, village, regency):
    when = day("2021-12-14") if regency == CITY else day("2023-06-15")
    found = Group.objects.existing_on(when).get(name=name)
    assert (found.area.name, found.area.regency_code) == (village, regency)


def test_lowokwaru_works_under_a_pokmas_and_the_lpmk(network):
    group = Group.objects.get(area__name="Lowokwaru", area__regency_code=CITY)
    assert set(group.partners.values_list("kind", flat=True)) == {"pokmas", "lpmk"}


def test_no_decree_is_older_than_what_is_known_of_its_group(network):
    assert [
        decree.number
        for decree in Decree.objects.select_related("group")
        if decree.starts_on < (decree.group.formed_not_before or decree.group.formed_on)
    ] == []


def test_every_state_of_a_decree_occurs_in_both_regencies(network):
    for code in (REGENCY, CITY):
        states = queries.decree_states(area(code), day("2025-09-25"))
        assert all([states.none, states.in_force, states.ending, states.ended]), code
        assert states.in_force > states.ended + states.ending


def test_the_decree_of_sanankerto_is_the_first_to_end(network):
    ending = Decree.objects.filter(ends_on__gte=day("2025-09-25")).earliest("ends_on")
    assert (ending.group.area.name, ending.ends_on) == ("Sanankerto", day("2025-09-27"))


def test_the_figures_come_from_rows_not_from_this_room(network):
    Group.objects.filter(name="KIM Kayutangan").update(ended_on=day("2021-01-01"))
    assert queries.groups_formed(area(CITY), day("2021-12-14")) == 29
