"""nginx on the shipped configuration answers as the application does, and without it."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from django.core.handlers.wsgi import WSGIHandler

from kentongan.core.finished import forget, remove_file, write_file
from kentongan.core.finished.journal import own_shelf
from kentongan.core.finished.layout import FULL, Place
from kentongan.core.finished.serving import at_start, before
from kentongan.newsroom.actions.sites import change_site, site_of
from tests.core.web_server import HOST, Answer, application, ask, brotli_module, free_port, nginx, program

# `make` brings nginx before the tests: where it is missing then, that is a failure.
IS_PROMISED = "TEST_NGINX" in os.environ
pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.skipif(not (program("nginx") or IS_PROMISED), reason="no nginx: tools/get-nginx.sh brings one"),
]
DOMAIN = f"kayutangan.{HOST}"
# What the application and nginx must say alike.
HEADERS = (
    "Content-Type",
    "Content-Encoding",
    "ETag",
    "Last-Modified",
    "Cache-Control",
    "Content-Security-Policy",
    "Content-Language",
    "X-Content-Type-Options",
    "X-Frame-Options",
    "Referrer-Policy",
    "Cross-Origin-Opener-Policy",
    "Strict-Transport-Security",
)


class Both(NamedTuple):
    """nginx, the application behind it, and what the application was asked for."""

    nginx: int
    python: int
    asked: list[str]

    def ask(self, path: str, host: str = HOST, **more: str) -> tuple[Answer, Answer]:
        """The same question to both, as nginx would hand it on."""
        return (
            ask(self.nginx, path, host, tls=True, **more),
            ask(self.python, path, host, X_Forwarded_Proto="https", **more),
        )


@pytest.fixture
def data(tmp_path: Path, settings, cast) -> Path:
    """A group's site with a host of its own and the portal above it, as on a server with TLS."""
    settings.ALLOWED_HOSTS = [HOST]
    settings.MAIN_HOSTS = frozenset(settings.ALLOWED_HOSTS)
    settings.ORIGIN = f"https://{HOST}"
    settings.PUBLIC_ROOT = tmp_path / "data/public"
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    settings.SECURE_HSTS_SECONDS = 30 * 24 * 3600
    site_of(cast.gubugklakah)
    change_site(site=site_of(cast.kayutangan), by=None, domain=DOMAIN)
    at_start()
    return tmp_path / "data"


@pytest.fixture
def both(data: Path, tmp_path: Path) -> Iterator[Both]:
    port = free_port()
    with (
        application(before(WSGIHandler()), port) as asked,
        nginx(tmp_path / "nginx", data=data, upstream=port) as front,
    ):
        yield Both(front, port, asked)


def same(left: Answer, right: Answer) -> None:
    assert left.status == right.status
    assert left.body == right.body
    for name in HEADERS:
        assert left.headers[name] == right.headers[name], name
    assert vary(left) == vary(right)


def vary(answer: Answer) -> set[str]:
    return {word.strip() for line in answer.headers.get_all("Vary") or () for word in line.split(",")}


no_brotli = pytest.mark.skipif(not brotli_module(), reason="no package libnginx-mod-http-brotli-static here")
ENCODINGS = [
    *("", "gzip", "identity", "gzip;q=0", "deflate"),
    *(pytest.param(accepted, marks=no_brotli) for accepted in ("br", "gzip, deflate, br")),
]


@pytest.mark.parametrize("accepted", ENCODINGS)
def test_both_give_the_same_bytes_and_headers(both: Both, accepted: str) -> None:
    for path, host in (("/gubugklakah/", HOST), ("/", DOMAIN), ("/kabar/", DOMAIN)):
        more = {"Accept_Encoding": accepted} if accepted else {}
        first = ask(both.python, path, host, X_Forwarded_Proto="https", **more)
        assert first.status == 200, path
        by_nginx, by_python = both.ask(path, host, **more)
        same(by_nginx, by_python)
        # The very first who asks gets it so, too.
        same(first, by_python)
        by_nginx, by_python = both.ask(path, host, method="HEAD", **more)
        same(by_nginx, by_python)
        assert by_nginx.headers["Content-Length"] == by_python.headers["Content-Length"]


def test_who_has_it_already_is_told_so(both: Both) -> None:
    ask(both.python, "/gubugklakah/", X_Forwarded_Proto="https")
    for accepted in ("gzip", "identity"):
        etag = ask(both.nginx, "/gubugklakah/", tls=True, Accept_Encoding=accepted).headers["ETag"]
        for known, status in ((etag, 304), (f'"x", W/{etag}', 304), ("*", 304), ('"x"', 200)):
            by_nginx, by_python = both.ask("/gubugklakah/", If_None_Match=known, Accept_Encoding=accepted)
            assert (by_nginx.status, by_python.status) == (status, status), known
            assert by_nginx.headers["ETag"] == by_python.headers["ETag"] == etag
            assert by_nginx.body == by_python.body


def test_a_kept_page_needs_no_application(both: Both) -> None:
    ask(both.nginx, "/gubugklakah/", tls=True)
    both.asked.clear()
    assert ask(both.nginx, "/gubugklakah/", tls=True).status == 200
    assert both.asked == []
    with_query = ask(both.nginx, "/gubugklakah/?a=b", tls=True)
    assert with_query.status == 200
    assert both.asked == ["/gubugklakah/"]


@pytest.mark.parametrize("cookie", ["tema=gelap", "a=b; bahasa=en"])
def test_people_with_a_choice_get_their_own(both: Both, cookie: str) -> None:
    ask(both.nginx, "/gubugklakah/", tls=True)
    both.asked.clear()
    answer = ask(both.nginx, "/gubugklakah/", tls=True, Cookie=cookie)
    assert both.asked == ["/gubugklakah/"]
    assert answer.status == 200
    assert "public" not in answer.headers.get("Cache-Control", "")
    both.asked.clear()
    ask(both.nginx, "/gubugklakah/", tls=True, Cookie="lain=tema")
    assert both.asked == []


def test_the_first_page_of_people_who_are_signed_in_is_theirs(both: Both) -> None:
    own_shelf().keep(Place(FULL, "_", "index.html"), b"<p>Portal</p>", ["day"], since=own_shelf().generation())
    assert ask(both.nginx, "/", tls=True).body == b"<p>Portal</p>"
    assert both.asked == []
    ask(both.nginx, "/", tls=True, Cookie="sessionid=abc")
    assert both.asked == ["/"]


def test_phones_that_save_data_get_light_pages(both: Both) -> None:
    full = ask(both.nginx, "/gubugklakah/", tls=True)
    light = ask(both.nginx, "/gubugklakah/", tls=True, Save_Data="on")
    assert "Save-Data" in vary(light) & vary(full)
    both.asked.clear()
    by_nginx, by_python = both.ask("/gubugklakah/", Save_Data="on")
    same(by_nginx, by_python)
    assert both.asked == ["/gubugklakah/"], "only the question to the application itself"
    assert by_nginx.body == light.body != full.body


def test_after_a_change_the_application_is_asked_again(both: Both, cast) -> None:
    ask(both.nginx, "/gubugklakah/", tls=True)
    both.asked.clear()
    forget(f"group:{cast.gubugklakah.code}")
    assert ask(both.nginx, "/gubugklakah/", tls=True).status == 200
    assert both.asked == ["/gubugklakah/"]
    assert ask(both.nginx, "/gubugklakah/", tls=True).status == 200
    assert both.asked == ["/gubugklakah/"]


@pytest.mark.parametrize("name", ["rss.xml", "kabar/atom.xml", "feed.json", "sitemap.xml", "robots.txt"])
def test_feeds_have_their_types(both: Both, name: str) -> None:
    own_shelf().keep(Place(FULL, "_", name), b"<x>\xc3\xa9</x>" * 50, ["day"], since=own_shelf().generation())
    for more in ({}, {"Accept_Encoding": "gzip"}, {"Save_Data": "on"}):
        by_nginx, by_python = both.ask(f"/{name}", **more)
        assert by_nginx.status == 200
        same(by_nginx, by_python)


def test_photos_come_without_the_application(both: Both) -> None:
    write_file("foto/0123456789abcdef-640.avif", b"gambar" * 100)
    by_nginx, by_python = both.ask("/foto/0123456789abcdef-640.avif")
    assert by_nginx.status == 200
    same(by_nginx, by_python)
    remove_file("foto/0123456789abcdef-640.avif")
    by_nginx, by_python = both.ask("/foto/0123456789abcdef-640.avif")
    assert (by_nginx.status, by_python.status) == (404, 404)


def test_static_files_come_without_the_application(both: Both, data: Path) -> None:
    (data / "static").mkdir(parents=True)
    (data / "static/a.0123456789ab.css").write_text("a{color:red}")
    answer = ask(both.nginx, "/static/a.0123456789ab.css", tls=True)
    assert (answer.status, answer.headers["Content-Type"]) == (200, "text/css")
    assert "immutable" in answer.headers["Cache-Control"]
    assert both.asked == []


@pytest.mark.parametrize(
    "path",
    [
        "/full/_/gubugklakah/",
        "/index.sqlite3",
        "/../index.sqlite3",
        "/%2e%2e/lock",
        "/gubugklakah/index.html",
        "/gubugklakah/index.html.gz",
        "/files/foto/x.avif",
    ],
)
def test_nothing_else_of_the_folder_is_given(both: Both, path: str) -> None:
    ask(both.nginx, "/gubugklakah/", tls=True)
    assert ask(both.nginx, path, tls=True).status in {302, 400, 404}


def test_other_hosts_are_not_let_in(both: Both) -> None:
    ask(both.nginx, "/", DOMAIN, tls=True)
    assert ask(both.nginx, "/", f"lain.{HOST}", tls=True).status == 400


def test_with_the_application_stopped_kept_pages_still_answer(data: Path, tmp_path: Path) -> None:
    port = free_port()
    with nginx(tmp_path / "nginx", data=data, upstream=port) as front:
        with application(before(WSGIHandler()), port):
            assert ask(front, "/gubugklakah/", tls=True).status == 200
            assert ask(front, "/", DOMAIN, tls=True).status == 200
        assert ask(front, "/gubugklakah/", tls=True, Accept_Encoding="gzip").status == 200
        assert ask(front, "/", DOMAIN, tls=True).status == 200
        assert ask(front, "/gubugklakah/tentang/", tls=True).status == 502
