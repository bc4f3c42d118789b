"""Markup from outside into plain text, and what the guard wants to know of it."""

import html
import re
from collections.abc import Iterator
from dataclasses import dataclass

import nh3

from kentongan.harvest.rules.links import canonical

# No text is longer than this before it is looked at; an article of a village has a hundredth.
LONGEST_MARKUP = 400_000
LONGEST_TEXT = 40_000
LONGEST_HIDDEN = 4_000
MOST_PICTURES = 20
MOST_LINKS = 60

_BLOCK_NAMES = (
    "address article aside blockquote dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section "
    "summary table tbody td tfoot th thead tr ul center"
)
_BLOCKS = frozenset(_BLOCK_NAMES.split())
_INLINE_NAMES = "a abbr b bdi bdo big cite code del dfn em font i img ins kbd mark q s samp small span strike strong sub sup time tt u var br wbr"
_INLINE = frozenset(_INLINE_NAMES.split())
# nh3 is the one that reads markup: what it leaves is regular, has no scripts and no styles, and a few rules read it.
_CLEANER = nh3.Cleaner(
    tags=set(_BLOCKS | _INLINE),
    clean_content_tags={
        "script",
        "style",
        "template",
        "iframe",
        "object",
        "svg",
        "math",
        "title",
        "textarea",
        "select",
        "noembed",
        "noframes",
        "button",
    },
    attributes={
        "*": {"style", "hidden"},
        "a": {"href"},
        "img": {"src", "data-src", "width", "height"},
        "font": {"size", "color"},
    },
    url_schemes={"http", "https"},
    link_rel=None,
    strip_comments=True,
)
_TAG = re.compile(r"<(/?)([a-z][a-z0-9]*)((?:[^>\"]|\"[^\"]*\")*)>")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_OUT_OF_SIGHT = re.compile(
    r"display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|(?:text-indent|left|top|right|margin-left|margin-top):-\d{3,}|"
    r"clip:rect\(0|(?:max-)?(?:height|width):[01](?:px)?(?:;|$|!)"
)
_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
# Joiners keep emoji and scripts that need them together; between letters of Latin they only disguise.
_JOINER = re.compile(r"(?<![\u0900-\U0001ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0900-\U0001ffff])")
_SPACES = re.compile(r"[^\S\n]+")
_LINE_ENDS = re.compile(r"\r\n?|[\x0b\x0c\x85\u2028\u2029]")
_IDLE_LINES = re.compile(r" ?\n ?(?:\n ?)*")
_LOOKS_LIKE_MARKUP = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s|/?>)|<!--|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"
)


@dataclass(frozen=True, slots=True)
class Read:
    """What a piece of markup says, and what it does not show."""

    text: str = ""
    hidden: str = ""
    links: tuple[str, ...] = ()
    pictures: tuple[str, ...] = ()


def looks_like_markup(text: str) -> bool:
    return _LOOKS_LIKE_MARKUP.search(text) is not None


def tidy(text: str, *, longest: int = LONGEST_TEXT) -> str:
    """Plain text without characters nobody sees, odd spaces and idle lines."""
    text = text[: longest * 3]
    if not text.isascii():
        text = _JOINER.sub("", text)
    text = _NO_CHARACTER.sub("", _LINE_ENDS.sub("\n", text))
    text = _IDLE_LINES.sub("\n", _SPACES.sub(" ", text)).strip()
    return text if len(text) <= longest else text[:longest].rstrip()


def one_line(text: str, *, longest: int) -> str:
    return tidy(text.replace("\n", " ").replace("\r", " "), longest=longest)


def plain_title(text: str, *, longest: int = 300) -> str:
    """A title without the marks and entities that many sites leave in it; “harga < 5.000” keeps its sign."""
    text = text[: longest * 20]
    # Twice: some sites encode what is encoded already.
    for _time in range(2):
        if not looks_like_markup(text):
            break
        text = read(text).text
    return one_line(text, longest=longest)


def read(markup: str, base: str = "") -> Read:
    """The text a reader sees, the text none sees, and where it links to."""
    if not looks_like_markup(markup):
        return Read(tidy(markup))
    shown: list[str] = []
    hidden: list[str] = []
    links: dict[str, None] = {}
    pictures: dict[str, None] = {}
    # Names of the elements that are open since the outermost hidden one.
    under: list[str] = []
    for text, closes, name, attributes in _pieces(_CLEANER.clean(markup[:LONGEST_MARKUP])):
        if text:
            (hidden if under else shown).append(text)
        if not name:
            continue
        if name in _BLOCKS or name == "br":
            (hidden if under else shown).append("\n")
        if closes:
            if under and name in under:
                del under[len(under) - 1 - under[::-1].index(name) :]
            continue
        facts = dict(_ATTRIBUTE.findall(attributes)) if attributes else {}
        if (under or _is_out_of_sight(attributes, facts)) and name not in _VOID:
            under.append(name)
        if name == "a" and "href" in facts and len(links) < MOST_LINKS:
            links[canonical(html.unescape(facts["href"]), base)] = None
        elif name == "img" and len(pictures) < MOST_PICTURES and not _is_counter(facts):
            source = facts.get("src", "")
            if not source or source.startswith("data:"):
                source = facts.get("data-src", "")
            if source:
                pictures[canonical(html.unescape(source), base)] = None
    return Read(
        tidy("".join(shown)),
        tidy("".join(hidden), longest=LONGEST_HIDDEN),
        _without_empty(links),
        _without_empty(pictures),
    )


def _pieces(clean: str) -> Iterator[tuple[str, bool, str, str]]:
    """Text before each tag and the tag: (text, whether it closes, name, attributes)."""
    at = 0
    for found in _TAG.finditer(clean):
        yield html.unescape(clean[at : found.start()]).replace("\n", " "), bool(found[1]), found[2], found[3]
        at = found.end()
    yield html.unescape(clean[at:]).replace("\n", " "), False, "", ""


def _is_out_of_sight(attributes: str, facts: dict[str, str]) -> bool:
    if "style" in facts:
        return _OUT_OF_SIGHT.search(re.sub(r"\s+", "", html.unescape(facts["style"]).lower())) is not None
    return "hidden" in facts or " hidden" in attributes


def _is_counter(facts: dict[str, str]) -> bool:
    """Pictures of one point count readers."""
    return facts.get("width") in {"0", "1"} or facts.get("height") in {"0", "1"}


def _without_empty(addresses: dict[str, None]) -> tuple[str, ...]:
    return tuple(address for address in addresses if address)
