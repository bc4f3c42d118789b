"""Titles as readers see them."""

import re

_BEFORE_ITS_NUMBER = re.compile(r"\b(RT|RW|pukul) +(?=\d)", re.IGNORECASE)


def unbroken(title: str) -> str:
    """The title with "RW 09", "RT 07" and "pukul 08.00" kept on one line."""
    return _BEFORE_ITS_NUMBER.sub("\\1\u00a0", title)
