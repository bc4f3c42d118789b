"""What a record counts as, from its source and the latest review of it, and what may be said of it next."""

from kentongan.evidence.enums import Source, Standing, Verdict


def standing_of(source: int, verdict: int = 0) -> Standing:
    """The standing of a record from ``source`` of which the latest review says ``verdict`` (0: nobody reviewed it)."""
    if verdict == Verdict.WITHDRAWN:
        return Standing.WITHDRAWN
    if verdict == Verdict.DISPUTED:
        return Standing.DISPUTED
    if verdict == Verdict.CONFIRMED or source != Source.REPORTED:
        return Standing.CONFIRMED
    return Standing.RECORDED


def counts(standing: Standing) -> bool:
    """Whether a record of this standing counts for anything."""
    return standing in {Standing.RECORDED, Standing.CONFIRMED}


# What may be said of a record of each standing. Withdrawn is settled: only reopening it lets others speak again.
NEXT: dict[Standing, frozenset[Verdict]] = {
    Standing.RECORDED: frozenset({Verdict.CONFIRMED, Verdict.DISPUTED, Verdict.WITHDRAWN}),
    Standing.CONFIRMED: frozenset({Verdict.DISPUTED, Verdict.WITHDRAWN}),
    Standing.DISPUTED: frozenset({Verdict.CONFIRMED, Verdict.WITHDRAWN, Verdict.REOPENED}),
    Standing.WITHDRAWN: frozenset({Verdict.REOPENED}),
}

# Whoever takes something away from a group says why.
NEEDS_REASON = frozenset({Verdict.DISPUTED, Verdict.WITHDRAWN, Verdict.REOPENED})
