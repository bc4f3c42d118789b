"""What the demo's groups wrote: enough, never twice the same, nobody real, and as the newsroom's verbs would have left it."""

import re
from collections import Counter
from itertools import pairwise

from kentongan.areas.models import Area
from kentongan.core.models import AuditEvent
from kentongan.demo import data
from kentongan.demo.press import plan_articles
from kentongan.demo.pulse import plan_acts
from kentongan.demo.rules import Village, plan_network
from kentongan.demo.texts import PICTURES, captions, written
from kentongan.evidence.enums import Verdict
from kentongan.evidence.models import Evidence
from kentongan.newsroom.actions.publishing import submit
from kentongan.newsroom.actions.writing import ARTICLE_FIELDS, EVENT_FIELDS, PRODUCT_FIELDS, facts_of, save_article
from kentongan.newsroom.enums import ArticleKind, ReportState, State
from kentongan.newsroom.models import Article, Correction, Desk, Event, GroupDesk, Photo, Product, ReaderReport, Site
from kentongan.newsroom.photos import is_shown
from kentongan.newsroom.queries.public import newest

# What readers see of the article with its evidence, whoever wrote it into the database.
SAME = ("kind", "title", "slug", "body", "state", "version", "fingerprint", "published_at", "publish_at", "place_id")


def plan():
    network = plan_network(Village(*row) for row in Area.objects.filter(level="village").values_list("code", "name"))
    return plan_articles(network, plan_acts(network))


def test_the_plan_is_the_same_every_time(network):
    assert plan() == plan()


def test_about_forty_groups_of_both_regencies_publish(network):
    shown = Article.objects.published()
    publishing = shown.order_by("group").values_list("group", "group__area__regency_code").distinct()
    groups = Counter(regency for _group, regency in publishing)
    assert set(groups) == {data.CITY, data.REGENCY}
    assert 38 <= sum(groups.values()) <= 48
    kinds = Counter(shown.values_list("kind", flat=True))
    assert kinds[ArticleKind.PRODUCT] == 60
    assert kinds[ArticleKind.EVENT] == 12
    assert set(kinds) == set(ArticleKind)
    assert sum(kinds.values()) > 220


def test_each_of_them_has_a_site_and_each_office_its_portal(network):
    publishing = set(Article.objects.published().values_list("group", flat=True))
    assert set(Site.objects.exclude(group=None).values_list("group", flat=True)) == publishing
    assert set(Site.objects.exclude(office=None).values_list("slug", flat=True)) == {"kota-malang", "kabupaten-malang"}
    assert Site.objects.get(group__name="KIM Kayutangan").slug == "kayutangan"


def test_the_lead_of_the_citys_portal_is_the_old_houses(network):
    articles = newest(Area.objects.get(code=data.CITY)).articles
    assert articles[0].title == "Rumah lama Kayutangan dibuka lagi, warga RW 09 jadi pemandu"


def test_no_portal_tells_the_same_twice(network):
    for regency in (data.CITY, data.REGENCY):
        rows = Article.objects.filter(group__area__regency_code=regency).order_by("published_at")
        assert len({row.fingerprint for row in rows}) == len(rows)
        first_words = [row.body[:40] for row in rows]
        assert [words for words, count in Counter(first_words).items() if count > 1] == []
        assert [one.title for one, other in pairwise(rows) if one.title.split()[:3] == other.title.split()[:3]] == []


def test_people_in_the_texts_are_invented(network):
    said = re.compile(r"^> — (.+)$", re.MULTILINE)
    names = [name for body in Article.objects.values_list("body", flat=True) for name in said.findall(body)]
    names += list(Product.objects.values_list("seller", flat=True))
    names += list(Article.objects.exclude(byline="").values_list("byline", flat=True))
    assert len(names) > 100
    assert [name for name in names if "Contoh" not in name] == []


def test_nobody_who_sells_can_be_rung(network):
    products = Product.objects.all()
    assert [
        one.whatsapp for one in products if not re.fullmatch(r"\+628120000[89]\d{3}|\+6281200009\d{3}", one.whatsapp)
    ] == []
    assert all(one.consent_on for one in products)
    links = Article.objects.exclude(video_url="").values_list("video_url", flat=True)
    assert links
    assert [link for link in links if not link.startswith("https://contoh.example/")] == []


def test_nothing_is_shown_after_the_demos_day(network):
    shown = Article.objects.exclude(published_at=None)
    assert shown.latest("published_at").published_at.astimezone(data.WIB).date() == data.TODAY
    assert shown.earliest("published_at").published_at.year == 2023


def test_every_state_occurs(network):
    states = Counter(Article.objects.values_list("state", flat=True))
    assert set(states) == set(State)
    assert (states[State.RETURNED], states[State.SCHEDULED], states[State.WITHDRAWN]) == (1, 1, 1)
    scheduled = Article.objects.get(state=State.SCHEDULED)
    assert scheduled.publish_at.astimezone(data.WIB).date().isoformat() == "2025-09-26"
    assert ReaderReport.objects.filter(state=ReportState.OPEN).count() == 2
    assert Correction.objects.count() == 1


def test_desks_read_as_their_offices_said(network):
    assert dict(Desk.objects.values_list("office", "review")) == data.DESKS
    assert set(GroupDesk.objects.values_list("group__name", flat=True)) == set(data.TRUSTED)


def test_every_drawing_is_told_and_shown(network):
    drawn = {path.stem for path in PICTURES.glob("*.svg")}
    assert drawn == {path.stem for path in PICTURES.glob("*.webp")} == set(captions())
    photos = Photo.objects.filter(article__state=State.PUBLISHED)
    assert len({photo.digest for photo in photos}) >= 35
    assert all(photo.caption and is_shown(photo) for photo in photos)
    assert max(path.stat().st_size for path in PICTURES.iterdir()) < 80_000


# --- Evidence ---------------------------------------------------------------------------------------------


def test_articles_stand_for_news_that_was_recorded(network):
    articles, left = plan()
    before = [act for act in plan_acts(_network()) if act.kind == "berita"]
    after = [act for act in left if act.kind == "berita"]
    told = Evidence.objects.filter(key__startswith="berita:").count()
    # Nearly all are counted once; a few groups have more to tell than was recorded.
    assert 0.9 * told <= len(before) - len(after) <= told
    assert len(articles) > 220


def _network():
    return plan_network(Village(*row) for row in Area.objects.filter(level="village").values_list("code", "name"))


def test_what_was_withdrawn_counts_no_more(network):
    article = Article.objects.get(state=State.WITHDRAWN)
    evidence = Evidence.objects.with_verdict().filter(group=article.group, key__endswith=f":{article.code}")
    assert {one.verdict for one in evidence} == {Verdict.WITHDRAWN}


def one_of_each():
    """A published article of each kind, one passed on, and the ones around the year's end."""
    shown = Article.objects.published().filter(version=1).select_related("group__area", "author")
    codes = [shown.filter(kind=kind).earliest("published_at").code for kind in ArticleKind]
    codes += [shown.filter(kind=kind).latest("published_at").code for kind in ArticleKind]
    codes.append(shown.get(is_repost=True).code)
    return shown.filter(code__in=codes)


def seen(article):
    facts = {name: getattr(article, name) for name in SAME}
    keys = [f"{kind}:{article.code}" for kind in ("situs", "berita", "terusan")]
    columns = ("kind", "occurred_on", "until", "source", "title", "url", "recorded_by")
    facts["evidence"] = sorted(Evidence.objects.filter(group=article.group, key__in=keys).values_list(*columns))
    facts["said"] = facts_of(article)
    revisions = article.revisions.values_list("number", "title", "body", "facts", "by")
    facts["revisions"] = list(revisions)
    events = AuditEvent.objects.filter(subject_kind="article", subject_key=article.code).order_by("at", "id")
    facts["events"] = [(one.verb, one.subject_label, one.area_code, one.by_id, one.changes) for one in events]
    return facts


def parts(article, model, names):
    row = model.objects.filter(article=article).first()
    return {name: getattr(row, name) for name in names} if row else None


def test_loaded_articles_equal_what_the_verbs_make(network):
    for article in one_of_each():
        loaded = seen(article)
        fields = {name: getattr(article, name) for name in ARTICLE_FIELDS}
        fields |= {"product": parts(article, Product, PRODUCT_FIELDS), "event": parts(article, Event, EVENT_FIELDS)}
        # The loaded one makes room: a copy would not count, and its address would be taken.
        Article.objects.filter(pk=article.pk).update(fingerprint="", slug="")
        written_now = save_article(group=article.group, by=article.author, fields=fields, now=article.created_at)
        submit(article=written_now, by=article.author, now=article.published_at)
        written_now.refresh_from_db()
        assert seen(written_now) == loaded, article.title


def test_the_files_are_whole():
    texts = list(written())
    assert all(text.title and text.body and "{" not in text.body for text in texts)
    assert [text.picture for text in texts if text.picture and not (PICTURES / f"{text.picture}.webp").exists()] == []
