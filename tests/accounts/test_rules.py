"""Who may do what, where: the whole table, without a database."""

import datetime as dt

import pytest

from kentongan.accounts.enums import Capability as C
from kentongan.accounts.enums import LinkState, Role
from kentongan.accounts.rules import (
    DutyFacts,
    HeldDuty,
    LinkFacts,
    Place,
    controls,
    is_allowed,
    is_place_of_role,
    link_state,
    roles_given,
)
from kentongan.areas.enums import Level

DAY = dt.date(2025, 9, 25)
NOW = dt.datetime(2025, 9, 25, 9, 0, tzinfo=dt.UTC)
KAYUTANGAN = "35.73.02.1007-1"

# Which capability each role has inside its area, or inside its own group. A row a capability, a mark a role.
#                       admin staff district forum leader member viewer
TABLE = """
see_register            x     x     x        x     x      x      x
see_phones              x     x     x        x     x      x      -
see_scans               x     x     x        -     x      -      -
edit_register           x     x     -        -     -      -      -
edit_own_group          x     x     -        -     x      -      -
follow_cases            x     x     x        x     -      -      -
report_evidence         x     x     -        -     x      x      -
review_evidence         x     x     x        x     -      -      -
write_articles          x     x     -        -     x      x      -
review_articles         x     x     -        x     x      -      -
set_newsroom            x     -     -        -     -      -      -
judge_harvest           x     x     -        x     -      -      -
prepare_lists           x     x     -        -     -      -      -
sign_lists              x     -     -        -     -      -      -
set_targets             x     x     -        -     -      -      -
import                  x     x     -        -     -      -      -
export                  x     x     x        x     -      -      -
manage_people           x     x     -        -     -      -      -
invite_members          x     x     -        -     x      -      -
set_office              x     -     -        -     -      -      -
"""
ROLES = (
    Role.OFFICE_ADMIN,
    Role.OFFICE_STAFF,
    Role.DISTRICT_OFFICER,
    Role.FORUM,
    Role.GROUP_LEADER,
    Role.GROUP_MEMBER,
    Role.VIEWER,
)
# Where each of these holds its duty; groups' roles in one group of a village of the city.
HOMES = {
    Role.OFFICE_ADMIN: DutyFacts(Role.OFFICE_ADMIN, "35.73"),
    Role.OFFICE_STAFF: DutyFacts(Role.OFFICE_STAFF, "35.73"),
    Role.DISTRICT_OFFICER: DutyFacts(Role.DISTRICT_OFFICER, "35.73.02"),
    Role.FORUM: DutyFacts(Role.FORUM, "35.73"),
    Role.GROUP_LEADER: DutyFacts(Role.GROUP_LEADER, "35.73.02.1007", KAYUTANGAN),
    Role.GROUP_MEMBER: DutyFacts(Role.GROUP_MEMBER, "35.73.02.1007", KAYUTANGAN),
    Role.VIEWER: DutyFacts(Role.VIEWER, "35.73"),
}


def place(code: str, group: str = "") -> Place:
    parts = code.split(".")
    return Place(("ID", *(".".join(parts[: size + 1]) for size in range(len(parts)))), group)


INSIDE = place("35.73.02.1007", KAYUTANGAN)
ROWS = [
    (Role(role), C(capability), mark == "x")
    for line in TABLE.strip().splitlines()
    for capability, *marks in [line.split()]
    for role, mark in zip(ROLES, marks, strict=True)
]


def test_the_table_is_whole() -> None:
    assert {(role, capability) for role, capability, _may in ROWS} == {(role, c) for role in Role for c in C}


@pytest.mark.parametrize(("role", "capability", "may"), ROWS)
def test_inside(role: Role, capability: C, may: bool) -> None:
    assert is_allowed([HOMES[role]], capability, INSIDE, on=DAY) is may


@pytest.mark.parametrize("where", ["35.07", "35.07.08", "35.07.08.2003", "35", "ID", "35.7"])
@pytest.mark.parametrize(("role", "capability", "_may"), ROWS)
def test_outside_nobody_may_anything(role: Role, capability: C, _may: bool, where: str) -> None:
    outside = Place(("ID",)) if where == "ID" else place(where)
    assert not is_allowed([HOMES[role]], capability, outside, on=DAY)


@pytest.mark.parametrize("capability", list(C))
@pytest.mark.parametrize("role", [Role.GROUP_LEADER, Role.GROUP_MEMBER])
def test_a_groups_role_reaches_neither_its_village_nor_its_neighbour(role: Role, capability: C) -> None:
    assert not is_allowed([HOMES[role]], capability, place("35.73.02.1007"), on=DAY)
    assert not is_allowed([HOMES[role]], capability, place("35.73.02.1007", "35.73.02.1007-2"), on=DAY)


@pytest.mark.parametrize(
    ("since", "until", "may"),
    [
        (None, None, True),
        (DAY, None, True),
        (DAY + dt.timedelta(1), None, False),
        (None, DAY, False),
        (None, DAY + dt.timedelta(1), True),
        (DAY, DAY, False),
    ],
)
def test_a_duty_is_in_force_from_its_first_day_until_before_its_last(since, until, may) -> None:
    duty = DutyFacts(Role.VIEWER, "35.73", since=since, until=until)
    assert is_allowed([duty], C.SEE_REGISTER, place("35.73"), on=DAY) is may


def test_the_nation_covers_everything() -> None:
    assert is_allowed([DutyFacts(Role.VIEWER, "ID")], C.SEE_REGISTER, INSIDE, on=DAY)


# Invitations ------------------------------------------------------------------------------------------------------------

ALL = set(Role)
OF_STAFF = {Role.DISTRICT_OFFICER, Role.FORUM, Role.GROUP_LEADER, Role.GROUP_MEMBER, Role.VIEWER}


@pytest.mark.parametrize(
    ("role", "given"),
    [
        (Role.OFFICE_ADMIN, ALL),
        (Role.OFFICE_STAFF, OF_STAFF),
        (Role.DISTRICT_OFFICER, set()),
        (Role.FORUM, set()),
        (Role.GROUP_LEADER, {Role.GROUP_MEMBER}),
        (Role.GROUP_MEMBER, set()),
        (Role.VIEWER, set()),
    ],
)
def test_who_gives_which_role(role: Role, given: set[Role]) -> None:
    assert roles_given([HOMES[role]], INSIDE, on=DAY) == given
    assert roles_given([HOMES[role]], place("35.07.08"), on=DAY) == set()


def test_an_ended_duty_gives_nothing() -> None:
    assert roles_given([DutyFacts(Role.OFFICE_ADMIN, "35.73", until=DAY)], INSIDE, on=DAY) == set()


#                    nation province regency district village
PLACES = """
office_admin         x      x        x       -        -
office_staff         x      x        x       -        -
district_officer     -      -        -       x        -
forum                -      x        x       -        -
group_leader         -      -        -       -        -
group_member         -      -        -       -        -
viewer               x      x        x       x        -
"""


@pytest.mark.parametrize(
    ("role", "level", "fits"),
    [
        (Role(role), level, mark == "x")
        for line in PLACES.strip().splitlines()
        for role, *marks in [line.split()]
        for level, mark in zip(Level, marks, strict=True)
    ],
)
def test_where_a_role_can_be_held(role: Role, level: Level, fits: bool) -> None:
    assert is_place_of_role(role, level, group_code="") is fits
    assert is_place_of_role(role, level, group_code=KAYUTANGAN) is (role in {Role.GROUP_LEADER, Role.GROUP_MEMBER})


# Reaching a whole person ------------------------------------------------------------------------------------------------

ADMIN, STAFF = [HOMES[Role.OFFICE_ADMIN]], [HOMES[Role.OFFICE_STAFF]]
CITY, REGENCY = place("35.73"), place("35.07")


@pytest.mark.parametrize(
    ("case", "duties", "held", "may"),
    [
        ("a member of the own city", STAFF, [HeldDuty(Role.FORUM, CITY, True)], True),
        ("an equal", STAFF, [HeldDuty(Role.OFFICE_STAFF, CITY, True)], False),
        ("a superior", STAFF, [HeldDuty(Role.OFFICE_ADMIN, CITY, True)], False),
        ("an admin by another admin", ADMIN, [HeldDuty(Role.OFFICE_ADMIN, CITY, True)], True),
        ("someone elsewhere", ADMIN, [HeldDuty(Role.VIEWER, REGENCY, True)], False),
        (
            "someone here and elsewhere",
            ADMIN,
            [HeldDuty(Role.VIEWER, CITY, True), HeldDuty(Role.OFFICE_ADMIN, REGENCY, True)],
            False,
        ),
        (
            "someone here, elsewhere only long ago",
            ADMIN,
            [HeldDuty(Role.VIEWER, CITY, True), HeldDuty(Role.OFFICE_ADMIN, REGENCY, False)],
            True,
        ),
        ("someone whose only duty ended", STAFF, [HeldDuty(Role.FORUM, CITY, False)], True),
        ("an admin whose duty ended, by staff", STAFF, [HeldDuty(Role.OFFICE_ADMIN, CITY, False)], False),
        ("someone who never had a duty", ADMIN, [], False),
    ],
)
def test_controls(case: str, duties, held, may: bool) -> None:
    assert controls(duties, held, on=DAY) is may


# Links ------------------------------------------------------------------------------------------------------------------

HOUR = dt.timedelta(hours=1)


@pytest.mark.parametrize(
    ("link", "state"),
    [
        (LinkFacts(NOW + HOUR), LinkState.OPEN),
        (LinkFacts(NOW), LinkState.EXPIRED),
        (LinkFacts(NOW - HOUR), LinkState.EXPIRED),
        (LinkFacts(NOW - HOUR, accepted_at=NOW - 2 * HOUR), LinkState.ACCEPTED),
        (LinkFacts(NOW + HOUR, revoked_at=NOW - HOUR), LinkState.REVOKED),
        (LinkFacts(NOW - HOUR, revoked_at=NOW - 2 * HOUR), LinkState.REVOKED),
    ],
)
def test_link_state(link: LinkFacts, state: LinkState) -> None:
    assert link_state(link, now=NOW) == state
