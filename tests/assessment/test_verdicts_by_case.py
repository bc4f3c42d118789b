"""Verdicts as tables of named cases: one group, one day, and what must be said of it."""

import datetime as dt
from dataclasses import replace
from pathlib import Path

import pytest

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.document import Document, Indicator, PointItem, Rule, Tier, Window
from kentongan.assessment.rules.engine import Assessment, Kept, assess, rank_on, ranks, raw_rank, readings
from kentongan.assessment.rules.facts import Facts, Item, Term
from kentongan.assessment.rules.history import Change, history_of
from kentongan.assessment.rules.next_step import next_step, noun_of
from kentongan.assessment.rules.phrases import (
    advice_words,
    cause_words,
    fall_words,
    full_width,
    joined,
    loss_words,
    small_number,
    step_words,
    tier_name,
    value_words,
)
from kentongan.assessment.rules.reading import read_document

SHIPPED = Path(__file__).parents[2] / "kentongan" / "assessment" / "instruments"
KLASTER = read_document((SHIPPED / "klaster-kota-malang.toml").read_text())
D = dt.date(2025, 9, 25)
DECREE_TERM = Term(dt.date(2023, 1, 10), dt.date(2026, 1, 9), "188.45/07/2023")


def ago(days: int) -> dt.date:
    return D - dt.timedelta(days=days)


def facts(
    *terms: Term, ended_on: dt.date | None = None, formed_on: dt.date = dt.date(2015, 1, 1), **kinds: list[int]
) -> Facts:
    """Facts of records so many days ago: ``facts(DECREE_TERM, rapat=[10, 100])``."""
    items = [Item(kind.replace("_", "-"), ago(days)) for kind, some in kinds.items() for days in some]
    return Facts(formed_on, ended_on, terms, tuple(sorted(items, key=lambda item: item.on)))


ALL_FIVE = {"rapat": [10, 100], "unggahan": [1, 2, 3, 4, 5, 6], "berita": [1, 2, 3]}


def document(*indicators: Indicator, tiers: tuple[Tier, ...] = (), **more) -> Document:
    """A document whose single tier asks for all its base indicators, unless ``tiers`` says otherwise."""
    every = frozenset(one.key for one in indicators)
    return Document("uji", "Uji", Purpose.TIERS, indicators, tiers or (Tier("Atas", (Rule(every),)), Tier("Bawah", (Rule(),))), **more)  # fmt: skip


def count(key: str, *kinds: str, limit: int = 1, days: int = 90, **more) -> Indicator:
    return Indicator(key, key, f"tanpa {key}", Measure.COUNT, kinds, Window(days=days), limit, **more)


SK = Indicator("sk", "SK berlaku", "SK habis", Measure.IN_FORCE, ("sk",))
PROGRAMME = Indicator("program", "program berjalan", "tanpa program", Measure.IN_FORCE, ("program-kerja",))
MEETINGS = count("rapat", "rapat", limit=2)
NEWS = count("berita", "berita", limit=3)
SHARE = Indicator(
    "undangan", "hadir", "tidak dijawab", Measure.SHARE, ("undangan-dijawab", "undangan-dihadiri"), Window(months=12), 500,
    of=("undangan",),
)  # fmt: skip
MONTHS = Indicator("rutin", "rutin", "jarang", Measure.MONTHS, ("kegiatan",), Window(months=6), 3)
POINTS = Indicator(
    "poin", "poin cukup", "poin kurang", Measure.POINTS, (), Window(months=12), 10,
    items=(PointItem(("kegiatan",), 2, 6), PointItem(("berita",), 1)),
)  # fmt: skip


# --- Klaster of Kota Malang ----------------------------------------------------------------------------------

CASES = {
    "all five": (facts(DECREE_TERM, **ALL_FIVE), "Klaster 1"),
    "organisation asleep": (facts(DECREE_TERM, **{**ALL_FIVE, "rapat": [10], "berita": [1, 1, 3]}), "Klaster 2"),
    "no news, organisation awake": (facts(DECREE_TERM, rapat=[10, 100]), "Klaster 2"),
    "only a decree": (facts(DECREE_TERM), "Klaster 3"),
    "only news": (facts(berita=[1, 2, 3]), "Klaster 3"),
    "nothing": (facts(), "Klaster 4"),
    "invitations missed": (facts(DECREE_TERM, **ALL_FIVE, undangan_terlewat=[5]), "Klaster 2"),
    "not formed": (facts(DECREE_TERM, formed_on=D + dt.timedelta(days=1)), None),
    "ended": (facts(DECREE_TERM, ended_on=ago(40)), None),
    "ended tomorrow is not known": (facts(DECREE_TERM, ended_on=D + dt.timedelta(days=1)), "Klaster 3"),
}


@pytest.mark.parametrize(("known", "tier"), CASES.values(), ids=CASES)
def test_klaster(known: Facts, tier: str | None) -> None:
    found = assess(KLASTER, known, D)
    assert (found.tier.name if found.tier else None) == tier
    assert (found.rule is None) == (tier is None)


def test_the_rule_that_decides_is_told_with_its_reason() -> None:
    found = assess(KLASTER, facts(DECREE_TERM, rapat=[10, 100]), D)
    assert found.rule
    assert "keputusan kami" in found.rule.reason


def test_the_evidence_counted_is_the_evidence_behind_a_reading() -> None:
    readings = assess(
        KLASTER, facts(DECREE_TERM, **ALL_FIVE, undangan_dihadiri=[30], undangan_terlewat=[60]), D
    ).readings
    assert {item.on for item in readings["organisasi"].items} == {ago(10), ago(100)}
    assert readings["organisasi"].first == ago(179)
    assert readings["organisasi"].until == dt.date(2025, 12, 13)
    assert readings["sk"].terms == (DECREE_TERM,)
    assert readings["sk"].value == 107
    assert (len(readings["undangan"].items), len(readings["undangan"].whole), readings["undangan"].value) == (1, 2, 500)
    assert readings["media"].missing == 0


def test_the_top_tells_its_thinnest_indicator() -> None:
    found = assess(KLASTER, facts(DECREE_TERM, **ALL_FIVE), D)
    assert found.is_top
    assert found.rises == ()
    assert found.thinnest
    assert found.thinnest.indicator.key == "organisasi"


def test_nothing_met_has_nothing_thin() -> None:
    assert assess(document(MEETINGS), facts(), D).thinnest is None


def test_the_thinnest_counts_parts_of_composites() -> None:
    both = Indicator("keduanya", "keduanya", "tidak", Measure.ALL_OF, parts=("rapat", "sk"))
    tiers = (Tier("Atas", (Rule(frozenset({"keduanya"})),)),)
    found = assess(
        document(both, MEETINGS, SK, NEWS, tiers=tiers), facts(DECREE_TERM, rapat=[1, 2], berita=[1, 2, 3]), D
    )
    assert found.thinnest
    assert found.thinnest.indicator.key in {"rapat", "keduanya"}


# --- Kept by grace or stay -----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("slow", "meetings", "kept"),
    [
        ({"grace": 30}, [1, 20], None),
        # The second meeting leaves the window of 90 days 10 days ago.
        ({"grace": 30}, [80, 99], Kept(True, ago(10) + dt.timedelta(days=30))),
        ({"grace": 5}, [80, 99], None),
        # Reached 60 days ago, held for 70 days at least, though the first meeting left 10 days ago.
        ({"stay": 70}, [60, 99], Kept(False, ago(60) + dt.timedelta(days=70))),
    ],
    ids=["good today", "by grace", "grace is over", "by stay"],
)
def test_a_tier_is_kept(slow: dict[str, int], meetings: list[int], kept: Kept | None) -> None:
    found = assess(document(MEETINGS, **slow), facts(rapat=meetings), D)
    assert found.kept == kept
    assert (found.repair is None) == (kept is None)
    if found.repair:
        assert advice_words(found.repair) == "1 rapat"


def test_ranks_are_asked_for_without_reasons() -> None:
    known, slow = facts(rapat=[80, 99]), document(MEETINGS, grace=30)
    assert raw_rank(slow, known, D) == 1
    assert rank_on(slow, known, D) == 2
    assert ranks(slow, known, [ago(100), ago(50), D, D + dt.timedelta(days=30)]) == [1, 2, 2, 1]
    assert list(readings(slow, known, D)) == ["rapat"]


def test_terms_that_overlap_count_to_the_last_end() -> None:
    earlier, within = Term(ago(400), ago(-30)), Term(ago(300), ago(10))
    found = assess(document(SK), facts(earlier, within, Term(ago(50), ago(-90))), D).readings["sk"]
    assert found.value == 91
    late = assess(document(replace(SK, limit=200)), facts(Term(ago(50), ago(-20))), D).readings["sk"]
    assert (late.value, late.is_met, late.until) == (21, False, None)
    assert [term.last for term in found.terms] == [ago(-90), ago(-30)]


# --- Advice --------------------------------------------------------------------------------------------------

ANY = Indicator("satu", "satu", "tidak", Measure.ANY_OF, parts=("rapat", "berita"))
ALL = Indicator("semua", "semua", "tidak", Measure.ALL_OF, parts=("rapat", "sk"))


def top(*keys: str, **more) -> tuple[Tier, ...]:
    return (Tier("Atas", (Rule(frozenset(keys), **more),)), Tier("Bawah", (Rule(),)))


ADVICE: dict[str, tuple[Document, Facts, str | None]] = {
    "one meeting": (document(MEETINGS), facts(rapat=[10]), "1 rapat"),
    "two meetings and news": (document(MEETINGS, NEWS), facts(berita=[1]), "2 rapat dan 2 berita"),
    "a decree": (document(SK), facts(), "perpanjang SK"),
    "a decree that ends too soon": (
        document(Indicator("sk", "sk", "", Measure.IN_FORCE, ("sk",), limit=200)), facts(DECREE_TERM), "perpanjang SK",
    ),
    "a programme of work": (document(PROGRAMME), facts(), "1 program kerja"),
    "invitations": (document(SHARE), facts(undangan_terlewat=[5, 6]), "2 undangan dijawab"),
    "points by the dearest kind up to its cap": (document(POINTS), facts(), "3 kegiatan dan 4 berita"),
    "points that cannot be reached": (
        document(Indicator("p", "p", "", Measure.POINTS, (), Window(days=9), 9, items=(PointItem(("rapat",), 1, 5),))),
        facts(), None,
    ),
    "this month": (document(MONTHS), facts(umkm=[40, 70]), "1 bulan lagi dengan kegiatan bersama warga"),
    "this month and the next": (document(MONTHS), facts(bansos=[40]), "2 bulan lagi dengan kegiatan bersama warga"),
    "the next months": (document(MONTHS), facts(umkm=[1]), "2 bulan lagi dengan kegiatan bersama warga"),
    "months that leave meanwhile": (document(MONTHS), facts(umkm=[175]), "3 bulan lagi dengan kegiatan bersama warga"),
    "months beside what nobody can do": (
        document(
            Indicator("x", "x", "", Measure.MONTHS, ("umkm",), Window(months=2), 3), MONTHS,
            Indicator("p", "p", "", Measure.POINTS, (), Window(days=9), 9, items=(PointItem(("rapat",), 1, 5),)),
        ), facts(), None,
    ),
    "months never enough": (
        document(Indicator("m", "m", "", Measure.MONTHS, ("umkm",), Window(months=2), 3)), facts(), None,
    ),
    "the cheaper of two": (document(MEETINGS, NEWS, ANY, tiers=top("satu")), facts(berita=[1, 2], rapat=[]), "1 berita"),
    "both of two": (document(MEETINGS, SK, ALL, tiers=top("semua")), facts(rapat=[1]), "1 rapat dan perpanjang SK"),
    "a part is met": (document(MEETINGS, SK, ALL, tiers=top("semua")), facts(DECREE_TERM, rapat=[1]), "1 rapat"),
    "one record for two indicators": (
        document(NEWS, count("media", "unggahan", "berita", limit=2)), facts(berita=[1]), "2 berita",
    ),
    "the month comes with the record": (
        document(MEETINGS, Indicator("m", "m", "", Measure.MONTHS, ("rapat",), Window(months=2), 1)), facts(), "2 rapat",
    ),
    "the first record chosen turns out needless": (
        document(
            count("a", "rapat", "berita"), count("b", "rapat", "berita"), count("c", "rapat", "umkm"),
            count("d", "rapat", "umkm"), count("e", "berita"), count("f", "umkm"),
        ),
        facts(), "1 berita dan 1 kegiatan",
    ),
    "more than anybody does": (document(count("a", "rapat", limit=1000), count("b", "berita", limit=1000)), facts(), None),
    "nobody is advised to stop": (document(MEETINGS, tiers=top(unmet=frozenset({"rapat"}))), facts(rapat=[1, 2]), None),
    "a group that ended": (document(MEETINGS), facts(ended_on=ago(5)), None),
}  # fmt: skip


@pytest.mark.parametrize(("document", "known", "words"), ADVICE.values(), ids=ADVICE)
def test_the_advice_that_raises(document: Document, known: Facts, words: str | None) -> None:
    rises = assess(document, known, D).rises
    assert (advice_words(rises[-1]) if rises else None) == words


def test_an_advice_of_months_tells_its_earliest_day() -> None:
    (advice,) = assess(document(MONTHS), facts(umkm=[1]), D).rises
    assert advice.ready_on == dt.date(2025, 11, 1)
    done = facts(umkm=[1]).with_added(advice.items)
    assert assess(document(MONTHS), done, advice.ready_on).is_top


def test_work_that_leads_further_is_told_once() -> None:
    tiers = (Tier("A", (Rule(frozenset({"rapat"})),)), Tier("B", (Rule(frozenset({"rapat"})),)), Tier("C", (Rule(),)))
    (advice,) = assess(document(MEETINGS, tiers=tiers), facts(), D).rises
    assert advice.rank == 3


def test_confirmed_evidence_is_asked_for_where_only_that_counts() -> None:
    (advice,) = assess(document(count("r", "rapat", confirmed_only=True)), facts(), D).rises
    assert advice_words(advice) == "1 rapat, yang dikonfirmasi kantor"


# --- Scores --------------------------------------------------------------------------------------------------

SCORED = document(
    count("rapat", "rapat", limit=4, weight=40),
    Indicator("sk", "SK", "tanpa SK", Measure.IN_FORCE, ("sk",), weight=30),
    Indicator("poin", "poin", "", Measure.POINTS, (), Window(days=90), 5, items=(PointItem(("berita",), 5, 30),)),
    tiers=(Tier("Maju", least_score=80), Tier("Tumbuh", least_score=30), Tier("Awal")),
    by_score=True,
)
OUT_OF_REACH = document(count("rapat", "rapat", weight=10), tiers=(Tier("A", least_score=11), Tier("B")), by_score=True)


@pytest.mark.parametrize(
    ("known", "tier", "score", "advice"),
    [
        (facts(), "Awal", 0, ["perpanjang SK", "4 rapat, perpanjang SK, dan 2 berita"]),
        (facts(DECREE_TERM, rapat=[1, 2]), "Tumbuh", 50, ["2 rapat dan 2 berita"]),
        (facts(DECREE_TERM, rapat=[1, 2, 3, 4], berita=[1, 2]), "Maju", 80, []),
    ],
    ids=["nothing", "half", "enough"],
)
def test_scores(known: Facts, tier: str, score: int, advice: list[str]) -> None:
    found = assess(SCORED, known, D)
    assert found.tier
    assert found.score
    assert found.tier.name == tier
    assert found.score.total == score * found.score.whole
    assert found.rule is None
    assert [advice_words(one) for one in found.rises] == advice


def test_a_score_out_of_reach_has_no_advice() -> None:
    assert assess(OUT_OF_REACH, facts(), D).rises == ()


def test_what_a_score_loses() -> None:
    (first, *_rest) = assess(SCORED, facts(DECREE_TERM, rapat=[1, 2, 3, 4], berita=[1, 2]), D).falls
    assert [one.key for one in first.because] == ["rapat"]
    assert fall_words(SCORED, first) == "bila skor kurang dari 80 karena rapat berkurang."


# --- Falls ---------------------------------------------------------------------------------------------------


def test_falls_are_told_with_their_cause_and_what_would_prevent_them() -> None:
    found = assess(KLASTER, facts(DECREE_TERM, **ALL_FIVE), D)
    first, last = found.falls[0], found.falls[-1]
    assert first.below_on == dt.date(2025, 12, 14)
    assert first.on == dt.date(2026, 1, 13)
    assert first.safe_until == dt.date(2026, 1, 12)
    assert [one.key for one in first.because] == ["organisasi"]
    assert first.keep
    assert fall_words(KLASTER, first) == "bila rapat dengan notulen kurang dari 2 dalam 180 hari."
    assert tier_name(KLASTER, KLASTER.tier_at(last.rank)) == "Klaster 4"
    assert [one.key for one in last.because] == ["sk"]


def test_two_indicators_that_end_together_are_both_the_cause() -> None:
    both = Indicator("atau", "atau", "tidak", Measure.ANY_OF, parts=("rapat", "berita"))
    one_each = (count("rapat", "rapat"), count("berita", "berita"), both)
    (fall,) = assess(document(*one_each, tiers=top("atau")), facts(rapat=[5], berita=[5]), D).falls
    assert {one.key for one in fall.because} == {"rapat", "berita"}


# --- Months --------------------------------------------------------------------------------------------------

ONE = document(count("rapat", "rapat", days=40))


@pytest.mark.parametrize(
    ("known", "change"),
    [
        (facts(), None),
        (facts(rapat=[10]), Change(D, 1, 2)),
        (facts(rapat=[90]), Change(dt.date(2025, 8, 31), 2, 1, (ONE.base[0],))),
        (facts(rapat=[200, 10]), Change(dt.date(2025, 4, 30), 2, 1, (ONE.base[0],), dt.date(2025, 8, 31), 2)),
        (facts(formed_on=ago(5), rapat=[1]), None),
    ],
    ids=["never", "rose", "fell", "a dip", "a new group"],
)
def test_the_last_change(known: Facts, change: Change | None) -> None:
    assert history_of(assess(ONE, known, D), known).change == change


def test_months_without_a_group_are_gaps() -> None:
    known = facts(formed_on=dt.date(2025, 8, 1), ended_on=dt.date(2025, 9, 10))
    months = history_of(assess(ONE, known, D), known, 4).months
    assert [(month.on, month.rank) for month in months] == [
        (dt.date(2025, 6, 30), None),
        (dt.date(2025, 7, 31), None),
        (dt.date(2025, 8, 31), 1),
        (D, None),
    ]


# --- Words ---------------------------------------------------------------------------------------------------


def test_values_in_words() -> None:
    readings = assess(document(SK, MEETINGS, SHARE, MONTHS, POINTS, ALL, tiers=top("sk")), facts(DECREE_TERM, rapat=[1]), D).readings  # fmt: skip
    assert {key: value_words(one) for key, one in readings.items()} == {
        "sk": "106 hari lagi", "rapat": "1 rapat", "undangan": "belum ada", "rutin": "0 bulan", "poin": "0 poin",
        "semua": "1 dari 2",
    }  # fmt: skip
    assert [full_width(one) for one in readings.values()][:5] == [365, 6, 1000, 6, 30]
    ending = Facts(ago(900), None, (Term(ago(100), D),))
    assert value_words(assess(document(SK), ending, D).readings["sk"]) == "hari terakhir"
    assert value_words(assess(document(SK), facts(), D).readings["sk"]) == "tidak ada"
    answered = assess(document(SHARE), facts(undangan_dihadiri=[1], undangan_terlewat=[2, 3]), D).readings["undangan"]
    assert value_words(answered) == "1 dari 3"


def test_causes_in_words() -> None:
    assert [cause_words(one) for one in (SK, PROGRAMME, SHARE, MEETINGS, MONTHS, POINTS)] == [
        "SK habis tanpa perpanjangan",
        "program kerja habis",
        "tidak dijawab",
        "rapat dengan notulen kurang dari 2 dalam 90 hari",
        "bulan dengan kegiatan bersama warga kurang dari 3 dalam 6 bulan",
        "poin kurang dari 10 dalam 12 bulan",
    ]
    assert loss_words(KLASTER, [SK, MEETINGS]) == "SK habis dan tanpa rapat"
    assert joined(["a", "b", "c"]) == "a, b, dan c"
    assert (small_number(3), small_number(11)) == ("tiga", "11")
    assert tier_name(KLASTER, None) == "tanpa klaster"


# --- The next small step -------------------------------------------------------------------------------------


def at(known: Facts, document: Document = KLASTER) -> Assessment:
    return assess(document, known, D)


NEVER_TOP = document(
    MEETINGS, tiers=(Tier("Atas", (Rule(frozenset(), frozenset({"rapat"})),)), Tier("Bawah", (Rule(),)))
)
HOLE = document(MEETINGS, tiers=(Tier("Atas", (Rule(frozenset(), frozenset({"rapat"})),)),))
STEPS = {
    "one meeting to the top": (
        at(facts(DECREE_TERM, **{**ALL_FIVE, "rapat": [10]})), ("Satu rapat lagi,", "naik ke Klaster 1"), "Catat rapat",
    ),
    "several steps": (
        at(facts(berita=[1, 2], rapat=[1, 2]), document(MEETINGS, NEWS, SK)), ("Dua langkah lagi,", "naik ke Atas"),
        "Catat berita",
    ),
    "a decree": (at(facts(), document(SK)), ("Perpanjang SK,", "naik ke Atas"), ""),
    "invitations": (at(facts(undangan_terlewat=[5]), document(SHARE)), ("Jawab satu undangan,", "naik ke Atas"), ""),
    "months": (
        at(facts(umkm=[1]), document(MONTHS)),
        ("Dua bulan lagi dengan kegiatan bersama warga,", "naik ke Atas"), "Catat kegiatan",
    ),
    "kept by grace": (
        at(facts(rapat=[80, 99]), document(MEETINGS, grace=30)), ("Satu rapat lagi,", "tetap di Atas"), "Catat rapat",
    ),
    "about to fall": (
        at(facts(rapat=[70, 75]), document(MEETINGS)), ("Satu rapat lagi,", "tetap di Atas"), "Catat rapat",
    ),
    "at the top for long": (
        at(facts(rapat=[1, 2]), document(MEETINGS)), ("Semua berjalan,", "tetap di Atas"), "Catat rapat",
    ),
    "at the top for ever": (at(facts(), document(MEETINGS, tiers=(Tier("Atas", (Rule(),)),))), ("Semua berjalan,", "tetap di Atas"), ""),
    "nothing raises": (at(facts(rapat=[1, 2]), NEVER_TOP), ("Tetap berjalan,", "tetap di Bawah"), ""),
    "no tier, but a way in": (
        at(facts(), document(SK, tiers=(Tier("Atas", (Rule(frozenset({"sk"})),)),))), ("Perpanjang SK,", "naik ke Atas"), "",
    ),
    "no tier": (at(facts(rapat=[1, 2]), HOLE), ("Keadaan KIM Anda", "belum masuk tingkat mana pun"), ""),
}  # fmt: skip


@pytest.mark.parametrize(("found", "headline", "action"), STEPS.values(), ids=STEPS)
def test_the_next_small_step(found: Assessment, headline: tuple[str, str], action: str) -> None:
    step = next_step(found)
    assert step.headline == headline
    assert step.action == action
    assert "!" not in step.how


def test_the_step_tells_how_and_how_far() -> None:
    step = next_step(at(facts(DECREE_TERM, **{**ALL_FIVE, "rapat": [10]})))
    assert step.how == (
        "Foto notulen rapat pengurus, lalu unggah. Syarat lain sudah terpenuhi. Dihitung setelah dikonfirmasi kantor."
    )
    assert step.progress
    assert (step.progress.done, step.progress.whole, step.progress.words) == (1, 2, "1 dari 2 rapat, 180 hari terakhir")
    months = next_step(at(facts(umkm=[1]), document(MONTHS))).progress
    assert months
    assert months.words == "1 dari 3 bulan, 6 bulan terakhir"
    assert noun_of("rapat") == "rapat"


def test_what_keeps_the_top_is_told_with_its_day() -> None:
    step = next_step(at(facts(rapat=[1, 2]), document(MEETINGS)))
    assert step.how == "Aman sampai Minggu, 21 Desember 2025. Sebelum itu: 1 rapat."


def test_a_fall_that_nothing_prevents_tells_its_day_only() -> None:
    """A tier of those who do not come when invited, from which time itself lifts: the missed invitations grow old."""
    tiers = (Tier("Atas", (Rule(frozenset(), frozenset({"undangan"})),)), Tier("Bawah", (Rule(),)))
    found = at(facts(undangan_terlewat=[300, 300], undangan_dihadiri=[40]), document(SHARE, tiers=tiers))
    assert next_step(found).how == "Aman sampai Jumat, 28 November 2025."


def test_step_words_of_several_kinds() -> None:
    (advice,) = at(facts(), document(count("media", "berita", "unggahan", limit=2))).rises
    assert step_words(advice.steps[0]) == "2 bukti"
