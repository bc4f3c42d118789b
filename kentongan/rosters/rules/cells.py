"""What a cell of a roster says: cleaned text, days, phone numbers, addresses, names."""

import math
import re
import unicodedata
from functools import lru_cache
from typing import Any

from kentongan.accounts.phones import read_phone
from kentongan.core.normalise import fold
from kentongan.core.tables import cell_text
from kentongan.registry.enums import ChannelKind
from kentongan.registry.rules.channels import channel_address
from kentongan.rosters.enums import Field

# What stands in a stored cell instead of a number of 16 digits, which could be a resident's NIK.
REDACTED = "•" * 16
LONGEST = 500
_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u2028-\u202e\u2060-\u2064\ufeff\x00-\x08\x0b\x0c\x0e-\x1f\x7f]")
_SIXTEEN = re.compile(r"(?<!\d)(?<!\d[ .-])(?:\d[ .-]?){15}\d(?![ .-]?\d)")
_ADDRESS_OR_SIXTEEN = re.compile(rf"\S*://\S*|{_SIXTEEN.pattern}")
_NOTHING = frozenset(
    {
        "-",
        "–",
        "—",
        "--",
        "---",
        ".",
        "n/a",
        "na",
        "nihil",
        "tidak ada",
        "belum ada",
        "kosong",
        "#n/a",
        "#ref!",
        "null",
        "x",
        "0",
    }
)
_GENERIC = re.compile(r"^(?:kim|kelompok informasi masyarakat|komunitas informasi masyarakat)\b[\s.:-]*", re.IGNORECASE)


def clean(text: str) -> str:
    """The text without invisible marks, its runs of any spaces as one."""
    if text.isascii() and "  " not in text and text.isprintable():
        return text.strip()
    return " ".join(_INVISIBLE.sub("", unicodedata.normalize("NFC", text)).split())


def kept(value: Any, formula: str = "") -> Any:
    """The form in which a cell is stored: text, a number, or a formula with its last result; never 16 digits."""
    if formula:
        return {"f": _redacted(clean(formula)[:LONGEST]), "v": kept(value)}
    if isinstance(value, str):
        return _redacted(clean(value)[:LONGEST])
    if isinstance(value, bool) or value is None:
        return cell_text(value)
    if isinstance(value, float) and not math.isfinite(value):
        # No JSON has a word for it.
        return str(value)
    if isinstance(value, int | float):
        return REDACTED if len(cell_text(value).lstrip("-")) == 16 else value
    return _redacted(clean(cell_text(value))[:LONGEST])


def _redacted(text: str) -> str:
    """The text without numbers of 16 digits, except those that are part of a web address."""
    if len(text) < 16:
        return text
    return _ADDRESS_OR_SIXTEEN.sub(lambda found: found[0] if "://" in found[0] else REDACTED, text)


def is_nik_like(text: str) -> bool:
    """Whether the text holds 16 digits, or held them in the file."""
    return REDACTED in text or bool(_SIXTEEN.search(text))


def formula_of(cell: Any) -> str:
    return cell["f"] if isinstance(cell, dict) else ""


def result_of(cell: Any) -> Any:
    """The value of a stored cell; a formula's last result."""
    return cell["v"] if isinstance(cell, dict) else cell


def plain(cell: Any) -> str:
    """The cell as text, empty where people write that there is nothing."""
    text = cell if isinstance(cell, str) else cell_text(result_of(cell))
    # No word for nothing is longer.
    return "" if len(text) < 10 and text.casefold() in _NOTHING else text


def bare_name(name: str) -> str:
    """The folded name without a leading "KIM", by which groups of a village are told apart."""
    return fold(_GENERIC.sub("", name)) or fold(name)


def tidy_name(name: str) -> str:
    """A group's name as the register writes it: "KIM Gema Tulusrejo" for "GEMA TULUSREJO"."""
    if name.isupper() or name.islower():
        name = " ".join(_capital(word) for word in name.split())
    rest = _GENERIC.sub("", name)
    if name[:3].casefold() == "kim" and rest != name:
        return f"KIM {rest}" if rest else "KIM"
    return name if rest != name else f"KIM {name}"


def tidy_person(name: str) -> str:
    """A person's name, not in capitals; titles after a comma stay as written."""
    head, comma, titles = name.partition(",")
    return " ".join(_capital(word) for word in head.split()) + comma + titles if head.isupper() else name


def _capital(word: str) -> str:
    if word.upper() in {"KIM", "RW", "RT", "II", "III", "IV", "LPMK", "LPMD", "PKK"} or "." in word:
        return word.upper() if "." not in word else word
    return "-".join(part[:1].upper() + part[1:].lower() for part in word.split("-"))


def read_phones(cell: Any) -> str | None:
    """The first phone number of the cell in E.164; None when there is none. A lost leading zero comes back."""
    for part in re.split(r"[/,;|]|\bdan\b|\batau\b", plain(cell)):
        if number := _phone(re.sub(r"[^\d+]", "", part)):
            return number
    return None


@lru_cache(maxsize=4096)
def _phone(digits: str) -> str | None:
    if re.fullmatch(r"(?:\+?62|0)?8\d{7,11}", digits):
        return "+62" + digits[digits.index("8") :]
    if not 7 <= len(digits.lstrip("+")) <= 15:
        return None
    return read_phone(digits if digits[0] in "+0" else "0" + digits)


def read_address(at: Field, text: str) -> str | None:
    """The one web address of what was written (a link, a host or a handle); None when it is none."""
    kind = at.value if at.value in ChannelKind.values else ChannelKind.WEBSITE
    return channel_address(kind, text.strip().strip("<>\"'()").rstrip(".,;"))


def same_address(one: str, other: str) -> bool:
    """Whether two web addresses lead to the same place: scheme, "www." and a last slash do not matter."""
    return _address_key(one) == _address_key(other)


def _address_key(url: str) -> str:
    return re.sub(r"^https?://(www\.)?", "", url.strip().casefold()).rstrip("/")
