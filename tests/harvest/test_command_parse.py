"""``kentongan harvest parse`` and ``discover``: entries or a plain sentence, and never a traceback."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from kentongan.harvest.enums import Trouble
from kentongan.harvest.management import _discover
from kentongan.harvest.rules.shapes import Failed, Fetched
from tests.harvest.collection import FILES, HOSTILE, body_of


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


@pytest.fixture
def site(monkeypatch: pytest.MonkeyPatch) -> dict[str, Any]:
    answers: dict[str, Any] = {}

    def fetch(address: str) -> Fetched:
        answer = answers.get(address, Failed(Trouble.GONE, "HTTP 404"))
        if isinstance(answer, Failed):
            raise answer
        return Fetched(asked=address, address=address, status=200, body=answer)

    monkeypatch.setattr(_discover, "fetch_once", fetch)
    return answers


def test_a_way_is_told(site: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    site["https://a.example/"] = body_of("home_wordpress.html")
    site["https://contohrejo.desa.example/feed/"] = body_of("wordpress.rss")
    words = said(capsys, "discover", "https://a.example/")
    assert "umpan RSS, Atom, atau JSON: https://contohrejo.desa.example/feed/" in words
    assert "disebut di halaman depan" in words
    answer = json.loads(said(capsys, "discover", "https://a.example/", "--json"))
    assert (answer["way"], answer["address"], len(answer["parsed"]["entries"])) == (
        "feed",
        "https://contohrejo.desa.example/feed/",
        2,
    )


def test_a_service_that_forbids_it_is_told(site: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    answer = json.loads(said(capsys, "discover", "https://www.instagram.com/kim/", "--json"))
    assert (answer["way"], answer["address"], answer["parsed"]) == ("pasted", "", None)


def test_a_refused_address_fails_and_says_why(site: dict[str, Any]) -> None:
    site["http://10.0.0.1/"] = Failed(Trouble.ADDRESS, "10.0.0.1 is not on the public internet")
    with pytest.raises(CommandError) as refusal:
        call_command("harvest", "discover", "http://10.0.0.1/")
    assert str(refusal.value) == "alamat tidak boleh dikunjungi: 10.0.0.1 is not on the public internet"
    assert refusal.value.returncode == 1


def test_a_refused_address_says_why_to_scripts_too(site: dict[str, Any], capsys: pytest.CaptureFixture[str]) -> None:
    site["http://10.0.0.1/"] = Failed(Trouble.ADDRESS, "10.0.0.1")
    with pytest.raises(CommandError):
        call_command("harvest", "discover", "http://10.0.0.1/", "--json")
    assert json.loads(capsys.readouterr().out) == {"error": {"trouble": "address", "detail": "10.0.0.1"}}
