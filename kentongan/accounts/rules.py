"""Who may do what, where: pure, so that the whole table can be tested."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.enums import LinkState, Role
from kentongan.areas.enums import Level

CAPABILITIES: dict[str, frozenset[C]] = {
    Role.OFFICE_ADMIN: frozenset(C),
    Role.OFFICE_STAFF: frozenset(C) - {C.SET_OFFICE, C.SIGN_LISTS, C.SET_NEWSROOM},
    Role.DISTRICT_OFFICER: frozenset(
        {C.SEE_REGISTER, C.SEE_PHONES, C.SEE_SCANS, C.FOLLOW_CASES, C.REVIEW_EVIDENCE, C.EXPORT}
    ),
    Role.FORUM: frozenset(
        {
            C.SEE_REGISTER,
            C.SEE_PHONES,
            C.FOLLOW_CASES,
            C.REVIEW_EVIDENCE,
            C.REVIEW_ARTICLES,
            C.JUDGE_HARVEST,
            C.EXPORT,
        }
    ),
    Role.GROUP_LEADER: frozenset(
        {
            C.SEE_REGISTER,
            C.SEE_PHONES,
            C.SEE_SCANS,
            C.EDIT_OWN_GROUP,
            C.REPORT_EVIDENCE,
            C.WRITE_ARTICLES,
            C.REVIEW_ARTICLES,
            C.INVITE_MEMBERS,
        }
    ),
    Role.GROUP_MEMBER: frozenset({C.SEE_REGISTER, C.SEE_PHONES, C.REPORT_EVIDENCE, C.WRITE_ARTICLES}),
    Role.VIEWER: frozenset({C.SEE_REGISTER}),
}

# Roles that stand for one group, not for everything in an area.
GROUP_ROLES = frozenset({Role.GROUP_LEADER, Role.GROUP_MEMBER})

# Whose duties a role may give, change and end. Nobody makes an equal except an admin.
GIVES: dict[str, frozenset[Role]] = {
    Role.OFFICE_ADMIN: frozenset(Role),
    Role.OFFICE_STAFF: frozenset(Role) - {Role.OFFICE_ADMIN, Role.OFFICE_STAFF},
    Role.GROUP_LEADER: frozenset({Role.GROUP_MEMBER}),
}

# The levels of area at which a role makes sense.
_OFFICE_LEVELS = frozenset({Level.NATION, Level.PROVINCE, Level.REGENCY})
_GROUP_LEVELS = frozenset({Level.VILLAGE, Level.DISTRICT})
LEVELS: dict[str, frozenset[Level]] = {
    Role.OFFICE_ADMIN: _OFFICE_LEVELS,
    Role.OFFICE_STAFF: _OFFICE_LEVELS,
    Role.DISTRICT_OFFICER: frozenset({Level.DISTRICT}),
    Role.FORUM: frozenset({Level.REGENCY, Level.PROVINCE}),
    Role.GROUP_LEADER: _GROUP_LEVELS,
    Role.GROUP_MEMBER: _GROUP_LEVELS,
    Role.VIEWER: _OFFICE_LEVELS | {Level.DISTRICT},
}

INVITATION_LIFE = dt.timedelta(days=14)


@dataclass(frozen=True)
class DutyFacts:
    """A role in an area, or in one group, from a day up to but not including another."""

    role: str
    area_code: str
    group_code: str = ""
    since: dt.date | None = None
    until: dt.date | None = None

    def is_on(self, day: dt.date) -> bool:
        return (self.since is None or self.since <= day) and (self.until is None or day < self.until)


@dataclass(frozen=True)
class Place:
    """Where something is: codes of all areas around it, nation first, and its group if it has one."""

    area_codes: tuple[str, ...]
    group_code: str = ""


@dataclass(frozen=True)
class HeldDuty:
    """A duty of someone else, seen from a person who may or may not manage it."""

    role: str
    place: Place
    is_current: bool


@dataclass(frozen=True)
class LinkFacts:
    """The moments of a one-time link."""

    expires_at: dt.datetime
    accepted_at: dt.datetime | None = None
    revoked_at: dt.datetime | None = None


def is_allowed(duties: Iterable[DutyFacts], capability: C, place: Place, *, on: dt.date) -> bool:
    """Whether one of the duties in force on the day gives the capability at the place."""
    return any(duty.is_on(on) and capability in CAPABILITIES[duty.role] and _covers(duty, place) for duty in duties)


def roles_given(duties: Iterable[DutyFacts], place: Place, *, on: dt.date) -> frozenset[Role]:
    """The roles a person with these duties may give, change or end at the place."""
    given: frozenset[Role] = frozenset()
    for duty in duties:
        if duty.is_on(on) and _covers(duty, place):
            given |= GIVES.get(duty.role, frozenset())
    return given


def is_place_of_role(role: str, level: str, *, group_code: str) -> bool:
    """Whether a role can be held there: a group's role in a group, any other at a fitting level and in none."""
    if role in GROUP_ROLES:
        return bool(group_code)
    return not group_code and level in LEVELS[role]


def controls(duties: Iterable[DutyFacts], held: Iterable[HeldDuty], *, on: dt.date) -> bool:
    """Whether the duties reach the whole person: every duty they hold, or every one they held when none is left.

    A link to sign in anew, and an erasure, concern all a person can do, so that one duty out of reach forbids both.
    """
    duties, held = list(duties), list(held)
    weighed = [duty for duty in held if duty.is_current] or held
    return bool(weighed) and all(duty.role in roles_given(duties, duty.place, on=on) for duty in weighed)


def link_state(link: LinkFacts, *, now: dt.datetime) -> LinkState:
    """What became of a link; being used or revoked outlives running out."""
    if link.accepted_at:
        return LinkState.ACCEPTED
    if link.revoked_at:
        return LinkState.REVOKED
    return LinkState.EXPIRED if link.expires_at <= now else LinkState.OPEN


def _covers(duty: DutyFacts, place: Place) -> bool:
    if duty.role in GROUP_ROLES:
        return bool(place.group_code) and duty.group_code == place.group_code
    return duty.area_code in place.area_codes
