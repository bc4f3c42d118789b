"""A tiny PDF and a tiny picture that say they are examples."""

import io

from PIL import Image, ImageDraw


def example_pdf(lines: list[str]) -> bytes:
    """One A5 page with a few lines of plain text (letters of Latin-1 only)."""
    shown = "".join(f"({_escaped(line)}) ' " for line in lines)
    stream = f"BT /F1 13 Tf 20 TL 48 520 Td {shown}ET".encode("latin-1", "replace")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 420 595] /Contents 4 0 R "
        b"/Resources << /Font << /F1 << /Type /Font /Subtype /Type1 /BaseFont /Helvetica >> >> >> >>",
        b"<< /Length %d >>\nstream\n%s\nendstream" % (len(stream), stream),
    ]
    body, places = b"%PDF-1.4\n", []
    for number, content in enumerate(objects, start=1):
        places.append(len(body))
        body += b"%d 0 obj\n%s\nendobj\n" % (number, content)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    count = len(objects) + 1
    trailer = b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (count, len(body))
    return body + b"xref\n0 %d\n0000000000 65535 f \n%s" % (count, table) + trailer


def example_picture(lines: list[str]) -> bytes:
    """A small PNG with the same lines."""
    picture = Image.new("L", (420, 595), 246)
    drawing = ImageDraw.Draw(picture)
    for number, line in enumerate(lines):
        drawing.text((48, 60 + 24 * number), line, fill=30)
    target = io.BytesIO()
    picture.save(target, "PNG", optimize=True)
    return target.getvalue()


def _escaped(text: str) -> str:
    return text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
