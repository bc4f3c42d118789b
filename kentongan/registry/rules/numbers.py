"""Numbers that must not be taken for one another."""

import re

_SEPARATORS = re.compile(r"[\s.\-/]")


def looks_like_nik(text: str) -> bool:
    """Whether this has the shape of a resident's NIK: area code, day (+40 for women), month, year, serial."""
    digits = _SEPARATORS.sub("", text)
    if len(digits) != 16 or not digits.isascii() or not digits.isdigit():
        return False
    province, day, month, serial = int(digits[:2]), int(digits[6:8]), int(digits[8:10]), digits[12:]
    is_day = 1 <= day <= 31 or 41 <= day <= 71
    return 11 <= province <= 97 and is_day and 1 <= month <= 12 and serial != "0000"
