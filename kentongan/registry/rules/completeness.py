"""What a group's record lacks on a day: each finding is one piece of work."""

import datetime as dt
from dataclasses import dataclass
from enum import StrEnum

from kentongan.registry.enums import DecreeState, Precision
from kentongan.registry.rules.decrees import FindingKind, Term, TermFinding, decree_state, term_findings


class Lack(StrEnum):
    AREA_ENDED = "area_ended"
    DECREE_ENDED = "decree_ended"
    DECREE_ENDING = "decree_ending"
    DECREE_NONE = "decree_none"
    DECREE_GAP = "decree_gap"
    DECREE_OVERLAP = "decree_overlap"
    DECREE_BEFORE_FORMATION = "decree_before_formation"
    CHAIR = "chair"
    CONTACT_PHONE = "contact_phone"
    FORMATION_DAY = "formation_day"
    CHANNEL = "channel"


@dataclass(frozen=True, slots=True)
class GroupFacts:
    """What is known of a group on the day asked for."""

    formed_on: dt.date
    formed_precision: str
    terms: tuple[Term, ...]
    has_chair: bool
    has_contact_phone: bool
    has_channel: bool
    ended_on: dt.date | None = None
    area_ended_on: dt.date | None = None


@dataclass(frozen=True, slots=True)
class Lacking:
    """One thing missing or contradictory, with the term or the days it is about."""

    lack: Lack
    term: Term | None = None
    finding: TermFinding | None = None


def lacks(facts: GroupFacts, as_of: dt.date) -> list[Lacking]:
    """What to mend, most pressing first; a group that has ended needs nothing."""
    if facts.ended_on is not None and facts.ended_on <= as_of:
        return []
    without_place = facts.area_ended_on is not None and facts.area_ended_on <= as_of
    return [*([Lacking(Lack.AREA_ENDED)] if without_place else []), *_of_decrees(facts, as_of), *_of_record(facts)]


def _of_decrees(facts: GroupFacts, as_of: dt.date) -> list[Lacking]:
    standing = decree_state(facts.terms, as_of)
    lack = {
        DecreeState.ENDED: Lack.DECREE_ENDED,
        DecreeState.ENDING: Lack.DECREE_ENDING,
        DecreeState.NONE: Lack.DECREE_NONE,
    }.get(standing.state)
    # A successor that is already recorded leaves nothing to renew.
    renewed = standing.upcoming is not None and lack is Lack.DECREE_ENDING
    found = [Lacking(lack, standing.term)] if lack and not renewed else []
    kinds = {FindingKind.GAP: Lack.DECREE_GAP, FindingKind.OVERLAP: Lack.DECREE_OVERLAP}
    found += [Lacking(kinds[finding.kind], finding=finding) for finding in term_findings(facts.terms)]
    first = min(facts.terms, key=lambda term: term.starts_on, default=None)
    if first is not None and first.starts_on < facts.formed_on:
        found.append(Lacking(Lack.DECREE_BEFORE_FORMATION, first))
    return found


def _of_record(facts: GroupFacts) -> list[Lacking]:
    questions = (
        (Lack.CHAIR, not facts.has_chair),
        (Lack.CONTACT_PHONE, not facts.has_contact_phone),
        (Lack.FORMATION_DAY, facts.formed_precision == Precision.BY),
        (Lack.CHANNEL, not facts.has_channel),
    )
    return [Lacking(lack) for lack, is_missing in questions if is_missing]
