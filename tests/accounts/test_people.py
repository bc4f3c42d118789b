"""The people's pages: who sees whom, inviting, helping in, ending, and every one-time link."""

import datetime as dt
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kentongan.accounts import actions
from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty, Invitation, User
from kentongan.core.errors import Refused
from kentongan.core.models import AuditEvent
from tests.conftest import PASSWORD, TODAY, Cast, make_user

pytestmark = pytest.mark.usefixtures("groups")
SignIn = Callable[[User], Client]


def invite(cast: Cast, by: User, role: Role = Role.VIEWER, area: str = "35.07", group: str = "", **more):
    return actions.invite_person(
        name="Lestari", role=role, area=cast.area(area), group_code=group, by=by, now=timezone.now(), **more
    )


# The list ---------------------------------------------------------------------------------------------------------------


def names_on(client: Client, query: str = "") -> set[str]:
    return set(
        re.findall(r'<th scope="row">([^<]+?)(?: <small>|</th>)', client.get(f"/orang/{query}").content.decode())
    )


@pytest.mark.parametrize(
    ("who", "seen"),
    [
        ("admin", {"Admin Kabupaten", "Staf Kabupaten", "Petugas Wajak", "Pembaca Kabupaten"}),
        ("staff", {"Admin Kabupaten", "Staf Kabupaten", "Petugas Wajak", "Pembaca Kabupaten"}),
        ("city_admin", {"Admin Kota", "Forum Kota", "Ketua Kayutangan", "Anggota Kayutangan"}),
        ("leader", {"Ketua Kayutangan", "Anggota Kayutangan"}),
    ],
)
def test_who_sees_whom(cast: Cast, sign_in: SignIn, who: str, seen: set[str]) -> None:
    assert names_on(sign_in(getattr(cast, who))) == seen


@pytest.mark.parametrize("who", ["district_officer", "viewer", "forum", "member", "stranger"])
@pytest.mark.parametrize("path", ["/orang/", "/orang/undang/"])
def test_others_have_no_such_page(cast: Cast, sign_in: SignIn, who: str, path: str) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get(path).status_code == 403
    assert "hanya untuk kantor" in client.get(path).content.decode()
    assert 'href="/orang/"' not in client.get("/akun/").content.decode()


def test_seeking_and_filtering(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    actions.end_duty(duty=cast.viewer.duties.get(), by=cast.admin)
    assert names_on(client, "?q=wajak") == {"Petugas Wajak"}
    assert names_on(client, "?keadaan=berakhir") == {"Pembaca Kabupaten"}
    assert "Pembaca Kabupaten" not in names_on(client, "?keadaan=aktif")
    assert "Tidak ada yang cocok" in client.get("/orang/?q=zzz").content.decode()
    assert client.get("/orang/?keadaan=apa&hal=99").status_code == 200


def test_the_list_asks_few_questions_of_the_database(cast: Cast, sign_in, django_assert_max_num_queries) -> None:
    for number in range(60):
        make_user(f"Ketua {number}", f"+62813{number:08}", Role.GROUP_LEADER, "35.73.02.1007", cast.kayutangan.code)
        invite(cast, cast.city_admin, Role.GROUP_MEMBER, "35.73.02.1007", cast.kayutangan.code)
    client = sign_in(cast.city_admin)
    client.get("/orang/")
    # One of them is the bell's, on every page.
    with django_assert_max_num_queries(16):
        client.get("/orang/")


ANONYMOUS = [
    "/orang/",
    "/orang/undang/",
    "/akun/",
    "/akun/data-diri/",
    "/akun/data-saya/",
    "/akun/perangkat/",
    "/kantor/",
]


@pytest.mark.parametrize("path", ANONYMOUS)
def test_a_visitor_is_asked_to_sign_in(db: None, client: Client, path: str) -> None:
    assert client.get(path).headers["Location"] == f"/masuk/?next={path}"


# Inviting ---------------------------------------------------------------------------------------------------------------

GROUP = "35.73.02.1007-1"


@pytest.mark.parametrize(
    ("who", "role", "area", "group", "made"),
    [
        ("admin", Role.OFFICE_ADMIN, "35.07", "", True),
        ("admin", Role.DISTRICT_OFFICER, "35.07.08", "", True),
        ("admin", Role.GROUP_LEADER, "", "35.07.07.2016-1", True),
        ("admin", Role.GROUP_LEADER, "", GROUP, False),
        ("admin", Role.VIEWER, "35.73", "", False),
        ("admin", Role.VIEWER, "35", "", False),
        ("admin", Role.DISTRICT_OFFICER, "35.07", "", False),
        ("admin", Role.FORUM, "35.07.08", "", False),
        ("admin", Role.GROUP_LEADER, "35.07", "", False),
        ("admin", Role.VIEWER, "", "", False),
        ("staff", Role.FORUM, "35.07", "", True),
        ("staff", Role.VIEWER, "35.07", "", True),
        ("staff", Role.OFFICE_STAFF, "35.07", "", False),
        ("staff", Role.OFFICE_ADMIN, "35.07", "", False),
        ("leader", Role.GROUP_MEMBER, "", GROUP, True),
        ("leader", Role.GROUP_LEADER, "", GROUP, False),
        ("leader", Role.GROUP_MEMBER, "", "35.07.07.2016-1", False),
        ("leader", Role.VIEWER, "35.73", "", False),
    ],
)
def test_the_form_invites_where_one_may(cast, sign_in: SignIn, who, role, area, group, made: bool) -> None:
    client = sign_in(getattr(cast, who))
    data = {"name": "Lestari", "role": role, "area": area, "group": group}
    answer = client.post("/orang/undang/", data)
    assert Invitation.objects.exists() is made
    assert answer.status_code == (302 if made else 200)
    if not made:
        assert "perlu diperbaiki" in answer.content.decode()
        assert 'value="Lestari"' in answer.content.decode(), "what was typed is kept"


@pytest.mark.parametrize(
    ("who", "role", "area", "group"),
    [
        ("staff", Role.OFFICE_STAFF, "35.07", ""),
        ("admin", Role.VIEWER, "35", ""),
        ("admin", Role.VIEWER, "35.73", ""),
        ("leader", Role.GROUP_LEADER, "35.73.02.1007", GROUP),
        ("leader", Role.GROUP_MEMBER, "35.73.02.1007", "35.73.02.1007-2"),
        ("forum", Role.GROUP_LEADER, "35.73.02.1007", GROUP),
        ("admin", Role.FORUM, "35.07.08.2003", ""),
    ],
)
def test_the_action_itself_refuses(cast: Cast, who, role, area, group) -> None:
    with pytest.raises(Refused):
        invite(cast, getattr(cast, who), role, area, group)
    assert not Invitation.objects.exists()


def test_the_link_is_shown_once_and_only_its_hash_is_kept(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    answer = client.post("/orang/undang/", {"name": "Lestari", "role": "viewer", "area": "35.07"})
    shown = client.get(answer.headers["Location"]).content.decode()
    link = re.search(r"http://testserver(/undangan/[\w-]+/)", shown)[1]
    assert "wa.me/?text=Halo%20Lestari" in shown
    assert link not in client.get(answer.headers["Location"]).content.decode()
    assert Invitation.objects.get().token_hash not in link
    assert link.split("/")[2] not in str(Invitation.objects.values().get())
    assert client.get(link).status_code == 200


def test_a_new_link_closes_the_old_one(cast: Cast, sign_in: SignIn, client: Client) -> None:
    made, token = invite(cast, cast.admin)
    boss = sign_in(cast.admin)
    answer = boss.post(f"/orang/undangan/{made.code}/perbarui/")
    assert boss.get(answer.headers["Location"]).status_code == 200
    assert Client().get(f"/undangan/{token}/").status_code == 404
    assert boss.get(f"/orang/undangan/{made.code}/").status_code == 404


@pytest.mark.parametrize("verb", ["", "perbarui/", "cabut/"])
def test_someone_elses_invitation_is_not_there(cast: Cast, sign_in: SignIn, verb: str) -> None:
    made, _token = invite(cast, cast.admin)
    client = sign_in(cast.city_admin)
    path = f"/orang/undangan/{made.code}/{verb}"
    assert (client.post(path) if verb else client.get(path)).status_code == 404
    assert sign_in(cast.viewer).get(f"/orang/undangan/{made.code}/").status_code == 404


@pytest.mark.parametrize("verb", ["perbarui", "cabut"])
def test_staff_see_an_admins_invitation_but_leave_it_alone(cast: Cast, sign_in: SignIn, verb: str) -> None:
    made, _token = invite(cast, cast.admin, Role.OFFICE_STAFF)
    client = sign_in(cast.staff)
    page = client.get(f"/orang/undangan/{made.code}/").content.decode()
    assert "Cabut undangan" not in page
    assert client.post(f"/orang/undangan/{made.code}/{verb}/").status_code == 403
    assert Invitation.objects.get().revoked_at is None


def test_a_revoked_link_opens_nothing_and_forgets_the_name(cast: Cast, sign_in: SignIn) -> None:
    made, token = invite(cast, cast.admin)
    client = sign_in(cast.staff)
    client.post(reverse("invitation_revoke", args=[made.code]))
    assert Client().get(f"/undangan/{token}/").status_code == 410
    assert Invitation.objects.get().name == ""
    assert AuditEvent.objects.get(verb="revoke").by == cast.staff
    assert "Undangan yang belum dibuka" not in client.get("/orang/").content.decode()
    again = client.post(reverse("invitation_revoke", args=[made.code]), follow=True)
    assert "sudah dicabut" in again.content.decode()


# Accepting --------------------------------------------------------------------------------------------------------------

GOOD = {"name": "Lestari Wulandari", "phone": "0857 1234 5678", "password": "kopi-sore-hari"}


def test_an_invited_person_joins_and_is_signed_in(cast: Cast, client: Client) -> None:
    _made, token = invite(cast, cast.city_admin, Role.GROUP_LEADER, "35.73.02.1007", GROUP)
    page = client.get(f"/undangan/{token}/").content.decode()
    assert "Admin Kota mengundang Anda." in page
    assert "Ketua KIM, KIM Kayutangan." in page
    answer = client.post(f"/undangan/{token}/", GOOD)
    assert answer.status_code == 302
    person = User.objects.get(phone="+6285712345678")
    assert client.session["_auth_user_id"] == str(person.pk)
    duty = person.duties.get()
    assert (duty.role, duty.area_id, duty.group_code, duty.since) == (Role.GROUP_LEADER, "35.73.02.1007", GROUP, TODAY)
    used = Invitation.objects.get()
    assert (used.accepted_by, used.name) == (person, "")
    verbs = list(AuditEvent.objects.order_by("id").values_list("verb", flat=True))
    assert verbs == ["invite", "join", "give_duty"]


def test_a_link_works_once(cast: Cast, client: Client) -> None:
    _made, token = invite(cast, cast.admin)
    Client().post(f"/undangan/{token}/", GOOD)
    again = client.post(f"/undangan/{token}/", GOOD | {"phone": "0857 9999 9999"})
    assert again.status_code == 410
    assert "sudah dipakai" in again.content.decode()
    assert Duty.objects.filter(user__phone="+6285799999999").count() == 0


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"revoked_at": timezone.now()}, "sudah dicabut"),
        ({"expires_at": timezone.now() - dt.timedelta(minutes=1)}, "Mintalah tautan baru"),
        ({"token_hash": "0" * 64}, "tidak dikenal"),
    ],
)
def test_a_closed_link_says_what_to_do(cast: Cast, client: Client, change: dict, words: str) -> None:
    _made, token = invite(cast, cast.admin)
    Invitation.objects.update(**change)
    for answer in (client.get(f"/undangan/{token}/"), client.post(f"/undangan/{token}/", GOOD)):
        assert answer.status_code in {404, 410}
        assert words in answer.content.decode()
    assert not User.objects.filter(phone="+6285712345678").exists()


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"phone": "12"}, "tidak terbaca"),
        ({"phone": ""}, "Tulis nomor HP."),
        ({"phone": "0812-0000-0001"}, "sudah punya akun"),
        ({"password": ""}, "Pilih kata sandi"),
        ({"password": "pe-dek"}, "8"),
        ({"password": "12345678"}, "umum"),
        ({"password": "lestari wulandar1"}, "mirip"),
        ({"name": ""}, "Tulis nama Anda."),
    ],
)
def test_bad_input_is_explained_and_kept(cast: Cast, client: Client, change: dict, words: str) -> None:
    _made, token = invite(cast, cast.admin)
    data = GOOD | change
    answer = client.post(f"/undangan/{token}/", data)
    text = answer.content.decode()
    assert answer.status_code == 200
    assert words.lower() in text.lower()
    assert f'value="{data["name"]}"' in text or not data["name"]
    assert data["password"] == "" or data["password"] not in text
    assert Invitation.objects.get().accepted_at is None


def test_someone_with_an_account_takes_the_duty_into_it(cast: Cast, sign_in: SignIn) -> None:
    _made, token = invite(cast, cast.admin)
    client = sign_in(cast.forum)
    assert "Anda masuk sebagai Forum Kota" in client.get(f"/undangan/{token}/").content.decode()
    client.post(f"/undangan/{token}/")
    assert set(cast.forum.duties.values_list("role", flat=True)) == {Role.FORUM, Role.VIEWER}
    assert client.post(f"/undangan/{token}/").status_code == 410


def test_the_same_duty_twice_is_one(cast: Cast, sign_in: SignIn) -> None:
    _made, token = invite(cast, cast.admin)
    sign_in(cast.viewer).post(f"/undangan/{token}/")
    assert cast.viewer.duties.count() == 1


def test_a_passkey_instead_of_a_password(cast: Cast, client: Client) -> None:
    _made, token = invite(cast, cast.admin)
    answer = client.post(f"/undangan/{token}/", GOOD | {"password": "", "cara": "passkey"})
    assert answer.headers["Location"] == "/akun/passkey/tambah/"
    assert client.get("/akun/passkey/tambah/").status_code == 200
    assert "belum punya cara masuk" in client.get("/akun/").content.decode()


# One person -------------------------------------------------------------------------------------------------------------


def test_someone_elses_person_is_not_there(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.city_admin)
    name = cast.viewer.username
    for path in (f"/orang/{name}/", f"/orang/{name}/tugas/viewer/35.07/", f"/orang/{name}/hapus-data/"):
        assert client.get(path).status_code == 404
    for path in (f"/orang/{name}/tautan-masuk/", f"/orang/{name}/tugas/viewer/35.07/akhiri/"):
        assert client.post(path).status_code == 404
    assert Duty.objects.get(user=cast.viewer).until is None


def test_ending_a_duty(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.staff)
    path = f"/orang/{cast.viewer.username}/tugas/viewer/35.07/"
    assert "Akhiri tugas" in client.get(path).content.decode()
    client.post(f"{path}akhiri/", {"alasan": "Pindah dinas"})
    assert cast.viewer.duties.get().until == TODAY
    event = AuditEvent.objects.get(verb="end_duty")
    assert (event.by, event.reason, event.changes) == (cast.staff, "Pindah dinas", {"role": ["viewer", None]})
    assert client.post(f"{path}akhiri/").status_code == 404
    assert client.get(f"/orang/{cast.viewer.username}/").status_code == 200


@pytest.mark.parametrize("target", ["admin", "staff"])
def test_staff_end_neither_an_admins_duty_nor_their_own(cast: Cast, sign_in: SignIn, target: str) -> None:
    person = getattr(cast, target)
    client = sign_in(cast.staff)
    path = f"/orang/{person.username}/tugas/{person.duties.get().role}/35.07/"
    assert client.get(path).status_code == 403
    assert client.post(f"{path}akhiri/").status_code == 403
    assert person.duties.get().until is None
    assert "Ubah atau akhiri" not in client.get(f"/orang/{person.username}/").content.decode()


def test_an_admin_cannot_end_the_own_duty(cast: Cast, sign_in: SignIn) -> None:
    path = f"/orang/{cast.admin.username}/tugas/office_admin/35.07/akhiri/"
    assert sign_in(cast.admin).post(path).status_code == 403


def test_changing_a_role(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    path = f"/orang/{cast.viewer.username}/tugas/viewer/35.07/"
    client.post(path, {"role": "office_staff"})
    now = {duty.role: duty.until for duty in cast.viewer.duties.all()}
    assert now == {Role.VIEWER: TODAY, Role.OFFICE_STAFF: None}
    assert AuditEvent.objects.get(verb="change_role").changes == {"role": ["viewer", "office_staff"]}


@pytest.mark.parametrize("role", ["office_admin", "office_staff", "group_leader", "apa", ""])
def test_staff_raise_nobody_to_their_own_height(cast: Cast, sign_in: SignIn, role: str) -> None:
    path = f"/orang/{cast.viewer.username}/tugas/viewer/35.07/"
    assert sign_in(cast.staff).post(path, {"role": role}).status_code == 200
    assert cast.viewer.duties.get().role == Role.VIEWER


def test_a_leader_ends_a_members_duty_and_no_more(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.leader)
    assert client.post(f"/orang/{cast.member.username}/tugas/group_member/{GROUP}/akhiri/").status_code == 302
    assert client.post(f"/orang/{cast.member.username}/tautan-masuk/").status_code == 403


# Helping in -------------------------------------------------------------------------------------------------------------


def link_for(client: Client, person: User) -> str:
    answer = client.post(f"/orang/{person.username}/tautan-masuk/")
    page = client.get(answer.headers["Location"]).content.decode()
    return re.search(r"http://testserver(/masuk/ulang/[\w/-]+/)", page)[1]


def test_the_link_to_start_anew_works_once(cast: Cast, sign_in: SignIn) -> None:
    Authenticator.objects.create(user=cast.viewer, type=Authenticator.Type.WEBAUTHN, data={"name": "HP lama"})
    lost = Client()
    lost.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    boss = sign_in(cast.staff)
    link = link_for(boss, cast.viewer)
    assert link not in boss.get(f"/orang/{cast.viewer.username}/tautan-masuk/", follow=True).content.decode()
    person = Client()
    assert "Pembaca Kabupaten" in person.get(link).content.decode()
    assert person.post(link, {"password": "x"}).status_code == 200
    person.post(link, {"password": "sandi-yang-baru"})
    assert person.get("/akun/").status_code == 200
    assert lost.get("/akun/").status_code == 302, "the lost phone is signed out"
    assert not Authenticator.objects.filter(user=cast.viewer).exists()
    assert Client().get(link).status_code == 410
    assert Client().post(link, {"password": "sandi-lain-lagi"}).status_code == 410
    assert User.objects.get(pk=cast.viewer.pk).check_password("sandi-yang-baru")


def test_the_link_runs_out_after_three_days(cast: Cast, sign_in: SignIn, client: Client, settings, monkeypatch) -> None:
    link = link_for(sign_in(cast.admin), cast.viewer)
    from django.contrib.auth.tokens import default_token_generator

    real = default_token_generator._now
    monkeypatch.setattr(default_token_generator, "_now", lambda: real() + dt.timedelta(days=2, hours=23))
    assert Client().get(link).status_code == 200
    monkeypatch.setattr(default_token_generator, "_now", lambda: real() + dt.timedelta(days=3, minutes=1))
    answer = Client().get(link)
    assert answer.status_code == 410
    assert "mintalah yang baru" in answer.content.decode()


def test_the_link_dies_when_the_person_signs_in(cast: Cast, sign_in: SignIn) -> None:
    link = link_for(sign_in(cast.admin), cast.viewer)
    Client().post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    assert Client().get(link).status_code == 410


def test_another_persons_name_does_not_fit_the_token(cast: Cast, sign_in: SignIn, client: Client) -> None:
    link = link_for(sign_in(cast.admin), cast.viewer)
    assert Client().get(link.replace(cast.viewer.username, cast.admin.username)).status_code == 410
    assert Client().get(reverse("start_anew", args=["tidak-ada", link.split("/")[-2]])).status_code == 410


@pytest.mark.parametrize(("who", "target"), [("staff", "admin"), ("staff", "staff"), ("admin", "admin")])
def test_who_gets_no_link_for_whom(cast: Cast, sign_in: SignIn, who: str, target: str) -> None:
    client = sign_in(getattr(cast, who))
    person = getattr(cast, target)
    assert client.post(f"/orang/{person.username}/tautan-masuk/").status_code == 403
    assert "Buat tautan masuk ulang" not in client.get(f"/orang/{person.username}/").content.decode()


def test_a_person_who_also_serves_elsewhere_is_out_of_reach(cast: Cast, sign_in: SignIn) -> None:
    """Else the staff of one regency could take over the admin of another."""
    Duty.objects.create(user=cast.city_admin, role=Role.VIEWER, area_id="35.07")
    client = sign_in(cast.admin)
    assert client.get(f"/orang/{cast.city_admin.username}/").status_code == 200
    assert client.post(f"/orang/{cast.city_admin.username}/tautan-masuk/").status_code == 403


# The office -------------------------------------------------------------------------------------------------------------


def test_the_admin_sets_the_office(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.admin)
    assert client.get("/kantor/").status_code == 200
    client.post("/kantor/", {"name": "Diskominfo Baru", "time_zone": "Asia/Makassar", "phone": "(0341) 1"})
    cast.malang.refresh_from_db()
    assert (cast.malang.name, cast.malang.time_zone, cast.malang.phone) == (
        "Diskominfo Baru",
        "Asia/Makassar",
        "(0341) 1",
    )
    assert AuditEvent.objects.get(subject_kind="office").changes["name"] == [
        "Diskominfo Kabupaten Malang",
        "Diskominfo Baru",
    ]
    cast.kota.refresh_from_db()
    assert cast.kota.name == "Diskominfo Kota Malang"


def test_bad_settings_are_not_saved(cast: Cast, sign_in: SignIn) -> None:
    answer = sign_in(cast.admin).post("/kantor/", {"name": "", "time_zone": "Asia/Tokyo"})
    assert answer.status_code == 200
    cast.malang.refresh_from_db()
    assert cast.malang.name == "Diskominfo Kabupaten Malang"


@pytest.mark.parametrize(("who", "status"), [("staff", 403), ("forum", 403), ("leader", 403), ("stranger", 404)])
def test_nobody_else_sets_it(cast: Cast, sign_in: SignIn, who: str, status: int) -> None:
    client = sign_in(getattr(cast, who))
    assert client.get("/kantor/").status_code == status
    assert client.post("/kantor/", {"name": "X", "time_zone": "Asia/Jakarta"}).status_code == status
    cast.malang.refresh_from_db()
    assert cast.malang.name == "Diskominfo Kabupaten Malang"


def test_the_invitation_says_which_place_each_role_needs(cast: Cast, sign_in) -> None:
    page = sign_in(cast.admin).get("/orang/undang/").content.decode()
    form = page[page.index("data-invite") :]
    assert "Petugas kecamatan: kecamatannya. Forum KIM: kabupaten atau kotanya." in form
    assert "Ketua dan anggota KIM: KIM tempatnya bertugas." in form
    assert "(boleh kosong)" not in form
