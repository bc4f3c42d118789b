"""Who reads an article before its readers do, and where it goes next."""

import datetime as dt
from collections.abc import Iterable
from enum import StrEnum

from kentongan.accounts.enums import Capability, Role
from kentongan.accounts.rules import DutyFacts, Place, is_allowed
from kentongan.newsroom.enums import Review, State

# Whose reading a role stands for.
LEVELS: dict[str, Review] = {
    Role.GROUP_LEADER: Review.LEADER,
    Role.FORUM: Review.FORUM,
    Role.OFFICE_STAFF: Review.OFFICE,
    Role.OFFICE_ADMIN: Review.OFFICE,
}


class Verb(StrEnum):
    """What can be done with an article."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    WITHDRAW = "withdraw"
    SHOW_AGAIN = "show_again"


# From which states each is possible.
FROM: dict[Verb, frozenset[State]] = {
    Verb.SUBMIT: frozenset({State.DRAFT, State.RETURNED}),
    Verb.APPROVE: frozenset({State.WAITING, State.SCHEDULED}),
    Verb.SEND_BACK: frozenset({State.WAITING, State.SCHEDULED}),
    Verb.WITHDRAW: frozenset({State.PUBLISHED}),
    Verb.SHOW_AGAIN: frozenset({State.WITHDRAWN}),
}


def is_possible(verb: Verb, state: str) -> bool:
    return state in FROM[verb]


def level_of(duties: Iterable[DutyFacts], place: Place, *, on: dt.date) -> Review:
    """The highest reading these duties stand for at the group's place."""
    return max(
        (
            LEVELS[duty.role]
            for duty in duties
            if duty.role in LEVELS and is_allowed([duty], Capability.REVIEW_ARTICLES, place, on=on)
        ),
        default=Review.NOBODY,
    )


def review_of(group_rule: int | None, office_rules: Iterable[int | None] = ()) -> Review:
    """Who reads the group's articles: as said for the group, else by the nearest office that said so, else its leader."""
    for rule in (group_rule, *office_rules):
        if rule is not None:
            return Review(rule)
    return Review.LEADER


def may_approve(level: int, review: int) -> bool:
    """Whether a reader of this level may let others' articles through; those above stand in for those below."""
    return level >= max(review, Review.LEADER)


def may_publish(level: int, review: int) -> bool:
    """Whether what a writer of this level sends needs nobody else's reading."""
    return level >= review


def state_after_sending(*, cleared: bool, publish_at: dt.datetime | None, now: dt.datetime) -> State:
    """Where an article goes that a writer sends, or a reader lets through (``cleared``)."""
    if not cleared:
        return State.WAITING
    return State.SCHEDULED if publish_at and publish_at > now else State.PUBLISHED


def may_edit(state: str, *, writes: bool, publishes: bool) -> bool:
    """Whether the words may be changed: what readers see, or were promised, only by those who may publish it."""
    if state in (State.PUBLISHED, State.SCHEDULED, State.WITHDRAWN):
        return publishes
    return writes or publishes


def is_lossless(stored: str, coming: str) -> bool:
    """Whether every word of ``stored`` stands in ``coming`` in the same order: somebody wrote on, nothing is lost."""
    rest = iter(coming.split())
    return all(word in rest for word in stored.split())
