"""Coming in with a password, limits, and that answers tell nothing about who has an account."""

import re

import pytest
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.core.cache import caches
from django.test import Client
from django.urls import reverse

from kentongan.accounts.models import User
from tests.conftest import PASSWORD, Cast

LOGIN = "/masuk/"


def post(client: Client, login: str, password: str = PASSWORD, **more: str):
    return client.post(LOGIN, {"login": login, "password": password, **more})


def signed_in(client: Client) -> bool:
    return "_auth_user_id" in client.session


@pytest.mark.parametrize("login", ["081200000001", "0812-0000-0001", "+62 812 0000 0001", "6281200000001"])
def test_any_spelling_of_the_number_opens(cast: Cast, client: Client, login: str) -> None:
    answer = post(client, login)
    assert answer.status_code == 302
    assert signed_in(client)


def test_an_address_opens_in_any_case(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.admin.pk).update(email="admin@contoh.id")
    post(client, "Admin@Contoh.id")
    assert signed_in(client)


def test_going_on_to_the_page_asked_for(cast: Cast, client: Client) -> None:
    assert post(client, "081200000001", next="/akun/data-saya/").headers["Location"] == "/akun/data-saya/"
    client.logout()
    assert post(client, "081200000001", next="https://jahat.example/").headers["Location"] == "/"


@pytest.mark.parametrize(
    ("login", "password"),
    [
        ("081200000001", "salah-salah"),
        ("081299999999", PASSWORD),
        ("tidak@ada.id", PASSWORD),
        ("bukan nomor", PASSWORD),
        ("admin", PASSWORD),
    ],
)
def test_every_failure_says_the_same(cast: Cast, client: Client, login: str, password: str) -> None:
    answer = post(client, login, password)
    assert answer.status_code == 200
    assert not signed_in(client)
    text = answer.content.decode()
    assert text.count("tidak cocok dengan kata sandinya") == 1
    assert f'value="{login}"' in text, "what was typed is kept"
    assert password not in text


def test_an_erased_or_closed_account_says_no_more_than_an_unknown_one(cast: Cast, client: Client) -> None:
    User.objects.filter(pk=cast.viewer.pk).update(is_active=False)
    unknown, closed = post(client, "081299999999"), post(client, "081200000004")

    def words(answer) -> str:
        page = re.sub(r'value="[^"]*"|nonce="[^"]*"', "", answer.content.decode())
        return re.sub(r"081\d+", "", page)

    assert words(unknown) == words(closed)


def test_the_random_user_name_opens_nothing(cast: Cast, client: Client) -> None:
    post(client, cast.admin.username)
    assert not signed_in(client)


def test_no_english_is_left_on_the_page(db: None, client: Client) -> None:
    text = client.get(LOGIN).content.decode()
    for word in ("Password", "Username", "Remember", "Sign In", "Forgot"):
        assert word not in text


def test_signing_out_asks_by_get_and_does_by_post(cast: Cast, sign_in) -> None:
    client = sign_in(cast.admin)
    assert client.get("/keluar/").status_code == 200
    assert signed_in(client)
    client.post("/keluar/")
    assert not signed_in(client)


@pytest.mark.parametrize("name", ["account_signup", "account_reset_password", "account_email", "account_confirm_email"])
def test_allauths_other_pages_do_not_exist(name: str) -> None:
    from django.urls import NoReverseMatch

    with pytest.raises(NoReverseMatch):
        reverse(name)


# Limits -----------------------------------------------------------------------------------------------------------------


@pytest.fixture
def limits(settings, db: None) -> None:
    """The limits of a real installation, counted in the cache's own table of the database."""
    del settings.ACCOUNT_RATE_LIMITS
    settings.CACHES = {"default": {"BACKEND": "django.core.cache.backends.db.DatabaseCache", "LOCATION": "cache"}}
    from django.core.management import call_command

    call_command("createcachetable", verbosity=0)
    caches["default"].clear()


def test_five_wrong_passwords_for_one_number_make_it_wait(cast: Cast, limits: None) -> None:
    spellings = ["081200000001", "+6281200000001", "0812-0000-0001", "62812 0000 0001", "0812 0000 0001"]
    for spelling in spellings:
        assert "tidak cocok" in post(Client(), spelling, "salah").content.decode()
    client = Client()
    answer = post(client, "081200000001")
    assert "Tunggu 5 menit" in answer.content.decode()
    assert not signed_in(client), "the right password does not help while one must wait"
    assert signed_in_as_other(cast), "another number from the same place is not shut out by five failures"


def signed_in_as_other(cast: Cast) -> bool:
    client = Client()
    post(client, "081200000002")
    return signed_in(client)


def test_an_unknown_number_is_limited_like_a_known_one(cast: Cast, limits: None) -> None:
    for _attempt in range(5):
        post(Client(), "081299999999", "salah")
    assert "Tunggu 5 menit" in post(Client(), "081299999999", "salah").content.decode()


def test_a_flood_from_one_place_is_answered_with_429(cast: Cast, limits: None) -> None:
    answers = [post(Client(), f"08129999{number:04}", "salah") for number in range(31)]
    assert answers[-1].status_code == 429
    assert "Tunggu 5 menit" in answers[-1].content.decode()


def test_the_address_of_the_client_counts_not_the_proxys(cast: Cast, limits: None, settings) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    for number in range(31):
        client = Client(headers={"x-forwarded-for": f"203.0.113.{number}"})
        assert client.post(LOGIN, {"login": "081299999999", "password": "x"}).status_code == 200


# The second step --------------------------------------------------------------------------------------------------------


def give_totp(user: User) -> str:
    from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret

    secret = generate_totp_secret()
    TOTP.activate(user, secret)
    return secret


def code_of(secret: str) -> str:
    from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value, yield_hotp_counters_from_time

    return format_hotp_value(hotp_value(secret, next(iter(yield_hotp_counters_from_time()))))


def test_an_authenticator_app_asks_for_its_code(cast: Cast, client: Client) -> None:
    secret = give_totp(cast.admin)
    assert post(client, "081200000001").headers["Location"] == "/masuk/kode/"
    assert not signed_in(client)
    wrong = client.post("/masuk/kode/", {"code": "000000"})
    assert "tidak cocok" in wrong.content.decode()
    client.post("/masuk/kode/", {"code": code_of(secret)})
    assert signed_in(client)


def test_a_passkey_alone_asks_for_no_second_step(cast: Cast, client: Client) -> None:
    Authenticator.objects.create(user=cast.admin, type=Authenticator.Type.WEBAUTHN, data={"name": "HP"})
    post(client, "081200000001")
    assert signed_in(client)


# Where one is signed in ---------------------------------------------------------------------------------------------------


def test_devices_are_listed_and_ended_one_by_one(cast: Cast) -> None:
    phone, desk = Client(headers={"user-agent": "Android Chrome/126"}), Client(headers={"user-agent": "Windows Edg/1"})
    post(phone, "081200000001")
    post(desk, "081200000001")
    page = desk.get("/akun/perangkat/").content.decode()
    assert "Chrome di Android" in page
    assert "Edge di Windows" in page
    assert phone.session.session_key not in page
    code = re.findall(r'name="sesi" value="(\w{16})"', page)[1]
    desk.post("/akun/perangkat/", {"sesi": code})
    assert phone.get("/akun/").status_code == 302
    assert desk.get("/akun/").status_code == 200


def test_all_other_devices_end_at_once(cast: Cast) -> None:
    first, second, here = Client(), Client(), Client()
    for client in (first, second, here):
        post(client, "081200000001")
    here.post("/akun/perangkat/", {"sesi": "semua"})
    assert [client.get("/akun/").status_code for client in (first, second, here)] == [302, 302, 200]


def test_someone_elses_device_is_not_there(cast: Cast) -> None:
    mine, theirs = Client(), Client()
    post(mine, "081200000001")
    post(theirs, "081200000002")
    code = re.search(r'name="sesi" value="(\w{16})"', theirs.get("/akun/perangkat/").content.decode())[1]
    assert mine.post("/akun/perangkat/", {"sesi": code}).status_code == 404
    assert theirs.get("/akun/").status_code == 200


def test_being_seen_is_written_every_ten_minutes_not_with_every_page(cast: Cast, client: Client) -> None:
    post(client, "081200000001")
    client.get("/akun/")
    seen = UserSession.objects.get().last_seen_at
    client.get("/akun/")
    assert UserSession.objects.get().last_seen_at == seen


# The demo's doors -------------------------------------------------------------------------------------------------------


@pytest.fixture
def demo_person(cast: Cast) -> User:
    User.objects.filter(pk=cast.admin.pk).update(username="demo-kabupaten")
    return User.objects.get(username="demo-kabupaten")


def test_the_demo_has_a_door_per_person(demo_person: User, client: Client, settings) -> None:
    settings.DEMO = True
    assert "Masuk sebagai Diskominfo Kabupaten Malang" in client.get(LOGIN).content.decode()
    client.post("/masuk/demo/", {"orang": "demo-kabupaten"})
    assert client.session["_auth_user_id"] == str(demo_person.pk)


def test_outside_the_demo_there_is_no_such_door(demo_person: User, client: Client) -> None:
    assert "Masuk sebagai" not in client.get(LOGIN).content.decode()
    assert client.post("/masuk/demo/", {"orang": "demo-kabupaten"}).status_code == 404
    assert not signed_in(client)


@pytest.mark.parametrize("name", ["", "demo-forum", "demo-lain"])
def test_the_demo_opens_for_nobody_else(demo_person: User, client: Client, settings, name: str) -> None:
    settings.DEMO = True
    assert client.post("/masuk/demo/", {"orang": name}).status_code == 404


def test_the_demos_doors_open_for_no_real_person(cast: Cast, client: Client, settings) -> None:
    settings.DEMO = True
    assert client.post("/masuk/demo/", {"orang": cast.city_admin.username}).status_code == 404
    assert client.get("/masuk/demo/").status_code == 405


def test_the_doors_are_light(cast: Cast, client: Client, settings) -> None:
    """The page and all its CSS come in the first 14 KB."""
    import gzip

    settings.DEMO = True
    assert len(gzip.compress(client.get(LOGIN).content)) <= 14_336
