"""Judges a whole channel."""

from collections.abc import Sequence

from kentongan.harvest.rules.shapes import Past, Reason, Seen, Verdict


def judge_channel(
    seen: Sequence[Seen], verdicts: Sequence[Verdict], *, past: Past, page: bytes = b"", other_page: bytes = b""
) -> Verdict:
    """Whether a channel was taken over: from its entries and, where they are given, its page as two visitors see it."""
    suspects = sum(verdict.is_suspect for verdict in verdicts)
    weight = 10 if suspects >= 3 or (seen and suspects * 2 >= len(seen)) else 0
    reasons = (Reason("share", {"count": suspects, "of": len(seen)}, weight),) if suspects else ()
    return Verdict(is_suspect=weight >= 10, reasons=reasons, score=weight)
