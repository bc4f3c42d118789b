"""One's own account and one's own data: to see, correct, take along, and be forgotten (UU 27/2022)."""

import json
import re
from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.apps import apps
from django.contrib.sessions.models import Session
from django.core import serializers
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from kentongan.accounts import actions
from kentongan.accounts.enums import Role
from kentongan.accounts.models import Duty, ErasureRequest, User
from kentongan.core.models import AuditEvent
from tests.accounts.test_sign_in import code_of, give_totp
from tests.conftest import PASSWORD, TODAY, Cast

pytestmark = pytest.mark.usefixtures("groups")
SignIn = Callable[[User], Client]


def test_duties_stand_there_in_words(cast: Cast, sign_in: SignIn) -> None:
    assert "Ketua KIM, KIM Kayutangan" in sign_in(cast.leader).get("/akun/").content.decode()
    assert "Belum punya tugas" in sign_in(cast.stranger).get("/akun/").content.decode()


# Details ----------------------------------------------------------------------------------------------------------------


def test_details_are_corrected_and_the_change_recorded(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.viewer)
    client.post("/akun/data-diri/", {"name": "Nama Betul", "phone": "0813 1111 2222", "email": "Betul@Contoh.id"})
    cast.viewer.refresh_from_db()
    assert (cast.viewer.name, cast.viewer.phone, cast.viewer.email) == (
        "Nama Betul",
        "+6281311112222",
        "betul@contoh.id",
    )
    assert AuditEvent.objects.get(verb="change").changes["name"] == ["Pembaca Kabupaten", "Nama Betul"]


def test_saving_without_a_change_records_nothing(cast: Cast, sign_in: SignIn) -> None:
    sign_in(cast.viewer).post("/akun/data-diri/", {"name": "Pembaca Kabupaten", "phone": "081200000004", "email": ""})
    assert not AuditEvent.objects.exists()


@pytest.mark.parametrize(
    ("data", "words"),
    [
        ({"name": "X", "phone": "0812 0000 0001", "email": ""}, "sudah dipakai akun lain"),
        ({"name": "X", "phone": "081200000004", "email": "ADMIN@contoh.id"}, "sudah dipakai akun lain"),
        ({"name": "X", "phone": "", "email": ""}, "Isi nomor HP atau surel"),
        ({"name": "X", "phone": "abc", "email": ""}, "tidak terbaca"),
        ({"name": "", "phone": "081200000004", "email": ""}, "Tulis nama."),
    ],
)
def test_bad_details_are_explained(cast: Cast, sign_in: SignIn, data: dict, words: str) -> None:
    User.objects.filter(pk=cast.admin.pk).update(email="admin@contoh.id")
    answer = sign_in(cast.viewer).post("/akun/data-diri/", data)
    assert answer.status_code == 200
    assert words in answer.content.decode()
    cast.viewer.refresh_from_db()
    assert cast.viewer.name == "Pembaca Kabupaten"


def test_the_password_is_changed_and_other_devices_end(cast: Cast) -> None:
    here, there = Client(), Client()
    for client in (here, there):
        client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    wrong = here.post("/akun/kata-sandi/", {"oldpassword": "salah", "password1": "kopi-sore-hari"})
    assert "lama tidak cocok" in wrong.content.decode()
    here.post("/akun/kata-sandi/", {"oldpassword": PASSWORD, "password1": "kopi-sore-hari"})
    assert here.get("/akun/").status_code == 200
    assert there.get("/akun/").status_code == 302
    assert AuditEvent.objects.get().verb == "change_password"


def test_a_way_in_is_changed_only_after_showing_who_one_is(cast: Cast) -> None:
    client = Client()
    client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    for path in ("/akun/passkey/tambah/", "/akun/autentikator/nyalakan/"):
        asked = client.get(path).headers["Location"]
        assert asked.startswith("/akun/konfirmasi/")
    assert "tidak cocok" in client.post(asked, {"password": "salah"}).content.decode()
    assert client.post(asked, {"password": PASSWORD}).headers["Location"] == "/akun/autentikator/nyalakan/"
    assert client.get("/akun/autentikator/nyalakan/").status_code == 200


def test_someone_elses_passkey_is_not_there(cast: Cast) -> None:
    key = Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.WEBAUTHN, data={"name": "HP"})
    client = Client()
    client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    for verb in ("nama", "hapus"):
        assert client.get(f"/akun/passkey/{key.pk}/{verb}/").status_code == 404
        assert client.post(f"/akun/passkey/{key.pk}/{verb}/", {"name": "X"}).status_code == 404
    assert Authenticator.objects.filter(pk=key.pk).exists()


@pytest.mark.parametrize(
    "path",
    [
        "/akun/kata-sandi/",
        "/akun/perangkat/",
        "/akun/konfirmasi/",
        "/keluar/",
        "/akun/passkey/tambah/",
        "/akun/autentikator/nyalakan/",
    ],
)
def test_every_page_is_in_indonesian(cast: Cast, path: str) -> None:
    client = Client()
    client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    client.post("/akun/konfirmasi/", {"password": PASSWORD})
    text = client.get(path).content.decode()
    for word in ("Password", "password:", "Code", "Authenticator", "Master key", "Sign", "Sessions", "Browser"):
        assert word not in text


# Own data ---------------------------------------------------------------------------------------------------------------


def test_everything_kept_is_shown(cast: Cast, sign_in: SignIn) -> None:
    text = sign_in(cast.viewer).get("/akun/data-saya/").content.decode()
    for word in ("Pembaca Kabupaten", "0812 0000 0004", "Kabupaten Malang", "Riwayat perubahan", "Pengguna dihapus"):
        assert word in text


def test_everything_kept_can_be_taken_along(cast: Cast) -> None:
    client = Client()
    client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    answer = client.get("/akun/data-saya/unduh.json")
    document = json.loads(answer.content)
    assert "attachment" in answer.headers["Content-Disposition"]
    assert document["account"]["phone"] == "+6281200000004"
    assert document["account"]["duties"][0]["role"] == "viewer"
    assert document["account"]["sessions"]
    assert document["trail"] == {"events": []}
    assert "Admin Kabupaten" not in answer.content.decode()


def test_asking_and_taking_it_back(cast: Cast, sign_in: SignIn) -> None:
    client = sign_in(cast.viewer)
    for _twice in range(2):
        client.post("/akun/data-saya/hapus/", {"note": "Saya sudah pensiun"})
    assert ErasureRequest.objects.get().note == "Saya sudah pensiun"
    assert "Batalkan permintaan" in client.get("/akun/data-saya/").content.decode()
    client.post("/akun/data-saya/batal-hapus/")
    assert not ErasureRequest.objects.exists()
    assert client.post("/akun/data-saya/batal-hapus/", follow=True).status_code == 200
    assert client.post("/akun/data-saya/hapus/", {"note": "x" * 501}).status_code == 200
    assert not ErasureRequest.objects.exists()


def dump() -> str:
    """Every row of every table, and what stands inside sessions."""
    rows = [row for model in apps.get_models() for row in model._base_manager.all()]
    sessions = [str(session.get_decoded()) for session in Session.objects.all()]
    return serializers.serialize("json", rows) + "".join(sessions)


def a_full_life(cast: Cast) -> User:
    """A person who left traces wherever this room keeps any."""
    from allauth.account.models import EmailAddress

    invitation, _token = actions.invite_person(
        name="Lestari Wulandari", role=Role.FORUM, area=cast.area("35.73"), by=cast.city_admin, now=timezone.now()
    )
    person = actions.join_by_invitation(
        invitation=invitation, name="Lestari Wulandari", phone="+6285712345678", password=PASSWORD, now=timezone.now()
    )
    EmailAddress.objects.create(user=person, email="lestari@contoh.id", verified=True, primary=True)
    Authenticator.objects.create(user=person, type=Authenticator.Type.WEBAUTHN, data={"name": "HP Lestari"})
    actions.change_own_details(user=person, name="Lestari W.", phone="+6285712345678", email="lestari@contoh.id")
    client = Client(headers={"user-agent": "Peramban Lestari"})
    assert client.post("/masuk/", {"login": "0857 1234 5678", "password": PASSWORD}).status_code == 302
    client.get("/akun/")
    client.post("/akun/data-saya/hapus/", {"note": "Hapus Lestari Wulandari, 0857 1234 5678"})
    return person


def test_erasing_takes_the_person_out_everywhere(cast: Cast, sign_in: SignIn) -> None:
    person = a_full_life(cast)
    traces = ("Lestari", "lestari", "85712345678", "857 1234 5678")
    assert all(trace in dump() for trace in traces), "the test looks where the traces are"
    events = AuditEvent.objects.count()
    boss = sign_in(cast.city_admin)
    assert "minta datanya dihapus" in boss.get("/orang/").content.decode()
    page = boss.get(f"/orang/{person.username}/hapus-data/").content.decode()
    assert "Yang dihapus" in page
    assert "Yang tetap, tanpa nama" in page
    boss.post(f"/orang/{person.username}/hapus-data/")
    # The answer's message and the manager's own session are not the person's.
    kept = dump()
    for trace in traces:
        assert trace not in kept
    person.refresh_from_db()
    assert (person.name, person.phone, person.email) == ("Pengguna dihapus", None, None)
    assert not person.is_active
    assert not person.has_usable_password()
    assert not UserSession.objects.filter(user=person).exists()
    assert not Authenticator.objects.filter(user=person).exists()
    assert Duty.objects.get(user=person).until == TODAY
    assert AuditEvent.objects.count() == events + 1, "the record stays, and says that someone was erased"
    assert AuditEvent.objects.filter(by=person, verb="join", subject_label="Pengguna dihapus").exists()
    asked = ErasureRequest.objects.get()
    assert (asked.handled_by, asked.note) == (cast.city_admin, "")


def test_an_erased_person_does_not_come_back(cast: Cast, sign_in: SignIn) -> None:
    person = a_full_life(cast)
    client = Client()
    client.post("/masuk/", {"login": "0857 1234 5678", "password": PASSWORD})
    boss = sign_in(cast.city_admin)
    boss.post(f"/orang/{person.username}/hapus-data/")
    assert client.get("/akun/").status_code == 302
    assert client.post("/masuk/", {"login": "0857 1234 5678", "password": PASSWORD}).status_code == 200
    assert boss.get(f"/orang/{person.username}/").status_code == 404
    assert boss.post(f"/orang/{person.username}/hapus-data/").status_code == 404
    assert boss.post(f"/orang/{person.username}/tautan-masuk/").status_code == 404


@pytest.mark.parametrize(("who", "status"), [("admin", 404), ("leader", 404), ("forum", 404), ("member", 404)])
def test_nobody_else_erases(cast: Cast, sign_in: SignIn, who: str, status: int) -> None:
    person = a_full_life(cast)
    assert sign_in(getattr(cast, who)).post(f"/orang/{person.username}/hapus-data/").status_code == status
    person.refresh_from_db()
    assert person.erased_at is None


def test_staff_do_not_erase_an_admin_nor_an_admin_the_own_account(cast: Cast, sign_in: SignIn) -> None:
    actions.ask_erasure(user=cast.admin, note="", now=timezone.now())
    for who in (cast.staff, cast.admin):
        client = sign_in(who)
        path = f"/orang/{cast.admin.username}/hapus-data/"
        assert "Hapus data pribadi" not in client.get(path).content.decode()
        assert client.post(path).status_code == 403
    cast.admin.refresh_from_db()
    assert cast.admin.is_active


def test_nobody_is_erased_who_did_not_ask(cast: Cast, sign_in: SignIn) -> None:
    assert sign_in(cast.admin).post(f"/orang/{cast.viewer.username}/hapus-data/").status_code == 404
    cast.viewer.refresh_from_db()
    assert cast.viewer.is_active


# The authenticator app --------------------------------------------------------------------------------------------------


@pytest.fixture
def sure(cast: Cast) -> Client:
    """Someone signed in who has just shown once more who they are."""
    client = Client()
    client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    return client


def test_the_app_is_turned_on_with_codes_for_a_lost_phone_and_off_again(
    cast: Cast, sure: Client, django_capture_on_commit_callbacks
) -> None:
    page = sure.get(reverse("mfa_activate_totp")).content.decode()
    secret = re.search(r'class="kunci">(\w+)<', page)[1]
    wrong = sure.post(reverse("mfa_activate_totp"), {"code": "000000"}).content.decode()
    assert "tidak cocok" in wrong
    assert secret in wrong, "the code already scanned stays good"
    with django_capture_on_commit_callbacks(execute=True):
        answer = sure.post(reverse("mfa_activate_totp"), {"code": code_of(secret)})
    assert answer.headers["Location"] == reverse("mfa_view_recovery_codes")
    codes = sure.get(answer.headers["Location"]).content.decode()
    assert "10 dari 10 kode pemulihan" in codes
    kept = sure.get(reverse("mfa_download_recovery_codes")).content.decode().split()
    assert all(code in codes for code in kept)
    assert sure.get(reverse("mfa_generate_recovery_codes")).status_code == 200
    sure.post(reverse("mfa_generate_recovery_codes"))
    assert kept[0] not in sure.get(reverse("mfa_view_recovery_codes")).content.decode()
    assert sure.get(reverse("mfa_deactivate_totp")).status_code == 200
    sure.post(reverse("mfa_deactivate_totp"))
    assert not Authenticator.objects.exists()
    assert set(AuditEvent.objects.values_list("verb", flat=True)) >= {"add_totp", "remove_totp"}


def test_a_recovery_code_opens_once(cast: Cast, client: Client) -> None:
    from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes

    give_totp(cast.viewer)
    code = RecoveryCodes.activate(cast.viewer).get_unused_codes()[0]
    for opens in (True, False):
        client = Client()
        client.post("/masuk/", {"login": "081200000004", "password": PASSWORD})
        client.post(reverse("mfa_authenticate"), {"code": code})
        assert ("_auth_user_id" in client.session) is opens


def test_with_the_app_on_its_code_shows_who_one_is(cast: Cast, sure: Client) -> None:
    secret = give_totp(cast.viewer)
    assert "Pakai kode dari aplikasi" in sure.get(reverse("account_reauthenticate")).content.decode()
    assert sure.get(reverse("mfa_reauthenticate")).status_code == 200
    assert sure.post(reverse("mfa_reauthenticate"), {"code": code_of(secret)}).status_code == 302


def test_a_passkey_is_renamed_and_removed(cast: Cast, sure: Client) -> None:
    key = Authenticator.objects.create(user=cast.viewer, type=Authenticator.Type.WEBAUTHN, data={"name": "HP"})
    sure.post(reverse("mfa_edit_webauthn", args=[key.pk]), {"name": "HP Samsung"})
    key.refresh_from_db()
    assert key.wrap().name == "HP Samsung"
    assert "Hapus “HP Samsung”?" in sure.get(reverse("mfa_remove_webauthn", args=[key.pk])).content.decode()
    sure.post(reverse("mfa_remove_webauthn", args=[key.pk]))
    assert not Authenticator.objects.exists()
    assert AuditEvent.objects.get(verb="remove_webauthn").by == cast.viewer


NONSENSE = json.dumps(
    {
        "id": "AAAA",
        "rawId": "AAAA",
        "type": "public-key",
        "response": {
            "clientDataJSON": "e30",
            "attestationObject": "AAAA",
            "authenticatorData": "AAAA",
            "signature": "AAAA",
            "userHandle": "AAAA",
        },
    }
)


def test_a_made_up_passkey_is_refused(cast: Cast, sure: Client) -> None:
    for name in ("mfa_add_webauthn", "mfa_login_webauthn"):
        for credential in ("", "{}", "[]", "bukan json", '{"id": "x", "response": {}}', NONSENSE):
            answer = (sure if name == "mfa_add_webauthn" else Client()).post(reverse(name), {"credential": credential})
            assert answer.status_code in {200, 302}
    assert not Authenticator.objects.exists()


def test_who_has_no_password_makes_one(cast: Cast, sign_in: SignIn) -> None:
    User.objects.filter(pk=cast.viewer.pk).update(password="!")
    client = sign_in(User.objects.get(pk=cast.viewer.pk))
    assert client.get(reverse("account_change_password")).headers["Location"] == reverse("account_set_password")
    client.post(reverse("account_set_password"), {"password1": "kopi-sore-hari"})
    assert User.objects.get(pk=cast.viewer.pk).check_password("kopi-sore-hari")


@pytest.mark.parametrize("name", ["mfa_index", "mfa_list_webauthn"])
def test_lists_of_ways_in_are_on_the_account(cast: Cast, sign_in: SignIn, name: str) -> None:
    assert sign_in(cast.viewer).get(reverse(name)).headers["Location"] == "/akun/"


def test_a_closed_account_says_whom_to_ask(db: None, client: Client) -> None:
    assert "hubungi Diskominfo" in client.get(reverse("account_inactive")).content.decode()


def test_the_demo_tells_of_its_own_day_only(cast: Cast, sign_in: SignIn) -> None:
    """The fixed day of the tests is the demo's."""
    client = sign_in(cast.admin)
    client.get("/akun/")
    assert "Terakhir dipakai Kamis, 25 September 2025" in client.get("/akun/perangkat/").content.decode()
    assert "Kamis, 25 September 2025" in client.get("/akun/data-saya/").content.decode()
