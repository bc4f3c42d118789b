"""Judges one entry."""

from kentongan.harvest.rules.shapes import Past, Reason, Seen, Verdict

SUSPECT = 10


def judge_entry(seen: Seen, *, past: Past) -> Verdict:
    """Whether an entry promotes what a village's group would not, and what was seen."""
    text = f"{seen.title} {seen.text or seen.summary} {seen.hidden}".lower()
    found = [word for word in ("slot gacor", "maxwin", "togel", "sbobet") if word in text]
    weight = 5 * len(found)
    reasons = (Reason("words", {"topic": "gambling", "words": found, "count": len(found)}, weight),) if found else ()
    return Verdict(is_suspect=weight >= SUSPECT, reasons=reasons, score=weight)
