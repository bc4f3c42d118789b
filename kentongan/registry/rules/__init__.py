"""Pure decisions of the register: facts and a day in, values and reasons out."""

from kentongan.registry.rules.completeness import GroupFacts, Lack, Lacking, lacks
from kentongan.registry.rules.decrees import (
    RENEWAL_DAYS,
    Standing,
    Term,
    TermFinding,
    decree_state,
    renewal_limit,
    state_of_end,
    term_findings,
)
from kentongan.registry.rules.formation import DoneStep, OutOfOrder, Progress, Rung, formation_progress

__all__ = [
    "RENEWAL_DAYS",
    "DoneStep",
    "GroupFacts",
    "Lack",
    "Lacking",
    "OutOfOrder",
    "Progress",
    "Rung",
    "Standing",
    "Term",
    "TermFinding",
    "decree_state",
    "formation_progress",
    "lacks",
    "renewal_limit",
    "state_of_end",
    "term_findings",
]
