"""Moments as sites write them."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kentongan.harvest.rules import dates
from tests.harvest.collection import NOW

FIFTH = "2023-08-05T03:20:30+00:00"
NOON = "2023-08-05T03:20:00+00:00"
DAY = "2023-08-04T17:00:00+00:00"


@pytest.mark.parametrize(
    ("text", "moment"),
    [
        ("Sat, 05 Aug 2023 10:20:30 +0700", FIFTH),
        ("Sat, 5 Aug 2023 03:20:30 GMT", FIFTH),
        ("Sat, 05 Aug 2023 03:20:30 Z", FIFTH),
        ("Sat, 05 Aug 2023 10:20:30 GMT+7", FIFTH),
        ("Fri, 04 Aug 2023 22:20:30 EST", FIFTH),
        ("Sab, 05 Agu 2023 10:20:30 WIB", FIFTH),
        ("Sab, 05 Agt 2023 11:20:30 WITA", FIFTH),
        ("Sat, 05 Aug 2023 05:20:30 CEST", FIFTH),
        ("Sat, 05 Aug 2023 03:20:30 Etc/GMT", FIFTH),
        ("Sat Aug 05 03:20:30 +0000 2023", FIFTH),
        ("Sat Aug  5 10:20:30 2023", FIFTH),
        ("Sat Aug 05 10:20:30 WIB 2023", FIFTH),
        ("2023-08-05T10:20:30+07:00", FIFTH),
        ("2023-08-05T10:20:30.123456+0700", FIFTH),
        ("2023-08-05T03:20:30Z", FIFTH),
        ("20230805T032030Z", FIFTH),
        ("2023-08-05 10:20:30", FIFTH),
        ("2023-08-05T10:20:30", FIFTH),
        ("1691205630", FIFTH),
        ("1691205630000", FIFTH),
        ("Sabtu, 5 Agustus 2023 10:20 WIB", NOON),
        ("Sabtu, 5 Agustus 2023 | 10.20 WIB", NOON),
        ("pukul 10.20 WIB, 5 Agustus 2023", NOON),
        ("5-Agu-23 10:20", NOON),
        ("05/08/2023 10:20", NOON),
        ("05.08.2023, 10.20", NOON),
        ("August 5, 2023 10:20 am", NOON),
        ("August 5th, 2023 at 10:20 AM", NOON),
        ("Agustus 5, 2023 10:20", NOON),
        ("2023/8/5 10:20", NOON),
        ("2023-08-05 10:20:30+07", FIFTH),
        ("5 Agustus 2023, 10.20-12.00 WIB", NOON),
        ("Sabtu, 5 Agustus 2023", DAY),
        ("Diposting pada 5 Agustus 2023 oleh Admin", DAY),
        ("5 Agustus 2023", DAY),
        ("5 AGUSTUS 2023", DAY),
        ("2023-08-05", DAY),
        ("20230805", DAY),
        ("05-08-2023", DAY),
        ("8/25/2023", "2023-08-24T17:00:00+00:00"),
        ("1 Pebruari 2024", "2024-01-31T17:00:00+00:00"),
        ("17 Nopember 2022", "2022-11-16T17:00:00+00:00"),
        ("Sat, 05 Aug 2023 24:00:00 +0000", "2023-08-06T00:00:00+00:00"),
        ("Sat, 05 Aug 2023 10:20:60 +0700", "2023-08-05T03:21:00+00:00"),
        ("12 Mei 2024 12:05 AM", "2024-05-11T17:05:00+00:00"),
        ("5 Aug 98", "1998-08-04T17:00:00+00:00"),
    ],
)
def test_a_moment_is_read(text: str, moment: str) -> None:
    found = dates.read(text)
    assert found is not None
    assert found.isoformat().replace(".123456", "") == moment


@pytest.mark.parametrize(
    "text",
    ["", "kemarin", "31 Februari 2023", "2023-13-05", "0000-00-00 00:00:00", "5 Agustus", "Agustus 2023", "jam 10.20", "99/99/9999", "12345", "9" * 5000, "2023", "RT 03 RW 05", "Rp 12.500"],
)  # fmt: skip
def test_what_names_no_moment_is_none(text: str) -> None:
    assert dates.read(text) is None


@pytest.mark.parametrize(
    ("moment", "is_believed"),
    [
        (dt.datetime(1970, 1, 1, tzinfo=dt.UTC), False),
        (dt.datetime(1994, 12, 31, tzinfo=dt.UTC), False),
        (dt.datetime(1995, 1, 1, tzinfo=dt.UTC), True),
        (NOW, True),
        (NOW + dt.timedelta(hours=23), True),
        (NOW + dt.timedelta(hours=25), False),
        (dt.datetime(2045, 1, 1, tzinfo=dt.UTC), False),
    ],
)
def test_only_what_can_have_been_is_believed(moment: dt.datetime, is_believed: bool) -> None:
    assert dates.is_believable(moment, now=NOW) is is_believed


def test_the_first_that_can_have_been_is_taken() -> None:
    found = dates.first_believable(["1970-01-01", "besok", "2045-01-01", "2023-08-05"], now=NOW)
    assert found == dt.datetime(2023, 8, 4, 17, tzinfo=dt.UTC)
    assert dates.first_believable([], now=NOW) is None


@pytest.mark.parametrize(
    ("text", "since"),
    [
        ("3 hari yang lalu", dt.timedelta(days=3)),
        ("Diposting sejam lalu", dt.timedelta(hours=1)),
        ("2 pekan lalu", dt.timedelta(weeks=2)),
        ("45 menit yang lalu", dt.timedelta(minutes=45)),
        ("sebulan lalu", None),
        ("an hour ago", dt.timedelta(hours=1)),
        ("5 days ago", dt.timedelta(days=5)),
        ("hari yang lalu", None),
        ("2025 hari lalu", None),
        ("1,5 jam lalu", None),
        ("3 hari lagi", None),
    ],
)
def test_a_moment_may_be_told_from_now(text: str, since: dt.timedelta | None) -> None:
    assert dates.ago(text, now=NOW) == (since and NOW - since)


@pytest.mark.parametrize(
    ("texts", "answer"),
    [
        (["08/25/2023", "08/05/2023"], True),
        (["25/08/2023", "05/08/2023"], False),
        (["05/08/2023"], False),
        (["08/25/2023", "25/08/2023"], False),
        (["Sat, 05 Aug 2023"], False),
        ([], False),
    ],
)
def test_a_site_shows_which_number_is_the_month(texts: list[str], answer: bool) -> None:
    assert dates.month_comes_first(texts) is answer


@pytest.mark.parametrize(
    ("link", "day"),
    [
        ("https://a.example/2023/08/05/kerja-bakti", "2023-08-05"),
        ("https://a.example/artikel/2023/8/5/kerja-bakti", "2023-08-05"),
        ("https://a.example/2023-08-05-kerja-bakti/", "2023-08-05"),
        ("https://a.example/2023/08/kerja-bakti.html", None),
        ("https://a.example/2023/13/05/x", None),
        ("https://a.example/2023/02/31/x", None),
        ("https://a.example/2099/01/01/x", None),
        ("https://a.example/12023/08/05", None),
        ("", None),
    ],
)
def test_an_address_may_name_its_day(link: str, day: str | None) -> None:
    found = dates.from_address(link, now=NOW)
    assert (found.date().isoformat() if found else None) == day


@given(st.text(max_size=60) | st.from_regex(r"[0-9 /:.,TZ+-]{0,30}", fullmatch=True))
def test_any_text_is_a_moment_in_utc_or_none(text: str) -> None:
    found = dates.read(text)
    assert found is None or found.tzinfo is dt.UTC


_PARTS = st.tuples(*(st.integers(0, most) for most in (9999, 13, 32, 25, 61, 61, 16, 60)))


@given(_PARTS, st.sampled_from("+-"), st.sampled_from(["", "Sat, "]))
def test_what_is_read_at_once_is_read_the_same_thoroughly(parts: tuple[int, ...], sign: str, weekday: str) -> None:
    year, month, day, hour, minute, second, hours, minutes = parts
    time = f"{hour:02}:{minute:02}:{second:02}"
    names = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    texts = [f"{year:04}-{month:02}-{day:02}T{time}{zone}" for zone in ("Z", f"{sign}{hours:02}:{minutes:02}")]
    texts += [f"{weekday}{day} {names[month % 12]} {year:04} {time} {zone}" for zone in ("GMT", "+0000")]
    for text in texts:
        assert dates.at_once(text) in {None, dates.thoroughly(text, False)}


@pytest.mark.parametrize(
    "text", ["Sat, 05 Aug 2023 03:20:30 GMT", "5 Aug 2023 03:20:30 +0000", "2023-08-05T10:20:30+07:00"]
)
def test_what_most_feeds_write_is_read_at_once(text: str) -> None:
    moment = dates.at_once(text)
    assert moment
    assert moment.isoformat() == FIFTH
