"""Instruments said in sentences, as officials read them."""

import pytest

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.checker import labels_of
from kentongan.assessment.rules.document import Indicator, Window
from kentongan.assessment.rules.reading import read_document
from kentongan.assessment.rules.wording import (
    fall_sentences,
    limit_words,
    meaning,
    plain,
    rule_sentence,
    score_sentence,
    tier_noun,
    window_words,
)
from tests.assessment.texts import SMALL, shipped_text


@pytest.fixture(scope="module")
def clusters():
    return read_document(shipped_text("klaster-kota-malang"))


def test_rules_are_sentences(clusters) -> None:
    assert {label: plain(rule_sentence(clusters, rule)) for label, _tier, rule in labels_of(clusters)} == {
        "1": "Semua berjalan: SK berlaku, organisasi berjalan, media hidup, rutin memberitakan, dan hadir bila diundang.",
        "2a": "SK berlaku dan rutin memberitakan.",
        "2b": "SK berlaku dan media hidup, walau organisasi tidur.",
        "2c": "SK berlaku, organisasi berjalan, dan tidak ada berita.",
        "3a": "SK berlaku, organisasi tidur, dan tidak ada berita.",
        "3b": "SK habis dan rutin memberitakan.",
        "4": "SK habis dan tidak ada berita.",
    }


def test_words_of_indicators_lead_to_their_limits(clusters) -> None:
    _label, _tier, rule = labels_of(clusters)[2]
    assert [(part.text, part.key) for part in rule_sentence(clusters, rule) if part.key] == [
        ("SK berlaku", "sk"), ("media hidup", "media"),
    ]  # fmt: skip


def test_rules_without_conditions() -> None:
    small = read_document(SMALL)
    assert [plain(rule_sentence(small, rule)) for _tier, rule in small.rules_in_order()] == [
        "Rutin rapat.", "Semua KIM lainnya.",
    ]  # fmt: skip
    everyone = read_document(SMALL.replace('ada = ["rapat"]\n', ""))
    assert plain(rule_sentence(everyone, next(everyone.rules_in_order())[1])) == "Semua KIM."


def test_scores_are_sentences() -> None:
    points = read_document(shipped_text("poin"))
    assert [plain(score_sentence(points, tier)) for tier in points.tiers[:2]] == [
        "Skor 60 atau lebih.", "Skor 30 sampai kurang dari 60.",
    ]  # fmt: skip


def test_the_limit_table_of_the_clusters(clusters) -> None:
    assert [(meaning(clusters, one), limit_words(one), window_words(one)) for one in clusters.indicators] == [
        ("sisa masa SK", "lebih dari 0 hari", "hari ini"),
        ("rapat dengan notulen", "2 rapat", "180 hari"),
        ("unggahan di kanal atau tayangan di situs KIM", "6 bukti", "90 hari"),
        ("berita", "3 berita", "90 hari"),
        ("undangan dijawab atau undangan dihadiri, dari semua undangan", "separuh", "12 bulan"),
    ]


@pytest.mark.parametrize(
    ("one", "words"),
    [
        (Indicator("a", "a", "b", Measure.IN_FORCE, ("sk",), limit=30), "30 hari"),
        (Indicator("a", "a", "b", Measure.SHARE, limit=333), "33,3%"),
        (Indicator("a", "a", "b", Measure.SHARE, limit=750), "75%"),
        (Indicator("a", "a", "b", Measure.SHARE, limit=1000), "semuanya"),
        (Indicator("a", "a", "b", Measure.MONTHS, limit=6), "6 bulan"),
        (Indicator("a", "a", "b", Measure.POINTS, limit=60), "60 poin"),
        (Indicator("a", "a", "b", Measure.COUNT, ("rapat", "berita"), limit=3), "3 bukti"),
        (Indicator("a", "a", "b", Measure.COUNT, ("kegiatan",), limit=3), "3 kegiatan"),
        (Indicator("a", "a", "b", Measure.ALL_OF), ""),
    ],
)
def test_limits(one: Indicator, words: str) -> None:
    assert limit_words(one) == words


def test_composites_and_points_say_what_they_are_made_of() -> None:
    stages = read_document(shipped_text("tahap-kim"))
    assert meaning(stages, stages.by_key["bergerak"]) == (
        "salah satu: organisasi berjalan, rutin mengabarkan, memberdayakan warga"
    )
    assert window_words(stages.by_key["bergerak"]) == ""
    points = read_document(shipped_text("poin"))
    assert meaning(points, points.indicators[0]).endswith(
        "berita 2, paling banyak 50; bimtek diselesaikan 5, paling banyak 10"
    )
    assert window_words(Indicator("a", "a", "b", Measure.COUNT, window=Window(months=3))) == "3 bulan"


def test_how_slowly_a_tier_falls(clusters) -> None:
    assert fall_sentences(clusters) == [
        "Tidak langsung turun.",
        "Klaster baru turun setelah 30 hari berturut-turut di bawah batas.",
        "Hanya bukti yang dikonfirmasi yang dihitung.",
    ]
    assert fall_sentences(read_document(SMALL))[0] == "Langsung turun."
    assert "bertahan paling sedikit 90 hari" in fall_sentences(read_document(shipped_text("tahap-kim")))[2]
    some = SMALL.replace("batas = 2", "batas = 2\nhanya_terkonfirmasi = true") + (
        '\n[syarat.berita]\nnama = "ada berita"\nhitung = "jumlah"\njenis = ["berita"]\nbatas = 1\nrentang = "9 hari"\n'
    )
    assert fall_sentences(read_document(some))[-1] == "Bukti harus dikonfirmasi untuk: rutin rapat."


def test_what_a_tier_is_called(clusters) -> None:
    assert tier_noun(clusters) == "klaster"
    assert tier_noun(read_document(SMALL)) == "tingkat"
