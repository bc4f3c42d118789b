"""Words as search knows them: folded the same wherever they stand, so that what is typed meets what is written."""

import hashlib
import re
import unicodedata

LONGEST_TERM = 40
# They stand in nearly every text and say little of it.
_STOP = """
ada adalah agar akan aku anda antara apa apakah atas atau bagi bahwa bagaimana banyak beberapa belum bisa bukan dalam dan
dapat dari demi dengan di dia harus hingga ia ini itu jadi jika juga kalau kami kamu kapan karena ke kembali kepada ketika
kini kita lagi lain lalu lebih maka mana masih melalui mengapa mereka namun nya oleh pada para per pun saat saja sampai
sangat saya se sebagai sebuah secara sedang sehingga sejak seluruh semua seperti serta setelah siapa suatu sudah tak tanpa
telah tentang terhadap tersebut the tetapi tidak untuk yaitu yakni yang
"""
STOP_WORDS = frozenset(_STOP.split())
# Vowel signs and the like are no letters to Unicode, but part of the word: accents, Arabic, Balinese, Sundanese, Javanese.
_MARKS = (
    "\u0300-\u036f\u064b-\u065f\u0670\u1b00-\u1b04\u1b34-\u1b44\u1b80-\u1b82\u1ba1-\u1bad\ua980-\ua983\ua9b3-\ua9c0"
)
# Apostrophes inside a word are left out: Jum'at is Jumat.
_APOSTROPHES = "'’ʼ`"
WORD = re.compile(rf"[^\W_](?:[^\W_]|[{_MARKS}]|[{_APOSTROPHES}](?=[^\W_]))*")
_INSIDE = re.compile(f"[{_APOSTROPHES}]")
_DOUBLED = re.compile(r"[a-z]{3,}2")


def words_in(text: str) -> list[str]:
    """The folded words of a text in their order."""
    return [fold(word) for word in WORD.findall(text)]


def fold(word: str) -> str:
    """Small letters without accents; 02 is 2, and kegiatan2 is kegiatan, as people write it."""
    folded = word.lower()
    if folded.isascii() and folded.isalpha():
        return folded
    folded = _INSIDE.sub("", folded)
    if not folded.isascii():
        parts = unicodedata.normalize("NFKD", folded)
        folded = "".join(part for part in parts if not "\u0300" <= part <= "\u036f")
    if folded.isascii() and folded.isdigit():
        return folded.lstrip("0") or "0"
    return folded[:-1] if _DOUBLED.fullmatch(folded) else folded


def term(kind: str, word: str) -> str:
    """A word as a term of the index, of a to z and digits only; other scripts stand in it as a digest."""
    if word.isascii() and word.isalnum() and len(word) <= LONGEST_TERM:
        return f"{kind}{word}"
    return f"{kind}0x{hashlib.sha256(word.encode()).hexdigest()[:20]}"


def is_stop_word(word: str) -> bool:
    return word in STOP_WORDS or (len(word) == 1 and word.isascii() and not word.isdigit())
