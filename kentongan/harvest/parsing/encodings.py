"""Which letters the bytes stand for: what they are outweighs what the server or the file says they are."""

import codecs
import re

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(
    rb"<\?xml[^>]{0,80}?encoding\s*=\s*['\"]([\w.:-]{2,30})|<meta[^>]{0,80}?charset\s*=\s*['\"]?\s*([\w.:-]{2,30})",
    re.I,
)
_IN_HEADER = re.compile(r"charset\s*=\s*['\"]?\s*([\w.:-]{2,30})", re.I)
# Python knows codecs that are no alphabets.
_ALPHABETS = re.compile(
    r"(?:iso-?8859|windows|cp|latin|us-ascii|ascii|shift|sjis|euc|gb|big5|koi8|mac|tis|hz|ks_c)[\w.:-]*", re.I
)
_XML_DECLARATION = re.compile(r"\s*<\?xml\b[^>]{0,400}?\?>")
NOTHING = b"\x00\t\n\x0b\x0c\r "


def text_of(body: bytes, content_type: str = "") -> str:
    """The text, without the mark of its byte order and without its XML declaration, which speaks of bytes."""
    return _XML_DECLARATION.sub("", _decoded(body, content_type), count=1)


def without_doctype(text: str) -> str:
    """The text without a document type, and so without the entities it declares: those may be bombs, or files of this machine."""
    begin = text.find("<!DOCTYPE")
    end = text.find(">", begin)
    if begin < 0 or end < 0:
        return text
    if text.find("[", begin, end) >= 0 and (inner := text.find("]", begin)) >= 0:
        end = text.find(">", inner)
    return text[:begin] + text[end + 1 :] if end >= 0 else text


def _decoded(body: bytes, content_type: str) -> str:
    for mark, name in _BOMS:
        if body.startswith(mark):
            return body[len(mark) :].decode(name, "replace")
    # "<" beside a zero: two bytes a letter, without a mark.
    if body[:1] == b"\x00" and body[1:2] != b"\x00" and body[2:3] == b"\x00":
        return body.decode("utf-16-be", "replace")
    if body[1:2] == b"\x00" and body[:1] != b"\x00" and body[3:4] == b"\x00":
        return body.decode("utf-16-le", "replace")
    try:
        # Text in another alphabet is never UTF-8 by accident.
        return body.decode()
    except UnicodeDecodeError:
        pass
    for name in _said(body, content_type):
        try:
            return body.decode(name)
        except (UnicodeDecodeError, LookupError):
            continue
    mended = body.decode("utf-8", "replace")
    broken = mended.count("\ufffd")
    whole = sum(byte >= 0xC2 for byte in body[:200_000]) - broken
    return mended if whole >= broken else body.decode("windows-1252", "replace")


def _said(body: bytes, content_type: str) -> list[str]:
    names = _IN_HEADER.findall(content_type)
    if found := _DECLARED.search(body[:1024]):
        names.append((found[1] or found[2]).decode())
    # As browsers do: who says Latin 1 means its larger sister.
    named = [
        "windows-1252" if re.fullmatch(r"(?:iso-?8859-?1|latin-?1|us-ascii|ascii)", name, re.I) else name
        for name in names
    ]
    return [name for name in named if _ALPHABETS.fullmatch(name)]
