"""The first rows of each kind of work, and how many there are."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.db.models import Count, Exists, F, Max, OuterRef, Q, QuerySet, Subquery, Window
from django.db.models.functions import Coalesce

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import User
from kentongan.accounts.permissions import may
from kentongan.accounts.queries import visible_erasure_requests
from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.assessment.models import Determination
from kentongan.assessment.rules.determination import previous_month_end
from kentongan.core.clock import today
from kentongan.evidence.queries import waiting_within
from kentongan.harvest.queries.screens import waiting_to_judge
from kentongan.insights.queries.figures import Place, cases_in_process, place_of
from kentongan.insights.rules.figures import DecreeStates
from kentongan.insights.rules.work import (
    FILED_WAITS,
    MOST_SINGLE,
    STEP_WAITS,
    CaseFact,
    DecreeFact,
    WaitingCase,
    WorkFacts,
)
from kentongan.registry.enums import Step
from kentongan.registry.models import Decree, FormationCase, FormationStep, Group
from kentongan.registry.rules.decrees import renewal_limit
from kentongan.registry.rules.formation import DoneStep, formation_progress

if TYPE_CHECKING:
    from kentongan.insights.queries.activity import Network
    from kentongan.insights.queries.whole import Figures


@dataclass(frozen=True, slots=True)
class Waiting:
    """The first rows of each kind of work in an area, whoever looks."""

    ending: Sequence[DecreeFact]
    ended: Sequence[DecreeFact]
    none: Sequence[DecreeFact]
    cases: Sequence[CaseFact]
    cases_waiting: int


def waiting(
    area: Area, as_of: dt.date, decrees: DecreeStates, cases: tuple[Sequence[CaseFact], int] | None = None
) -> Waiting:
    """Reads only the rows that stand alone in the list of work: a kind that is told by its number alone needs none.

    ``cases`` are the first of them and how many there are, where that is known.
    """
    soon = Q(ends_on__gte=as_of, ends_on__lte=renewal_limit(as_of))
    first_cases, cases_waiting = cases or _cases_waiting(area, as_of)
    return Waiting(
        ending=_last_decrees(area, as_of, soon) if decrees.ending else [],
        ended=_last_decrees(area, as_of, Q(ends_on__lt=as_of)) if decrees.ended == 1 else [],
        none=_without_decree(area, as_of) if decrees.none == 1 else [],
        cases=_with_next_steps(first_cases, as_of),
        cases_waiting=cases_waiting,
    )


def work_facts(figures: "Figures", network: "Network", user: User) -> WorkFacts:
    """What waits in the area on the day, for this person: only what they can act on."""
    area, as_of, waits = figures.area, figures.as_of, figures.waiting
    falling = network.moving
    erasures = visible_erasure_requests(user) if may(user, Capability.MANAGE_PEOPLE, area=area) else []
    asks_target = hasattr(area, "office") and may(user, Capability.SET_TARGETS, area=area)
    return WorkFacts(
        decrees=figures.decrees,
        ending=waits.ending,
        ended=waits.ended,
        none=waits.none,
        cases=waits.cases,
        cases_waiting=waits.cases_waiting,
        districts=figures.districts_without,
        target=figures.target_new if asks_target else None,
        erasures=len(erasures),
        erasure_asked_on=erasures[0].requested_at.date() if erasures else None,
        reports=waiting_within(area, as_of) if may(user, Capability.REVIEW_EVIDENCE, area=area) else 0,
        held=waiting_to_judge(area, on=as_of) if _judges(user, area, as_of) else 0,
        falling=falling.falling_count if falling else 0,
        falling_on=falling.first_fall if falling else None,
        undetermined=_undetermined(area, as_of, user) if network.is_judged else None,
    )


def _judges(user: User, area: Area, as_of: dt.date) -> bool:
    """Whether what is held now waits for this person; of a past day nobody knows what was."""
    return as_of == today() and may(user, Capability.JUDGE_HARVEST, area=area)


def _undetermined(area: Area, as_of: dt.date, user: User) -> dt.date | None:
    """The last day of the month before, where the area's own office has signed no list of that month or a later one."""
    if not (hasattr(area, "office") and may(user, Capability.PREPARE_LISTS, area=area)):
        return None
    last = previous_month_end(as_of)
    signed = Determination.objects.filter(
        office=area.code, as_of__gte=last.replace(day=1), signed_at__isnull=False, signed_on__lte=as_of
    )
    return None if signed.exists() else last


def _last_decrees(area: Area, as_of: dt.date, condition: Q) -> list[DecreeFact]:
    """Groups by the last day of their latest decree, the earliest first."""
    later = Decree.objects.filter(
        Q(ends_on__gt=OuterRef("ends_on")) | Q(ends_on=OuterRef("ends_on"), pk__gt=OuterRef("pk")),
        group=OuterRef("group"),
        starts_on__lte=as_of,
    )
    decrees = (
        Decree.objects.within(area)
        .filter(
            condition,
            ~Exists(later.order_by()),
            Q(group__ended_on=None) | Q(group__ended_on__gt=as_of),
            group__formed_on__lte=as_of,
            starts_on__lte=as_of,
        )
        .order_by("ends_on", "pk")
        .values_list(*_named("group__"), "ends_on")
    )
    return [_decree_fact(*row) for row in decrees[:MOST_SINGLE]]


def _without_decree(area: Area, as_of: dt.date) -> list[DecreeFact]:
    begun = Decree.objects.filter(group=OuterRef("pk"), starts_on__lte=as_of).order_by()
    groups = Group.objects.existing_on(as_of).within(area).filter(~Exists(begun))
    return [_decree_fact(*row) for row in groups.values_list(*_named())[:1]]


def _named(prefix: str = "") -> list[str]:
    """The columns from which a group is named."""
    return [prefix + column for column in ("code", "name", "area__level", "area__name", "area__parent__name")]


def _decree_fact(
    code: str, name: str, level: str, area: str, parent: str | None, ends_on: dt.date | None = None
) -> DecreeFact:
    return DecreeFact(code, name, _place(level, area, parent), ends_on)


def _place(level: str, name: str, parent: str | None) -> str:
    """The place as a row names it beside a group or a village: its kecamatan."""
    return parent if level == Level.VILLAGE and parent else name


def _cases_waiting(area: Area, as_of: dt.date) -> tuple[list[CaseFact], int]:
    """The first of the waiting cases, and the number of all of them."""
    rows = list(
        _waiting_cases(place_of(area), as_of)
        .order_by("-is_filed", "last_on", "area_id")
        .values_list(*_CASE_COLUMNS, Window(Count("*")))[:MOST_SINGLE]
    )
    return [_case_fact(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def case_facts(cases: Sequence[WaitingCase]) -> list[CaseFact]:
    """The same cases with the names of their villages."""
    villages = (
        {
            case.pk: case.area
            for case in FormationCase.objects.filter(pk__in=[case.key for case in cases]).select_related("area__parent")
        }
        if cases
        else {}
    )
    return [
        CaseFact(area.code, area.full_name, area.parent.name, case.last_on, case.is_filed, key=case.key)
        for case in cases
        if (area := villages.get(case.key))
    ]


def _waiting_cases(place: Place, as_of: dt.date) -> QuerySet:
    steps = FormationStep.objects.filter(case=OuterRef("pk"), done_on__lte=as_of).order_by()
    latest = steps.values("case").annotate(on=Max("done_on")).values("on")
    return (
        cases_in_process(place, as_of)
        .annotate(
            last_on=Coalesce(Subquery(latest), F("opened_on")),
            is_filed=Exists(steps.filter(step__in=[Step.FILED, Step.CHECKED])),
        )
        .filter(Q(is_filed=True, last_on__lte=as_of - FILED_WAITS) | Q(is_filed=False, last_on__lte=as_of - STEP_WAITS))
    )


_CASE_COLUMNS = ("area_id", "area__kind", "area__name", "area__parent__name", "last_on", "is_filed", "pk")


def _case_fact(
    code: str, kind: str, name: str, parent: str | None, last_on: dt.date, is_filed: bool, pk: int
) -> CaseFact:
    village = Area(level=Level.VILLAGE, kind=kind, name=name)
    return CaseFact(code, village.full_name, parent or name, last_on, is_filed, key=pk)


def _with_next_steps(cases: Sequence[CaseFact], as_of: dt.date) -> list[CaseFact]:
    done: dict[int, list[DoneStep]] = defaultdict(list)
    keys = [case.key for case in cases]
    for step in FormationStep.objects.filter(case__in=keys, done_on__lte=as_of) if keys else ():
        done[step.case_id].append(DoneStep(step.step, step.done_on))
    coming = {key: formation_progress(done[key], as_of).now for key in keys}
    return [replace(case, next_step=str(now.step.label) if (now := coming[case.key]) else "") for case in cases]
