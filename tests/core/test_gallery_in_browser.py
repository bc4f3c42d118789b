"""The gallery in a real browser: nothing for axe to find, nothing to scroll sideways for, everything by keyboard."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}


@pytest.fixture
def gallery_url(live_server, settings):
    settings.DEMO = True
    return f"{live_server.url}/galeri/"


def scrolls_sideways(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


@pytest.mark.parametrize("theme", ["terang", "gelap"])
@pytest.mark.parametrize("ground", ["", "&dasar=publik"])
@pytest.mark.parametrize("width", [320, 1440])
def test_axe_finds_nothing(page, gallery_url, theme, ground, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(f"{gallery_url}?tema={theme}{ground}")
    page.evaluate("document.querySelector('details')?.setAttribute('open', '')")
    report = Axe().run(page, options=RULES)
    assert report.violations_count == 0, report.generate_report()
    assert not scrolls_sideways(page)


def test_nothing_scrolls_sideways_at_twice_the_size(page, gallery_url):
    page.set_viewport_size({"width": 640, "height": 400})
    page.goto(gallery_url)
    assert not scrolls_sideways(page)


@pytest.mark.parametrize("width", [390, 1440])
def test_the_first_key_leads_past_the_bar(page, gallery_url, width):
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(gallery_url)
    page.evaluate("document.activeElement.blur()")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "lompat"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "isi"


def test_the_date_opens_and_closes_by_keyboard(page, gallery_url):
    page.goto(gallery_url)
    control = page.locator("details.per").first
    control.locator("summary").focus()
    page.keyboard.press("Enter")
    assert control.locator("input[type=date]").is_visible()
    page.keyboard.press("Escape")
    assert not control.locator("input[type=date]").is_visible()
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_the_theme_changes_at_once_and_stays(page, gallery_url):
    page.goto(gallery_url)
    with page.expect_response("**/tema/"):
        page.get_by_role("button", name="Gelap", exact=True).click()
    assert page.locator("html").get_attribute("data-tema") == "gelap"
    page.reload()
    assert page.locator("html").get_attribute("data-tema") == "gelap"
    with page.expect_response("**/tema/"):
        page.get_by_role("button", name="Ikut perangkat").click()
    page.reload()
    assert page.locator("html").get_attribute("data-tema") is None


def test_on_a_phone_the_bottom_row_is_there_and_big_enough(page, gallery_url):
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto(gallery_url)
    links = page.locator(".nav-bawah a")
    assert links.count() == 4
    for link in links.all():
        box = link.bounding_box()
        assert box["height"] >= 44
        assert box["width"] >= 44
    assert not page.locator(".bar nav").is_visible()
