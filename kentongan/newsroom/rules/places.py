"""Where something is, in one line."""

import re
from collections.abc import Iterable


def place_line(said: Iterable[str], name: str, full_name: str) -> str:
    """What was said of the place, and its area unless that is named already: "Balai RW 02, Kelurahan Jodipan"."""
    parts = dict.fromkeys(part.strip() for text in said for part in text.split(","))
    line = ", ".join(part for part in parts if part)
    is_named = name.casefold() in (part.casefold() for part in parts) or re.search(
        rf"(?<!\w){re.escape(full_name)}(?!\w)", line, re.IGNORECASE
    )
    return line if is_named else ", ".join(part for part in (line, full_name) if part)
