"""Who may do what, where: pure, so that the whole table can be tested."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.enums import Role

CAPABILITIES: dict[str, frozenset[C]] = {
    Role.OFFICE_ADMIN: frozenset(C),
    Role.OFFICE_STAFF: frozenset(C) - {C.SET_OFFICE},
    Role.DISTRICT_OFFICER: frozenset(
        {C.SEE_REGISTER, C.SEE_PHONES, C.SEE_SCANS, C.FOLLOW_CASES, C.EXPORT}
    ),
    Role.FORUM: frozenset({C.SEE_REGISTER, C.SEE_PHONES, C.FOLLOW_CASES, C.EXPORT}),
    Role.GROUP_LEADER: frozenset(
        {C.SEE_REGISTER, C.SEE_PHONES, C.SEE_SCANS, C.EDIT_OWN_GROUP, C.INVITE_MEMBERS}
    ),
    Role.GROUP_MEMBER: frozenset({C.SEE_REGISTER, C.SEE_PHONES}),
    Role.VIEWER: frozenset({C.SEE_REGISTER}),
}

# Roles that stand for one group, not for everything in an area.
GROUP_ROLES = frozenset({Role.GROUP_LEADER, Role.GROUP_MEMBER})


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


def is_allowed(duties: Iterable[DutyFacts], capability: C, place: Place, *, on: dt.date) -> bool:
    """Whether one of the duties in force on the day gives the capability at the place."""
    return any(
        duty.is_on(on) and capability in CAPABILITIES[duty.role] and _covers(duty, place)
        for duty in duties
    )


def _covers(duty: DutyFacts, place: Place) -> bool:
    if duty.role in GROUP_ROLES:
        return bool(place.group_code) and duty.group_code == place.group_code
    return duty.area_code in place.area_codes
