"""The figures of a nation or a province from the kept columns of the register."""

import datetime as dt

from kentongan.areas.enums import Level
from kentongan.areas.models import Area
from kentongan.insights.queries.columns import columns_now, kept_columns
from kentongan.insights.queries.figures import targets
from kentongan.insights.queries.whole import Counted, Figures
from kentongan.insights.queries.work import case_facts
from kentongan.insights.rules.columns import PROVINCE, REGENCY, Columns, count
from kentongan.insights.rules.figures import Coverage


def kept_figures(area: Area, as_of: dt.date) -> Figures | None:
    """What the columns say of the area on the day; None where they are not kept."""
    kept = columns_now() if area.level == Level.NATION else kept_columns()
    if kept is None:
        return None
    if (area.code, as_of) not in kept.made_of_them:
        kept.remember(area, as_of, _figures(area, as_of, kept.columns))
    return kept.made_of_them[area.code, as_of]


def _figures(area: Area, as_of: dt.date, columns: Columns) -> Figures:
    """Without asking the database more than for targets and the names of a few villages."""
    if area.level == Level.NATION:
        found = count(columns, as_of, PROVINCE)
    else:
        found = count(columns.within(area.code), as_of, REGENCY)
    return Figures(
        area=area,
        as_of=as_of,
        children=found.children,
        coverage=sum(found.children.values(), Coverage()),
        districts=found.districts,
        districts_without=found.districts_without,
        formations=found.formations,
        decrees=found.decrees,
        targets=targets(area, as_of),
        counted=Counted(case_facts(found.cases), found.cases_waiting, found.groups_by_child),
    )
