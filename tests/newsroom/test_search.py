"""Readers' search: the same answers on SQLite and PostgreSQL."""

import datetime as dt
import gzip
import json

import pytest
from django.core.management import call_command
from django.db import connection
from django.urls import reverse

from kentongan.core.terms import Terms
from kentongan.newsroom import search_index
from kentongan.newsroom.actions import effects
from kentongan.newsroom.actions.sites import site_of
from kentongan.newsroom.models import Article, SearchEntry, Site
from kentongan.newsroom.queries import search as queries
from kentongan.newsroom.queries.search import search

# Day of September 2025, group, kind, title, text.
ARTICLES = """
01|kayutangan|kabar|Pembuatan pupuk kompos dari sampah dapur|Warga RW 02 belajar membuat pupuk. Sampah dapur diolah dengan drum bekas.
02|kayutangan|kabar|Kerja bakti membersihkan sungai|Warga membersihkan sungai. Sampah diangkut dua truk. Tidak ada yang membuat keributan.
03|gubugklakah|kabar|Pelatihan membuat keripik apel|Ibu-ibu dilatih. Keripik apel buatan desa dijual ke pasar wisata.
04|gubugklakah|produk|Keripik apel Bu Sri|Renyah, dibuat dari apel petik sendiri. Pesan lewat pesan singkat.
05|kayutangan|acara|Pasar malam Kayutangan|Pasar malam dibuka pukul tujuh. Keripik, kopi, dan batik.
06|kayutangan|kabar|Posyandu lansia setiap Jumat|Lansia diperiksa. Kader posyandu mencatat tekanan darah, posyandu buka pukul delapan.
07|gubugklakah|kabar|Jalan desa diperbaiki|Perbaikan jalan selesai. Posyandu dan sekolah mudah dicapai.
08|gubugklakah|potensi|Petik apel langsung di kebun|Wisatawan memetik apel. Kebun apel dibuka setiap hari.
09|kayutangan|video|Cara membatik untuk pemula|Membatik dengan canting. Pembatik muda mengajar.
10|kayutangan|pengumuman|Air mati hari Jum'at|Aliran air dihentikan sementara untuk perbaikan pipa.
11|gubugklakah|kabar|Kelompok tani menanam kopi|Petani menanam kopi di lereng. Pertanian organik.
12|kayutangan|kabar|ꦱꦸꦒꦼꦁ ꦫꦮꦸꦃ di gapura baru 🎉|Gapura beraksara Jawa dibuka warga.
"""


@pytest.fixture
def shelf(cast, write) -> dict[str, Article]:
    """The articles by their day."""
    made = {}
    for line in ARTICLES.strip().splitlines():
        day, group, kind, title, body = line.split("|")
        at = dt.datetime(2025, 9, int(day), 8, tzinfo=dt.UTC)
        made[day] = write(getattr(cast, group), title, kind=kind, body=body, published_at=at)
        search_index.index(made[day])
    return made


def days(typed: str, **scope) -> str:
    return " ".join(hit.article.published_at.strftime("%d") for hit in search(typed, **scope).hits)


# Written down once; each database must say the same.
@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("membuat", "03 01 04 02"),
        ("pembuatan", "03 01 04 02"),
        ("buatan", "03 01 04 02"),
        ("apel", "08 04 03"),
        ("keripik apel", "04 03"),
        ("apel keripik", "04 03"),
        ("posyandu", "06 07"),
        ("warga sampah", "01 02"),
        ("pupuk kompos", "01"),
        ("petani", "11"),
        ("kota yang lain", ""),
        ("jumat", "10 06"),
        ("rw 2", "01"),
        ("ꦱꦸꦒꦼꦁ", "12"),
        ("yang", "02"),
        ("dan", "07 05"),
        # Some of the words, where none has all.
        ("pupuk cangkul", "01"),
        ("memetik kopi mahal", "11 08 05 04"),
        ("cara membuat pupuk kompos", "01"),
        # Misspelt, in one or in two.
        ("pembutan", "03 01 04 02"),
        ("posiandu", "06 07"),
        ("pos yandu", "06 07"),
        ("pasarmalam", "05"),
        ("keripk apl", "04 03"),
        # Nobody wrote "pengolahan", but somebody "diolah".
        ("pengolhan", "01"),
    ],
)
def test_the_first_ten(shelf, typed: str, expected: str) -> None:
    assert days(typed) == expected


def test_only_the_place_asked_is_searched(shelf, cast) -> None:
    assert days("apel", area=cast.area("35.73")) == ""
    assert days("apel", area=cast.area("35")) == days("apel", area=cast.area("ID")) == "08 04 03"
    assert days("keripik", group=cast.kayutangan) == "05"
    assert days("apel", kind="produk") == "04"


def test_pages_follow_each_other_without_a_gap(shelf) -> None:
    pages = [days("membuat", page=page, per_page=1) for page in (1, 2, 3, 4, 5)]
    assert pages == ["03", "01", "04", "02", ""]
    assert [search("membuat", page=page, per_page=2).has_more for page in (1, 2)] == [True, False]


def test_kinds_are_counted_whatever_kind_is_shown(shelf) -> None:
    found = search("apel", kind="produk")
    assert found.counts == {"kabar": 1, "produk": 1, "potensi": 1}
    assert (found.total, found.is_counted) == (3, True)


def test_what_was_searched_instead_is_said(shelf) -> None:
    found = search("pembutan cangkul")
    assert (found.corrected, found.unknown) == ("pembuatan", ("cangkul",))
    assert search("membuat").corrected == ""


def test_of_words_as_near_the_one_in_more_articles_was_meant(shelf, cast, write, monkeypatch) -> None:
    """Also where the first, short count says the same of both."""
    monkeypatch.setattr(queries, "A_FEW", 1)
    for day in range(13, 16):
        search_index.index(write(cast.kayutangan, f"Topi anyaman {day}", body="Topi dari pandan."))
    assert days("kopi") == "11 05"
    assert search("nopi").corrected == "topi"


def test_a_name_leads(shelf, cast) -> None:
    for typed in ("kayutangan", "KIM Kayutangan", "kayu tangan"):
        assert search(typed, area=cast.area("35.73")).lead.thing == cast.kayutangan
    assert search("desa bambang").lead.thing == cast.area("35.07.08.2003")
    assert search("gubuk klakah").proposals[0].thing in (cast.gubugklakah, cast.area("35.07.07.2016"))
    assert search("kayutangan", area=cast.area("35.07")).lead is None
    assert search("kayutangan", group=cast.kayutangan).places == []


def test_the_index_follows_what_readers_see(shelf, cast) -> None:
    article = shelf["01"]
    effects.hidden(article)
    assert days("kompos") == ""
    effects.shown(article)
    assert days("kompos") == "01"
    Article.objects.filter(pk=article.pk).update(title="Biopori", body="Lubang resapan.")
    article.refresh_from_db()
    effects.changed(article)
    assert (days("kompos"), days("biopori")) == ("", "01")
    assert SearchEntry.objects.filter(article=article).count() == 1


def test_what_is_withdrawn_is_not_found_even_by_a_stale_index(shelf, cast) -> None:
    Article.objects.filter(pk=shelf["01"].pk).update(state="withdrawn")
    assert days("kompos") == ""
    Site.objects.filter(group=cast.gubugklakah).update(is_open=False)
    assert days("membuat") == "02"


def test_a_stopped_index_goes_on(shelf) -> None:
    before = {typed: days(typed) for typed in ("membuat", "posyandu")}
    SearchEntry.objects.filter(article__in=[shelf["01"], shelf["06"]]).delete()
    told: list[tuple[int, int]] = []
    assert search_index.reindex_all(progress=lambda done, total: told.append((done, total)), at_once=1) == 2
    assert told == [(1, 2), (2, 2)]
    assert search_index.reindex_all() == 0
    assert search_index.reindex_all(anew=True) == 12
    assert {typed: days(typed) for typed in before} == before


def test_articles_of_one_second_have_entries_of_their_own(cast, write) -> None:
    for number in range(3):
        search_index.index(write(cast.kayutangan, f"Kabar nomor {number}"))
    assert SearchEntry.objects.count() == 3


def test_the_command_indexes_and_finds(shelf, capsys) -> None:
    call_command("search", "index", "--anew")
    assert "12 tulisan" in capsys.readouterr().out
    call_command("search", "find", "pembutan pupuk", "--json")
    answer = json.loads(capsys.readouterr().out)
    assert (answer["total"], answer["corrected"]) == (1, "pembuatan pupuk")
    call_command("search", "find", "xqzzyv")
    assert "Tidak ada" in capsys.readouterr().out


@pytest.mark.django_db
def test_the_last_migration_left_the_index_in_place() -> None:
    table = SearchEntry._meta.db_table
    if connection.vendor == "sqlite":
        sql, count = (
            "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = %s AND name LIKE '%%_terms_%%'",
            3,
        )
    else:
        sql, count = "SELECT count(*) FROM pg_indexes WHERE tablename = %s AND indexname LIKE '%%_terms_set'", 1
    with connection.cursor() as cursor:
        cursor.execute(sql, [table])
        assert cursor.fetchone()[0] == count


@pytest.mark.parametrize("bad", ["Besar", "a b", 'a"', "a'", "a*", "", "é"])
def test_only_plain_terms_reach_the_database(db, bad: str) -> None:
    with pytest.raises(ValueError, match="no term"):
        Terms(SearchEntry, "terms").newest(["id"], all_of=[bad], limit=1)


@pytest.mark.parametrize("asked", [1, 2, 3, 4, 5, 6])
def test_at_most_one_of_some_terms_is_missing(cast, write, asked: int) -> None:
    """Each of the 64 sets that six terms make, once."""
    letters = [f"huruf{at}" for at in range(6)]
    held = {}
    for bits in range(64):
        terms = [term for at, term in enumerate(letters) if bits >> at & 1]
        entry = SearchEntry.objects.create(
            article=write(cast.kayutangan, f"Tulisan {bits}"), kind="kabar", terms=" ".join(["semua", *terms])
        )
        held[entry.pk] = set(terms)
    wanted = letters[:asked]
    found = Terms(SearchEntry, "terms").newest(["id"], all_of=["semua"], all_but_one_of=wanted, limit=100)
    assert [key for (key,) in found] == sorted(
        (key for key, terms in held.items() if len(terms & set(wanted)) >= asked - 1), reverse=True
    )


# The page -------------------------------------------------------------------------------------------------------------


@pytest.fixture
def portal(cast):
    return site_of(cast.malang)


def page(client, portal, typed: str, **more) -> str:
    response = client.get(reverse("site_search", args=[portal.slug]), {"q": typed, **more})
    assert response.status_code == 200
    assert len(gzip.compress(response.content, 6)) <= 14_336
    assert not response.cookies
    return response.content.decode()


def test_the_page_shows_what_was_found(client, shelf, portal) -> None:
    content = page(client, portal, "pembutan apl")
    assert "Menampilkan hasil untuk <b>pembuatan apel</b>" in content
    assert "<mark>membuat</mark>" in content
    assert "Rabu, 3 September 2025" in content
    assert f'href="/{portal.slug}/cari/?q=apel&amp;jenis=produk"' in page(client, portal, "apel")
    assert "Keripik apel Bu Sri" not in page(client, portal, "apel", jenis="potensi")
    assert "Pupuk" not in page(client, portal, "kompos")


def test_the_page_says_what_was_not_found(client, shelf, portal) -> None:
    assert "Belum ada tulisan tentang “xqzzyv”" in page(client, portal, "xqzzyv")
    assert "bukan berjenis Video" in page(client, portal, "apel", jenis="video")
    assert "Mungkin maksud Anda" in page(client, portal, "gubuk klakah")
    assert "Cari kabar" in page(client, portal, "")


def test_a_groups_own_page_searches_that_group(client, shelf, cast) -> None:
    own = site_of(cast.kayutangan)
    content = page(client, own, "keripik")
    assert "Pasar malam" in content
    assert "Bu Sri" not in content
    assert f"/{site_of(cast.kota).slug}/cari/?q=keripik" in content


@pytest.mark.parametrize(
    "typed",
    [
        "x" * 5_000,
        "kata " * 200,
        " ".join(f"kata{number}" for number in range(200)),
        "!!! ??? ...",
        "🎉🎉",
        "apel OR keripik",
        "apel NEAR/3 keripik",
        'apel" OR "x',
        "apel & !keripik | (x:*)",
        "{terms}: apel",
        "'; DROP TABLE newsroom_searchentry; --",
        "%",
        "_",
        "\\",
        "<script>alert(1)</script>",
        "\u202eapel\u200b",
        "日本語",
        "\ud83d",
        "-apel",
        "*",
        "a'b'c'd",
    ],
)
def test_nothing_that_is_typed_breaks_the_page(client, shelf, portal, typed: str) -> None:
    content = page(client, portal, typed.encode("utf-8", "replace").decode())
    assert "<script>alert" not in content


@pytest.mark.parametrize("query", ["hal=-1", "hal=99999", "hal=x", "hal=²", "jenis=xx", "q=%ff%fe", "q=apel&q=x"])
def test_odd_addresses_are_answered(client, shelf, portal, query: str) -> None:
    assert client.get(f"/{portal.slug}/cari/?{query}").status_code == 200


def test_a_nul_is_no_search(client, shelf, portal) -> None:
    """core.middleware answers it for every page."""
    assert client.get(f"/{portal.slug}/cari/?q=apel%00").status_code == 404


def test_a_search_asks_few_questions(shelf, cast, django_assert_max_num_queries) -> None:
    with django_assert_max_num_queries(8):
        search("keripik apel", area=cast.area("35.07"))
