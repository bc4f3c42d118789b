"""Which area is meant by what people write."""

import csv
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.areas.enums import Kind, Level
from kentongan.areas.petak import arrangement_of
from kentongan.areas.rules import (
    Ambiguous,
    Column,
    Found,
    NamedArea,
    NameIndex,
    Unknown,
    VillageQuery,
    kind_from_code,
    level_from_code,
    normalise_name,
    normalise_regency,
    parent_code,
    resolve_village,
    tidy_code,
)
from kentongan.areas.source import FILE, official_areas

MALANG = [
    NamedArea("35.07", "Kabupaten Malang"),
    NamedArea("35.07.07", "Poncokusumo"),
    NamedArea("35.07.07.2016", "Gubugklakah"),
    NamedArea("35.07.08", "Wajak"),
    NamedArea("35.07.08.2003", "Bambang"),
    NamedArea("35.07.08.2008", "Codo"),
    NamedArea("35.07.08.2012", "Wajak"),
    NamedArea("35.07.09", "Turen"),
    NamedArea("35.07.09.1004", "Sedayu"),
    NamedArea("35.07.09.2007", "Talok"),
    NamedArea("35.07.11", "Kalipare"),
    NamedArea("35.07.11.2006", "Arjosari"),
    NamedArea("35.07.02", "Pagak"),
    NamedArea("35.07.02.2008", "Sumberejo"),
    NamedArea("35.07.29", "Gedangan"),
    NamedArea("35.07.29.2006", "Sumberejo"),
    NamedArea("35.73", "Kota Malang"),
    NamedArea("35.73.01", "Blimbing"),
    NamedArea("35.73.01.1002", "Arjosari"),
    NamedArea("35.73.02", "Klojen"),
    NamedArea("35.73.02.1002", "Rampalcelaket", ("Rampal Selaket",)),
    NamedArea("35.73.02.1009", "Oro-oro Dowo"),
    NamedArea("35.73.05", "Lowokwaru", ("Lowok Waru Kota",)),
    NamedArea("35.73.05.1012", "Tasik Madu"),
]
INDEX = NameIndex.of(MALANG)
KOTA_ARJOSARI, KAB_ARJOSARI = "35.73.01.1002", "35.07.11.2006"
BAMBANG = Found("35.07.08.2003")


@pytest.mark.parametrize(
    ("village", "district", "regency", "code", "answer"),
    [
        ("Bambang", "Wajak", "Kabupaten Malang", "", BAMBANG),
        ("BAMBANG", "KEC. WAJAK", "KAB. MALANG", "", BAMBANG),
        ("Ds. Bambang", "Kecamatan Wajak", "Kab Malang", "", BAMBANG),
        ("desa  bambang", "", "", "", BAMBANG),
        ("Bambang", "", "Malang", "", BAMBANG),
        ("Desa Wajak", "Wajak", "", "", Found("35.07.08.2012")),
        # Spaces, hyphens and other spellings
        ("Rampal Celaket", "Klojen", "Kota Malang", "", Found("35.73.02.1002")),
        ("Kel. Rampal-Celaket", "", "", "", Found("35.73.02.1002")),
        ("Rampal Selaket", "Klojen", "", "", Found("35.73.02.1002")),
        ("Tasikmadu", "Lowokwaru", "", "", Found("35.73.05.1012")),
        ("Tasik Madu", "Lowok Waru Kota", "", "", Found("35.73.05.1012")),
        ("Orooro Dowo", "Klojen", "", "", Found("35.73.02.1009")),
        # Two of a name: never across regencies
        ("Arjosari", "", "", "", Ambiguous((KAB_ARJOSARI, KOTA_ARJOSARI), Column.REGENCY)),
        ("Arjosari", "", "Malang", "", Ambiguous((KAB_ARJOSARI, KOTA_ARJOSARI), Column.REGENCY)),
        ("Arjosari", "", "Kota Malang", "", Found(KOTA_ARJOSARI)),
        ("Arjosari", "", "Kodya Malang", "", Found(KOTA_ARJOSARI)),
        ("Arjosari", "", "Kab. Malang", "", Found(KAB_ARJOSARI)),
        ("Arjosari", "Blimbing", "", "", Found(KOTA_ARJOSARI)),
        ("Arjosari", "Klojen", "Kota Malang", "", Unknown(Column.VILLAGE, (KOTA_ARJOSARI,))),
        ("Bambang", "", "Kota Malang", "", Unknown(Column.VILLAGE, ())),
        ("Sumberejo", "", "Kab. Malang", "", Ambiguous(("35.07.02.2008", "35.07.29.2006"), Column.DISTRICT)),
        # Misspelt
        ("Bambamg", "Wajak", "", "", Unknown(Column.VILLAGE, ("35.07.08.2003",))),
        ("Talok", "Wajak", "", "", Unknown(Column.VILLAGE, ("35.07.09.2007",))),
        ("Bambang", "Wajakk", "Kab. Malang", "", Unknown(Column.DISTRICT, ("35.07.08.2003",))),
        ("Bambamg", "Wajakk", "Kab. Malang", "", Unknown(Column.DISTRICT, ("35.07.08.2003",))),
        ("Bambamg", "Klojen", "Kab. Malang", "", Unknown(Column.DISTRICT, ())),
        ("Bambang", "Wajak", "Kab. Malamg", "", Unknown(Column.REGENCY, ("35.07.08.2003",))),
        ("Bambang", "Wajak", "Kab. Blitar", "", Unknown(Column.REGENCY, ())),
        ("Xyzzy", "", "", "", Unknown(Column.VILLAGE, ())),
        ("", "Wajak", "Kab. Malang", "", Unknown(Column.VILLAGE, ())),
        ("-", "", "", "", Unknown(Column.VILLAGE, ())),
        # Codes
        ("", "", "", "35.07.08.2003", BAMBANG),
        ("Bambang", "", "", "3507082003", BAMBANG),
        ("Bambamg", "", "", "35.07.08.2003", BAMBANG),
        ("Arjosari", "", "", KOTA_ARJOSARI, Found(KOTA_ARJOSARI)),
        ("Codo", "Wajak", "", "35.07.08.2003", Ambiguous(("35.07.08.2003", "35.07.08.2008"), Column.CODE)),
        ("Bambang", "Wajak", "", "3507080003", BAMBANG),  # another list's code says nothing
        ("", "", "", "99.99.99.9999", Unknown(Column.CODE, ())),
        ("Bambang", "Wajak", "", "lihat lampiran", BAMBANG),
    ],
)
def test_a_row_means_a_village(village: str, district: str, regency: str, code: str, answer: object) -> None:
    assert resolve_village(VillageQuery(village, district, regency, code), INDEX) == answer


def test_desa_and_kelurahan_of_one_name_in_a_district_are_told_apart_by_that_word() -> None:
    index = NameIndex.of(
        [NamedArea("12.01", "Kabupaten Z"), NamedArea("12.01.10", "Y")]
        + [NamedArea(code, "X") for code in ("12.01.10.1001", "12.01.10.2018")]
    )
    assert resolve_village(VillageQuery("Kelurahan X"), index) == Found("12.01.10.1001")
    assert resolve_village(VillageQuery("Desa X"), index) == Found("12.01.10.2018")
    both = Ambiguous(("12.01.10.1001", "12.01.10.2018"), Column.VILLAGE)
    assert resolve_village(VillageQuery("X", "Y"), index) == both


def test_at_most_three_proposals_the_nearest_first() -> None:
    villages = [NamedArea(f"35.07.08.20{number:02}", f"Sumber{end}") for number, end in enumerate("abcde", start=1)]
    index = NameIndex.of([NamedArea("35.07", "Kabupaten Malang"), NamedArea("35.07.08", "Wajak"), *villages])
    answer = resolve_village(VillageQuery("Sumberdd", "Wajak"), index)
    assert isinstance(answer, Unknown)
    assert (len(answer.proposals), answer.proposals[0]) == (3, "35.07.08.2004")


@given(st.sampled_from([area for area in MALANG if len(area.code) == 13]), st.data())
def test_the_full_official_names_always_find_the_village_however_they_are_spaced(area: NamedArea, data) -> None:
    def loosely(name: str) -> str:
        name = data.draw(st.sampled_from([name, name.upper(), name.lower()]))
        return name.replace(" ", data.draw(st.sampled_from([" ", "", "-", "  "])))

    district, regency = INDEX.areas[area.code[:8]], INDEX.areas[area.code[:5]]
    query = VillageQuery(loosely(area.name), "Kec. " + loosely(district.name), regency.name)
    assert resolve_village(query, INDEX) == Found(area.code)


@given(*[st.text(max_size=20)] * 4)
def test_no_writing_breaks_it(village: str, district: str, regency: str, code: str) -> None:
    answer = resolve_village(VillageQuery(village, district, regency, code), INDEX)
    assert isinstance(answer, Found | Ambiguous | Unknown)


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Desa Bambang", "bambang"),
        ("DESA/KELURAHAN BAMBANG", "bambang"),
        ("Kel. Kauman", "kauman"),
        ("Kelurahan  Kauman", "kauman"),
        ("Ds.Codo", "codo"),
        ("Kec. Wajak", "wajak"),
        ("Desa", "desa"),
        ("Desaku Maju", "desakumaju"),
        ("Kelampok", "kelampok"),
        ("Rampal-Celaket", "rampalcelaket"),
        ("Ja'an", "jaan"),
        ("Ja’an", "jaan"),
        ("Sawang II", "sawangii"),
        ("", ""),
    ],
)
def test_names(written: str, normal: str) -> None:
    assert normalise_name(written) == normal


@pytest.mark.parametrize(
    ("written", "normal"),
    [
        ("Kab. Malang", "kabupatenmalang"),
        ("KABUPATEN MALANG", "kabupatenmalang"),
        ("Kota Malang", "kotamalang"),
        ("Kotamadya Malang", "kotamalang"),
        ("Kota Adm. Jakarta Pusat", "kotajakartapusat"),
        ("Kota Administrasi Jakarta Pusat", "kotajakartapusat"),
        ("Malang", "malang"),
        ("Kotabaru", "kotabaru"),
    ],
)
def test_regencies(written: str, normal: str) -> None:
    assert normalise_regency(written) == normal


@pytest.mark.parametrize(
    ("code", "level", "kind", "parent"),
    [
        ("ID", Level.NATION, Kind.NEGARA, ""),
        ("35", Level.PROVINCE, Kind.PROVINSI, "ID"),
        ("35.07", Level.REGENCY, Kind.KABUPATEN, "35"),
        ("35.73", Level.REGENCY, Kind.KOTA, "35"),
        ("35.71", Level.REGENCY, Kind.KOTA, "35"),
        ("35.07.08", Level.DISTRICT, Kind.KECAMATAN, "35.07"),
        ("35.07.08.2003", Level.VILLAGE, Kind.DESA, "35.07.08"),
        ("35.07.13.1007", Level.VILLAGE, Kind.KELURAHAN, "35.07.13"),
        ("91.03.01.3007", Level.VILLAGE, Kind.DESA, "91.03.01"),
    ],
)
def test_what_a_code_says(code: str, level: Level, kind: Kind, parent: str) -> None:
    assert (level_from_code(code), kind_from_code(code), parent_code(code)) == (level, kind, parent)


@pytest.mark.parametrize("code", ["", "3", "35.7", "35.07.08.200", "35.07.08.20033", "ab.cd", "35.07.08.9003"])
def test_what_is_no_code(code: str) -> None:
    with pytest.raises(ValueError, match=code or "^$"):
        kind_from_code(code)


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("3507082003", "35.07.08.2003"),
        (" 35.07.08.2003. ", "35.07.08.2003"),
        ("35 07 08 2003", "35.07.08.2003"),
        ("3507", "35.07"),
        ("35-07", "35.07"),
        ("350", ""),
        ("", ""),
        ("x", ""),
        ("３５", ""),
    ],
)
def test_codes_are_tidied(written: str, code: str) -> None:
    assert tidy_code(written) == code


# The data that comes with the program ---------------------------------------------------------------------------------


def test_the_official_list_is_whole() -> None:
    areas = dict(official_areas())
    counts = [sum(len(code) == length for code in areas) for length in (5, 8, 13)]
    assert (len(areas), counts) == (91_600, [514, 7_285, 83_762])
    assert all(parent_code(code) in areas for code in areas if code != "ID")
    assert [areas[code] for code in ("ID", "31.71", "34", "35.07", "73.10")] == [
        "Indonesia",
        "Kota Administrasi Jakarta Pusat",
        "Daerah Istimewa Yogyakarta",
        "Kabupaten Malang",
        "Kabupaten Pangkajene dan Kepulauan",
    ]
    for regency, villages in (("35.07", 390), ("35.73", 57)):
        assert sum(len(code) == 13 and code.startswith(regency) for code in areas) == villages
    assert not [name for name in areas.values() if name[:1].islower() or name != " ".join(name.split())]
    assert all(kind_from_code(code) for code in areas)


def test_the_list_is_ordered_by_code() -> None:
    with gzip.open(FILE, "rt", encoding="utf-8") as stream:
        codes = [row[0] for row in csv.reader(stream)][1:]
    assert codes == sorted(codes)


@pytest.mark.parametrize("regency", ["35.07", "35.73"])
def test_every_kecamatan_of_malang_has_its_own_tile(regency: str) -> None:
    arrangement = arrangement_of(regency)
    districts = {code for code, _name in official_areas() if len(code) == 8 and code.startswith(regency)}
    assert set(arrangement.tiles) == districts
    cells = [*arrangement.tiles.values(), *((n.column, n.row) for n in arrangement.neighbours)]
    assert len(set(cells)) == len(cells)
    assert all(column > 0 and row > 0 for column, row in cells)


def test_an_area_that_nobody_laid_out_has_no_tiles() -> None:
    assert (dict(arrangement_of("11.01").tiles), arrangement_of("11.01").neighbours) == ({}, ())
