"""Which finished pages of portals tell of harvested entries."""

from collections.abc import Iterable

from kentongan.core.finished import forget as forget_pages
from kentongan.harvest.models import HarvestDesk
from kentongan.registry.models import Group


def forget(groups: Iterable[Group]) -> None:
    """Drop the portals' pages that show entries of these groups."""
    codes = {code for group in groups for code in group.area.ancestor_codes}
    shown = HarvestDesk.objects.filter(pk__in=codes, on_portal=True).values_list("pk", flat=True)
    if tags := {f"office:{code}" for code in shown}:
        forget_pages(*tags)
