"""Days, numbers and phone numbers as people of either language write them."""

import datetime as dt
from decimal import Decimal

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.utils import timezone, translation

from kentongan.core.templatetags import core

WEDNESDAY = dt.date(2025, 9, 24)
TODAY = dt.date(2025, 9, 25)


@pytest.mark.parametrize(
    ("name", "value", "indonesian", "english"),
    [
        ("long_date", WEDNESDAY, "Rabu, 24 September 2025", "Wednesday, 24 September 2025"),
        ("long_date", dt.date(2025, 8, 1), "Jumat, 1 Agustus 2025", "Friday, 1 August 2025"),
        ("long_date", None, "", ""),
        ("day_date", dt.date(2023, 5, 2), "2 Mei 2023", "2 May 2023"),
        ("day_date", "2023-05-02", "", ""),
        ("short_date", WEDNESDAY, "24 Sep 2025", "24 Sep 2025"),
        ("short_date", dt.date(2025, 8, 17), "17 Agu 2025", "17 Aug 2025"),
        ("short_date", dt.date(2025, 12, 9), "9 Des 2025", "9 Dec 2025"),
        ("weekday", TODAY, "Kamis", "Thursday"),
        ("month_name", dt.date(2025, 10, 4), "Oktober", "October"),
        ("number", 7, "7", "7"),
        ("number", 0, "0", "0"),
        ("number", 1250, "1.250", "1,250"),
        ("number", 83762, "83.762", "83,762"),
        ("number", -25, "−25", "−25"),
        ("number", -1250, "−1.250", "−1,250"),
        ("number", None, "", ""),
        ("number", "belum ada", "belum ada", "belum ada"),
    ],
)
def test_formats(name, value, indonesian, english):
    written = getattr(core, name)
    with translation.override("id"):
        assert written(value) == indonesian
    with translation.override("en"):
        assert written(value) == english


@pytest.mark.parametrize(
    ("value", "places", "indonesian", "english"),
    [
        (3.5, 1, "3,5", "3.5"),
        (Decimal("30.04"), 1, "30,0", "30.0"),
        (1250.25, 2, "1.250,25", "1,250.25"),
        (2.7, 0, "3", "3"),
        (4, 1, "4,0", "4.0"),
        (3.95, 1, "4,0", "4.0"),
        (-0.2, 0, "0", "0"),
        (-1250.5, 1, "−1.250,5", "−1,250.5"),
    ],
)
def test_numbers_with_decimal_places(value, places, indonesian, english):
    with translation.override("id"):
        assert core.number(value, places) == indonesian
    with translation.override("en"):
        assert core.number(value, places) == english


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (TODAY, "hari ini"),
        (dt.date(2025, 9, 24), "kemarin"),
        (dt.date(2025, 9, 26), "besok"),
        (dt.date(2025, 8, 28), "28 hari lalu"),
        (dt.date(2025, 9, 27), "2 hari lagi"),
        (dt.date(2025, 10, 26), "31 hari lagi"),
        (dt.date(2025, 10, 27), "27 Oktober 2025"),
        (dt.date(2025, 8, 25), "31 hari lalu"),
        (dt.date(2025, 8, 24), "24 Agustus 2025"),
        (None, ""),
    ],
)
def test_relative_days_only_as_far_as_people_count(day, written):
    with translation.override("id"):
        assert core.relative_days(day) == written
        assert core.relative_days(day, TODAY) == written


def test_moments_are_told_in_the_offices_time_zone():
    late = dt.datetime(2025, 9, 24, 17, 30, tzinfo=dt.UTC)
    with translation.override("id"), timezone.override("Asia/Jakarta"):
        assert core.clock_time(late) == "00.30 WIB"
        assert core.long_date(late) == "Kamis, 25 September 2025"
    with timezone.override("Asia/Jayapura"):
        assert core.clock_time(late) == "02.30 WIT"
    assert core.clock_time(WEDNESDAY) == ""


@pytest.mark.parametrize(
    ("stored", "masked", "full"),
    [
        ("+6281234567417", "0812 •••• 417", "0812 3456 7417"),
        ("081234567417", "0812 •••• 417", "0812 3456 7417"),
        ("6281234567417", "0812 •••• 417", "0812 3456 7417"),
        ("+62341555", "••••", "0341 555"),
        ("", "", ""),
        (None, "", ""),
    ],
)
def test_phone_numbers(stored, masked, full):
    assert core.mask_phone(stored) == masked
    assert core.phone(stored) == full


@pytest.mark.parametrize(
    ("value", "whole", "share"),
    [(75, 250, "0.3"), (0, 10, "0"), (5, 0, "0"), (None, 10, "0"), (12, 10, "1"), (-3, 10, "0"), (1, 3, "0.3333")],
)
def test_ratio_keeps_its_point_in_indonesian(value, whole, share):
    with translation.override("id"):
        assert core.ratio(value, whole) == share


@pytest.mark.parametrize(
    ("total", "filled", "groups"),
    [
        (0, 0, []),
        (7, 9, [(7, 7)]),
        (57, 31, [(50, 31), (7, 0)]),
        (250, 75, [(50, 50), (50, 25), (50, 0), (50, 0), (50, 0)]),
        (100, 100, [(50, 50), (50, 50)]),
    ],
)
def test_slit_groups_add_up(total, filled, groups):
    assert [(group["n"], group["on"]) for group in core.slit_groups(total, filled)] == groups


@pytest.mark.parametrize(
    ("start", "end", "state", "days_left"),
    [
        (dt.date(2023, 1, 10), dt.date(2026, 1, 9), "running", 106),
        (dt.date(2023, 2, 1), dt.date(2025, 12, 24), "renewal", 90),
        (dt.date(2023, 2, 1), TODAY, "renewal", 0),
        (dt.date(2022, 9, 24), dt.date(2025, 9, 24), "ended", -1),
        (dt.date(2025, 9, 26), dt.date(2028, 9, 25), "before", 1096),
        (dt.date(2024, 5, 1), None, "open", None),
        (dt.date(2026, 5, 1), None, "before", None),
    ],
)
def test_term_span_knows_where_the_day_lies(start, end, state, days_left):
    span = core.term_span(start, end, TODAY)
    assert (span["state"], span["days_left"]) == (state, days_left)
    assert 0 <= float(span["passed"]) <= 1


@pytest.mark.parametrize(
    ("here", "shown"),
    [
        (1, [1, 2, None, 26]),
        (3, [1, 2, 3, 4, None, 26]),
        (12, [1, None, 11, 12, 13, None, 26]),
        (25, [1, None, 24, 25, 26]),
        (4, [1, 2, 3, 4, 5, None, 26]),
    ],
)
def test_page_window(here, shown):
    assert core.page_window(Paginator(range(1264), 50).page(here)) == shown


def render(source: str, **context) -> str:
    return Template("{% load core %}" + source).render(Context(context))


def test_carry_per_only_for_another_day(rf):
    assert render("{% carry_per %}", as_of=TODAY) == ""
    assert render("{% carry_per %}") == ""
    assert render("{% carry_per %}", as_of=dt.date(2023, 6, 15)) == "?per=2023-06-15"
    assert render("{% carry_per '&' %}", as_of=dt.date(2023, 6, 15)) == "&per=2023-06-15"


def test_query_changes_one_part_and_keeps_the_rest(rf):
    request = rf.get("/kim/", {"q": "kayu & tangan", "hal": "3"})
    assert render("{% query hal=4 %}", request=request) == "?q=kayu+%26+tangan&amp;hal=4"
    assert render("{% query hal=None %}", request=request) == "?q=kayu+%26+tangan"
    assert render("{% query q='' hal='' %}", request=request) == "?"


def test_an_icon_is_hidden_from_screen_readers():
    assert 'aria-hidden="true"' in render("{% icon 'search' %}")
