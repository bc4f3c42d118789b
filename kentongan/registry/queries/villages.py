"""Lists of villages: with a group, without one, and on their way."""

import datetime as dt

from django.db.models import Count, Exists, OuterRef, Q, QuerySet, Subquery, TextChoices
from django.utils.translation import gettext_lazy as _

from kentongan.areas.enums import Kind, Level
from kentongan.areas.models import Area
from kentongan.areas.rules import fold_name
from kentongan.registry.models import FormationCase, FormationStep, Group


class VillageState(TextChoices):
    """Those in process are among those without."""

    WITH = "ber-kim", _("Sudah ada KIM")
    WITHOUT = "tanpa-kim", _("Belum ada KIM")
    IN_PROCESS = "diproses", _("Di antaranya diproses")


_CONDITIONS = {
    VillageState.WITH: Q(has_group=True),
    VillageState.WITHOUT: Q(has_group=False),
    VillageState.IN_PROCESS: Q(has_group=False, is_in_process=True),
}


def villages_of(areas: QuerySet[Area], as_of: dt.date, *, within: Area | None = None, text: str = "") -> QuerySet[Area]:
    """Villages of these areas valid on the day, with ``has_group`` and ``is_in_process``."""
    villages = areas.filter(level=Level.VILLAGE).valid_on(as_of)
    if within:
        villages = villages.within(within)
    if key := fold_name(text):
        villages = villages.filter(
            Q(search_text__contains=key)
            | Q(spellings__folded__contains=key)
            | Q(parent__search_text__startswith=f"{key}|")
        ).distinct()
    elif text.strip():
        villages = villages.none()
    groups = Group.objects.existing_on(as_of).filter(area=OuterRef("pk")).order_by()
    cases = FormationCase.objects.open_on(as_of).filter(area=OuterRef("pk")).order_by()
    return villages.annotate(has_group=Exists(groups), is_in_process=Exists(cases))


def village_counts(villages: QuerySet[Area]) -> dict[str, int]:
    """How many villages are in each state, “all” of them, and how many are “kelurahan”; one query."""
    counts = {state.name: Count("pk", filter=condition) for state, condition in _CONDITIONS.items()}
    kelurahan = Count("pk", filter=Q(kind=Kind.KELURAHAN))
    found = villages.order_by().aggregate(all=Count("pk"), kelurahan=kelurahan, **counts)
    states = {state.value: found[state.name] for state in VillageState}
    return {"all": found["all"], "kelurahan": found["kelurahan"], **states}


def villages_listed(villages: QuerySet[Area], as_of: dt.date, state: str = "") -> QuerySet[Area]:
    """The villages in one state with what a row shows: the group's name and code, and the steps done."""
    if state:
        villages = villages.filter(_CONDITIONS[VillageState(state)])
    groups = Group.objects.existing_on(as_of).filter(area=OuterRef("pk")).order_by("code")
    steps = (
        FormationStep.objects.filter(
            Q(case__closed_on=None) | Q(case__closed_on__gt=as_of),
            case__area=OuterRef("pk"),
            case__opened_on__lte=as_of,
            done_on__lte=as_of,
        )
        .order_by()
        .values("case__area")
        .annotate(n=Count("pk"))
        .values("n")
    )
    return (
        villages.select_related("parent__parent")
        .annotate(
            group_name=Subquery(groups.values("name")[:1]),
            group_code=Subquery(groups.values("code")[:1]),
            steps_done=Subquery(steps),
        )
        .order_by("code")
    )
