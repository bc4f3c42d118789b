"""Texts of instruments for tests."""

from pathlib import Path

from kentongan.assessment import rules

SHIPPED = Path(rules.__file__).parents[1] / "instruments"
# Klaster 1 to 4 with nothing but what is published: two holes.
PUBLISHED = Path(__file__).with_name("klaster-terbitan.toml").read_text()
# The rule of the design's picture that an earlier one hides.
HIDDEN_RULE = '[[tingkat.aturan]]\nada = ["sk", "media"]\ntidak = ["organisasi", "berita"]\n'
WITH_HIDDEN_RULE = PUBLISHED.replace('[[tingkat]]\nnama = "Klaster 4"', HIDDEN_RULE + '[[tingkat]]\nnama = "Klaster 4"')


def shipped_text(code: str) -> str:
    return (SHIPPED / f"{code}.toml").read_text()


SMALL = """
kode = "kecil"
nama = "Kecil"
tujuan = "tahap"

[syarat.rapat]
nama = "rutin rapat"
lawan = "jarang rapat"
hitung = "jumlah"
jenis = ["rapat"]
batas = 2
rentang = "180 hari"

[[tingkat]]
nama = "Rajin"
[[tingkat.aturan]]
ada = ["rapat"]

[[tingkat]]
nama = "Mulai"
[[tingkat.aturan]]
"""
