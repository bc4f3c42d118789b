"""An instrument's text becomes a document, or every complaint about it, each with its line."""

import time
import tomllib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules import editing
from kentongan.assessment.rules.document import Rule, Window
from kentongan.assessment.rules.layout import lay_out
from kentongan.assessment.rules.reading import BadDocument, Problem, read_document
from tests.assessment.texts import PUBLISHED, SHIPPED, SMALL, shipped_text


def problems_of(text: str) -> tuple[Problem, ...]:
    with pytest.raises(BadDocument) as caught:
        read_document(text)
    return caught.value.problems


def line_of(text: str, piece: str) -> int:
    return text[: text.index(piece)].count("\n") + 1


@pytest.mark.parametrize("path", sorted(SHIPPED.glob("*.toml")), ids=lambda path: path.stem)
def test_shipped_instruments_are_read(path) -> None:
    document = read_document(path.read_text())
    assert document.code == path.stem
    assert document.source, "says where it comes from"
    assert all(one.hint for one in document.base), "every step can be named"


def test_everything_arrives() -> None:
    document = read_document(shipped_text("klaster-kota-malang"))
    assert (document.grace, document.stay, document.purpose) == (30, 0, Purpose.TIERS)
    share = document.by_key["undangan"]
    assert (share.measure, share.limit, share.window, share.empty_is_met) == (
        Measure.SHARE, 500, Window(months=12), True,
    )  # fmt: skip
    assert all(one.confirmed_only for one in document.base)
    assert document.tiers[1].rules[1] == Rule(
        met=frozenset({"sk", "media"}), unmet=frozenset({"organisasi"}), although=frozenset({"organisasi"})
    )
    assert document.tiers[2].rules[1].reason.startswith("Tidak disebut dalam terbitan")


def test_points_and_scores_arrive() -> None:
    document = read_document(shipped_text("poin"))
    assert document.by_score
    assert [(item.points, item.cap) for item in document.indicators[0].items] == [(1, 20), (1, 20), (2, 50), (5, 10)]
    assert [tier.least_score for tier in document.tiers] == [60, 30, 10, 0]


def test_the_active_tier_and_the_proposal_are_marked() -> None:
    document = read_document(shipped_text("aktif"))
    assert [tier.is_active for tier in document.tiers] == [True, False]
    assert read_document(shipped_text("tahap-kim")).is_proposal


def test_the_mark_of_windows_own_editor_is_passed_over() -> None:
    assert read_document("\ufeff" + SMALL) == read_document(SMALL)
    assert editing.line_ends("\ufeff" + SMALL) == editing.line_ends(SMALL)


def test_hidden_characters_are_complained_of() -> None:
    name = next(line for line in SMALL.splitlines() if line.startswith("nama"))
    text = SMALL.replace(name, 'nama = "Klaster \\u202e1"', 1)
    assert "tidak tampak" in str(problems_of(text)[0])
    assert problems_of(text)[0].line == line_of(SMALL, name)


def test_windows_line_ends_are_read() -> None:
    assert read_document(SMALL.replace("\n", "\r\n")) == read_document(SMALL)


WRONG = {
    "unknown kind": ('jenis = ["rapat"]', 'jenis = ["rapta"]', "Maksudnya “rapat”?"),
    "unknown key": ("batas = 2", "bats = 2", "Maksudnya “batas”?"),
    "unknown measure": ('hitung = "jumlah"', 'hitung = "jumlahkan"', "Maksudnya “jumlah”?"),
    "unknown purpose": ('tujuan = "tahap"', 'tujuan = "tahapan"', "Maksudnya “tahap”?"),
    "unknown indicator": ('ada = ["rapat"]', 'ada = ["rapat", "sk"]', "Syarat “sk” tidak ada."),
    "window of no days": ('rentang = "180 hari"', 'rentang = "0 hari"', "dari 1 sampai 1825 hari"),
    "endless window": ('rentang = "180 hari"', 'rentang = "99999 hari"', "dari 1 sampai 1825 hari"),
    "window in years": ('rentang = "180 hari"', 'rentang = "2 tahun"', 'Tulis: rentang = "24 bulan"'),
    "window in weeks": ('rentang = "180 hari"', 'rentang = "2 minggu"', 'Tulis: rentang = "14 hari"'),
    "window in words": ('rentang = "180 hari"', 'rentang = "setengah tahun"', "tidak terbaca"),
    "limit of nothing": ("batas = 2", "batas = 0", "dari 1 sampai 1000"),
    "limit as text": ("batas = 2", 'batas = "dua"', "bilangan bulat"),
    "limit as yes": ("batas = 2", "batas = true", "bilangan bulat"),
    "code with spaces": ('kode = "kecil"', 'kode = "Kode Kami"', "huruf kecil"),
    "empty name": ('nama = "rutin rapat"', 'nama = " "', "masih kosong"),
    "long name": ('nama = "rutin rapat"', f'nama = "{"a" * 61}"', "61 huruf, paling banyak 60"),
    "name of two lines": ('nama = "rutin rapat"', 'nama = """a\nb"""', "satu baris"),
    "name as number": ('nama = "rutin rapat"', "nama = 5", "di antara tanda kutip"),
    "kinds as text": ('jenis = ["rapat"]', 'jenis = "rapat"', "daftar kata"),
    "decree counted": ('jenis = ["rapat"]', 'jenis = ["sk"]', 'hitung = "berlaku"'),
    "rule against itself": ('ada = ["rapat"]', 'ada = ["rapat"]\ntidak = ["rapat"]', "sekaligus"),
    "although it is so": ('ada = ["rapat"]', 'ada = ["rapat"]\nwalau = ["rapat"]', "sekaligus"),
    "weight without scores": ("batas = 2", "batas = 2\nbobot = 5", "Bobot hanya dipakai"),
    "same tier twice": ('nama = "Mulai"', 'nama = "rajin"', "sudah dipakai"),
    "active as text": ('nama = "Rajin"', 'nama = "Rajin"\naktif = "ya"', "aktif = true"),
    "no quotation marks": ('rentang = "180 hari"', "rentang = 180 hari", "tanda kutip"),
    "open quotation marks": ('nama = "Kecil"', 'nama = "Kecil', "belum ditutup"),
    "open list": ('jenis = ["rapat"]', 'jenis = ["rapat"', "belum ditutup"),
    "key twice": ("batas = 2", "batas = 2\nbatas = 3", "dua kali"),
    "section twice": ('[[tingkat]]\nnama = "Rajin"', "[syarat.rapat]", "ditulis dua kali"),
    "no equals sign": ("batas = 2", "batas 2", "tanda “=”"),
    "a sentence": ("batas = 2", "= dua", "tidak terbaca"),
}  # fmt: skip


@pytest.mark.parametrize(("piece", "wrong", "says"), WRONG.values(), ids=WRONG)
def test_each_complaint_names_its_line_and_what_to_do(piece: str, wrong: str, says: str) -> None:
    text = SMALL.replace(piece, wrong, 1)
    assert text != SMALL
    found = problems_of(text)
    assert any(says in problem.text for problem in found), [str(one) for one in found]
    lines = range(line_of(SMALL, piece), line_of(SMALL, piece) + wrong.count("\n") + 1)
    assert any(problem.line in lines for problem in found if says in problem.text)


def test_what_is_missing_is_named_at_its_section() -> None:
    text = SMALL.replace("batas = 2\n", "").replace('nama = "Rajin"\n', "")
    found = problems_of(text)
    assert [problem.line for problem in found] == [line_of(text, "[syarat.rapat]"), line_of(text, "[[tingkat]]")]


def test_several_complaints_come_at_once_in_order_of_lines() -> None:
    text = PUBLISHED.replace('"rapat"', '"rapt"').replace("180 hari", "0 hari").replace('"50%"', '"150%"')
    lines = [problem.line for problem in problems_of(text)]
    assert len(lines) == 3
    assert lines == sorted(lines)


def test_circles_are_named() -> None:
    circle = """
[syarat.a]
nama = "a"
hitung = "semua"
syarat = ["b"]
[syarat.b]
nama = "b"
hitung = "salah-satu"
syarat = ["rapat", "a"]
"""
    text = SMALL + circle
    (problem,) = problems_of(text)
    assert "a → b → a" in problem.text
    assert problem.line == line_of(text, 'syarat = ["b"]')


def test_a_share_is_part_of_its_whole() -> None:
    text = PUBLISHED.replace('dari = ["undangan"]', 'dari = ["undangan-dihadiri"]')
    (problem,) = problems_of(text)
    assert "undangan-dijawab tidak termasuk" in problem.text


def test_points_that_cannot_be_reached() -> None:
    text = shipped_text("poin").replace('rentang = "12 bulan"', 'rentang = "12 bulan"\nbatas = 101')
    (problem,) = problems_of(text)
    assert "paling banyak 100 poin" in problem.text


def test_scores_run_downwards() -> None:
    text = shipped_text("poin").replace("skor_minimal = 30", "skor_minimal = 60")
    (problem,) = problems_of(text)
    assert problem.line == line_of(text, 'nama = "Madya"') + 1


def test_an_activity_instrument_says_which_tier_is_active() -> None:
    (problem,) = problems_of(shipped_text("aktif").replace("aktif = true\n", ""))
    assert "aktif = true" in problem.text


def many_indicators(n: int) -> str:
    one = '[syarat.s%d]\nnama = "s"\nhitung = "jumlah"\njenis = ["rapat"]\nbatas = 1\nrentang = "9 hari"\n'
    return SMALL + "".join(one % number for number in range(n))


BOMBS = {
    "10,000 tiers": "[[tingkat]]\n" * 10_000,
    "2,700 tiers": "[[tingkat]]\n" * 2_700,
    "50 rules": SMALL + "[[tingkat.aturan]]\n" * 50,
    "20 indicators": many_indicators(20),
    "60 indicators": many_indicators(60),
    "deep lists": "a = " + "[" * 16_000,
    "deep tables": "a = " + "{a=" * 8_000,
    "deep names": "a." * 16_000 + "b = 1",
    "deep headings": ("[" + "a." * 7 + "b%d]\n") * 1_500 % tuple(range(1_500)),
    "huge number": "a = " + "9" * 20_000,
    "huge name": "a" * 32_000,
    "unknown names": "".join(f"nema{n} = 1\n" for n in range(2_500)),
    "unknown kinds": SMALL.replace('"rapat"]', ",".join(f'"x{n}"' for n in range(3_000)) + "]", 1),
    "quotation marks": '"' * 30_000,
    "escapes": 'a = "' + "\\u0041" * 5_000,
    "too large": "# " + "x" * 40_000,
    "nothing": " \n",
    "month 13": "a = 2020-13-01",
    "a null": "nama = \0",
    "half a character": "nama = '\udc80'",
}  # fmt: skip


@pytest.mark.parametrize("line", ["a = 2020-13-01", "a = " + "9" * 20_000], ids=["month 13", "huge number"])
def test_what_cannot_be_read_is_told_at_its_line(line: str) -> None:
    assert [problem.line for problem in problems_of(f"{SMALL}\n{line}\nb = [\n")] == [SMALL.count("\n") + 2]


@pytest.mark.parametrize("text", BOMBS.values(), ids=BOMBS)
def test_bombs_end_in_a_few_complaints_and_soon(text: str) -> None:
    began = time.process_time()
    found = problems_of(text)
    assert time.process_time() - began < 2
    assert 1 <= len(found) <= 31
    assert all(len(problem.text) < 600 for problem in found)


@given(st.text(alphabet="ab.[]={}\"'\n#, 1\\-", max_size=60))
def test_any_text_is_read_or_refused(text: str) -> None:
    with pytest.raises(BadDocument):
        read_document(text)


KEYS = st.sampled_from(["a", "b-c", "d_e", '"kutip. spasi"', "'x#y'"])
VALUES = st.sampled_from(["1", '"a # b"', "[1, 2]", '["]", "#"]', '"""x\n[y]\n"""', "'''\nz = 1'''", "[\n 1, # ]\n 2\n]", "{ p = 1 }", "true"])  # fmt: skip


@given(
    st.lists(st.tuples(KEYS, VALUES), unique_by=lambda pair: pair[0], max_size=4),
    st.lists(
        st.tuples(st.booleans(), st.lists(st.tuples(KEYS, VALUES), unique_by=lambda pair: pair[0], max_size=4)),
        max_size=4,
    ),
)
def test_places_are_where_the_values_are(top, sections) -> None:
    """Each value, taken from its place and read alone, is what the whole text says at its path."""
    lines = [f"{key} = {value} # sesudah" for key, value in top]
    for number, (is_list, pairs) in enumerate(sections):
        lines.append("[[daftar.isi]]" if is_list else f"[ bagian.'n {number}' ]")
        lines += [f"  {key}={value}" for key, value in pairs]
    text = "\n".join(lines)
    whole = tomllib.loads(text)
    places = lay_out(text).places
    values = {path: place for path, place in places.items() if not place.is_heading}
    assert len(values) == len(top) + sum(len(pairs) for _is_list, pairs in sections)
    for path, place in values.items():
        here = whole
        for step in path:
            here = here[step]
        assert tomllib.loads("v = " + text[place.start : place.end])["v"] == here
