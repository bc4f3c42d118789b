"""``kentongan init``: an office and its first administrator, both or neither."""

import io
import json
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kentongan.accounts.enums import Role
from kentongan.accounts.management.commands import init
from kentongan.accounts.models import Invitation, Office, User
from kentongan.core.models import AuditEvent
from tests.conftest import Cast

GOOD = {"regency": "35", "name": "Diskominfo Jawa Timur", "admin_name": "Sri", "admin_phone": "0812 1111 2222"}


@pytest.fixture(autouse=True)
def _areas_are_there(monkeypatch: pytest.MonkeyPatch, cast: Cast) -> None:
    """The cast has its areas, and the test's database is prepared."""
    monkeypatch.setattr(init, "call_command", lambda *arguments, **options: None)


def run(stdin: str = "", **options: Any) -> dict[str, str]:
    out = io.StringIO()
    patch = pytest.MonkeyPatch()
    patch.setattr("sys.stdin", io.StringIO(stdin))
    try:
        call_command("init", json=True, stdout=out, **options)
    finally:
        patch.undo()
    return json.loads(out.getvalue())


def test_it_opens_an_office_and_prints_a_link_for_its_admin(client) -> None:
    report = run(**GOOD, time_zone="WITA")
    office = Office.objects.get(pk="35")
    assert (office.name, office.time_zone) == ("Diskominfo Jawa Timur", "Asia/Makassar")
    invitation = Invitation.objects.get()
    assert (invitation.role, invitation.area_id) == (Role.OFFICE_ADMIN, "35")
    path = report["link"].removeprefix("http://127.0.0.1:8000")
    assert client.get(path).status_code == 200
    # The number is typed there: none is told that nobody kept.
    assert "phone" not in report
    assert AuditEvent.objects.filter(subject_kind="office", subject_key="35", verb="add").exists()


def test_with_a_password_the_admin_can_sign_in_at_once() -> None:
    report = run("sandi panjang sekali\n", **GOOD, admin_password_stdin=True)
    assert "link" not in report
    admin = User.objects.get(phone="+6281211112222")
    assert admin.check_password("sandi panjang sekali")
    assert admin.duties.get().role == Role.OFFICE_ADMIN


@pytest.mark.parametrize(("area", "zone"), [("35", "Asia/Jakarta")])
def test_the_time_zone_is_guessed_from_the_province(area: str, zone: str) -> None:
    run(**GOOD)
    assert Office.objects.get(pk=area).time_zone == zone


def test_a_second_office_for_the_same_area_is_refused_and_nothing_changes() -> None:
    with pytest.raises(CommandError, match="sudah ada; tidak ada yang diubah"):
        run(**{**GOOD, "regency": "35.07"})
    assert Office.objects.get(pk="35.07").name == "Diskominfo Kabupaten Malang"
    assert not Invitation.objects.exists()


def test_an_office_without_admins_gets_a_new_link() -> None:
    report = run(regency="35.07", admin_name="Budi", add_admin=True)
    assert report["office"] == "Diskominfo Kabupaten Malang"
    assert Invitation.objects.get().area_id == "35.07"


@pytest.mark.parametrize(
    ("case", "changed", "stdin", "code", "sentence"),
    [
        ("nothing but a code", {"name": None, "admin_name": None}, "", 2, "Belum lengkap: --name --admin-name"),
        ("no code", {"regency": None}, "", 2, "Belum lengkap: --regency"),
        ("a district", {"regency": "35.07.08"}, "", 1, "bukan kode kabupaten atau kota"),
        ("unknown code", {"regency": "99.99"}, "", 1, "bukan kode kabupaten atau kota"),
        ("no phone number", {"admin_phone": "telepon"}, "", 1, "tidak terbaca"),
        ("weak password", {"admin_password_stdin": True}, "123\n", 1, "terlalu pendek"),
        ("empty password", {"admin_password_stdin": True}, "", 1, "terlalu pendek"),
        (
            "taken phone number",
            {"admin_phone": "+6281200000001", "admin_password_stdin": True},
            "sandi panjang\n",
            1,
            "Nomor HP",
        ),
        ("no such office", {"add_admin": True}, "", 1, "Belum ada kantor"),
    ],
)
def test_bad_input_is_one_sentence_and_leaves_nothing(
    case: str, changed: dict, stdin: str, code: int, sentence: str
) -> None:
    before = User.objects.count()
    with pytest.raises(CommandError, match=sentence) as raised:
        run(stdin, **{**GOOD, **changed})
    assert raised.value.returncode == code
    assert not Office.objects.filter(pk="35").exists()
    assert User.objects.count() == before
    assert not Invitation.objects.exists()


def test_the_demo_starts_no_real_office(settings) -> None:
    settings.DEMO = True
    with pytest.raises(CommandError, match="Mode demo"):
        run(**GOOD)
