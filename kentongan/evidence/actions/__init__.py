"""Everything that writes the ledger. Rooms record through these and through nothing else."""

from kentongan.evidence.actions._entering import life_of
from kentongan.evidence.actions.bulk import NewEvidence, Recorded, record_many
from kentongan.evidence.actions.recording import record
from kentongan.evidence.actions.reviewing import review
from kentongan.evidence.actions.tallies import rebuild_tallies

__all__ = ["NewEvidence", "Recorded", "life_of", "rebuild_tallies", "record", "record_many", "review"]
