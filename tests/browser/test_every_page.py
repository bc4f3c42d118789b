"""Every page, for those who may see it: nothing for axe to find, nothing to scroll sideways for."""

import json

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"], "preload": False}
WIDTHS = (320, 390, 1440)
# What scrolls in its own window (a table of many columns) may be wider than the screen; the page may not.
SIDEWAYS = "document.documentElement.scrollWidth > document.documentElement.clientWidth"
# After these the bar at the bottom has moved to where it belongs.
TWO_FRAMES = "new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"

PAGES = {
    "": ("/masuk/", "/tentang/", "/luring/"),
    "demo-kabupaten": (
        "/kendali/",
        "/kendali/?per=2023-06-15",
        "/kendali/tindakan/",
        "/wilayah/35.07/",
        "/wilayah/35.07.08/",
        "/desa/35.07.08.2003/",
        "/desa/35.07.08.2003/langkah/baru/",
        "/desa/35.07.08.2003/bentuk/",
        "/desa/35.07.08.2003/kendala/baru/",
        "/desa/35.07.08.2003/riwayat/",
        "/desa/35.07.08.2003/perubahan/",
        "/desa/35.07.08.2013/",
        "/kim/",
        "/kim/?sk=ending",
        "/kim/baru/",
        "/kim/35.07.07.2016-1/",
        "/kim/35.07.07.2016-1/ubah/",
        "/kim/35.07.07.2016-1/sk/baru/",
        "/kim/35.07.07.2016-1/pengurus/baru/",
        "/kim/35.07.07.2016-1/akhiri/",
        "/sk/",
        "/desa/",
        "/target/",
        "/target/baru/",
        "/impor/",
        "/cari/?q=gubuk+klakah",
        "/cari/?q=tidakadasamasekali",
        "/kendala/",
        "/orang/",
        "/orang/undang/",
        "/kantor/",
        "/kendali/bergerak/",
        "/kendali/akan-turun/",
        "/kendali/tidur/",
        "/bukti/",
        "/pemberitahuan/",
        "/kanal/",
        "/kanal/kabar/",
        "/kanal/pengaturan/",
        "/penetapan/",
        "/penetapan/35.07/1/",
        "/penetapan/35.07/1/kim/35.07.07.2016-1/",
        "/penetapan/35.07/1/tanda-tangan/",
    ),
    "demo-kota": (
        "/kendali/",
        "/instrumen/",
        "/instrumen/baru/",
        "/instrumen/contoh/poin/",
        "/instrumen/35.73/klaster-kota-malang/",
        "/instrumen/35.73/klaster-kota-malang/rancangan/",
        "/instrumen/35.73/klaster-kota-malang/rancangan/teks/",
        "/penetapan/35.73/1/",
        "/kim/35.73.02.1007-1/bukti/1/tarik/",
    ),
    "demo-kayutangan": (
        "/beranda/",
        "/tulis/",
        "/tulis/?jenis=produk",
        "/tulis/?jenis=acara",
        "/kim/35.73.02.1007-1/bukti/",
        "/kim/35.73.02.1007-1/bukti/lapor/",
        "/kim/35.73.02.1007-1/bukti/1/",
        "/kim/35.73.02.1007-1/bukti/1/terima-kasih/",
        "/kim/35.73.02.1007-1/",
        "/kim/35.73.02.1007-1/ubah/",
        "/kim/35.73.02.1007-1/riwayat/",
        "/akun/",
        "/akun/data-saya/",
        "/akun/data-diri/",
        "/akun/perangkat/",
        "/tidak-ada-halaman-ini/",
    ),
}

# A page of each make, for letters twice as large.
LARGE = (
    "/kendali/",
    "/desa/",
    "/desa/35.07.08.2003/",
    "/kim/35.07.07.2016-1/",
    "/kim/35.07.07.2016-1/pengurus/baru/",
    "/orang/",
)


def _named(violations: list[dict]) -> str:
    """Each rule with the first elements that break it."""
    return "; ".join(f"{rule['id']} {[node['html'][:120] for node in rule['nodes'][:3]]}" for rule in violations)


@pytest.mark.parametrize("theme", ["terang", "gelap"])
@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "siapa-saja")
def test_axe_finds_nothing_and_nothing_scrolls_sideways(page, site, enter, person, theme):
    page.emulate_media(color_scheme="dark" if theme == "gelap" else "light", reduced_motion="reduce")
    if person:
        enter(person)
    found: list[str] = []
    for path in PAGES[person]:
        page.goto(site + path)
        for width in WIDTHS:
            page.set_viewport_size({"width": width, "height": 900})
            # As tall as the page: the bar at the bottom then covers nothing that could be scrolled from under it.
            height = page.evaluate("document.documentElement.scrollHeight")
            page.set_viewport_size({"width": width, "height": height})
            page.wait_for_function("height => innerHeight === height", arg=height)
            page.evaluate(TWO_FRAMES)
            if page.evaluate(SIDEWAYS):
                found.append(f"{path} scrolls sideways at {width}")
            # The narrow layouts share their markup: one look at each frame is enough.
            if width != 390:
                report = Axe().run(page, options=RULES)
                if report.violations_count:
                    found.append(f"{path} at {width}: {_named(report.response['violations'])}")
    assert not found, "\n".join(found)


@pytest.mark.parametrize("person", PAGES, ids=lambda person: person or "siapa-saja")
def test_at_twice_the_size_nothing_scrolls_sideways(page, site, enter, person):
    """200 % zoom of a screen 1280 wide lays out as 640."""
    page.set_viewport_size({"width": 640, "height": 450})
    if person:
        enter(person)
    wide = []
    for path in PAGES[person]:
        page.goto(site + path)
        if page.evaluate(SIDEWAYS):
            wide.append(path)
    assert wide == []


@pytest.mark.parametrize(
    ("person", "language"), [("demo-kabupaten", ""), ("demo-kabupaten", "English"), ("demo-wajak", "")]
)
def test_the_bar_keeps_its_height_on_every_laptop(page, site, enter, person, language):
    """An admin has the longest menu, longer still in English, and a kecamatan the shortest."""
    enter(person)
    page.goto(f"{site}/kendali/")
    if language:
        page.get_by_role("button", name=language).click()
        page.get_by_role("link", name="Control room").first.wait_for()
    for width in (960, 1024, 1280, 1366, 1440, 1920):
        page.set_viewport_size({"width": width, "height": 700})
        assert not page.evaluate(SIDEWAYS), width
        assert page.locator(".bar").bounding_box()["height"] <= 66, width
        assert page.locator(".cari, .cari-hp").filter(visible=True).count() == 1, width


@pytest.mark.parametrize("width", [320, 360])
def test_letters_twice_as_large_fit_a_narrow_phone(site, tmp_path, browser_type, browser_type_launch_args, width):
    """A reader's own setting in the browser, not a zoom: the screen stays as narrow as it is."""
    (tmp_path / "Default").mkdir()
    letters = {"webkit": {"webprefs": {"default_font_size": 32, "default_fixed_font_size": 26}}}
    (tmp_path / "Default" / "Preferences").write_text(json.dumps(letters))
    context = browser_type.launch_persistent_context(
        str(tmp_path), viewport={"width": width, "height": 800}, **browser_type_launch_args
    )
    try:
        page = context.pages[0]
        page.goto(f"{site}/masuk/")
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        wide = ["/masuk/"] if page.evaluate(SIDEWAYS) else []
        page.locator('button[name="orang"][value="demo-kabupaten"]').click()
        page.wait_for_url(lambda url: "/masuk/" not in url)
        for path in LARGE:
            page.goto(site + path)
            if page.evaluate(SIDEWAYS):
                wide.append(path)
        page.goto(f"{site}/kim/35.07.07.2016-1/")
        mark, search = (page.locator(name).bounding_box() for name in (".merek", ".cari-hp"))
        assert mark["x"] + mark["width"] <= search["x"] or mark["y"] + mark["height"] <= search["y"]
    finally:
        context.close()
    assert wide == []
