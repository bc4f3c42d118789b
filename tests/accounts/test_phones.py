"""Phone numbers as people write them, and browsers as they call themselves."""

import pytest

from kentongan.accounts.browsers import browser_in_words
from kentongan.accounts.phones import read_phone, whatsapp_digits


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("0812 3456 7890", "+6281234567890"),
        ("0812-3456-7890", "+6281234567890"),
        ("+62 812 3456 7890", "+6281234567890"),
        ("62812 3456 7890", "+6281234567890"),
        ("(0341) 123456", "+62341123456"),
        ("+65 9123 4567", "+6591234567"),
        ("  081234567890 ", "+6281234567890"),
        ("", None),
        ("12", None),
        ("nol delapan", None),
        ("0812345678901234567", None),
        ("budi@contoh.id", None),
        ("0812abc7890", None),
    ],
)
def test_read_phone(written: str, read: str | None) -> None:
    assert read_phone(written) == read


def test_whatsapp_digits() -> None:
    assert whatsapp_digits("+6281234567890") == "6281234567890"
    assert whatsapp_digits(None) == ""


@pytest.mark.parametrize(
    ("signature", "words"),
    [
        (
            "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 Chrome/126.0 Mobile Safari/537.36",
            "Chrome di Android",
        ),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1", "Safari di iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64) Chrome/126.0 Safari/537.36 Edg/126.0", "Edge di Windows"),
        (
            "Mozilla/5.0 (Linux; Android 9) SamsungBrowser/25.0 Chrome/121.0 Safari/537.36",
            "Samsung Internet di Android",
        ),
        ("curl/8.0", "Peramban tidak dikenal"),
        ("", "Peramban tidak dikenal"),
    ],
)
def test_browser_in_words(signature: str, words: str) -> None:
    assert browser_in_words(signature) == words
