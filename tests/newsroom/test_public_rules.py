"""What readers are told of a place and how a title breaks."""

import pytest

from kentongan.newsroom.rules.places import place_line
from kentongan.newsroom.rules.titles import unbroken


@pytest.mark.parametrize(
    ("said", "line"),
    [
        ([""], "Kelurahan Kauman"),
        (["Gapura RW 09"], "Gapura RW 09, Kelurahan Kauman"),
        (["Gapura RW 09, Kelurahan Kauman"], "Gapura RW 09, Kelurahan Kauman"),
        (["Gapura RW 09, kauman"], "Gapura RW 09, kauman"),
        (["Halaman kantor kelurahan Kauman"], "Halaman kantor kelurahan Kauman"),
        # A hall's own name is not yet the area.
        (["Balai Kauman Lama"], "Balai Kauman Lama, Kelurahan Kauman"),
        (["Kelurahan Kaumanan"], "Kelurahan Kaumanan, Kelurahan Kauman"),
        (["Gapura", "RW 09", "Gapura"], "Gapura, RW 09, Kelurahan Kauman"),
    ],
)
def test_a_place_names_its_area_once(said: list[str], line: str) -> None:
    assert place_line(said, "Kauman", "Kelurahan Kauman") == line


@pytest.mark.parametrize(
    ("title", "shown"),
    [
        ("Kerja bakti warga RW 09", "Kerja bakti warga RW\u00a009"),
        ("Posyandu RT 07 RW 02 pukul 08.00", "Posyandu RT\u00a007 RW\u00a002 pukul\u00a008.00"),
        ("Rapat Pukul 8", "Rapat Pukul\u00a08"),
        ("RW bersih", "RW bersih"),
        ("Start 5 km", "Start 5 km"),
        ("Dipukul 3 kali", "Dipukul 3 kali"),
    ],
)
def test_a_number_stays_with_its_word(title: str, shown: str) -> None:
    assert unbroken(title) == shown
