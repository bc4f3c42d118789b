"""Words of search: roots, folding, spelling, ranking, excerpts."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.newsroom.rules.excerpts import LENGTH, excerpt, marked
from kentongan.newsroom.rules.ranking import points
from kentongan.newsroom.rules.spelling import halves, meant, near, one_mistake_away
from kentongan.newsroom.rules.words import term, words_in
from kentongan.newsroom.stems import root_of, stem

ROOTS = """
buat      pembuatan membuat dibuat buatan buatannya perbuatan terbuat membuatkan
tulis     menulis penulis tulisan ditulis menuliskan tertulis
kirim     mengirim kiriman pengiriman dikirimkan terkirim
olah      mengolah pengolahan olahan diolah
pupuk     memupuk pemupukan dipupuk
sapu      menyapu penyapu disapu
tani      petani bertani pertanian
ternak    beternak peternakan peternak
ajar      belajar pelajar pelajaran pengajar mempelajari mengajarkan pembelajaran
latih     pelatihan melatih latihan berlatih dilatih
baik      memperbaiki perbaikan diperbaiki kebaikan
kerja     bekerja pekerja pekerjaan dikerjakan mengerjakan
masyarakat bermasyarakat kemasyarakatan
selidik   penyelidikan menyelidiki
masuk     memasuki pemasukan dimasukkan
beri      berikan pemberian diberikan memberi
kunjung   mengunjungi pengunjung berkunjung kunjungan
bank      perbankan
unggah    mengunggah unggahan diunggah
kopi      kopinya kopiku
cuci      mencuci pencucian cucian
bina      pembinaan membina dibina binaan
bersih    membersihkan kebersihan pembersihan
umum      pengumuman diumumkan mengumumkan
"""
CASES = [(word, root) for root, *words in map(str.split, ROOTS.strip().splitlines()) for word in (root, *words)]
# Not cut, though they look as if they had an affix.
WHOLE = "berita perempuan bali bekasi kepanjen malang wajak tunai mereka sekolah perahu menantu desa kelapa gedangan umkm rw posyandu"


@pytest.mark.parametrize(("word", "root"), CASES)
def test_a_root_is_found_under_its_affixes(word: str, root: str) -> None:
    assert stem(word) == root


@pytest.mark.parametrize("word", WHOLE.split())
def test_what_only_looks_like_an_affix_stays(word: str) -> None:
    assert stem(word) == word


@given(st.text(max_size=60))
def test_any_text_has_words_and_every_word_a_root(text: str) -> None:
    for word in words_in(text):
        assert stem(word)
        assert term("w", stem(word)).isascii()
        assert term("w", stem(word)).isalnum()


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("Jum’at, 05 September", "jumat 5 september"),
        ("buku-buku kegiatan2 RW02", "buku buku kegiatan rw02"),
        ("Dhéwé Café", "dhewe cafe"),
        ("ꦱꦸꦒꦼꦁ 🎉 ok", "ꦱꦸꦒꦼꦁ ok"),
        ("a&b|!:* \x00 ''", "a b"),
    ],
)
def test_words_are_folded(text: str, words: str) -> None:
    assert words_in(text) == words.split()


@pytest.mark.parametrize(
    ("typed", "known", "expected"),
    [
        ("pembutan", {"pembuatan": 3, "sebutan": 9}, "pembuatan"),
        ("posiandu", {"posyandu": 1}, "posyandu"),
        ("kayutngan", {"kayutangan": 2, "tangan": 50}, "kayutangan"),
        ("gubug", {"gubugklakah": 1}, "gubugklakah"),
        ("kopi", {"topi": 1, "kopra": 9}, "topi"),
        ("batk", {"batik": 1, "bata": 5}, "bata"),
        ("xqzzyv", {"batik": 9}, ""),
        ("batk", {"batik": 0}, ""),
    ],
)
def test_the_word_that_was_meant(typed: str, known: dict[str, int], expected: str) -> None:
    assert meant(near(typed, known), known) == expected


def test_one_mistake_is_mended_in_every_way() -> None:
    assert {"membuat", "membuta", "embuat"} <= {*one_mistake_away("membuta"), *one_mistake_away("membuat")}
    assert "pembuatan" in set(one_mistake_away("pembutan"))
    assert "pembuatan" in set(one_mistake_away("pembuatann"))


def test_a_word_is_taken_apart() -> None:
    assert ("gotong", "royong") in halves("gotongroyong")
    assert halves("abc") == []


@pytest.mark.parametrize(
    ("better", "worse"),
    [
        ("pupuk kompos|", "pupuk|kompos"),
        ("pupuk|kompos", "pupuk pupuk pupuk|"),
        ("|kompos pupuk", "pupuk|"),
        ("pupuk kompos|", "kompos pupuk|"),
        ("|pupuk kompos", "|kompos dan pupuk"),
        ("|kompos dan pupuk", "|pupuk satu dua tiga empat lima enam kompos"),
        ("|pupuk satu dua tiga empat lima enam kompos", f"|pupuk {'lain ' * 40}kompos"),
        (f"|pupuk {'lain ' * 40}kompos", "|lain"),
    ],
)
def test_what_answers_better_has_more_points(better: str, worse: str) -> None:
    def of(text: str) -> tuple[int, int, int]:
        title, body = text.split("|")
        return points(("pupuk", "kompos"), title.split(), body.split())

    assert of(better) > of(worse)


def test_a_word_that_stands_often_has_more_points() -> None:
    often, twice, once = (points(("kopi",), [], ["kopi"] * times) for times in (5, 2, 1))
    assert often > twice > once


def shown(parts) -> str:
    return "".join(f"[{part.text}]" if part.is_asked else part.text for part in parts)


def test_what_was_asked_is_marked() -> None:
    assert shown(marked("Pembuatan pupuk & <b>", {"buat"}, root_of)) == "[Pembuatan] pupuk & <b>"
    assert shown(excerpt("Warga membuat pupuk.", {"pupuk"}, root_of)) == "Warga membuat [pupuk]."


def test_the_piece_with_the_words_is_shown() -> None:
    text = "lain " * 100 + "warga membuat pupuk kompos dari sampah " + "sesudah " * 100
    piece = shown(excerpt(text, {"buat", "pupuk"}, root_of))
    assert piece.startswith("… ")
    assert piece.endswith(" …")
    assert "[membuat] [pupuk] kompos" in piece
    assert len(piece) < LENGTH + 20


@given(st.text(max_size=600), st.sets(st.sampled_from(["buat", "a", "0", "pupuk"])))
def test_no_text_breaks_a_piece(text: str, roots: set[str]) -> None:
    piece = "".join(part.text for part in excerpt(text, roots, root_of))
    assert piece.strip("… ") in " ".join(text.split()) or not piece.strip("… ")
