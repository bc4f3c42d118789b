"""What robots.txt asks, and how it is asked for."""

import pytest

from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching import ask_robots
from kentongan.harvest.rules.robots import is_agreed, permission
from kentongan.harvest.rules.shapes import Failed
from tests.harvest.hostile import Hostile, together

HOME = "https://satu.contoh.example"


ROBOTS = b"""\
User-agent: *
Disallow: /admin/
Crawl-delay: 3

User-agent: Kentongan
Disallow: /rahasia/
Allow: /rahasia/feed$
Crawl-delay: 600
"""


@pytest.mark.parametrize(
    ("text", "path", "allowed", "delay"),
    [
        ("", "/feed", True, 0),
        (" \n", "/feed", True, 0),
        ("<html>404</html>", "/feed", True, 0),
        ("\x00\xff\ud800", "/feed", True, 0),
        ("User-agent: *\nDisallow: /", "/feed", False, 0),
        ("User-agent: *\nDisallow:", "/feed", True, 0),
        ("User-agent: lain\nDisallow: /", "/feed", True, 0),
        ("User-agent: *\nAllow: /\n\nuser-agent : kentongan/0.1.0 (panen)\nDisallow: /", "/feed", False, 0),
        ("User-agent: *\nDisallow: /\nUser-agent: kentongan\nAllow: /", "/feed", True, 0),
        ("User-agent: *\nCrawl-delay: 2.5", "/feed", True, 2.5),
        ("User-agent: *\nCrawl-delay: nanti", "/feed", True, 0),
        ("User-agent: *\nCrawl-delay: -4", "/feed", True, 0),
        (ROBOTS.decode(), "/admin/", True, 60),
        (ROBOTS.decode(), "/rahasia/x", False, 60),
        (ROBOTS.decode(), "/rahasia/feed", True, 60),
    ],
)
def test_what_robots_txt_asks(text: str, path: str, allowed: bool, delay: float) -> None:
    found = permission(text, f"https://kim.go.id{path}")
    assert (found.is_allowed, found.delay) == (allowed, delay)


@pytest.mark.parametrize(
    ("address", "agreed"),
    [
        ("https://desa.go.id/", True),
        ("https://desa.go.id", True),
        ("https://DESA.go.id:8443/kabar?x=1", True),
        ("https://kim.desa.go.id/", False),
        ("https://desa.go.id.lain.example/", False),
        ("https://situs.go.id/umpan/kim.xml?id=1", True),
        ("https://situs.go.id/umpan", False),
        ("https://situs.go.id/umpan/../rahasia", False),
        ("https://situs.go.id/umpan/%2e%2e/rahasia", False),
        ("https://situs.go.id/", False),
        ("bukan alamat", False),
    ],
)
def test_what_its_owner_agreed_to(address: str, agreed: bool) -> None:
    assert is_agreed(address, ("desa.go.id", "situs.go.id/umpan/")) is agreed


def asks_robots(address: str) -> str:
    [found] = together(lambda session: ask_robots(address, session=session))
    if isinstance(found, BaseException):
        raise found
    return found


def test_robots_txt_is_asked_at_its_place(site: Hostile) -> None:
    site.says("/robots.txt", ROBOTS)
    assert asks_robots(f"{HOME}/kabar/feed?x=1") == ROBOTS.decode()
    assert [asked.target for asked in site.asked] == ["/robots.txt"]


@pytest.mark.parametrize("status", [401, 403, 404, 410])
def test_no_robots_txt_asks_for_nothing(site: Hostile, status: int) -> None:
    site.says("/robots.txt", b"Disallow: /", status)
    assert asks_robots(f"{HOME}/feed") == ""


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_host_that_is_ill_is_left_alone(site: Hostile, status: int) -> None:
    site.says("/robots.txt", b"", status, Retry_After="60")
    with pytest.raises(Failed) as caught:
        asks_robots(f"{HOME}/feed")
    assert caught.value.retry_after == 60


@pytest.mark.parametrize("address", ["http://[kim/", "http://127.0.0.1/feed", ""])
def test_robots_txt_of_what_is_never_asked(address: str) -> None:
    with pytest.raises(Failed) as caught:
        asks_robots(address)
    assert caught.value.trouble == Trouble.ADDRESS


def test_strange_robots_txt_is_kept_as_text(site: Hostile) -> None:
    site.says("/robots.txt", b"User-agent: *\r\n\x00\xffDisallow: /\r\n")
    assert "\0" not in asks_robots(f"{HOME}/feed")


def test_a_mark_of_the_byte_order_hides_no_rule(site: Hostile) -> None:
    site.says("/robots.txt", b"\xef\xbb\xbfUser-agent: *\r\nDisallow: /\r\n")
    assert not permission(asks_robots(f"{HOME}/feed"), f"{HOME}/feed").is_allowed


def test_of_a_long_robots_txt_the_first_lines_hold(site: Hostile) -> None:
    site.says("/robots.txt", b"User-agent: *\n" + b"Disallow: /rahasia/\n" * 40_000)
    found = asks_robots(f"{HOME}/feed")
    assert set(found.splitlines()) == {"User-agent: *", "Disallow: /rahasia/"}
    assert len(found) <= 500 * 1024
    site.says("/robots.txt", b"# " + b"a" * 600_000)
    assert asks_robots(f"{HOME}/feed") == ""
