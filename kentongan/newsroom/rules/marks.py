"""Text with the marks of messages: cleaned on the way in, made into HTML, plain text and measures on the way out.

*tebal*, _miring_, ~coret~; "- " or "* " a list, "1. " a numbered one; "> " somebody's words, the last line of which says whose when it
begins with a dash; "## " a heading; an address becomes a link; an empty line begins a paragraph. There is no other mark, and HTML is text.
"""

import hashlib
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

import nh3
from django.utils.safestring import SafeString, mark_safe

TITLE_LENGTH = 160
WORDS_A_MINUTE = 180
# Fewer words tell nothing, and are often the same by chance ("Stok siap").
FEW_WORDS = 15

# --- In -------------------------------------------------------------------------------------------------

ZWNJ, ZWJ = "\u200c", "\u200d"
_LINE_ENDS = re.compile(r"\r\n?|[\u0085\u2028\u2029\x0b\x0c]")
_SPACES = re.compile(r"[\t\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000 ]+")
# What word processors put before the points of a list.
_BULLET = re.compile(r"^[ \t\u00a0]*(?:[•·▪◦‣●○■□➢✓\uf0b7\uf0a7\uf0d8\uf076]|o(?=[\t\u00a0]))[ \t\u00a0]*(?=\S)", re.M)
_EMPTY_LINES = re.compile(r"\n{3,}")
# Marks on one letter: no script needs more, and thousands of them spread over the whole page.
_HIGHEST_PILE = 6
# Parts of flags of regions, which are written with characters nobody sees.
_TAGS = range(0xE0020, 0xE0080)


def clean(text: str) -> str:
    """The text without characters nobody sees, odd spaces and idle lines; emoji and Javanese letters stay whole."""
    text = _BULLET.sub("- ", _LINE_ENDS.sub("\n", text))
    text = unicodedata.normalize("NFC", "".join(_seen(text)))
    lines = (_SPACES.sub(" ", line).strip() for line in text.split("\n"))
    return _EMPTY_LINES.sub("\n\n", "\n".join(lines)).strip()


def _seen(text: str) -> Iterator[str]:
    """The characters that are kept."""
    pile = 0
    for at, character in enumerate(text):
        pile = pile + 1 if unicodedata.category(character) in ("Mn", "Me") else 0
        if pile > _HIGHEST_PILE:
            continue
        if character in (ZWJ, ZWNJ):
            if _joins(text[at - 1 : at], text[at + 1 : at + 2], character):
                yield character
        elif (
            character in "\n\t"
            or ord(character) in _TAGS
            or unicodedata.category(character) not in ("Cc", "Cf", "Cs", "Co", "Cn")
        ):
            yield character


def _joins(before: str, after: str, character: str) -> bool:
    """Whether the mark joins two signs, or keeps two letters of a script that has such marks apart."""
    if not before or not after:
        return False
    kind = unicodedata.category(before)
    if kind in ("Lo", "Mc") or (kind == "Mn" and ord(before) > 0x0590 and before != "\ufe0f"):
        return True
    return character == ZWJ and (kind in ("So", "Sk") or before == "\ufe0f") and unicodedata.category(after) == "So"


def clean_title(text: str) -> tuple[str, str]:
    """A title of at most ``TITLE_LENGTH`` letters on one line, and what did not fit."""
    title = _SPACES.sub(" ", clean(text).replace("\n", " "))
    if len(title) <= TITLE_LENGTH:
        return title, ""
    at = title.rfind(" ", TITLE_LENGTH // 2, TITLE_LENGTH)
    if at < 0:
        at = TITLE_LENGTH - 1
        while at > TITLE_LENGTH // 2 and _is_inside_a_letter(title, at):
            at -= 1
    return f"{title[:at].rstrip()}…", f"…{title[at:].lstrip()}"


def _is_inside_a_letter(text: str, at: int) -> bool:
    """Whether a cut before ``at`` would part a letter from its marks, or an emoji."""
    return (
        unicodedata.category(text[at])[0] == "M"
        or text[at] in (ZWJ, ZWNJ)
        or text[at - 1] in (ZWJ, ZWNJ)
        or unicodedata.category(text[at]) == "Sk"
    )


# --- Out ------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Block:
    """Lines of one kind that stand together: p, h2, ul, ol or blockquote; ``said_by`` belongs to the last."""

    kind: str
    lines: tuple[str, ...]
    said_by: str = ""
    first: int = 1


_HEADING = re.compile(r"#{2,6} +(.+)")
_POINT = re.compile(r"[-*] +(.+)")
_NUMBER = re.compile(r"(\d{1,4})[.)] +(.+)")
_QUOTE = re.compile(r"> ?(.*)")
_SPEAKER = re.compile(r"(?:[—–]|--) *(\S.*)")
_ADDRESS = r"https?://[^\s<>\"'“”‘’*]{1,2000}"
_PIECE = re.compile(rf"({_ADDRESS})|([*_~])", re.I)
_AFTER_ADDRESS = ".,;:!?)]}…~_"
_ELEMENTS = {"*": "strong", "_": "em", "~": "s"}
_MOST_SHOWN_OF_AN_ADDRESS = 60


_SECOND_WALL = nh3.Cleaner(
    tags={"p", "br", "strong", "em", "s", "a", "ul", "ol", "li", "blockquote", "footer", "h2"},
    attributes={"a": {"href"}, "ol": {"start"}},
    url_schemes={"http", "https"},
    link_rel="nofollow noopener",
)


def to_html(text: str) -> SafeString:
    """The page's part of a text. Everything is escaped as it is written; nh3 stands behind as a second wall."""
    html = "".join(_block_html(block) for block in blocks(text))
    return mark_safe(_SECOND_WALL.clean(html))  # noqa: S308 - what passes is made here and cleaned again


def to_plain(text: str) -> str:
    """The text without its marks, a line for each block and point."""
    return "\n".join(
        "\n".join([*(_bare(line) for line in block.lines), *([_bare(block.said_by)] if block.said_by else [])])
        for block in blocks(text)
    )


def blocks(text: str) -> list[Block]:
    """The text in its parts; each line is looked at once."""
    found: list[Block] = []
    kind, lines, first = "", list[str](), 1

    def close() -> None:
        nonlocal kind, lines
        if lines:
            found.append(_closed(kind, lines, first))
        kind, lines = "", []

    for line in text.split("\n"):
        line = line.strip()
        this, words, number = _kind_of(line)
        # Who said it may stand on the line after the words.
        if kind == "blockquote" and this == "p" and _SPEAKER.fullmatch(line):
            this = "blockquote"
        if this != kind or not this or this == "h2":
            close()
            first = number
        kind = this
        if this:
            lines.append(words)
    close()
    return found


def _kind_of(line: str) -> tuple[str, str, int]:
    if not line:
        return "", "", 1
    if match := _HEADING.fullmatch(line):
        return "h2", match[1], 1
    if match := _POINT.fullmatch(line):
        return "ul", match[1], 1
    if match := _NUMBER.fullmatch(line):
        return "ol", match[2], int(match[1])
    if match := _QUOTE.fullmatch(line):
        return "blockquote", match[1], 1
    return "p", line, 1


def _closed(kind: str, lines: list[str], first: int) -> Block:
    if kind == "blockquote":
        lines = [line for line in lines if line]
        if len(lines) > 1 and (match := _SPEAKER.fullmatch(lines[-1])):
            return Block(kind, tuple(lines[:-1]), match[1])
    return Block(kind, tuple(lines), first=first)


def _block_html(block: Block) -> str:
    lines = [_line_html(line) for line in block.lines]
    if block.kind in ("ul", "ol"):
        start = f' start="{block.first}"' if block.kind == "ol" and block.first != 1 else ""
        return f"<{block.kind}{start}>{''.join(f'<li>{line}</li>' for line in lines)}</{block.kind}>"
    body = "<br>".join(lines)
    if block.kind == "blockquote":
        footer = f"<footer>{_line_html(block.said_by)}</footer>" if block.said_by else ""
        return f"<blockquote><p>{body}</p>{footer}</blockquote>"
    return f"<{block.kind}>{body}</{block.kind}>"


def _line_html(line: str) -> str:
    return "".join(_marked(line, html=True))


def _bare(line: str) -> str:
    return "".join(_marked(line, html=False))


def _marked(line: str, *, html: bool) -> list[str]:
    """The pieces of a line with its marks made into elements, or left away; a mark without its partner is a letter.

    One pass: at most one opening mark of each kind waits for its partner at any time.
    """
    out: list[str] = []
    waiting: list[tuple[str, int]] = []
    done = 0

    def put(text: str) -> None:
        out.append(escape(text) if html else text)

    for match in _PIECE.finditer(line):
        put(line[done : match.start()])
        done = match.end()
        if match[1]:
            address = _trimmed(match[1])
            out.append(_link(address) if html else address)
            put(match[1][len(address) :])
            continue
        mark, before, after = (
            match[2],
            line[max(match.start() - 1, 0) : match.start()],
            line[match.end() : match.end() + 1],
        )
        opened = next((at for at, (other, _) in enumerate(waiting) if other == mark), None)
        if opened is not None and not before.isspace() and not after.isalnum() and before != mark:
            out[waiting[opened][1]] = f"<{_ELEMENTS[mark]}>" if html else ""
            out.append(f"</{_ELEMENTS[mark]}>" if html else "")
            del waiting[opened:]
        elif opened is None and after and not after.isspace() and after != mark and not before.isalnum():
            waiting.append((mark, len(out)))
            out.append(mark)
        else:
            out.append(mark)
    put(line[done:])
    return out


def _trimmed(address: str) -> str:
    """The address without the signs of the sentence it stands in."""
    while address and address[-1] in _AFTER_ADDRESS and not _closes(address):
        address = address[:-1]
    return address


def _closes(address: str) -> bool:
    """Whether the last sign closes a bracket of the address itself."""
    return address[-1] == ")" and address.count("(") >= address.count(")")


def _link(address: str) -> str:
    shown = re.sub(r"^https?://(?:www\.)?", "", address, flags=re.I).rstrip("/")
    if len(shown) > _MOST_SHOWN_OF_AN_ADDRESS:
        shown = shown[: _MOST_SHOWN_OF_AN_ADDRESS - 1] + "…"
    return f'<a href="{escape(address)}">{escape(shown)}</a>'


# --- Measures -------------------------------------------------------------------------------------------

_WORD = re.compile(r"[^\W_]+(?:[-'’.][^\W_]+)*")


def lead(text: str, limit: int = 200) -> str:
    """The first paragraph without marks, cut after a word; for cards, search machines and messages."""
    first = next((block for block in blocks(text) if block.kind != "h2"), None)
    plain = " ".join(_bare(line) for line in first.lines) if first else ""
    if len(plain) <= limit:
        return plain
    cut = plain[: limit - 1]
    return f"{cut[: cut.rfind(' ')] if ' ' in cut else cut}…"


def words(text: str) -> int:
    """How many words a reader reads; an address is one."""
    plain = re.sub(_ADDRESS, "alamat", to_plain(text), flags=re.I)
    return sum(1 for _ in _WORD.finditer(plain))


def reading_minutes(text: str) -> int:
    return max(1, round(words(text) / WORDS_A_MINUTE))


class _Letters(dict[int, int | None]):
    """Which characters are letters, digits or their marks; each is looked up once."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if unicodedata.category(chr(code))[0] in "LNM" else None
        return self[code]


_LETTERS = _Letters()
_NUMBERED = re.compile(r"^\s*\d{1,4}[.)]", re.M)


def fingerprint(text: str) -> str:
    """Equal for texts that differ in nothing but marks, spaces, signs and capitals; empty for no text."""
    # Of all marks, only the numbers of a list hold what is compared.
    may_be_numbered = any(line.lstrip()[:1].isdigit() for line in text.split("\n"))
    plain = to_plain(text) if may_be_numbered and _NUMBERED.search(text) else text
    plain = unicodedata.normalize("NFKC", plain).casefold()
    letters = plain.translate(_LETTERS)
    return hashlib.sha256(letters.encode()).hexdigest() if letters else ""


def fingerprint_of(title: str, body: str) -> str:
    """By which copies of an article are known: its text, with its title where there are few words."""
    return fingerprint(body if words(body) >= FEW_WORDS else f"{title}\n\n{body}")
