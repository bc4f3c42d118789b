"""Where each thing of a TOML text stands, so that a complaint can name its line and a change can leave the rest alone.

``tomllib`` reads values but forgets places. A path is what leads to a value: ``("tingkat", 0, "aturan", 1, "ada")``.
"""

import re
from bisect import bisect_right
from dataclasses import dataclass, field
from functools import cached_property
from itertools import accumulate

Path = tuple[str | int, ...]

_BLANK = re.compile(r"(?:[ \t\r\n]+|#[^\n]*)*")
_BARE = re.compile(r"[^\s\]\[=.#\"',{}]+")
_ESCAPE = re.compile(r"\\(.)", re.S)
_TO_LINE_END = re.compile(r"[^\n#]*")
_QUOTES = ('"""', "'''", '"', "'")


@dataclass(frozen=True, slots=True)
class Place:
    """The characters from ``start`` to before ``end``: of a value, or of a heading such as ``[syarat.sk]``."""

    start: int
    end: int
    # Where the statement begins: its key, or its heading.
    begins: int
    is_heading: bool = False


@dataclass
class Layout:
    """Places by path. Made for texts that ``tomllib`` accepts; of others it tells as much as it can."""

    text: str
    places: dict[Path, Place] = field(default_factory=dict)

    @cached_property
    def _line_starts(self) -> list[int]:
        return [0, *accumulate(len(line) + 1 for line in self.text.split("\n"))]

    def line_at(self, offset: int) -> int:
        """The number of the line, counted from 1."""
        return bisect_right(self._line_starts, offset)

    def line_of(self, path: Path) -> int | None:
        """The line of the path, else of the first thing within it, else of the nearest thing around it."""
        for size in range(len(path), 0, -1):
            here = path[:size]
            begins = [place.begins for known, place in self.places.items() if known[:size] == here]
            if begins:
                return self.line_at(min(begins))
        return None


def lay_out(text: str) -> Layout:
    """The places of everything in ``text``; what stands inside an inline table counts as one value."""
    layout = Layout(text)
    prefix: Path = ()
    sizes: dict[Path, int] = {}
    at = _skip(text, 0)
    while at < len(text):
        begins = at
        if text[at] == "[":
            is_list = text.startswith("[[", at)
            keys, at = _key(text, at + 1 + is_list)
            at = _past(text, at, "]" * (1 + is_list))
            prefix = _resolve(keys, sizes, is_list)
            layout.places.setdefault(prefix, Place(begins, at, begins, is_heading=True))
        else:
            keys, at = _key(text, at)
            start = _spaces(text, _past(text, at, "="))
            at = _value(text, start)
            layout.places[prefix + keys] = Place(start, start + len(text[start:at].rstrip()), begins)
        # Whatever is wrong with the text, go on behind what was read.
        at = _skip(text, max(at, begins + 1))
    return layout


def _resolve(keys: Path, sizes: dict[Path, int], is_list: bool) -> Path:
    """The path of a heading: a list of tables on the way stands for its latest one."""
    path: Path = ()
    for number, key in enumerate(keys, 1):
        path += (key,)
        if number == len(keys) and is_list:
            sizes[path] = sizes.get(path, 0) + 1
        if path in sizes:
            path += (sizes[path] - 1,)
    return path


def _skip(text: str, at: int) -> int:
    found = _BLANK.match(text, at)
    return found.end() if found else at


def _spaces(text: str, at: int) -> int:
    while at < len(text) and text[at] in " \t":
        at += 1
    return at


def _past(text: str, at: int, mark: str) -> int:
    at = _spaces(text, at)
    return at + len(mark) if text.startswith(mark, at) else at


def _key(text: str, at: int) -> tuple[Path, int]:
    keys: Path = ()
    while True:
        at = _spaces(text, at)
        if at < len(text) and text[at] in "\"'":
            end = _string(text, at)
            keys += (_ESCAPE.sub(r"\1", text[at + 1 : end - 1]),)
        elif found := _BARE.match(text, at):
            end = found.end()
            keys += (found[0],)
        else:
            return keys, at
        at = _spaces(text, end)
        if not text.startswith(".", at):
            return keys, at
        at += 1


def _string(text: str, at: int) -> int:
    """Behind the string that begins here; to the end of the text where it is not closed."""
    quote = next(one for one in _QUOTES if text.startswith(one, at))
    at += len(quote)
    while at < len(text):
        if text[at] == "\\" and quote[0] == '"':
            at += 2
        elif text.startswith(quote, at):
            at += len(quote)
            # Up to two quotation marks may stand right before the three that close.
            while len(quote) == 3 and text.startswith(quote[0], at):
                at += 1
            return at
        else:
            at += 1
    return len(text)


def _value(text: str, at: int) -> int:
    depth = 0
    while at < len(text):
        here = text[at]
        if here in "\"'":
            at = _string(text, at)
            if not depth:
                return at
        elif here in "[{":
            depth += 1
            at += 1
        elif here in "]}":
            depth -= 1
            at += 1
            if depth <= 0:
                return at
        elif here == "#" and depth:
            at = text.find("\n", at) if "\n" in text[at:] else len(text)
        elif not depth:
            found = _TO_LINE_END.match(text, at)
            return found.end() if found else at
        else:
            at += 1
    return at
