"""Bytes from outside → entries. Pure: no network, no database, no clock. ``safely`` runs it within limits."""

import datetime as dt

from kentongan.harvest.enums import Trouble
from kentongan.harvest.parsing import feeds
from kentongan.harvest.parsing.raw import parsed_of
from kentongan.harvest.rules.shapes import Failed, Parsed


def parse(body: bytes, *, content_type: str = "", address: str = "", now: dt.datetime) -> Parsed:
    """What an answer holds. Raises ``Failed`` and nothing else."""
    if not body.strip():
        raise Failed(Trouble.UNREADABLE, "0 B")
    form, raws, said = feeds.read(body, content_type=content_type, address=address)
    return parsed_of(form, raws, address=address, now=now, **said)
