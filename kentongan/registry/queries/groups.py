"""Lists of groups: the rows behind the figures of the control room, by the same conditions."""

import datetime as dt
from dataclasses import dataclass, replace

from django.db.models import Count, F, OuterRef, Q, QuerySet, Subquery

from kentongan.areas.models import Area
from kentongan.areas.rules import fold_name
from kentongan.registry.enums import DecreeState, Precision
from kentongan.registry.models import Decree, Group, decree_condition

EXISTING, ENDED = "ada", "berakhir"


@dataclass(frozen=True)
class GroupFilters:
    """What a list of groups was narrowed to. ``state`` is "ada" (existing on the day) or "berakhir"."""

    area: Area | None = None
    text: str = ""
    decree: str = ""
    state: str = EXISTING
    formed_from: dt.date | None = None
    formed_until: dt.date | None = None
    # Only groups whose day of formation is recorded: those a target of new groups counts.
    formed_exactly: bool = False

    @property
    def is_narrow(self) -> bool:
        """Whether something beside the area narrows the list."""
        return self != GroupFilters(area=self.area)

    def without_decree(self) -> "GroupFilters":
        return replace(self, decree="")


def groups_of(user, filters: GroupFilters, as_of: dt.date) -> QuerySet[Group]:
    """The groups the person may see that fit the filters on the day, in the order of their villages."""
    groups = Group.objects.visible_to(user)
    if filters.area:
        groups = groups.within(filters.area)
    groups = groups.filter(ended_on__lte=as_of) if filters.state == ENDED else groups.existing_on(as_of)
    if filters.formed_from:
        groups = groups.filter(formed_on__gte=filters.formed_from)
    if filters.formed_until:
        groups = groups.filter(formed_on__lte=filters.formed_until)
    if filters.formed_exactly:
        groups = groups.filter(formed_precision=Precision.DAY)
    if text := fold_name(filters.text):
        bare = text.removeprefix("kim") if len(text) > 5 else text
        groups = groups.filter(
            Q(search_text__contains=bare)
            | Q(code__startswith=filters.text.strip())
            | Q(area__search_text__contains=text)
            | Q(area__parent__search_text__startswith=f"{text}|")
        )
    elif filters.text.strip():
        groups = groups.none()
    groups = groups.with_decree_end(as_of)
    if filters.decree:
        groups = groups.filter(decree_condition(filters.decree, as_of))
    return groups


def groups_listed(groups: QuerySet[Group], as_of: dt.date, *, by_deadline: bool = False) -> QuerySet[Group]:
    """The same groups with what a row shows: the places around, and the number of the decree that decides."""
    latest = (
        Decree.objects.filter(group=OuterRef("pk"), starts_on__lte=as_of)
        .order_by("-ends_on", "-starts_on")
        .values("number", "starts_on")
    )
    rows = groups.select_related("area__parent__parent").annotate(
        decree_number=Subquery(latest.values("number")[:1]),
        decree_starts_on=Subquery(latest.values("starts_on")[:1]),
    )
    if by_deadline:
        return rows.order_by(F("decree_ends_on").asc(nulls_last=True), "area_id", "code")
    return rows.order_by("area_id", "code")


def decree_counts(groups: QuerySet[Group], as_of: dt.date) -> dict[str, int]:
    """How many of the groups are in each decree state, and “all”; one query."""
    counts = {state.value: Count("pk", filter=decree_condition(state, as_of)) for state in DecreeState}
    return groups.order_by().aggregate(all=Count("pk"), **counts)


def groups_beside(area: Area, as_of: dt.date, limit: int = 3) -> list[Group]:
    """Groups that can help a village: of its kecamatan first, then of its regency, nearest by official code.

    Name and place only are for everyone who sees the village; the rest is for those who see the group.
    """
    groups = Group.objects.existing_on(as_of).exclude(area=area).select_related("area__parent__parent")
    near = list(groups.filter(area__district_code=area.district_code).order_by("area_id", "code")[:limit])
    if len(near) < limit:
        others = groups.filter(area__regency_code=area.regency_code).exclude(area__district_code=area.district_code)
        after = list(others.filter(area_id__gt=area.pk).order_by("area_id", "code")[:limit])
        before = list(others.filter(area_id__lt=area.pk).order_by("-area_id", "code")[:limit])
        near += sorted(after + before, key=lambda group: (_steps_between(group.area, area), group.code))
    return near[:limit]


def _steps_between(one: Area, other: Area) -> int:
    """How far apart the numbers of two kecamatan stand in the official list."""
    return abs(int(one.district_code[-2:] or 0) - int(other.district_code[-2:] or 0))
