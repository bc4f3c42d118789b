"""``kentongan harvest guard``: the verdict on a page or a feed, with its reasons."""

import json
from pathlib import Path

import pytest

from kentongan.__main__ import run
from tests.harvest.test_reasons import SPAM_PAGE

FEED = """<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>KIM Karangan</title>
<item><title>Kerja bakti</title><link>https://kim.example/1</link><description>Warga bekerja.</description></item>
<item><title>NUSA88 Situs Slot Gacor</title><link>https://kim.example/2</link><description>Daftar sekarang.</description></item>
</channel></rss>"""
JSON_FEED = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "KIM",
        "items": [{"id": "1", "url": "https://kim.example/1", "title": "Polisi tangkap bandar togel", "content_text": "Tersangka ditahan."}],
    }
)  # fmt: skip


@pytest.fixture(autouse=True)
def _stay_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command closes its connections; other tests' transactions live in them."""
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)


@pytest.fixture
def written(tmp_path: Path):
    def write(name: str, content: str | bytes) -> str:
        path = tmp_path / name
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        return str(path)

    return write


def guard(*words: str) -> int:
    """The exit code, however the command ends."""
    try:
        return run(["kentongan", "harvest", "guard", *words])
    except SystemExit as stopped:
        return int(stopped.code or 0)


def as_json(capsys, *words: str) -> dict:
    assert guard(*words, "--json") == 0
    return json.loads(capsys.readouterr().out)


def test_a_feed_is_judged_entry_by_entry(written, capsys) -> None:
    answer = as_json(capsys, written("feed.xml", FEED))
    assert [entry["is_suspect"] for entry in answer["entries"]] == [False, True]
    assert not answer["is_suspect"]
    assert answer["entries"][1]["reasons"][0]["code"] == "words"
    assert "“Situs Slot”" in answer["entries"][1]["reasons"][0]["sentence"]


def test_a_json_feed_that_tells_of_an_arrest_is_clean(written, capsys) -> None:
    answer = as_json(capsys, written("feed.json", JSON_FEED))
    assert [entry["is_suspect"] for entry in answer["entries"]] == [False]


def test_a_page_is_judged_as_a_page(written, capsys) -> None:
    answer = as_json(capsys, written("page.html", SPAM_PAGE), "--content-type", "text/html")
    assert answer["is_suspect"]
    assert {"page_head", "page_hidden", "page_words"} <= {reason["code"] for reason in answer["reasons"]}


def test_the_page_of_another_visitor_is_compared(written, capsys) -> None:
    clean = written("a.html", "<title>KIM</title><p>Kerja bakti warga.</p>")
    answer = as_json(capsys, clean, "--other", written("b.html", SPAM_PAGE))
    assert [reason["code"] for reason in answer["reasons"]] == ["cloaked"]


def test_people_read_sentences(written, capsys) -> None:
    assert guard(written("feed.xml", FEED)) == 0
    said = capsys.readouterr().out
    assert "NUSA88 Situs Slot Gacor: mencurigakan" in said
    assert "1 dari 2 kabar mencurigakan." in said


@pytest.mark.parametrize("content", [b"", b"\x00\xff", b"<rss", b"{", b"<" * 100_000])
def test_any_file_gets_a_verdict(written, capsys, content: bytes) -> None:
    assert as_json(capsys, written("x", content))["is_suspect"] is False


def test_where_there_is_nothing_nothing_is_called_clean(written, capsys) -> None:
    assert guard(written("x", b"\x00" * 1000)) == 0
    assert capsys.readouterr().out == "Tidak ada teks di sana, jadi tidak ada yang dapat dinilai.\n"
    assert as_json(capsys, written("x", b"\x00" * 1000))["is_blank"] is True
    assert as_json(capsys, written("y", "<p>Kerja bakti di RW 02, Minggu pagi."))["is_blank"] is False


def test_a_file_that_is_not_there_is_wrong_usage(capsys) -> None:
    assert guard("/nowhere/file.xml") == 2
    assert "/nowhere/file.xml" in capsys.readouterr().err
