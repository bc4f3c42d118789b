"""What saving would do: tables of named cases."""

import dataclasses
import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.areas.rules import NamedArea, NameIndex
from kentongan.rosters.enums import Field, RowState, Trouble
from kentongan.rosters.rules.cells import REDACTED
from kentongan.rosters.rules.facts import Facts, KnownDecree, KnownGroup, NumberHolder, WrittenRow
from kentongan.rosters.rules.plan import plan_rows
from kentongan.rosters.rules.safe import safe_way

# --- Safe for all -----------------------------------------------------------------------------------------

SAFE = {
    "only the year of formation": ("KIM A|Arjosari|Kalipare||2019", "day_imprecise:formed_on:by_day"),
    "a day that is none": ("KIM A|Arjosari|Kalipare||31/02/2023", "day_unreadable:formed_on:leave_empty"),
    "years of a decree": (
        "KIM A|Arjosari|Kalipare|||1|2024|2027",
        "day_imprecise:decree_number:without_decree",
    ),
    "a decree that ends first": (
        "KIM A|Arjosari|Kalipare|||1|12 Maret 2024|12 Maret 2021",
        "ends_before_start:decree_number:without_decree",
    ),
    "a decree without days": ("KIM A|Arjosari|Kalipare|||1", "decree_without_dates:decree_number:without_decree"),
    "a phone number that is none": ("KIM A|Arjosari|Kalipare|||||||x1", "phone_unreadable:phone:leave_empty"),
    "two kinds of problem": ("KIM A|Arjosari|Kalipare||31/02/2023|1", None),
    "a village of two": ("KIM A|Arjosari", None),
    "a village of none": ("KIM A|Arjosary|Kalipare", None),
    "another name": ("KIM B|Talok|Turen", None),
    "nothing wrong": ("KIM A|Arjosari|Kalipare", None),
}


@pytest.mark.parametrize(("row", "way"), SAFE.values(), ids=SAFE)
def test_what_is_safe_for_all_guesses_no_day_and_no_place(row, way):
    [planned] = plan(row)
    found = safe_way([problem.as_json() for problem in planned.problems])
    assert (":".join(found.kind) if found else None) == way
    if found:
        [after] = plan(row, choices=found.choices)
        assert after.problems == ()
        assert "decree_number" not in after.values or found.verb != "without_decree"


# --- Plans ------------------------------------------------------------------------------------------------

INDEX = NameIndex.of(
    [
        NamedArea("35.07", "Kabupaten Malang"),
        NamedArea("35.07.11", "Kalipare"),
        NamedArea("35.07.11.2006", "Arjosari"),
        NamedArea("35.07.10", "Turen"),
        NamedArea("35.07.10.2011", "Talok"),
        NamedArea("35.73", "Kota Malang"),
        NamedArea("35.73.01", "Blimbing"),
        NamedArea("35.73.01.1002", "Arjosari"),
        NamedArea("35.73.02", "Klojen"),
        NamedArea("35.73.02.1011", "Rampalcelaket"),
    ]
)
TODAY = dt.date(2025, 9, 25)
TALOK = KnownGroup(
    "35.07.10.2011-1",
    "35.07.10.2011",
    "KIM Ranting Talok",
    dt.date(2021, 1, 8),
    kim_number="K-1",
    address="Jalan Raya 1",
    phone="+6281234567890",
    decrees=(KnownDecree("141/12/2022", dt.date(2022, 7, 1), dt.date(2025, 6, 30)),),
    officers={"chair": "Siti Aminah"},
    channels={"instagram": ("https://www.instagram.com/kimtalok/",)},
)
COLUMNS = dict(
    enumerate(
        (
            Field.NAME,
            Field.VILLAGE,
            Field.DISTRICT,
            Field.REGENCY,
            Field.FORMED_ON,
            Field.DECREE_NUMBER,
            Field.DECREE_START,
            Field.DECREE_END,
            Field.CHAIR,
            Field.PHONE,
            Field.KIM_NUMBER,
            Field.INSTAGRAM,
        )
    )
)


def facts(*groups: KnownGroup, office: str = "35") -> Facts:
    by_area: dict = {}
    for group in groups:
        by_area.setdefault(group.area_code, []).append(group)
    numbers = {
        group.kim_number: NumberHolder(group.code, group.name, group.area_code) for group in groups if group.kim_number
    }
    return Facts(INDEX, office, TODAY, by_area, numbers)


def plan(*rows, known=(TALOK,), choices=(), is_kimid=False, columns=COLUMNS):
    written = [
        WrittenRow(at, row.split("|") if isinstance(row, str) else row, dict(choices) if at == 1 else {})
        for at, row in enumerate(rows, start=1)
    ]
    return plan_rows(written, columns, facts(*known), is_kimid=is_kimid)


OUTCOMES = {
    "new with everything": (
        "KIM Titir|Rampal Celaket|Klojen|Kota Malang|4 Februari 2020|188.45/11/2023|2 Mei 2023|1 Mei 2026",
        "new",
        {},
    ),
    "same, however it is written": (
        "RANTING TALOK|Ds. Talok|Kec. Turen||8/1/2021|141-12-2022|1 Juli 2022|30/06/2025|SITI AMINAH|81234567890|K-1|@kimtalok",
        "same",
        {},
    ),
    "empty cells erase nothing": ("KIM Ranting Talok|Talok|Turen", "same", {}),
    "a new decree": (
        "KIM Ranting Talok|Talok|Turen|||141/40/2025|1 Juli 2025|30 Juni 2028",
        "changed",
        {
            "decree_number": ["141/12/2022", "141/40/2025"],
            "decree_start": ["2022-07-01", "2025-07-01"],
            "decree_end": ["2025-06-30", "2028-06-30"],
        },
    ),
    "the decree's last day is mended": (
        "KIM Ranting Talok|Talok|Turen|||141/12/2022||31 Juli 2025",
        "changed",
        {"decree_end": ["2025-06-30", "2025-07-31"]},
    ),
    "same term, other number": (
        "KIM Ranting Talok|Talok|Turen|||141/12/2023|1 Juli 2022|30 Juni 2025",
        "changed",
        {"decree_number": ["141/12/2022", "141/12/2023"]},
    ),
    "found by its number, renamed": (
        "KIM Suara Talok|Talok|Turen||||||||K-1",
        "changed",
        {"name": ["KIM Ranting Talok", "KIM Suara Talok"]},
    ),
    "another chair": ("KIM Ranting Talok|Talok|||||||Wati", "changed", {"chair": ["Siti Aminah", "Wati"]}),
    "another day of formation": (
        "KIM Ranting Talok|Talok|||9 Januari 2021",
        "changed",
        {"formed_on": ["2021-01-08", "2021-01-09"]},
    ),
}


@pytest.mark.parametrize(("row", "state", "changes"), OUTCOMES.values(), ids=OUTCOMES)
def test_outcomes(row, state, changes):
    [planned] = plan(row)
    assert [problem.code for problem in planned.problems] == []
    assert (planned.state, dict(planned.changes)) == (state, changes)


TERMS = dict(enumerate((Field.NAME, Field.VILLAGE, Field.FORMED_ON, Field.DECREE_NUMBER, Field.DECREE_TERM)))
IN_YEARS = {
    "the years of the known decree": ("KIM Ranting Talok|Talok||141/12/2022|2022-2025", "same"),
    "its years without a number": ("KIM Ranting Talok|Talok|||2022 s/d 2025", "same"),
    "its months": ("KIM Ranting Talok|Talok||141/12/2022|Juli 2022 - Juni 2025", "same"),
    "its first day and last year": ("KIM Ranting Talok|Talok||141/12/2022|1 Juli 2022 - 2025", "same"),
    "the year it was formed": ("KIM Ranting Talok|Talok|2021||", "same"),
    "other years": ("KIM Ranting Talok|Talok||141/12/2022|2022-2026", "problem"),
    "years around it": ("KIM Ranting Talok|Talok||141/12/2022|2021-2026", "problem"),
    "another first day": ("KIM Ranting Talok|Talok||141/12/2022|2 Juli 2022 - 2025", "problem"),
    "another number": ("KIM Ranting Talok|Talok||141/99/2022|2022-2025", "problem"),
    "another year of formation": ("KIM Ranting Talok|Talok|2020||", "problem"),
    "a new group": ("KIM Baru|Arjosari, Kalipare||1|2022-2025", "problem"),
}


@pytest.mark.parametrize(("row", "state"), IN_YEARS.values(), ids=IN_YEARS)
def test_years_that_contain_the_known_days_say_the_same(row, state):
    [planned] = plan(row, columns=TERMS)
    assert (planned.state, dict(planned.changes)) == (state, {} if state == "same" else planned.changes)
    assert state == "same" or Trouble.DAY_IMPRECISE in {problem.code for problem in planned.problems}


def test_years_in_columns_of_their_own_say_the_same():
    [planned] = plan("KIM Ranting Talok|Talok|Turen||2021|141/12/2022|2022|Juni 2025")
    assert (planned.state, planned.problems) == ("same", ())
    assert (planned.values["formed_on"], planned.values["decree_end"]) == ("2021-01-08", "2025-06-30")


def test_years_that_two_decrees_fit_are_asked():
    twice = (KnownDecree("141/13/2022", dt.date(2022, 8, 1), dt.date(2025, 7, 31)), *TALOK.decrees)
    known = dataclasses.replace(TALOK, decrees=twice)
    assert plan("KIM Ranting Talok|Talok|||2022-2025", columns=TERMS, known=(known,))[0].state == "problem"
    assert plan("KIM Ranting Talok|Talok||141/12/2022|2022-2025", columns=TERMS, known=(known,))[0].state == "same"


RENEWED = dataclasses.replace(
    TALOK, decrees=(KnownDecree("141/12/2025", dt.date(2025, 7, 1), dt.date(2028, 6, 30)), *TALOK.decrees)
)


def test_the_board_of_an_older_decree_says_nothing_of_todays():
    [known] = plan("KIM Ranting Talok|Talok|Turen|||141/12/2022|1 Juli 2022|30 Juni 2025|Wati", known=(RENEWED,))
    assert (known.state, dict(known.changes)) == ("same", {})
    [older] = plan("KIM Ranting Talok|Talok|Turen|||141/9/2019|1 Juli 2019|30 Juni 2022|Wati", known=(RENEWED,))
    assert set(older.changes) == {"decree_number", "decree_start", "decree_end"}
    assert older.values["board"] == ["chair"]


TROUBLES = {
    "unknown village": (
        "KIM A|Rampal Celakit|Klojen|Kota Malang",
        Trouble.UNKNOWN_VILLAGE,
        "village",
        ["use_and_remember"],
    ),
    "ambiguous village": ("KIM A|Arjosari", Trouble.AMBIGUOUS_VILLAGE, "village", ["choose_place", "choose_place"]),
    "another regency": ("KIM A|Kauman|Kauman|Kabupaten Jombang", Trouble.OUTSIDE_OFFICE, "regency", ["skip"]),
    "another district": ("KIM A|Talokk|Kauman|Kabupaten Malang", Trouble.UNKNOWN_VILLAGE, "district", ["skip"]),
    "no village": ("KIM A||Turen", Trouble.NO_VILLAGE, "village", ["skip"]),
    "no name": ("|Talok|Turen", Trouble.NO_NAME, "name", ["skip"]),
    "a day that is none": ("KIM A|Arjosari|Kalipare||31/02/2023", Trouble.DAY_UNREADABLE, "formed_on", ["leave_empty"]),
    "a year only": ("KIM A|Arjosari|Kalipare||2021", Trouble.DAY_IMPRECISE, "formed_on", ["by_day", "leave_empty"]),
    "formed tomorrow": (
        "KIM A|Arjosari|Kalipare||26 September 2025",
        Trouble.FORMED_IN_FUTURE,
        "formed_on",
        ["leave_empty"],
    ),
    "ends before it starts, the year off": (
        "KIM A|Arjosari|Kalipare|||1|12 Maret 2024|12 Maret 2021",
        Trouble.ENDS_BEFORE_START,
        "decree_end",
        ["use_day", "swap_days", "without_decree"],
    ),
    "ends a month before": (
        "KIM A|Arjosari|Kalipare|||1|12 Maret 2024|12 Februari 2024",
        Trouble.ENDS_BEFORE_START,
        "decree_end",
        ["without_decree"],
    ),
    "forty years": (
        "KIM A|Arjosari|Kalipare|||1|12 Maret 2024|12 Maret 2064",
        Trouble.TERM_TOO_LONG,
        "decree_end",
        ["accept", "without_decree"],
    ),
    "a decree without days": (
        "KIM A|Arjosari|Kalipare|||141/1",
        Trouble.DECREE_WITHOUT_DATES,
        "decree_start",
        ["without_decree"],
    ),
    "days without a decree": (
        "KIM A|Arjosari|Kalipare||||1 Mei 2024|1 Mei 2027",
        Trouble.DATES_WITHOUT_DECREE,
        "decree_number",
        ["without_decree"],
    ),
    "a formula": (
        ["KIM A", "Arjosari", "Kalipare", "", "", {"f": "=A1", "v": "141/30/2022"}, "1 Mei 2024", "1 Mei 2027"],
        Trouble.FORMULA,
        "decree_number",
        ["use_result"],
    ),
    "another name": ("KIM Suara|Talok|Turen", Trouble.OTHER_NAME, "name", ["rename", "other_group"]),
    "a number of another group": (
        "KIM A|Arjosari|Kalipare||||||||K-1",
        Trouble.NUMBER_TAKEN,
        "kim_number",
        ["leave_empty"],
    ),
    "a resident's number": (
        f"KIM A|Arjosari|Kalipare||||||||{REDACTED}",
        Trouble.LOOKS_LIKE_NIK,
        "kim_number",
        ["leave_empty"],
    ),
    "a telephone that is none": (
        "KIM A|Arjosari|Kalipare|||||||belum",
        Trouble.PHONE_UNREADABLE,
        "phone",
        ["leave_empty"],
    ),
    "an address that is none": (
        "KIM A|Arjosari|Kalipare|||||||||lihat di IG",
        Trouble.ADDRESS_UNREADABLE,
        "instagram",
        ["leave_empty"],
    ),
}


@pytest.mark.parametrize(("row", "code", "at", "verbs"), TROUBLES.values(), ids=TROUBLES)
def test_troubles(row, code, at, verbs):
    [planned] = plan(row)
    assert planned.state == RowState.PROBLEM
    [problem] = planned.problems
    assert (problem.code, problem.field) == (code, at)
    assert [proposal.verb for proposal in problem.proposals] == verbs


@pytest.mark.parametrize(("row", "code", "at", "verbs"), TROUBLES.values(), ids=TROUBLES)
def test_the_first_proposal_mends_the_row(row, code, at, verbs):
    [planned] = plan(row)
    [mended] = plan(row, choices=planned.problems[0].proposals[0].choices)
    assert mended.problems == ()


def test_an_address_that_the_register_has_just_so_is_no_problem():
    row = "KIM Ranting Talok|Talok|Turen|||||||||https://contoh.example/kimtalok"
    assert [problem.code for problem in plan(row)[0].problems] == [Trouble.ADDRESS_UNREADABLE]
    known = dataclasses.replace(TALOK, channels={"instagram": ("https://contoh.example/kimtalok/",)})
    [planned] = plan(row, known=(known,))
    assert (planned.state, planned.problems) == (RowState.SAME, ())


def test_a_twin_names_the_first_row_and_what_differs():
    row = "KIM A|Arjosari|Kalipare|||1|1 Mei 2024|1 Mei 2027"
    first, same, other = plan(row, row, row.replace("2027", "2028"))
    assert first.state == RowState.NEW
    assert dict(same.problems[0].words) == {"twin": 1, "differing": []}
    assert other.problems[0].words["differing"] == ["decree_end"]


def test_two_groups_of_one_village_are_new_when_the_register_has_none():
    assert [row.state for row in plan("KIM A|Arjosari|Kalipare", "KIM B|Arjosari|Kalipare")] == ["new", "new"]


def test_a_second_name_is_new_when_the_known_group_is_in_the_file_too():
    assert [row.state for row in plan("KIM Ranting Talok|Talok|Turen", "KIM Kedua|Talok|Turen")] == ["same", "new"]


def test_a_rename_is_a_choice():
    [renamed] = plan("KIM Suara|Talok|Turen", choices={"group": TALOK.code})
    assert (renamed.state, renamed.changes) == ("changed", {"name": ["KIM Ranting Talok", "KIM Suara"]})
    [other] = plan("KIM Suara|Talok|Turen", choices={"group": "new"})
    assert (other.state, other.group_code) == ("new", "")


def test_one_number_twice():
    first, second = plan("KIM A|Arjosari|Kalipare||||||||K-7", "KIM B|Rampalcelaket|Klojen||||||||K-7")
    assert first.state == RowState.NEW
    assert second.problems[0].code == Trouble.NUMBER_TWICE


def test_an_ended_group_is_asked_about():
    ended = KnownGroup(
        "35.07.10.2011-1", "35.07.10.2011", "KIM Talok", dt.date(2015, 1, 1), ended_on=dt.date(2020, 1, 1)
    )
    [asked] = plan("KIM Talok|Talok|Turen||5 Mei 2021", known=(ended,))
    assert asked.problems[0].code == Trouble.ENDED_GROUP
    [same] = plan("KIM Talok|Talok|Turen||1 Januari 2015", known=(ended,))
    assert same.state == RowState.SAME


def test_a_group_without_a_day_is_known_to_exist():
    [decreed] = plan("KIM A|Arjosari|Kalipare|||1|1 Mei 2024|1 Mei 2027")
    assert (decreed.values["formed_on"], decreed.values["formed_exact"]) == ("2024-05-01", False)
    [bare] = plan("KIM A|Arjosari|Kalipare")
    assert (bare.values["formed_on"], bare.values["formed_exact"]) == ("2025-09-25", False)


def test_a_term_in_one_column_backwards():
    columns = {0: Field.NAME, 1: Field.AREA_CODE, 2: Field.DECREE_NUMBER, 3: Field.DECREE_TERM}
    [planned] = plan("KIM A|35.07.11.2006|1|12 Maret 2024 s/d 12 Maret 2021", columns=columns)
    assert planned.problems[0].code == Trouble.ENDS_BEFORE_START
    [good] = plan("KIM A|35.07.11.2006|1|12 Maret 2024 s/d 11 Maret 2027", columns=columns)
    assert good.values["decree_end"] == "2027-03-11"


def test_a_kimid_list_takes_over_number_and_address_only():
    columns = {0: Field.NAME, 1: Field.VILLAGE, 2: Field.KIM_NUMBER, 3: Field.KIMID_URL, 4: Field.CHAIR}
    changed, theirs = plan(
        "Ranting Talok|Talok|K-9|ranting.kim.id|Orang Lain", "KIM A|Rampalcelaket|K-2", columns=columns, is_kimid=True
    )
    assert changed.changes == {"kim_number": ["K-1", "K-9"], "kimid_url": ["", "https://ranting.kim.id/"]}
    assert theirs.problems[0].code == Trouble.NOT_IN_REGISTER


@given(st.data())
@settings(max_examples=60)
def test_neither_the_order_of_columns_nor_of_rows_matters_and_twice_is_once(data):
    rows = [OUTCOMES[name][0].split("|") for name in ("new with everything", "a new decree")]
    rows += [TROUBLES[name][0].split("|") for name in ("ambiguous village", "unknown village", "a year only")]
    rows = [row + [""] * (len(COLUMNS) - len(row)) for row in rows]
    written = [WrittenRow(at, row) for at, row in enumerate(rows, start=1)]
    straight = plan_rows(written, COLUMNS, facts(TALOK))
    order = data.draw(st.permutations(range(len(COLUMNS))))
    moved = [WrittenRow(row.number, [row.cells[at] for at in order]) for row in written]
    columns = {place: COLUMNS[at] for place, at in enumerate(order)}
    shuffled = data.draw(st.permutations(moved))
    assert plan_rows(shuffled, columns, facts(TALOK)) == straight
    assert plan_rows(written, COLUMNS, facts(TALOK)) == straight
