"""What was decided once is not asked again: kept as marks, applied where the same cells say the same, undone at will."""

import datetime as dt
import json

import pytest
from django.utils import timezone

from kentongan.core.errors import Refused
from kentongan.registry.models import Group, Officer
from kentongan.rosters.actions import decide_row, forget_roster
from kentongan.rosters.enums import Field
from kentongan.rosters.models import RosterRow, RowDecision
from kentongan.rosters.rules.facts import WrittenRow
from kentongan.rosters.rules.memory import AS_BEFORE, Decision, decision, group_key, remembered
from tests.rosters import sheets
from tests.rosters.test_actions import counts, save

FIELDS = (
    Field.NAME,
    Field.VILLAGE,
    Field.DISTRICT,
    Field.DECREE_NUMBER,
    Field.DECREE_TERM,
    Field.CHAIR,
    Field.CHAIR_PHONE,
)
COLUMN_OF = {at: column for column, at in enumerate(FIELDS)}
SECRET = b"rahasia"
ROW = "KIM A|Arjosari|Kalipare|1|2024-2027|Siti|8x"


def row(text: str, choices: dict[str, str] | None = None) -> WrittenRow:
    return WrittenRow(1, text.split("|"), choices or {})


def again(choices: dict[str, str], text: str, *, is_saved: bool = True) -> dict[str, str]:
    """What is left of choices for ``ROW`` when the next list says ``text``."""
    made = decision(row(ROW, choices), COLUMN_OF, SECRET, is_saved=is_saved)
    kept = remembered(row(text), COLUMN_OF, [made] if made else [], SECRET)
    kept.pop(AS_BEFORE, None)
    return kept


KEPT = {
    "the same row": ({"area": "35.07.11.2006"}, ROW, {"area": "35.07.11.2006"}),
    "another phone leaves the place": (
        {"area": "x", "chair_phone": ""},
        "KIM A|Arjosari|Kalipare|1|2024-2027|Siti|8y",
        {"area": "x"},
    ),
    "another village": (
        {"area": "x", "chair_phone": ""},
        "KIM A|Arjosar|Kalipare|1|2024-2027|Siti|8x",
        {"chair_phone": ""},
    ),
    "without the decree": ({"decree": "none"}, "KIM A|Arjosari|Kalipare|1|2024-2027|Wati|9", {"decree": "none"}),
    "another decree": ({"decree": "none"}, "KIM A|Arjosari|Kalipare|2|2024-2027|Siti|8x", {}),
    "a range chosen, its cell the same": (
        {"decree_start": "2024-05-02", "decree_end": "2027-05-01", "decree_term": ""},
        "KIM A|Arjosari|Kalipare|1|2024-2027||",
        {"decree_start": "2024-05-02", "decree_end": "2027-05-01", "decree_term": ""},
    ),
    "a typed name of a person is only known to be settled": ({"chair": "Sitti"}, ROW, {"chair": ""}),
    "a row is left out only when it is asked about": ({"skip": "1"}, ROW, {"skip": "asked"}),
    "another row is not left out": ({"skip": "1"}, "KIM A|Arjosari|Kalipare|1|2024-2027|Siti|9", {}),
    "a new group is known by its name from then on": ({"group": "new"}, ROW, {}),
    "nothing decided": ({}, ROW, {}),
}


@pytest.mark.parametrize(("choices", "text", "kept"), KEPT.values(), ids=KEPT)
def test_what_is_kept_and_when_it_holds(choices, text, kept):
    assert again(choices, text) == kept


def test_before_it_is_saved_no_persons_value_is_kept():
    assert again({"chair": "Sitti", "chair_phone": "", "area": "x"}, ROW, is_saved=False) == {
        "chair_phone": "",
        "area": "x",
    }
    assert decision(row(ROW, {"chair": "Sitti"}), COLUMN_OF, SECRET, is_saved=False) is None


def test_marks_tell_nothing_and_need_the_secret():
    made = decision(row(ROW, {"chair": "Sitti"}), COLUMN_OF, SECRET, is_saved=True)
    assert made is not None
    stored = json.dumps([made.marks, made.choices])
    assert not any(word in stored for word in ("Siti", "Sitti", "KIM", "Arjosari"))
    other = decision(row(ROW, {"chair": "Sitti"}), COLUMN_OF, b"lain", is_saved=True)
    assert other is not None
    assert not set(other.marks.values()) & set(made.marks.values())


def test_a_group_is_the_same_however_its_row_is_typed():
    assert group_key(row(ROW), COLUMN_OF, SECRET) == group_key(row("A| ARJOSARI |kalipare"), COLUMN_OF, SECRET)
    assert group_key(row(ROW), COLUMN_OF, SECRET) != group_key(row("A|Arjosari|Turen"), COLUMN_OF, SECRET)


def test_the_newest_decision_counts_and_the_whole_row_before_it():
    marks = decision(row(ROW, {"area": "x"}), COLUMN_OF, SECRET, is_saved=True).marks
    older, newer = Decision(marks, {"area": "old"}, "2025-01-01 1"), Decision(marks, {"area": "new"}, "2025-02-01 1")
    assert remembered(row(ROW), COLUMN_OF, [newer, older], SECRET) == {"area": "new", AS_BEFORE: "2025-02-01 1"}


# Through the import -----------------------------------------------------------------------------------------

HEADINGS = ["NAMA KIM", "DESA", "KEC", "TGL BENTUK", "NO SK", "MASA BERLAKU", "KETUA", "NO HP KETUA"]
UGLY = [
    ["KIM Bambang", "Bambang", "Wajak", "31/02/2023", "141/1/2024", "2024-2027", "Siti", "0812"],
    ["KIM Arjosari", "Arjosary", "Kalipare", "", "", "", "", ""],
    ["KIM Arjosari", "Arjosary", "Kalipare", "", "", "", "", ""],
]


def decide(roster, cast, number: int, **choices: str) -> None:
    decide_row(roster=roster, number=number, choices=choices, by=cast.admin)


@pytest.fixture
def decided(upload, cast):
    roster = upload(sheets.workbook([HEADINGS, *UGLY]))
    assert counts(roster) == {"problem": 3}
    decide(roster, cast, 2, formed_on="2 Maret 2023")
    decide(roster, cast, 2, decree_start="2 Mei 2024", decree_end="1 Mei 2027", decree_term="")
    decide(roster, cast, 2, chair_phone="0812 3456 7890", chair="Sitti")
    decide(roster, cast, 3, area="35.07.11.2006")
    decide(roster, cast, 4, area="35.07.11.2006")
    decide(roster, cast, 4, skip="1")
    assert counts(roster) == {"new": 2, "skipped": 1}
    return roster


def test_the_same_file_again_changes_nothing_and_asks_nothing(decided, upload, cast):
    save(decided, cast)
    assert Officer.objects.get().name == "Sitti"
    again = upload(sheets.workbook([HEADINGS, *UGLY]))
    assert counts(again) == {"same": 2, "skipped": 1}
    with pytest.raises(Refused):
        save(again, cast)
    assert Group.objects.filter(area__regency_code="35.07").count() == 3


def test_what_the_register_says_since_is_not_turned_back(decided, upload, cast):
    save(decided, cast)
    Officer.objects.update(name="Wati", phone="+6281299999999")
    Group.objects.filter(area_id="35.07.08.2003").update(formed_on="2023-04-02")
    assert counts(upload(sheets.workbook([HEADINGS, *UGLY]))) == {"same": 2, "skipped": 1}


def test_another_value_is_asked_about(decided, upload, cast):
    save(decided, cast)
    other = [[*UGLY[0][:3], "32/02/2023", *UGLY[0][4:]], *UGLY[1:]]
    again = upload(sheets.workbook([HEADINGS, *other]))
    assert counts(again) == {"problem": 1, "same": 1, "skipped": 1}
    assert [problem["field"] for problem in again.rows.get(number=2).problems] == ["formed_on"]


def test_decisions_outlive_an_import_that_was_dropped(decided, upload, cast):
    forget_roster(roster=decided, now=timezone.now())
    again = upload(sheets.workbook([HEADINGS, *UGLY]))
    # What was typed for people went with the rows; where and until when is still known.
    assert counts(again) == {"problem": 1, "new": 1, "skipped": 1}
    assert {problem["field"] for problem in again.rows.get(number=2).problems} == {"formed_on", "chair_phone"}
    kept = json.dumps(list(RowDecision.objects.values_list("marks", "choices")))
    assert not any(word in kept for word in ("Sitti", "8123", "Bambang"))


def test_in_the_demo_a_decision_was_made_on_its_one_day(decided, upload, cast, client, settings):
    settings.FIXED_TODAY = dt.date(2025, 9, 25)
    client.force_login(cast.admin)
    client.post(f"/impor/{decided.code}/simpan/")
    again = upload(sheets.workbook([HEADINGS, *UGLY]))
    assert client.get(f"/impor/{again.code}/").content.decode().count("Anda pada 25 September 2025") == 3


def test_a_decision_is_shown_with_its_day_and_undone(decided, upload, cast, client):
    save(decided, cast)
    again = upload(sheets.workbook([HEADINGS, *UGLY]))
    client.force_login(cast.admin)
    page = client.get(f"/impor/{again.code}/").content.decode()
    assert page.count("Seperti keputusan Anda pada") == 3
    client.force_login(cast.staff)
    assert f"Seperti keputusan {cast.admin.name} pada" in client.get(f"/impor/{again.code}/").content.decode()
    client.post(f"/impor/{again.code}/baris/2/", {"kembali": "1"})
    row = RosterRow.objects.get(roster=again, number=2)
    assert (row.state, row.choices) == ("problem", {})
    assert "Seperti keputusan" not in client.get(f"/impor/{again.code}/baris/2/").content.decode()
    # It is not taken up again by the next look, nor by the next list.
    assert upload(sheets.workbook([HEADINGS, *UGLY])).rows.get(number=2).choices == {}


def test_another_offices_decisions_stay_its_own(decided, upload, cast):
    theirs = upload(sheets.workbook([HEADINGS, *UGLY]), by=cast.city_admin)
    assert all(row.choices == {} for row in theirs.rows.all())


def test_the_command_line_remembers_too(decided, cast, tmp_path, capsys):
    from django.core.management import call_command

    save(decided, cast)
    path = tmp_path / "x.xlsx"
    path.write_bytes(sheets.workbook([HEADINGS, *UGLY]))
    call_command("register", "import", str(path), "--office", "35.07", "--dry-run", "--json")
    report = json.loads(capsys.readouterr().out)
    assert (report["same"], report["skipped"], report["problem"]) == (2, 1, 0)
