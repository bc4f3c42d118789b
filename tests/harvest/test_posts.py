"""Pasted posts: what a link says, whose it is, and what becomes of it."""

import datetime as dt
from unittest.mock import patch

import pytest

from kentongan.core.errors import Conflict, Refused
from kentongan.evidence.enums import Source, Standing
from kentongan.evidence.models import Evidence, Review
from kentongan.evidence.queries.records import waiting
from kentongan.evidence.rules.standing import standing_of
from kentongan.harvest.actions.posts import note_reach, paste_post, reach_of
from kentongan.harvest.enums import Reach, Trouble, Way
from kentongan.harvest.models import Post
from kentongan.harvest.rules.posts import OwnChannel, PostLink, Unfit, channel_of, read_post
from kentongan.harvest.rules.shapes import Failed, Fetched
from kentongan.harvest.tasks import check_post
from kentongan.registry.models import Channel
from tests.conftest import Cast
from tests.harvest.rows import make_feed, page, pasted

REEL = "https://www.instagram.com/reel/DOzuSvTgDA5/?igsh=MzRlODBiNWFlZA=="
FILM = "https://www.tiktok.com/@kimkayutangan/video/7552000769340211977?is_from_webapp=1"
MADE = dt.datetime(2025, 9, 20, 3, 0, tzinfo=dt.UTC)


FB = "https://www.facebook.com"
IG = "https://www.instagram.com/p/DOzuSvTgDA5/"
TT = "https://www.tiktok.com/@kimkayutangan"
WA = "https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp/123"
YT = "https://www.youtube.com/watch?v=dQw4w9WgXcQ"
TWEET = "https://x.com/kimkayutangan/status/1969235061765046272"
THREAD = "https://www.threads.com/@kimkayutangan/post/DOzuSvTgDA5"


@pytest.mark.parametrize(
    ("text", "kind", "link", "owner"),
    [
        # Instagram
        (REEL, "instagram", IG, ""),
        ("https://instagram.com/p/DOzuSvTgDA5/?img_index=2&utm_source=ig_web_copy_link", "instagram", IG, ""),
        ("instagram.com/KimKayutangan/p/DOzuSvTgDA5", "instagram", IG, "kimkayutangan"),
        ("https://www.instagram.com/kimkayutangan/reel/DOzuSvTgDA5/", "instagram", IG, "kimkayutangan"),
        ("https://www.instagram.com/reels/DOzuSvTgDA5/", "instagram", IG, ""),
        ("https://www.instagram.com/tv/DOzuSvTgDA5/", "instagram", IG, ""),
        ("https://instagr.am/p/DOzuSvTgDA5", "instagram", IG, ""),
        ("https://www.instagram.com/share/BAbCd_12x", "instagram", "https://www.instagram.com/share/BAbCd_12x/", ""),
        ("https://www.instagram.com/share/reel/BAbCd_12x?igsh=z", "instagram", "https://www.instagram.com/share/reel/BAbCd_12x/", ""),
        # TikTok
        ("Lihat kabar kami: " + FILM, "tiktok", f"{TT}/video/7552000769340211977", "kimkayutangan"),
        ("https://m.tiktok.com/@KimKayutangan/video/7552000769340211977?_r=1", "tiktok", f"{TT}/video/7552000769340211977", "kimkayutangan"),
        ("https://www.tiktok.com/@kimkayutangan/photo/7552000769340211977?lang=id", "tiktok", f"{TT}/photo/7552000769340211977", "kimkayutangan"),
        ("https://vt.tiktok.com/ZSabcdef1/", "tiktok", "https://vt.tiktok.com/ZSabcdef1/", ""),
        ("https://vm.tiktok.com/ZSabcdef1?k=1", "tiktok", "https://vm.tiktok.com/ZSabcdef1/", ""),
        ("https://www.tiktok.com/t/ZSabcdef1/", "tiktok", "https://www.tiktok.com/t/ZSabcdef1/", ""),
        ("https://vt.tiktok.com/ZSabcdef1/ Kiriman ini dibagikan lewat TikTok Lite. Unduh: https://www.tiktok.com/tiktoklite",
         "tiktok", "https://vt.tiktok.com/ZSabcdef1/", ""),
        # Facebook
        ("https://m.facebook.com/story.php?story_fbid=pfbid02abc&id=100081234&mibextid=x", "facebook",
         f"{FB}/permalink.php?story_fbid=pfbid02abc&id=100081234", "100081234"),
        ("https://www.facebook.com/permalink.php?id=100081234&story_fbid=pfbid02abc&rdid=q#", "facebook",
         f"{FB}/permalink.php?story_fbid=pfbid02abc&id=100081234", "100081234"),
        ("https://www.facebook.com/100081234/posts/pfbid02abc/", "facebook",
         f"{FB}/permalink.php?story_fbid=pfbid02abc&id=100081234", "100081234"),
        ("https://web.facebook.com/KIM.Kayutangan/posts/pfbid02abc?__cft__[0]=z", "facebook",
         f"{FB}/kim.kayutangan/posts/pfbid02abc/", "kim.kayutangan"),
        ("https://mbasic.facebook.com/kim.kayutangan/posts/kerja-bakti/122100/?__tn__=R", "facebook",
         f"{FB}/kim.kayutangan/posts/122100/", "kim.kayutangan"),
        ("https://www.facebook.com/groups/kimkayutangan/permalink/122100/", "facebook", f"{FB}/groups/kimkayutangan/posts/122100/", "kimkayutangan"),
        ("https://www.facebook.com/groups/kimkayutangan?multi_permalinks=122100&hoisted_section_header_type=x", "facebook",
         f"{FB}/groups/kimkayutangan/posts/122100/", "kimkayutangan"),
        ("https://www.facebook.com/share/p/1AbCdEf/?mibextid=wwXIfr", "facebook", f"{FB}/share/p/1AbCdEf/", ""),
        ("https://www.facebook.com/share/v/1AbCdEf/", "facebook", f"{FB}/share/v/1AbCdEf/", ""),
        ("https://m.facebook.com/share/r/1AbCdEf", "facebook", f"{FB}/share/r/1AbCdEf/", ""),
        ("https://www.facebook.com/share/1AbCdEf/", "facebook", f"{FB}/share/1AbCdEf/", ""),
        ("https://www.facebook.com/watch/?v=123456789&extid=CL-UNK", "facebook", f"{FB}/watch/?v=123456789", ""),
        ("https://www.facebook.com/watch/live/?ref=watch_permalink&v=123456789", "facebook", f"{FB}/watch/?v=123456789", ""),
        ("https://www.facebook.com/reel/123456789?fs=e&s=TIeQ9V", "facebook", f"{FB}/watch/?v=123456789", ""),
        ("https://www.facebook.com/kimkayutangan/videos/kerja-bakti/123456789/", "facebook", f"{FB}/watch/?v=123456789", "kimkayutangan"),
        ("https://www.facebook.com/photo.php?fbid=777&set=a.1&type=3", "facebook", f"{FB}/photo/?fbid=777", ""),
        ("https://www.facebook.com/kimkayutangan/photos/a.12/777/?type=3", "facebook", f"{FB}/photo/?fbid=777", "kimkayutangan"),
        ("https://fb.watch/xYz12/", "facebook", "https://fb.watch/xYz12/", ""),
        # WhatsApp
        (WA, "whatsapp", WA, "0029vaabcdefghijklmnop"),
        ("https://www.whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp/123?x=1", "whatsapp", WA, "0029vaabcdefghijklmnop"),
        # YouTube
        ("https://www.youtube.com/watch?v=dQw4w9WgXcQ&list=PL1&t=4s", "youtube", YT, ""),
        ("https://youtu.be/dQw4w9WgXcQ?si=abc", "youtube", YT, ""),
        ("https://m.youtube.com/shorts/dQw4w9WgXcQ?feature=share", "youtube", YT, ""),
        ("https://youtube.com/live/dQw4w9WgXcQ", "youtube", YT, ""),
        # X and Threads, whose accounts are registered as websites
        ("https://x.com/KimKayutangan/status/1969235061765046272?s=20&t=ab", "website", TWEET, "kimkayutangan"),
        ("https://mobile.twitter.com/kimkayutangan/status/1969235061765046272/photo/1", "website", TWEET, "kimkayutangan"),
        ("https://twitter.com/i/web/status/1969235061765046272", "website", "https://x.com/i/status/1969235061765046272", ""),
        ("https://www.threads.net/@kimkayutangan/post/DOzuSvTgDA5?xmt=AQF", "website", THREAD, "kimkayutangan"),
        ("https://www.threads.com/t/DOzuSvTgDA5", "website", "https://www.threads.com/t/DOzuSvTgDA5", ""),
        # Sites
        ("http://www.tanpaumpan.example/kabar?id=3&utm_source=wa&fbclid=x#atas", "website", "https://www.tanpaumpan.example/kabar?id=3", "tanpaumpan.example"),
        # What people and their keyboards add
        (f"\u2068{IG}\u2069", "instagram", IG, ""),
        (f"Selesai kerja bakti.Lihat ya ({IG}).", "instagram", IG, ""),
        ("HTTPS://WWW.INSTAGRAM.COM/p/DOzuSvTgDA5/", "instagram", IG, ""),
    ],
)  # fmt: skip
def test_a_link_says_which_post(text: str, kind: str, link: str, owner: str) -> None:
    post = read_post(text)
    assert isinstance(post, PostLink), post
    assert (post.kind, post.link, post.owner) == (kind, link, owner)
    again = read_post(post.link)
    assert isinstance(again, PostLink)
    assert again.link == post.link


@pytest.mark.parametrize("text", [REEL, FILM, TWEET, THREAD])
def test_some_links_say_when(text: str) -> None:
    post = read_post(text)
    assert isinstance(post, PostLink)
    assert post.posted_at is not None
    assert abs(post.posted_at - MADE) < dt.timedelta(seconds=2)


@pytest.mark.parametrize(
    ("text", "unfit"),
    [
        ("", Unfit.NO_LINK),
        ("kerja bakti tadi pagi", Unfit.NO_LINK),
        ("https://" + "a" * 1200, Unfit.NO_LINK),
        ("https://[::1", Unfit.NO_LINK),
        ("https:// instagram.com", Unfit.NO_POST),
        ("https://www.instagram.com@jahat.example/p/DOzuSvTgDA5/", Unfit.NO_POST),
        ("https://www.instagram.com/kimkayutangan/", Unfit.ACCOUNT),
        ("https://www.instagram.com/kimkayutangan/reels/?hl=id", Unfit.ACCOUNT),
        ("https://www.instagram.com/explore/tags/kimmalang/", Unfit.SEARCH),
        ("https://www.instagram.com/stories/kimkayutangan/3456/", Unfit.STORY),
        ("https://www.instagram.com/stories/highlights/3456/", Unfit.NO_POST),
        ("https://www.instagram.com/reels/audio/3456/", Unfit.NO_POST),
        ("https://www.instagram.com/accounts/login/?next=/p/x/", Unfit.NO_POST),
        ("https://www.facebook.com/stories/123", Unfit.STORY),
        ("https://www.facebook.com/kimkayutangan", Unfit.ACCOUNT),
        ("https://www.facebook.com/profile.php?id=100081234", Unfit.ACCOUNT),
        ("https://www.facebook.com/people/Kim-Kayutangan/100081234/", Unfit.ACCOUNT),
        ("https://www.facebook.com/groups/kimkayutangan/", Unfit.ACCOUNT),
        ("https://www.facebook.com/hashtag/kimmalang", Unfit.SEARCH),
        ("https://www.facebook.com/search/top?q=kim", Unfit.SEARCH),
        ("https://www.facebook.com/photo/?fbid=abc", Unfit.NO_POST),
        ("https://www.facebook.com/watch/", Unfit.NO_POST),
        ("https://www.facebook.com/login/?next=https%3A%2F%2Fwww.facebook.com%2Fshare%2Fp%2F1", Unfit.NO_POST),
        ("https://www.facebook.com/", Unfit.NO_POST),
        ("https://www.tiktok.com/@kimkayutangan", Unfit.ACCOUNT),
        ("https://www.tiktok.com/@kimkayutangan/live", Unfit.ACCOUNT),
        ("https://www.tiktok.com/tag/kimmalang", Unfit.SEARCH),
        ("https://www.tiktok.com/music/suara-asli-7552", Unfit.NO_POST),
        ("https://www.tiktok.com/@kimkayutangan/video/\u0661\u0662\u0663", Unfit.NO_POST),
        ("https://whatsapp.com/channel/0029VaAbCdEfGhIjKlMnOp", Unfit.ACCOUNT),
        ("https://chat.whatsapp.com/AbCdEfGhIjKlMnOpQrStUv", Unfit.NO_POST),
        ("https://www.youtube.com/@kimkayutangan", Unfit.ACCOUNT),
        ("https://www.youtube.com/playlist?list=PL1", Unfit.NO_POST),
        ("https://www.youtube.com/results?search_query=kim", Unfit.SEARCH),
        ("https://youtu.be/abc", Unfit.NO_POST),
        ("https://x.com/kimkayutangan", Unfit.ACCOUNT),
        ("https://x.com/search?q=kim", Unfit.SEARCH),
        ("https://x.com/hashtag/kim", Unfit.SEARCH),
        ("https://x.com/i/spaces/1abc", Unfit.NO_POST),
        ("https://www.threads.net/@kimkayutangan", Unfit.ACCOUNT),
    ],
)
def test_what_is_no_post_is_told_apart(text: str, unfit: Unfit) -> None:
    assert read_post(text) == unfit


INSTAGRAM = OwnChannel(1, "instagram", "https://www.instagram.com/KimKayutangan/", is_pasted=True)
NUMBERED = OwnChannel(2, "facebook", "https://www.facebook.com/profile.php?id=100081234", is_pasted=True)
WEBSITE = OwnChannel(3, "website", "https://www.kimcontoh.example/", is_pasted=False)
WITHOUT_FEED = OwnChannel(4, "website", "https://tanpaumpan.example/", is_pasted=True)
TWEETING = OwnChannel(5, "website", "https://twitter.com/KimKayutangan", is_pasted=True)


@pytest.mark.parametrize(
    ("text", "found"),
    [
        (REEL, INSTAGRAM),
        ("https://www.instagram.com/kimkayutangan/p/DOzuSvTgDA5/", INSTAGRAM),
        ("https://www.instagram.com/orang.lain/p/DOzuSvTgDA5/", Unfit.OTHER_OWNER),
        (FILM, Unfit.NO_CHANNEL),
        ("https://www.facebook.com/permalink.php?story_fbid=1234&id=100081234", NUMBERED),
        ("https://www.facebook.com/permalink.php?story_fbid=1234&id=999", Unfit.OTHER_OWNER),
        # The page's name and its number may be one page.
        ("https://www.facebook.com/kimkayutangan/posts/1234", NUMBERED),
        ("https://kimcontoh.example/2025/kabar.html", Unfit.BY_ITSELF),
        ("https://tanpaumpan.example/kabar?id=3", WITHOUT_FEED),
        ("https://orang.lain.example/kabar", Unfit.UNKNOWN),
        ("https://tanpaumpan.example/", Unfit.FRONT_PAGE),
        (YT, Unfit.NO_CHANNEL),
        (TWEET, TWEETING),
        ("https://x.com/i/status/1969235061765046272", TWEETING),
        (TWEET.replace("kimkayutangan", "orang_lain"), Unfit.OTHER_OWNER),
        (THREAD, Unfit.NO_CHANNEL),
    ],
)
def test_a_post_belongs_to_one_of_the_groups_channels(text: str, found: OwnChannel | Unfit) -> None:
    post = read_post(text)
    assert isinstance(post, PostLink)
    assert channel_of(post, [INSTAGRAM, NUMBERED, WEBSITE, WITHOUT_FEED, TWEETING]) == found


# The action ------------------------------------------------------------------------------------------------------


def paste(cast: Cast, text: str = REEL, **facts) -> Post:
    return paste_post(group=cast.kayutangan, by=cast.member, text=text, **{"posted_on": None, **facts})


@pytest.fixture(autouse=True)
def _today(settings) -> None:
    settings.FIXED_TODAY = dt.date(2025, 9, 25)


def test_a_pasted_post_is_evidence_that_waits(cast: Cast) -> None:
    feed = pasted(cast.kayutangan)
    post = paste(cast, title="Kerja bakti RW 02")
    assert post.channel == feed.channel
    evidence = Evidence.objects.get(group=cast.kayutangan, key=post.evidence_key)
    assert (evidence.kind_facts.code, evidence.source, evidence.occurred_on) == (
        "unggahan",
        Source.REPORTED,
        dt.date(2025, 9, 20),
    )
    assert (evidence.title, evidence.url, evidence.recorded_by) == ("Kerja bakti RW 02", post.link, cast.member)
    assert evidence in waiting(Evidence.objects.all())


def test_the_day_is_the_offices(cast: Cast) -> None:
    pasted(cast.kayutangan)
    # 23.30 UTC on the 20th is the morning of the 21st in Malang.
    number = (int(dt.datetime(2025, 9, 20, 23, 30, tzinfo=dt.UTC).timestamp()) << 32) | 1
    Channel.objects.create(group=cast.kayutangan, kind="tiktok", url="https://www.tiktok.com/@kimkayutangan")
    assert paste(cast, f"https://www.tiktok.com/@kimkayutangan/video/{number}").posted_on == dt.date(2025, 9, 21)


@pytest.mark.parametrize(
    ("text", "posted_on", "words"),
    [
        ("https://www.instagram.com/orang.lain/p/DOzuSvTgDA5/", None, "milik @orang.lain, sedangkan kanal KIM ini @kimkayutangan"),
        ("https://www.instagram.com/kimkayutangan/", None, "bukan ke satu kiriman"),
        ("https://www.instagram.com/explore/tags/kimmalang/", None, "tautan ke pencarian atau tagar"),
        (FILM, None, "belum mencatat kanal TikTok"),
        (TWEET, None, "belum mencatat kanal X"),
        ("kabar", None, "Ini bukan tautan"),
        (REEL, dt.date(2025, 9, 1), "kiriman ini dibuat Sabtu, 20 September 2025"),
        ("https://www.instagram.com/p/abcdef/", None, "Isi tanggal kirimannya"),
        ("https://www.instagram.com/p/abcdef/", dt.date(2025, 9, 26), "Jumat, 26 September 2025 belum tiba"),
        ("https://www.instagram.com/p/abcdef/", dt.date(1990, 1, 1), "mendahului terbentuknya KIM"),
    ],
)  # fmt: skip
def test_what_does_not_fit_is_told_in_plain_words(cast: Cast, text: str, posted_on, words: str) -> None:
    pasted(cast.kayutangan)
    with pytest.raises(Refused) as refusal:
        paste(cast, text, posted_on=posted_on)
    assert words in str(refusal.value)
    assert not Post.objects.exists()
    assert not Evidence.objects.exists()


def test_a_website_that_is_read_needs_no_pasting(cast: Cast) -> None:
    make_feed(cast.kayutangan)
    with pytest.raises(Refused, match="sudah dibaca sendiri"):
        paste(cast, "https://kimcontoh.example/kabar.html")


def test_a_post_counts_once_in_the_network(cast: Cast) -> None:
    pasted(cast.kayutangan)
    pasted(cast.gubugklakah, "https://www.instagram.com/kimgubugklakah/")
    paste(cast)
    with pytest.raises(Conflict, match="sudah ditempel Kamis, 25 September 2025"):
        paste(cast, "https://www.instagram.com/p/DOzuSvTgDA5/?utm_source=ig_web")
    with pytest.raises(Conflict, match="sudah ditempel KIM lain"):
        paste_post(group=cast.gubugklakah, text=REEL, posted_on=None, by=cast.staff)
    assert Evidence.objects.count() == 1


def test_only_the_group_and_its_office_paste(cast: Cast) -> None:
    pasted(cast.kayutangan)
    for person in (cast.forum, cast.staff, cast.stranger):
        with pytest.raises(Refused):
            paste_post(group=cast.kayutangan, text=REEL, posted_on=None, by=person)


# Looking at the link ---------------------------------------------------------------------------------------------


def answered(address: str, status: int = 200) -> Fetched:
    return Fetched(asked=address, address=address, status=status)


@pytest.mark.parametrize(
    ("answer", "reach"),
    [
        (answered("https://www.tiktok.com/@a/video/123"), Reach.REACHED),
        (answered("https://www.instagram.com/accounts/login/?next=/p/x/"), Reach.CLOSED),
        (answered("https://www.facebook.com/login.php?next=x"), Reach.CLOSED),
        (Failed(Trouble.GONE, "HTTP 404"), Reach.MISSING),
        (Failed(Trouble.FORBIDDEN, "HTTP 403"), Reach.CLOSED),
        (Failed(Trouble.TIMEOUT), Reach.FAILED),
    ],
)
def test_what_a_look_finds(answer: Fetched | Failed, reach: Reach) -> None:
    assert reach_of(answer) == reach


def test_the_job_looks_once(cast: Cast) -> None:
    pasted(cast.kayutangan)
    post = paste(cast)
    with patch("kentongan.harvest.tasks.fetch_once", side_effect=Failed(Trouble.GONE)) as visit:
        assert check_post.func(post.pk) == Reach.MISSING
    visit.assert_called_once_with(post.link)
    post.refresh_from_db()
    assert (post.reach, post.reached_at is not None) == (Reach.MISSING, True)


@pytest.fixture
def short(cast: Cast) -> Post:
    pasted(cast.kayutangan, "https://www.tiktok.com/@kimkayutangan", "tiktok")
    return paste(cast, "https://vt.tiktok.com/ZSabcdef1/", posted_on=dt.date(2025, 9, 20))


def test_a_short_link_is_known_by_the_real_one(cast: Cast, short: Post) -> None:
    note_reach(post=short, answer=answered(FILM))
    short.refresh_from_db()
    assert short.link == "https://www.tiktok.com/@kimkayutangan/video/7552000769340211977"
    assert not Review.objects.exists()


def test_a_short_link_to_a_known_post_is_taken_back(cast: Cast, short: Post) -> None:
    paste(cast, FILM)
    note_reach(post=short, answer=answered(FILM))
    row = Evidence.objects.with_verdict().get(key=short.evidence_key)
    assert standing_of(row.source, row.verdict) == Standing.WITHDRAWN
    assert "tautan lain" in Review.objects.get().reason


def test_a_short_link_to_anothers_post_is_taken_back(cast: Cast, short: Post) -> None:
    note_reach(post=short, answer=answered(FILM.replace("kimkayutangan", "orang.lain")))
    assert "milik @orang.lain" in Review.objects.get().reason


def test_a_short_link_to_an_account_is_taken_back(cast: Cast, short: Post) -> None:
    note_reach(post=short, answer=answered("https://www.tiktok.com/@kimkayutangan?_r=1"))
    assert "tautan ke akun" in Review.objects.get().reason


def test_a_post_of_a_service_registered_as_a_website(cast: Cast, sign_in) -> None:
    pasted(cast.kayutangan, "https://x.com/kimkayutangan", "website")
    post = paste(cast, "https://twitter.com/KimKayutangan/status/1969235061765046272?s=20")
    assert (post.link, post.posted_on) == (TWEET, dt.date(2025, 9, 20))
    with pytest.raises(Conflict, match="sudah ditempel"):
        paste(cast, TWEET)
    text = page(sign_in(cast.member), f"/kim/{cast.kayutangan.code}/tempel/")
    assert "x.com/kimkayutangan" in text
    assert "Kami baca sendiri" not in text


def test_pasting_again_after_a_look_changes_nothing(cast: Cast, short: Post) -> None:
    note_reach(post=short, answer=answered(FILM))
    note_reach(post=short, answer=answered(FILM))
    assert Post.objects.get().channel.feed.way == Way.PASTED
