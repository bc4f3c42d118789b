"""Activity in the control room: the same figures on every screen, the rows behind them, and honest days without a rule."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

import kentongan.assessment
from kentongan.accounts.enums import Role
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from kentongan.insights.queries import active_over_time
from kentongan.registry.enums import Measure
from kentongan.registry.models import Group, Target
from tests.conftest import Cast
from tests.insights.conftest import DAY, Register

TODAY = dt.date(2025, 9, 25)
SHIPPED = Path(kentongan.assessment.__file__).parent / "instruments"
LISTS = ["/kendali/kim/", "/kendali/bergerak/", "/kendali/akan-turun/", "/kendali/tidur/"]
SignIn = Callable[[Any], Client]


def put_in_force(register: Register, code: str, holds_from: dt.date, purpose: str) -> None:
    instrument = Instrument.objects.create(office=register.office, code=code, name=code.capitalize(), purpose=purpose)
    text = (SHIPPED / f"{code}.toml").read_text()
    InstrumentVersion.objects.create(instrument=instrument, number=1, text=text, holds_from=holds_from)


def note(group: Group, *days: dt.date, kind: str = "umkm", source: int = Source.STAFF) -> None:
    for day in days:
        record(group=group, kind=kind, occurred_on=day, source=source, key=f"{kind}:{day}")


@pytest.fixture
def network(register: Register) -> Register:
    """Five groups in two kecamatan, two of them active; activity is judged since June, tiers since August."""
    put_in_force(register, "aktif", dt.date(2025, 6, 1), Purpose.ACTIVITY)
    put_in_force(register, "tahap-kim", dt.date(2025, 8, 1), Purpose.TIERS)
    a, b, c = (register.group(f"90.01.01.{code}") for code in ("1001", "2002", "2003"))
    d, e = register.group("90.01.02.2001"), register.group("90.01.02.2002")
    for group in (a, b, c, d, e):
        register.decree(group, dt.date(2027, 12, 31))
    # Active, and developed by its activities; active until the window loses the first day; two, one, and none.
    note(a, *(TODAY - n * 20 * DAY for n in range(7)))
    note(b, TODAY - 88 * DAY, TODAY - 40 * DAY, TODAY - 20 * DAY)
    note(c, TODAY - 50 * DAY, TODAY - 30 * DAY)
    note(d, TODAY - 10 * DAY)
    # Was active a month ago, and fell: nothing since.
    note(e, *(TODAY - n * DAY for n in (130, 131, 132)))
    return register


@pytest.fixture
def staff(network: Register, person: Callable, sign_in: SignIn) -> Client:
    return sign_in(person(Role.OFFICE_ADMIN, "90.01"))


# --- Who comes in -------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", LISTS)
def test_the_ladder_of_the_lists(cast: Cast, client: Client, sign_in: SignIn, path: str) -> None:
    assert client.get(path).url.startswith(reverse("account_login"))
    assert sign_in(cast.leader).get(path).url == reverse("home_of_group")
    assert "Anda belum punya wilayah tugas" in sign_in(cast.stranger).get(path).content.decode()
    client = sign_in(cast.viewer)
    assert client.get(path).status_code == 200
    assert client.get(f"{path}?wilayah=35.73").status_code == 404
    assert client.get(f"{path}?wilayah=%00").status_code == 404
    assert client.post(path).status_code == 405


@pytest.mark.parametrize("path", LISTS)
@pytest.mark.parametrize("query", ["hal=99", "tingkat=apa", "aktif=apa", "arah=apa", "instrumen=apa", "per=kemarin"])
def test_odd_queries(staff: Client, path: str, query: str) -> None:
    assert staff.get(f"{path}?{query}").status_code == 200


# --- The answer ---------------------------------------------------------------------------------------


def test_the_control_room_opens_with_active_of_formed(staff: Client) -> None:
    response = staff.get("/kendali/")
    context, text = response.context, response.content.decode()
    assert (context["first"], context["second"]) == ("2 dari 5 KIM aktif.", "3 perlu dibangunkan.")
    assert [(word["n"], word["text"]) for word in context["band"]["words"]] == [
        (2, "aktif dalam 90 hari terakhir"),
        (3, "tidak aktif"),
    ]
    tiles = {tile.name: (tile.part, tile.whole, tile.step) for tile in context["map"]["tiles"]}
    assert tiles == {"Satu": (2, 3, 4), "Dua": (0, 2, 0), "Tiga": (0, 0, None)}
    assert context["map"]["title"] == "Satu paling hidup, 2 kecamatan tanpa satu pun KIM aktif"
    assert [row["child"].name for row in context["quiet"]] == ["Tiga", "Dua", "Satu"]
    assert sum(row["value"] for row in context["tiers"]["rows"]) == 5
    assert sum(row["active"] for row in context["tiers"]["rows"]) == 2
    assert "Tahap-kim, versi 1" in text
    assert context["growth"]["title"].startswith("Terbentuk 5, aktif")
    assert context["unjudged"] is None


def test_months_before_anything_was_recorded_are_no_noughts(network: Register) -> None:
    # The first record is of 16 May: from mid August on the ninety days looked back on lie after it.
    points = active_over_time(network.regency, TODAY, 5)
    assert [(point.on, point.groups) for point in points] == [(dt.date(2025, 8, 31), 1)]
    assert active_over_time(network.regency, dt.date(2025, 5, 31), 5) == []


def test_a_day_before_any_instrument_says_so_and_shows_what_stands(staff: Client) -> None:
    response = staff.get("/kendali/?per=2025-05-31")
    context = response.context
    assert context["first"] == "5 KIM di 9 desa dan kelurahan."
    assert context["tiers"] is None
    assert context["lists"] == {}
    assert not context["map"]["by_activity"]
    assert context["band"]["total"] == 9
    assert "pada 31 Mei 2025 belum ada instrumen KIM aktif yang berlaku" in response.content.decode()


def test_a_day_with_activity_but_without_tiers(staff: Client) -> None:
    context = staff.get("/kendali/?per=2025-07-31").context
    assert context["tiers"] is None
    assert set(context["lists"]) == {"falling", "movers", "sleepers"}


def test_without_an_instrument_admins_are_led_to_one(register: Register, person: Callable, sign_in: SignIn) -> None:
    register.group("90.01.01.1001")
    for role, is_led in ((Role.OFFICE_ADMIN, True), (Role.VIEWER, False)):
        text = sign_in(person(role, "90.01")).get("/kendali/").content.decode()
        assert "Keaktifan belum dihitung" in text
        assert ('<a href="/instrumen/">Pilih dan berlakukan instrumen</a>' in text) == is_led


def test_groups_that_no_instrument_judges_are_told_apart(network: Register, person: Callable, sign_in: SignIn) -> None:
    network.add("90.02", "kabupaten", "Kabupaten Lain")  # type: ignore[arg-type]
    network.add("90.02.01", "kecamatan", "Jauh")  # type: ignore[arg-type]
    village = network.add("90.02.01.2001", "desa", "Jauh 1")  # type: ignore[arg-type]
    network.group(village.code)
    context = sign_in(person(Role.VIEWER, "90")).get("/kendali/").context
    assert (context["first"], context["second"]) == ("2 dari 6 KIM aktif.", "3 perlu dibangunkan, 1 belum dinilai.")
    tiles = {tile.name: tile for tile in context["map"]["tiles"]}
    assert tiles["Kabupaten Lain" if "Kabupaten Lain" in tiles else "Lain"].is_unjudged


# --- The rows behind the figures ----------------------------------------------------------------------


def count(client: Client, href: str) -> int:
    response = client.get(href)
    assert response.status_code == 200, href
    page = response.context["page"]
    rows = list(page.object_list)
    assert len(rows) == page.paginator.count
    return len(rows)


def test_each_figure_of_activity_opens_its_rows(staff: Client) -> None:
    context = staff.get("/kendali/").context
    assert count(staff, "/kendali/kim/?aktif=ya") == 2
    assert count(staff, "/kendali/kim/?aktif=tidak") == 3
    assert count(staff, "/kendali/kim/?aktif=ya&wilayah=90.01.02") == 0
    assert count(staff, "/kendali/kim/") == 5
    for row in context["tiers"]["rows"]:
        if row["value"]:
            assert count(staff, row["href"]) == row["value"], row
    for one in context["lists"].values():
        assert count(staff, one["href"]) == one["count"], one["key"]


def test_sleepers_come_by_how_little_they_lack(staff: Client) -> None:
    rows = list(staff.get("/kendali/tidur/").context["page"].object_list)
    assert [row["tag"] for row in rows] == ["Tinggal 1 bukti lagi", "Perlu 2 bukti lagi", "Perlu 3 bukti lagi"]
    assert rows[0]["detail"] == "Catat satu rapat, kegiatan, berita, atau unggahan."


def test_who_falls_hears_what_keeps_the_tier(register: Register, person: Callable, sign_in: SignIn) -> None:
    put_in_force(register, "aktif", dt.date(2025, 6, 1), Purpose.ACTIVITY)
    group = register.group("90.01.01.2002")
    # Of three records the first leaves the window the day after tomorrow; a fortnight of grace follows.
    note(group, TODAY - 88 * DAY, TODAY - 40 * DAY, TODAY - 20 * DAY)
    client = sign_in(person(Role.VIEWER, "90.01"))
    (row,) = client.get("/kendali/akan-turun/").context["page"].object_list
    assert row["title"] == group.name
    assert row["tag"] == "15 hari lagi"
    assert row["detail"].endswith("sebelum 11 Oktober 2025, agar tetap Aktif")
    assert row["detail"].startswith("1 ")


def test_movers_by_direction(staff: Client) -> None:
    both = staff.get("/kendali/bergerak/").context
    rows = list(both["page"].object_list)
    up, down = (count(staff, f"/kendali/bergerak/?arah={way}") for way in ("naik", "turun"))
    assert up + down == len(rows)
    assert [chip["count"] for chip in both["chips"]] == [len(rows), up, down]


def test_a_list_is_narrowed_by_kecamatan(staff: Client) -> None:
    context = staff.get("/kendali/kim/?wilayah=90.01.01&aktif=ya").context
    assert [place["code"] for place in context["places"] if place["current"]] == ["90.01.01"]
    assert len(context["places"]) == 4
    assert context["hidden"] == {"aktif": "ya"}
    assert [row["tag"] for row in context["page"].object_list] == ["Aktif", "Aktif"]


def test_the_page_of_an_area_tells_activity_by_child(staff: Client) -> None:
    response = staff.get("/wilayah/90.01/?urut=aktif")
    assert [(row["child"].name, row["active"].active) for row in response.context["rows"]] == [
        ("Satu", 2),
        ("Dua", 0),
        ("Tiga", 0),
    ]
    assert "2 dari 5 KIM aktif." in response.content.decode()
    village = staff.get("/wilayah/90.01.01/")
    assert "<small>aktif, " in village.content.decode()


# --- Targets and work ---------------------------------------------------------------------------------


def test_a_target_of_active_groups(network: Register, staff: Client) -> None:
    told = {"measure": Measure.ACTIVE, "year": 2025, "stated_on": dt.date(2025, 1, 5)}
    Target.objects.create(office=network.office, value=4, source="RKPD", **told)
    answer = staff.get("/kendali/").context["answers"][2]
    assert (answer["label"], answer["figure"], answer["of"]) == ("Target KIM aktif 2025", 2, "dari 4")
    assert answer["detail"] == "Kurang 2, sisa 97 hari."
    assert count(staff, answer["href"]) == 2
    Target.objects.create(office=network.office, value=5, source="Renstra", **told)
    answer = staff.get("/kendali/").context["answers"][2]
    assert answer["detail"] == "Sumber berbeda: 5 atau 4. Kurang 3 atau 2, sisa 97 hari."


def test_reports_and_the_months_list_are_work_for_those_who_may(
    network: Register, person: Callable, sign_in: SignIn
) -> None:
    group = Group.objects.first()
    assert group
    note(group, TODAY - DAY, kind="berita", source=Source.REPORTED)
    for role, seen in ((Role.OFFICE_ADMIN, True), (Role.VIEWER, False)):
        titles = [row["title"] for row in sign_in(person(role, "90.01")).get("/kendali/tindakan/").context["works"]]
        assert ("1 laporan menunggu dikonfirmasi" in titles) == seen
        assert ("Penetapan Agustus 2025 belum ditandatangani" in titles) == seen


# --- Queries ------------------------------------------------------------------------------------------


@pytest.mark.parametrize("path", ["/kendali/", "/wilayah/90.01/", "/kendali/tindakan/", *LISTS])
def test_the_number_of_queries_does_not_grow(
    network: Register, staff: Client, django_assert_max_num_queries: Any, path: str
) -> None:
    with django_assert_max_num_queries(60) as few:
        assert staff.get(path).status_code == 200
    for village in ("2001", "2002", "2003"):
        for n in range(4):
            group = network.group(f"90.01.03.{village}")
            note(group, *(TODAY - (20 * n + k) * DAY for k in range(n)))
    # The first groups of a kind bring the queries that name them.
    with django_assert_max_num_queries(len(few) + 4) as more:
        assert staff.get(path).status_code == 200
    for village in ("2001", "2002", "2003"):
        for n in range(6):
            note(network.group(f"90.01.03.{village}"), *(TODAY - (15 * n + k) * DAY for k in range(n)))
    with django_assert_max_num_queries(len(more)):
        assert staff.get(path).status_code == 200
