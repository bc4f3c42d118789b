"""Days as Indonesian offices write them."""

import datetime as dt

import pytest
from django.utils import translation
from hypothesis import example, given
from hypothesis import strategies as st

from kentongan.core.dates import EARLIEST, EXCEL_DAY_ZERO, LATEST, DayRange, ParsedDay, Reason, parse_day, parse_range

SEP_24 = dt.date(2025, 9, 24)
MONTHS = [
    "Januari",
    "Februari",
    "Maret",
    "April",
    "Mei",
    "Juni",
    "Juli",
    "Agustus",
    "September",
    "Oktober",
    "November",
    "Desember",
]
ABBREVIATED = ["Jan", "Peb", "Mar", "Apr", "Mei", "Jun", "Jul", "Agt", "Sept", "Okt", "Nop", "Des"]
ROMAN = ["I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII"]
WEEKDAYS = ["Senin", "Selasa", "Rabu", "Kamis", "Jumat", "Sabtu", "Minggu"]
days = st.dates(EARLIEST, LATEST)


@pytest.mark.parametrize(
    "written",
    [
        "24 September 2025",
        "24/09/2025",
        "24/9/2025",
        "24-Sep-25",
        "24.9.2025",
        "24-09-25",
        "24 09 2025",
        "24 - 09 - 2025",
        "24/09/'25",
        "Rabu, 24 September 2025",
        "RABU 24 SEPTEMBER 2025",
        "Rabu,24-09-2025",
        "24 Sept 2025",
        "24 Sept. 2025",
        "24September2025",
        "24-IX-2025",
        "September 24, 2025",
        "24 september 2025 ",
        "24\u00a0September\u00a02025",
        "24\u201309\u20132025",
        "2025-09-24",
        "2025/9/24",
        "2025-09-24 00:00:00",
        "2025-09-24T07:30:00Z",
        "24/09/2025 10:30",
        "24 September 2025 pukul 09.00 WIB",
        "tanggal 24 September 2025",
        "Tgl. 24-09-2025",
        "Kepanjen, 24 September 2025",
        "Kota Malang, 24/09/2025",
        "20250924",
        "24092025",
        "45924",
        "45924.0",
        "45924,5",
        45924,
        45924.75,
        20250924,
        dt.date(2025, 9, 24),
        dt.datetime(2025, 9, 24, 23, 59),  # noqa: DTZ001 - as a spreadsheet gives it
        dt.datetime(2025, 9, 24, 23, 59, tzinfo=dt.UTC),
    ],
)
def test_every_way_of_writing_one_day(written: object) -> None:
    assert parse_day(written) == ParsedDay(SEP_24)


@pytest.mark.parametrize(
    ("written", "day"),
    [
        ("1 Agt 2023", dt.date(2023, 8, 1)),
        ("1 Agust 2023", dt.date(2023, 8, 1)),
        ("1 Aug 2023", dt.date(2023, 8, 1)),
        ("3 Nop 2022", dt.date(2022, 11, 3)),
        ("3 Nopember 2022", dt.date(2022, 11, 3)),
        ("5 Peb 2021", dt.date(2021, 2, 5)),
        ("5 Pebruari 2021", dt.date(2021, 2, 5)),
        ("9 Des 20", dt.date(2020, 12, 9)),
        ("2 Mei 2023", dt.date(2023, 5, 2)),
        ("2 May 2023", dt.date(2023, 5, 2)),
        ("7 Okt 19", dt.date(2019, 10, 7)),
        ("05/06/2025", dt.date(2025, 6, 5)),  # the day comes first, always
        ("29/2/2024", dt.date(2024, 2, 29)),
        ("1/1/69", dt.date(2069, 1, 1)),
        ("1/1/70", dt.date(1970, 1, 1)),
        ("20112012", dt.date(2012, 11, 20)),
        ("Jum'at, 26 September 2025", dt.date(2025, 9, 26)),
        ("Ahad, 28 September 2025", dt.date(2025, 9, 28)),
    ],
)
def test_day_month_and_year_are_understood(written: str, day: dt.date) -> None:
    assert parse_day(written) == ParsedDay(day)


@pytest.mark.parametrize(
    ("written", "reason", "proposals"),
    [
        (None, Reason.EMPTY, ()),
        ("", Reason.EMPTY, ()),
        (" \n", Reason.EMPTY, ()),
        ("menyusul", Reason.NOT_A_DAY, ()),
        ("-", Reason.EMPTY, ()),
        (True, Reason.NOT_A_DAY, ()),
        (3.5, Reason.NOT_A_DAY, ()),
        (812345678, Reason.NOT_A_DAY, ()),
        ("081234567890", Reason.NOT_A_DAY, ()),
        (float("nan"), Reason.NOT_A_DAY, ()),
        (float("inf"), Reason.NOT_A_DAY, ()),
        ("1 2 3 4", Reason.NOT_A_DAY, ()),
        ("9" * 500, Reason.NOT_A_DAY, ()),
        ("٢٤/٠٩/٢٠٢٥", Reason.NOT_A_DAY, ()),
        ("31/02/2023", Reason.NO_SUCH_DAY, ()),
        ("31 April 2024", Reason.NO_SUCH_DAY, ()),
        ("0/9/2025", Reason.NO_SUCH_DAY, ()),
        ("29 Februari 2023", Reason.NOT_A_LEAP_YEAR, ()),
        ("09/24/2025", Reason.NO_SUCH_MONTH, (SEP_24,)),
        ("24/13/2025", Reason.NO_SUCH_MONTH, ()),
        ("2025-13-45", Reason.NO_SUCH_MONTH, ()),
        ("24 Septembre 2025", Reason.UNKNOWN_MONTH, (SEP_24,)),
        ("24 Foo 2025", Reason.UNKNOWN_MONTH, ()),
        ("5 Okt", Reason.NO_YEAR, ()),
        ("2019", Reason.YEAR_ONLY, (dt.date(2019, 12, 31),)),
        (2019, Reason.YEAR_ONLY, (dt.date(2019, 12, 31),)),
        ("tahun 2019", Reason.YEAR_ONLY, (dt.date(2019, 12, 31),)),
        ("Februari 2024", Reason.MONTH_ONLY, (dt.date(2024, 2, 29),)),
        ("Sep-25", Reason.MONTH_ONLY, (dt.date(2025, 9, 30),)),
        ("9/2025", Reason.MONTH_ONLY, (dt.date(2025, 9, 30),)),
        ("Selasa, 24 September 2025", Reason.WEEKDAY_DIFFERS, (SEP_24,)),
        ("1/1/1234", Reason.OUT_OF_RANGE, ()),
        (dt.date(1, 1, 1), Reason.OUT_OF_RANGE, ()),
    ],
)
def test_what_is_not_one_day_says_why_and_is_never_guessed(written: object, reason: Reason, proposals: tuple) -> None:
    answer = parse_day(written)
    assert not isinstance(answer, ParsedDay)
    assert (answer.reason, answer.proposals) == (reason, proposals)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("31/02/2023", "Tanggal 31 Februari tidak ada."),
        ("29/02/2023", "Tanggal 29 Februari 2023 tidak ada: 2023 bukan tahun kabisat."),
        ("09/24/2025", "Bulan ke-24 tidak ada. Urutannya tanggal, bulan, tahun."),
        ("2019", "Hanya tahun 2019 yang tertulis. Pilih atau tulis tanggalnya."),
        ("Agt 2019", "Hanya bulan Agustus 2019 yang tertulis. Pilih atau tulis tanggalnya."),
        ("Selasa, 24 September 2025", "Selasa tidak cocok: tanggal itu hari Rabu."),
        ("menyusul", "“menyusul” tidak terbaca sebagai tanggal. Tulis misalnya 24 September 2025."),
        ("100% pasti", "“100% pasti” tidak terbaca sebagai tanggal. Tulis misalnya 24 September 2025."),
    ],
)
def test_sentences(written: str, sentence: str) -> None:
    answer = parse_day(written)
    assert not isinstance(answer, ParsedDay)
    with translation.override("id"):
        assert answer.message == sentence


def test_a_whole_year_is_recognised_as_a_period() -> None:
    answer = parse_day("2019")
    assert not isinstance(answer, ParsedDay)
    assert answer.is_imprecise
    assert answer.period == DayRange(dt.date(2019, 1, 1), dt.date(2019, 12, 31))


WAYS = [
    lambda day: f"{day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{WEEKDAYS[day.weekday()]}, {day.day} {MONTHS[day.month - 1]} {day.year}",
    lambda day: f"{day.day:02}/{day.month:02}/{day.year}",
    lambda day: f"{day.day}-{day.month}-{day.year}",
    lambda day: f"{day.day}.{day.month}.{day.year}",
    lambda day: f"{day.day} {ABBREVIATED[day.month - 1]} {day.year}",
    lambda day: f"{day.day}-{ROMAN[day.month - 1]}-{day.year}",
    lambda day: f"{day.day:02}{day.month:02}{day.year}",
    lambda day: f"{day.year}{day.month:02}{day.day:02}",
    lambda day: day.isoformat(),
    lambda day: dt.datetime.combine(day, dt.time(7, 30)).isoformat(),
]


@given(days, st.sampled_from(WAYS))
@example(dt.date(2012, 11, 20), WAYS[7])
def test_every_day_survives_every_way_of_writing_it(day: dt.date, way) -> None:
    assert parse_day(way(day)) == ParsedDay(day)


@given(st.dates(dt.date(1950, 1, 1), dt.date(2099, 12, 31)), st.sampled_from([int, float, str]))
def test_every_excel_serial_is_its_day(day: dt.date, kind) -> None:
    assert parse_day(kind((day - EXCEL_DAY_ZERO).days)) == ParsedDay(day)


@given(st.dates(dt.date(1970, 1, 1), dt.date(2069, 12, 31)))
def test_two_digits_are_enough_for_a_year(day: dt.date) -> None:
    assert parse_day(f"{day.day}-{ABBREVIATED[day.month - 1]}-{day.year % 100:02}") == ParsedDay(day)


@given(
    st.one_of(
        st.text(max_size=60),
        st.text("0123456789-/. ,'abdefgijklmnoprstuyz", max_size=24),
        st.integers(),
        st.floats(),
        st.datetimes(),
    )
)
def test_nothing_breaks_the_reader(value: object) -> None:
    answer = parse_day(value)
    assert isinstance(answer, ParsedDay) or answer.message
    answer = parse_range(value)
    assert isinstance(answer, DayRange) or answer.message


TERM = DayRange(dt.date(2023, 5, 2), dt.date(2026, 5, 1))


@pytest.mark.parametrize(
    "written",
    [
        "2 Mei 2023 s/d 1 Mei 2026",
        "2 Mei 2023 s.d. 1 Mei 2026",
        "2 Mei 2023 sd 1 Mei 2026",
        "2 Mei 2023 sampai dengan 1 Mei 2026",
        "2 Mei 2023 hingga 1 Mei 2026",
        "2 Mei 2023 – 1 Mei 2026",
        "2/5/2023-1/5/2026",
        "02-05-2023 - 01-05-2026",
        "02-05-2023-01-05-2026",
        "2023-05-02/2026-05-01",
    ],
)
def test_ranges(written: str) -> None:
    assert parse_range(written) == TERM


@pytest.mark.parametrize(
    ("written", "first", "last"),
    [
        ("2 - 5 Mei 2023", dt.date(2023, 5, 2), dt.date(2023, 5, 5)),
        ("2 Mei s/d 1 Juni 2023", dt.date(2023, 5, 2), dt.date(2023, 6, 1)),
    ],
)
def test_the_first_day_may_lean_on_the_last(written: str, first: dt.date, last: dt.date) -> None:
    assert parse_range(written) == DayRange(first, last)


@pytest.mark.parametrize(
    ("written", "reason", "proposals"),
    [
        ("", Reason.EMPTY, ()),
        (None, Reason.EMPTY, ()),
        ("2 Mei 2023", Reason.NOT_A_RANGE, ()),
        ("selamanya", Reason.NOT_A_RANGE, ()),
        ("2023-2026", Reason.YEARS_ONLY, (DayRange(dt.date(2023, 1, 1), dt.date(2026, 12, 31)),)),
        ("2023 s/d 2026", Reason.YEARS_ONLY, (DayRange(dt.date(2023, 1, 1), dt.date(2026, 12, 31)),)),
        ("Mei 2023 - April 2026", Reason.PERIODS_ONLY, (DayRange(dt.date(2023, 5, 1), dt.date(2026, 4, 30)),)),
        ("2 Mei 2023 s/d 2026", Reason.YEAR_ONLY, (DayRange(dt.date(2023, 5, 2), dt.date(2026, 12, 31)),)),
        ("12 Maret 2024 s/d 12 Maret 2021", Reason.ENDS_BEFORE_START, ()),
        ("2026-2023", Reason.ENDS_BEFORE_START, ()),
        ("31 Februari 2023 s/d 1 Mei 2026", Reason.NO_SUCH_DAY, ()),
    ],
)
def test_what_is_not_a_range(written: str | None, reason: Reason, proposals: tuple) -> None:
    answer = parse_range(written)
    assert not isinstance(answer, DayRange)
    assert (answer.reason, answer.proposals) == (reason, proposals)


@given(days, days, st.sampled_from(WAYS[:6] + WAYS[9:10]), st.sampled_from([" s/d ", " s.d. ", " - ", " sampai "]))
def test_every_range_survives(one: dt.date, other: dt.date, way, between: str) -> None:
    first, last = sorted((one, other))
    assert parse_range(way(first) + between + way(last)) == DayRange(first, last)


@pytest.mark.parametrize(
    ("written", "sentence"),
    [
        ("2024-2027", "Hanya tahun 2024 dan 2027 yang tertulis. Pilih atau tulis tanggalnya."),
        ("2024 - 2024", "Hanya tahun 2024 yang tertulis. Pilih atau tulis tanggalnya."),
        ("Mei 2024 s.d. April 2027", "Hanya Mei 2024 dan April 2027 yang tertulis. Pilih atau tulis tanggalnya."),
        ("Mei 2024 - 2027", "Hanya Mei 2024 dan 2027 yang tertulis. Pilih atau tulis tanggalnya."),
        ("2 Mei 2024 - 2027", "Hanya tahun 2027 yang tertulis. Pilih atau tulis tanggalnya."),
    ],
)
def test_a_range_of_whole_periods_names_both(written: str, sentence: str) -> None:
    answer = parse_range(written)
    assert not isinstance(answer, DayRange)
    assert answer.message == sentence
    assert answer.is_imprecise
    assert answer.sides is not None
    assert answer.sides[1].end == (dt.date(2027, 4, 30) if "April" in written else answer.proposals[0].end)
