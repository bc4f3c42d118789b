"""The quick way and the thorough one side by side: whatever the quick one hands over, feedparser would have, too."""

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kentongan.harvest.parsing import feeds, quick
from kentongan.harvest.parsing.encodings import text_of
from kentongan.harvest.parsing.raw import Source, parsed_of
from kentongan.harvest.rules.shapes import Failed, Parsed
from tests.harvest.collection import ADDRESS, FEEDS, NOW, body_of, ordinary, rss

# What the quick way must not give way on, or it is none.
USUAL = {"blogspot.atom", "blogspot.rss", "wordpress.rss", "wordpress_com.rss", "joomla.rss", "rss091.xml", "rss10.rdf", "rss090.rdf", "atom03.xml", "youtube.atom", "relative.rss", "duplicate_guids.rss", "bad_dates.rss"}  # fmt: skip
_FORM = re.compile(rb"<(rss|feed|rdf:RDF)")


def seen(source: Source) -> Parsed:
    source.remarks = ()
    return parsed_of(source, address=ADDRESS, now=NOW)


def both(text: str) -> tuple[Parsed | None, Parsed]:
    """What each way makes of a text."""
    body = text.encode("utf-8", "replace")
    found = quick.read(body, address=ADDRESS)
    form = _FORM.search(body)
    form_name = {b"feed": "atom", b"rdf:RDF": "rdf"}.get(form[1] if form else b"", "rss")
    try:
        thorough = feeds.thorough(body, form=form_name, address=ADDRESS)
    except Failed:
        thorough = Source("nothing")
    return (seen(found) if found else None), seen(thorough)


@pytest.mark.parametrize("name", FEEDS)
def test_both_ways_see_the_same(name: str) -> None:
    text = text_of(body_of(name))
    found, thorough = both(text)
    if name in USUAL:
        assert found is not None
    if found is not None:
        assert found == thorough


@pytest.mark.parametrize(
    "name", [name for name in FEEDS if quick.read(text_of(body_of(name)).encode(), address=ADDRESS) is None]
)
def test_mending_loses_no_entry(name: str) -> None:
    text = text_of(body_of(name))
    mended, form = quick.read(feeds.mend(text).encode("utf-8", "replace"), address=ADDRESS), "rss"
    if mended is not None:
        thorough = feeds.thorough(text.encode("utf-8", "replace"), form=form, address=ADDRESS)
        assert [entry.link for entry in seen(mended).entries] == [entry.link for entry in seen(thorough).entries]


def test_an_ordinary_feed_takes_the_quick_way() -> None:
    found, thorough = both(text_of(ordinary(30)))
    assert found is not None
    assert found == thorough


SPACES = (
    ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/"'
    ' xmlns:atom="http://www.w3.org/2005/Atom" xmlns:a10="http://www.w3.org/2005/Atom" xmlns:media="http://search.yahoo.com/mrss/"'
    ' xmlns:itunes="http://www.itunes.com/dtds/podcast-1.0.dtd" xmlns:x="https://kata.example/ns" xmlns:xhtml="http://www.w3.org/1999/xhtml"'
    ' xmlns:feedburner="http://rssnamespace.org/feedburner/ext/1.0" xmlns:slash="http://purl.org/rss/1.0/modules/slash/" xmlns:georss="http://www.georss.org/georss"'
)
WORDS = st.sampled_from(
    ["Kerja bakti", "", "  Panen\n raya ", "Kopi &amp; teh", "&lt;p&gt;Isi &amp;nbsp; lengkap&lt;/p&gt;", "<![CDATA[<b>tebal</b> & <i>miring</i>]]>", "Café", "CafÃ©", "\x93kata\x94",
     "https://contoh.example/1", "/relatif/2", "tag:contoh.example,2025:3", "42", "Sat, 05 Aug 2023 10:00:00 +0700", "2023-08-05T10:00:00Z", "Sabtu, 5 Agustus 2023",
     "admin@contoh.example (Bu Darmi)", "Pak Wiryo", "<!-- catatan -->sesudah", "sebelum<!-- catatan -->sesudah", "<b>unsur</b>", "&#8211; &#x2014;", "id"]
)  # fmt: skip
NAMES = st.sampled_from(
    ["title", "title", "link", "link", "guid", 'guid isPermaLink="false"', "description", "content:encoded", "pubDate", "dc:date", "dcterms:created", "dcterms:modified", "atom:updated",
     "a10:updated", "dc:creator", "author", "itunes:author", "media:title", "media:description", "itunes:summary", "summary", "category", "comments", "slash:comments", "source",
     'source url="https://lain.example/"', "x:lain", 'x:lain a="1"', "image", "dc:title", "dc:language", "language", "feedburner:origLink", 'enclosure url="https://contoh.example/a.jpg" type="image/jpeg"',
     'enclosure url="/b.jpg" type="IMAGE/png"', 'media:thumbnail url="https://contoh.example/t.jpg"', 'media:content url="https://contoh.example/m.jpg" medium="image"', "media:group",
     'atom:link href="https://contoh.example/2" rel="alternate"', 'atom:link href="https://contoh.example/3" rel="self"', 'atom:link href="https://contoh.example/4.jpg" rel="enclosure" type="image/jpeg"',
     "TITLE", "Link", "author_detail", "links", "x:id", "xhtml:body", "body", "fullitem", "abstract", "dc:description", "managingEditor", "lastBuildDate", "published", "updated", "created", "issued",
     "expirationDate", "georss:point", "itunes:subtitle", "itunes:keywords", 'itunes:image href="https://contoh.example/i.jpg"', "contributor", "rights", "name", "url", "width", "textInput", "media:player",
     "media:credit", "media:keywords", "media:rating", "tags", "keywords", "generator", "webMaster", "dc:subject", "dc:publisher", 'title type="html"', 'description type="text"', 'content type="html"', "content"]
)  # fmt: skip
PARTS = st.recursive(
    st.tuples(NAMES, WORDS).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"),
    lambda inner: st.tuples(st.sampled_from(["media:group", "media:content", "x:kotak", "source", "author", "image"]), st.lists(inner, max_size=3)).map(
        lambda pair: f"<{pair[0]}>{''.join(pair[1])}</{pair[0]}>"
    ),
    max_leaves=4,
)  # fmt: skip
ITEMS = st.lists(st.lists(PARTS, max_size=9).map(lambda parts: f"<item>{''.join(parts)}</item>"), max_size=3).map(
    "".join
)


@settings(max_examples=200)
@given(ITEMS)
def test_whatever_an_item_holds_both_ways_see_the_same(items: str) -> None:
    found, thorough = both(text_of(rss(items, spaces=SPACES)))
    if found is not None:
        assert found == thorough


ATOM_NAMES = st.sampled_from(
    ["title", 'title type="html"', 'title type="text"', "id", "published", "updated", "created", "modified", "issued", 'link href="https://contoh.example/1"', 'link href="/2"',
     'link href="https://contoh.example/3" rel="alternate" type="text/html"', 'link href="https://contoh.example/4" rel="replies" type="text/html"', 'link href="https://contoh.example/5" type="application/json"',
     'link href="https://contoh.example/6.jpg" rel="enclosure" type="image/jpeg"', "summary", 'summary type="html"', 'content type="html"', 'content type="text"', "content", 'content type="image/png"', 'content src="/x"',
     'category term="a"', "rights", "author", "contributor", "media:group", "media:thumbnail", "x:lain", "description", "source", "dc:date", "name"]
)  # fmt: skip
ATOM_PARTS = st.one_of(
    st.tuples(ATOM_NAMES, WORDS).map(lambda pair: f"<{pair[0]}>{pair[1]}</{pair[0].partition(' ')[0]}>"),
    WORDS.map(lambda words: f"<author><name>{words}</name><email>a@contoh.example</email></author>"),
)
ENTRIES = st.lists(
    st.lists(ATOM_PARTS, max_size=8).map(lambda parts: f"<entry>{''.join(parts)}</entry>"), max_size=3
).map("".join)


@settings(max_examples=150)
@given(ENTRIES)
def test_whatever_an_atom_entry_holds_both_ways_see_the_same(entries: str) -> None:
    spaces = SPACES.replace(' xmlns:atom="http://www.w3.org/2005/Atom"', "")
    found, thorough = both(
        f'<feed xmlns="http://www.w3.org/2005/Atom"{spaces}><title>KIM Contoh</title><id>tag:x</id>{entries}</feed>'
    )
    if found is not None:
        assert found == thorough


def test_what_breaks_feedparser_is_read_roughly() -> None:
    body = rss("<item><title>Tetap ada</title><author_detail>a</author_detail><author><name>b</name></author></item>")
    with pytest.raises(Failed):
        feeds.thorough(body, form="rss", address=ADDRESS)
    found = feeds.read(text_of(body), form="rss", address=ADDRESS)
    assert [raw.title for raw in found.raws] == ["Tetap ada"]
