"""Active of formed, tiers, movers and sleepers in words: tables of named cases, no database."""

import datetime as dt

import pytest

from kentongan.assessment.enums import Measure, Purpose
from kentongan.assessment.rules.document import Document, Indicator, Window
from kentongan.insights.rules import sentences
from kentongan.insights.rules.activity import Activity, TierShare, common_window
from kentongan.insights.rules.figures import Coverage, Formation
from kentongan.insights.rules.growth import Vertex, growth_series
from kentongan.insights.rules.growth_drawing import Caption, growth_chart
from kentongan.insights.rules.petak import Child, activity_step, petak_map, quietest_by_activity
from kentongan.insights.rules.work import CaseFact, Job, WorkFacts, work_to_do

AS_OF = dt.date(2025, 9, 25)


@pytest.mark.parametrize(
    ("found", "first", "second"),
    [
        (Activity(250, 75), "75 dari 250 KIM aktif.", "175 perlu dibangunkan."),
        (Activity(31, 31), "31 dari 31 KIM aktif.", "Tidak ada yang perlu dibangunkan."),
        (Activity(12, 0), "Belum ada yang aktif dari 12 KIM.", "12 perlu dibangunkan."),
        (Activity(1250, 400, 250), "400 dari 1.250 KIM aktif.", "600 perlu dibangunkan, 250 belum dinilai."),
        (Activity(40, 20, 20), "20 dari 40 KIM aktif.", "20 belum dinilai."),
    ],
    ids=["published", "all", "none", "some nobody judges", "the judged are all active"],
)
def test_headline(found: Activity, first: str, second: str) -> None:
    assert sentences.activity_headline(found) == (first, second)


def document(*windows: Window) -> Document:
    indicators = tuple(
        Indicator(str(n), "", "", Measure.COUNT, kinds=("rapat",), window=window) for n, window in enumerate(windows)
    )
    return Document("x", "X", Purpose.ACTIVITY, indicators, ())


@pytest.mark.parametrize(
    ("windows", "words"),
    [
        ([Window(days=90)], "dalam 90 hari terakhir"),
        ([Window(months=12), Window(months=12)], "dalam 12 bulan terakhir"),
        ([Window(days=90), Window(days=180)], ""),
        ([Window(days=90), Window()], ""),
        ([], ""),
    ],
)
def test_how_far_back(windows: list[Window], words: str) -> None:
    assert sentences.back_words(common_window([document(*windows)])) == words


@pytest.mark.parametrize(
    ("groups", "active", "before", "title"),
    [
        (250, 75, None, "Terbentuk 250, aktif tinggal 75"),
        (250, 75, 90, "Terbentuk 250, aktif tinggal 75"),
        (250, 75, 40, "Terbentuk 250, aktif naik menjadi 75"),
        (250, 140, None, "Terbentuk 250, aktif 140"),
        (250, 250, 250, "Terbentuk 250, semuanya aktif"),
        (250, 0, 3, "Terbentuk 250, belum ada yang aktif"),
    ],
)
def test_growth_title(groups: int, active: int, before: int | None, title: str) -> None:
    assert sentences.activity_growth_title(groups, active, before) == title


@pytest.mark.parametrize(
    ("places", "title"),
    [
        (
            {"Poncokusumo": (14, 8), "Dau": (8, 4), "Bantur": (6, 0), "Wajak": (0, 0)},
            "Poncokusumo paling hidup, 2 kecamatan tanpa satu pun KIM aktif",
        ),
        ({"A": (1, 1), "B": (10, 4), "C": (8, 2)}, "B paling hidup, setiap kecamatan punya KIM aktif"),
        ({"A": (4, 2), "B": (4, 2), "C": (8, 0)}, "A dan B paling hidup, 1 kecamatan tanpa satu pun KIM aktif"),
        ({"A": (4, 2), "B": (4, 2), "C": (4, 2)}, "Setiap kecamatan punya KIM aktif"),
        ({"A": (4, 2), "B": (4, 2), "C": (4, 2), "D": (4, 0)}, "1 kecamatan tanpa satu pun KIM aktif"),
        ({"A": (4, 0), "B": (0, 0)}, "Belum ada KIM aktif di 2 kecamatan"),
        ({"A": (1, 1), "B": (2, 0)}, "A paling hidup, 1 kecamatan tanpa satu pun KIM aktif"),
    ],
)
def test_map_title(places: dict[str, tuple[int, int]], title: str) -> None:
    found = [(name, Activity(*numbers)) for name, numbers in places.items()]
    assert sentences.activity_map_title(found, "kecamatan") == title


def test_the_quiet_places_are_named_with_their_groups() -> None:
    found = [("Bantur", Activity(6, 0)), ("Dau", Activity(8, 4)), ("Gedangan", Activity(5, 0)), ("Wajak", Activity())]
    assert sentences.silent_note(found) == "Bantur, Gedangan punya 11 KIM, belum ada yang aktif."
    assert sentences.silent_note([("Dau", Activity(8, 4)), ("Lain", Activity(3, 0, 3))]) == ""


@pytest.mark.parametrize(
    ("counts", "title"),
    [
        ({"Berdaya": 1, "Maju": 21, "Berkembang": 60, "Rintisan": 168}, "Dua pertiga masih rintisan"),
        ({"Berdaya": 1, "Maju": 21, "Berkembang": 48, "Rintisan": 180}, "Hampir tiga perempat masih rintisan"),
        ({"Berdaya": 50, "Rintisan": 50}, "Separuh masih rintisan"),
        ({"Berdaya": 53, "Rintisan": 47}, "Lebih dari separuh sudah berdaya"),
        ({"Klaster 1": 9, "Klaster 2": 10, "Klaster 3": 5, "Klaster 4": 6}, "Sepertiga di Klaster 2"),
        ({"Berdaya": 0, "Rintisan": 7}, "Semua KIM masih rintisan"),
        ({"Berdaya": 40, "Maju": 20, "Rintisan": 40}, "40 dari 100 KIM masih rintisan"),
        ({"Berdaya": 0, "Rintisan": 0}, "Belum ada KIM untuk dinilai"),
    ],
)
def test_tiers_title(counts: dict[str, int], title: str) -> None:
    last = len(counts) - 1
    tiers = [
        TierShare(name, "", groups, is_first=place == 0, is_last=place == last)
        for place, (name, groups) in enumerate(counts.items())
    ]
    assert sentences.tiers_title(tiers) == title


@pytest.mark.parametrize(
    ("risen", "fallen", "title"),
    [
        (4, 2, "4 KIM naik, 2 turun dalam sebulan"),
        (4, 0, "4 KIM naik dalam sebulan"),
        (0, 2, "2 KIM turun dalam sebulan"),
        (0, 0, "Tidak ada yang berpindah dalam sebulan"),
    ],
)
def test_movers(risen: int, fallen: int, title: str) -> None:
    assert sentences.movers_title(risen, fallen) == title


def test_moves_falls_and_steps_in_words() -> None:
    assert sentences.move_words("Berkembang", "Maju") == "Dari Berkembang ke Maju"
    assert sentences.move_words("", "Maju") == "Masuk Maju"
    assert sentences.move_words("Maju", "") == "Keluar dari Maju"
    safe = dt.date(2025, 10, 4)
    assert sentences.keep_words("1 rapat", "Maju", safe) == "1 rapat sebelum 5 Oktober 2025, agar tetap Maju"
    assert sentences.keep_words("", "Maju", safe) == "Maju aman sampai 4 Oktober 2025"
    assert sentences.lack_words(1) == "Tinggal 1 bukti lagi"
    assert sentences.lack_words(4) == "Perlu 4 bukti lagi"
    assert sentences.lack_words(None) == "Perlu langkah lain"


# --- The map ------------------------------------------------------------------------------------------


def child(name: str, groups: int, active: int, *, villages: int = 10, unjudged: int = 0) -> Child:
    return Child(name, name, Coverage(villages, groups), groups > 0, Activity(groups, active, unjudged))


@pytest.mark.parametrize(
    ("groups", "active", "step"),
    [(0, 0, None), (6, 0, 0), (100, 1, 1), (100, 24, 1), (100, 25, 2), (100, 39, 2), (100, 40, 3), (100, 49, 3), (8, 4, 4), (3, 3, 4)],
)  # fmt: skip
def test_colour_by_activity(groups: int, active: int, step: int | None) -> None:
    assert activity_step(child("x", groups, active)) == step


def test_the_quietest_first() -> None:
    children = [
        child("Dau", 8, 4), child("Gedangan", 5, 0), child("Wajak", 0, 0, villages=13), child("Bantur", 6, 0),
        child("Lain", 4, 0, unjudged=4), child("Kasembon", 0, 0, villages=6), child("Pagak", 5, 1),
    ]  # fmt: skip
    names = [one.name for one in quietest_by_activity(children)]
    assert names == ["Wajak", "Kasembon", "Bantur", "Gedangan", "Pagak", "Dau", "Lain"]


def test_only_the_liveliest_tile_has_a_remark() -> None:
    children = [child("a", 10, 9), child("b", 10, 5), child("c", 10, 1), child("d", 1, 1)]
    places = {"a": (1, 1), "b": (3, 1), "c": (1, 2), "d": (3, 2)}
    petak = petak_map(children, places, by_activity=True)
    assert [(remark.kind, remark.child.code) for remark in petak.remarks] == [("liveliest", "a")]
    assert [(tile.child.code, tile.step) for tile in petak.tiles] == [("a", 4), ("b", 4), ("c", 1), ("d", 4)]


# --- Growth -------------------------------------------------------------------------------------------


def test_the_active_line_is_drawn_below_with_its_gap() -> None:
    series = growth_series([Formation(dt.date(2020, 1, 10), "day", None, 250)], AS_OF)
    active = [
        Vertex(dt.date(2025, 5, 31), 90),
        Vertex(dt.date(2025, 7, 31), 80, dotted=True),
        Vertex(AS_OF, 75),
    ]
    chart = growth_chart(
        series, [Caption("250", "terbentuk", words_first=False)] * len(series.marks), [], width=755, height=250,
        active=active, active_caption=Caption("75", "aktif", words_first=False),
    )  # fmt: skip
    assert chart
    assert chart.active_solid
    assert chart.active_dotted
    assert chart.between
    named = [point for point in chart.points if point.is_active]
    assert [point.caption.figure for point in named] == ["75"]
    assert named[0].box


# --- Work ---------------------------------------------------------------------------------------------


def test_what_assessment_adds_to_the_work() -> None:
    facts = WorkFacts(
        reports=11,
        held=2,
        falling=4,
        falling_on=AS_OF + dt.timedelta(days=3),
        undetermined=dt.date(2025, 8, 31),
    )
    rows = work_to_do(facts, AS_OF)
    assert [(row.job, row.tag(AS_OF)[1], row.title) for row in rows] == [
        (Job.REPORTS, "Menunggu", "11 laporan menunggu dikonfirmasi"),
        (Job.HELD, "Menunggu", "2 kanal atau kabar ditahan penjaga"),
        (Job.FALLING, "3 hari lagi", "4 KIM akan turun dalam 30 hari"),
        (Job.DETERMINATION, "5 hari lagi", "Penetapan Agustus 2025 belum ditandatangani"),
    ]
    assert rows[2].detail == "Yang pertama aman sampai Minggu, 28 September 2025"


def test_who_waits_for_a_village_hears_the_next_step_and_no_count_of_days() -> None:
    fact = CaseFact("90.1", "Desa Bambang", "Wajak", AS_OF - dt.timedelta(days=1367), False, "Musyawarah")
    (row,) = work_to_do(WorkFacts(cases=[fact], cases_waiting=1), AS_OF)
    assert row.detail == "Wajak, berikutnya: musyawarah"
    assert row.tag(AS_OF) == ("warn", "Menunggu")
