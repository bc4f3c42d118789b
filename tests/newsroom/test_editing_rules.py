"""Who reads before readers do, where an article goes next, and as what it counts: tables, no database."""

import datetime as dt

import pytest

from kentongan.accounts.enums import Role
from kentongan.accounts.rules import DutyFacts, Place
from kentongan.newsroom.enums import ArticleKind, Review, State
from kentongan.newsroom.rules.counting import first_shown, kinds_of
from kentongan.newsroom.rules.editing import (
    FROM,
    Verb,
    is_lossless,
    is_possible,
    level_of,
    may_approve,
    may_edit,
    may_publish,
    review_of,
    state_after_sending,
)
from kentongan.newsroom.rules.marks import fingerprint_of

DAY = dt.date(2025, 9, 25)
NOW = dt.datetime(2025, 9, 25, 1, 0, tzinfo=dt.UTC)
LATER, EARLIER = NOW + dt.timedelta(hours=1), NOW - dt.timedelta(hours=1)
PLACE = Place(("ID", "35", "35.73", "35.73.02", "35.73.02.1007"), "35.73.02.1007-1")
N, L, F, K = Review.NOBODY, Review.LEADER, Review.FORUM, Review.OFFICE

LEVELS = [
    (Role.OFFICE_ADMIN, "35.73", "", K),
    (Role.OFFICE_STAFF, "35.73", "", K),
    (Role.OFFICE_STAFF, "35", "", K),
    (Role.OFFICE_STAFF, "35.07", "", N),
    (Role.FORUM, "35.73", "", F),
    (Role.FORUM, "35.07", "", N),
    (Role.GROUP_LEADER, "35.73.02.1007", "35.73.02.1007-1", L),
    (Role.GROUP_LEADER, "35.73.02.1007", "35.73.02.1007-2", N),
    (Role.GROUP_MEMBER, "35.73.02.1007", "35.73.02.1007-1", N),
    (Role.DISTRICT_OFFICER, "35.73.02", "", N),
    (Role.VIEWER, "35.73", "", N),
]


@pytest.mark.parametrize(("role", "area", "group", "level"), LEVELS)
def test_whose_reading_a_role_stands_for(role: str, area: str, group: str, level: Review) -> None:
    assert level_of([DutyFacts(role, area, group)], PLACE, on=DAY) == level


def test_the_highest_duty_of_today_counts() -> None:
    leader = DutyFacts(Role.GROUP_LEADER, "35.73.02.1007", PLACE.group_code)
    forum = DutyFacts(Role.FORUM, "35.73")
    ended = DutyFacts(Role.OFFICE_ADMIN, "35.73", until=DAY)
    assert level_of([leader, forum, ended], PLACE, on=DAY) == F
    assert level_of([], PLACE, on=DAY) == N


@pytest.mark.parametrize(
    ("group", "offices", "review"),
    [
        (None, [], L),
        (None, [None, None], L),
        (None, [F, K], F),
        (None, [None, K], K),
        (None, [N, K], N),
        (N, [K], N),
        (K, [N], K),
    ],
)
def test_the_nearest_rule_holds(group: int | None, offices: list[int | None], review: Review) -> None:
    assert review_of(group, offices) == review


#            level:  N      L      F      K
APPROVE = {
    N: (False, True, True, True),
    L: (False, True, True, True),
    F: (False, False, True, True),
    K: (False, False, False, True),
}
PUBLISH = {**APPROVE, N: (True, True, True, True)}


@pytest.mark.parametrize("review", Review)
def test_those_above_stand_in_for_those_below(review: Review) -> None:
    assert tuple(may_approve(level, review) for level in Review) == APPROVE[review]
    assert tuple(may_publish(level, review) for level in Review) == PUBLISH[review]


@pytest.mark.parametrize(
    ("cleared", "publish_at", "state"),
    [
        (False, None, State.WAITING),
        (False, LATER, State.WAITING),
        (True, None, State.PUBLISHED),
        (True, EARLIER, State.PUBLISHED),
        (True, NOW, State.PUBLISHED),
        (True, LATER, State.SCHEDULED),
    ],
)
def test_where_it_goes_that_is_sent(cleared: bool, publish_at: dt.datetime | None, state: State) -> None:
    assert state_after_sending(cleared=cleared, publish_at=publish_at, now=NOW) == state


#             submit approve send_back withdraw show_again
POSSIBLE = {
    State.DRAFT: "x....",
    State.WAITING: ".xx..",
    State.RETURNED: "x....",
    State.SCHEDULED: ".xx..",
    State.PUBLISHED: "...x.",
    State.WITHDRAWN: "....x",
}


@pytest.mark.parametrize("state", State)
def test_every_state_has_its_verbs(state: State) -> None:
    assert "".join("x" if is_possible(verb, state) else "." for verb in Verb) == POSSIBLE[state]
    assert set(FROM) == set(Verb)


@pytest.mark.parametrize("state", State)
def test_what_readers_see_is_changed_by_those_who_may_publish_it(state: State) -> None:
    promised = state in (State.SCHEDULED, State.PUBLISHED, State.WITHDRAWN)
    assert may_edit(state, writes=True, publishes=False) is not promised
    assert may_edit(state, writes=False, publishes=True)
    assert may_edit(state, writes=True, publishes=True)
    assert not may_edit(state, writes=False, publishes=False)


@pytest.mark.parametrize(
    ("stored", "coming", "lossless"),
    [
        ("", "", True),
        ("", "baru", True),
        ("satu dua", "satu dua tiga", True),
        ("satu tiga", "satu dua tiga", True),
        ("satu  dua", "satu\ndua", True),
        ("satu dua", "dua satu", False),
        ("satu dua", "satu", False),
        ("satu dua", "", False),
        ("kata kata", "kata", False),
    ],
)
def test_writing_on_loses_nothing(stored: str, coming: str, lossless: bool) -> None:
    assert is_lossless(stored, coming) is lossless


# --- Counting -------------------------------------------------------------------------------------------

LONG, SHORT = "kata " * 15, "kata " * 14
SHOWN, NEWS, PASSED = frozenset({"situs"}), frozenset({"situs", "berita"}), frozenset({"situs", "terusan"})
COUNTED = [
    (ArticleKind.NEWS, LONG, False, NEWS),
    (ArticleKind.NEWS, SHORT, False, PASSED),
    (ArticleKind.NEWS, LONG, True, PASSED),
    (ArticleKind.NEWS, "", False, PASSED),
    (ArticleKind.POTENTIAL, LONG, False, NEWS),
    (ArticleKind.EVENT, LONG, False, NEWS),
    (ArticleKind.ANNOUNCEMENT, LONG, False, NEWS),
    (ArticleKind.ANNOUNCEMENT, LONG, True, PASSED),
    (ArticleKind.VIDEO, LONG, False, SHOWN),
    (ArticleKind.VIDEO, SHORT, False, PASSED),
    (ArticleKind.PRODUCT, LONG, False, SHOWN),
    (ArticleKind.PRODUCT, "", False, SHOWN),
    (ArticleKind.PRODUCT, LONG, True, PASSED),
]


@pytest.mark.parametrize(("kind", "body", "is_repost", "kinds"), COUNTED)
def test_as_what_it_counts(kind: str, body: str, is_repost: bool, kinds: frozenset[str]) -> None:
    assert kinds_of(kind, body, is_repost=is_repost) == kinds


def test_few_words_are_compared_with_their_title() -> None:
    assert fingerprint_of("Satu", LONG) == fingerprint_of("Dua", LONG)
    assert fingerprint_of("Satu", "Stok siap") != fingerprint_of("Dua", "Stok siap")
    assert fingerprint_of("", "") == ""


def test_the_first_of_several_copies_counts() -> None:
    shown = [
        (1, "a", LATER),
        (2, "a", EARLIER),
        (3, "b", NOW),
        (4, "", NOW),
        (5, "", NOW),
        (7, "c", NOW),
        (6, "c", NOW),
    ]
    assert first_shown(shown) == {2, 3, 4, 5, 6}
    assert first_shown([]) == frozenset()
