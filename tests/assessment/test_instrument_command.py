"""``kentongan instrument``: what it says, and with which exit code."""

import datetime as dt
import json
import sys

import pytest
from django.core.management import CommandError, call_command

from kentongan.assessment.models import InstrumentVersion
from kentongan.evidence.actions import record
from kentongan.evidence.enums import Source
from tests.assessment.texts import PUBLISHED, SMALL, WITH_HIDDEN_RULE, shipped_text


def instrument(*arguments: str) -> int:
    """The exit code, as a shell sees it; the sentence of a refusal goes to the error stream."""
    try:
        call_command("instrument", *arguments)
    except SystemExit as leaving:
        return int(leaving.code or 0)
    except CommandError as error:
        print(error, file=sys.stderr)
        return error.returncode
    return 0


@pytest.fixture
def a_file(tmp_path):
    def write(text: str) -> str:
        path = tmp_path / "instrumen.toml"
        path.write_text(text)
        return str(path)

    return write


def test_check_of_a_complete_one(db, a_file, capsys) -> None:
    assert instrument("check", a_file(shipped_text("klaster-kota-malang"))) == 0
    assert capsys.readouterr().out == (
        "32 dari 32 keadaan punya klaster.\nLengkap: setiap keadaan punya tepat satu klaster.\n"
    )


def test_check_names_the_two_holes_and_the_hidden_rule(db, a_file, capsys) -> None:
    assert instrument("check", a_file(WITH_HIDDEN_RULE)) == 1
    assert capsys.readouterr().out.splitlines() == [
        "20 dari 32 keadaan punya klaster.",
        "Lubang A: SK berlaku + organisasi berjalan + tidak ada berita tidak masuk klaster mana pun (4 keadaan).",
        "Lubang B: SK habis + rutin memberitakan tidak masuk klaster mana pun (8 keadaan).",
        "Aturan 3b tidak pernah dipakai: keadaannya sudah diambil aturan 2b.",
    ]


def test_check_as_json(db, a_file, capsys) -> None:
    assert instrument("check", a_file(PUBLISHED), "--json") == 1
    answer = json.loads(capsys.readouterr().out)
    assert [(hole["letter"], hole["met"], hole["unmet"], hole["states"]) for hole in answer["holes"]] == [
        ("A", ["organisasi", "sk"], ["berita"], 4),
        ("B", ["berita"], ["sk"], 8),
    ]
    assert (answer["is_complete"], answer["unreachable"], answer["shadowed"]) == (False, [], [])


def test_check_of_what_is_none(db, a_file, capsys) -> None:
    path = a_file(SMALL.replace("180 hari", "0 hari").replace('["rapat"]\nbatas', '["rapta"]\nbatas'))
    assert instrument("check", path) == 2
    told = capsys.readouterr().err
    assert "Baris 10: Jenis bukti “rapta” tidak dikenal. Maksudnya “rapat”?" in told
    assert "Baris 12: “0 hari” di luar batas." in told
    assert instrument("check", path, "--json") == 2
    assert [one["line"] for one in json.loads(capsys.readouterr().out)["problems"]] == [10, 12]


def test_check_of_scores(db, a_file, capsys) -> None:
    assert instrument("check", "adinda") == 0
    assert "Skor dari 0 sampai 100." in capsys.readouterr().out
    assert instrument("check", a_file(shipped_text("adinda").replace("skor_minimal = 80", "skor_minimal = 101"))) == 1
    assert "Mandiri tidak pernah tercapai." in capsys.readouterr().out


def test_files_that_cannot_be_read(db, tmp_path, capsys) -> None:
    assert instrument("check", str(tmp_path / "tidak-ada.toml")) == 2
    (tmp_path / "biner.toml").write_bytes(b"\xff\xfe\x00")
    assert instrument("check", str(tmp_path / "biner.toml")) == 2
    (tmp_path / "besar.toml").write_bytes(b"# " + b"x" * 200_000)
    assert instrument("check", str(tmp_path / "besar.toml")) == 2
    assert "terlalu besar" in capsys.readouterr().err


def test_show_reads_aloud(db, capsys) -> None:
    assert instrument("show", "klaster-kota-malang") == 0
    told = capsys.readouterr().out
    assert "   2b  SK berlaku dan media hidup, walau organisasi tidur." in told
    assert "  media hidup: unggahan di kanal atau tayangan di situs KIM; 6 bukti, 90 hari" in told
    assert instrument("show", "poin") == 0
    assert "  Skor 60 atau lebih." in capsys.readouterr().out
    assert instrument("show", "aktif", "--text") == 0
    assert capsys.readouterr().out == shipped_text("aktif")


def test_from_adopting_to_in_force(cast, a_file, capsys) -> None:
    assert instrument("list", "--office", "35.73") == 0
    assert "Belum ada instrumen." in capsys.readouterr().out
    assert instrument("adopt", "klaster-kota-malang", "--office", "35.73") == 0
    assert instrument("put-in-force", "klaster-kota-malang", "--office", "35.73", "--from", "2021-01-01") == 0
    assert InstrumentVersion.objects.in_force_on(dt.date(2021, 12, 14)).get().number == 1
    assert (
        instrument("adopt", a_file(PUBLISHED.replace("klaster-terbitan", "klaster-kota-malang")), "--office", "35.73")
        == 0
    )
    assert instrument("put-in-force", "klaster-kota-malang", "--office", "35.73") == 1
    assert "belum lengkap" in capsys.readouterr().err
    assert instrument("list", "--json") == 0
    listed = json.loads(capsys.readouterr().out)["instruments"]
    assert [(one["version"], one["holds_from"]) for one in listed] == [(1, "2021-01-01"), (2, None)]
    # An office's version can be named, too: the latest in force, or one by its number.
    assert instrument("check", "35.73/klaster-kota-malang") == 0
    assert instrument("check", "35.73/klaster-kota-malang/2") == 1


@pytest.mark.parametrize(
    "arguments",
    [
        ["adopt", "aktif"],
        ["adopt", "aktif", "--office", "99.99"],
        ["compare", "aktif", "aktif", "--area", "99.99"],
        ["compare", "aktif", "aktif", "--as-of", "kemarin"],
        ["show", "tidak-ada"],
    ],
)
def test_wrong_usage(cast, arguments: list[str]) -> None:
    with pytest.raises(CommandError) as caught:
        call_command("instrument", *arguments)
    assert caught.value.returncode == 2


def test_compare_names_who_moves(cast, a_file, capsys) -> None:
    group = cast.kayutangan
    for number, month in enumerate((6, 7)):
        record(group=group, kind="rapat", occurred_on=dt.date(2025, month, 20), source=Source.STAFF, key=f"r:{number}")
    path = a_file(PUBLISHED)
    asked = ["compare", "klaster-kota-malang", path, "--area", "35.73", "--as-of", "2025-09-25"]
    assert instrument(*asked, "--json") == 0
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], answer["moved"], answer["as_of"]) == (1, 1, "2025-09-25")
    assert answer["old"] == {"Klaster 1": 0, "Klaster 2": 1, "Klaster 3": 0, "Klaster 4": 0}
    assert answer["new"] == {"Klaster 1": 0, "Klaster 2": 0, "Klaster 3": 0, "Klaster 4": 0, "": 1}
    assert answer["moves"] == [
        {"group": group.code, "name": "KIM Kayutangan", "from": "Klaster 2", "to": None, "hole": "A"}
    ]
    assert instrument(*asked) == 0
    assert "KIM Kayutangan: Klaster 2 → tanpa tingkat (lubang A)" in capsys.readouterr().out
