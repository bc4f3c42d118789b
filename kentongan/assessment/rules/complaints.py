"""What is wrong with an instrument's text, each with its line, and values taken out of tables while complaining."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from difflib import get_close_matches
from typing import Any

from django.utils.translation import gettext as _

from kentongan.assessment.rules.layout import Layout, Path

# Nobody reads more at once, and a hostile text must not fill a page.
MOST = 30
_SHOWN = 40
# What a text shows as another text: control characters, and marks that turn the direction of writing.
_HIDDEN = re.compile("[\x00-\x08\x0b-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing wrong: the line, where there is one, and a sentence that says what to do."""

    line: int | None
    text: str

    def __str__(self) -> str:
        return _("Baris %(line)d: %(text)s") % {"line": self.line, "text": self.text} if self.line else self.text


class BadDocument(Exception):
    """The text is no instrument; ``problems`` say why, in order of lines."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("\n".join(str(problem) for problem in self.problems))


@dataclass
class Complaints:
    """Collects problems while a text is read to its end."""

    layout: Layout
    found: list[Problem] = field(default_factory=list)

    def add(self, path: Path, text: str) -> None:
        self.found.append(Problem(self.layout.line_of(path), text))

    @property
    def is_full(self) -> bool:
        return len(self.found) > MOST

    def raise_any(self) -> None:
        """Raise what was found, if anything."""
        if not self.found:
            return
        ordered = sorted(dict.fromkeys(self.found), key=lambda problem: problem.line or 0)
        if len(ordered) > MOST:
            more = Problem(
                None, _("Dan %(n)d hal lain. Perbaiki yang di atas lebih dulu.") % {"n": len(ordered) - MOST}
            )
            ordered = [*ordered[:MOST], more]
        raise BadDocument(ordered)


def shown(value: object) -> str:
    """A value as a complaint quotes it, cut where it is long."""
    text = value if isinstance(value, str) else str(value).lower() if isinstance(value, bool) else str(value)
    text = " ".join(text.split())
    return text if len(text) <= _SHOWN else text[: _SHOWN - 1] + "…"


def proposal(written: str, known: Iterable[str]) -> str:
    """ " Maksudnya “rapat”?" where a known word is near, else the words there are."""
    words = list(known)
    near = get_close_matches(written.lower(), words, n=2, cutoff=0.6) if len(written) <= 60 else []
    if near:
        return " " + _("Maksudnya “%(words)s”?") % {"words": _("” atau “").join(near)}
    if not words:
        return ""
    return " " + _("Yang ada: %(words)s.") % {"words": ", ".join(words)}


@dataclass
class Table:
    """One table of the text. Each ``take_`` gives a value or, after a complaint, something harmless in its place."""

    values: Mapping[str, Any]
    path: Path
    complaints: Complaints

    def complain(self, key: str, text: str) -> None:
        self.complaints.add((*self.path, key) if key else self.path, text)

    def has(self, key: str) -> bool:
        return key in self.values

    def check_keys(self, known: Iterable[str], where: str) -> None:
        """Complain about every key that is not ``known``."""
        words = list(known)
        for key in self.values:
            # Looking for near words takes time, of which a hostile text must not have much.
            if key not in words and not self.complaints.is_full:
                sentence = _("“%(key)s” tidak dikenal di %(where)s. Hapus baris ini atau perbaiki katanya.")
                self.complain(key, sentence % {"key": shown(key), "where": where} + proposal(key, words))

    def miss(self, key: str, example: str) -> None:
        self.complain("", _("“%(key)s” belum ada. Tambahkan, misalnya: %(example)s") % {"key": key, "example": example})

    def take_text(self, key: str, longest: int, *, example: str = "", lines: bool = False) -> str:
        """A text; required where there is an ``example``."""
        value = self.values.get(key)
        if value is None:
            if example:
                self.miss(key, example)
            return ""
        if not isinstance(value, str):
            sentence = _('Tulis isi “%(key)s” sebagai teks di antara tanda kutip: %(key)s = "%(value)s".')
            self.complain(key, sentence % {"key": key, "value": shown(value)})
            return ""
        value = value.strip()
        if len(value) > longest:
            sentence = _("Isi “%(key)s” terlalu panjang: %(n)d huruf, paling banyak %(longest)d.")
            self.complain(key, sentence % {"key": key, "n": len(value), "longest": longest})
            return value[:longest]
        if _HIDDEN.search(value):
            self.complain(key, _("Isi “%(key)s” memuat huruf yang tidak tampak. Ketik ulang baris ini.") % {"key": key})
        if not lines and len(value.splitlines()) > 1:
            self.complain(key, _("Tulis isi “%(key)s” dalam satu baris saja.") % {"key": key})
        if not value and example:
            self.complain(
                key, _("“%(key)s” masih kosong. Isi, misalnya: %(example)s") % {"key": key, "example": example}
            )
        return value

    def take_whole(self, key: str, least: int, most: int, *, default: int | None = None, example: str = "") -> int:
        """A whole number; required where there is no ``default``."""
        value = self.values.get(key)
        if value is None:
            if default is None:
                self.miss(key, example or f"{key} = {least}")
            return default if default is not None else least
        if isinstance(value, bool) or not isinstance(value, int):
            sentence = _("Tulis “%(key)s” sebagai bilangan bulat tanpa tanda kutip, misalnya: %(example)s")
            self.complain(key, sentence % {"key": key, "example": example or f"{key} = {max(least, 2)}"})
            return least
        if not least <= value <= most:
            sentence = _("“%(key)s” harus dari %(least)d sampai %(most)d.")
            self.complain(key, sentence % {"key": key, "least": least, "most": most})
            return least
        return value

    def take_flag(self, key: str, *, default: bool = False) -> bool:
        value = self.values.get(key, default)
        if not isinstance(value, bool):
            sentence = _("Tulis “%(key)s = true” atau “%(key)s = false”, tanpa tanda kutip.")
            self.complain(key, sentence % {"key": key})
            return default
        return value

    def take_choice(self, key: str, choices: Iterable[str], *, default: str = "") -> str:
        """One of a few words; required where there is no ``default``. Blank after a complaint."""
        words = list(choices)
        value = self.values.get(key)
        if value is None:
            if not default:
                self.miss(key, f'{key} = "{words[0]}"')
            return default
        if value not in words:
            sentence = _("“%(value)s” bukan pilihan untuk “%(key)s”.") % {"value": shown(value), "key": key}
            self.complain(key, sentence + proposal(value if isinstance(value, str) else "", words))
            return ""
        return str(value)

    def take_words(self, key: str, *, required: bool = False, example: str = "") -> tuple[str, ...]:
        """A list of words, without repetitions."""
        value = self.values.get(key)
        if value is None:
            if required:
                self.miss(key, example)
            return ()
        if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
            sentence = _("Tulis “%(key)s” sebagai daftar kata, misalnya: %(example)s")
            self.complain(key, sentence % {"key": key, "example": example})
            return ()
        if required and not value:
            self.complain(
                key, _("“%(key)s” masih kosong. Isi, misalnya: %(example)s") % {"key": key, "example": example}
            )
        return tuple(dict.fromkeys(value))

    def take_tables(self, key: str, most: int, heading: str) -> list["Table"]:
        """The tables written under ``heading``, such as ``[[tingkat]]``; at most ``most`` of them are read."""
        value = self.values.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            sentence = _("Tulis setiap %(key)s di bawah judul %(heading)s.")
            self.complain(key, sentence % {"key": key, "heading": heading})
            return []
        if len(value) > most:
            sentence = _("Ada %(n)d %(heading)s; paling banyak %(most)d. Hapus yang berlebih atau gabungkan.")
            text = sentence % {"n": len(value), "heading": heading, "most": most}
            self.complaints.add((*self.path, key, most), text)
        return [Table(one, (*self.path, key, n), self.complaints) for n, one in enumerate(value[:most])]

    def take_table(self, key: str, heading: str) -> "Table":
        """The table under ``heading``; an empty one where it is absent."""
        value = self.values.get(key, {})
        if not isinstance(value, dict):
            self.complain(key, _("Tulis bagian ini di bawah judul %(heading)s.") % {"heading": heading})
            value = {}
        return Table(value, (*self.path, key), self.complaints)
