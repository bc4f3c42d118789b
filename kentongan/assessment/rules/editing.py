"""Changes to an instrument's TOML text that leave everything else as its author wrote it: order, comments, blank lines."""

import json
import re
from collections.abc import Iterable

from kentongan.assessment.enums import Measure
from kentongan.assessment.rules.document import Document, Indicator, Rule, Window
from kentongan.assessment.rules.layout import Path, lay_out


def quoted(text: str) -> str:
    """A text as TOML writes it."""
    # What JSON escapes, TOML escapes alike.
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")


def word_list(words: Iterable[str]) -> str:
    return "[" + ", ".join(quoted(word) for word in words) + "]"


def length(window: Window) -> str:
    """ "180 hari" as a text."""
    return quoted(f"{window.months} bulan" if window.months else f"{window.days} hari")


def share(thousandths: int) -> str:
    whole, tenth = divmod(thousandths, 10)
    return quoted(f"{whole},{tenth}%" if tenth else f"{whole}%")


def set_value(text: str, path: Path, value: str) -> str:
    """The text with another value at the path; a key that is absent is added at the end of its section.

    KeyError where the section is not written with a heading of its own.
    """
    layout = lay_out(text)
    place = layout.places.get(path)
    if place and not place.is_heading:
        return text[: place.start] + value + text[place.end :]
    section = path[:-1]
    heading = layout.places.get(section)
    if section and not (heading and heading.is_heading):
        raise KeyError(section)
    own = [one.end for known, one in layout.places.items() if known[:-1] == section and not one.is_heading]
    if heading:
        own.append(heading.end)
    at = _line_end(text, max(own, default=0))
    return text[:at] + f"\n{path[-1]} = {value}" + text[at:]


def set_fall(text: str, key: str, days: int) -> str:
    """Another grace or stay; the section [turun] is added before the first indicator where there is none."""
    if ("turun",) not in lay_out(text).places:
        first = min(place.begins for path, place in lay_out(text).places.items() if place.is_heading)
        first = _with_comments_above(text, first)
        text = text[:first] + "[turun]\n\n" + text[first:]
    return set_value(text, ("turun", key), quoted(f"{days} hari"))


def add_rule(text: str, document: Document, tier: int, rule: Rule, remark: str) -> str:
    """The text with one more rule at the end of a tier, under a remark. KeyError where the tier's rules are no sections."""
    layout = lay_out(text)
    own = [place.end for path, place in layout.places.items() if path[:2] == ("tingkat", tier)]
    if not own or ("tingkat", tier, "aturan") in layout.places:
        raise KeyError(("tingkat", tier))
    lines = [f"# {' '.join(remark.split())}", "[[tingkat.aturan]]"]
    for key, words in (("ada", rule.met), ("tidak", rule.unmet), ("walau", rule.although)):
        if words:
            lines.append(f"{key} = {word_list(one.key for one in document.indicators if one.key in words)}")
    if rule.reason:
        lines.append(f"alasan = {quoted(rule.reason)}")
    at = _line_end(text, max(own))
    return text[:at] + "\n" + "\n".join(lines) + text[at:]


def drop_rule(text: str, tier: int, number: int) -> str:
    """The text without one rule and the remark right above it. KeyError where the rule is no section of its own."""
    layout = lay_out(text)
    path = ("tingkat", tier, "aturan", number)
    begins = _with_comments_above(text, layout.places[path].begins)
    last = max(place.end for known, place in layout.places.items() if known[:4] == path)
    end = min(_line_end(text, last) + 1, len(text))
    return text[:begins] + text[end:]


def limit_value(one: Indicator, limit: int) -> str:
    """A limit as the document writes it for this indicator."""
    return share(limit) if one.measure == Measure.SHARE else str(limit)


def line_ends(text: str) -> str:
    """The text with the line ends of this house, one at its end, and no mark at its start; others write others."""
    return re.sub(r"\r\n?", "\n", text.removeprefix("\ufeff")).rstrip() + "\n"


def _line_end(text: str, at: int) -> int:
    found = text.find("\n", at)
    return len(text) if found < 0 else found


def _with_comments_above(text: str, begins: int) -> int:
    """The start of the comment lines right above the line at ``begins``."""
    start = text.rfind("\n", 0, begins) + 1
    while start:
        above = text.rfind("\n", 0, start - 1) + 1
        if not text[above:start].lstrip().startswith("#"):
            break
        start = above
    return start
