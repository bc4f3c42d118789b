"""What people might try against accounts: doors left open, other people's data, roles out of reach, links used again."""

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from kentongan.accounts import actions
from kentongan.accounts.enums import Capability, Role
from kentongan.accounts.models import Duty, Invitation, User
from kentongan.accounts.permissions import may
from kentongan.core.errors import Conflict
from tests.conftest import PASSWORD, Cast, make_user

pytestmark = pytest.mark.usefixtures("groups")
SignIn = Callable[[User], Client]
JOINING = {"name": "Pintu Belakang", "phone": "0812 3333 4444", "password": "kata-sandi-panjang-9"}


# Doors left open --------------------------------------------------------------------------------------------------------


def test_a_link_does_not_outlive_its_makers_right(cast: Cast) -> None:
    """An admin who expects to be let go makes a link first, and opens it afterwards."""
    leaving = make_user("Admin Lama", "+6281200001111", Role.OFFICE_ADMIN, "35.07")
    invitation, token = actions.invite_person(
        name="", role=Role.OFFICE_ADMIN, area=cast.area("35.07"), by=leaving, now=timezone.now()
    )
    actions.end_duty(duty=leaving.duties.get(), by=cast.admin)
    client = Client()
    assert "sudah dicabut" in client.post(f"/undangan/{token}/", JOINING).content.decode()
    assert not User.objects.filter(phone="+6281233334444").exists()
    with pytest.raises(Conflict):
        actions.accept_invitation(invitation=invitation, user=User.objects.get(pk=leaving.pk), now=timezone.now())
    # Who may still give the role makes it good again.
    renewed = actions.renew_invitation(invitation=invitation, by=cast.admin, now=timezone.now())
    assert client.post(f"/undangan/{renewed}/", JOINING).status_code == 302


def test_a_link_of_the_command_line_has_no_maker(cast: Cast) -> None:
    _invitation, token = actions.invite_person(
        name="", role=Role.OFFICE_ADMIN, area=cast.area("35.07"), by=None, now=timezone.now()
    )
    assert Client().post(f"/undangan/{token}/", JOINING).status_code == 302


def test_an_account_shut_by_hand_is_shut_at_once(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    assert client.get("/orang/").status_code == 200
    User.objects.filter(pk=cast.admin.pk).update(is_active=False)
    assert client.get("/orang/").status_code == 302
    assert not may(User.objects.get(pk=cast.admin.pk), Capability.SEE_REGISTER, area=cast.area("35.07"))


# Other people's data ----------------------------------------------------------------------------------------------------


def test_a_wish_is_read_only_by_who_may_fulfil_it(cast: Cast, sign_in: SignIn) -> None:
    """A leader sees that a member asked, not what the member wrote to the office nor where else they serve."""
    cast.member.email = "rahasia@contoh.id"
    cast.member.save()
    Duty.objects.create(user=cast.member, role=Role.VIEWER, area=cast.area("35.07.11"))
    actions.ask_erasure(user=cast.member, note="Pesan rahasia", now=timezone.now())
    path = f"/orang/{cast.member.username}/hapus-data/"
    for who in (cast.leader, cast.city_admin):
        body = sign_in(who).get(path).content.decode()
        for trace in ("Pesan rahasia", "rahasia@contoh.id", "Kalipare", "Terakhir masuk"):
            assert trace not in body
    cast.member.duties.filter(role=Role.VIEWER).delete()
    assert "Pesan rahasia" in sign_in(cast.city_admin).get(path).content.decode()


# Roles out of reach -----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "asked"),
    [
        ("staff", {"role": "office_admin", "area": "35.07"}),
        ("staff", {"role": "office_staff", "area": "35.07"}),
        ("staff", {"role": "viewer", "area": "35.73"}),
        ("staff", {"role": "viewer", "area": "35"}),
        ("admin", {"role": "office_admin", "area": "35"}),
        ("admin", {"role": "office_admin", "area": "ID"}),
        ("admin", {"role": "office_admin", "area": "35.07.08"}),
        ("admin", {"role": "group_leader", "group": "35.73.02.1007-1"}),
        ("admin", {"role": "group_leader", "group": "35.73.02.1007-1", "area": "35.07"}),
        ("admin", {"role": "group_leader", "area": "35.07"}),
        ("leader", {"role": "group_leader", "group": "35.73.02.1007-1"}),
        ("leader", {"role": "viewer", "area": "35.73"}),
        ("leader", {"role": "office_admin", "area": "35.73", "group": "35.73.02.1007-1"}),
        ("leader", {"role": "group_member", "group": "35.07.07.2016-1"}),
        ("city_admin", {"role": "superuser", "area": "35.73"}),
    ],
)
def test_nobody_gives_what_is_out_of_reach(cast: Cast, sign_in: SignIn, who: str, asked: dict) -> None:
    answer = sign_in(getattr(cast, who)).post("/orang/undang/", {"name": "X", **asked})
    assert answer.status_code == 200
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("role", ["office_admin", "office_staff"])
def test_staff_raise_nobody_to_their_own_height(cast: Cast, sign_in: SignIn, role: str) -> None:
    client = sign_in(cast.staff)
    path = f"/orang/{cast.viewer.username}/tugas/viewer/35.07/"
    assert client.post(path, {"role": role}).status_code == 200
    assert cast.viewer.duties.get().role == Role.VIEWER
    for action in ("", "akhiri/"):
        assert client.post(f"/orang/{cast.admin.username}/tugas/office_admin/35.07/{action}").status_code == 403
    assert client.post(f"/orang/{cast.admin.username}/tautan-masuk/").status_code == 403
    assert client.post(f"/orang/{cast.city_admin.username}/tautan-masuk/").status_code == 404


# Links and ways in ------------------------------------------------------------------------------------------------------


def test_a_reset_link_is_one_persons_and_once(cast: Cast) -> None:
    token = actions.make_sign_in_link(person=cast.viewer, by=cast.admin)
    new = {"password": "kata-sandi-panjang-9"}
    assert Client().post(f"/masuk/ulang/{cast.admin.username}/{token}/", new).status_code == 410
    assert Client().post(f"/masuk/ulang/{cast.viewer.username}/{token}/", new).status_code == 302
    assert Client().post(f"/masuk/ulang/{cast.viewer.username}/{token}/", new).status_code == 410
    token = actions.make_sign_in_link(person=cast.viewer, by=cast.admin)
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    assert Client().get(f"/masuk/ulang/{cast.viewer.username}/{token}/").status_code == 410


def test_the_demos_doors_are_walls_elsewhere(cast: Cast, settings) -> None:
    User.objects.filter(pk=cast.admin.pk).update(username="demo-kabupaten")
    assert Client().post("/masuk/demo/", {"orang": "demo-kabupaten"}).status_code == 404
    settings.DEMO = True
    assert Client().post("/masuk/demo/", {"orang": cast.city_admin.username}).status_code == 404


@pytest.mark.parametrize("goal", ["https://evil.example/", "//evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_no_answer_leads_away(cast: Cast, goal: str) -> None:
    client = Client()
    answers = [
        client.post("/masuk/", {"login": "081200000001", "password": PASSWORD, "next": goal}),
        client.post("/tema/", {"tema": "gelap", "next": goal}),
        client.post("/bahasa/", {"language": "en", "next": goal}),
    ]
    for answer in answers:
        assert answer.status_code in {302, 303}
        assert "evil" not in answer.headers["Location"]
        assert not answer.headers["Location"].startswith("javascript")


@pytest.mark.parametrize(
    "path",
    [
        "/masuk/", "/masuk/demo/", "/keluar/", "/tema/", "/bahasa/", "/akun/data-diri/", "/akun/data-saya/hapus/", "/akun/perangkat/",
        "/orang/undang/", "/kantor/",
    ],
)  # fmt: skip
def test_every_write_wants_its_token(cast: Cast, path: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(cast.admin)
    assert client.post(path, {"orang": "x"}).status_code == 403


def test_text_no_database_keeps_is_refused(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    path = f"/orang/{cast.viewer.username}/tugas/viewer/35.07/akhiri/"
    assert client.post(path, {"alasan": "a\0b"}).status_code == 400
    assert cast.viewer.duties.get().until is None
    long = {"name": "n" * 10_000, "phone": "0" * 10_000, "email": "e" * 10_000 + "@contoh.id"}
    assert client.post("/akun/data-diri/", long).status_code == 200
    assert Client().post("/masuk/", {"login": "a" * 100_000, "password": "\u0661" * 100_000}).status_code == 200
