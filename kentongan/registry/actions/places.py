"""A village changes on a day, and what hangs on it: its groups and its way to one."""

import datetime as dt
from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from kentongan.areas.actions import end_area, rename_area, split_area
from kentongan.areas.models import Area
from kentongan.registry.actions.formation import close_case
from kentongan.registry.actions.groups import end_group
from kentongan.registry.models import FormationCase, Group
from kentongan.registry.permissions import change_area_refusal, require_of


@transaction.atomic
def rename_village(*, area: Area, name: str, on: dt.date, by: Any = None, reason: str = "") -> None:
    """The village bears another name from that day."""
    require_of(by, change_area_refusal, area)
    rename_area(area=area, name=name, on=on, by=by, reason=reason)


@transaction.atomic
def change_village(
    *, area: Area, into: Mapping[str, str], on: dt.date, ends_groups: bool = False, by: Any = None, reason: str = ""
) -> list[Area]:
    """The village ends on the day, with or without successors, or goes on smaller when its own code is among them.

    Where it ends, its way to a group is closed and its groups end with it, or stay as work until somebody says what became
    of them. Nothing before the day changes.
    """
    require_of(by, change_area_refusal, area)
    successors = []
    if into:
        successors = split_area(area=area, into=into, on=on, by=by, reason=reason)
        for successor in successors:
            require_of(by, change_area_refusal, successor)
    else:
        end_area(area=area, on=on, by=by, reason=reason)
    if area.pk not in into:
        words = _("Wilayah %(name)s berakhir.") % {"name": area.full_name}
        for case in FormationCase.objects.filter(area=area, closed_on=None):
            close_case(case=case, on=max(on, case.opened_on), reason=words, by=by)
        for group in Group.objects.existing_on(on).filter(area=area, ended_on=None) if ends_groups else ():
            end_group(group=group, on=on, reason=words, by=by)
    return successors
