"""When the guard says that a whole channel was taken over, and when it does not."""

import datetime as dt
from collections.abc import Sequence

import pytest

from kentongan.harvest.guard import judge_channel, judge_entry, past_of
from kentongan.harvest.guard.channels import NO_PAGE, weighed
from kentongan.harvest.guard.pages import page_of
from kentongan.harvest.rules.shapes import Past, Seen, Verdict
from tests.harvest.guard_cases import NEW, cases

NOW = dt.datetime(2025, 9, 25, 3, tzinfo=dt.UTC)
SETTLED = Past(languages={"id": 40}, link_hosts={"kim.example": 3}, entries=12, days=60)


def entry(number: int = 0, title: str = "", **facts) -> Seen:
    facts.setdefault("published", NOW - dt.timedelta(days=3 * number))
    facts.setdefault("language", "id")
    facts.setdefault("text", "Warga berkumpul di balai desa dan pulang dengan gembira.")
    return Seen(link=f"https://kim-karangan.example/{number}", title=title or f"Kegiatan warga {number}", **facts)


def spam(number: int) -> Seen:
    return entry(number, title=f"NUSA{number}88 Situs Slot Gacor Resmi Hari Ini", text="Daftar sekarang, raih maxwin.")


def judge(seen: Sequence[Seen], past: Past = SETTLED, page: str = "", other: str = "") -> Verdict:
    verdicts = [judge_entry(one, past=past) for one in seen]
    return judge_channel(seen, verdicts, past=past, page=weighed(page.encode()), other_page=weighed(other.encode()))


def codes(verdict: Verdict) -> set[str]:
    return {reason.code for reason in verdict.reasons}


# --- Shares ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("bad", "good", "is_suspect"),
    [(0, 0, False), (0, 10, False), (1, 0, False), (1, 9, False), (2, 2, True), (2, 8, False), (3, 7, True), (3, 30, False), (6, 60, True)],
)  # fmt: skip
def test_so_many_of_so_many(bad: int, good: int, is_suspect: bool) -> None:
    seen = [spam(number) for number in range(bad)] + [entry(100 + number) for number in range(good)]
    verdict = judge(seen)
    assert verdict.is_suspect is is_suspect
    assert ("share" in codes(verdict)) is (bad > 0)


def test_the_reason_names_what_they_are_about_and_some_titles() -> None:
    (reason,) = [reason for reason in judge([spam(1), spam(2), spam(3), entry(9)]).reasons if reason.code == "share"]
    assert (reason.values["count"], reason.values["of"]) == (3, 4)
    assert reason.values["topics"] == ["gambling"]
    assert reason.values["titles"][0] == "NUSA188 Situs Slot Gacor Resmi Hari Ini"


def test_a_village_that_writes_much_about_the_police_is_no_hijacked_one() -> None:
    news = [case.seen for part in ("tuned",) for case in cases(part) if not case.is_hijacked]
    assert not judge(news, past=NEW).is_suspect
    assert not judge(news, past=SETTLED).is_suspect


# --- Sudden changes -------------------------------------------------------------------------------------

CHANGES = {
    "language": [
        entry(number, title=f"Waterfall {number}", text="A walk to the water.", language="en") for number in range(6)
    ],
    "pace": [entry(number, published=NOW) for number in range(40)],
    "new_hosts": [entry(number, links=("https://toko-karangan.example/a",)) for number in range(6)],
    "mould": [entry(number, title=f"Kegiatan posyandu balita di dusun krajan {number}") for number in range(6)],
}


@pytest.mark.parametrize("code", CHANGES)
def test_a_sudden_change_is_seen_and_is_not_enough(code: str) -> None:
    verdict = judge(CHANGES[code])
    assert codes(verdict) == {code}
    assert not verdict.is_suspect


def test_all_sudden_changes_together_are_not_enough_either() -> None:
    together = [
        entry(
            number,
            title=f"A walk to the waterfall today {number}",
            language="en",
            published=NOW,
            links=("https://toko-karangan.example/a",),
        )
        for number in range(40)
    ]
    verdict = judge(together)
    assert codes(verdict) == set(CHANGES)
    assert not verdict.is_suspect


def test_with_one_entry_that_sells_they_are() -> None:
    seen = [*CHANGES["pace"][:30], *CHANGES["new_hosts"], *CHANGES["new_hosts"], spam(1)]
    seen += [entry(number, published=NOW, links=("https://toko-karangan.example/a",)) for number in range(20)]
    assert judge(seen).is_suspect


def test_a_language_of_the_region_is_no_change() -> None:
    assert judge([entry(number, language="jv") for number in range(6)]).reasons == ()


@pytest.mark.parametrize("past", [NEW, Past(languages={"id": 20, "en": 20}, entries=9, days=60)])
def test_without_a_past_or_with_the_same_one_there_is_no_change(past: Past) -> None:
    assert "language" not in codes(judge(CHANGES["language"], past=past))


@pytest.mark.parametrize("host", ["www.youtube.com", "malangkab.go.id", "kim-karangan.example", "kim.example"])
def test_where_any_village_links_to_is_no_new_place(host: str) -> None:
    seen = [entry(number, links=(f"https://{host}/x",)) for number in range(6)]
    assert judge(seen).reasons == ()


# --- Pages ----------------------------------------------------------------------------------------------

CLEAN_PAGE = "<html><head><title>KIM Karangan</title></head><body><p>Kerja bakti hari Minggu.</p></body></html>"
HIDING = (
    "position:absolute;left:-9999px",
    "display:none",
    "visibility:hidden",
    "font-size:0",
    "height:1px;overflow:hidden",
)


def page(body: str = "", head: str = "<title>KIM Karangan</title>") -> str:
    return f"<html><head>{head}</head><body><h1>KIM</h1><p>Kerja bakti.</p>{body}</body></html>"


@pytest.mark.parametrize("style", HIDING)
def test_what_is_hidden_on_a_page_is_seen(style: str) -> None:
    verdict = judge([], page=page(f'<div style="{style}">slot gacor, maxwin, togel online</div>'))
    assert "page_hidden" in codes(verdict)
    assert verdict.is_suspect


def test_hidden_words_of_a_theme_are_innocent() -> None:
    assert judge([], page=page('<span style="display:none">Baca selengkapnya</span>')).reasons == ()


@pytest.mark.parametrize(
    ("code", "markup"),
    [
        ("page_head", page(head="<title>NUSA88 Situs Slot Gacor Maxwin</title>")),
        ("page_head", page(head='<title>KIM</title><meta name="description" content="Situs slot gacor dan togel online resmi, daftar sekarang">')),
        ("page_words", page("<p>NUSA88 situs slot gacor maxwin. Daftar sekarang, klaim bonus new member.</p>")),
        ("page_hosts", page('<a href="https://slotgacor-a.example">a</a><a href="https://togelonline-b.example">b</a><a href="https://maxwin-c.example">c</a>')),
        ("page_leads", page(head='<meta http-equiv="refresh" content="0; url=https://slotgacor-a.example/x">')),
        ("page_leads", page(head="<META content='3;URL=\"https://slotgacor-a.example\"' http-equiv=refresh>")),
        ("page_leads", page('<iframe width="100%" src="//togelonline-b.example/?ref=1"></iframe>')),
        ("page_leads", page("<script>window.location.href = 'https://maxwin-c.example/'</script>")),
        ("page_leads", page('<script>if (document.referrer) location.replace("https://maxwin-c.example/")</script>')),
    ],
)  # fmt: skip
def test_what_a_page_shows(code: str, markup: str) -> None:
    verdict = judge([], page=markup)
    assert code in codes(verdict)
    assert verdict.is_suspect


def seller(said: str, host: str) -> str:
    return f'<a class="x" href="https://{host}/a"><b>{said}</b></a>'


SPONSORS = (
    seller("Kopi77", "kopi77.example") + seller("Toko Jaya88", "jaya88.example") + seller("Bank Desa", "b.example")
)
OWN = "".join(seller(said, "kim-karangan.example") for said in ("Kabar", "Judi Slot Online", "Togel", "Agenda"))


@pytest.mark.parametrize(
    "links",
    [
        seller("Slot Gacor", "a.example") + seller("Situs Judi Bola", "b.example"),
        seller("Slot Gacor", "slotgacor.example"),
        seller("Link Slot Gacor", "bit.ly") + seller("Bandar Togel", "dinas-karangan.go.id"),
    ],
)
def test_a_few_links_of_sellers_on_an_honest_page_are_enough(links: str) -> None:
    verdict = judge([], page=page(OWN + links))
    assert "page_links" in codes(verdict)
    assert verdict.is_suspect


def test_links_to_the_site_itself_sell_nothing() -> None:
    """However few they are among those that lead elsewhere, and whatever the site is called."""
    elsewhere = "".join(seller(f"Dinas {number}", f"dinas{number}.example") for number in range(9))
    topics = seller("Situs Judi Bola", "kim88.example") + seller("Slot Gacor", "arsip.kim88.example")
    body = page(topics + elsewhere).encode()
    assert codes(judge_channel([], [], past=SETTLED, page=weighed(body, "https://www.kim88.example/"))) == set()
    assert codes(judge_channel([], [], past=SETTLED, page=weighed(body))) == {"page_links", "page_hosts"}


@pytest.mark.parametrize(
    "links",
    [
        SPONSORS,
        OWN,
        seller("Slot Gacor", "a.example"),
        seller("Polisi bongkar situs slot gacor", "a.example") + seller("Waspada togel online", "b.example"),
        seller("Slot parkir", "a.example") + seller("Judi online", "b.example") + seller("Burung gacor", "c.example"),
    ],
)
def test_links_of_sponsors_and_of_news_are_none(links: str) -> None:
    assert not judge([], page=page(OWN + links)).is_suspect


def test_two_hosts_that_say_plainly_what_they_sell_are_enough() -> None:
    links = seller("Kunjungi", "slotgacor-a.example") + seller("Mitra", "togelonline-b.example")
    assert judge([], page=page(links)).is_suspect
    assert not judge([], page=page(seller("Kunjungi", "slotgacor-a.example"))).is_suspect


def test_a_page_that_was_defaced_and_a_newest_entry() -> None:
    for markup in (page(head="<title>Hacked by Mr.X404</title>"), "<title>KIM</title><h1>Hacked by Z3ro Team</h1>"):
        verdict = judge([], page=markup)
        assert "page_defaced" in codes(verdict)
        assert verdict.is_suspect
    message = entry(0, title="Hacked by Mr.X404", text="Security is low")
    rest = [entry(number) for number in range(1, 12)]
    assert "defaced" in codes(judge([message, *rest]))
    assert judge([message, *rest]).is_suspect
    assert not judge([*rest, message]).is_suspect


@pytest.mark.parametrize(
    "markup",
    [
        '<meta http-equiv="refresh" content="0; url=https://desa-karangan.example/beranda">',
        '<iframe src="https://www.youtube.com/embed/abc"></iframe><iframe src="//maps.example/x"></iframe>',
        "<script>window.location.href = '/beranda'; location.replace(\"https://desa-karangan.example/\")</script>",
        '<meta property="og:url" content="https://slotgacor-a.example/">',
        "<iframe></iframe><meta http-equiv=refresh content=5><script>location = ''</script>",
    ],
)
def test_where_a_page_may_take_its_readers(markup: str) -> None:
    assert judge([], page=page(markup)).reasons == ()


def test_a_page_full_of_news_about_gambling_is_innocent() -> None:
    news = "".join(
        f"<article><h2>{case.seen.title}</h2><p>{case.seen.text}</p></article>"
        for case in cases("tuned")
        if not case.is_hijacked
    )
    assert not judge([], page=page(news)).is_suspect


def test_another_page_for_those_who_come_from_a_search_engine() -> None:
    other = page("<p>Daftar sekarang</p>", head="<title>NUSA88 Situs Slot Gacor</title>")
    verdict = judge([], page=CLEAN_PAGE, other=other)
    assert verdict.is_suspect
    (reason,) = verdict.reasons
    assert (reason.code, reason.values["title"]) == ("cloaked", "NUSA88 Situs Slot Gacor")


def test_the_same_page_for_everybody_is_no_cloak() -> None:
    assert judge([], page=CLEAN_PAGE, other=CLEAN_PAGE).reasons == ()
    assert judge([], page=CLEAN_PAGE, other=page("<p>Versi seluler</p>")).reasons == ()
    spam_page = page("<p>Situs slot gacor maxwin, daftar sekarang.</p>")
    assert "cloaked" not in codes(judge([], page=spam_page, other=spam_page))


@pytest.mark.parametrize(
    "body",
    [b"", b"\x00\xff\xfe", b"<", b"<html" * 5000, "激安".encode("shift_jis"), b"<meta charset=nothing>x", b"{}", b"a" * 500_000],
)  # fmt: skip
def test_any_bytes_are_a_page(body: bytes) -> None:
    judge_channel([], [], past=NEW, page=weighed(body), other_page=weighed(body))


def test_what_is_planted_at_the_bottom_of_a_long_page_is_seen() -> None:
    long = page("<p>" + "Kerja bakti warga desa. " * 40_000 + '</p><div style="display:none">slot gacor maxwin</div>')
    assert judge([], page=long).is_suspect


@pytest.mark.parametrize("charset", ["utf-16", "idna", "undefined", "unicode_escape", "rot13"])
def test_a_page_that_lies_about_its_letters_is_read_all_the_same(charset: str) -> None:
    assert judge([], page=page("<p>" + "slot gacor maxwin " * 20, f"<meta charset={charset}>")).is_suspect


@pytest.mark.parametrize(
    "markup", ["<p>Kabar desa</p>", "<title>slot gacor</title><p>maxwin togel sbobet", "<p>" + "日本語の記事 " * 30]
)
@pytest.mark.parametrize("languages", [{}, {"ja": 10}])
def test_what_is_told_of_a_page_beside_the_reading_holds_whatever_the_past(
    markup: str, languages: dict[str, int]
) -> None:
    bare, told = page_of(markup.encode()), weighed(markup.encode())
    past = Past(languages=languages)
    assert told.told is not None
    assert judge_channel([], [], past=past, page=told) == judge_channel([], [], past=past, page=bare)
    assert judge_channel([], [], past=past, page=NO_PAGE, other_page=told) == judge_channel(
        [], [], past=past, other_page=bare
    )


def test_what_a_page_says_of_itself_can_be_stored() -> None:
    assert page_of(b"<title>KIM\0 Contoh</title><p>Kabar.").head == "KIM Contoh"


def test_the_charset_that_a_page_names_is_read() -> None:
    body = '<meta charset="shift_jis"><title>激安ブランド通販</title>'.encode("shift_jis")
    assert page_of(body).head == "激安ブランド通販"


# --- The past -------------------------------------------------------------------------------------------


def test_the_past_counts_languages_hosts_and_pace() -> None:
    rows = [("id", ["a.example", "a.example"], NOW - dt.timedelta(days=day)) for day in range(0, 100, 10)]
    rows.append(("en", ["b.example"], NOW))
    past = past_of(rows, now=NOW)
    assert past.languages == {"id": 10, "en": 1}
    assert past.link_hosts == {"a.example": 10, "b.example": 1}
    assert (past.entries, past.days) == (8, 60)


def test_a_new_channel_has_no_past() -> None:
    assert past_of([]) == Past()
    assert past_of([("id", [], NOW)]).days == 1
