"""Who may do what in the register: the whole table."""

import pytest
from django.contrib.auth.models import AnonymousUser

from kentongan.registry import permissions as p
from kentongan.registry.models import Group
from tests.conftest import Cast

PEOPLE = ("admin", "staff", "district_officer", "viewer", "city_admin", "forum", "leader", "member", "stranger")

# In Kota Malang, about KIM Kayutangan. Those named may; everyone else is refused.
KAYUTANGAN = [
    (p.scan_refusal, {"city_admin", "leader"}),
    (p.edit_group_refusal, {"city_admin", "leader"}),
    (p.edit_register_refusal, {"city_admin"}),
    (p.end_group_refusal, {"city_admin"}),
    (p.add_decree_refusal, {"city_admin"}),
    (p.erase_officer_refusal, {"city_admin"}),
]
# In Kabupaten Malang, about Desa Bambang in Wajak.
BAMBANG = [
    (p.create_group_refusal, {"admin", "staff"}),
    (p.follow_case_refusal, {"admin", "staff", "district_officer"}),
    (p.note_obstacle_refusal, {"admin", "staff", "district_officer"}),
    (p.change_area_refusal, {"admin"}),
]
# About the office of Kabupaten Malang.
OFFICE = [
    (p.set_targets_refusal, {"admin", "staff"}),
    (p.manage_obstacle_kinds_refusal, {"admin", "staff"}),
]


def allowed(cast: Cast, refusal, thing) -> set[str]:
    return {name for name in PEOPLE if refusal(getattr(cast, name), thing) is None}


@pytest.mark.parametrize(("refusal", "may"), KAYUTANGAN, ids=lambda value: getattr(value, "__name__", ""))
def test_who_may_about_a_group(cast: Cast, refusal, may: set[str]) -> None:
    assert allowed(cast, refusal, cast.kayutangan) == may
    assert refusal(AnonymousUser(), cast.kayutangan)


@pytest.mark.parametrize(("refusal", "may"), BAMBANG, ids=lambda value: getattr(value, "__name__", ""))
def test_who_may_about_a_village(cast: Cast, refusal, may: set[str]) -> None:
    assert allowed(cast, refusal, cast.area("35.07.08.2003")) == may


@pytest.mark.parametrize(("refusal", "may"), OFFICE, ids=lambda value: getattr(value, "__name__", ""))
def test_who_may_about_an_office(cast: Cast, refusal, may: set[str]) -> None:
    assert allowed(cast, refusal, cast.malang) == may
    assert refusal(cast.admin, None), "where there is no office"


def test_who_sees_phones(cast: Cast) -> None:
    seeing = {name for name in PEOPLE if p.may_see_phones(getattr(cast, name), cast.kayutangan)}
    assert seeing == {"city_admin", "forum", "leader", "member"}


def test_who_may_create_somewhere(cast: Cast) -> None:
    assert {name for name in PEOPLE if p.create_group_refusal(getattr(cast, name)) is None} == {
        "admin",
        "staff",
        "city_admin",
    }


def test_an_ended_group_is_no_longer_its_leaders_to_edit(cast: Cast) -> None:
    Group.objects.filter(pk=cast.kayutangan.pk).update(ended_on="2025-09-01")
    group = Group.objects.get(pk=cast.kayutangan.pk)
    assert "berakhir" in p.edit_group_refusal(cast.leader, group)
    assert p.edit_group_refusal(cast.city_admin, group) is None
    assert p.end_group_refusal(cast.city_admin, group)
    assert p.reopen_group_refusal(cast.city_admin, group) is None
    assert p.reopen_group_refusal(cast.leader, group)


def test_only_an_ended_group_is_reopened(cast: Cast) -> None:
    assert p.reopen_group_refusal(cast.city_admin, cast.kayutangan)
