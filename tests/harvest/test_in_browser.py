"""What people come to do with channels, in a real browser: pasting a post on a phone, letting a channel go, and nothing for axe to find."""

import datetime as dt
import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from kentongan.evidence.models import Evidence
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry, EntryVersion, Feed, Post, Stretch
from tests.conftest import PASSWORD
from tests.harvest.rows import DAY, NOW, make_entry, make_feed, pasted, quarantined

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
PHONE = {"width": 390, "height": 844}
REEL = "https://www.instagram.com/reel/DOzuSvTgDA5/?igsh=abc"


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.FIXED_TODAY = dt.date(2025, 9, 25)


@pytest.fixture
def channels(cast) -> Feed:
    """A hijacked channel among others; returns it."""
    well = make_feed(cast.kayutangan)
    entry = make_entry(well, "Kerja bakti RW 02", version=2)
    EntryVersion.objects.create(entry=entry, number=1, title="Kerja bakti", text="Warga bersih-bersih.", seen_at=NOW)
    make_entry(well, "Polsek gelar razia judi daring", EntryState.QUARANTINED)
    Stretch.objects.create(feed=well, first_at=NOW - DAY, last_at=NOW, times=3, new=2)
    make_feed(cast.kayutangan, "https://mati.example/", trouble="forbidden", trouble_since=NOW - 20 * DAY, failures=20)
    pasted(cast.kayutangan)
    feed = quarantined(cast.kayutangan)
    make_entry(feed, "Situs slot gacor", EntryState.QUARANTINED)
    return feed


def sign_in(page, site: str, phone: str) -> None:
    page.goto(f"{site}/masuk/")
    page.get_by_label("Nomor HP atau surel").fill(phone)
    page.get_by_label("Kata sandi").fill(PASSWORD)
    page.get_by_role("button", name="Masuk", exact=True).click()
    page.wait_for_url(lambda url: "/masuk/" not in url)


def test_a_volunteer_pastes_a_post(cast, channels, page, live_server):
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "0812 0000 0008")
    page.goto(f"{live_server.url}/beranda/")
    page.get_by_role("link", name="Tempel tautan kiriman").click()
    page.get_by_label("Tautan kiriman").fill("https://www.instagram.com/kimkayutangan/")
    page.get_by_label("Isi singkat").fill("Kerja bakti RW 02")
    page.get_by_role("button", name="Simpan kiriman").click()
    expect(page.locator(".salah-form")).to_contain_text("bukan ke satu kiriman")
    expect(page.get_by_label("Isi singkat")).to_have_value("Kerja bakti RW 02")
    page.get_by_label("Tautan kiriman").fill(REEL)
    page.get_by_role("button", name="Simpan kiriman").click()
    expect(page.locator(".pesan")).to_contain_text("Kiriman tersimpan")
    expect(page.locator("main")).to_contain_text("Sabtu, 20 September 2025")
    post = Post.objects.get()
    assert Evidence.objects.get(key=post.evidence_key).occurred_on == dt.date(2025, 9, 20)


def test_a_channel_is_let_go_with_one_tap(cast, channels, page, live_server):
    page.set_viewport_size(PHONE)
    sign_in(page, live_server.url, "0812 0000 0006")
    page.goto(f"{live_server.url}/kanal/")
    row = page.locator(".kanal-baris > li").first
    expect(row).to_contain_text("slot gacor")
    row.get_by_role("button", name=re.compile("^Lepaskan")).click()
    expect(page.locator(".pesan")).to_contain_text("dilepaskan dari karantina")
    channels.refresh_from_db()
    assert (channels.guard, channels.guard_by) == (Guard.CLEAR, cast.forum)
    assert channels.entries.get().state == EntryState.ACCEPTED


def test_a_hijacked_channel_is_confirmed_with_a_note(cast, channels, page, live_server):
    sign_in(page, live_server.url, "0812 0000 0005")
    page.goto(f"{live_server.url}/kanal/{channels.code}/")
    page.get_by_label("Catatan untuk KIM").fill("Dicek bersama ketua")
    page.get_by_role("button", name="Pastikan dibajak").click()
    expect(page.locator("h1")).to_contain_text("Dipastikan dibajak")
    assert channels.entries.get().state == EntryState.REJECTED


def test_an_officer_rejects_what_the_guard_missed_and_takes_it_back(cast, channels, page, live_server):
    page.set_viewport_size(PHONE)
    entry = Entry.objects.get(version=2)
    sign_in(page, live_server.url, "0812 0000 0005")
    page.goto(f"{live_server.url}/kanal/{entry.feed.code}/")
    row = page.locator(".dinilai > li").filter(has_text="Kerja bakti RW 02")
    reason = row.get_by_role("button", name="Iklan judi")
    expect(reason).to_be_hidden()
    row.get_by_text(re.compile("^Tolak")).first.click()
    reason.click()
    expect(row).to_contain_text("Alasan: Iklan judi")
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == (EntryState.REJECTED, cast.city_admin)
    row.get_by_role("button", name="Batalkan penolakan").click()
    expect(row.get_by_text("Dihitung")).to_be_visible()
    entry.refresh_from_db()
    assert (entry.state, entry.decided_by) == (EntryState.ACCEPTED, None)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(cast, channels, page, live_server, scheme):
    page.emulate_media(color_scheme=scheme)
    entry = Entry.objects.get(version=2)
    held = Entry.objects.filter(state=EntryState.QUARANTINED).first()
    rejected = make_entry(entry.feed, "Promo hari ini", EntryState.REJECTED, decided_by=cast.forum, decided_at=NOW)
    paths = {
        "0812 0000 0005": [
            "/kanal/",
            "/kanal/?keadaan=pasted&q=tidakada",
            "/kanal/kabar/",
            "/kanal/pengaturan/",
            f"/kanal/{channels.code}/",
            f"/kanal/{held.feed.code}/",
            f"/kanal/{held.feed.code}/kabar/{held.code}/",
            f"/kanal/{entry.feed.code}/kabar/{entry.code}/",
            f"/kanal/{entry.feed.code}/kabar/{rejected.code}/",
        ],
        "0812 0000 0007": [
            "/beranda/",
            f"/kim/{cast.kayutangan.code}/tempel/",
            f"/kim/{cast.kayutangan.code}/",
            f"/kanal/{channels.code}/",
            f"/kanal/{entry.feed.code}/",
            f"/kanal/{entry.feed.code}/kabar/{entry.code}/",
        ],
    }
    found = []
    for phone, theirs in paths.items():
        page.context.clear_cookies()
        sign_in(page, live_server.url, phone)
        for path in theirs:
            assert page.goto(live_server.url + path).status == 200, path
            for width in (320, 1440):
                page.set_viewport_size({"width": width, "height": 900})
                # The bar at the bottom of a phone lies over what has to be measured.
                page.set_viewport_size(
                    {"width": width, "height": page.evaluate("document.documentElement.scrollHeight")}
                )
                if page.evaluate(SIDEWAYS):
                    found.append(f"{path} scrolls sideways at {width}")
                report = Axe().run(page, options=RULES)
                found += [
                    f"{path} at {width}: {one['id']} {one['nodes'][0]['html'][:120]}"
                    for one in report.response["violations"]
                ]
    assert found == []
