"""What stands before the application: which file an address has, which copy is sent, and what is never kept."""

import os
from pathlib import Path

import pytest

from kentongan.core.finished.answer import Front, accepted_encodings, etag, is_known
from kentongan.core.finished.layout import host_folder, page_name, place
from kentongan.core.finished.shelf import Shelf

MAIN = frozenset({"kim.example", "127.0.0.1"})


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/", "index.html"),
        ("/kayutangan/kabar/", "kayutangan/kabar/index.html"),
        ("/kota-malang/wilayah/35.73.02/", "kota-malang/wilayah/35.73.02/index.html"),
        ("/kayutangan/rss.xml", "kayutangan/rss.xml"),
        ("/robots.txt", "robots.txt"),
        ("/kayutangan", None),
        ("/kayutangan/halaman.html", None),
        ("/kayutangan/data.json", None),
        ("", None),
        ("kayutangan/", None),
        ("//", None),
        ("/a//b/", None),
        ("/../../etc/", None),
        ("/a/../b/", None),
        ("/./", None),
        ("/.git/", None),
        ("/a/..%2f/", None),
        ("/Kayutangan/", None),
        ("/kabar\n/", None),
        ("/kabar/\n", None),
        ("/a\0b/", None),
        ("/ꦏꦧꦂ/", None),
        ("/kabar baru/", None),
        ("/a\\b/", None),
        ("/-x/", None),
        (f"/{'a' * 121}/", None),
        (f"/{'ab/' * 150}", None),
        ("/a/b/c/d/e/f/g/h/i/", None),
    ],
)
def test_only_plain_addresses_have_a_file(path: str, name: str | None) -> None:
    assert page_name(path) == name


@pytest.mark.parametrize(
    ("host", "folder"),
    [
        ("kim.example", "_"),
        ("KIM.example:8443", "_"),
        ("kayutangan.kim.example", "kayutangan.kim.example"),
        ("kayutangan.kim.example:8000", "kayutangan.kim.example"),
        ("", None),
        ("_", None),
        ("..", None),
        ("a..b", None),
        ("../x", None),
        ("a/b", None),
        (".kim.example", None),
        ("kim.example.", None),
        ("[::1]:8000", None),
        ("kim.example@evil", None),
        ("a" * 300, None),
    ],
)
def test_only_plain_hosts_have_a_folder(host: str, folder: str | None) -> None:
    assert host_folder(host, MAIN) == folder


@pytest.mark.parametrize(
    ("header", "order"),
    [
        ("", ("identity",)),
        ("gzip", ("gzip", "identity")),
        ("gzip, deflate, br", ("br", "gzip", "identity")),
        ("gzip;q=1.0, br;q=0.5", ("gzip", "br", "identity")),
        ("br;q=0, gzip", ("gzip", "identity")),
        ("*", ("br", "gzip", "identity")),
        ("*;q=0", ("identity",)),
        ("gzip;q=0, *", ("br", "identity")),
        ("GZIP ; Q=0.3", ("gzip", "identity")),
        ("gzip;q=viel", ("identity",)),
        ("identity;q=0", ("identity",)),
        (";;,,", ("identity",)),
    ],
)
def test_the_copy_that_is_wished_for_most(header: str, order: tuple[str, ...]) -> None:
    assert accepted_encodings(header) == order


@pytest.mark.parametrize(
    ("header", "known"),
    [('"a"', True), ('W/"a"', True), ('"b", "a"', True), ("*", True), ('"b"', False), ("a", False), ("", False)],
)
def test_who_has_a_page_names_it(header: str, known: bool) -> None:
    assert is_known(header, '"a"') is known


# --- Answers --------------------------------------------------------------------------------------------


@pytest.fixture
def shelf(tmp_path: Path) -> Shelf:
    return Shelf(tmp_path / "public")


@pytest.fixture
def ask(shelf: Shelf):
    """Ask the front, behind which an application says "dari aplikasi"."""

    def application(environ, start_response):
        start_response("200 OK", [])
        return [b"dari aplikasi"]

    front = Front(
        application, shelf.root, main=MAIN, headers=[("X-Frame-Options", "DENY")], own_look=("bahasa", "tema")
    )

    def go(path: str = "/kabar/", method: str = "GET", query: str = "", **headers: str):
        seen: dict = {}
        environ = {
            "REQUEST_METHOD": method,
            "PATH_INFO": path,
            "QUERY_STRING": query,
            "HTTP_HOST": "kim.example",
            **{f"HTTP_{name.upper()}": value for name, value in headers.items()},
        }
        body = b"".join(front(environ, lambda status, headers: seen.update(status=status, headers=dict(headers))))
        return seen["status"], seen["headers"], body

    return go


def keep(
    shelf: Shelf, content: bytes, path: str = "/kabar/", host: str = "kim.example", *, light: bool = False
) -> Path:
    where = place(host, path, light=light, main=MAIN)
    assert where
    assert shelf.keep(where, content, ["thing:1"], since=shelf.generation())
    return shelf.root / str(where)


def test_a_finished_page_is_given(shelf: Shelf, ask) -> None:
    assert ask()[2] == b"dari aplikasi"
    file = keep(shelf, b"<p>Kabar</p>")
    status, headers, body = ask()
    assert (status, body) == ("200 OK", b"<p>Kabar</p>")
    assert headers["ETag"] == etag(file.stat())
    assert headers["Content-Type"] == "text/html; charset=utf-8"
    assert headers["X-Frame-Options"] == "DENY"
    assert ask(method="HEAD")[1:] == (headers, b"")


@pytest.mark.parametrize(
    "question",
    [
        {"method": "POST"},
        {"query": "a=b"},
        {"cookie": "tema=gelap"},
        {"cookie": "x=y; bahasa=en"},
        {"host": "lain.example"},
        {"save_data": "on"},
        {"path": "/kabar"},
    ],
)
def test_what_is_another_question_goes_to_the_application(shelf: Shelf, ask, question: dict) -> None:
    keep(shelf, b"<p>Kabar</p>")
    assert ask()[2] == b"<p>Kabar</p>"
    assert ask(**question)[2] == b"dari aplikasi"


def test_a_page_that_was_dropped_is_given_no_more_from_memory(shelf: Shelf, ask) -> None:
    keep(shelf, b"<p>Kabar</p>")
    assert ask(accept_encoding="gzip")[1]["Content-Encoding"] == "gzip"
    shelf.drop(["thing:1"])
    assert ask(accept_encoding="gzip")[2] == b"dari aplikasi"


def test_a_page_written_again_is_given_anew(shelf: Shelf, ask) -> None:
    keep(shelf, b"<p>Satu</p>")
    first = ask()[1]["ETag"]
    keep(shelf, b"<p>Dua!</p>")
    status, headers, body = ask(if_none_match=first)
    assert (status, body) == ("200 OK", b"<p>Dua!</p>")
    keep(shelf, b"<p>Satu</p>")
    # The same words have the same name, whenever they were written.
    assert ask(if_none_match=first)[0] == "304 Not Modified"
    assert headers["ETag"] != first


def test_phones_that_save_data_have_their_own(shelf: Shelf, ask) -> None:
    keep(shelf, b"<p>Kabar</p>")
    keep(shelf, b"<p>K</p>", light=True)
    assert ask(save_data="on")[2] == b"<p>K</p>"
    assert ask()[2] == b"<p>Kabar</p>"


def test_memory_has_a_limit(shelf: Shelf, ask, monkeypatch) -> None:
    monkeypatch.setattr("kentongan.core.finished.answer.MOST_MEMORY", 3000)
    for number in range(30):
        keep(shelf, os.urandom(500), f"/{number}/")
        assert ask(f"/{number}/")[0] == "200 OK"
    assert ask("/0/")[0] == "200 OK"


# --- The shelf ------------------------------------------------------------------------------------------


def test_the_shelf_has_a_limit(shelf: Shelf, monkeypatch) -> None:
    monkeypatch.setattr("kentongan.core.finished.shelf.MOST_PAGES", 100)
    for number in range(200):
        keep(shelf, b"x", f"/{number}/")
    assert len(list(shelf.pages())) <= 164
    assert len(list((shelf.root / "full").rglob("index.html"))) == len(list(shelf.pages()))


def test_pages_that_no_index_knows_are_taken_away(shelf: Shelf) -> None:
    file = keep(shelf, b"x")
    (shelf.root / "index.sqlite3").unlink()
    Shelf(shelf.root).generation()
    assert not file.exists()


def test_the_journal_of_a_lost_index_brings_nothing_back(shelf: Shelf) -> None:
    keep(shelf, b"x")
    index = shelf.root / "index.sqlite3"
    assert index.with_name("index.sqlite3-wal").stat().st_size
    index.unlink()
    assert list(Shelf(shelf.root).pages()) == []
    # Who still has the lost one open goes over to the new.
    keep(shelf, b"y", "/b/")
    assert [file for file, _tags, _at in Shelf(shelf.root).pages()] == ["full/_/b/index.html"]


def test_everything_is_readable_for_the_web_server(shelf: Shelf) -> None:
    before = os.umask(0o077)
    try:
        file = keep(shelf, b"x")
        shelf.write_file("foto/a.avif", b"x")
    finally:
        os.umask(before)
    for path in (file, file.parent, shelf.root / "full", shelf.root, shelf.root / "files/foto/a.avif"):
        assert path.stat().st_mode & 0o004, path
    assert not (shelf.root / "lock").stat().st_mode & 0o004


def test_a_name_that_is_a_folder_breaks_nothing(shelf: Shelf) -> None:
    keep(shelf, b"x", "/a/rss.xml")
    with pytest.raises(OSError, match=r"rss\.xml"):
        keep(shelf, b"x", "/a/rss.xml/")
    assert [path.name for path in (shelf.root / "full/_/a").iterdir()].count("rss.xml") == 1
