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
MANY_TAGS = 1_500
DEEPEST = 200
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
_ANY_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)")
_ATTRIBUTE = re.compile(r"([a-z-]+)=\"([^\"]*)\"")
_VOID = frozenset({"br", "hr", "img", "wbr"})
_OUT_OF_SIGHT = re.compile(
    r"(?:^|;)(?:display:none|visibility:hidden|font-size:0(?![.\d])|opacity:0(?![.\d])|(?:text-indent|left|top|right):-\d{3,}(?!%)|"
    r"margin-(?:left|top):-\d{4,}|clip:rect\(0)"
)
_TOO_SMALL = re.compile(r"(?:^|;)(?:max-)?(?:height|width):[01](?![.\d])")
# Whether anything may be out of sight at all: only then is each element looked at.
_MAY_HIDE = re.compile(
    r"<[^>]*?\shidden|<[^>]*?\sstyle=\"[^\"]*?(?:none|hidden|opacity|font-size|height|width|clip|-\s*\d{3})", re.I
)
_BLOCK_TAG = re.compile(rf"</?(?:{'|'.join(sorted(_BLOCKS))}|br)(?=[ >])(?:[^>\"]|\"[^\"]*\")*>")
# Its inside is markup for browsers without scripts, and for us: nh3 would take it for text.
_NOSCRIPT = re.compile(r"</?noscript\b[^<>]*>", re.I)
_LINK = re.compile(r"<a [^>]*?\bhref=\"([^\"]*)\"")
_PICTURE = re.compile(r"<img ((?:[^>\"]|\"[^\"]*\")*)>")
_NO_CHARACTER = re.compile(
    r"[\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff\ufff9-\uffff\ud800-\udfff\ue000-\uf8ff]"
)
# Joiners keep emoji and scripts that need them together; between letters of Latin they only disguise.
_JOINER = re.compile(r"(?<![\u0900-\U0001ffff])[\u200c\u200d]|[\u200c\u200d](?![\u0900-\U0001ffff])")
_LOOKS_LIKE_MARKUP = re.compile(
    r"</?[a-zA-Z][a-zA-Z0-9]*(?:\s|/?>)|<!--|&(?:#\d+|#[xX][0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);"
)

# A title may speak of <anything>; only what HTML knows is taken for its marks.
_UNKEPT_NAMES = "script style iframe object embed param link meta base video audio source svg math input button applet"
_MARK = re.compile(
    rf"</?(?:{'|'.join(sorted(_BLOCKS | _INLINE | set(_UNKEPT_NAMES.split())))})(?:\s[^<>]*)?/?>|&(?:#\d+|#x[0-9a-fA-F]+|[a-zA-Z][a-zA-Z0-9]*);",
    re.I,
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
    if len(text) <= longest and text.isprintable() and "  " not in text and text.strip() == text:
        return text
    found = _collapsed(text[: longest * 3])
    # Nearly every text is already clean, and that is soon seen.
    if not found.replace("\n", "").isprintable():
        found = _collapsed(_JOINER.sub("", _NO_CHARACTER.sub("", text[: longest * 3])))
    return found if len(found) <= longest else found[:longest].rstrip()


def _collapsed(text: str) -> str:
    return "\n".join([line for line in map(_single_spaced, text.splitlines()) if line])


def _single_spaced(line: str) -> str:
    # Most lines are so already; of what can be printed, nothing but the plain space is one.
    return line.strip() if "  " not in line and line.isprintable() else " ".join(line.split())


def one_line(text: str, *, longest: int) -> str:
    return tidy(text[: longest * 3], longest=longest * 3).replace("\n", " ")[:longest].rstrip()


def plain_title(text: str, *, longest: int = 300) -> str:
    """A title without the marks and entities that many sites leave in it; “harga < 5.000” keeps its sign."""
    text = text[: longest * 20]
    # Twice: some sites encode what is encoded already.
    for _time in range(2):
        if not _MARK.search(text):
            break
        text = read(text).text
    return one_line(text, longest=longest)


def read(markup: str, base: str = "") -> Read:
    """The text a reader sees, the text none sees, and where it links to."""
    if not looks_like_markup(markup):
        return Read(tidy(markup))
    clean = _CLEANER.clean(_flat(_NOSCRIPT.sub(" ", markup[:LONGEST_MARKUP])))
    # Lists of links often stand without a space between them.
    clean = clean.replace("</a><a", "</a> <a")
    shown, hidden = _parted(clean) if _may_hide(clean) else (_text(clean), "")
    return Read(tidy(shown), tidy(hidden, longest=LONGEST_HIDDEN), _links(clean, base), _pictures(clean, base))


def _may_hide(clean: str) -> bool:
    return ("style=" in clean or "hidden" in clean) and _MAY_HIDE.search(clean) is not None


def _flat(markup: str) -> str:
    """The markup; without its tags where it is nested as nobody writes, for that is slow to make regular."""
    if markup.count("<") < MANY_TAGS:
        return markup
    depth = deepest = 0
    for found in _ANY_TAG.finditer(markup):
        depth += -1 if found[1] else found[2].lower() not in _VOID
        deepest = max(deepest, depth)
    return markup if deepest <= DEEPEST else re.sub(r"<[^<>]*>", " ", markup)


def _text(clean: str) -> str:
    return html.unescape(_TAG.sub("", _BLOCK_TAG.sub("\r", clean.replace("\n", " ").replace("\r", " "))))


def _links(clean: str, base: str) -> tuple[str, ...]:
    found = list(dict.fromkeys(_LINK.findall(clean)))[:MOST_LINKS]
    links = dict.fromkeys(canonical(html.unescape(address), base) for address in found)
    return tuple(link for link in links if link)


def _pictures(clean: str, base: str) -> tuple[str, ...]:
    pictures = []
    for attributes in _PICTURE.findall(clean)[: 3 * MOST_PICTURES]:
        facts = dict(_ATTRIBUTE.findall(attributes))
        # Pictures of one point count readers.
        if facts.get("width") in {"0", "1"} or facts.get("height") in {"0", "1"}:
            continue
        source = facts.get("src", "")
        pictures.append(canonical(html.unescape(source or facts.get("data-src", "")), base))
    return tuple(dict.fromkeys(picture for picture in pictures if picture))[:MOST_PICTURES]


def _parted(clean: str) -> tuple[str, str]:
    """What a reader sees, and what none sees."""
    shown: list[str] = []
    hidden: list[str] = []
    # Names of the elements that are open since the outermost hidden one.
    under: list[str] = []
    for text, closes, name, attributes in _pieces(clean):
        (hidden if under else shown).append(text)
        if name in _BLOCKS or name == "br":
            (hidden if under else shown).append("\r")
        if closes:
            if name in under:
                del under[len(under) - 1 - under[::-1].index(name) :]
                if not under:
                    hidden.append(" ")
        elif name and name not in _VOID and (under or _is_out_of_sight(attributes)):
            under.append(name)
    return html.unescape("".join(shown)), html.unescape("".join(hidden))


def _pieces(clean: str) -> Iterator[tuple[str, bool, str, str]]:
    """Text before each tag and the tag: (text, whether it closes, name, attributes)."""
    clean = clean.replace("\n", " ").replace("\r", " ")
    at = 0
    for found in _TAG.finditer(clean):
        yield clean[at : found.start()], bool(found[1]), found[2], found[3]
        at = found.end()
    yield clean[at:], False, "", ""


def _is_out_of_sight(attributes: str) -> bool:
    facts = dict(_ATTRIBUTE.findall(attributes))
    if style := facts.get("style"):
        style = re.sub(r"\s+", "", html.unescape(style).lower())
        if _OUT_OF_SIGHT.search(style) or ("overflow:hidden" in style and _TOO_SMALL.search(style)):
            return True
    return "hidden" in facts
