"""Nothing written is lost: a phone without a signal, a dead battery, a killed tab, a server that goes away in the middle.

The server is a real process that the tests kill and start again; the phones are browser contexts of their own.
"""

import io
import os
import re
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from PIL import Image, ImageDraw
from playwright.sync_api import BrowserContext, Error, Page, Route, expect

from tests.browser.server import Server
from tests.browser.writing import STORY, TITLE, articles, keep_shell, open_page, send, status, type_on, write
from tests.conftest import PASSWORD

pytestmark = pytest.mark.browser

SCREEN = {"width": 390, "height": 844}
# After a failure the outbox waits, longer each time; a started server is found again within this many milliseconds.
PATIENCE = 45_000


@pytest.fixture(autouse=True)
def complaints() -> None:
    """The phones here watch their own pages."""


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    running = Server(tmp_path_factory.mktemp("site"))
    running.prepare()
    yield running
    running.kill()


@pytest.fixture
def server(site: Server) -> Server:
    """Running, and with nothing written."""
    site.forget_everything()
    return site.start()


Phone = Callable[..., BrowserContext]


@pytest.fixture
def phone(browser: Any, server: Server, browser_context_args: dict) -> Iterator[Phone]:
    """``phone()`` is a signed-in member's; ``phone(service_workers="block")`` has no shell, so that its requests can be watched."""
    heard: list[str] = []
    contexts = []

    def make(person: str = "member", **more: Any) -> BrowserContext:
        context = browser.new_context(**{**browser_context_args, "viewport": SCREEN, **more})
        context.add_cookies([{"name": "sessionid", "value": server.sessions[person], "url": server.url}])
        context.on("weberror", lambda problem: heard.append(str(problem.error)))
        contexts.append(context)
        return context

    yield make
    for context in contexts:
        context.close()
    assert heard == []


def test_no_signal(phone: Phone, server: Server) -> None:
    context = phone()
    page = keep_shell(context, server)
    context.set_offline(True)
    expect(page.get_by_text("Tanpa sinyal", exact=True)).to_be_visible()
    page.get_by_role("link", name=re.compile("^Tulis kabar")).click()
    write(page)
    send(page)
    status(page, "tersimpan")
    expect(page.locator("[data-status]")).to_contain_text("Akan terkirim saat ada sinyal.")
    page.get_by_role("link", name="Kembali").click()
    row = page.locator(".kotak-keluar li")
    expect(row).to_contain_text(TITLE)
    expect(row).to_contain_text("Menunggu sinyal")
    assert articles(server) == []

    context.set_offline(False)
    expect(row).to_contain_text("Terkirim", timeout=PATIENCE)
    assert articles(server) == [(TITLE, STORY, "waiting")]
    expect(page.get_by_text("Tanpa sinyal", exact=True)).to_be_hidden()


def test_the_browser_sends_what_waits_when_it_is_woken_without_a_page(phone: Phone, server: Server) -> None:
    context = phone()
    page = keep_shell(context, server)
    server.kill()
    page.goto(f"{server.url}/tulis/")
    write(page)
    send(page)
    expect(page.locator("[data-status]")).to_contain_text("Tersimpan di HP")
    page.wait_for_function(
        "async () => (await (await navigator.serviceWorker.ready).sync.getTags()).includes('kotak-keluar')"
    )
    page.goto("about:blank")
    server.start()
    assert articles(server) == []
    # The signal is back: the browser says so to the worker alone. It has tried before, and may be at it just now.
    page.goto(f"{server.url}/robots.txt")
    devtools = context.new_cdp_session(page)
    found: list[str] = []
    devtools.on(
        "ServiceWorker.workerRegistrationUpdated",
        lambda told: found.extend(r["registrationId"] for r in told["registrations"]),
    )
    devtools.send("ServiceWorker.enable")
    until(lambda: bool(found), page)
    woken = {"origin": server.url, "registrationId": found[0], "tag": "kotak-keluar", "lastChance": False}
    devtools.send("ServiceWorker.dispatchSyncEvent", woken)
    until(lambda: articles(server) == [(TITLE, STORY, "waiting")], page)


def until(holds: Callable[[], bool], page: Page) -> None:
    for _ in range(PATIENCE // 100):
        if holds():
            return
        page.wait_for_timeout(100)
    pytest.fail("waited in vain")


def test_a_page_that_is_not_kept_says_so(phone: Phone, server: Server) -> None:
    context = phone()
    page = keep_shell(context, server)
    context.set_offline(True)
    page.goto(f"{server.url}/akun/")
    expect(page.get_by_role("heading")).to_contain_text("Yang Anda tulis tetap aman.")
    page.goto(f"{server.url}/tulis/tidakada/")
    expect(page.get_by_text("Kabar ini belum ada di HP ini.")).to_be_visible()


def test_the_battery_is_gone(
    playwright: Any, browser_type_launch_args: dict, browser_context_args: dict, server: Server, tmp_path: Path
) -> None:
    def switch_on() -> BrowserContext:
        context = playwright.chromium.launch_persistent_context(
            str(tmp_path / "profile"), **browser_type_launch_args, **browser_context_args, viewport=SCREEN
        )
        context.add_cookies([{"name": "sessionid", "value": server.sessions["member"], "url": server.url}])
        return context

    context = switch_on()
    page = keep_shell(context, server)
    context.set_offline(True)
    page.goto(f"{server.url}/tulis/")
    expect(page.locator("html.hidup")).to_be_attached()
    write(page)
    type_on(page, " Soto untuk semua.")
    status(page, "tersimpan")
    # The whole browser goes at once; nothing is told that it ends.
    with pytest.raises(Error):
        context.browser_cdp().send("Browser.crash") if hasattr(context, "browser_cdp") else crash(context, page)
    server.kill()

    context = switch_on()
    page = context.new_page()
    page.goto(f"{server.url}/beranda/")
    page.locator(".kotak-keluar a", has_text=TITLE).click()
    expect(page.get_by_label("Cerita")).to_have_value(f"{STORY} Soto untuk semua.")
    server.start()
    send(page)
    status(page, "terkirim", timeout=PATIENCE)
    assert articles(server) == [(TITLE, f"{STORY} Soto untuk semua.", "waiting")]
    context.close()


def crash(context: BrowserContext, page: Page) -> None:
    context.new_cdp_session(page).send("Browser.crash")
    page.title()


def test_the_tab_is_killed(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    write(page)
    type_on(page, " Selesai jam sepuluh")
    status(page, "tersimpan")
    page.close()
    page = open_page(context, f"{server.url}/tulis/")
    page.locator("[data-lanjutkan] a", has_text=TITLE).click()
    expect(page.get_by_label("Cerita")).to_have_value(f"{STORY} Selesai jam sepuluh")
    send(page)
    status(page, "terkirim")
    assert articles(server) == [(TITLE, f"{STORY} Selesai jam sepuluh", "waiting")]


def test_the_server_dies_after_it_saved_and_before_it_answered(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")

    def saved_but_never_answered(route: Route) -> None:
        if articles(server):
            return route.continue_()
        assert route.fetch().status == 200
        server.kill()
        return route.abort()

    context.route("**/kiriman/artikel/", saved_but_never_answered)
    write(page)
    send(page)
    expect(page.locator("[data-status]")).to_contain_text("Akan terkirim saat ada sinyal.")
    assert len(articles(server)) == 1
    type_on(page, " Ditulis selagi server mati.")
    status(page, "tersimpan")
    server.start()
    send(page)
    whole = f"{STORY} Ditulis selagi server mati."
    status(page, "terkirim", timeout=PATIENCE)
    assert articles(server) == [(TITLE, whole, "waiting")]


def test_the_server_dies_before_it_saved(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    write(page)
    status(page, "tersimpan")
    server.kill()
    send(page)
    expect(page.locator("[data-status]")).to_contain_text("Tersimpan di HP")
    server.start()
    status(page, "terkirim", timeout=PATIENCE)
    assert articles(server) == [(TITLE, STORY, "waiting")]


def test_a_double_tap_in_two_tabs(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    write(page)
    status(page, "tersimpan")
    other = open_page(context, page.url)
    page.get_by_role("button", name="Kirim kabar").dblclick()
    other.get_by_role("button", name="Kirim kabar").dblclick()
    status(page, "terkirim")
    status(other, "terkirim")
    assert articles(server) == [(TITLE, STORY, "waiting")]
    assert server.rows("select count(*) from newsroom_revision") == [(1,)]


def begun_on_one_phone(phone: Phone, server: Server) -> tuple[Page, Page]:
    """A draft that the server has, open on two phones."""
    first = open_page(phone(service_workers="block"), f"{server.url}/tulis/")
    with first.expect_response("**/kiriman/artikel/"):
        write(first)
    [(code,)] = server.rows("select code from newsroom_article")
    return first, open_page(phone(service_workers="block"), f"{server.url}/tulis/{code}/")


@pytest.mark.parametrize(
    ("choice", "kept"),
    [
        ("Gabungkan keduanya", ["Dari HP satu.", "Dari HP dua."]),
        ("Pakai tulisan saya", ["Dari HP satu."]),
        ("Pakai versi ini", ["Dari HP dua."]),
    ],
)
def test_the_same_draft_on_two_phones(phone: Phone, server: Server, choice: str, kept: list[str]) -> None:
    first, second = begun_on_one_phone(phone, server)
    first.context.set_offline(True)
    type_on(first, "\n\nDari HP satu.")
    status(first, "tersimpan")
    # All of it: on a slow machine a part of what is being typed may be sent before.
    with second.expect_response(lambda answer: "Dari HP dua." in (answer.request.post_data or "")):
        type_on(second, "\n\nDari HP dua.")

    first.context.set_offline(False)
    status(first, "dua-versi", timeout=PATIENCE)
    both = first.locator("#dua-versi")
    expect(both.locator("mark", has_text="satu.")).to_be_visible()
    expect(both.locator("mark", has_text="dua.")).to_be_visible()
    both.get_by_role("button", name=choice).click()
    expect(both).to_be_hidden()
    for words in kept:
        expect(first.get_by_label("Cerita")).to_have_value(re.compile(re.escape(words)))
    send(first)
    status(first, "terkirim")
    [(title, body, state)] = articles(server)
    assert (title, state) == (TITLE, "waiting")
    assert [words for words in ("Dari HP satu.", "Dari HP dua.") if words in body] == kept
    # What was not chosen is in the history.
    history = " ".join(body for (body,) in server.rows("select body from newsroom_revision"))
    assert "Dari HP dua." in history
    assert "Dari HP satu." in history or choice == "Pakai tulisan saya"


def test_an_unfit_price_is_said_beside_its_field(phone: Phone, server: Server) -> None:
    page = open_page(phone(service_workers="block"), f"{server.url}/tulis/?jenis=produk")
    write(page)
    page.get_by_label("Harga").fill("murah")
    send(page)
    status(page, "perlu")
    expect(page.locator("[data-perlu=harga]")).to_contain_text("Tulis angkanya saja")
    assert articles(server) == [(TITLE, STORY, "draft")]
    page.get_by_label("Harga").fill("45.000")
    send(page)
    status(page, "terkirim")
    assert server.rows("select price from newsroom_product") == [(45_000,)]


# The browser of the tests has no ear: this one hears what the test says.
EAR = """
window.SpeechRecognition = class {
  start() { window.ear = this; }
  stop() { this.onend(); }
};
window.hear = (...said) => ear.onresult({ resultIndex: 0, results: said.map((words) => Object.assign([{ transcript: words }], { isFinal: true })) });
window.deaf = (error) => { ear.onerror({ error }); ear.onend(); };
"""


def test_what_is_spoken_is_written_and_kept(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    context.add_init_script(EAR)
    page = open_page(context, f"{server.url}/tulis/")
    write(page)
    page.get_by_role("button", name="Bicara saja").click()
    page.evaluate("hear(' Soto untuk semua.', 'Sampai jam sepuluh.')")
    page.get_by_role("button", name="Berhenti bicara").click()
    expect(page.get_by_role("button", name="Bicara saja")).to_have_attribute("aria-pressed", "false")
    whole = f"{STORY} Soto untuk semua. Sampai jam sepuluh."
    expect(page.get_by_label("Cerita")).to_have_value(whole)
    send(page)
    status(page, "terkirim")
    assert articles(server) == [(TITLE, whole, "waiting")]


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        ("not-allowed", "Mikrofon belum diizinkan."),
        ("network", "Bicara saja perlu sinyal."),
        ("no-speech", "Tidak terdengar."),
    ],
)
def test_who_is_not_heard_learns_why(phone: Phone, server: Server, error: str, sentence: str) -> None:
    context = phone(service_workers="block")
    context.add_init_script(EAR)
    page = open_page(context, f"{server.url}/tulis/")
    page.get_by_role("button", name="Bicara saja").click()
    page.evaluate(f"deaf('{error}')")
    expect(page.get_by_text(sentence)).to_be_visible()
    page.get_by_role("button", name="Bicara saja").click()
    expect(page.get_by_text(sentence)).to_be_hidden()


def test_signed_out_meanwhile(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    context.clear_cookies()
    write(page)
    send(page)
    expect(page.locator("[data-status]")).to_contain_text("Masuk dulu, tulisan Anda aman di HP ini.")
    page.locator("[data-status] a", has_text="Masuk").click()
    page.locator("[name=login]").fill("0812 0000 0002")
    page.locator("[name=password]").fill(PASSWORD)
    page.locator("[name=password]").press("Enter")
    status(page, "terkirim", timeout=PATIENCE)
    assert articles(server) == [(TITLE, STORY, "waiting")]


def test_where_the_scripts_cannot_run_the_form_is_sent_as_any_other(phone: Phone, server: Server) -> None:
    """A browser too old for one of the modules runs none of them: as here, where one does not arrive."""
    context = phone(service_workers="block")
    context.route(re.compile(r"/store\b.*\.js$"), lambda route: route.abort())
    page = context.new_page()
    page.goto(f"{server.url}/tulis/")
    write(page)
    send(page)
    page.wait_for_load_state()
    expect(page.locator("html.hidup")).to_have_count(0)
    assert articles(server) == [(TITLE, STORY, "waiting")]


def test_another_person_on_the_same_phone_sends_nothing_of_the_first(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    context.set_offline(True)
    write(page)
    send(page)
    status(page, "tersimpan")
    context.add_cookies([{"name": "sessionid", "value": server.sessions["leader"], "url": server.url}])
    context.set_offline(False)
    page = open_page(context, f"{server.url}/tulis/")
    write(page, "Dari ketua", "Milik ketua.")
    send(page)
    status(page, "terkirim", timeout=PATIENCE)
    assert articles(server) == [("Dari ketua", "Milik ketua.", "published")]


def test_signing_out_empties_the_shell_and_keeps_the_outbox(phone: Phone, server: Server) -> None:
    context = phone()
    page = keep_shell(context, server)
    page.goto(f"{server.url}/tulis/")
    context.set_offline(True)
    write(page)
    status(page, "tersimpan")
    context.set_offline(False)
    page.goto(f"{server.url}/akun/")
    page.locator("form[action='/keluar/'] button:visible").first.click()
    page.wait_for_url(lambda address: "/beranda/" not in address and "/akun/" not in address)
    kept = page.evaluate("async () => Boolean((await caches.match('/tulis/')) || (await caches.match('/beranda/')))")
    assert not kept
    assert page.evaluate(
        """() => new Promise((done) => {
            indexedDB.open("kentongan-kotak-keluar").onsuccess = ({ target }) => {
                target.result.transaction("drafts").objectStore("drafts").count().onsuccess = (event) => done(event.target.result);
            };
        })"""
    )


def photograph() -> bytes:
    """Two megabytes as a phone's camera makes them: large shapes, and the fine grain that costs the most."""
    picture = Image.new("RGB", (3200, 2400), "#88a8c8")
    draw = ImageDraw.Draw(picture)
    for place in range(60):
        x, y = (place * 613) % 3200, (place * 377) % 2400
        draw.ellipse((x, y, x + 420, y + 300), fill=((place * 41) % 256, (place * 83) % 256, (place * 29) % 256))
    grain = Image.frombytes("L", picture.size, os.urandom(3200 * 2400)).point(lambda value: value // 9)
    picture = Image.composite(Image.new("RGB", picture.size, "black"), picture, grain)
    buffer = io.BytesIO()
    picture.save(buffer, "JPEG", quality=92)
    return buffer.getvalue()


def test_a_photo_arrives_small_and_goes_on_where_it_broke_off(phone: Phone, server: Server) -> None:
    context = phone(service_workers="block")
    page = open_page(context, f"{server.url}/tulis/")
    write(page)
    offsets: list[int] = []

    def half_way(route: Route) -> None:
        if route.request.method == "POST":
            offsets.append(int(route.request.headers["upload-offset"]))
            if len(offsets) == 3:
                server.kill()
                return route.abort()
        return route.continue_()

    context.route("**/kiriman/foto/**", half_way)
    original = photograph()
    assert 1_700_000 < len(original) < 2_400_000
    page.get_by_label("Dari galeri").set_input_files(
        [{"name": "sungai.jpg", "mimeType": "image/jpeg", "buffer": original}]
    )
    row = page.locator("[data-foto] li")
    expect(row).to_contain_text("nanti lanjut", timeout=PATIENCE)
    assert offsets[-1] > 0
    row.get_by_text("Tulis isi foto ini").click()
    row.get_by_label("Isi foto").fill("Sungai di RW 02")
    server.start()
    send(page)
    status(page, "terkirim", timeout=PATIENCE)
    expect(row).to_contain_text("Sudah terkirim")
    assert offsets[3] == offsets[2] > 0
    [(caption, size, original_size, width, height)] = server.rows(
        "select caption, size, original_size, width, height from newsroom_photo where article_id is not null"
    )
    assert (caption, original_size) == ("Sungai di RW 02", len(original))
    assert 100_000 < size < 300_000
    assert max(width, height) <= 1600
    assert articles(server) == [(TITLE, STORY, "waiting")]
