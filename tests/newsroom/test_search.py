"""Readers' search: the same answers on SQLite and PostgreSQL."""

import datetime as dt

import pytest

from kentongan.newsroom import search_index
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.models import Article
from kentongan.newsroom.queries.search import search

# Day of September 2025, group, kind, title, text.
ARTICLES = """
01|kayutangan|kabar|Pembuatan pupuk kompos dari sampah dapur|Warga RW 02 belajar membuat pupuk. Sampah dapur diolah dengan drum bekas.
02|kayutangan|kabar|Kerja bakti membersihkan sungai|Warga membersihkan sungai. Sampah diangkut dua truk. Tidak ada yang membuat keributan.
03|gubugklakah|kabar|Pelatihan membuat keripik apel|Ibu-ibu dilatih. Keripik apel buatan desa dijual ke pasar wisata.
04|gubugklakah|produk|Keripik apel Bu Sri|Renyah, dibuat dari apel petik sendiri. Pesan lewat pesan singkat.
05|kayutangan|acara|Pasar malam Kayutangan|Pasar malam dibuka pukul tujuh. Keripik, kopi, dan batik.
06|kayutangan|kabar|Posyandu lansia setiap Jumat|Lansia diperiksa. Kader posyandu mencatat tekanan darah, posyandu buka pukul delapan.
07|gubugklakah|kabar|Jalan desa diperbaiki|Perbaikan jalan selesai. Posyandu dan sekolah mudah dicapai.
08|gubugklakah|potensi|Petik apel langsung di kebun|Wisatawan memetik apel. Kebun apel dibuka setiap hari.
09|kayutangan|video|Cara membatik untuk pemula|Membatik dengan canting. Pembatik muda mengajar.
10|kayutangan|pengumuman|Air mati hari Jum'at|Aliran air dihentikan sementara untuk perbaikan pipa.
11|gubugklakah|kabar|Kelompok tani menanam kopi|Petani menanam kopi di lereng. Pertanian organik.
12|kayutangan|kabar|ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ di gapura baru 🎉|Gapura beraksara Jawa dibuka warga.
"""


@pytest.fixture
def shelf(cast, write) -> dict[str, Article]:
    """The articles by their day."""
    made = {}
    for line in ARTICLES.strip().splitlines():
        day, group, kind, title, body = line.split("|")
        at = dt.datetime(2025, 9, int(day), 8, tzinfo=dt.UTC)
        made[day] = write(getattr(cast, group), title, kind=kind, body=body, published_at=at)
        search_index.index(made[day])
    return made


def days(typed: str, **scope) -> str:
    return " ".join(hit.article.published_at.strftime("%d") for hit in search(typed, **scope).hits)


# Written down once; each database must say the same.
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("membuat", "03 01 04 02"),
        ("pembuatan", "03 01 04 02"),
        ("buatan", "03 01 04 02"),
        ("apel", "08 04 03"),
        ("keripik apel", "04 03"),
    ],
)
def test_the_first_ten(shelf, typed: str, expected: str) -> None:
    assert days(typed) == expected


@pytest.fixture
def portal(cast):
    return site_of(cast.kota)


def test_the_page(client, shelf, portal) -> None:
    response = client.get(f"/{portal.slug}/cari/?q=pembutan+pupuk")
    print(response.content.decode()[response.content.decode().index("<main") :])
    assert response.status_code == 200
