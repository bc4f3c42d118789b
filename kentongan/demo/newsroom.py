"""Writing what groups published into the database: much at once, as the newsroom's verbs would have left it."""

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.core.files.base import ContentFile

from kentongan.accounts.models import Office, User
from kentongan.core.audit import new_event
from kentongan.core.models import AuditEvent
from kentongan.demo import data
from kentongan.demo.files import store_once
from kentongan.demo.press import ArticlePlan
from kentongan.demo.texts import PICTURES, Text, captions, under_way
from kentongan.evidence.actions import NewEvidence, record_many
from kentongan.evidence.enums import Source
from kentongan.newsroom import addresses, search_index
from kentongan.newsroom.actions.publishing import approve, slug_base, submit, withdraw
from kentongan.newsroom.actions.reports import answer_report, report_error
from kentongan.newsroom.actions.reviewing import send_back
from kentongan.newsroom.actions.sites import open_site
from kentongan.newsroom.actions.writing import facts_of, save_article
from kentongan.newsroom.enums import ArticleKind, ReportState, State
from kentongan.newsroom.models import Article, Desk, Event, GroupDesk, Photo, Product, Revision
from kentongan.newsroom.photos.forms import make_first
from kentongan.newsroom.photos.reading import ReadPhoto, read_photo
from kentongan.newsroom.rules.counting import kinds_of
from kentongan.newsroom.rules.marks import fingerprint_of
from kentongan.newsroom.tasks import finish_photo
from kentongan.registry.models import Group

STORAGE = Photo._meta.get_field("file").storage  # type: ignore[union-attr]
KAYUTANGAN_LEADER, KAYUTANGAN_MEMBER = "demo-kayutangan", "demo-anggota-kayutangan"
# From what readers wrote about two articles: words, and when.
REPORTS = (
    (
        "Warga Bumiayu membersihkan kali sebelum musim hujan",
        "Karungnya bukan 48. Saya ikut menghitung, ada 51.",
        dt.datetime(2025, 9, 24, 20, 5, tzinfo=data.WIB),
    ),
    (
        "Susu segar botol kaca",
        "Nomor penjualnya tidak bisa dihubungi sejak Senin.",
        dt.datetime(2025, 9, 24, 6, 30, tzinfo=data.WIB),
    ),
)


class Newsroom:
    """Sites, desks and articles of the demo; ``events`` gathers what the trail hears of them."""

    def __init__(self, groups: Mapping[str, Group], people: Mapping[str, User]) -> None:
        self.groups = groups
        self.people = people
        self.events: list[AuditEvent] = []
        self.pictures = _Pictures()

    def write(self, plans: Sequence[ArticlePlan]) -> None:
        self._desks()
        self._sites(dict.fromkeys(plan.village for plan in plans))
        articles = self._articles(plans)
        self._evidence(articles)
        self._under_way()
        self.pictures.show()
        search_index.reindex_all()

    def _desks(self) -> None:
        Desk.objects.bulk_create([Desk(office_id=office, review=review) for office, review in data.DESKS.items()])
        trusted = [group for group in self.groups.values() if group.name in data.TRUSTED]
        GroupDesk.objects.bulk_create([GroupDesk(group=group, review=0) for group in trusted])

    def _sites(self, villages: Iterable[str]) -> None:
        for office in Office.objects.select_related("area"):
            open_site(office=office)
        for group in Group.objects.filter(pk__in=[self.groups[code].pk for code in villages]).select_related("area"):
            open_site(group=group)

    # --- Shown --------------------------------------------------------------------------------------

    def _articles(self, plans: Sequence[ArticlePlan]) -> list[Article]:
        """The articles with their parts, in the order they were shown; newer rows have higher keys."""
        rows = [self._article(plan) for plan in plans]
        Article.objects.bulk_create(rows, batch_size=500)
        pairs = list(zip(plans, rows, strict=True))
        Product.objects.bulk_create([_product(plan, row) for plan, row in pairs if plan.text.product])
        Event.objects.bulk_create([_event(plan.text, row) for plan, row in pairs if plan.text.event])
        Revision.objects.bulk_create([_revision(row) for row in rows], batch_size=500)
        self.pictures.add((row, plan.text.picture, plan.text.caption) for plan, row in pairs if plan.text.picture)
        for row in rows:
            at = max(row.published_at or row.created_at, data.OPENED_AT)
            self._tell("create", row, at - dt.timedelta(minutes=40))
            self._tell("submit", row, at, {"state": [State.DRAFT, State.PUBLISHED]})
        return rows

    def _article(self, plan: ArticlePlan) -> Article:
        text, group = plan.text, self.groups[plan.village]
        article = Article(
            code=plan.code,
            group=group,
            kind=text.kind,
            title=text.title,
            body=text.body,
            place_id=plan.village,
            place_words=text.place_words,
            happened_on=text.day if text.kind == ArticleKind.NEWS else None,
            video_url=text.video_url,
            byline=text.byline,
            is_repost=text.is_repost,
            fingerprint=fingerprint_of(text.title, text.body),
            state=State.PUBLISHED,
            published_at=plan.published_at,
            author=self._author(plan.village),
            created_at=plan.published_at,
            changed_at=plan.published_at,
        )
        article.slug = slug_base(article)
        return article

    def _author(self, village: str) -> User | None:
        """Of the groups that write, only Kayutangan's people can sign in."""
        return self.people[KAYUTANGAN_LEADER] if village == data.KAYUTANGAN else None

    def _tell(self, verb: str, article: Article, at: dt.datetime, changes: dict[str, Any] | None = None) -> None:
        self.events.append(
            new_event(
                verb=verb,
                kind="article",
                key=article.code,
                label=str(article),
                area_code=article.group.area_id,
                by=article.author,
                changes=changes,
                at=max(at, data.OPENED_AT),
            )
        )

    def _evidence(self, articles: Iterable[Article]) -> None:
        """What the ledger would have heard when each was shown; the register was not open before its first day."""
        groups = Group.objects.select_related("site", "area").in_bulk({article.group_id for article in articles})
        for author in (None, self.people[KAYUTANGAN_LEADER]):
            entries = []
            for article in articles:
                if article.author != author:
                    continue
                article.group = groups[article.group_id]
                url = addresses.article_path(article)
                entries += [self._entry(article, kind, url) for kind in sorted(kinds_of_article(article))]
            record_many(entries=entries, by=author)

    @staticmethod
    def _entry(article: Article, kind: str, url: str) -> NewEvidence:
        shown_at = article.published_at or article.created_at
        return NewEvidence(
            group_id=article.group_id,
            kind=kind,
            occurred_on=shown_at.astimezone(data.WIB).date(),
            source=Source.PUBLISHED,
            key=f"{kind}:{article.code}",
            title=article.title,
            url=url,
            recorded_at=max(shown_at, data.OPENED_AT),
        )

    # --- Under way ----------------------------------------------------------------------------------

    def _under_way(self) -> None:
        """These few go through the verbs themselves."""
        groups = {group.name.removeprefix("KIM "): group for group in self.groups.values()}
        fates: dict[str, Callable[[Article, Mapping[str, Any]], None]] = {
            "menunggu": self._waiting,
            "dikembalikan": self._returned,
            "terjadwal": self._scheduled,
            "draf": lambda article, row: None,
            "ditarik": self._withdrawn,
            "dibetulkan": self._corrected,
        }
        for row in under_way():
            group = Group.objects.select_related("area").get(pk=groups[row["kim"]].pk)
            is_ours = group.area_id == data.KAYUTANGAN
            article = save_article(
                group=group,
                by=self.people[KAYUTANGAN_MEMBER] if is_ours else None,
                fields={"kind": ArticleKind.NEWS, "title": row["judul"], "body": row["isi"]},
                now=row["saat"],
            )
            self.pictures.add([(article, row["foto"], captions()[row["foto"]])])
            fates[row["nasib"]](article, row)
        for title, words, at in REPORTS:
            report_error(article=Article.objects.get(title=title), text=words, now=at)

    def _waiting(self, article: Article, row: Mapping[str, Any]) -> None:
        if article.author:
            submit(article=article, by=article.author, now=row["saat"])
        else:
            # Nobody of that group has an account; the system itself would need nobody's leave.
            Article.objects.filter(pk=article.pk).update(state=State.WAITING)

    def _returned(self, article: Article, row: Mapping[str, Any]) -> None:
        submit(article=article, by=article.author, now=row["saat"])
        send_back(article=article, by=self.people[KAYUTANGAN_LEADER], text=row["catatan"], now=row["dikembalikan"])

    def _scheduled(self, article: Article, row: Mapping[str, Any]) -> None:
        submit(article=article, by=article.author, publish_at=row["tayang"], now=row["saat"])
        approve(article=article, by=self.people[KAYUTANGAN_LEADER], now=row["saat"] + dt.timedelta(minutes=20))

    def _shown(self, article: Article, row: Mapping[str, Any]) -> Article:
        submit(article=article, by=article.author, now=row["saat"])
        return approve(article=article, by=self.people[KAYUTANGAN_LEADER], now=row["saat"] + dt.timedelta(minutes=5))

    def _withdrawn(self, article: Article, row: Mapping[str, Any]) -> None:
        shown = self._shown(article, row)
        withdraw(article=shown, by=self.people[KAYUTANGAN_LEADER], reason=row["alasan"], now=row["ditarik"])

    def _corrected(self, article: Article, row: Mapping[str, Any]) -> None:
        leader = self.people[KAYUTANGAN_LEADER]
        shown = self._shown(article, row)
        report = report_error(article=shown, text=row["laporan"], now=row["dilaporkan"])
        save_article(
            group=shown.group, article=shown, by=leader, fields={"title": row["judul_betul"]}, now=row["dijawab"]
        )
        answer_report(
            report=report,
            by=leader,
            state=ReportState.CORRECTED,
            answer=row["jawaban"],
            correction=row["pembetulan"],
            now=row["dijawab"],
        )


def kinds_of_article(article: Article) -> frozenset[str]:
    return kinds_of(article.kind, article.body, is_repost=article.is_repost)


def _product(plan: ArticlePlan, article: Article) -> Product:
    said = plan.text.product
    return Product(
        article=article,
        kind=said["jenis"],
        price=said["harga"],
        unit=said["satuan"],
        stock=said["persediaan"],
        seller=said["penjual"],
        # Numbers nobody is given, after those of the groups' boards.
        whatsapp=f"+628120000{9000 + plan.serial:04}",
        consent_on=plan.text.day,
    )


def _event(text: Text, article: Article) -> Event:
    said = text.event
    return Event(
        article=article,
        starts_at=said["mulai"],
        ends_at=said.get("selesai"),
        venue=said["tempat"],
        fee=said.get("biaya", ""),
    )


def _revision(article: Article) -> Revision:
    facts = facts_of(article)
    return Revision(
        article=article,
        number=1,
        title=facts.pop("title"),
        body=facts.pop("body"),
        facts=facts,
        at=article.created_at,
        by=article.author,
    )


class _Pictures:
    """Each drawn picture read and kept once, however many articles show it."""

    def __init__(self) -> None:
        self.kept: dict[str, tuple[ReadPhoto, str]] = {}

    def add(self, wanted: Iterable[tuple[Article, str, str]]) -> None:
        Photo.objects.bulk_create([self._photo(*one) for one in wanted], batch_size=500)

    def _photo(self, article: Article, picture: str, caption: str) -> Photo:
        read, name = self._read(picture)
        return Photo(
            article=article,
            caption=caption,
            credit=article.byline or str(article.group),
            width=read.width,
            height=read.height,
            digest=read.digest,
            file=name,
            original_size=len(read.content),
            size=len(read.content),
            added_at=article.created_at,
            added_by=article.author,
        )

    def _read(self, picture: str) -> tuple[ReadPhoto, str]:
        if picture not in self.kept:
            read = read_photo(ContentFile((PICTURES / f"{picture}.webp").read_bytes(), name=f"{picture}.webp"))
            self.kept[picture] = (read, store_once(STORAGE, f"foto/contoh-{picture}.jpg", read.content))
        return self.kept[picture]

    def show(self) -> None:
        """What any browser reads at once, the lighter formats by a job."""
        shown = Photo.objects.filter(article__state=State.PUBLISHED).order_by("-article__published_at")
        for photo in {photo.digest: photo for photo in shown.iterator()}.values():
            make_first(photo)
            finish_photo.enqueue(photo.pk)
