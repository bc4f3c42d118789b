"""The register's decisions, as tables of named cases."""

import datetime as dt

import pytest

from kentongan.registry.enums import ChannelKind, DecreeState, Precision, Step
from kentongan.registry.rules import (
    DoneStep,
    GroupFacts,
    Lack,
    Term,
    decree_state,
    formation_progress,
    lacks,
    term_findings,
)
from kentongan.registry.rules.channels import channel_address, channel_name
from kentongan.registry.rules.decrees import FindingKind
from kentongan.registry.rules.numbers import looks_like_nik

DAY = dt.date(2025, 9, 25)


def days(count: int) -> dt.date:
    return DAY + dt.timedelta(days=count)


def term(start: int, end: int, label: str = "") -> Term:
    return Term(days(start), days(end), label)


# Decrees ------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("terms", "state", "left"),
    [
        pytest.param([], DecreeState.NONE, None, id="no decree"),
        pytest.param([term(1, 400)], DecreeState.NONE, None, id="only one to come"),
        pytest.param([term(0, 400)], DecreeState.IN_FORCE, 400, id="begins today"),
        pytest.param([term(-900, 91)], DecreeState.IN_FORCE, 91, id="the day before the renewal window"),
        pytest.param([term(-900, 90)], DecreeState.ENDING, 90, id="first day of the renewal window"),
        pytest.param([term(-900, 0)], DecreeState.ENDING, 0, id="last day"),
        pytest.param([term(-900, -1)], DecreeState.ENDED, -1, id="ended yesterday"),
        pytest.param([term(-900, -400), term(-300, 500)], DecreeState.IN_FORCE, 500, id="a later one decides"),
        pytest.param([term(-900, 500), term(-10, 20)], DecreeState.IN_FORCE, 500, id="the longest, not the youngest"),
        pytest.param([term(-900, -5), term(5, 500)], DecreeState.ENDED, -5, id="between two terms"),
    ],
)
def test_decree_state(terms: list[Term], state: DecreeState, left: int | None) -> None:
    standing = decree_state(terms, DAY)
    assert (standing.state, standing.days_left) == (state, left)


def test_the_renewal_window_of_the_picture() -> None:
    standing = decree_state([Term(dt.date(2023, 1, 10), dt.date(2026, 1, 9))], DAY)
    assert (standing.days_left, standing.renewal_from) == (106, dt.date(2025, 10, 11))


def test_a_short_term_is_renewed_from_its_first_day() -> None:
    assert decree_state([term(-3, 20)], DAY).renewal_from == days(-3)


def test_the_next_term_is_known() -> None:
    standing = decree_state([term(-10, 10, "a"), term(50, 90, "c"), term(11, 40, "b")], DAY)
    assert standing.upcoming == term(11, 40, "b")
    assert standing.days_over is None


@pytest.mark.parametrize(
    ("terms", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([term(0, 9)], [], id="one"),
        pytest.param([term(0, 9), term(10, 19)], [], id="joined"),
        pytest.param([term(0, 9), term(11, 19)], [(FindingKind.GAP, days(10), days(10), 1)], id="a day between"),
        pytest.param([term(0, 9), term(9, 19)], [(FindingKind.OVERLAP, days(9), days(9), 1)], id="a day twice"),
        pytest.param([term(10, 19), term(0, 4)], [(FindingKind.GAP, days(5), days(9), 5)], id="in any order"),
        pytest.param(
            [term(0, 100), term(10, 20), term(30, 40)],
            [(FindingKind.OVERLAP, days(10), days(20), 11), (FindingKind.OVERLAP, days(30), days(40), 11)],
            id="inside a longer one",
        ),
        pytest.param(
            [term(0, 100), term(10, 20), term(111, 120)],
            [(FindingKind.OVERLAP, days(10), days(20), 11), (FindingKind.GAP, days(101), days(110), 10)],
            id="a gap counts from the farthest end",
        ),
    ],
)
def test_gaps_and_overlaps(terms: list[Term], expected: list) -> None:
    assert [(one.kind, one.starts_on, one.ends_on, one.days) for one in term_findings(terms)] == expected


# What a group lacks --------------------------------------------------------------------------------------------------


def facts(**changes) -> GroupFacts:
    whole = {
        "formed_on": days(-1000),
        "formed_precision": Precision.DAY,
        "terms": (term(-1000, 500),),
        "has_chair": True,
        "has_contact_phone": True,
        "has_channel": True,
    }
    return GroupFacts(**{**whole, **changes})


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        pytest.param({}, [], id="nothing"),
        pytest.param({"terms": ()}, [Lack.DECREE_NONE], id="no decree"),
        pytest.param({"terms": (term(-1000, -1),)}, [Lack.DECREE_ENDED], id="decree ended"),
        pytest.param({"terms": (term(-1000, 30),)}, [Lack.DECREE_ENDING], id="decree ending"),
        pytest.param({"terms": (term(-1000, 30), term(31, 900))}, [], id="ending, but its successor is recorded"),
        pytest.param({"terms": (term(-1000, -500), term(-400, 900))}, [Lack.DECREE_GAP], id="a gap in the past"),
        pytest.param({"terms": (term(-1000, 0), term(-400, 900))}, [Lack.DECREE_OVERLAP], id="an overlap"),
        pytest.param({"formed_on": days(-900)}, [Lack.DECREE_BEFORE_FORMATION], id="decree before formation"),
        pytest.param({"has_chair": False}, [Lack.CHAIR], id="no chair"),
        pytest.param({"has_contact_phone": False}, [Lack.CONTACT_PHONE], id="no phone"),
        pytest.param({"has_channel": False}, [Lack.CHANNEL], id="no channel"),
        pytest.param({"formed_precision": Precision.BY}, [Lack.FORMATION_DAY], id="day unknown"),
        pytest.param({"has_chair": False, "ended_on": days(0), "terms": ()}, [], id="an ended group needs nothing"),
        pytest.param({"has_chair": False, "ended_on": days(1)}, [Lack.CHAIR], id="not ended yet"),
        pytest.param(
            {"terms": (), "has_chair": False, "has_channel": False, "has_contact_phone": False},
            [Lack.DECREE_NONE, Lack.CHAIR, Lack.CONTACT_PHONE, Lack.CHANNEL],
            id="the decree first",
        ),
    ],
)
def test_what_a_group_lacks(changes: dict, expected: list[Lack]) -> None:
    assert [lacking.lack for lacking in lacks(facts(**changes), DAY)] == expected


# Formation -----------------------------------------------------------------------------------------------------------


def test_no_step_is_done() -> None:
    progress = formation_progress([], DAY)
    assert (progress.done, progress.left, progress.total) == (0, 6, 6)
    assert progress.now is not None
    assert progress.now.step == Step.SOCIALISED
    assert progress.latest is None
    assert [rung.state for rung in progress.rungs] == ["now", *["next"] * 5]


def test_four_of_six_are_done() -> None:
    done = [DoneStep(step, days(-40 + 10 * place), f"fact {place}") for place, step in enumerate(list(Step)[:4])]
    progress = formation_progress(done, DAY)
    assert (progress.done, progress.left) == (4, 2)
    assert [rung.state for rung in progress.rungs] == ["done"] * 4 + ["now", "next"]
    assert progress.latest.step == Step.FILED
    assert progress.rungs[0].fact == "fact 0"
    assert progress.out_of_order == ()


def test_a_step_after_the_day_is_not_done_yet() -> None:
    assert formation_progress([DoneStep(Step.SOCIALISED, days(1))], DAY).done == 0


def test_a_skipped_step_is_the_one_to_do_now() -> None:
    progress = formation_progress([DoneStep(Step.SOCIALISED, days(-9)), DoneStep(Step.FILED, days(-1))], DAY)
    assert progress.now.step == Step.DISCUSSED
    assert [rung.state for rung in progress.rungs] == ["done", "now", "next", "done", "next", "next"]


def test_dates_out_of_order_are_named() -> None:
    done = [DoneStep(Step.SOCIALISED, days(-5)), DoneStep(Step.DISCUSSED, days(-9)), DoneStep(Step.FILED, days(-9))]
    [pair] = formation_progress(done, DAY).out_of_order
    assert (pair.earlier, pair.later, pair.later_on) == (Step.SOCIALISED, Step.DISCUSSED, days(-9))


def test_all_done_leaves_nothing_for_now() -> None:
    progress = formation_progress([DoneStep(step, DAY) for step in Step], DAY)
    assert progress.now is None
    assert progress.latest.step == Step.DECREED


# Channels ------------------------------------------------------------------------------------------------------------

WEB, IG, YT, FB, TT, WA = (
    ChannelKind.WEBSITE,
    ChannelKind.INSTAGRAM,
    ChannelKind.YOUTUBE,
    ChannelKind.FACEBOOK,
    ChannelKind.TIKTOK,
    ChannelKind.WHATSAPP,
)


@pytest.mark.parametrize(
    ("kind", "written", "address"),
    [
        (WEB, "kim.malangkota.go.id/kayutangan", "https://kim.malangkota.go.id/kayutangan"),
        (WEB, "http://KimContoh.id", "http://kimcontoh.id/"),
        (WEB, "javascript:alert(1)", None),
        (WEB, "ftp://kim.id", None),
        (WEB, "https://admin@kim.id/", None),
        (WEB, "localhost", None),
        (WEB, "http://127.0.0.1/", None),
        (WEB, "http://kim.id:99999/", None),
        (WEB, "dua kata", None),
        (WEB, "", None),
        (IG, "@kimkayutangan", "https://www.instagram.com/kimkayutangan/"),
        (IG, "kim.kayutangan_", "https://www.instagram.com/kim.kayutangan_/"),
        (IG, "https://instagram.com/kimkayutangan?hl=id", "https://www.instagram.com/kimkayutangan/"),
        (IG, "https://www.instagram.com/p/Cxyz/", None),
        (IG, "https://instagram.com.jahat.id/kim", None),
        (IG, "https://facebook.com/kimkayutangan", None),
        (IG, "instagram.com", None),
        (YT, "@kimkayutangan", "https://www.youtube.com/@kimkayutangan"),
        (YT, "https://youtube.com/@kimkayutangan/videos", "https://www.youtube.com/@kimkayutangan"),
        (YT, "https://www.youtube.com/channel/UC12345_ab-cd", "https://www.youtube.com/channel/UC12345_ab-cd"),
        (YT, "https://www.youtube.com/watch?v=abc", None),
        (YT, "https://www.youtube.com/channel/", None),
        (FB, "kimkayutangan", "https://www.facebook.com/kimkayutangan"),
        (FB, "https://m.facebook.com/kimkayutangan/", "https://www.facebook.com/kimkayutangan"),
        (FB, "https://facebook.com/profile.php?id=1000", "https://www.facebook.com/profile.php?id=1000"),
        (FB, "https://facebook.com/profile.php?id=x", None),
        (FB, "https://facebook.com/groups/12345", "https://www.facebook.com/groups/12345"),
        (TT, "@kim.kayutangan", "https://www.tiktok.com/@kim.kayutangan"),
        (TT, "https://www.tiktok.com/@kim/video/1", "https://www.tiktok.com/@kim"),
        (WA, "https://whatsapp.com/channel/0029VaABCDEFGHIJ1234", "https://whatsapp.com/channel/0029VaABCDEFGHIJ1234"),
        (WA, "https://wa.me/6281234567890", None),
        (WA, "https://chat.whatsapp.com/ABCDEFGHIJ", None),
        (WA, "081234567890", None),
    ],
)
def test_channel_addresses(kind: str, written: str, address: str | None) -> None:
    assert channel_address(kind, written) == address
    if address:
        assert channel_address(kind, address) == address, "an address is its own address"


@pytest.mark.parametrize(
    ("kind", "address", "name"),
    [
        (IG, "https://www.instagram.com/kimkayutangan/", "@kimkayutangan"),
        (YT, "https://www.youtube.com/@kim", "@kim"),
        (WEB, "https://kim.malangkota.go.id/kayutangan", "kim.malangkota.go.id/kayutangan"),
        (WEB, "https://www.kim.id/", "kim.id"),
    ],
)
def test_channel_names(kind: str, address: str, name: str) -> None:
    assert channel_name(kind, address) == name


# Numbers -------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "is_nik"),
    [
        ("3573025208900001", True),
        ("3573 0252 0890 0001", True),
        ("3507.0812.0185.0003", True),
        ("3573025208900000", False),
        ("3573023208900001", False),
        ("3573021213900001", False),
        ("0073021208900001", False),
        ("357302520890001", False),
        ("KIM-3573-0007", False),
        ("", False),
    ],
)
def test_a_nik_is_known_by_its_shape(text: str, is_nik: bool) -> None:
    assert looks_like_nik(text) is is_nik
