"""Reads of the ledger."""

from kentongan.evidence.queries.records import (
    evidence_at,
    ledger_of,
    nth_of,
    nths_of,
    reviews_of,
    tallied_years,
    waiting,
    waiting_within,
)

__all__ = ["evidence_at", "ledger_of", "nth_of", "nths_of", "reviews_of", "tallied_years", "waiting", "waiting_within"]
