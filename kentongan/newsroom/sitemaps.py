"""Sitemaps as bytes (sitemaps.org). Pure."""

import datetime as dt
from collections.abc import Iterable
from io import StringIO
from xml.sax.xmlreader import AttributesImpl

from django.utils.xmlutils import SimplerXMLGenerator

NAMESPACE = "http://www.sitemaps.org/schemas/sitemap/0.9"
# Half of what the protocol allows in addresses, far below what it allows in bytes.
PAGE = 10_000
# The protocol's own limit for an index.
INDEX_PAGE = 50_000

Row = tuple[str, dt.datetime | None]


def urlset(rows: Iterable[Row]) -> bytes:
    """One page of addresses with when they changed."""
    return _written("urlset", "url", rows)


def index(rows: Iterable[Row]) -> bytes:
    """Addresses of sitemaps with when something in them changed."""
    return _written("sitemapindex", "sitemap", rows)


def _written(root: str, element: str, rows: Iterable[Row]) -> bytes:
    out = StringIO()
    xml = SimplerXMLGenerator(out, "utf-8")
    xml.startDocument()
    xml.startElement(root, AttributesImpl({"xmlns": NAMESPACE}))
    for address, changed in rows:
        xml.startElement(element, AttributesImpl({}))
        xml.addQuickElement("loc", address)
        if changed:
            xml.addQuickElement("lastmod", changed.isoformat(timespec="seconds"))
        xml.endElement(element)
    xml.endElement(root)
    return out.getvalue().encode()
