"""The own collection: small files in ``files/``, invented; and what is too big to be kept, made here."""

import datetime as dt
import gzip
import random
from pathlib import Path

FILES = Path(__file__).parent / "files"
NOW = dt.datetime(2025, 9, 25, 3, 0, tzinfo=dt.UTC)
ADDRESS = "https://contoh.example/umpan/"

FEEDS = sorted(
    path.name
    for path in FILES.iterdir()
    if path.suffix in {".rss", ".atom", ".rdf", ".xml"} and not any(word in path.name for word in ("sitemap", "html"))
)


def body_of(name: str) -> bytes:
    return (FILES / name).read_bytes()


def rss(items: str, *, head: str = "", spaces: str = "") -> bytes:
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<rss version="2.0"{spaces}><channel><title>KIM Contoh</title>{head}{items}</channel></rss>'
    ).encode()


def ordinary(number: int, *, seed: int = 1) -> bytes:
    """A feed as WordPress makes it, with texts of ordinary length."""
    chance = random.Random(seed)
    words = [
        "warga",
        "desa",
        "kegiatan",
        "bersama",
        "pengurus",
        "kerja",
        "bakti",
        "sawah",
        "panen",
        "balai",
        "dusun",
        "pagi",
        "ini",
        "untuk",
        "yang",
        "dan",
        "di",
        "dengan",
        "para",
        "ibu",
        "bapak",
    ]

    def sentence(length: int) -> str:
        return " ".join(chance.choice(words) for _word in range(length)).capitalize() + "."

    items = []
    for item in range(number):
        link = f"https://contoh.example/2025/08/{item % 28 + 1:02}/kabar-{item}/"
        paragraphs = "\n".join(f"<p>{sentence(40)}</p>" for _paragraph in range(6))
        items.append(
            f"<item><title>{sentence(7)[:-1]} &#8211; bagian {item}</title><link>{link}</link><dc:creator><![CDATA[Bu Darmi]]></dc:creator>"
            f"<pubDate>Fri, {item % 28 + 1:02} Aug 2025 0{item % 10}:00:00 +0000</pubDate><category><![CDATA[Berita]]></category>"
            f'<guid isPermaLink="false">https://contoh.example/?p={item}</guid><description><![CDATA[<p>{sentence(40)} [&#8230;]</p>]]></description>'
            f'<content:encoded><![CDATA[<figure><img src="https://contoh.example/foto/{item}.jpg" alt=""/></figure>{paragraphs}'
            f'<p>Sumber: <a href="https://contoh.example/">contoh</a></p>]]></content:encoded></item>'
        )
    spaces = ' xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    return rss("\n".join(items), head="<language>id</language>", spaces=spaces)


def _quadratic() -> bytes:
    bomb = "ha" * 50_000
    head = f'<?xml version="1.0"?><!DOCTYPE rss [<!ENTITY a "{bomb}">]>'
    return f'{head}<rss version="2.0"><channel><item><title>x</title><description>{"&a;" * 5_000}</description></item></channel></rss>'.encode()


# What must end soon, in little memory, as entries or as a plain trouble.
HOSTILE = {
    "quadratic entities": _quadratic,
    "100 MB of nothing": lambda: b"\x00" * 100_000_000,
    "10 MB of spaces": lambda: b" " * 10_000_000,
    "nested deep": lambda: rss("<item>" + "<a>" * 100_000 + "</a>" * 100_000 + "</item>"),
    "nested and never closed": lambda: b"<rss><channel>" + b"<x>" * 1_000_000,
    "markup nested deep": lambda: rss("<item><title>Dalam</title><description><![CDATA[" + "<div>" * 50_000 + "dasar]]></description></item>"),
    "formatting nested deep": lambda: rss("<item><title>Tebal</title><description><![CDATA[" + "<b><i>" * 20_000 + "<p>" * 5_000 + "]]></description></item>"),
    "a huge attribute": lambda: rss(f'<item><title>Besar</title><link>https://besar.example/1</link><enclosure url="{"a" * 5_000_000}"/></item>'),
    "a huge text": lambda: rss(f"<item><title>Panjang</title><link>https://panjang.example/1</link><description>{'kata ' * 1_500_000}</description></item>"),
    "many attributes": lambda: rss("<item><title>Banyak</title><x " + " ".join(f'a{number}="1"' for number in range(100_000)) + "/></item>"),
    "many entries": lambda: rss("".join(f"<item><title>Kabar {number}</title><link>https://banyak.example/{number}</link></item>" for number in range(60_000))),
    "many entries, never closed": lambda: b'<rss version="2.0"><channel>' + b"<item><title>Kabar & kabar<link>https://banyak.example/1" * 50_000,
    "open brackets": lambda: b"<rss><channel><item><title>" + b"<" * 500_000,
    "open comments": lambda: b"<rss><channel>" + b"<!--" * 500_000,
    "signs without end": lambda: rss("<item><title>" + "&" * 2_000_000 + "</title></item>"),
    "an open CDATA again and again": lambda: b"<rss><channel><item>" + b"<title><![CDATA[ & " * 200_000,
    "open CDATA after an entry": lambda: b"<rss><channel><item><title>Utuh</title></item><item>" + b"<title><![CDATA[ & " * 50_000,
    "JSON nested deep": lambda: b"[" * 100_000,
    "JSON objects nested deep": lambda: b'{"a":' * 100_000,
    "JSON with a long number": lambda: b'{"version": "1", "items": [{"id": ' + b"9" * 5_000_000 + b"}]}",
    "JSON feed of many": lambda: b'{"version": "1", "items": [' + b",".join([b'{"id": "1", "content_text": "a"}'] * 100_000) + b"]}",
    "a packed bomb": lambda: gzip.compress(b"<urlset>" + b" " * 60_000_000),
    "a packed file cut off": lambda: gzip.compress(body_of("sitemap.xml"))[:-40],
    "packed nonsense": lambda: b"\x1f\x8b" + b"x" * 1000,
    "entities in a sitemap": lambda: body_of("billion_laughs.rss").split(b"<rss")[0] + b"<urlset><url><loc>https://tawa.example/&i;</loc></url></urlset>",
    "entities in a page": lambda: b"<!DOCTYPE html>" + body_of("billion_laughs.rss").split(b"<rss")[0].split(b"?>")[1] + b"<html><body>&i;&i;</body></html>",
    "a sitemap of many": lambda: b"<urlset>" + b"".join(b"<url><loc>https://banyak.example/kabar-desa-nomor-%d</loc><lastmod>2025-01-01</lastmod></url>" % number for number in range(80_000)) + b"</urlset>",
    "a page nested deep": lambda: b"<html><body>" + b"<div>" * 200_000 + b"5 Agustus 2023",
    "a page of dates": lambda: b"<html><body>" + b"<div><b>5 Agustus 2023</b><a href='/x'>Kabar dari desa contoh</a>" * 30_000,
    "a page of links": lambda: b"<html><body>" + b"".join(b"<a href='/2023/08/05/kabar-%d'>Kabar dari desa nomor %d</a>" % (number, number) for number in range(60_000)),
    "a page of alternates": lambda: b"<html><head>" + b"<link rel=alternate type='application/rss+xml' href='/a'>" * 100_000,
}  # fmt: skip
