"""``kentongan harvest parse`` and ``discover``: entries or a plain sentence, and never a traceback."""

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from kentongan.harvest import crew
from kentongan.harvest.management import _discover
from tests.harvest.collection import FILES, HOSTILE, body_of
from tests.harvest.little_sites import SUFFIX, Sites, serving


def said(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("harvest", *arguments)
    return capsys.readouterr().out


def test_a_file_is_read(capsys: pytest.CaptureFixture[str]) -> None:
    words = said(capsys, "parse", str(FILES / "wordpress.rss"))
    assert "2025-09-18  Panen Raya Padi Organik" in words
    assert "2 kabar." in words


def test_a_file_is_read_as_json(capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(
        said(capsys, "parse", str(FILES / "relative.rss"), "--url", "https://pendek.example/", "--json")
    )
    assert answer["form"] == "rss"
    assert answer["entries"][0]["link"] == "https://pendek.example/berita/satu"


def test_the_type_of_the_answer_says_which_letters(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    path = tmp_path / "x"
    path.write_bytes(b"<rss version='2.0'><channel><item><title>\xe6\xf8\xe5 kata</title></item></channel></rss>")
    answer = said(capsys, "parse", str(path), "--content-type", "text/xml; charset=iso-8859-2", "--json")
    assert json.loads(answer)["entries"][0]["title"] == "ćřĺ kata"


@pytest.mark.parametrize("body", [b"", b"halo", HOSTILE["JSON nested deep"]()])
def test_what_cannot_be_read_is_said_and_is_no_failure(
    body: bytes, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    path = tmp_path / "x"
    path.write_bytes(body)
    assert json.loads(said(capsys, "parse", str(path), "--json"))["error"]["trouble"] == "unreadable"
    assert "isinya tidak terbaca" in said(capsys, "parse", str(path))


def test_a_file_that_is_not_there_is_wrong_usage(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("harvest", "parse", str(tmp_path / "tidak-ada"))
    assert refusal.value.returncode == 2


def test_the_whole_command_ends_well(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "kentongan", "harvest", "parse", "-", "--json"],
        input=b"\x00" * 1000,
        capture_output=True,
        cwd=FILES.parents[2],
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, b"")
    assert json.loads(done.stdout) == {"error": {"trouble": "unreadable", "detail": "1000 B"}}


@pytest.mark.parametrize(
    ("line", "code", "why"),
    [("parse - <&-", 2, "Masukan standar tertutup."), ("parse - </dev/null >/dev/full", 1, "No space left on device")],
)
def test_what_the_shell_took_away_is_said_in_one_line(line: str, code: int, why: str) -> None:
    command = f"exec {sys.executable} -m kentongan harvest {line}"
    done = subprocess.run(["/bin/sh", "-c", command], capture_output=True, cwd=FILES.parents[2], check=False)
    assert (done.returncode, done.stderr.decode().strip()) == (code, why)


HOST = f"mekar.{SUFFIX}"
HOME = '<html><head><link rel="alternate" type="application/rss+xml" href="/umpan"></head><body>Halo</body></html>'
STAY_OUT = "User-agent: *\nDisallow: /"


@pytest.fixture
def sites(settings) -> Iterator[Sites]:
    with serving() as (sites, stage):
        settings.HARVEST_STAGE = stage
        yield sites


def test_a_way_is_told(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    sites.put(HOST, "/", HOME, content_type="text/html")
    sites.put(HOST, "/umpan", body_of("wordpress.rss"))
    words = said(capsys, "discover", f"https://{HOST}/")
    assert f"umpan RSS, Atom, atau JSON: https://{HOST}/umpan" in words
    assert "disebut di halaman depan" in words
    answer = json.loads(said(capsys, "discover", f"https://{HOST}/", "--json"))
    assert (answer["way"], answer["address"], len(answer["parsed"]["entries"])) == ("feed", f"https://{HOST}/umpan", 2)


@pytest.mark.parametrize("address", ["https://www.instagram.com/kim/", "https://m.facebook.com/kim"])
def test_a_service_that_forbids_it_is_told_and_never_asked(
    address: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(crew, "Crew", None)
    answer = json.loads(said(capsys, "discover", address, "--json"))
    assert (answer["way"], answer["address"], answer["parsed"]) == ("pasted", "", None)


@pytest.mark.parametrize("address", ["http://10.0.0.1/", "ftp://a.example/", "halo"])
def test_a_refused_address_fails_and_says_why(address: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(CommandError) as refusal:
        call_command("harvest", "discover", address)
    assert str(refusal.value).startswith("alamat tidak boleh dikunjungi: ")
    assert refusal.value.returncode == 1
    with pytest.raises(CommandError):
        call_command("harvest", "discover", address, "--json")
    assert json.loads(capsys.readouterr().out)["error"]["trouble"] == "address"


def test_an_address_is_named_as_it_was_given_and_needs_no_scheme(
    sites: Sites, capsys: pytest.CaptureFixture[str]
) -> None:
    with pytest.raises(CommandError, match=r"^alamat tidak boleh dikunjungi: ftp://a.example/x$"):
        call_command("harvest", "discover", "ftp://a.example/x")
    sites.put(HOST, "/", HOME, content_type="text/html")
    sites.put(HOST, "/umpan", body_of("wordpress.rss"))
    assert f"umpan RSS, Atom, atau JSON: https://{HOST}/umpan" in said(capsys, "discover", HOST)


def test_robots_are_obeyed_and_that_is_said(sites: Sites, capsys: pytest.CaptureFixture[str]) -> None:
    sites.put(HOST, "/robots.txt", STAY_OUT, content_type="text/plain")
    sites.put(HOST, "/", HOME, content_type="text/html")
    with pytest.raises(CommandError) as refusal:
        call_command("harvest", "discover", f"https://{HOST}/")
    assert str(refusal.value).startswith("robots.txt meminta kami tidak masuk: ")
    assert refusal.value.returncode == 1
    assert f"https://{HOST}/ robots.txt meminta kami tidak masuk" in capsys.readouterr().out
    assert {path for _host, path in sites.asked} == {"/robots.txt"}


def test_it_ends_by_itself_and_says_what_it_saw(
    sites: Sites, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    sites.put(HOST, "/", HOME, content_type="text/html")
    sites.put(HOST, "/umpan", delay=4.0)
    monkeypatch.setattr(_discover, "LOOK_PATIENCE", crew.READING + 2)
    with pytest.raises(CommandError) as refusal:
        call_command("harvest", "discover", f"https://{HOST}/", "--json")
    assert str(refusal.value).startswith("situs terlalu lambat: ")
    answer = json.loads(capsys.readouterr().out)
    assert [note.get("trouble") for note in answer["why"]] == [None, "timeout"]
    # With entries on its page, these are what it knows.
    dated = HOME.replace("Halo", '<div><h3><a href="/kabar/1">Kerja bakti warga</a></h3><p>5 Agustus 2025</p></div>')
    sites.put(HOST, "/", dated, content_type="text/html")
    assert json.loads(said(capsys, "discover", f"https://{HOST}/", "--json"))["way"] == "page"
