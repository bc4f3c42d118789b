"""Hostile lists: another office's groups, residents' numbers, numbers no database keeps, files made to hurt."""

import io
import json
import zipfile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from kentongan.registry import actions as registry
from kentongan.registry.models import Group
from kentongan.rosters.models import Roster
from kentongan.rosters.rules.cells import kept
from tests.rosters import sheets
from tests.rosters.test_views import BROKEN, NEW, uploaded

__all__ = ["uploaded"]

NIK = "3507123456780001"


# Another office ---------------------------------------------------------------------------------------------------------


@pytest.fixture
def secret(cast) -> Group:
    """A group of the city with a number that the regency must not read."""
    return registry.change_group(
        group=cast.kayutangan, contact_name="Rahasia Kota", contact_phone="+6281299990000", kim_number="RAHASIA-1"
    )


def by_code(*codes: str) -> bytes:
    rows = [["Nama KIM", "Kode KIM", "Nomor HP", "Alamat"]]
    return sheets.workbook([*rows, *([f"KIM {at}", code, "081234500000", "Jalan"] for at, code in enumerate(codes))])


def test_a_code_of_another_office_tells_nothing(uploaded, client, secret) -> None:
    found = uploaded(content=by_code(secret.code, "35.07.07.2016-1"))
    if found.state != Roster.State.READY:
        pytest.fail(f"{found.state}: {found.failure}")
    client.post(f"/impor/{found.code}/baris/2/", {"address": "Jalan Lain"})
    row = found.rows.get(number=2)
    assert (row.group_code, row.area_code) == ("", "")
    assert "unknown_group" in {problem["code"] for problem in row.problems}
    stored = json.dumps([row.values, row.changes, row.problems])
    for path in ("", "baris/2/", "tidak-ada/"):
        stored += client.get(f"/impor/{found.code}/{path}").content.decode()
    for trace in ("Rahasia", "RAHASIA", "9999", "Kayutangan"):
        assert trace not in stored
    client.post(f"/impor/{found.code}/simpan/")
    secret.refresh_from_db()
    assert secret.contact_phone == "+6281299990000"


def test_a_choice_of_another_offices_group_or_village_is_refused(uploaded, client, secret) -> None:
    found = uploaded(NEW, BROKEN)
    for typed in ({"group_code": secret.code}, {"area_code": "35.73.02.1007"}, {"group_code": "9" * 200 + "-1"}):
        assert client.post(f"/impor/{found.code}/baris/2/", typed).status_code == 302
        row = found.rows.get(number=2)
        assert row.group_code == ""
        assert not row.area_code.startswith("35.73")
        assert len(row.area_code) <= 13
        assert "Rahasia" not in client.get(f"/impor/{found.code}/baris/2/").content.decode()


# Residents' numbers -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "formula"),
    [
        (NIK, ""),
        (int(NIK), ""),
        (float(NIK), ""),
        ("3507 1234 5678 0001", ""),
        ("3507.1234.5678.0001", ""),
        (f"NIK {NIK} https://kim.id/", ""),
        (f"https://kim.id/ {NIK}", ""),
        (NIK, f'="{NIK}"'),
        ("", f'=CONCATENATE("{NIK}"," ")'),
        (f'="{NIK}"', f'="{NIK}"'),
    ],
)
def test_sixteen_digits_are_not_kept(value: object, formula: str) -> None:
    assert "0001" not in json.dumps(kept(value, formula))


def test_an_address_keeps_its_digits() -> None:
    address = "https://www.facebook.com/profile.php?id=1000123456789012"
    assert kept(address) == address


@pytest.mark.parametrize("typed", [NIK, f"{NIK} https://kim.id", "3507 1234 5678 0001", "\u2022" * 16])
def test_sixteen_digits_are_not_typed(uploaded, client, typed: str) -> None:
    found = uploaded(NEW)
    client.post(f"/impor/{found.code}/baris/2/", {"address": typed})
    assert found.rows.get().choices == {}


# Values made to hurt ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("value", [float("nan"), float("inf"), float("-inf")])
def test_numbers_that_no_json_knows_become_text(value: float) -> None:
    assert isinstance(kept(value), str)


@pytest.mark.parametrize(
    "asked",
    [
        "day_unreadable:formed_on:\u00b2",
        "day_unreadable:formed_on:" + "9" * 5000,
        "day_unreadable:formed_on:-1",
        "day_unreadable:formed_on:\u0660",
        "::::",
        "x",
    ],
)
def test_a_proposal_that_was_not_made_changes_nothing(uploaded, client, asked: str) -> None:
    found = uploaded(BROKEN)
    assert client.post(f"/impor/{found.code}/baris/2/", {"usul": asked}).status_code == 302
    assert found.rows.get().choices == {}


@pytest.mark.parametrize(
    ("address", "sent"),
    [
        ("lembar/", {"lembar": "x" * 10_000}),
        ("serupa/", {"masalah": "x" * 10_000}),
        ("baris/2/", {"name": "n" * 100_000, "lihat": "tampil=x\r\nSet-Cookie: a=b&hal=//evil.example"}),
        ("baris/2/", {"decree_end": "9999-12-31", "formed_on": "by:9999-12-31"}),
        ("kolom/", {"kolom-0": "x", "kolom-99999999999": "name"}),
    ],
)
def test_hostile_posts_are_answered(uploaded, client, address: str, sent: dict) -> None:
    found = uploaded(BROKEN)
    answer = client.post(f"/impor/{found.code}/{address}", sent)
    assert answer.status_code in {200, 302}
    assert "Set-Cookie: a" not in answer.headers.get("Location", "")
    assert answer.headers.get("Location", "/impor/").startswith("/impor/")
    assert client.get(f"/impor/{found.code}/", follow=True).status_code == 200


def test_formulas_in_names_leave_as_text(uploaded, client, cast) -> None:
    registry.change_group(
        group=cast.gubugklakah, name='=HYPERLINK("https://evil.example")', address="@SUM(1)", contact_name="+1"
    )
    client.force_login(cast.admin)
    body = b"".join(client.get("/kim/unduh.csv").streaming_content).decode()
    for cell in ("'=HYPERLINK", "'@SUM", "'+1"):
        assert cell in body
    answer = client.get("/kim/unduh.xlsx")
    with zipfile.ZipFile(io.BytesIO(b"".join(answer.streaming_content))) as package:
        assert b"<f>" not in package.read("xl/worksheets/sheet1.xml")
    answer.close()


def test_an_upload_named_like_a_path_stays_in_its_folder(cast, sign_in, settings, tmp_path) -> None:
    settings.MEDIA_ROOT = tmp_path / "files"
    client = sign_in(cast.admin)
    name = "../../../etc/<script>alert(1)</script>\r\nX: y.csv"
    answer = client.post("/impor/", {"file": SimpleUploadedFile(name, b"a;b\n1;2\n"), "purpose": "register"})
    assert answer.status_code == 302
    roster = Roster.objects.get()
    assert roster.file.name.startswith("impor/")
    assert ".." not in roster.file.name
    assert "<script>alert" not in client.get("/impor/").content.decode()
