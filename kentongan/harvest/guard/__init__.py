"""The hijack guard: tells a site that was taken over from a busy one, and says what it saw. Pure; its words are in ``lexicon.toml``."""

from kentongan.harvest.guard.channels import judge_channel
from kentongan.harvest.guard.entries import judge_entry
from kentongan.harvest.guard.past import past_of

__all__ = ["judge_channel", "judge_entry", "past_of"]
