"""Everything a group's page shows, as it was on a day."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from django.db.models import Q, QuerySet
from django.utils import timezone

from kentongan.core.clock import today
from kentongan.core.models import AuditEvent
from kentongan.registry.enums import Position
from kentongan.registry.models import Channel, Decree, FormationCase, Group, Note, Obstacle, Officer, Partner
from kentongan.registry.queries.officers import first_day_of
from kentongan.registry.rules import GroupFacts, Lacking, Standing, Term, decree_state, lacks

LATEST_NOTES = 20


@dataclass(frozen=True)
class Board:
    """The officers of one decree, or those of none."""

    decree: Decree | None
    officers: list[Officer]


@dataclass
class GroupRecord:
    """A group's rows, each read once. Rows carry ``nth``, their place in the order of entry: it stands in addresses."""

    group: Group
    as_of: dt.date

    @cached_property
    def all_decrees(self) -> list[Decree]:
        """Every decree on record, in order of entry."""
        return numbered(Decree.objects.filter(group=self.group))

    @cached_property
    def decrees(self) -> list[Decree]:
        """Decrees known by the day, the latest term first."""
        known = [decree for decree in self.all_decrees if (decree.signed_on or decree.starts_on) <= self.as_of]
        return sorted(known, key=lambda decree: (decree.ends_on, decree.starts_on), reverse=True)

    @cached_property
    def terms(self) -> tuple[Term, ...]:
        return tuple(term_of(decree) for decree in self.decrees)

    @cached_property
    def standing(self) -> Standing:
        return decree_state(self.terms, self.as_of)

    @cached_property
    def decree(self) -> Decree | None:
        """The decree that decides on the day."""
        return next((decree for decree in self.decrees if term_of(decree) == self.standing.term), None)

    @cached_property
    def officers(self) -> list[Officer]:
        found = numbered(Officer.objects.filter(group=self.group))
        decrees = {decree.pk: decree for decree in self.all_decrees}
        order = list(Position)
        for officer in found:
            officer.decree = decrees.get(officer.decree_id)
        return sorted(found, key=lambda officer: (order.index(officer.position), officer.pk))

    @cached_property
    def board(self) -> list[Officer]:
        """Who serves on the day: of the deciding decree, or of none and not ended."""
        mine = {None, self.decree.pk if self.decree else None}
        return [officer for officer in self.officers if officer.decree_id in mine and serves(officer, self.as_of)]

    @cached_property
    def earlier_boards(self) -> list[Board]:
        """Officers of other terms, and those who stepped down, by decree, the latest first."""
        serving = {officer.pk for officer in self.board}
        past = [officer for officer in self.officers if officer.pk not in serving and began(officer, self.as_of)]
        boards = [
            Board(decree, [officer for officer in past if officer.decree_id == decree.pk]) for decree in self.decrees
        ]
        loose = [officer for officer in past if officer.decree_id is None]
        return [board for board in [*boards, Board(None, loose)] if board.officers]

    @cached_property
    def all_channels(self) -> list[Channel]:
        return numbered(Channel.objects.filter(group=self.group))

    @cached_property
    def channels(self) -> list[Channel]:
        return [channel for channel in self.all_channels if holds(channel, self.as_of)]

    @cached_property
    def all_partners(self) -> list[Partner]:
        return numbered(Partner.objects.filter(group=self.group))

    @cached_property
    def partners(self) -> list[Partner]:
        return [partner for partner in self.all_partners if holds(partner, self.as_of)]

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return obstacles_on(Obstacle.objects.filter(group=self.group), self.as_of)

    @cached_property
    def notes(self) -> list[Note]:
        return notes_until(Note.objects.filter(group=self.group), self.as_of)

    @cached_property
    def case(self) -> FormationCase | None:
        return FormationCase.objects.filter(group=self.group).prefetch_related("steps").first()

    @cached_property
    def lacks(self) -> list[Lacking]:
        facts = GroupFacts(
            formed_on=self.group.formed_on,
            formed_precision=self.group.formed_precision,
            terms=self.terms,
            has_chair=any(officer.position == Position.CHAIR for officer in self.board),
            has_contact_phone=bool(self.group.contact_phone) or any(officer.phone for officer in self.board),
            has_channel=bool(self.channels),
            ended_on=self.group.ended_on,
            area_ended_on=self.group.area.valid_until,
        )
        return lacks(facts, self.as_of)

    def history(self) -> QuerySet[AuditEvent]:
        """Events of the group and of all that belongs to it, newest first."""
        parts = {
            "decree": self.all_decrees,
            "officer": self.officers,
            "channel": self.all_channels,
            "partner": self.all_partners,
        }
        condition = Q(subject_kind="group", subject_key=self.group.code)
        for kind, rows in parts.items():
            if rows:
                condition |= Q(subject_kind=kind, subject_key__in=[str(row.pk) for row in rows])
        return AuditEvent.objects.filter(condition).select_related("by")


def term_of(decree: Decree) -> Term:
    return Term(decree.starts_on, decree.ends_on, decree.number)


def numbered(rows: QuerySet) -> list:
    """The rows in order of entry, each with its number ``nth`` from 1. Rows are never removed, so it stays."""
    found = list(rows.order_by("pk"))
    for number, row in enumerate(found, start=1):
        row.nth = number
    return found


def nth(rows: QuerySet, number: int):
    """The row with this number in the order of entry; None when there is none."""
    # A number beyond all rows would not fit into the database's own.
    if not 1 <= number < 1_000_000:
        return None
    return rows.order_by("pk")[number - 1 : number].first()


def holds(thing: Channel | Partner, day: dt.date) -> bool:
    """Whether the day lies in [since, until), open where nothing is recorded."""
    return (thing.since is None or thing.since <= day) and (thing.until is None or day < thing.until)


def began(officer: Officer, day: dt.date) -> bool:
    """Whether the officer's time had begun by the day: their own, else that of their decree."""
    since = first_day_of(officer)
    return since is None or since <= day


def serves(officer: Officer, day: dt.date) -> bool:
    """Whether the officer is in office; a board whose decree ran out stays until another takes over."""
    return began(officer, day) and (officer.until is None or day < officer.until)


def obstacles_on(obstacles: QuerySet[Obstacle], day: dt.date) -> list[Obstacle]:
    """Obstacles noted by the day, open ones first; ``is_open`` says how each stood then."""
    found = numbered(obstacles.select_related("kind"))
    found = [obstacle for obstacle in found if obstacle.noted_on <= day]
    for obstacle in found:
        obstacle.is_open = obstacle.resolved_on is None or obstacle.resolved_on > day
    return sorted(found, key=lambda obstacle: (not obstacle.is_open, -obstacle.noted_on.toordinal(), -obstacle.pk))


def notes_until(notes: QuerySet[Note], day: dt.date) -> list[Note]:
    """The latest twenty remarks made by the day; on today's page all of them, whatever the hour."""
    if day >= today():
        return list(notes.select_related("by")[:LATEST_NOTES])
    end = timezone.make_aware(dt.datetime.combine(day + dt.timedelta(days=1), dt.time()))
    return list(notes.filter(at__lt=end).select_related("by")[:LATEST_NOTES])
