"""Visiting real servers that behave badly: every visit ends soon, as an answer or as a plain trouble."""

import asyncio
import datetime as dt
import gzip
import socket
import ssl
import time
import tracemalloc
from collections.abc import Iterator

import pytest
import uvloop

from kentongan.core.outside import names
from kentongan.harvest.enums import Trouble
from kentongan.harvest.fetching import Visitors, fetch_once, visit, visitors
from kentongan.harvest.fetching.answers import next_address, seconds_to_wait, trouble_of
from kentongan.harvest.rules.shapes import Failed, Fetched
from tests.certificates import certificate_for
from tests.harvest.hostile import Hostile, endless, fails, plain, raw, running, together

FEED = b"<rss><channel><title>Kabar</title></channel></rss>"
HOME = "https://satu.contoh.example"
CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
OK = b"HTTP/1.1 200 OK\r\n"


# What is asked and what is answered ---------------------------------------------------------------------------------


def test_a_feed_is_brought_with_its_marks(site: Hostile) -> None:
    site.says(
        "/feed", FEED, Content_Type="application/rss+xml", ETag='W/"1"', Last_Modified="Wed, 24 Sep 2025 01:00:00 GMT"
    )
    found = fetch_once(f"{HOME}/feed?jumlah=10#atas")
    assert (found.status, found.body, found.content_type) == (200, FEED, "application/rss+xml")
    assert (found.etag, found.last_modified) == ('W/"1"', "Wed, 24 Sep 2025 01:00:00 GMT")
    assert (found.asked, found.address, found.moved) == (f"{HOME}/feed?jumlah=10#atas", f"{HOME}/feed?jumlah=10", "")
    assert not found.is_unchanged
    [asked] = site.asked
    assert (asked.host, asked.target) == ("satu.contoh.example", "/feed?jumlah=10")


def test_we_say_who_asks_and_bring_no_cookies(site: Hostile, settings) -> None:
    settings.ORIGIN, settings.HARVEST_CONTACT = "https://kim.example.go.id", "kim@example.go.id"
    site.says("/", b"", 302, Location="/kabar", Set_Cookie="pembaca=1")
    site.says("/kabar", FEED)
    fetch_once(HOME)
    first, second = site.asked
    agent = first.headers["user-agent"]
    assert agent.startswith("Kentongan/")
    assert agent.endswith(" (+https://kim.example.go.id/tentang/; panen kabar KIM; kim@example.go.id)")
    assert "cookie" not in second.headers
    assert not {"if-none-match", "if-modified-since", "referer", "authorization"} & first.headers.keys()


def test_nothing_new_costs_one_question(site: Hostile) -> None:
    async def answer(asked, writer) -> None:
        same = asked.headers.get("if-none-match") == '"7"' and "if-modified-since" in asked.headers
        await plain(b"" if same else FEED, 304 if same else 200, {"ETag": '"7"'})(asked, writer)

    site.answers["/feed"] = answer
    first = fetch_once(f"{HOME}/feed")
    again = fetch_once(f"{HOME}/feed", etag=first.etag, last_modified="Wed, 24 Sep 2025 01:00:00 GMT")
    assert again.is_unchanged
    assert (again.body, again.etag) == (b"", '"7"')


def test_nothing_new_is_no_answer_to_who_knows_nothing(site: Hostile) -> None:
    site.says("/feed", b"", 304)
    assert fails(f"{HOME}/feed").trouble == Trouble.SERVER


@pytest.mark.parametrize("mark", ["x" * 301, '"\x80"', '"a\tb"'])
def test_marks_that_cannot_be_kept_whole_are_not_kept(site: Hostile, mark: str) -> None:
    site.says("/feed", FEED, ETag=mark)
    assert fetch_once(f"{HOME}/feed").etag == ""


def test_a_page_as_readers_see_it(site: Hostile) -> None:
    site.says("/", b"halo")
    fetch_once(HOME, as_reader=True)
    [asked] = site.asked
    assert "Android" in asked.headers["user-agent"]
    assert "google" in asked.headers["referer"]


@pytest.mark.parametrize(
    ("status", "trouble"),
    [
        (200, None),
        (203, None),
        (300, Trouble.SERVER),
        (400, Trouble.FORBIDDEN),
        (401, Trouble.FORBIDDEN),
        (403, Trouble.FORBIDDEN),
        (404, Trouble.GONE),
        (408, Trouble.BUSY),
        (410, Trouble.GONE),
        (429, Trouble.BUSY),
        (451, Trouble.FORBIDDEN),
        (500, Trouble.SERVER),
        (502, Trouble.SERVER),
        (503, Trouble.BUSY),
        (509, Trouble.BUSY),
        (520, Trouble.SERVER),
        (999, Trouble.SERVER),
    ],
)
def test_what_each_status_means(status: int, trouble: Trouble | None) -> None:
    assert trouble_of(status) == trouble


def test_a_refusal_names_its_status_and_when_to_come_back(site: Hostile) -> None:
    site.says("/feed", b"", 429, Retry_After="120")
    failed = fails(f"{HOME}/feed")
    assert (failed.trouble, failed.detail, failed.retry_after) == (Trouble.BUSY, "HTTP 429", 120)
    site.says("/feed", b"", 403)
    assert fails(f"{HOME}/feed").retry_after is None


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 0 ", 0),
        ("Thu, 25 Sep 2025 01:02:00 GMT", 120),
        ("Thu, 25 Sep 2025 08:02:00 +0700", 120),
        ("Thu, 25 Sep 2025 01:02:00", 120),
        ("Thu, 25 Sep 2024 01:02:00 GMT", 0),
        ("99999999999999999999", 999_999_999),
        ("", None),
        ("-5", None),
        ("١٢", None),
        ("nanti", None),
        ("Thu, 99 Sep 99999 01:02:00 GMT", None),
    ],
)
def test_when_to_come_back(value: str, seconds: int | None) -> None:
    assert seconds_to_wait(value, now=dt.datetime(2025, 9, 25, 1, 0, tzinfo=dt.UTC)) == seconds


# Where it leads -----------------------------------------------------------------------------------------------------


def test_redirects_are_followed_and_permanent_ones_remembered(site: Hostile) -> None:
    site.says("/a", b"", 301, Location="/b")
    site.says("/b", b"", 308, Location="HTTPS://Dua.contoh.example:443/feed#atas")
    site.says("/feed", FEED)
    found = fetch_once(f"{HOME}/a")
    assert found.address == found.moved == "https://dua.contoh.example/feed"
    assert (found.asked, found.body) == (f"{HOME}/a", FEED)
    assert [asked.host for asked in site.asked] == ["satu.contoh.example"] * 2 + ["dua.contoh.example"]


@pytest.mark.parametrize("statuses", [(302,), (303,), (307,), (301, 302), (302, 301)])
def test_what_was_not_for_ever_is_not_remembered(site: Hostile, statuses: tuple[int, ...]) -> None:
    for step, status in enumerate(statuses):
        site.says(f"/{step}", b"", status, Location=f"/{step + 1}")
    site.says(f"/{len(statuses)}", FEED)
    found = fetch_once(f"{HOME}/0")
    assert (found.address, found.moved) == (f"{HOME}/{len(statuses)}", "")


def test_five_redirects_and_no_more(site: Hostile) -> None:
    for step in range(6):
        site.says(f"/{step}", b"", 301, Location=f"/{step + 1}")
    site.says("/6", FEED)
    assert fetch_once(f"{HOME}/1").body == FEED
    assert fails(f"{HOME}/0").trouble == Trouble.REDIRECTS
    site.says("/", b"", 302, Location="/")
    assert fails(HOME).trouble == Trouble.REDIRECTS


@pytest.mark.parametrize("location", ["", "http://[kim/", "https://[::1"])
def test_redirects_to_nowhere(site: Hostile, location: str) -> None:
    site.says("/feed", b"", 301, Location=location)
    assert fails(f"{HOME}/feed").trouble == Trouble.REDIRECTS


@pytest.mark.parametrize(
    "location",
    [
        "http://127.0.0.1/",
        "http://127.0.0.1:{port}/feed",
        "//169.254.169.254/latest/meta-data/",
        "http://[::ffff:127.0.0.1]/",
        "http://2130706433/",
        "http://localhost/",
        "https://lain.example/",
        "http://kim@satu.contoh.example/",
        "https://satu.contoh.example:8443/",
        "ftp://satu.contoh.example/",
        "file:///etc/passwd",
        "data:text/plain,halo",
        "javascript:alert(1)",
    ],
)
def test_redirects_to_what_is_never_asked(site: Hostile, location: str) -> None:
    site.says("/", b"", 301, Location=location.format(port=site.port))
    site.says("/feed", FEED)
    failed = fails(HOME)
    assert failed.trouble == Trouble.ADDRESS
    assert len(site.asked) == 1


def test_sloppy_addresses_are_quoted_as_browsers_do(site: Hostile) -> None:
    assert next_address("https://kim.go.id/a", " /kabar desa/é ") == "https://kim.go.id/kabar%20desa/%C3%A9"
    assert next_address("https://kim.go.id/a", "/b\udce9") == "https://kim.go.id/b%E9"
    assert next_address("https://kim.go.id/a", "?x=%20[1]") == "https://kim.go.id/a?x=%20[1]"
    site.answers["/"] = raw(b"HTTP/1.1 302 x\r\nLocation: /kabar d\xc3\xa9sa\r\nContent-Length: 0\r\n\r\n")
    site.says("/kabar%20d%C3%A9sa", FEED)
    assert fetch_once(HOME).body == FEED


def test_the_body_of_a_redirect_is_not_waited_for(site: Hostile) -> None:
    site.answers["/"] = endless(b"HTTP/1.1 302 x\r\nLocation: /feed\r\nContent-Length: 100000000\r\n\r\n", b" " * 100)
    site.says("/feed", FEED)
    assert fetch_once(HOME, patience=2).body == FEED


# What goes wrong on the way -----------------------------------------------------------------------------------------

GZIP = b"Content-Encoding: gzip\r\n"
BOMB = gzip.compress(b"\0" * 100 * 1024 * 1024)


@pytest.mark.parametrize(
    ("answer", "trouble"),
    [
        (raw(OK + b"Content-Length: 5000\r\n\r\n" + FEED, ends=True), Trouble.UNREADABLE),
        (raw(CHUNKED + b"5\r\nhalo\r\nzz\r\n\r\n", ends=True), Trouble.UNREADABLE),
        (raw(CHUNKED + b"ffffffffffffffff\r\nhalo", ends=True), Trouble.UNREADABLE),
        (raw(CHUNKED + b"5\r\nhalo!\r\n", ends=True), Trouble.UNREADABLE),
        (raw(OK + b"Content-Length: abc\r\n\r\n", ends=True), Trouble.UNREADABLE),
        (raw(OK + b"Content-Length: -1\r\n\r\n", ends=True), Trouble.UNREADABLE),
        (raw(OK + b"X: " + b"a" * 20_000 + b"\r\n\r\n", ends=True), Trouble.UNREADABLE),
        (raw(OK + b"".join(b"X-%d: a\r\n" % n for n in range(200)) + b"\r\n", ends=True), Trouble.UNREADABLE),
        (raw(b"halo, ini bukan HTTP\r\n\r\n", ends=True), Trouble.UNREADABLE),
        (raw(b"\x00\xff" * 50, ends=True), Trouble.UNREADABLE),
        (raw(OK + GZIP + b"Content-Length: 9\r\n\r\n\x1f\x8bhalohal"), Trouble.UNREADABLE),
        (raw(OK + b"Content-Encoding: \xff\x1b[31m\r\nContent-Length: 4\r\n\r\nhalo"), Trouble.UNREADABLE),
        (raw(OK + b"Content-Encoding: zstd\r\nContent-Length: 4\r\n\r\nhalo"), Trouble.UNREADABLE),
        (raw(ends=True), Trouble.CONNECT),
        (raw(OK + b"Content-Length: 100000000\r\n\r\n"), Trouble.TOO_LARGE),
        (endless(OK + b"\r\n", b" " * 65536), Trouble.TOO_LARGE),
        (endless(CHUNKED, b"10000\r\n" + b" " * 65536 + b"\r\n"), Trouble.TOO_LARGE),
        (raw(OK + GZIP + b"Content-Length: %d\r\n\r\n" % len(BOMB) + BOMB), Trouble.TOO_LARGE),
        (endless(OK + GZIP + b"\r\n", gzip.compress(b"")), Trouble.UNREADABLE),
        (endless(CHUNKED + b"4\r\nhalo\r\n0\r\nX: ", b"a" * 65536), Trouble.UNREADABLE),
        (endless(CHUNKED + b"4;x=", b"a" * 65536), Trouble.UNREADABLE),
        (endless(CHUNKED, b"0" * 65536), Trouble.UNREADABLE),
    ],
    ids=[
        "shorter than it says", "broken chunk", "endless chunk", "last chunk missing", "length no number", "length negative",
        "huge header", "many headers", "no HTTP", "binary", "broken gzip", "strange packing", "unknown packing", "hangs up", "100 MB announced",
        "endless nothing", "endless chunks", "gzip bomb", "endless members", "endless trailer", "endless remark on a chunk", "endless length",
    ],
)  # fmt: skip
def test_answers_that_are_none(site: Hostile, answer, trouble: Trouble) -> None:
    site.answers["/feed"] = answer
    assert fails(f"{HOME}/feed", patience=10).trouble == trouble


SLOW = {
    "says nothing": raw(b"", pause=30),
    "a byte a second of a body": endless(OK + b"Content-Length: 100000\r\n\r\n", b"a", pause=0.05),
    "a byte a second of a head": endless(b"", b"a", pause=0.05),
    "a header a second": endless(OK, b"X: a\r\n", pause=0.05),
    "a pause in the middle": raw(OK + b"Content-Length: 100\r\n\r\n", b"a", pause=30),
    "continues for ever": endless(b"", b"HTTP/1.1 100 Continue\r\n\r\n", pause=0.05),
}


@pytest.mark.parametrize("answer", SLOW.values(), ids=SLOW)
def test_the_slow_are_not_waited_for(site: Hostile, answer) -> None:
    site.answers["/feed"] = answer
    begun = time.monotonic()
    failed = fails(f"{HOME}/feed", patience=0.6)
    assert time.monotonic() - begun < 3
    # Too many of such headers may be noticed before the time is over.
    assert failed.trouble in {Trouble.TIMEOUT, Trouble.UNREADABLE}


def test_silence_in_the_middle_ends_before_the_visit_must(monkeypatch, site: Hostile) -> None:
    monkeypatch.setattr(visitors, "PATIENCE_TO_READ", 0.3)
    site.answers["/feed"] = SLOW["a pause in the middle"]
    begun = time.monotonic()
    assert fails(f"{HOME}/feed").trouble == Trouble.TIMEOUT
    assert time.monotonic() - begun < 5


def test_redirects_share_one_patience(site: Hostile) -> None:
    for step in range(5):
        site.answers[f"/{step}"] = raw(
            b"", b"HTTP/1.1 302 x\r\nLocation: /%d\r\nContent-Length: 0\r\n\r\n" % (step + 1), pause=0.4
        )
    begun = time.monotonic()
    assert fails(f"{HOME}/0", patience=1).trouble == Trouble.TIMEOUT
    assert time.monotonic() - begun < 3


def test_a_hundred_megabytes_of_nothing_need_little_room(site: Hostile) -> None:
    site.answers["/feed"] = endless(OK + b"\r\n", b" " * 65536)
    tracemalloc.start()
    try:
        fails(f"{HOME}/feed", limit_bytes=1024 * 1024)
        _now, most = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert most < 6 * 1024 * 1024


def test_nobody_listens(site: Hostile, settings) -> None:
    with socket.create_server(("127.0.0.1", 0)) as gone:
        port = gone.getsockname()[1]
    settings.HARVEST_STAGE = {"contoh.example": ("127.0.0.1", port)}
    failed = fails(HOME)
    assert (failed.trouble, failed.detail) == (Trouble.CONNECT, "ECONNREFUSED")


def test_packed_feeds_are_unpacked(site: Hostile) -> None:
    site.says("/feed", gzip.compress(FEED), Content_Encoding="gzip")
    assert fetch_once(f"{HOME}/feed").body == FEED
    assert site.asked[-1].headers["accept-encoding"] == "gzip, deflate, br"


def test_a_packing_that_is_whole_is_all_whatever_length_was_named(site: Hostile) -> None:
    packed = gzip.compress(FEED)
    site.answers["/feed"] = raw(OK + GZIP + b"Content-Length: 5000\r\n\r\n" + packed, ends=True)
    assert fetch_once(f"{HOME}/feed").body == FEED
    site.answers["/feed"] = raw(OK + GZIP + b"Content-Length: 5000\r\n\r\n" + packed[:-3], ends=True)
    assert fails(f"{HOME}/feed").trouble == Trouble.UNREADABLE


def test_one_bad_site_stops_no_other(site: Hostile) -> None:
    site.says("/feed", FEED)
    site.answers["/rusak"] = raw(b"\x00\xff", ends=True)
    site.answers["/diam"] = raw(b"", pause=30)
    addresses = [f"https://s{n}.contoh.example/{'feed' if n % 3 else 'rusak' if n % 2 else 'diam'}" for n in range(60)]
    found = together(
        *(lambda session, address=address: visit(address, session=session, patience=1) for address in addresses),
    )
    assert all(
        isinstance(one, Fetched) == address.endswith("feed") for one, address in zip(found, addresses, strict=True)
    )
    assert all(isinstance(one, Fetched | Failed) for one in found)


# Certificates -------------------------------------------------------------------------------------------------------


@pytest.fixture
def secure(tmp_path, monkeypatch) -> Iterator[Hostile]:
    """A server whose certificate nobody knows yet; the name leads to it as if it were far away."""
    certificate = certificate_for("kim.example.go.id", tmp_path)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running(context) as hostile:
        hostile.says("/feed", FEED)
        monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.1"])
        monkeypatch.setattr(names, "checked", lambda address, host: address)
        hostile.trusting = ssl.create_default_context(cafile=str(certificate))
        yield hostile


def test_certificates_are_checked(secure: Hostile, monkeypatch, settings) -> None:
    settings.HARVEST_PORTS = (secure.port,)
    unknown = fails(f"https://kim.example.go.id:{secure.port}/feed")
    assert (unknown.trouble, unknown.detail) == (Trouble.SECURITY, "self-signed certificate")
    monkeypatch.setattr(visitors, "tls_context", lambda: secure.trusting)
    assert fetch_once(f"https://kim.example.go.id:{secure.port}/feed").body == FEED
    other = fails(f"https://lain.example.go.id:{secure.port}/feed")
    assert other.trouble == Trouble.SECURITY
    assert "lain.example.go.id" in other.detail
    assert len(secure.asked) == 1


def test_https_where_nobody_speaks_it(site: Hostile, monkeypatch, settings) -> None:
    monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.1"])
    monkeypatch.setattr(names, "checked", lambda address, host: address)
    settings.HARVEST_PORTS = (site.port,)
    assert fails(f"https://kim.go.id:{site.port}/feed", patience=0.5).trouble in {
        Trouble.SECURITY,
        Trouble.CONNECT,
        Trouble.TIMEOUT,
    }


# Manners ------------------------------------------------------------------------------------------------------------


def test_a_host_is_asked_one_thing_at_a_time(site: Hostile) -> None:
    site.answers["/feed"] = raw(b"", b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n", pause=0.02)
    hosts = ["tiga.contoh.example", "empat.contoh.example"]
    before = site.connections
    found = together(
        *(
            lambda session, host=host: visit(f"https://{host}/feed", session=session, patience=0.5)
            for host in hosts * 20
        )
    )
    # Whoever waits for a turn loses no patience.
    assert all(isinstance(one, Fetched) for one in found)
    assert site.busiest == dict.fromkeys(hosts, 1)
    # And a connection that is open is used again.
    assert site.connections - before == 2


def test_connections_are_not_hoarded(monkeypatch, settings) -> None:
    monkeypatch.setattr(visitors, "_KEPT", 5)

    async def go(site: Hostile) -> int:
        async with Visitors() as session:
            for n in range(20):
                await visit(f"https://s{n}.contoh.example/feed", session=session)
            await asyncio.sleep(0.2)
            return site.open

    with running() as site:
        settings.HARVEST_STAGE = site.stage
        site.says("/feed", FEED)
        assert uvloop.run(go(site)) == 5


def test_an_old_connection_that_was_closed_meanwhile_is_no_trouble(site: Hostile) -> None:
    site.says("/feed", FEED)
    site.answers["/akhir"] = raw(OK + b"Content-Length: 0\r\n\r\n", ends=True)

    async def go() -> list[bytes]:
        async with Visitors() as session:
            return [(await visit(f"{HOME}/{path}", session=session)).body for path in ("feed", "akhir", "feed", "feed")]

    before = site.connections
    assert uvloop.run(go()) == [FEED, b"", FEED, FEED]
    assert site.connections - before == 2


def test_what_nobody_asked_for_is_no_answer(site: Hostile) -> None:
    """A second answer behind the first would be that of the next question."""
    whole = OK + b"Content-Length: 4\r\n\r\nhalo"
    site.answers["/dua"] = raw(whole + OK + b"Content-Length: 5\r\n\r\npalsu")
    site.answers["/nanti"] = raw(whole, OK + b"Content-Length: 5\r\n\r\npalsu", pause=0.05)
    site.says("/feed", FEED)

    async def go() -> list[bytes]:
        async with Visitors() as session:
            found = [(await visit(f"{HOME}/dua", session=session)).body]
            found.append((await visit(f"{HOME}/nanti", session=session)).body)
            await asyncio.sleep(0.2)
            return [*found, (await visit(f"{HOME}/feed", session=session)).body]

    assert uvloop.run(go()) == [b"halo", b"halo", FEED]


@pytest.mark.parametrize(
    ("answer", "body"),
    [
        (raw(b"HTTP/1.1 100 Continue\r\n\r\n" + OK + b"Content-Length: 4\r\n\r\nhalo"), b"halo"),
        (raw(b"HTTP/1.0 200 OK\r\n\r\nha", b"lo", ends=True), b"halo"),
        (raw(CHUNKED + b"2 \r\nha\r\n2\r\nlo\r\n0\r\n\r\n"), b"halo"),
        (raw(CHUNKED + b"1\r\na\r\n" * 100_000 + b"0\r\nX: a\r\n\r\n"), b"a" * 100_000),
        (raw(OK + b"A: b\xff\x01\r\nContent-Length: 4\r\nConnection: close\r\n\r\nhalo"), b"halo"),
        (raw(b"HTTP/1.1 200 OK\nContent-Length: 4\n\nhalo"), b"halo"),
        (raw(b"HTTP/1.1 204 x\r\n\r\n"), b""),
        (raw(*[bytes([byte]) for byte in OK + b"Content-Length: 4\r\n\r\nhalo"], pause=0.001), b"halo"),
    ],
    ids=[
        "continue",
        "until the end",
        "chunks",
        "a chunk for each letter",
        "odd letters",
        "without returns",
        "nothing",
        "letter by letter",
    ],
)
def test_answers_as_servers_write_them(site: Hostile, answer, body: bytes) -> None:
    site.answers["/feed"] = answer
    assert fetch_once(f"{HOME}/feed").body == body


def test_a_dead_address_leaves_time_for_the_next(site: Hostile, monkeypatch, settings) -> None:
    # Nobody listens at the first.
    monkeypatch.setattr(names, "addresses_of", lambda host, port: ["127.0.0.2", "127.0.0.1"])
    monkeypatch.setattr(names, "checked", lambda address, host: address)
    settings.HARVEST_PORTS = (site.port,)
    site.says("/feed", FEED)
    assert fetch_once(f"http://kim.go.id:{site.port}/feed").body == FEED
