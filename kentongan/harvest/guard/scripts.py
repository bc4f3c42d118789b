"""Which foreign scripts a text is written in. Scripts that Indonesian sites use for their own (Arabic, Javanese, Balinese, Sundanese) are not foreign."""

import re

# (code for the sentence, languages that use it, characters). Kana tells Japanese from Chinese.
_SCRIPTS: tuple[tuple[str, tuple[str, ...], str], ...] = (
    ("japanese", ("ja",), "\u3040-\u30ff\uff66-\uff9f"),
    ("chinese", ("zh", "ja"), "\u3400-\u4dbf\u4e00-\u9fff"),
    ("korean", ("ko",), "\u1100-\u11ff\u3130-\u318f\uac00-\ud7af"),
    ("thai", ("th",), "\u0e00-\u0e7f"),
    ("cyrillic", ("ru", "uk", "bg"), "\u0400-\u04ff"),
    ("greek", ("el",), "\u0370-\u03ff"),
    ("hebrew", ("he",), "\u0590-\u05ff"),
    ("indian", ("hi", "bn", "ta"), "\u0900-\u0dff"),
    ("southeast", ("lo", "km", "my"), "\u0e80-\u0eff\u1000-\u109f\u1780-\u17ff"),
)
_ANY = re.compile("[" + "".join(characters for _code, _languages, characters in _SCRIPTS) + "]")
_WORDS = {code: re.compile(f"[{characters}]+") for code, _languages, characters in _SCRIPTS}
_LANGUAGES = {code: languages for code, languages, _characters in _SCRIPTS}
_LATIN = re.compile("[a-zA-Z\u00c0-\u024f]+")


def foreign_share(text: str) -> tuple[str, int, float]:
    """The main foreign script, how many of its letters, and their share of all letters: ("", 0, 0.0) where there is none."""
    if text.isascii() or not _ANY.search(text):
        return "", 0, 0.0
    counts = {code: sum(map(len, pattern.findall(text))) for code, pattern in _WORDS.items()}
    foreign = sum(counts.values())
    if counts["japanese"] * 8 > counts["chinese"]:
        counts["japanese"] += counts.pop("chinese")
    code = max(counts, key=counts.__getitem__)
    latin = sum(map(len, _LATIN.findall(text)))
    return code, foreign, foreign / (foreign + latin)


def languages_of(script: str) -> tuple[str, ...]:
    return _LANGUAGES[script]
