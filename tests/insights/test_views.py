"""The control room and the pages of areas: the ladder, the rows behind each figure, the number of queries."""

import datetime as dt
import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.accounts.enums import Role
from kentongan.areas.models import Area
from kentongan.insights.queries import columns, figures
from kentongan.registry.enums import Measure, Precision
from kentongan.registry.models import Target
from tests.conftest import Cast, make_group
from tests.insights.conftest import AS_OF, DAY, Register

PAGES = ["/kendali/", "/kendali/tindakan/", "/wilayah/", "/wilayah/35.07/"]
SignIn = Callable[[Any], Client]


# --- Who comes in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", PAGES)
def test_anonymous_signs_in_first(cast: Cast, client: Client, path: str) -> None:
    response = client.get(path)
    assert response.status_code == 302
    assert response.url.startswith(reverse("account_login"))


def test_home_leads_the_anonymous_to_sign_in_and_staff_to_the_control_room(cast: Cast, client: Client) -> None:
    assert client.get("/").url.startswith(reverse("account_login"))
    client.force_login(cast.staff)
    assert client.get("/").url == "/kendali/"


@pytest.mark.parametrize("role", ["admin", "staff", "viewer", "district_officer", "forum"])
def test_every_role_of_an_area_sees_its_own(cast: Cast, sign_in: SignIn, role: str) -> None:
    client = sign_in(getattr(cast, role))
    response = client.get("/kendali/")
    own = {"district_officer": "35.07.08", "forum": "35.73"}.get(role, "35.07")
    assert response.status_code == 200
    assert response.context["area"].code == own
    assert client.get("/wilayah/").url == f"/wilayah/{own}/"
    assert client.get(f"/wilayah/{own}/").status_code == 200
    assert client.get("/kendali/tindakan/").status_code == 200


@pytest.mark.parametrize("role", ["leader", "member"])
@pytest.mark.parametrize("path", ["/kendali/", "/wilayah/", "/wilayah/35.73/"])
def test_people_of_a_group_go_to_its_first_page(cast: Cast, sign_in: SignIn, role: str, path: str) -> None:
    assert sign_in(getattr(cast, role)).get(path).url == reverse("home_of_group")


def test_without_a_duty_the_page_says_what_to_do(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.stranger).get("/kendali/")
    assert response.status_code == 200
    assert "Anda belum punya wilayah tugas" in response.content.decode()


@pytest.mark.parametrize(
    "path",
    [
        "/kendali/?wilayah=35.73", "/kendali/?wilayah=35", "/kendali/?wilayah=ID", "/kendali/?wilayah=99",
        "/kendali/?wilayah=%00", "/kendali/tindakan/?wilayah=35.73", "/wilayah/35.73/", "/wilayah/35/",
        "/wilayah/35.73.02.1007/", "/wilayah/apa/",
    ],
)  # fmt: skip
def test_outside_the_scope_is_not_found(cast: Cast, sign_in: SignIn, path: str) -> None:
    assert sign_in(cast.admin).get(path).status_code == 404


@pytest.mark.parametrize("path", PAGES)
def test_pages_of_figures_only_answer_to_get(cast: Cast, sign_in: SignIn, path: str) -> None:
    assert sign_in(cast.admin).post(path).status_code == 405


def test_a_village_has_its_page_in_the_register(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.admin).get("/wilayah/35.07.08.2003/?per=2023-06-15")
    assert response.url == reverse("village", args=["35.07.08.2003"]) + "?per=2023-06-15"


# --- The day ------------------------------------------------------------------------------------------


def test_the_day_asked_for_is_shown_and_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    response = client.get("/kendali/?per=2015-01-01")
    text = response.content.decode()
    assert "Belum ada KIM di 4 desa." in text
    assert "Keadaan per 1 Januari 2015" in text
    inside = [
        link
        for link in re.findall(
            r'href="(/(?:kim|desa|sk|wilayah|kendali)/[^"]*)"', text.split("<main")[1].split("</main")[0]
        )
        if "per=" not in link
    ]
    # Only the way back to today speaks of another day.
    assert inside == []
    assert client.get("/wilayah/?per=2015-01-01").url == "/wilayah/35.07/?per=2015-01-01"


def test_a_day_that_cannot_be_read_is_today_with_a_sentence(cast: Cast, sign_in: SignIn) -> None:
    response = sign_in(cast.admin).get("/kendali/?per=kemarin")
    assert response.status_code == 200
    assert "tidak terbaca" in response.content.decode()
    assert response.context["as_of"] == dt.date(2025, 9, 25)


@pytest.mark.parametrize("query", ["urut=apa", "urut=belum", "hanya=tanpa", "hanya=apa", "urut="])
def test_odd_queries_of_an_area_page(cast: Cast, sign_in: SignIn, query: str) -> None:
    assert sign_in(cast.admin).get(f"/wilayah/35.07/?{query}").status_code == 200


@pytest.mark.parametrize("table", ["peta", "tumbuh", "apa"])
def test_tables_one_link_away(cast: Cast, sign_in: SignIn, table: str) -> None:
    response = sign_in(cast.admin).get(f"/kendali/?tabel={table}")
    assert ('<ul class="petak">' in response.content.decode()) == (table != "peta")
    assert ('<svg class="tumbuh' in response.content.decode()) == (table != "tumbuh")


def test_sorting_the_children(register: Register, person: Callable, sign_in: SignIn) -> None:
    register.group("90.01.02.2001", AS_OF)
    client = sign_in(person(Role.VIEWER, "90.01"))
    names = [row["child"].name for row in client.get("/wilayah/90.01/?urut=punya").context["rows"]]
    assert names[0] == "Dua"
    names = [row["child"].name for row in client.get("/wilayah/90.01/?urut=nama").context["rows"]]
    assert names == ["Dua", "Satu", "Tiga"]


# --- The rows behind the figures ----------------------------------------------------------------------


@pytest.fixture
def full_register(register: Register) -> Register:
    """Some of everything, on AS_OF and after it."""
    a = register.group("90.01.01.1001")
    b = register.group("90.01.01.2002", AS_OF)
    register.group("90.01.01.2003", dt.date(2023, 1, 1), formed_precision=Precision.BY)
    register.group("90.01.02.2001", AS_OF + DAY)
    register.group("90.01.02")
    register.decree(a, AS_OF + 40 * DAY)
    register.decree(b, AS_OF - DAY)
    register.case("90.01.03.2001")
    register.case("90.01.03.2002", opened_on=AS_OF + DAY)
    told = {"measure": Measure.FORMED_NEW, "year": 2023, "stated_on": dt.date(2023, 1, 5), "source": "RKPD"}
    Target.objects.create(office=register.office, value=4, **told)
    return register


def rows_of(client: Client, href: str) -> int:
    """How many rows the list behind a figure holds."""
    response = client.get(href)
    assert response.status_code == 200, href
    context = response.context
    if "page" in context:
        return context["page"].paginator.count
    return len(context["figures"].districts_without)


def test_each_answer_opens_as_many_rows_as_it_says(full_register: Register, person: Callable, sign_in: SignIn) -> None:
    client = sign_in(person(Role.OFFICE_STAFF, "90.01"))
    for page in ("/kendali/", "/wilayah/90.01/", "/wilayah/90.01.01/", "/wilayah/90.01.03/"):
        context = client.get(f"{page}?per={AS_OF}").context
        assert len(context["answers"]) == 3
        for answer in context["answers"]:
            shown = rows_of(client, answer["href"]) if answer["href"] else 0
            assert shown == answer["figure"], (page, answer)
        for row in context["decrees"]["rows"]:
            assert rows_of(client, row["href"]) == row["value"], (page, row)


def test_the_lists_of_the_register_hold_what_the_figures_count(
    full_register: Register, person: Callable, sign_in: SignIn
) -> None:
    client = sign_in(person(Role.OFFICE_STAFF, "90.01"))
    flat = figures(full_register.regency, AS_OF).as_flat()
    at = f"wilayah=90.01&per={AS_OF}"
    for figure, href in {
        "groups_formed": f"/kim/?{at}",
        "villages": f"/desa/?{at}",
        "villages_covered": f"/desa/?{at}&keadaan=ber-kim",
        "villages_without": f"/desa/?{at}&keadaan=tanpa-kim",
        "villages_in_process": f"/desa/?{at}&keadaan=diproses",
        "decrees_ending_90d": f"/sk/?{at}&keadaan=ending",
        "decrees_ended": f"/sk/?{at}&keadaan=ended",
        "decrees_none": f"/sk/?{at}&keadaan=none",
    }.items():
        assert rows_of(client, href) == flat[figure], figure
        assert flat[figure] > 0, figure


def test_the_map_and_its_table_add_up_to_the_headline(
    full_register: Register, person: Callable, sign_in: SignIn
) -> None:
    context = sign_in(person(Role.VIEWER, "90.01")).get(f"/kendali/?per={AS_OF}").context
    found = context["figures"]
    tiles = context["map"]["tiles"]
    assert sum(tile.part for tile in tiles) == found.coverage.covered
    assert sum(tile.whole for tile in tiles) == found.coverage.villages
    assert sum(row["child"].coverage.covered for row in context["quiet"]) == found.coverage.covered
    # A kecamatan with a group of its own is not one without any.
    assert {tile.name: tile.step for tile in tiles} == {"Satu": 4, "Dua": 0, "Tiga": None}
    band = context["band"]["groups"]
    assert sum(group["on"] for group in band) == found.coverage.covered
    assert sum(group["way"] - group["on"] for group in band) == found.coverage.in_process


# --- What waits ---------------------------------------------------------------------------------------


def test_actions_fit_what_the_person_may_do(register: Register, person: Callable, sign_in: SignIn) -> None:
    today = dt.date(2025, 9, 25)
    group = register.group("90.01.01.1001")
    register.decree(group, today + 5 * DAY)
    for role, action in ((Role.OFFICE_STAFF, "Catat SK baru"), (Role.VIEWER, "Buka KIM")):
        rows = sign_in(person(role, "90.01")).get("/kendali/").context["works"]
        assert rows[0]["title"] == f"SK {group.name} tinggal 5 hari"
        assert (rows[0]["action"], rows[0]["tag"]) == (action, "5 hari lagi")


def test_only_who_sets_targets_is_asked_for_one(register: Register, person: Callable, sign_in: SignIn) -> None:
    def asked(role: Role) -> bool:
        rows = sign_in(person(role, "90.01")).get("/kendali/tindakan/").context["works"]
        return any(row["action"] == "Catat target" for row in rows)

    assert asked(Role.OFFICE_STAFF)
    assert not asked(Role.VIEWER)


def test_every_row_has_one_action_that_opens(full_register: Register, person: Callable, sign_in: SignIn) -> None:
    client = sign_in(person(Role.OFFICE_ADMIN, "90.01"))
    for per in ("", f"?per={AS_OF}"):
        rows = client.get(f"/kendali/tindakan/{per}").context["works"]
        assert rows
        for row in rows:
            assert row["action"]
            assert client.get(row["href"]).status_code == 200, row


def test_at_most_six_then_a_link_to_the_rest(register: Register, person: Callable, sign_in: SignIn) -> None:
    today = dt.date(2025, 9, 25)
    for village in ("1001", "2002", "2003"):
        register.decree(register.group(f"90.01.01.{village}"), today + 9 * DAY)
    register.group("90.01.01.2003")
    register.decree(register.group("90.01.01.2003"), today - DAY)
    register.case("90.01.02.2001")
    response = sign_in(person(Role.OFFICE_ADMIN, "90.01")).get("/kendali/")
    assert len(response.context["works"]) == 6
    assert response.context["works_more"] == response.context["works_count"] - 6 > 0
    text = response.content.decode()
    assert f"{response.context['works_more']} hal lagi" in text
    assert text.split('<ul class="kerja">')[1].split("</ul>")[0].count("btn kecil utama") == 1


def test_nothing_waits(register: Register, person: Callable, sign_in: SignIn) -> None:
    for district in ("01", "02", "03"):
        register.decree(register.group(f"90.01.{district}"), dt.date(2030, 1, 1))
    text = sign_in(person(Role.VIEWER, "90.01")).get("/kendali/").content.decode()
    assert "Tidak ada yang menunggu hari ini." in text


def test_an_empty_installation_teaches(register: Register, person: Callable, sign_in: SignIn) -> None:
    text = sign_in(person(Role.OFFICE_ADMIN, "ID")).get("/kendali/").content.decode()
    assert "Belum ada KIM di 9 desa dan kelurahan." in text
    assert "Setelah KIM pertama dicatat" in text


# --- Queries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/kendali/", "/wilayah/90.01/", "/wilayah/90.01.01/", "/kendali/tindakan/"])
def test_the_number_of_queries_does_not_grow(
    register: Register, person: Callable, sign_in: SignIn, django_assert_max_num_queries: Any, path: str
) -> None:
    client = sign_in(person(Role.OFFICE_ADMIN, "90.01"))
    today = dt.date(2025, 9, 25)

    def fill(number: int) -> None:
        for village in Area.objects.filter(level="village", district_code="90.01.01"):
            group = register.group(village.code, today - number * DAY)
            register.decree(group, today + (number - 2) * DAY)
            register.group(village.code, today - number * DAY)
        for village in Area.objects.filter(level="village", district_code="90.01.02"):
            if number == 1:
                register.case(village.code)

    fill(1)
    with django_assert_max_num_queries(40) as few:
        assert client.get(path).status_code == 200
    for number in range(2, 8):
        fill(number)
    with django_assert_max_num_queries(len(few)):
        assert client.get(path).status_code == 200


@pytest.mark.parametrize("path", ["/kendali/", "/kendali/tindakan/", "/wilayah/{}/"])
def test_larger_areas_need_no_more_queries(
    full_register: Register,
    person: Callable,
    sign_in: SignIn,
    monkeypatch: pytest.MonkeyPatch,
    django_assert_max_num_queries: Any,
    path: str,
) -> None:
    monkeypatch.setattr(columns, "KEPT_FROM", 1)
    columns.forget()
    regency = sign_in(person(Role.OFFICE_ADMIN, "90.01"))
    with django_assert_max_num_queries(40) as few:
        assert regency.get(path.format("90.01") + "?per=2023-06-15").status_code == 200
    columns.columns_now()
    for code in ("90", "ID"):
        client = sign_in(person(Role.OFFICE_ADMIN, code))
        with django_assert_max_num_queries(len(few)):
            assert client.get(path.format(code) + "?per=2023-06-15").status_code == 200
    columns.forget()


def test_a_kecamatan_without_new_groups_offers_no_empty_list_and_no_target_of_its_own(cast: Cast, sign_in) -> None:
    page = sign_in(cast.admin).get("/wilayah/35.07.08/").content.decode()
    assert "Target dicatat per kabupaten atau kota." in page
    assert "kepastian=day" not in page
    make_group(cast.area("35.07.08.2003"), "KIM Bambang", dt.date(2025, 6, 1))
    assert "kepastian=day" in sign_in(cast.admin).get("/wilayah/35.07.08/").content.decode()
