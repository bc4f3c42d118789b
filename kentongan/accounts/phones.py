"""Phone numbers as Indonesians write them."""

import phonenumbers


def read_phone(text: str) -> str | None:
    """E.164 ("+6281234567890") of an Indonesian or foreign number; None when it is none."""
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_possible_number(number):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)
