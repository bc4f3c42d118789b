"""What people might try against the register: other groups, other people's numbers, text made to hurt."""

import time
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.accounts import actions as people
from kentongan.accounts.enums import Role
from kentongan.accounts.personal_data import export_about
from kentongan.registry import actions
from kentongan.registry.enums import ChannelKind
from kentongan.registry.models import Officer
from kentongan.registry.rules.channels import channel_address
from tests.conftest import TODAY, Cast, make_group, make_user

SignIn = Callable[..., Client]


# Whose data -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def elsewhere(cast: Cast) -> Officer:
    """An officer and contact person of the regency; nobody of the city knows them."""
    actions.change_group(
        group=cast.gubugklakah, contact_name="Rahasia Contoh", contact_phone="+6281299990000", by=cast.staff
    )
    return actions.add_officer(
        group=cast.gubugklakah, position="chair", name="Rahasia Contoh", phone="+6281299990000", by=cast.staff
    )


@pytest.mark.parametrize("who", ["leader", "member", "viewer", "stranger", "forum"])
def test_a_typed_number_does_not_open_somebody_elses_data(
    cast: Cast, sign_in: SignIn, elsewhere: Officer, who: str
) -> None:
    """Nobody proves the number they write into their account."""
    user = getattr(cast, who)
    client = sign_in(user)
    client.post("/akun/data-diri/", {"name": user.name, "phone": "0812 9999 0000", "email": ""})
    user.refresh_from_db()
    assert user.phone == "+6281299990000"
    assert "Rahasia" not in client.get("/akun/data-saya/").content.decode()
    assert "Rahasia" not in client.get("/akun/data-saya/unduh.json").content.decode()


def test_a_typed_number_does_not_erase_somebody_else(cast: Cast, elsewhere: Officer) -> None:
    cast.leader.phone = "+6281299990000"
    cast.leader.save()
    asked = people.ask_erasure(user=cast.leader, note="", now=timezone.now())
    people.erase_person(request=asked, by=cast.city_admin, now=timezone.now())
    elsewhere.refresh_from_db()
    cast.gubugklakah.refresh_from_db()
    assert elsewhere.name == cast.gubugklakah.contact_name == "Rahasia Contoh"


def test_the_number_counts_in_the_group_one_serves_also_after_the_duty(cast: Cast, chair: Officer) -> None:
    cast.leader.phone = chair.phone
    cast.leader.save()
    assert [office["name"] for office in export_about(cast.leader)["registry"]["offices"]] == ["Wahyu Contoh"]
    people.end_duty(duty=cast.leader.duties.get(), by=cast.city_admin)
    assert export_about(cast.leader)["registry"]["offices"]


# Whose group ------------------------------------------------------------------------------------------------------------


def test_a_group_beside_ones_own_stays_shut(cast: Cast, sign_in: SignIn) -> None:
    """A second KIM in the same kelurahan: its leader's colleague next door opens none of its pages."""
    beside = make_group(cast.area("35.73.02.1007"), "KIM Tetangga", TODAY.replace(year=2020))
    actions.change_group(group=beside, contact_name="Narahubung Tetangga", contact_phone="+6281277770000")
    for who in (cast.leader, cast.member):
        client = sign_in(who)
        for path in ("", "riwayat/", "ubah/", "pengurus/baru/", "kanal/baru/", "sk/baru/", "catatan/baru/", "akhiri/"):
            assert client.get(f"/kim/{beside.code}/{path}").status_code == 404, path
            assert client.post(f"/kim/{beside.code}/{path}").status_code in {404, 405}, path
        for path in ("/kim/", "/cari/?q=tetangga", "/sk/"):
            assert "KIM Tetangga" not in client.get(path).content.decode(), path
        assert "7777" not in client.get("/desa/35.73.02.1007/").content.decode()


def test_a_duty_that_ended_opens_nothing_from_that_moment(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.leader)
    path = f"/kim/{cast.kayutangan.code}/"
    assert client.get(path).status_code == 200
    people.end_duty(duty=cast.leader.duties.get(), by=cast.city_admin)
    assert client.get(path).status_code == 404
    assert client.post(f"{path}ubah/", {"profile": "x"}).status_code == 404


def test_a_leader_changes_only_what_a_leader_may(cast: Cast, sign_in: SignIn) -> None:
    fields = {
        "profile": "Baru",
        "name": "KIM Lain",
        "kim_number": "1",
        "formed_on": "2001-01-01",
        "ended_on": "2020-01-01",
    }
    sign_in(cast.leader).post(f"/kim/{cast.kayutangan.code}/ubah/", fields | {"code": "x", "area": "35.07.08.2003"})
    before = (cast.kayutangan.name, cast.kayutangan.formed_on, cast.kayutangan.area_id, cast.kayutangan.code)
    cast.kayutangan.refresh_from_db()
    found = cast.kayutangan
    assert found.profile == "Baru"
    assert (found.name, found.formed_on, found.area_id, found.code) == before
    assert (found.kim_number, found.ended_on) == ("", None)


@pytest.mark.parametrize("who", ["viewer", "forum", "member"])
def test_phones_and_scans_are_for_whose_role_needs_them(cast: Cast, sign_in: SignIn, chair: Officer, who: str) -> None:
    """A viewer of the city, here; nothing they open holds the number."""
    user = getattr(cast, who)
    if who == "viewer":
        user = make_user("Pembaca Kota", "+6281255550001", Role.VIEWER, "35.73")
    client = sign_in(user)
    sees = who in {"forum", "member"}
    code = cast.kayutangan.code
    for path in (f"/kim/{code}/", f"/kim/{code}/riwayat/"):
        body = client.get(path).content.decode().replace("-", "").replace(" ", "")
        assert ("34567417" in body) == sees, path
    for path in ("/kim/unduh.csv", "/kim/pengurus.csv", "/cari/?q=wahyu", "/cari/?q=0812345", "/kim/?q=Wahyu"):
        answer = client.get(path)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        assert (b"34567417" in body) == (who == "forum" and path.endswith(".csv")), path


# Text made to hurt ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", list(ChannelKind))
@pytest.mark.parametrize(
    "written",
    [
        "javascript:alert(1)",
        "JaVaScRiPt://kim.id/%0aalert(1)",
        "data:text/html,<script>alert(1)</script>",
        "vbscript:x",
        "//evil.example\\@kim.id",
        "https://kim.id@evil.example/",
        "https://[::1]/",
        "https://kim.id:22/",
        "file:///etc/passwd",
        "https://kim\u3002id/",
        "x" * 5000,
    ],
)
def test_addresses_that_are_no_channel(kind: str, written: str) -> None:
    assert channel_address(kind, written) is None


def test_an_address_fits_its_column_with_the_scheme_that_was_added() -> None:
    bare = "kim.id/" + "a" * 193
    assert len(bare) == 200
    assert channel_address(ChannelKind.WEBSITE, bare) is None
    assert len(channel_address(ChannelKind.WEBSITE, bare[:192]) or "") == 200


def test_scripts_in_names_stay_text(cast: Cast, sign_in: SignIn) -> None:
    evil = "<script>alert(1)</script>\"'>{{7*7}}"
    actions.change_group(group=cast.gubugklakah, name=evil, profile=evil, address=evil, contact_name=evil)
    actions.add_officer(group=cast.gubugklakah, position="chair", name=evil)
    actions.add_note(area=cast.gubugklakah.area, text=evil, by=cast.staff, group=cast.gubugklakah)
    client = sign_in(cast.admin)
    code = cast.gubugklakah.code
    for path in (
        f"/kim/{code}/",
        f"/kim/{code}/riwayat/",
        "/kim/",
        "/sk/",
        "/desa/",
        "/cari/?q=script",
        "/orang/undang/",
    ):
        body = client.get(path).content.decode()
        assert "<script>alert" not in body, path
        assert "49" not in body or "{{7*7}}" in body or evil not in body


def test_a_place_of_many_spaces_is_answered_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    began = time.monotonic()
    answer = client.post("/kim/baru/", {"place": "a" + " " * 60_000 + "b", "name": "KIM", "formed_on": "2024-01-01"})
    assert answer.status_code == 200
    assert time.monotonic() - began < 5


@pytest.mark.parametrize(
    ("path", "fields"),
    [
        ("ubah/", {"name": "K" * 10_000, "formed_on": "9" * 10_000, "kim_number": "7" * 500, "kimid_url": "k" * 10_000}),
        ("ubah/", {"name": "\U0001f941 KIM", "formed_on": "9999-12-31", "contact_phone": "0" * 10_000}),
        ("sk/baru/", {"number": "1" * 10_000, "starts_on": "9998-01-01", "ends_on": "9999-12-31", "signer_kind": "x"}),
        ("pengurus/baru/", {"position": "x", "name": "n" * 10_000, "phone": "\u0661" * 30, "decree": "\u0000", "since": "0001-01-01"}),
        ("kanal/baru/", {"kind": "x", "url": "https://" + "a" * 300}),
        ("akhiri/", {"on": "9999-12-31", "reason": "r" * 10_000, "merged_kind": "x"}),
        ("kendala/baru/", {"kind": "x", "on": "0000-00-00", "detail": "d" * 10_000}),
        ("catatan/baru/", {"text": "t" * 10_000}),
    ],
)  # fmt: skip
def test_oversized_fields_come_back_with_a_sentence(cast: Cast, sign_in: SignIn, path: str, fields: dict) -> None:
    answer = sign_in(cast.staff).post(f"/kim/{cast.gubugklakah.code}/{path}", fields)
    assert answer.status_code == (400 if any("\0" in value for value in fields.values()) else 200)


def test_a_target_of_numbers_beyond_all_bounds(cast: Cast, sign_in: SignIn) -> None:
    fields = {"measure": "formed_new", "year": "9" * 5000, "value": "-1", "source": "x", "stated_on": "2025-01-01"}
    client = sign_in(cast.admin)
    assert client.post("/target/baru/", fields).status_code == 200
    fields |= {"year": "2025", "value": "1e9", "source_url": "javascript:alert(1)"}
    assert client.post("/target/baru/", fields).status_code == 200
    assert not cast.malang.targets.exists()
