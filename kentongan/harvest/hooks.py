"""What the newsroom asks of the harvest. What that needs is imported when it is asked: every command starts without it."""

import datetime as dt

from kentongan.newsroom.elsewhere import Prints


def first_elsewhere(prints: Prints) -> dict[str, dt.datetime]:
    """When each text was first shown on a group's own site."""
    from kentongan.harvest.actions import ledger

    return ledger.first_elsewhere(prints)


def settle_elsewhere(prints: Prints) -> None:
    """Articles with these texts changed."""
    from kentongan.harvest.actions import ledger

    ledger.settle_elsewhere(prints)
