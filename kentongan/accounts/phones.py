"""Phone numbers as Indonesians write them."""

import phonenumbers


def read_phone(text: str) -> str | None:
    """E.164 ("+6281234567890") of an Indonesian or foreign number; None when it is none."""
    text = text.strip()
    if not text or any(character.isalpha() for character in text):
        return None
    # 62812… without its plus is how spreadsheets and WhatsApp links write Indonesian numbers.
    if text.startswith("62"):
        text = f"+{text}"
    try:
        number = phonenumbers.parse(text, "ID")
    except phonenumbers.NumberParseException:
        return None
    if (
        not phonenumbers.is_possible_number(number)
        or phonenumbers.is_possible_number_with_reason(number) == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY
    ):
        return None
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def whatsapp_digits(phone: str | None) -> str:
    """The number as a wa.me link wants it: digits only, the country first."""
    return "".join(character for character in phone or "" if character.isdigit())
