"""Which column is what, and what a cell says: tables of named cases."""

import datetime as dt

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.rosters.enums import Field
from kentongan.rosters.rules.cells import REDACTED, bare_name, clean, kept, plain, read_phones, tidy_name, tidy_person
from kentongan.rosters.rules.columns import guess_columns, is_private_heading
from kentongan.rosters.rules.reading import read_signer

# --- Columns ----------------------------------------------------------------------------------------------

GUESSES = {
    "as in the picture": (
        "NAMA KIM|DS / KEL|KEC|KAB / KOTA|TGL BENTUK|NO SK|TGL SK|S/D|KET",
        [],
        "name village district regency formed_on decree_number decree_start decree_end -",
    ),
    "with a start, the day of the decree is when it was signed": (
        "Nama KIM|Desa|Nomor SK|Tanggal SK|Mulai berlaku|Berlaku sampai",
        [],
        "name village decree_number decree_signed decree_start decree_end",
    ),
    "a term in one column": (
        "KIM|Kelurahan|SK|Masa Berlaku",
        [["Nukus", "Sukun", "188.45/1/2023", "2 Mei 2023 s/d 1 Mei 2026"]],
        "name village decree_number decree_term",
    ),
    "a term that is one day is its last": (
        "KIM|Kelurahan|No. SK|Tgl SK|Masa Berlaku SK",
        [["Nukus", "Sukun", "188.45/1/2023", "2 Mei 2023", "1 Mei 2026"]],
        "name village decree_number decree_start decree_end",
    ),
    "two rows of headings": (
        "NO|NAMA KIM|DESA/KELURAHAN|SK NOMOR|SK TANGGAL|MASA BERLAKU MULAI|MASA BERLAKU SELESAI|PENGURUS KETUA|PENGURUS SEKRETARIS",
        [],
        "- name village decree_number decree_signed decree_start decree_end chair secretary",
    ),
    "people and channels": (
        "NAMA KIM|DESA|KETUA|NO HP KETUA|SEKRETARIS|BENDAHARA|NO HP|IG|FB|WEBSITE|YT|TIKTOK|ALAMAT",
        [],
        "name village chair chair_phone secretary treasurer phone instagram facebook website youtube tiktok address",
    ),
    "the ministry's list": (
        "No|No KIM|Nama KIM|Kode Wilayah|Kabupaten/Kota|Kecamatan|Desa/Kelurahan|Alamat KIM.ID",
        [["1", "3573-001", "Nukus", "35.73.04.1002", "Kota Malang", "Sukun", "Sukun", "https://nukus.kim.id"]],
        "- kim_number name area_code regency district village kimid_url",
    ),
    "codes speak for themselves": (
        "NAMA KIM|ID",
        [["Nukus", "3573041002"], ["Obama", "35.73.02.1009"]],
        "name area_code",
    ),
    "a heading's words outweigh its place": (
        "Penandatangan SK|Tahun berdiri|Nama Desa/Kelurahan|Nama Kelompok Informasi Masyarakat (KIM)",
        [],
        "decree_signer formed_on village name",
    ),
    "residents' numbers are never a column": ("NAMA KIM|DESA|NIK KETUA|NIK", [], "name village - -"),
    "a number of the list is nothing": ("No.|Nama|Ds", [], "- name village"),
}


@pytest.mark.parametrize(("headings", "samples", "expected"), GUESSES.values(), ids=GUESSES)
def test_guess_columns(headings, samples, expected):
    names = headings.split("|")
    fields = guess_columns(names, samples).fields
    assert " ".join(fields[at].value if at in fields else "-" for at in range(len(names))) == expected


@given(st.permutations(GUESSES["people and channels"][0].split("|")))
@settings(max_examples=50)
def test_the_order_of_columns_does_not_matter(headings):
    straight = GUESSES["people and channels"][0].split("|")
    known = {straight[column]: at for column, at in guess_columns(straight).fields.items()}
    assert {headings[column]: at for column, at in guess_columns(headings).fields.items()} == known


def test_headings_of_the_last_import_are_remembered():
    found = guess_columns(["NAMA KIM", "LOKASI", "KET"], remembered={"lokasi": "village", "ket": "chair"})
    assert found.fields == {0: Field.NAME, 1: Field.VILLAGE, 2: Field.CHAIR}
    assert found.unused == []


def test_missing_columns_are_named():
    found = guess_columns(["KECAMATAN", "KETUA", "WARNA"])
    assert found.missing == [Field.NAME, Field.VILLAGE]
    assert found.unused == ["WARNA"]


@pytest.mark.parametrize(
    ("heading", "private"),
    [
        ("NIK", True),
        ("No. KTP", True),
        ("NIK Ketua", True),
        ("NIK KIM", False),
        ("Nomor KIM", False),
        ("Teknik", False),
    ],
)
def test_private_headings(heading, private):
    assert is_private_heading(heading) is private


# --- Cells ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("value", "formula", "expected"),
    [
        ("  KIM\u00a0 Nukus\u200b ", "", "KIM Nukus"),
        (45536, "", 45536),
        (81234567890.0, "", 81234567890.0),
        (True, "", "TRUE"),
        (dt.date(2025, 9, 24), "", "2025-09-24"),
        ("3573010101010001", "", REDACTED),
        ("3573 0101 0101 0001", "", REDACTED),
        (3573010101010001, "", REDACTED),
        ("Siti (NIK 3573010101010001)", "", f"Siti (NIK {REDACTED})"),
        ("https://facebook.com/1234567890123456", "", "https://facebook.com/1234567890123456"),
        ("0812 3456 7890 / 0813 4567 8901", "", "0812 3456 7890 / 0813 4567 8901"),
        ("141/30/2022", '=C158&"/2022"', {"f": '=C158&"/2022"', "v": "141/30/2022"}),
        (3573010101010001, "=A1", {"f": "=A1", "v": REDACTED}),
    ],
)
def test_kept(value, formula, expected):
    assert kept(value, formula) == expected


@pytest.mark.parametrize(
    ("cell", "text"), [("-", ""), ("n/a", ""), (12.0, "12"), ({"f": "=A1", "v": 3}, "3"), ("Nol", "Nol")]
)
def test_plain(cell, text):
    assert plain(cell) == text


@pytest.mark.parametrize(
    ("cell", "number"),
    [
        (81234567890, "+6281234567890"),
        (81234567890.0, "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("0812 3456 7890 / 0813 4567 8901", "+6281234567890"),
        ("(0341) 123456", "+62341123456"),
        ("tidak punya", None),
        ("12", None),
    ],
)
def test_read_phones(cell, number):
    assert read_phones(cell) == number


@pytest.mark.parametrize(
    ("written", "tidy"),
    [
        ("KIM GEMA TULUSREJO", "KIM Gema Tulusrejo"),
        ("Gema Tulusrejo", "KIM Gema Tulusrejo"),
        ("kim nukus", "KIM Nukus"),
        ("KIM Mbois Ilakes", "KIM Mbois Ilakes"),
        ("Kim. Obama", "KIM Obama"),
        ("KIMIA JAYA", "KIM Kimia Jaya"),
    ],
)
def test_tidy_name(written, tidy):
    assert tidy_name(written) == tidy


def test_people_are_not_in_capitals():
    assert tidy_person("SITI AMINAH, S.Pd") == "Siti Aminah, S.Pd"
    assert tidy_person("H. Budi") == "H. Budi"


def test_bare_name_and_clean():
    assert (
        bare_name("KIM Titir Arjosari")
        == bare_name("titir-arjosari")
        == bare_name("Kelompok Informasi Masyarakat Titir Arjosari")
    )
    assert clean("a\ufeffb\tc") == "ab c"


@pytest.mark.parametrize(
    ("text", "signer"),
    [
        ("Kepala Desa", ("village", "")),
        ("Camat Turen", ("district", "Camat Turen")),
        ("Bupati Malang", ("regency", "Bupati Malang")),
        ("Kepala desa atau lurah: Sulastri", ("village", "Sulastri")),
        ("Drs. Joko", ("other", "Drs. Joko")),
    ],
)
def test_read_signer(text, signer):
    assert read_signer(text) == signer
