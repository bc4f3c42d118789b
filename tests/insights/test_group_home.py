"""The first page of a group's people: who sees which group, and what it says in every state."""

import datetime as dt
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.evidence.actions import rebuild_tallies
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.models import Evidence, Review
from kentongan.registry.models import Group
from tests.conftest import TODAY, Cast, make_group

SHIPPED = Path(__file__).parents[2] / "kentongan" / "assessment" / "instruments"


def put_in_force(cast: Cast, code: str = "klaster-kota-malang", purpose: str = "tahap") -> InstrumentVersion:
    instrument = Instrument.objects.create(office=cast.kota, code=code, name="Klaster", purpose=purpose)
    text = (SHIPPED / f"{code}.toml").read_text()
    return InstrumentVersion.objects.create(instrument=instrument, number=1, text=text, holds_from=dt.date(2020, 1, 1))


def evidence(group: Group, kind: int, days_ago: int, source: Source = Source.STAFF) -> Evidence:
    key = f"{kind}:{days_ago}:{Evidence.objects.count()}"
    day = TODAY - dt.timedelta(days=days_ago)
    made = Evidence.objects.create(group=group, kind=kind, source=source, occurred_on=day, key=key)
    rebuild_tallies([group.pk])
    return made


def almost_at_the_top(group: Group) -> None:
    """All of Klaster 1 but one meeting."""
    evidence(group, 1, 10)
    for days_ago in (1, 2, 3, 4, 5, 6):
        evidence(group, 21, days_ago)
        evidence(group, 20, days_ago)


@pytest.fixture
def at_home(cast: Cast, sign_in) -> Client:
    return sign_in(cast.leader)


def text_of(client: Client, query: str = "") -> str:
    response = client.get(f"/beranda/{query}")
    assert response.status_code == 200
    return response.content.decode()


@pytest.mark.parametrize("role", ["leader", "member"])
def test_people_of_a_group_begin_here(cast: Cast, sign_in, role: str) -> None:
    client = sign_in(getattr(cast, role))
    assert client.get("/", follow=True).redirect_chain[-1][0] == reverse("home_of_group")
    assert "KIM Kayutangan" in text_of(client)


def test_the_next_small_step_is_the_headline(cast: Cast, at_home: Client) -> None:
    put_in_force(cast)
    almost_at_the_top(cast.kayutangan)
    text = text_of(at_home)
    assert "Satu rapat lagi," in text
    assert "naik ke Klaster 1" in text
    assert "1 dari 2 rapat, 180 hari terakhir" in text
    assert "Mengapa Klaster 2?" in text


def test_without_an_instrument_it_says_that_work_still_counts(at_home: Client) -> None:
    text = text_of(at_home)
    assert "Kantor belum menetapkan" in text
    assert "Belum ada kegiatan yang tercatat" in text


def test_the_last_records_tell_what_became_of_them(cast: Cast, at_home: Client) -> None:
    evidence(cast.kayutangan, 1, 3, Source.REPORTED)
    doubtful = evidence(cast.kayutangan, 20, 2)
    Review.objects.create(evidence=doubtful, verdict=Verdict.DISPUTED, reason="Tautan tidak terbuka.")
    text = text_of(at_home)
    assert "Menunggu konfirmasi" in text
    assert "Perlu dilengkapi" in text


def test_an_ended_group_is_told_so(cast: Cast, at_home: Client) -> None:
    Group.objects.filter(pk=cast.kayutangan.pk).update(ended_on=dt.date(2025, 6, 1))
    assert "tercatat berakhir" in text_of(at_home)


def test_who_serves_two_groups_chooses(cast: Cast, at_home: Client) -> None:
    other = make_group(cast.area("35.73.01.1002"), "KIM Arjosari", dt.date(2020, 1, 1))
    Duty.objects.create(user=cast.leader, role=Role.GROUP_MEMBER, area=other.area, group_code=other.code)
    assert "<h1>KIM Arjosari</h1>" in text_of(at_home)
    assert "<h1>KIM Kayutangan</h1>" in text_of(at_home, f"?kim={cast.kayutangan.code}")


def test_without_signing_in_it_asks_to(client: Client, db: None) -> None:
    assert client.get("/beranda/").url.startswith("/masuk/")


@pytest.mark.parametrize("role", ["admin", "stranger", "city_admin"])
def test_who_serves_in_no_group_finds_nothing(cast: Cast, sign_in, role: str) -> None:
    assert sign_in(getattr(cast, role)).get("/beranda/").status_code == 404


@pytest.mark.parametrize("code", ["35.07.07.2016-1", "apa", "%00"])
def test_another_group_is_not_found(at_home: Client, code: str) -> None:
    assert at_home.get(f"/beranda/?kim={code}").status_code == 404


def test_it_only_answers_to_get(at_home: Client) -> None:
    assert at_home.post("/beranda/").status_code == 405


def test_it_asks_few_queries(cast: Cast, at_home: Client, django_assert_max_num_queries) -> None:
    put_in_force(cast)
    almost_at_the_top(cast.kayutangan)
    with django_assert_max_num_queries(24):
        at_home.get("/beranda/")


def test_only_its_own_entry_is_current_in_the_navigation(at_home: Client) -> None:
    current = [str(item.label) for item in at_home.get("/beranda/").context["nav_phone"] if item.current]
    assert current == ["Beranda"]
