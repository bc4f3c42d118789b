"""Everything a village's page shows, as it was on a day."""

import datetime as dt
from dataclasses import dataclass
from functools import cached_property

from kentongan.areas.models import Area
from kentongan.core.models import AuditEvent
from kentongan.registry.models import FormationCase, Group, Note, Obstacle
from kentongan.registry.queries.group_page import notes_until, obstacles_on
from kentongan.registry.queries.groups import groups_beside
from kentongan.registry.queries.villages import villages_of
from kentongan.registry.rules import DoneStep, Progress, formation_progress


@dataclass
class VillageRecord:
    """A village's rows, each read once."""

    area: Area
    as_of: dt.date

    @cached_property
    def groups(self) -> list[Group]:
        """Every group formed here by the day, those that exist first."""
        formed = Group.objects.filter(area=self.area, formed_on__lte=self.as_of).order_by("formed_on", "code")
        return sorted(formed, key=lambda group: not group.exists_on(self.as_of))

    @cached_property
    def existing(self) -> list[Group]:
        return [group for group in self.groups if group.exists_on(self.as_of)]

    @cached_property
    def cases(self) -> list[FormationCase]:
        """Every attempt begun by the day, the latest first."""
        cases = FormationCase.objects.filter(area=self.area, opened_on__lte=self.as_of)
        return list(cases.select_related("group").prefetch_related("steps"))

    @cached_property
    def case(self) -> FormationCase | None:
        """The attempt that is open on the day, unless a group exists."""
        if self.existing:
            return None
        return next(
            (case for case in self.cases if case.closed_on is None or case.closed_on > self.as_of),
            None,
        )

    @cached_property
    def progress(self) -> Progress | None:
        return progress_of(self.case, self.as_of) if self.case else None

    @cached_property
    def obstacles(self) -> list[Obstacle]:
        return obstacles_on(Obstacle.objects.filter(area=self.area), self.as_of)

    @cached_property
    def notes(self) -> list[Note]:
        return notes_until(Note.objects.filter(area=self.area, group=None), self.as_of)

    @cached_property
    def siblings(self) -> list[Area]:
        """The villages of the same kecamatan, with ``has_group`` and ``is_in_process``."""
        areas = Area.objects.filter(district_code=self.area.district_code)
        return list(villages_of(areas, self.as_of).order_by("code"))

    @cached_property
    def spellings(self) -> list[str]:
        return list(self.area.spellings.order_by("spelling").values_list("spelling", flat=True))

    @cached_property
    def successors(self) -> list[Area]:
        """The areas that had taken over the village or a part of it by the day."""
        return list(Area.objects.filter(succeeds__predecessor=self.area, succeeds__on__lte=self.as_of).order_by("code"))

    @cached_property
    def predecessors(self) -> list[Area]:
        """The areas this one took over, wholly or in part, by the day."""
        taken = Area.objects.filter(succeeded_by__successor=self.area, succeeded_by__on__lte=self.as_of)
        return list(taken.order_by("code"))

    def neighbours(self, user) -> list[Group]:
        """Groups near by; ``is_seen`` says whether the person may open their page."""
        found = groups_beside(self.area, self.as_of)
        seen = set(
            Group.objects.visible_to(user).filter(pk__in=[group.pk for group in found]).values_list("pk", flat=True)
        )
        for group in found:
            group.is_seen = group.pk in seen
        return found

    def history(self):
        """Events of the village and of its way to a group, newest first."""
        return AuditEvent.objects.filter(subject_kind__in=["village", "area"], subject_key=self.area.pk).select_related(
            "by"
        )


def progress_of(case: FormationCase, as_of: dt.date) -> Progress:
    return formation_progress([DoneStep(step.step, step.done_on, step.fact) for step in case.steps.all()], as_of)
