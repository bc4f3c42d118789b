"""Reads about rosters, and what the planner must know of the register."""

import datetime as dt
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from typing import Any

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from kentongan.accounts.models import Office
from kentongan.areas.models import NATION_CODE, Area, within
from kentongan.areas.queries import build_name_index
from kentongan.areas.rules import NameIndex
from kentongan.core.models import AuditEvent
from kentongan.registry.enums import Position, Precision
from kentongan.registry.models import Channel, Decree, Group, Officer
from kentongan.rosters.enums import Field, RowState
from kentongan.rosters.meter import read_meter
from kentongan.rosters.models import Roster, RosterRow
from kentongan.rosters.rules.columns import heading_words
from kentongan.rosters.rules.facts import Facts, KnownDecree, KnownGroup, NumberHolder, WrittenRow
from kentongan.rosters.rules.safe import safe_way

_BOARD = (Position.CHAIR, Position.SECRETARY, Position.TREASURER)
# One statement takes this many values on every database.
CHUNK = 500


def chunks(values: Iterable[Any], size: int = CHUNK) -> Iterator[list[Any]]:
    batch: list[Any] = []
    for value in values:
        batch.append(value)
        if len(batch) == size:
            yield batch
            batch = []
    if batch:
        yield batch


# --- What the register knows ------------------------------------------------------------------------------


def facts_for(
    area: Area, today: dt.date, *, area_codes: Collection[str] | None = None, index: NameIndex | None = None
) -> Facts:
    """The register within the area (or only in the given villages of it), with the names of all its places."""
    by_area: dict[str, list[KnownGroup]] = defaultdict(list)
    for condition in _conditions(area, area_codes):
        for group in known_groups(condition, today):
            by_area[group.area_code].append(group)
    numbers = {
        number: NumberHolder(code, name if code.startswith(_prefix(area)) else "", area_code)
        for number, code, name, area_code in Group.objects.exclude(kim_number="").values_list(
            "kim_number", "code", "name", "area_id"
        )
    }
    return Facts(
        index=index or build_name_index(area, today),
        office_code=area.code,
        today=today,
        groups=by_area,
        numbers=numbers,
    )


def _prefix(area: Area) -> str:
    return "" if area.code == NATION_CODE else area.code


def known_groups(condition: Q, day: dt.date) -> list[KnownGroup]:
    """Groups with their decrees, and the board and channels of the day; five queries."""
    decrees = _decrees(condition)
    officers = _officers(condition, day, {pk: found[0][0] for pk, found in decrees.items()})
    channels = _channels(condition, day)
    rows = Group.objects.filter(condition).values_list(
        "pk",
        "code",
        "area_id",
        "name",
        "formed_on",
        "formed_precision",
        "ended_on",
        "kim_number",
        "kimid_url",
        "address",
        "contact_name",
        "contact_phone",
    )
    groups = []
    for (
        pk,
        code,
        area_code,
        name,
        formed_on,
        precision,
        ended_on,
        number,
        url,
        address,
        contact,
        phone,
    ) in rows.iterator(chunk_size=5000):
        board = officers.get(pk, {})
        groups.append(
            KnownGroup(
                code,
                area_code,
                name,
                formed_on,
                precision == Precision.DAY,
                ended_on,
                number,
                url,
                address,
                contact,
                phone,
                decrees=tuple(decree for _pk, decree in decrees.get(pk, ())),
                officers={position: person[0] for position, person in board.items()},
                chair_phone=board.get(Position.CHAIR, ("", ""))[1],
                channels=channels.get(pk, {}),
            )
        )
    return groups


def _conditions(area: Area, area_codes: Collection[str] | None) -> Iterator[Q]:
    inside = Group.objects.within(area)
    if area_codes is None:
        yield Q(pk__in=inside.values("pk")) if area.code != NATION_CODE else Q()
        return
    for batch in chunks(sorted(area_codes)):
        yield Q(within(area, "area__"), area_id__in=batch)


def _of(condition: Q, model: type) -> QuerySet:
    return model.objects.filter(group__in=Group.objects.filter(condition)) if condition else model.objects.all()


def _decrees(condition: Q) -> dict[int, list[tuple[int, KnownDecree]]]:
    found: dict[int, list[tuple[int, KnownDecree]]] = defaultdict(list)
    rows = _of(condition, Decree).order_by("-ends_on", "-starts_on", "-pk")
    for group, pk, *facts in rows.values_list(
        "group_id", "pk", "number", "starts_on", "ends_on", "signed_on", "signer_kind", "signer_name"
    ).iterator(chunk_size=5000):
        found[group].append((pk, KnownDecree(*facts)))
    return found


def _officers(condition: Q, today: dt.date, latest: dict[int, int]) -> dict[int, dict[str, tuple[str, str]]]:
    """The board of today: of the latest decree, else of no decree; the one noted last."""
    found: dict[int, dict[str, tuple[str, str]]] = defaultdict(dict)
    rows = serving(_of(condition, Officer), today).order_by("pk")
    without: list[tuple[int, str, str, str]] = []
    for group, decree, position, name, phone in rows.values_list("group_id", "decree_id", "position", "name", "phone"):
        if decree is None:
            without.append((group, position, name, phone))
        elif decree == latest.get(group):
            found[group][position] = (name, phone)
    for group, position, name, phone in without:
        found[group].setdefault(position, (name, phone))
    return found


def serving(officers: QuerySet[Officer], today: dt.date) -> QuerySet[Officer]:
    """Officers of the three positions a roster names who have not stopped."""
    return officers.filter(Q(until=None) | Q(until__gt=today), position__in=_BOARD)


def _channels(condition: Q, today: dt.date) -> dict[int, dict[str, tuple[str, ...]]]:
    found: dict[int, dict[str, tuple[str, ...]]] = defaultdict(dict)
    rows = _of(condition, Channel).filter(Q(until=None) | Q(until__gt=today)).order_by("-pk")
    for group, kind, url in rows.values_list("group_id", "kind", "url"):
        found[group][kind] = (*found[group].get(kind, ()), url)
    return found


# --- Rosters ----------------------------------------------------------------------------------------------


def written_rows(rows: QuerySet[RosterRow]) -> list[WrittenRow]:
    found = rows.order_by("number").values_list("number", "cells", "choices")
    return [WrittenRow(*row) for row in found.iterator(chunk_size=5000)]


def columns_of(roster: Roster) -> dict[int, Field]:
    return {int(column): Field(at) for column, at in roster.layout.get("columns", {}).items()}


def remembered_headings(office: Office, purpose: str) -> dict[str, str]:
    """What the headings meant in the office's earlier rosters that were looked at or saved; the newest counts."""
    known: dict[str, str] = {}
    told = Roster.objects.filter(office=office, purpose=purpose, layout__has_key="told")
    for layout in told.order_by("uploaded_at").values_list("layout", flat=True)[:50]:
        for column, heading in enumerate(layout.get("headings", [])):
            if heading:
                known[heading_words(heading)] = layout["columns"].get(str(column), "")
    return known


def count_rows(roster: Roster) -> dict[str, int]:
    """Rows by state; their sum is all rows of data."""
    counts = dict.fromkeys(RowState.values, 0)
    counts |= dict(roster.rows.order_by().values_list("state").annotate(n=Count("pk")))
    return counts


def progress_of(roster: Roster) -> tuple[int, int, dt.datetime]:
    """How far the job of a busy roster is: done, of how many, told when. A save tells its share of all rows."""
    if roster.state == Roster.State.SAVING and (told := read_meter(roster.code)):
        done, total, told_at = told
        return roster.total * done // max(total, 1), roster.total, max(told_at, roster.moved_at)
    return roster.done, roster.total, roster.moved_at


def missing_groups(roster: Roster, today: dt.date) -> QuerySet[Group]:
    """Groups that exist in the kecamatan the roster speaks of and are not in it. An import never removes them.

    The rows of new groups hold no code: what the roster brought is known by the events of its saving.
    """
    districts = {code[:8] for code in roster.rows.exclude(area_code="").values_list("area_code", flat=True).distinct()}
    matched = roster.rows.exclude(group_code="").values("group_code")
    groups = Group.objects.within(roster.office.area).existing_on(today)
    if len(districts) <= CHUNK:
        groups = groups.filter(area__district_code__in=districts)
    if roster.saved_at:
        brought = AuditEvent.objects.filter(
            subject_kind="group", subject_key=OuterRef("code"), verb="create", at=roster.saved_at
        )
        groups = groups.exclude(Exists(brought))
    return groups.exclude(code__in=matched).select_related("area").order_by("area_id", "code")


def alike_problems(roster: Roster, least: int = 3) -> list[dict[str, Any]]:
    """Kinds of problems that many rows have and one decision of which is safe for all: how many rows each."""
    found: dict[tuple[str, str, str], int] = defaultdict(int)
    for problems in roster.rows.filter(state=RowState.PROBLEM).values_list("problems", flat=True)[:20_000]:
        if way := safe_way(problems):
            found[way.kind] += 1
    return [
        {"code": code, "field": at, "verb": verb, "count": n} for (code, at, verb), n in found.items() if n >= least
    ]
