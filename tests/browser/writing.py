"""The writing page as a thumb uses it, and what has arrived of it."""

from typing import Any

from playwright.sync_api import BrowserContext, Page, expect

from tests.browser.server import Server

TITLE = "Kerja bakti bantaran Brantas"
STORY = "Minggu pagi, 40 warga RW 02 turun ke bantaran. Sampah diangkat dengan tiga gerobak."


def articles(server: Server) -> list[tuple]:
    return server.rows("select title, body, state from newsroom_article")


def open_page(context: BrowserContext, address: str) -> Page:
    """The writing page with its outbox running."""
    page = context.new_page()
    page.goto(address)
    expect(page.locator("html.hidup")).to_be_attached()
    return page


def write(page: Page, title: str = TITLE, story: str = STORY) -> None:
    page.get_by_label("Judul").fill(title)
    page.get_by_label("Cerita").fill(story)


def type_on(page: Page, words: str) -> None:
    page.get_by_label("Cerita").press("Control+End")
    page.keyboard.type(words)


def send(page: Page) -> None:
    page.get_by_role("button", name="Kirim kabar").click()


def status(page: Page, state: str, **more: Any) -> None:
    expect(page.locator(f"[data-status][data-keadaan={state}]")).to_be_visible(**more)


def keep_shell(context: BrowserContext, server: Server) -> Page:
    """Once on the group's first page with a signal; from then on the phone can write without."""
    page = context.new_page()
    page.goto(f"{server.url}/beranda/")
    page.evaluate(
        """async () => {
            await navigator.serviceWorker.ready;
            while (!(await caches.match("/tulis/")) || !(await caches.match("/beranda/"))) await new Promise(requestAnimationFrame);
        }"""
    )
    return page
