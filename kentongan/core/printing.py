"""Printed lists as PDF: A4, our own font embedded, table headings on every page, page numbers and a foot.

The library is loaded when something is printed. No system library is needed.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any
from xml.sax.saxutils import escape

from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from reportlab.pdfbase.ttfonts import TTFont

FONTS = Path(__file__).resolve().parent / "fonts"
REGULAR, BOLD = "PlusJakarta", "PlusJakarta-Bold"
INK, SOFT, LINE = "#1d1a16", "#655c4f", "#cfc4b0"


@cache
def _regular() -> TTFont:
    """Our font in both weights, registered once a process."""
    from reportlab.lib.fonts import addMapping
    from reportlab.pdfbase import pdfmetrics
    from reportlab.pdfbase.ttfonts import TTFont

    regular = TTFont(REGULAR, str(FONTS / "plus-jakarta-sans-regular.ttf"))
    bold = TTFont(BOLD, str(FONTS / "plus-jakarta-sans-bold.ttf"))
    for font in (regular, bold):
        pdfmetrics.registerFont(font)
    for is_bold, name in ((0, REGULAR), (1, BOLD)):
        for italic in (0, 1):
            addMapping(REGULAR, is_bold, italic, name)
    return regular


def printable(text: str) -> str:
    """The text with every letter that the font lacks written as its code point: "[U+A98F]", nothing lost, nothing guessed."""
    known = _regular().face.charToGlyph
    return "".join(
        letter if ord(letter) in known or letter == "\n" else f"[U+{ord(letter):04X}]" for letter in _plain(text)
    )


def is_printable(text: str) -> bool:
    return printable(text) == _plain(text)


def _plain(text: str) -> str:
    return re.sub(r"[^\S\n]+", " ", text)


def words(text: str, *, size: float = 9, bold: bool = False, soft: bool = False, align: str = "left") -> Any:
    """A paragraph that wraps; its text is taken as written, never as markup."""
    from reportlab.platypus import Paragraph

    lines = escape(printable(text)).replace("\n", "<br/>")
    return Paragraph(lines, _style(size, bold, soft, align))


@cache
def _style(size: float, bold: bool, soft: bool, align: str) -> Any:
    from reportlab.lib.colors import HexColor
    from reportlab.lib.enums import TA_CENTER, TA_LEFT, TA_RIGHT
    from reportlab.lib.styles import ParagraphStyle

    _regular()
    return ParagraphStyle(
        "words",
        fontName=BOLD if bold else REGULAR,
        fontSize=size,
        leading=size * 1.35,
        textColor=HexColor(SOFT if soft else INK),
        alignment={"left": TA_LEFT, "right": TA_RIGHT, "center": TA_CENTER}[align],
        splitLongWords=1,
    )


def gap(points: float) -> Any:
    from reportlab.platypus import Spacer

    return Spacer(1, points)


def table(headings: Sequence[str], rows: Sequence[Sequence[Any]], widths: Sequence[float], *, size: float = 8.5) -> Any:
    """A table of text whose headings stand on every page; ``widths`` are shares of the page."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import LongTable

    full = page_width()
    cells = [[words(heading, size=size - 0.5, bold=True, soft=True) for heading in headings]]
    cells += [[cell if not isinstance(cell, str) else words(cell, size=size) for cell in row] for row in rows]
    made = LongTable(cells, colWidths=[full * width / sum(widths) for width in widths], repeatRows=1)
    made.setStyle(
        [
            ("VALIGN", (0, 0), (-1, -1), "TOP"),
            ("VALIGN", (0, 0), (-1, 0), "BOTTOM"),
            ("LINEBELOW", (0, 0), (-1, 0), 1.2, HexColor(INK)),
            ("LINEBELOW", (0, 1), (-1, -1), 0.4, HexColor(LINE)),
            ("LEFTPADDING", (0, 0), (-1, -1), 0),
            ("RIGHTPADDING", (0, 0), (-1, -1), 8),
            ("TOPPADDING", (0, 0), (-1, -1), 3),
            ("BOTTOMPADDING", (0, 0), (-1, -1), 4),
        ]
    )
    return made


def rule() -> Any:
    """The 2 pt line under a heading."""
    from reportlab.lib.colors import HexColor
    from reportlab.platypus import HRFlowable

    return HRFlowable(width="100%", thickness=2, color=HexColor(INK), spaceBefore=6, spaceAfter=10)


def together(parts: Sequence[Any]) -> Any:
    """Parts that stay on one page."""
    from reportlab.platypus import KeepTogether

    return KeepTogether(list(parts))


def beside(parts: Sequence[Any], widths: Sequence[float]) -> Any:
    """Columns beside each other, tops aligned."""
    from reportlab.platypus import Table

    full = page_width()
    made = Table([list(parts)], colWidths=[full * width / sum(widths) for width in widths])
    made.setStyle([("VALIGN", (0, 0), (-1, -1), "TOP"), ("LEFTPADDING", (0, 0), (-1, -1), 0)])
    return made


# Points; a frame of the library keeps 6 of its own inside the margin.
MARGIN, FOOT, PADDING = 48, 54, 6


def page_width() -> float:
    from reportlab.lib.pagesizes import A4, landscape

    return landscape(A4)[0] - 2 * MARGIN


def write_document(
    stream: IO[bytes], parts: Sequence[Any], *, title: str, author: str, language: str, foot: str, mark: str = ""
) -> None:
    """Write landscape pages; ``foot`` stands on each beside its number, ``mark`` in bold before it ("Rancangan")."""
    from reportlab.lib.pagesizes import A4, landscape
    from reportlab.platypus import SimpleDocTemplate

    _regular()
    document = SimpleDocTemplate(
        stream,
        pagesize=landscape(A4),
        leftMargin=MARGIN - PADDING,
        rightMargin=MARGIN - PADDING,
        topMargin=MARGIN - PADDING,
        bottomMargin=FOOT,
        title=title,
        subject=title,
        author=author,
        lang=language,
    )
    document.build(list(parts), canvasmaker=_numbered(foot, mark))


def _numbered(foot: str, mark: str) -> Any:
    """A canvas that knows how many pages there are when it writes the foot of each."""
    from reportlab.lib.colors import HexColor
    from reportlab.pdfgen.canvas import Canvas

    class NumberedCanvas(Canvas):
        def __init__(self, *args: Any, **kwargs: Any) -> None:
            super().__init__(*args, **kwargs)
            self.pages: list[dict[str, Any]] = []

        def showPage(self) -> None:
            self.pages.append(dict(self.__dict__))
            self._startPage()

        def save(self) -> None:
            for number, page in enumerate(self.pages, 1):
                self.__dict__.update(page)
                self._foot(number, len(self.pages))
                super().showPage()
            super().save()

        def _foot(self, number: int, pages: int) -> None:
            width, y = self._pagesize[0], FOOT - 26
            self.setStrokeColor(HexColor(LINE))
            self.setLineWidth(0.4)
            self.line(MARGIN, y + 12, width - MARGIN, y + 12)
            x = float(MARGIN)
            if mark:
                self.setFillColor(HexColor(INK))
                self.setFont(BOLD, 7.5)
                self.drawString(x, y, mark)
                x += self.stringWidth(f"{mark}   ", BOLD, 7.5)
            self.setFillColor(HexColor(SOFT))
            self.setFont(REGULAR, 7.5)
            self.drawString(x, y, printable(foot))
            counted = _("Halaman %(number)d dari %(pages)d") % {"number": number, "pages": pages}
            self.drawRightString(width - MARGIN, y, counted)

    return NumberedCanvas
