"""``kentongan register``: exit codes, messages, JSON, and that a dry run writes nothing."""

import json
import os
import sys

import pytest
from django.core.management import CommandError, call_command

from kentongan.registry.models import Group
from kentongan.rosters.models import Roster, RosterRow
from tests.rosters import sheets
from tests.rosters.test_actions import NEW

BROKEN = ("KIM Rusak", "Codo", "Wajak", "", "31/02/2023", "", "", "")


@pytest.fixture
def file(tmp_path):
    def write(*rows, content: bytes | None = None) -> str:
        path = tmp_path / "daftar.xlsx"
        path.write_bytes(content or sheets.simple(*rows))
        return str(path)

    return write


def run(capsys, *arguments: str) -> tuple[int, str]:
    try:
        call_command("register", *arguments)
        code = 0
    except SystemExit as leave:
        code = int(leave.code or 0)
    return code, capsys.readouterr().out


def test_import(cast, file, capsys):
    code, out = run(capsys, "import", file(NEW), "--office", "35.07")
    assert code == 0
    assert "1 baris tersimpan." in out
    assert Group.objects.get(area_id="35.07.08.2003").name == "KIM Suara Bambang"
    assert not RosterRow.objects.exists()
    assert Roster.objects.get().state == Roster.State.SAVED
    code, out = run(capsys, "import", file(NEW), "--office", "3507")
    assert (code, "Tidak ada yang perlu disimpan." in out) == (0, True)


def test_import_with_problems_saves_the_good_rows_and_says_so(cast, file, capsys):
    code, out = run(capsys, "import", file(NEW, BROKEN), "--office", "35.07", "--json")
    report = json.loads(out)
    assert code == 1
    assert (report["new"], report["problem"], report["saved"]) == (1, 1, 1)
    assert report["rows"][0]["number"] == 3
    assert report["rows"][0]["problems"][0]["code"] == "day_unreadable"
    assert Group.objects.filter(area_id="35.07.08.2003").exists()


def test_a_dry_run_writes_nothing(cast, file, capsys):
    code, out = run(capsys, "import", file(NEW), "--office", "35.07", "--dry-run", "--json")
    report = json.loads(out)
    assert (code, report["new"], report["saved"], report["dry_run"]) == (0, 1, 0, True)
    assert not Roster.objects.exists()
    assert not Group.objects.filter(area_id="35.07.08.2003").exists()


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["import", "tidak-ada.xlsx", "--office", "35.07"], "tidak ada"),
        (["import", "{file}", "--office", "99.99"], "Tidak ada kantor"),
        (["import", "{file}"], "--office"),
        (["import", "{file}", "--office", "35.07", "--sheet", "Lain"], "Lembar"),
        (["import", "{file}", "--office", "35.07", "--map", "KET=bukan"], "Bidang yang ada"),
        (["import", "{file}", "--office", "35.07", "--map", "TAK ADA=chair"], "Tidak ada kolom"),
        (["export", "{out}", "--area", "99"], "tidak ada"),
        (["export", "{out}", "--as-of", "kemarin"], "tidak terbaca"),
    ],
)
def test_wrong_usage(cast, file, tmp_path, arguments, words):
    filled = [argument.format(file=file(NEW), out=tmp_path / "x.xlsx") for argument in arguments]
    with pytest.raises(CommandError) as error:
        call_command("register", *filled)
    assert error.value.returncode == 2
    assert words in str(error.value)


def test_columns_are_told(cast, file, capsys):
    content = sheets.workbook([["NAMA KIM", "LOKASI"], ["KIM A", "Codo"], ["KIM B", "Bambang"]])
    with pytest.raises(CommandError) as error:
        call_command("register", "import", file(content=content), "--office", "35.07")
    assert "--map" in str(error.value)
    code, _out = run(capsys, "import", file(content=content), "--office", "35.07", "--map", "LOKASI=village")
    assert code == 0
    assert Group.objects.within(cast.area("35.07")).count() == 3


@pytest.mark.parametrize("form", ["xlsx", "csv"])
def test_export_read_back_changes_nothing(cast, tmp_path, capsys, form):
    path = str(tmp_path / f"keluar.{form}")
    code, out = run(capsys, "export", path, "--area", "35.07", "--json")
    assert (code, json.loads(out)["groups"]) == (0, 1)
    code, out = run(capsys, "import", path, "--office", "35.07", "--json")
    assert (code, json.loads(out)["same"]) == (0, 1)


def test_export_as_of_a_day(cast, tmp_path, capsys):
    code, out = run(capsys, "export", str(tmp_path / "x.csv"), "--as-of", "2015-01-01", "--json")
    assert (code, json.loads(out)["groups"]) == (0, 1)


def test_compare(cast, file, tmp_path, capsys):
    content = sheets.workbook([["NO KIM", "NAMA KIM", "KODE WILAYAH"], ["K-7", "Gubugklakah", "35.07.07.2016"]])
    code, out = run(capsys, "compare", file(content=content), "--office", "35.07", "--json")
    assert (code, json.loads(out)["changed"], json.loads(out)["saved"]) == (0, 1, 0)
    run(capsys, "compare", file(content=content), "--office", "35.07", "--save")
    assert Group.objects.get(pk=cast.gubugklakah.pk).kim_number == "K-7"
    run(capsys, "export", str(tmp_path / "kimid.xlsx"), "--format", "kimid", "--area", "35.07")
    code, out = run(capsys, "compare", str(tmp_path / "kimid.xlsx"), "--office", "35.07", "--json")
    assert (code, json.loads(out)["same"]) == (0, 1)


@pytest.mark.parametrize("form", ["xlsx", "csv", "kimid"])
def test_a_reader_may_go_before_the_end(cast, form, monkeypatch):
    read, write = os.pipe()
    os.close(read)
    with open(write, "w", encoding="utf-8") as gone:
        monkeypatch.setattr(sys, "stdout", gone)
        with pytest.raises(BrokenPipeError):
            call_command("register", "export", "-", "--format", form)
        monkeypatch.undo()
        # What is left to be written has nowhere to go.
        os.dup2(os.open(os.devnull, os.O_WRONLY), write)
