"""What a visit changes, how fast a feed is visited, and how a channel is: tables of cases."""

import dataclasses
import datetime as dt

import pytest

from kentongan.harvest.enums import Dated, Guard, Health, Trouble, Way
from kentongan.harvest.rules import pace
from kentongan.harvest.rules.copies import BELIEVED, Shown, absent_at, firsts, heads
from kentongan.harvest.rules.health import health_of
from kentongan.harvest.rules.plan import Known, key_of, marks_of, plan
from kentongan.harvest.rules.plan import Plan as Planned
from kentongan.harvest.rules.shapes import Parsed, Seen
from kentongan.newsroom.rules.marks import FEW_WORDS

NOW = dt.datetime(2025, 9, 25, 5, 0, tzinfo=dt.UTC)
TODAY = NOW.date()
DAY = dt.timedelta(days=1)
TEXT = "Warga Kauman bergotong royong membersihkan saluran air di depan balai sejak pagi, lalu makan bersama di teras rumah {}."


def seen(n: int = 1, **facts) -> Seen:
    return Seen(
        **{
            "link": f"https://mekar.example/kabar-{n}",
            "title": f"Kabar ke-{n}",
            "guid": f"tag:{n}",
            "published": NOW - n * DAY,
            "dated": Dated.GIVEN,
            "text": TEXT.format(f"nomor {n}"),
        }
        | facts
    )


def stored(*entries: Seen, is_first: bool = False) -> dict[str, Known]:
    """What a first visit that saw these leaves behind."""
    planned = plan({}, Parsed("rss", entries), is_first=is_first, now=NOW)
    return {
        one.key: Known(
            pk=at,
            key=one.key,
            guid=one.seen.guid,
            link=one.seen.link,
            title=one.seen.title,
            published=one.published,
            dated=one.dated,
            fingerprint=one.fingerprint,
            digest=one.digest,
        )
        for at, one in enumerate(planned.new)
    }


def counts(planned: Planned) -> tuple[int, int, int, int]:
    return len(planned.new), len(planned.changed), len(planned.moved), len(planned.unchanged)


SOME = tuple(seen(n) for n in range(1, 6))
SHARING = tuple(seen(n, link="https://mekar.example/berita") for n in (1, 2))
FRONT = seen(1, link="https://mekar.example/")


@pytest.mark.parametrize(
    ("case", "known", "shown", "expected"),
    [
        ("a first visit", (), SOME, (5, 0, 0, 0)),
        ("the same again", SOME, SOME, (0, 0, 0, 5)),
        ("one more, the oldest gone", SOME, (seen(9), *SOME[:4]), (1, 0, 0, 4)),
        ("an edited text", SOME, (seen(1, text=TEXT.format("Pak RT")), *SOME[1:]), (0, 1, 0, 4)),
        ("an edited title", SOME, (seen(1, title="Judul baru"), *SOME[1:]), (0, 1, 0, 4)),
        ("all guids change overnight", SOME, tuple(dataclasses.replace(one, guid=f"x{one.guid}") for one in SOME), (0, 0, 5, 5)),
        (
            "all links change overnight",
            SOME,
            tuple(dataclasses.replace(one, link=one.link.replace("kabar", "2025/berita")) for one in SOME),
            (0, 0, 5, 5),
        ),
        (
            "links and guids change overnight",
            SOME,
            tuple(dataclasses.replace(one, link=f"https://baru.example/?p={one.guid}", guid=f"x{one.guid}") for one in SOME),
            (0, 0, 5, 5),
        ),
        (
            "links, guids and texts change, titles and days stay",
            SOME,
            tuple(seen(n, link=f"https://b.example/{n}", guid=f"y{n}", text="") for n in range(1, 6)),
            (0, 5, 5, 0),
        ),
        ("from http to https and www", SOME, tuple(seen(n, link=f"http://www.mekar.example/kabar-{n}/") for n in range(1, 6)), (0, 0, 0, 5)),
        ("every entry has the same guid", (), tuple(seen(n, guid="1") for n in range(1, 6)), (5, 0, 0, 0)),
        ("a guid, at the same moment", SOME[:1], (seen(1, link="https://b.example/1", title="Judul baru", text="Lain"),), (0, 1, 1, 0)),
        ("a guid, with the same title", SOME[:1], (seen(1, link="https://b.example/1", published=NOW, text="Lain"),), (0, 1, 1, 0)),
        ("a title on the day that we supposed", (seen(1, published=None),), (seen(9, title="Kabar ke-1", published=NOW),), (1, 0, 0, 0)),
        ("a title without its day", SOME[:1], (seen(9, title="Kabar ke-1", published=None),), (1, 0, 0, 0)),
        ("a guid given to another entry", SOME[:1], (seen(7, guid="tag:1"),), (1, 0, 0, 0)),
        ("every entry links to the front page", (), tuple(seen(n, link="https://mekar.example/") for n in range(1, 6)), (5, 0, 0, 0)),
        ("every entry links to one page", (), tuple(seen(n, link="https://mekar.example/berita") for n in range(1, 6)), (5, 0, 0, 0)),
        ("two entries link to one page", (), SHARING, (2, 0, 0, 0)),
        ("two entries link to one page and have one guid", (), tuple(dataclasses.replace(one, guid="1") for one in SHARING), (2, 0, 0, 0)),
        ("their page moves", SHARING, tuple(dataclasses.replace(one, link="https://mekar.example/kabar") for one in SHARING), (0, 0, 2, 2)),
        ("the only entry links to the front page", (FRONT,), (dataclasses.replace(FRONT, title="Lain", guid="2", text="Lain"),), (1, 0, 0, 0)),
        ("the same entry twice in a feed", (), (SOME[0], SOME[0]), (1, 0, 0, 0)),
        ("the same entry twice under two guids", (), (SOME[0], dataclasses.replace(SOME[0], guid="x")), (1, 0, 0, 0)),
        ("the same title on another day", SOME[:1], (SOME[0], seen(3, title="Kabar ke-1")), (1, 0, 0, 1)),
        ("the same text again, the first still shown", SOME[:1], (SOME[0], seen(3, text=SOME[0].text)), (1, 0, 0, 1)),
        ("no link, no guid", (), tuple(seen(n, link="", guid="") for n in range(1, 6)), (5, 0, 0, 0)),
        ("no title either", (), tuple(seen(n, link="", guid="", title="") for n in range(1, 6)), (5, 0, 0, 0)),
        ("nothing", SOME, (), (0, 0, 0, 0)),
    ],
)  # fmt: skip
def test_plan(case: str, known: tuple[Seen, ...], shown: tuple[Seen, ...], expected: tuple[int, ...]) -> None:
    assert counts(plan(stored(*known), Parsed("rss", shown), is_first=not known, now=NOW)) == expected


def test_entries_without_a_date_have_none_on_a_first_visit_and_that_day_later() -> None:
    undated = [seen(n, published=None, dated=Dated.UNKNOWN) for n in (1, 2)]
    first = plan({}, Parsed("page", tuple(undated[:1])), is_first=True, now=NOW)
    assert [(one.published, one.dated) for one in first.new] == [(NOW, Dated.UNKNOWN)]
    later = plan(stored(undated[0], is_first=True), Parsed("page", tuple(undated)), is_first=False, now=NOW + DAY)
    assert counts(later) == (1, 0, 0, 1)
    assert [(one.published, one.dated) for one in later.new] == [(NOW + DAY, Dated.SEEN)]


def test_a_day_that_is_told_later_is_taken_once() -> None:
    known = stored(seen(1, published=None), is_first=True)
    told = plan(known, Parsed("rss", (seen(1),)), is_first=False, now=NOW)
    assert [(one.published, one.is_dated_now) for one in told.changed] == [(NOW - DAY, True)]
    other = plan(stored(seen(1)), Parsed("rss", (seen(1, published=NOW - 30 * DAY),)), is_first=False, now=NOW)
    assert counts(other) == (0, 0, 0, 1)
    assert other.unchanged[0].published == NOW - DAY


def test_what_will_be_published_counts_as_published_now() -> None:
    planned = plan({}, Parsed("rss", (seen(1, published=NOW + DAY / 2),)), is_first=True, now=NOW)
    assert planned.new[0].published == NOW


def test_a_stored_entry_moves_to_one_place_only() -> None:
    """Two entries with the text of one that is gone: one is it, the other is new."""
    twins = tuple(seen(n, text=SOME[0].text, title="Kabar ke-1") for n in (7, 8))
    assert counts(plan(stored(SOME[0]), Parsed("rss", twins), is_first=False, now=NOW)) == (1, 0, 1, 1)


def test_short_texts_are_no_copies_of_each_other() -> None:
    for number, has_print in ((0, False), (FEW_WORDS - 2, False), (FEW_WORDS - 1, True)):
        text = " ".join(f"kata{n}" for n in range(number))
        same = Parsed("rss", tuple(seen(n, title="Foto", text=text) for n in (1, 2)))
        prints = {one.fingerprint for one in plan({}, same, is_first=True, now=NOW).new}
        assert ("" not in prints, len(prints)) == (has_print, 1)


def test_keys_stay_the_same_for_ever() -> None:
    """They are stored: another way of making them would bring every entry again."""
    assert key_of(seen(1)) == "a564ac0d1a17605f3b13638aa6ff1da207357627d620ec53754af4eb402b6210"
    assert len(marks_of([seen(1), seen(1, title="Lain"), seen(1)])) == 2


# --- Copies -----------------------------------------------------------------------------------------------


SEEN = NOW - 10 * DAY


def watched(pk: int | None, published: float, *, absent: float | None = None) -> Shown:
    """Days after we first saw anything of the text. What is ours has no ``pk``."""
    at = SEEN + published * DAY
    return Shown("a", at, seen_at=at + DAY / 4, absent_at=SEEN + (published if absent is None else absent) * DAY, pk=pk)


def archive(pk: int, published: float, *, seen: float = 0.0) -> Shown:
    return Shown("a", SEEN + published * DAY, seen_at=SEEN + seen * DAY, pk=pk)


@pytest.mark.parametrize(
    ("case", "shown", "first"),
    [
        ("the earlier of two", [watched(3, 2), watched(9, 1)], 9),
        ("at the same moment ours", [watched(4, 1), watched(None, 1)], None),
        ("else what is dated earlier", [watched(4, 0.5, absent=1), watched(5, 0.4, absent=1)], 5),
        ("else what was stored first", [watched(7, 1), watched(6, 1)], 6),
        ("a date from before our last look", [watched(4, -30, absent=2), watched(5, 1)], 5),
        ("the same against ours", [watched(4, -30, absent=2), watched(None, 1)], None),
        ("a date between two looks", [watched(4, 1.5, absent=1), watched(5, 2)], 4),
        ("an archive against what we saw before", [archive(4, -30, seen=2), watched(5, 1)], 5),
        ("an archive against ours", [archive(4, -30, seen=2), watched(None, 1)], None),
        ("an archive against what appeared after it", [archive(4, -30), watched(5, 1)], 4),
        ("an archive against what was there when it came", [archive(4, -30, seen=2), watched(5, 1.9)], 5),
        ("archives that came together", [archive(4, -20), archive(5, -30, seen=0.9)], 5),
        ("archives a day apart", [archive(4, -20), archive(5, -30, seen=1)], 5),
        ("archives of one day", [archive(5, -20), archive(4, -20)], 4),
        ("an archive that came later", [archive(4, -20), archive(5, -30, seen=1.1)], 4),
        ("archives, and a copy between them", [archive(4, -20), watched(6, 0.5), archive(5, -30, seen=0.9)], 5),
    ],
)
def test_the_first_of_a_text(case: str, shown: list[Shown], first: int | None) -> None:
    assert firsts(shown)["a"].pk == firsts(reversed(shown))["a"].pk == first


def on_page(pk: int, published: float, *, group: int = 1, text: str = "a", page: str = "p") -> Shown:
    return dataclasses.replace(watched(pk, published), fingerprint=text, page=page, group=group)


@pytest.mark.parametrize(
    ("case", "shown", "expected"),
    [
        ("no page", [on_page(1, 1, page=""), on_page(2, 2, page="")], {1: 1, 2: 2}),
        ("two feeds of a group", [on_page(1, 1, text=""), on_page(2, 2, text="")], {1: 1, 2: 1}),
        ("one of them has the text", [on_page(1, 1, text=""), on_page(2, 2)], {1: 2, 2: 2}),
        ("two groups", [on_page(1, 2, text=""), on_page(2, 1, text="", group=2)], {1: 2, 2: 2}),
        ("a text on another's page", [on_page(1, 1, text=""), on_page(2, 2, group=2)], {1: 1, 2: 1}),
    ],
)
def test_which_entry_stands_for_a_page(case: str, shown: list[Shown], expected: dict[int, int]) -> None:
    assert {pk: one.pk for pk, one in heads(shown).items()} == expected


@pytest.mark.parametrize(
    ("case", "facts", "expected"),
    [
        ("a site we did not know", {"tried_at": None, "is_known": False}, None),
        ("one that did not answer so far", {"tried_at": NOW - DAY, "is_known": False}, None),
        ("visited yesterday", {"tried_at": NOW - DAY, "is_known": True}, NOW - DAY),
        ("visited long ago", {"tried_at": NOW - 30 * DAY, "is_known": True}, NOW - BELIEVED),
    ],
)
def test_until_when_a_text_was_not_there(case: str, facts: dict, expected: dt.datetime | None) -> None:
    assert absent_at(**facts, now=NOW) == expected


# --- Pace -------------------------------------------------------------------------------------------------

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("case", "ages", "minutes"),
    [
        ("nothing is known", [], 360),
        ("many a day", [HOUR * n for n in range(10)], 60),
        ("one a day", [DAY * n for n in range(10)], 360),
        ("one a week", [7 * DAY * n for n in range(10)], 2880),
        ("one a month", [30 * DAY * n for n in range(10)], 10_080),
        ("daily once, silent for 80 days", [80 * DAY + DAY * n for n in range(10)], 10_080),
        ("daily once, silent for a week", [7 * DAY + DAY * n for n in range(10)], 1440),
        ("a single one, of yesterday", [DAY], 360),
        ("writes again after a silence", [0 * DAY, 100 * DAY, 100 * DAY + HOUR, 100 * DAY + 2 * HOUR], 60),
        ("a burst long ago", [400 * DAY, 401 * DAY], 10_080),
    ],
)
def test_interval(case: str, ages: list[dt.timedelta], minutes: int) -> None:
    assert pace.interval_of([NOW - age for age in ages], now=NOW) == minutes


@pytest.mark.parametrize(
    ("case", "interval", "days", "expected"),
    [
        ("news of today keeps the pace", 60, 0, 60),
        ("silence outgrows it", 60, 2, 120),
        ("silence of eight visits is usual", 360, 2, 360),
        ("a day more is not", 360, 3, 540),
        ("and again", 1440, 15, 2160),
        ("but no further than a week", 10_080, 900, 10_080),
        ("no day known", 360, None, 360),
    ],
)
def test_interval_without_news(case: str, interval: int, days: int | None, expected: int) -> None:
    newest = None if days is None else NOW.date() - days * DAY
    assert pace.interval_without_news(interval, newest_on=newest, now=NOW) == expected


@pytest.mark.parametrize(
    ("case", "facts", "hours"),
    [
        ("the first time", {"trouble": Trouble.TIMEOUT, "failures": 1}, 1),
        ("the second", {"trouble": Trouble.TIMEOUT, "failures": 2}, 2),
        ("the fifth", {"trouble": Trouble.SERVER, "failures": 5}, 16),
        ("the thousandth", {"trouble": Trouble.NAME, "failures": 1000}, 7 * 24),
        ("what does not pass soon", {"trouble": Trouble.GONE, "failures": 1}, 24),
        ("chance makes it shorter", {"trouble": Trouble.TIMEOUT, "failures": 1, "chance": 0.0}, 0.75),
        ("or longer", {"trouble": Trouble.TIMEOUT, "failures": 1, "chance": 1.0}, 1.25),
        ("the server names a time", {"trouble": Trouble.BUSY, "failures": 1, "retry_after": 36_000}, 10),
        ("a shorter one", {"trouble": Trouble.BUSY, "failures": 3, "retry_after": 5}, 4),
        ("a year", {"trouble": Trouble.BUSY, "failures": 1, "retry_after": 31_536_000}, 7 * 24),
        ("one in the past", {"trouble": Trouble.BUSY, "failures": 1, "retry_after": -5}, 1),
    ],
)
def test_wait_after_trouble(case: str, facts: dict, hours: float) -> None:
    assert pace.wait_after_trouble(**{"chance": 0.5} | facts) == dt.timedelta(hours=hours)


@pytest.mark.parametrize(
    ("case", "facts", "expected"),
    [
        ("never looked for", {"way": ""}, True),
        ("all is well", {}, False),
        ("gone", {"trouble": Trouble.GONE}, True),
        ("gone, and looked for yesterday", {"trouble": Trouble.GONE, "searched_at": NOW - DAY}, False),
        ("gone, and looked for last week", {"trouble": Trouble.GONE, "searched_at": NOW - 7 * DAY}, True),
        ("gone, but a person chose it", {"trouble": Trouble.GONE, "is_chosen": True}, False),
        ("only slow", {"trouble": Trouble.TIMEOUT}, False),
    ],
)
def test_search(case: str, facts: dict, expected: bool) -> None:
    usual = {"way": Way.FEED, "trouble": "", "is_chosen": False, "searched_at": None, "now": NOW}
    assert pace.is_search_due(**usual | facts) is expected


# --- Health -----------------------------------------------------------------------------------------------


@dataclasses.dataclass
class Facts:
    way: str = Way.FEED
    is_paused: bool = False
    guard: str = Guard.CLEAR
    tried_at: dt.datetime | None = NOW
    found_at: dt.datetime | None = NOW
    newest_on: dt.date | None = TODAY
    trouble: str = ""
    trouble_since: dt.datetime | None = None
    failures: int = 0


HEALTH = [
    ("well", {}, Health.HEALTHY),
    ("not visited yet", {"tried_at": None, "found_at": None, "newest_on": None}, Health.NEW),
    ("paused, and dead besides", {"is_paused": True, "trouble": Trouble.GONE, "trouble_since": NOW}, Health.PAUSED),
    ("pasted links", {"way": Way.PASTED, "tried_at": None}, Health.PASTED),
    ("held", {"guard": Guard.QUARANTINED}, Health.QUARANTINED),
    ("held, and paused besides", {"guard": Guard.QUARANTINED, "is_paused": True}, Health.QUARANTINED),
    ("taken over for sure", {"guard": Guard.CONFIRMED}, Health.QUARANTINED),
    ("gone", {"trouble": Trouble.GONE, "trouble_since": NOW, "failures": 1}, Health.DEAD),
    ("trouble since yesterday", {"trouble": Trouble.TIMEOUT, "trouble_since": NOW - DAY, "failures": 5}, Health.HEALTHY),
    ("trouble for a week", {"trouble": Trouble.TIMEOUT, "trouble_since": NOW - 7 * DAY, "failures": 5}, Health.DEAD),
    ("trouble eight times", {"trouble": Trouble.SERVER, "trouble_since": NOW - DAY, "failures": 8}, Health.DEAD),
    ("silent", {"newest_on": (NOW - 61 * DAY).date()}, Health.SILENT),
    ("nearly silent", {"newest_on": (NOW - 60 * DAY).date()}, Health.HEALTHY),
    ("silent when it was found", {"newest_on": dt.date(2020, 1, 1), "found_at": NOW}, Health.SILENT),
    ("entries without days, found today", {"newest_on": None}, Health.HEALTHY),
    ("entries without days, found long ago", {"newest_on": None, "found_at": NOW - 61 * DAY}, Health.SILENT),
    ("never an entry", {"newest_on": None, "found_at": None}, Health.SILENT),
    ("silent and in passing trouble", {"newest_on": None, "found_at": None, "trouble": Trouble.NAME, "trouble_since": NOW, "failures": 1}, Health.SILENT),
]  # fmt: skip


@pytest.mark.parametrize(("case", "facts", "expected"), HEALTH)
def test_health(case: str, facts: dict, expected: Health) -> None:
    assert health_of(Facts(**facts), now=NOW) == expected


def test_an_undated_entry_whose_address_changes_each_time_is_one() -> None:
    seen = Seen(link="https://kim.example/baca?x=2", title="Jadwal posyandu")
    before = stored(Seen(link="https://kim.example/baca?x=1", title="Jadwal posyandu"))
    planned = plan(before, Parsed("page", (seen,)), is_first=False, now=NOW)
    assert not planned.new
