"""What a group's decrees say on a day: in force or not, how long still, and where their terms do not join."""

import datetime as dt
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from kentongan.registry.enums import DecreeState

# An SK is renewed in its last 90 days.
RENEWAL_DAYS = 90


def renewal_limit(as_of: dt.date) -> dt.date:
    """The latest last day of a term that counts as ending soon on ``as_of``."""
    return as_of + dt.timedelta(days=RENEWAL_DAYS)


@dataclass(frozen=True, slots=True)
class Term:
    """A decree's term, both days included; ``label`` is its number."""

    starts_on: dt.date
    ends_on: dt.date
    label: str = ""

    def covers(self, day: dt.date) -> bool:
        return self.starts_on <= day <= self.ends_on


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of a group's decrees on a day, and the term that decides it.

    ``days_left`` is 0 on the last day and negative after it. ``upcoming`` is the next term that has not begun.
    """

    state: DecreeState
    as_of: dt.date
    term: Term | None = None
    upcoming: Term | None = None

    @property
    def days_left(self) -> int | None:
        return (self.term.ends_on - self.as_of).days if self.term else None

    @property
    def days_over(self) -> int | None:
        """Days since the last day, once it has passed."""
        left = self.days_left
        return -left if left is not None and left < 0 else None

    @property
    def renewal_from(self) -> dt.date | None:
        """The first day of the renewal window; never before the term itself."""
        if self.term is None:
            return None
        return max(self.term.starts_on, self.term.ends_on - dt.timedelta(days=RENEWAL_DAYS))


def decree_state(terms: Iterable[Term], as_of: dt.date) -> Standing:
    """The latest last day among the terms begun by ``as_of`` decides; terms to come do not."""
    terms = list(terms)
    begun = [term for term in terms if term.starts_on <= as_of]
    upcoming = min((term for term in terms if term.starts_on > as_of), key=lambda term: term.starts_on, default=None)
    if not begun:
        return Standing(DecreeState.NONE, as_of, upcoming=upcoming)
    latest = max(begun, key=lambda term: (term.ends_on, term.starts_on))
    return Standing(state_of_end(latest.ends_on, as_of), as_of, latest, upcoming)


def state_of_end(ends_on: dt.date | None, as_of: dt.date) -> DecreeState:
    """The state that the latest last day means on ``as_of``."""
    if ends_on is None:
        return DecreeState.NONE
    if ends_on < as_of:
        return DecreeState.ENDED
    if ends_on <= renewal_limit(as_of):
        return DecreeState.ENDING
    return DecreeState.IN_FORCE


class FindingKind(StrEnum):
    GAP = "gap"
    OVERLAP = "overlap"


@dataclass(frozen=True, slots=True)
class TermFinding:
    """Days between two terms that no decree covers, or that two cover; both days included."""

    kind: FindingKind
    starts_on: dt.date
    ends_on: dt.date
    earlier: str
    later: str

    @property
    def days(self) -> int:
        return (self.ends_on - self.starts_on).days + 1


def term_findings(terms: Iterable[Term]) -> list[TermFinding]:
    """Gaps and overlaps between terms, in order of time."""
    ordered = sorted(terms, key=lambda term: (term.starts_on, term.ends_on))
    findings: list[TermFinding] = []
    if not ordered:
        return findings
    reach = ordered[0]
    one_day = dt.timedelta(days=1)
    for term in ordered[1:]:
        if term.starts_on > reach.ends_on + one_day:
            gap = (reach.ends_on + one_day, term.starts_on - one_day)
            findings.append(TermFinding(FindingKind.GAP, *gap, reach.label, term.label))
        elif term.starts_on <= reach.ends_on:
            shared = (term.starts_on, min(reach.ends_on, term.ends_on))
            findings.append(TermFinding(FindingKind.OVERLAP, *shared, reach.label, term.label))
        if term.ends_on > reach.ends_on:
            reach = term
    return findings
