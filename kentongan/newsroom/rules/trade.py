"""A listing in words: the price, the link to the seller, and how fresh it is."""

import datetime as dt
from urllib.parse import quote

# A listing nobody touched for so long says when it was last looked after.
FRESH_FOR = dt.timedelta(days=60)


def rupiah(price: int | None) -> str:
    """ "Rp45.000"; nothing where no price is known. Money is written the Indonesian way in every language."""
    return "" if price is None else "Rp" + f"{price:,}".replace(",", ".")


def is_old(checked_on: dt.date, today: dt.date) -> bool:
    """Whether a listing last looked after on this day should say so."""
    return today - checked_on > FRESH_FOR


def message_link(digits: str, words: str) -> str:
    """The link that opens a message to the seller with words ready to send; nothing without a number."""
    return f"https://wa.me/{digits}?text={quote(words)}" if digits else ""
