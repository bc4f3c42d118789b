"""What a record counts as, from its source and the latest review of it."""

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
