"""The list for trying the import: every mistake once, and counted rows of each other kind."""

from collections import Counter

import pytest
from django.utils import timezone
from python_calamine import CalamineWorkbook

from kentongan.accounts.models import Office
from kentongan.demo import data
from kentongan.demo.actions import save_spreadsheet
from kentongan.demo.spreadsheet import CHANGED, FILE_NAME, NEW, SAME
from kentongan.rosters.actions.reading import prepare_roster, upload_roster


@pytest.fixture
def roster(network):
    with network.spreadsheet.open("rb") as file:
        roster = upload_roster(
            office=Office.objects.get(pk=data.REGENCY),
            file=file,
            file_name=FILE_NAME,
            purpose="register",
            by=None,
            now=timezone.now(),
        )
    roster.refresh_from_db()
    prepare_roster(roster=roster)
    roster.refresh_from_db()
    return roster


def test_it_has_264_rows_under_two_merged_titles(network):
    sheet = CalamineWorkbook.from_path(network.spreadsheet).get_sheet_by_index(0)
    assert len(sheet.to_python()) == 2 + 1 + 264
    assert len(sheet.merged_cell_ranges) == 2


def test_the_import_finds_new_changed_same_and_six_problems(roster):
    assert Counter(roster.rows.values_list("state", flat=True)) == {
        "new": NEW,
        "changed": CHANGED,
        "same": SAME,
        "problem": 6,
    }
    assert NEW + CHANGED + SAME + 6 == 264


def test_every_kind_of_mistake_occurs_once(roster):
    problems = {row.number: row.problems[0]["code"] for row in roster.rows.filter(state="problem")}
    assert problems == {
        41: "unknown_village",
        77: "ambiguous_village",
        103: "ends_before_start",
        136: "day_unreadable",
        158: "formula",
        209: "twin",
    }
    assert [skip["reason"] for skip in roster.layout["skipped"]] == ["title", "title"]


def test_a_mistake_once_mended_brings_no_other(roster):
    villages = list(roster.rows.exclude(area_code="").values_list("area_code", flat=True))
    twin = roster.rows.get(number=209).area_code
    assert [code for code in set(villages) if villages.count(code) > 1] == [twin]
    assert "35.07.16.2005" not in villages


def test_the_same_register_gives_the_same_file(network):
    first = network.spreadsheet.read_bytes()
    assert save_spreadsheet().read_bytes() == first
