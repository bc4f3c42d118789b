"""Which entries the guard holds back, and why."""

import csv
import gzip
import random
import string
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.harvest.guard import judge_entry
from kentongan.harvest.guard.entries import depends_on_past
from kentongan.harvest.guard.folding import fold
from kentongan.harvest.guard.hosts import sells
from kentongan.harvest.guard.lexicon import LETTERS, glance
from kentongan.harvest.guard.reading import Reading, holds_nothing
from kentongan.harvest.rules.shapes import Past, Seen
from tests.harvest.guard_cases import HELD_OUT, NEW, TUNED, Case, cases, result

HIJACKED = [case for part in (*TUNED, *HELD_OUT) for case in cases(part) if case.is_hijacked]
INNOCENT = [case for part in (*TUNED, *HELD_OUT) for case in cases(part) if not case.is_hijacked]


def judge(title: str, text: str = "", past: Past = NEW, **facts):
    return judge_entry(Seen(link="", title=title, text=text, **facts), past=past)


def codes(verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons if reason.weight}


# --- The whole collection -------------------------------------------------------------------------------


def test_there_is_enough_to_tell_apart() -> None:
    assert len(HIJACKED) >= 200
    assert len(INNOCENT) >= 280
    for part in (*TUNED, *HELD_OUT):
        assert len({case.id for case in cases(part)}) == len(cases(part))


@pytest.mark.parametrize("part", TUNED)
def test_what_the_words_were_chosen_by_is_told_rightly(part: str) -> None:
    found = result(part)
    print(f"{part}:", found)
    assert found.wrong == ()


def test_what_they_were_not_chosen_by_is_told_nearly_always() -> None:
    found = result("heldout")
    print("held out:", found)
    assert found.recall >= 0.95
    assert found.precision >= 0.95


def test_what_was_written_to_be_hard_is_told_more_often_than_not_and_nothing_honest_is_held() -> None:
    found = result("heldout_again")
    print("held out again:", found)
    assert found.recall >= 0.5
    assert found.precision == 1


def test_of_a_third_round_as_hard_a_third_is_told_and_nothing_honest_is_held() -> None:
    found = result("heldout_anew")
    print("held out anew:", found)
    assert found.recall >= 0.3
    assert found.precision == 1


def test_a_past_changes_only_what_is_said_to_depend_on_it() -> None:
    settled = Past(
        languages=dict.fromkeys(["ar", "el", "en", "he", "hi", "id", "ja", "jv", "ko", "ru", "th", "zh"], 50)
    )
    seen = [case.seen for case in (*HIJACKED, *INNOCENT)]
    seen += [replace(one, text="", hidden=one.text) for one in seen]
    alone = [judge_entry(one, past=NEW) for one in seen]
    otherwise = [judge_entry(one, past=settled) != before for one, before in zip(seen, alone, strict=True)]
    assert any(otherwise)
    assert all(depends_on_past(before) for differs, before in zip(otherwise, alone, strict=True) if differs)


def test_a_summary_that_repeats_the_text_says_nothing_twice() -> None:
    text = "Slot parkir ditambah.\nWarga dapat jackpot doorprize sepeda."
    assert judge("Jalan sehat", text, summary=text.replace("\n", " ")) == judge("Jalan sehat", text)


@pytest.mark.parametrize("case", [case for case in cases("tuned") if case.signals], ids=str)
def test_each_signal_is_a_reason(case: Case) -> None:
    assert set(case.signals) <= codes(judge_entry(case.seen, past=NEW))


def test_every_signal_of_an_entry_has_a_case() -> None:
    shown = {signal for case in cases("tuned") for signal in case.signals}
    assert shown >= {"words", "brands", "calls", "disguised", "stuffed", "hidden", "hosts", "own_address", "script"}


# --- What was seen is said as it was written ------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "code", "written"),
    [
        ("Daftar di SLOT Gacor terbaik", "words", "SLOT Gacor"),
        ("“Ｓｌｏｔ Ｇａｃｏｒ” 🎰 ada di sini", "words", "Ｓｌｏｔ Ｇａｃｏｒ"),
        ("Dahsyat… ѕlоt gасоr", "words", "ѕlоt gасоr"),
        ("Ada s l o t gacor", "words", "s l o t gacor"),
        ("NusaRaya88 situs slot resmi", "words", "NusaRaya88"),
    ],
)
def test_words_are_quoted_as_they_stand(title: str, code: str, written: str) -> None:
    quoted = [word for reason in judge(title).reasons for word in reason.values.get("words", ())]
    assert written in quoted


def test_a_disguise_is_named_with_what_it_means() -> None:
    reasons = {reason.code: reason for reason in judge("5L0T g4c0r malam ini").reasons}
    assert reasons["disguised"].values["pairs"] == [{"written": "5L0T g4c0r", "meant": "slot gacor"}]


def test_what_is_told_about_is_said_to_be() -> None:
    verdict = judge("Polisi tangkap bandar togel", "Tersangka mengelola situs slot gacor sejak Mei.")
    assert verdict.score == 0
    (reason,) = verdict.reasons
    assert reason.code == "reported"
    assert "Polisi" in reason.values["words"]


# --- Letters that stand for others ----------------------------------------------------------------------


@pytest.mark.parametrize(
    "written",
    ["ƧŁØƬ ƓȺȻØɌ", "ʂɭɵƭ ɠɑƈɵʀ", "ᏚᏞᎾᎢ ᏀᎪᏟᎾᎡ", "ꓢꓡꓳꓔ ꓖꓮꓚꓳꓣ", "ᔕᒪOT GᗩᑕOᖇ", "ⲋⳑⲟⲧ gacor", "sloʇ ƃɐɔoɹ", "ʇols ɹoɔɐƃ", "ТОGЕL оnlіnе"],
)  # fmt: skip
def test_rare_letters_are_read(written: str) -> None:
    verdict = judge(written)
    assert verdict.is_suspect
    assert "disguised" in codes(verdict)


@pytest.mark.parametrize("written", ["Ñandú", "Đakovo", "Łódź", "Bɔkɔ", "Ƙasa"])
def test_names_from_elsewhere_are_no_disguise(written: str) -> None:
    assert judge(written, f"Tamu dari {written} berkunjung ke desa.").reasons == ()


# --- Titles that say nothing else, and quotations --------------------------------------------------------


@pytest.mark.parametrize(
    "title",
    [
        "slot gacor",
        "Slot Gacor Hari Ini 2026",
        "Live Draw SDY 3 Maret",
        "Bandar Togel",
        "Judi Slot Online",
        "PELANGI777 | PELANGI777 Login",
    ],
)
def test_a_title_that_only_sells_is_enough(title: str) -> None:
    assert "bare" in codes(judge(title))
    assert judge(title).is_suspect


@pytest.mark.parametrize(
    "title", ["Judi Online", "Togel", "Kopi77", "Angkringan 88", "Bahaya Slot Gacor", "Sugar Rush"]
)
def test_a_title_of_words_that_others_use_is_not(title: str) -> None:
    assert not judge(title).is_suspect


def test_a_name_that_sells_in_one_place_sells_in_all() -> None:
    said = "Agen togel Nusa77. " + "Kami melayani semua orang. " * 8
    assert judge("", f"{said}Ayo ke Nusa77, buat akun.").score > judge("", f"{said}Ayo ke sana, buat akun.").score
    assert judge("", said.replace("Agen togel Nusa77", "Kedai Kopi77") + "Ayo ke Kopi77, buat akun.").score == 0


@pytest.mark.parametrize(
    ("title", "is_held"),
    [("MELATI4D", True), ("DAHLIASLOT", True), ("Kopi4D", False), ("Belajar Cinema4D", False), ("#LawanTogel", False)],
)
def test_a_name_that_nobody_else_bears_needs_no_company(title: str, is_held: bool) -> None:
    assert judge(title).is_suspect is is_held


def test_a_jamu_seller_in_the_title_does_not_tell_of_what_only_sellers_write() -> None:
    assert judge("Cytotec, obat aborsi dan jamu", "Obat cytotec dan gastrul tersedia.").is_suspect
    assert not judge("Polisi Sita Cytotec di Apotek", "Obat cytotec dan gastrul disimpan.").is_suspect


@pytest.mark.parametrize(
    ("sold", "told"),
    [
        ("Open BO, no tipu-tipu, include room", "Open BO, polisi menangkap penipu, include room"),
        ("Jual akun, bongkar chip MD", "Jual akun dibongkar polisi, chip MD disita"),
        ("Pinjaman tanpa jaminan untuk yang ditolak bank", "Pinjaman tanpa jaminan ditolak warga"),
        ("Membongkar rahasia pola gacor", "Membongkar jaringan pola gacor"),
    ],
)
def test_what_is_denied_or_belongs_to_the_offer_tells_nothing(sold: str, told: str) -> None:
    assert judge("", sold).score > 0
    assert judge("", told).score == 0


def test_a_neighbour_inside_an_offer_shows_no_innocence() -> None:
    assert (
        judge("", "Pinjaman kilat modal KTP tanpa slip gaji").score > judge("", "Pinjaman kilat tanpa slip gaji").score
    )


ADVERT = "“Main slot gacor di situs slot resmi, daftar sekarang bosku, klik link”"


def test_what_a_title_about_a_hoax_quotes_is_told() -> None:
    assert not judge("Cek Fakta: Pesan Berantai", f"Beredar tulisan {ADVERT}. Itu tidak benar.").is_suspect
    assert judge("Pesan Berantai", f"Beredar tulisan {ADVERT}. Itu tidak benar.").is_suspect


def test_a_hoax_in_the_title_frees_no_call_outside_quotation_marks() -> None:
    assert judge("Cek Fakta: Slot", ADVERT.strip("“”")).is_suspect


# --- Messages of those who broke in ----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Hacked by Mr.X404", ""),
        ("H4ck3d By N0x", "Salam dari kami."),
        ("Owned by Mr.Hantu", ""),
        ("Halo", "Security is low admin!"),
        ("Situs ini telah diretas oleh Ghost Team", "Perbaiki keamanan situsmu."),
        ("Maaf admin, nitip jejak", "Keamanan situsmu lemah."),
        ("", "Touched By N0xious\nSorry admin, security is low"),
        ("Hacked by Shadow", "Salam dari kami."),
        ("Hacked by Shadow: security is low, admin", ""),
        ("Hacked by Mr.X404: salam untuk semua teman kami", ""),
    ],
)
def test_who_broke_in_and_says_so_is_held_for_that(title: str, text: str) -> None:
    verdict = judge(title, text)
    assert verdict.is_suspect
    (reason,) = [reason for reason in verdict.reasons if reason.code == "defaced"]
    assert reason.values["words"][0] in f"{title}\n{text}"


@pytest.mark.parametrize(
    ("title", "text"),
    [
        ("Owned by BUMDes Maju Jaya", ""),
        ("Hacked by Nature: Cara Warga Memanen Hujan", "Air ditampung dari talang."),
        ("Hacked by Nature, Banjir Menggenangi Ladang Warga", ""),
        ("Homestay", "Owned by the village and touched by nature. We love our guests."),
        ("KKN 2025 was here", "Mahasiswa mengecat mural bersama warga."),
        ("Website desa telah diretas oleh orang tak dikenal", "Admin memulihkan situs, polisi menyelidiki."),
        ("Pelatihan keamanan situs", "Contoh: judul berubah menjadi Hacked by. Narasumber mengajarkan cadangan."),
        ("Keamanan Lingkungan", "Maaf admin grup, jadwal ronda berubah. Keamanan kampung tanggung jawab bersama."),
    ],
)
def test_who_tells_of_a_break_in_is_not(title: str, text: str) -> None:
    assert "defaced" not in codes(judge(title, text))


# --- Beside a neighbour, a word is innocent -------------------------------------------------------------


@pytest.mark.parametrize(
    ("innocent", "sold"),
    [
        ("burung gacor di lomba kicau", "gacor di slot malam ini"),
        ("slot parkir motor", "slot jackpot malam ini"),
        ("RTP, ruang terbuka publik", "RTP slot"),
        ("jackpot kupon undian sepeda", "jackpot slot taruhan"),
    ],
)
def test_the_same_word_with_and_without_its_innocent_neighbour(innocent: str, sold: str) -> None:
    assert judge(innocent).score == 0
    assert judge(sold).score > 0


@pytest.mark.parametrize("word", ["slot", "gacor", "scatter", "jackpot", "bandar", "rtp", "HOKI88", "spin", "shio"])
def test_a_word_with_two_lives_alone_says_nothing(word: str) -> None:
    assert judge(word, f"Warga membicarakan {word} di balai desa.").score == 0


# --- Names of servers -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("host", "does_sell"),
    [
        ("slot-gacor.example", True),
        ("slotgacor.blogspot.com", True),
        ("slot-gacor.dinas-karangan.go.id", True),
        ("nusaraya88.example", True),
        ("dewatoto.example", True),
        ("situs.togel.example", True),
        ("s1ot-gac0r.example", True),
        ("bokepindo.example", True),
        ("", False),
        ("kim77.blogspot.com", False),
        ("stop-judi-online.example", False),
        ("aduankonten.id", False),
        ("toto.example", False),
        ("desa-slotipan.desa.id", False),
        ("www.youtube.com", False),
        ("a" * 5000, False),
    ],
)
def test_what_the_name_of_a_server_says(host: str, does_sell: bool) -> None:
    assert sells(host) is does_sell


def test_a_group_may_be_called_what_it_likes() -> None:
    assert not sells("kimgacor.example", is_own=True)
    assert sells("slotgacor.kim-karangan.example", is_own=True)


# --- Other scripts --------------------------------------------------------------------------------------

JAPANESE = "人気のスニーカーを豊富に取り揃えております"


def test_a_script_that_is_at_home_is_no_reason() -> None:
    assert judge("", JAPANESE).is_suspect
    assert not judge("", JAPANESE, past=Past(languages={"ja": 5})).is_suspect
    assert judge("", JAPANESE, past=Past(languages={"id": 50})).is_suspect


@pytest.mark.parametrize("text", ["بِسْمِ اللَّهِ الرَّحْمَنِ الرَّحِيمِ", "ꦱꦸꦒꦼꦁꦫꦮꦸꦃ ꦱꦼꦢꦪ", "ᬒᬁ ᬲ᭄ᬯᬲ᭄ᬢ᭄ᬬᬲ᭄ᬢᬸ"])
def test_scripts_of_the_country_are_not_foreign(text: str) -> None:
    assert judge(text, text).score == 0


# --- No disguise, no addition and no case changes a verdict ---------------------------------------------

INVISIBLE = ("\u200b", "\u200c", "\u200d", "\u2060", "\ufeff", "\u00ad", "\u034f", "\u180e")


@given(st.sampled_from(HIJACKED + INNOCENT), st.randoms(use_true_random=False))
def test_characters_of_no_width_change_nothing(case: Case, chance: random.Random) -> None:
    def sprinkled(text: str) -> str:
        return "".join(letter + (chance.choice(INVISIBLE) if chance.random() < 0.4 else "") for letter in text)

    seen = Seen(
        link=case.seen.link,
        title=sprinkled(case.seen.title),
        text=sprinkled(case.seen.text),
        links=case.seen.links,
        hidden=sprinkled(case.seen.hidden),
    )
    plain = Seen(
        link=case.seen.link,
        title=case.seen.title,
        text=case.seen.text,
        links=case.seen.links,
        hidden=case.seen.hidden,
    )
    assert judge_entry(seen, past=NEW).is_suspect == judge_entry(plain, past=NEW).is_suspect


@pytest.mark.parametrize("case", HIJACKED + INNOCENT, ids=str)
def test_capitals_change_nothing(case: Case) -> None:
    verdicts = {
        judge_entry(
            Seen(link="", title=turn(case.seen.title), text=turn(case.seen.text), hidden=turn(case.seen.hidden)),
            past=NEW,
        ).is_suspect
        for turn in (str.lower, str.upper)
    }
    assert len(verdicts) == 1


@given(st.sampled_from(HIJACKED), st.lists(st.sampled_from(INNOCENT), min_size=1, max_size=4), st.integers(0, 4))
def test_innocent_text_frees_no_hidden_casino(case: Case, around: list[Case], place: int) -> None:
    if "script" in codes(judge_entry(case.seen, past=NEW)):
        return  # A share of all letters: a page of Japanese is one, a greeting is none.
    advert = f"{case.seen.title}\n{case.seen.text}"
    if not judge_entry(replace(case.seen, link="", title="", text=advert), past=NEW).is_suspect:
        return  # Told by its title alone: what stands below that may be a report of it.
    texts = [other.seen.text for other in around]
    texts.insert(min(place, len(texts)), advert)
    seen = Seen(
        link=case.seen.link,
        title=case.seen.title,
        text="\n\n".join(texts),
        links=case.seen.links,
        hidden=case.seen.hidden,
    )
    assert judge_entry(seen, past=NEW).is_suspect


def test_a_title_without_end_is_read_to_its_end() -> None:
    assert judge("slot gacor " * 2_000).is_suspect
    assert judge("warga " * 2_000 + "situs slot gacor maxwin daftar sekarang nusa88").is_suspect


@given(st.text(max_size=300))
def test_any_text_gets_a_verdict(text: str) -> None:
    verdict = judge_entry(Seen(link=text, title=text, text=text, hidden=text, links=(text,)), past=NEW)
    assert verdict.score == sum(reason.weight for reason in verdict.reasons)


@given(st.text(alphabet=string.ascii_letters + "slotgacr 0134.-!@\n“ѕоа", max_size=120))
def test_the_short_way_out_hides_nothing(text: str) -> None:
    folded = fold(text)
    if holds_nothing(folded):
        assert Reading(text, folded).hits == []


@given(st.text(max_size=200))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert fold(fold(text)) == fold(text)


@pytest.mark.parametrize("letter", sorted(LETTERS))
def test_every_borrowed_letter_is_given_back(letter: str) -> None:
    assert fold(letter).isascii()


# --- No word of the country is taken for a disguise -----------------------------------------------------

ROOT = Path(__file__).resolve().parents[2]


def words_of_places() -> set[str]:
    with gzip.open(ROOT / "kentongan/areas/data/areas.csv.gz", "rt", encoding="utf-8") as lines:
        return {word for row in csv.reader(lines) for cell in row for word in fold(cell).split() if word.isalpha()}


def words_of_the_dictionary() -> set[str]:
    with gzip.open(ROOT / "kentongan/newsroom/data/roots.txt.gz", "rt", encoding="utf-8") as lines:
        return {word for line in lines for word in fold(line).split()[:1] if word.isalpha()}


@pytest.mark.parametrize("words", [words_of_places, words_of_the_dictionary])
def test_no_word_is_taken_for_another(words) -> None:
    known = words()
    assert len(known) > 10_000
    taken = {word: glance(word).word for word in known if len(word) < 40 and glance(word).is_disguised}
    assert taken == {}
