"""Reads of the insights room: the published figures, the work that waits, and the names pages show."""

from kentongan.insights.queries.activity import Network, active_over_time, groups_judged, keeping, network_of
from kentongan.insights.queries.figures import (
    cases_in_process,
    coverage,
    coverage_by_child,
    decree_states,
    decrees_ended,
    decrees_ending_90d,
    decrees_none,
    districts,
    districts_covered,
    districts_without,
    formations,
    groups_by_child,
    groups_formed,
    target_result,
    targets,
    villages,
    villages_covered,
    villages_in_process,
)
from kentongan.insights.queries.places import children_of, crumbs_of, villages_with_groups
from kentongan.insights.queries.whole import Figures, figures
from kentongan.insights.queries.work import work_facts

__all__ = [
    "Figures",
    "Network",
    "active_over_time",
    "cases_in_process",
    "children_of",
    "coverage",
    "coverage_by_child",
    "crumbs_of",
    "decree_states",
    "decrees_ended",
    "decrees_ending_90d",
    "decrees_none",
    "districts",
    "districts_covered",
    "districts_without",
    "figures",
    "formations",
    "groups_by_child",
    "groups_formed",
    "groups_judged",
    "keeping",
    "network_of",
    "target_result",
    "targets",
    "villages",
    "villages_covered",
    "villages_in_process",
    "villages_with_groups",
    "work_facts",
]
