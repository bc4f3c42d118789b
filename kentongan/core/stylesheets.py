"""Turning the small stylesheets into one: imports flattened, addresses kept right, spaces dropped.

Pure: the caller passes how to read a file. Knows as much CSS as the project's own files use.
"""

import posixpath
import re
from collections.abc import Callable

Read = Callable[[str], str]

_IMPORT = re.compile(r"""@import\s+(?:url\(\s*)?["']([^"']+)["']\s*\)?\s*;""")
_URL = re.compile(r"""url\(\s*(["']?)(.*?)\1\s*\)""", re.DOTALL)
_TOKEN = re.compile(r"""(/\*.*?\*/)|("(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*')|(\s+)""", re.DOTALL)
_BRACE = re.compile(r""""(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|[{}]""")
_TOKEN_SET = re.compile(r"""(?<=[{;\s])(--[\w-]+):\s*(?:"[^"]*"|[^;{}"])*(?:;|(?=\}))""")
_FONT_FACE = re.compile(r"@font-face\s*\{[^}]*\}")


def flatten(name: str, read: Read, *, address: Callable[[str], str] | None = None) -> str:
    """The sheet ``name`` with every import in its place.

    Relative addresses are rewritten to be right from ``name``; with ``address`` they become
    what it answers for the file's name.
    """
    folder = posixpath.dirname(name)

    def rebase(match: re.Match[str], inside: str) -> str:
        target = match[2]
        if target.startswith(("data:", "#", "/")) or "://" in target:
            return match[0]
        file, mark, rest = re.match(r"([^?#]*)([?#]?)(.*)", target).groups()  # type: ignore[union-attr]
        path = posixpath.normpath(posixpath.join(posixpath.dirname(inside), file))
        new = address(path) if address else posixpath.relpath(path, folder or ".")
        return f'url("{new}{mark}{rest}")'

    def expand(inside: str, above: tuple[str, ...]) -> str:
        if inside in above:
            raise ValueError(f"{' -> '.join((*above, inside))}: stylesheets import each other in a circle")
        text = _without_comments(read(inside))
        pieces, end = [], 0
        for found in _IMPORT.finditer(text):
            pieces.append(_URL.sub(lambda match: rebase(match, inside), text[end : found.start()]))
            child = posixpath.normpath(posixpath.join(posixpath.dirname(inside), found[1]))
            pieces.append(expand(child, (*above, inside)))
            end = found.end()
        pieces.append(_URL.sub(lambda match: rebase(match, inside), text[end:]))
        return "".join(pieces)

    return expand(name, ())


def minify(css: str) -> str:
    """The same sheet without comments and idle space; strings stay as they are."""
    kept: list[str] = []

    def shelve(match: re.Match[str]) -> str:
        if match[2]:
            kept.append(match[2])
            return f"\0{len(kept) - 1}\0"
        return "" if match[1] else " "

    text = _TOKEN.sub(shelve, css)
    text = re.sub(r" ?([{};,]) ?", r"\1", text)
    # A colon after a property loses its space; one that begins a selector (" :focus") keeps it.
    text = re.sub(r"(?<=[\w-]): (?=[^{};]*[;}])", ":", text)
    text = re.sub(r" ?!important", "!important", text).replace(";}", "}")
    return re.sub("\0(\\d+)\0", lambda match: kept[int(match[1])], text).strip()


def without_fonts(css: str) -> str:
    """The sheet for someone who asked to save data: the system's letters do."""
    return _FONT_FACE.sub("", css)


def without_layers(css: str) -> str:
    """The same rules in the same order without ``@layer``, for browsers that skip what they do not know."""
    css = re.sub(r"@layer[^{};]*;", "", css)
    while found := re.search(r"@layer[^{};]*\{", css):
        end = _closing(css, found.end())
        css = css[: found.start()] + css[found.end() : end] + css[end + 1 :]
    return css


def without_idle_tokens(css: str) -> str:
    """The sheet without custom properties that nothing in it reads, neither itself nor through others."""
    kept = _without_unread(css)
    while kept != css:
        css, kept = kept, _without_unread(kept)
    return css


def _without_unread(css: str) -> str:
    read = set(re.findall(r"var\(\s*(--[\w-]+)", css))
    return _TOKEN_SET.sub(lambda match: match[0] if match[1] in read else "", css)


def _closing(css: str, start: int) -> int:
    """Where the block that was opened just before ``start`` closes; braces in strings count for nothing."""
    depth = 1
    for found in _BRACE.finditer(css, start):
        depth += {"{": 1, "}": -1}.get(found[0], 0)
        if not depth:
            return found.start()
    raise ValueError("a block of the stylesheet is never closed")


def _without_comments(css: str) -> str:
    return _TOKEN.sub(lambda match: "" if match[1] else match[0], css)
