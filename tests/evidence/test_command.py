"""``kentongan evidence``: in, out, and the roll-up anew."""

import json
from pathlib import Path

import pytest

from kentongan.__main__ import run
from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence, Tally
from tests.conftest import Cast

LINES = """\
Kode KIM;Kode wilayah;Jenis;Tanggal;Sampai;Isi;Tautan;Kunci
35.73.02.1007-1;;rapat;2025-08-07;;Rapat pengurus;;r:1
;35.07.07.2016;berita;7 Agustus 2025;;Panen kopi;https://kim.example/kopi;
35.73.02.1007-1;;program-kerja;2025-01-01;2025-12-31;;;
"""
BAD = """\
35.73.02.1007-9;;rapat;2025-08-07;;;;
;35.73.02.1011;rapat;2025-08-07;;;;
35.73.02.1007-1;;tidur;2025-08-07;;;;
35.73.02.1007-1;;rapat;2025-09-26;;;;
35.73.02.1007-1;;rapat;kapan-kapan;;;;
35.73.02.1007-1;;rapat;2025-08-07;;;javascript:alert(1);
35.73.02.1007-1;;rapat;2025-08-07;;;//kim.example/kopi;
;;rapat;2025-08-07;;;;
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "bukti.csv"
    path.write_text(LINES)
    return path


def evidence(*words: str) -> int:
    return run(["kentongan", "evidence", *words])


@pytest.fixture(autouse=True)
def _stay_connected(monkeypatch: pytest.MonkeyPatch) -> None:
    """The command closes its connections; the test's transaction lives in one."""
    from django.db import connections

    monkeypatch.setattr(connections, "close_all", lambda: None)


def test_a_file_twice_adds_nothing(cast: Cast, file: Path, capsys) -> None:
    assert evidence("import", str(file)) == 0
    assert "3 baru, 0 sudah ada" in capsys.readouterr().out
    assert evidence("import", str(file), "--json") == 0
    assert json.loads(capsys.readouterr().out) == {
        "file": "bukti.csv",
        "dry_run": False,
        "new": 0,
        "known": 3,
        "problems": [],
    }
    assert Evidence.objects.count() == 3


def test_a_dry_run_counts_and_writes_nothing(cast: Cast, file: Path, capsys) -> None:
    assert evidence("import", str(file), "--dry-run") == 0
    assert "3 baru" in capsys.readouterr().out
    assert not Evidence.objects.exists()
    assert not Tally.objects.exists()


def test_bad_rows_are_named_and_the_good_ones_recorded(cast: Cast, file: Path, capsys) -> None:
    file.write_text(LINES + BAD)
    with pytest.raises(SystemExit) as stopped:
        evidence("import", str(file), "--json")
    assert stopped.value.code == 1
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["row"] for problem in problems] == [5, 6, 7, 8, 9, 10, 11, 12]
    assert "punya 0 KIM" in problems[1]["sentence"]
    assert problems[-1]["sentence"] == "Kode KIM belum diisi."
    assert Evidence.objects.count() == 3


HOSTILE = """\
35.73.02.1007-1;;rapat;0001-01-01;;;;
35.73.02.1007-1;;rapat;2025-08-07;;;https://x y"><b>;
35.73.02.1007-1;;rapat;2025-08-07;;;https://x/\u202e\x01 a;
"""


def test_hostile_rows_are_named_and_hidden_characters_left_out(cast: Cast, file: Path, capsys) -> None:
    # Of this group nobody knows since when it exists.
    type(cast.kayutangan).objects.update(formed_precision="by", formed_not_before=None)
    file.write_text(LINES + "35.73.02.1007-1;;rapat;2025-08-06;;a\x00b\u202ec\x1b;HTTPS://KIM.example/;\n" + HOSTILE)
    with pytest.raises(SystemExit):
        evidence("import", str(file), "--json")
    problems = json.loads(capsys.readouterr().out)["problems"]
    assert [problem["row"] for problem in problems] == [6, 7, 8]
    assert Evidence.objects.get(occurred_on="2025-08-06").title == "abc"


def test_an_unreadable_line_is_named(cast: Cast, file: Path, capsys) -> None:
    file.write_text(LINES + '35.73.02.1007-1;;rapat;2025-08-06;;"' + "x" * 200_000)
    assert evidence("import", str(file)) == 1
    assert "setelah baris 4" in capsys.readouterr().err


@pytest.mark.parametrize("name", ["keluar.csv", "keluar.xlsx"])
def test_what_goes_out_comes_back_as_known(cast: Cast, file: Path, tmp_path: Path, capsys, name: str) -> None:
    evidence("import", str(file))
    out = str(tmp_path / name)
    assert evidence("export", out, "--area", "35.73") == 0
    assert "2 bukti ditulis" in capsys.readouterr().out
    assert evidence("import", out) == 0
    assert "0 baru, 2 sudah ada" in capsys.readouterr().out
    assert evidence("export", out, "--as-of", "2025-05-01") == 0
    assert "1 bukti ditulis" in capsys.readouterr().out


def test_what_a_group_published_here_comes_back_as_known(cast: Cast, reported, tmp_path: Path, capsys) -> None:
    reported("kabar:1", kind="berita", source=Source.PUBLISHED, url="/kayutangan/kabar/panen-kopi/")
    out = str(tmp_path / "keluar.csv")
    assert evidence("export", out) == 0
    capsys.readouterr()
    assert evidence("import", out) == 0
    assert "0 baru, 1 sudah ada" in capsys.readouterr().out


def test_the_roll_up_is_made_anew(cast: Cast, file: Path, capsys) -> None:
    evidence("import", str(file))
    kept = sorted(bytes(tally.days) for tally in Tally.objects.all())
    Tally.objects.all().delete()
    assert evidence("rebuild") == 0
    assert "Rangkuman 2 KIM" in capsys.readouterr().out
    assert sorted(bytes(tally.days) for tally in Tally.objects.all()) == kept


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("import", "tidak-ada.csv"), 2, "tidak ada"),
        (("export", "x.csv", "--area", "99.99"), 2, "tidak ada"),
        (("export", "x.csv", "--as-of", "kemarin"), 2, "tidak terbaca"),
    ],
)
def test_wrong_usage_is_said(cast: Cast, capsys, words: tuple[str, ...], code: int, sentence: str) -> None:
    assert evidence(*words) == code
    assert sentence in capsys.readouterr().err


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"nama;alamat\nx;y\n", "Kolom kode kim, jenis, tanggal"),
        (b"jenis;tanggal;kode\n\xff\xfe\x00;;\n", "UTF-8"),
        (b"", "Kolom"),
    ],
)
def test_a_file_that_is_no_evidence_is_said(cast: Cast, file: Path, capsys, content: bytes, sentence: str) -> None:
    file.write_bytes(content)
    assert evidence("import", str(file)) == 1
    assert sentence in capsys.readouterr().err


def test_headings_and_kinds_are_read_as_people_write_them(cast: Cast, file: Path, capsys) -> None:
    code = cast.gubugklakah.code
    file.write_text(
        f"Kode KIM;Jenis Kegiatan;Tgl.;Uraian\n{code};Rapat dengan Notulen;12 Mei 2025;Rapat bulanan\n{code};BERITA;13/05/2025;Kabar\n"
    )
    assert evidence("import", str(file)) == 0, capsys.readouterr()
    assert [(row.kind_facts.code, str(row.occurred_on)) for row in Evidence.objects.order_by("pk")] == [
        ("rapat", "2025-05-12"),
        ("berita", "2025-05-13"),
    ]


@pytest.mark.parametrize(
    ("kind", "title", "sentence"),
    [
        ("program-kerja", "Rencana 2025", "Program kerja perlu tanggal"),
        ("berita", "x" * 161, "Isi paling panjang 160 huruf, ini 161"),
    ],
)
def test_what_would_be_cut_or_guessed_is_said(
    cast: Cast, file: Path, capsys, kind: str, title: str, sentence: str
) -> None:
    file.write_text(f"kode kim;jenis;tanggal;isi\n{cast.gubugklakah.code};{kind};2025-05-12;{title}\n")
    with pytest.raises(SystemExit):
        evidence("import", str(file))
    assert sentence in capsys.readouterr().out
    assert not Evidence.objects.exists()
