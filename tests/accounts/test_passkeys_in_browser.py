"""Ways in, as a person goes them in a real browser under the real content security policy."""

import re

import pytest
from axe_playwright_python.sync_playwright import Axe

from kentongan.accounts.models import User
from tests.conftest import PASSWORD

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def site(live_server) -> str:
    """Passkeys belong to a name, and a browser takes only localhost for one without TLS."""
    return live_server.url.replace("127.0.0.1", "localhost")


@pytest.fixture
def complaints(page) -> list[str]:
    """What the browser's console complains of: a blocked script, a broken one."""
    heard: list[str] = []
    page.on("console", lambda line: heard.append(line.text) if line.type == "error" else None)
    page.on("pageerror", lambda error: heard.append(str(error)))
    return heard


@pytest.fixture
def fingerprint(page) -> None:
    """A phone's built-in authenticator whose owner always agrees."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def sign_in(page, site: str, name: str, password: str = PASSWORD) -> None:
    page.goto(f"{site}/masuk/")
    page.get_by_label("Nomor HP atau surel").fill(name)
    page.get_by_label("Kata sandi").fill(password)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(f"{site}/akun/")


def test_a_passkey_is_added_and_opens_the_door(cast, page, site, fingerprint, complaints):
    sign_in(page, site, "0812 0000 0001")
    page.get_by_role("link", name="Tambah passkey").click()
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Lanjutkan").click()
    page.get_by_label("Nama passkey").fill("HP Samsung")
    page.get_by_role("button", name="Buat passkey").click()
    page.wait_for_url(f"{site}/akun/")
    assert page.get_by_text("HP Samsung", exact=True).is_visible()

    page.get_by_role("button", name="Keluar dari perangkat ini").click()
    page.goto(f"{site}/akun/data-saya/")
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.wait_for_url(f"{site}/akun/data-saya/")
    assert complaints == []

    # Whoever tried a passkey may still use the password: no second step is asked for.
    page.context.clear_cookies()
    sign_in(page, site, "+62 812-0000-0001")


def test_a_dismissed_passkey_says_so_and_nothing_breaks(cast, page, site):
    page.goto(f"{site}/masuk/")
    page.evaluate("void (navigator.credentials.get = () => Promise.reject(new DOMException('', 'NotAllowedError')))")
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.get_by_text("dibatalkan atau terlalu lama").wait_for()
    assert page.get_by_role("button", name="Masuk dengan passkey").is_enabled()


def test_an_invited_person_comes_in_with_a_passkey_only(cast, groups, page, site, fingerprint, complaints):
    sign_in(page, site, "081200000005")
    page.goto(f"{site}/orang/undang/")
    page.get_by_label("Nama orang yang diundang").fill("Lestari Wulandari")
    assert not page.get_by_label("KIM", exact=False).filter(visible=True).locator("option").count()
    page.get_by_label("Ketua KIM").check()
    page.locator("select[name=group]").select_option(label="KIM Kayutangan")
    page.get_by_role("button", name="Buat tautan undangan").click()
    link = page.locator(".salin code").inner_text()
    wa = page.get_by_role("link", name="Kirim lewat WhatsApp").get_attribute("href")
    assert wa.startswith("https://wa.me/?text=Halo%20Lestari")

    page.context.clear_cookies()
    page.goto(link)
    assert page.get_by_label("Nama Anda").input_value() == "Lestari Wulandari"
    page.get_by_label("Nomor HP").fill("0857 1234 5678")
    page.get_by_role("button", name="Tanpa kata sandi").click()
    page.get_by_role("button", name="Buat passkey").click()
    page.wait_for_url(f"{site}/akun/")
    assert page.get_by_text("Ketua KIM, KIM Kayutangan").is_visible()
    assert User.objects.get(phone="+6285712345678").has_usable_password() is False
    page.get_by_role("button", name="Keluar dari perangkat ini").click()
    page.get_by_role("button", name="Masuk dengan passkey").click()
    page.wait_for_url(f"{site}/akun/")
    assert complaints == []


def test_a_password_can_be_looked_at(cast, page, site):
    page.goto(f"{site}/masuk/")
    field = page.get_by_label("Kata sandi", exact=True)
    field.fill("kopi-sore")
    page.get_by_role("button", name="Lihat kata sandi").click()
    assert field.get_attribute("type") == "text"
    page.get_by_role("button", name="Sembunyikan kata sandi").click()
    assert field.get_attribute("type") == "password"


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(cast, groups, page, site, theme, width):
    # Tall enough that the fixed bottom row covers nothing.
    page.set_viewport_size({"width": width, "height": 4800})
    page.emulate_media(color_scheme=theme)
    look = lambda: _look(page)  # noqa: E731
    page.goto(f"{site}/masuk/")
    look()
    sign_in(page, site, "081200000001")
    for path in (
        "akun/",
        "akun/data-diri/",
        "akun/data-saya/",
        "akun/perangkat/",
        "orang/",
        "orang/undang/",
        "kantor/",
    ):
        page.goto(f"{site}/{path}")
        look()
    page.goto(f"{site}/orang/undang/")
    page.get_by_label("Nama orang yang diundang").fill("Lestari")
    page.get_by_label("Pembaca").check()
    page.locator("select[name=area]").select_option("35.07")
    page.get_by_role("button", name="Buat tautan undangan").click()
    look()
    link = page.locator(".salin code").inner_text()
    page.goto(link)
    look()
    page.context.clear_cookies()
    page.goto(link)
    look()
    page.goto(re.sub(r"undangan/.*", "undangan/tidak-ada/", link))
    look()


def _look(page) -> None:
    report = Axe().run(page, options=RULES)
    assert report.violations_count == 0, f"{page.url}\n{report.generate_report()}"
    wide = page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")
    assert not wide, f"{page.url} scrolls sideways"
