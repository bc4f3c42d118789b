"""Readers' search over 100,000 articles of one regency: how long each query takes, and what its first ten are.

The text is invented: sentences about some fifty things villages write of, filled with words of the dictionary so that a few stand
everywhere and most hardly ever, as in real text. The same on every run, so that two databases can be compared by their answers.
"""

import datetime as dt
import gc
import gzip
import hashlib
import json
import random
import statistics
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from django.db import connection
from django.test import Client

from bench.national import AS_OF
from kentongan.accounts.models import Office
from kentongan.areas.models import Area
from kentongan.newsroom import search_index, stems
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.enums import State
from kentongan.newsroom.models import Article
from kentongan.newsroom.queries.search import search
from kentongan.registry.models import Group

LIMIT_MS = 50
ROUNDS = 15
BATCH = 2_000
REGENCY = "35.07"
# Typed so: plain, with affixes, misspelt, common, rare, long, names, and two that find nothing.
QUERIES = (
    "membuat",
    "pembuatan pupuk kompos",
    "dibuat",
    "pelatihan",
    "warga desa",
    "desa",
    "warga desa kegiatan bersama",
    "posyandu balita",
    "posiandu lansia",
    "kerja bakti membersihkan sungai",
    "gotongroyong",
    "cara membuat keripik singkong dari kebun sendiri",
    "harga kopi bubuk",
    "jalan rusak diperbaiki",
    "perbaikn jalan",
    "penyuluhan hoaks",
    "Wajak",
    "KIM Bambang",
    "yang akan datang",
    "xqzzyv",
)
TOPICS = """pembuatan pupuk kompos|kerja bakti membersihkan sungai|posyandu balita|posyandu lansia|pelatihan membatik|panen padi raya
pasar murah|jalan desa diperbaiki|keripik singkong|kopi bubuk lereng|lomba tujuh belasan|pengajian bulanan|gotong royong membangun jembatan
penyuluhan hoaks|bank sampah|kelas komputer untuk ibu|ternak kambing|budidaya lele|wisata petik apel|air bersih untuk dusun|siskamling
vaksinasi anak|pencegahan demam berdarah|perpustakaan desa|rapat dusun|pembagian bibit cabai|jalan rusak karena hujan|lampu jalan
karang taruna|senam pagi|festival layang-layang|kesenian bantengan|wayang kulit semalam|khitanan massal|donor darah|pendataan warga
bantuan langsung tunai|musyawarah rencana pembangunan|pelatihan menulis berita|pengelolaan sampah plastik|kerajinan bambu
anyaman mendong|tahu dan tempe|susu sapi perah|jamur tiram|sekolah lapang petani|irigasi sawah|tanam seribu pohon|koperasi desa
kelompok wanita tani""".replace("\n", "|").split("|")
SENTENCES = (
    "Warga {place} mengikuti kegiatan {topic} bersama perangkat desa.",
    "Kegiatan {topic} ini dibuat supaya {word} dan {word} dapat berjalan bersama.",
    "Menurut ketua panitia, {word} yang {word} membuat warga desa lebih {word}.",
    "Ia mengatakan {word} sudah {word} sejak tahun lalu, tetapi {word} masih perlu diperbaiki.",
    "Pada pukul delapan {word} dibuka dengan {word}, lalu {word} dilanjutkan oleh {word}.",
    "Dari {place}, {word} dan {word} dibawa ke {word} untuk {word} yang akan datang.",
    "Harga {word} di {place} tidak {word}, kata pedagang {word}.",
    "Para {word} belajar {word} tentang {topic} selama dua hari.",
    "{word} {word} {word} {word} {word} {word} {word}.",
)
TITLES = (
    "{topic} di {place}",
    "Warga {place} mengikuti {topic}",
    "{topic} {word} dibuka",
    "Dari {word} sampai {word}: {topic}",
    "{place} {word} {word}",
)
KINDS = ("kabar",) * 7 + ("produk", "acara", "potensi", "pengumuman", "video")


def measure(articles: int, answers: Path | None) -> Iterator[str]:
    """Writes and indexes the articles, asks everything, and yields what was too slow or answered otherwise than in the file."""
    started = time.perf_counter()
    _write(articles)
    print(f"  {articles:,} articles written in {time.perf_counter() - started:.0f} s", flush=True)
    started = time.perf_counter()
    search_index.reindex_all(progress=_progress)
    seconds = time.perf_counter() - started
    print(f"\r  {articles:,} articles indexed in {seconds:.0f} s", flush=True)
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("VACUUM ANALYZE")
    # As config/wsgi.py does when everything is loaded.
    gc.freeze()
    given: dict[str, list[str]] = {}
    regency = Area.objects.get(pk=REGENCY)
    for query in QUERIES:
        walls, works = [], []
        for _ in range(ROUNDS):
            started, worked = time.perf_counter(), time.process_time()
            found = search(query, area=regency)
            walls.append((time.perf_counter() - started) * 1000)
            works.append((time.process_time() - worked) * 1000)
        given[query] = [_name(found.lead), *(hit.article.slug for hit in found.hits)]
        middle, slow = statistics.median(walls), sorted(walls)[int(len(walls) * 0.95)]
        print(
            f"  {query:<50} {middle:6.1f} ms (95 % {slow:6.1f}, cpu {statistics.median(works):5.1f})  {found.total:5d}{' ' if found.is_counted else '+'} "
            f"{_digest(given[query])}  {found.corrected}",
            flush=True,
        )
        if middle > LIMIT_MS:
            yield f"“{query}” takes {middle:.0f} ms, the limit is {LIMIT_MS} ms"
    print(f"  first tens of all queries: {_digest(given)}")
    yield from _page()
    if answers:
        yield from _compared(given, answers)


def _page() -> Iterator[str]:
    """The whole page, as a reader gets it."""
    site = site_of(Office.objects.get(pk=REGENCY))
    client, walls = Client(headers={"host": "127.0.0.1"}), []
    for query in QUERIES:
        started = time.perf_counter()
        response = client.get(f"/{site.slug}/cari/", {"q": query})
        walls.append((time.perf_counter() - started) * 1000)
        if response.status_code != 200:
            yield f"the page of “{query}” answers {response.status_code}"
    print(f"  the page: {statistics.median(walls):.1f} ms in the middle, {max(walls):.1f} ms at worst")


def _compared(given: dict[str, list[str]], answers: Path) -> Iterator[str]:
    """With what the other database said; the first run writes the file."""
    if not answers.exists():
        answers.write_text(json.dumps(given))
        return
    other = json.loads(answers.read_text())
    for query, first in given.items():
        if other.get(query) != first:
            yield f"“{query}” has other first ten than in {answers}"


def _write(articles: int) -> None:
    chance = random.Random(20)
    words = _words(chance)
    groups = list(Group.objects.filter(ended_on=None).select_related("area").order_by("pk"))
    for group in groups:
        site_of(group)
    first = dt.datetime.combine(AS_OF, dt.time(7), tzinfo=dt.UTC) - dt.timedelta(minutes=11 * articles)
    for start in range(0, articles, BATCH):
        Article.objects.bulk_create(
            _article(number, chance, words, chance.choice(groups), first + dt.timedelta(minutes=11 * number))
            for number in range(start, min(articles, start + BATCH))
        )


def _words(chance: random.Random) -> list[str]:
    """Roots in an order of their own; low numbers are drawn often."""
    with gzip.open(stems._FILE, "rt") as file:
        roots = [line.split()[0] for line in file]
    chance.shuffle(roots)
    return roots


def _article(number: int, chance: random.Random, words: list[str], group: Group, at: dt.datetime) -> Article:
    topic = chance.choice(TOPICS)

    def filled(pattern: str) -> str:
        while "{word}" in pattern:
            pattern = pattern.replace("{word}", _word(chance, words), 1)
        return pattern.format(topic=topic, place=group.area.name)

    title = filled(chance.choice(TITLES))[:150]
    body = " ".join(filled(chance.choice(SENTENCES)) for _ in range(chance.randrange(6, 24)))
    return Article(
        group=group,
        kind=chance.choice(KINDS),
        title=title[:1].upper() + title[1:],
        slug=f"tulisan-{number}",
        body=body,
        place=group.area,
        state=State.PUBLISHED,
        published_at=at,
    )


def _word(chance: random.Random, words: list[str]) -> str:
    root = words[min(len(words) - 1, int(len(words) * chance.random() ** 4))]
    return chance.choice((root, root, root, f"di{root}", f"{root}nya", f"ber{root}", f"{root}an"))


def _name(lead: object) -> str:
    return str(getattr(lead, "thing", ""))


def _digest(value: object) -> str:
    return hashlib.sha256(json.dumps(value).encode()).hexdigest()[:8]


def _progress(done: int, total: int) -> None:
    print(f"\r  {done:,} of {total:,} articles indexed", end="", file=sys.stderr, flush=True)
