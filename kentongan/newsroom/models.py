"""The newsroom: sites of groups and offices, what is written for them, its pictures, and what readers report."""

import secrets
from collections.abc import Collection

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area, within
from kentongan.newsroom.enums import (
    ArticleKind,
    NoteKind,
    ProductKind,
    ReportReason,
    ReportState,
    Review,
    State,
    Stock,
)
from kentongan.newsroom.rules.places import place_line
from kentongan.registry.models import Group

# No l, o, 0 and 1: a code is read from paper and spelt over the telephone.
ALPHABET = "abcdefghijkmnpqrstuvwxyz23456789"
CODE_LENGTH = 8
# Of each byte; the alphabet has 32 letters, so that each is as likely as the others.
_LETTERS = ALPHABET.encode() * (256 // len(ALPHABET))

TITLE_LENGTH = 160
BODY_LENGTH = 40_000


def new_code() -> str:
    return new_codes(1)[0]


def new_codes(count: int) -> list[str]:
    """So many codes, for which the system is asked once."""
    letters = secrets.token_bytes(CODE_LENGTH * count).translate(_LETTERS).decode()
    return [letters[at : at + CODE_LENGTH] for at in range(0, len(letters), CODE_LENGTH)]


def has_text(prints: Collection[str]) -> Q:
    """Has one of these fingerprints; said so that SQLite, too, finds them by the index of all that are not empty."""
    return Q(~Q(fingerprint=""), fingerprint__in=set(prints))


class Site(models.Model):
    """A public site: a group's own, or the portal of an office's network."""

    group = models.OneToOneField(Group, null=True, blank=True, on_delete=models.PROTECT, related_name="site")
    office = models.OneToOneField(Office, null=True, blank=True, on_delete=models.PROTECT, related_name="site")
    # The first part of its address under the installation's own host: /kayutangan/.
    slug = models.SlugField(_("alamat"), max_length=60, unique=True)
    # A host of its own, such as kayutangan.kim.malangkota.go.id; then it lives there and the address above leads there.
    domain = models.CharField(_("domain sendiri"), max_length=120, blank=True)
    name = models.CharField(_("nama situs"), max_length=120)
    tagline = models.CharField(_("semboyan"), max_length=120, blank=True)
    about = models.TextField(_("tentang"), max_length=4000, blank=True)
    is_open = models.BooleanField(_("dibuka"), default=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        ordering = ["slug"]
        constraints = [
            models.CheckConstraint(
                condition=Q(group__isnull=False, office__isnull=True) | Q(group__isnull=True, office__isnull=False),
                name="site_of_a_group_or_an_office",
            ),
            models.UniqueConstraint(fields=["domain"], condition=~Q(domain=""), name="site_domain_once"),
        ]

    def __str__(self) -> str:
        return self.slug

    @property
    def is_portal(self) -> bool:
        return self.office_id is not None

    @property
    def area(self) -> Area:
        return self.office.area if self.office else self.group.area  # type: ignore[union-attr]


class Desk(models.Model):
    """How an office has its groups' articles read before they are shown. Without a row, the leader reads."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="desk")
    review = models.PositiveSmallIntegerField(_("dibaca oleh"), choices=Review, default=Review.LEADER)

    def __str__(self) -> str:
        return f"{self.office_id}: {self.get_review_display()}"


class GroupDesk(models.Model):
    """Where one group's articles are read otherwise than its office says: a trusted group publishes at once."""

    group = models.OneToOneField(Group, on_delete=models.CASCADE, primary_key=True, related_name="desk")
    review = models.PositiveSmallIntegerField(_("dibaca oleh"), choices=Review)

    def __str__(self) -> str:
        return f"{self.group_id}: {self.get_review_display()}"


class ArticleQuerySet(models.QuerySet["Article"]):
    def visible_to(self, user) -> "ArticleQuerySet":
        """Articles of the groups the person sees in the register, published or not."""
        return self.filter(scope(user, Capability.SEE_REGISTER, "group__area__", group="group__code"))

    def within(self, area: Area) -> "ArticleQuerySet":
        return self.filter(within(area, "group__area__"))

    def published(self) -> "ArticleQuerySet":
        """What readers see."""
        return self.filter(state=State.PUBLISHED)

    def newest(self) -> "ArticleQuerySet":
        return self.order_by("-published_at", "-pk")


class Article(models.Model):
    """Anything a group publishes: news, a product, village potential, an event, a video, an announcement.

    The text holds the marks people know from their messages (*tebal*, _miring_, "- " for a list, "> " for somebody's words) and never
    HTML; ``rules.marks`` makes the page of it.
    """

    # In addresses of the working pages, and in addresses readers see where a title gives no letters.
    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    # Made on the phone when the first letter was typed: the same draft sent twice is one article.
    client_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="articles")
    kind = models.CharField(_("jenis"), max_length=12, choices=ArticleKind, default=ArticleKind.NEWS)
    title = models.CharField(_("judul"), max_length=TITLE_LENGTH, blank=True)
    # Given when it is first shown, and kept: addresses that were shared stay right.
    slug = models.SlugField(max_length=80, blank=True, editable=False)
    body = models.TextField(_("cerita"), max_length=BODY_LENGTH, blank=True)
    # Where it happened: an official area, and words such as "RW 02, gapura timur".
    place = models.ForeignKey(Area, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="+")
    place_words = models.CharField(_("tempat"), max_length=120, blank=True)
    happened_on = models.DateField(_("tanggal"), null=True, blank=True)
    video_url = models.URLField(_("tautan video"), max_length=300, blank=True)
    # Who wrote it, as readers see it; empty for the group's name.
    byline = models.CharField(_("penulis"), max_length=120, blank=True)
    # It passes on somebody else's words (a broadcast, another group's article): counts as what it is.
    is_repost = models.BooleanField(_("meneruskan"), default=False)
    # Of the text without spaces and signs; equal for copies under two groups.
    fingerprint = models.CharField(max_length=64, blank=True, editable=False)

    state = models.CharField(_("keadaan"), max_length=10, choices=State, default=State.DRAFT)
    # Counts up with every saved change; a change made to an older one is a conflict, never a loss.
    version = models.PositiveIntegerField(default=1)
    # When it shall be shown, where that is not at once.
    publish_at = models.DateTimeField(_("tayang pada"), null=True, blank=True)
    # When it was first shown, whatever happened later.
    published_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("alasan ditarik"), max_length=300, blank=True)
    author = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = ArticleQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [
            models.UniqueConstraint(
                fields=["group", "kind", "slug"], condition=~Q(slug=""), name="article_slug_once_a_group"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.PUBLISHED, State.WITHDRAWN]) | Q(published_at__isnull=False),
                name="article_shown_has_its_time",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.SCHEDULED) | Q(publish_at__isnull=False), name="article_scheduled_has_its_time"
            ),
        ]
        indexes = [
            models.Index(fields=["-published_at", "-id"], condition=Q(state="published"), name="article_newest"),
            models.Index(fields=["group", "state", "-published_at"], name="article_of_group"),
            models.Index(fields=["kind", "-published_at"], condition=Q(state="published"), name="article_of_kind"),
            models.Index(fields=["fingerprint"], condition=~Q(fingerprint=""), name="article_copies"),
            models.Index(fields=["publish_at"], condition=Q(state="scheduled"), name="article_scheduled"),
        ]

    def __str__(self) -> str:
        return self.title or self.code

    @property
    def is_public(self) -> bool:
        return self.state == State.PUBLISHED

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        # Django's own looks at every kind each time.
        return str(ArticleKind(self.kind).label)


class Product(models.Model):
    """What a product's article says beside its text. The seller's number is shown only with the seller's consent."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="product")
    kind = models.CharField(_("jenis produk"), max_length=10, choices=ProductKind, default=ProductKind.OTHER)
    # Whole rupiah.
    price = models.PositiveIntegerField(
        _("harga"), null=True, blank=True, validators=[MaxValueValidator(2_000_000_000)]
    )
    unit = models.CharField(_("satuan"), max_length=30, blank=True)
    stock = models.CharField(_("persediaan"), max_length=8, choices=Stock, default=Stock.READY)
    seller = models.CharField(_("penjual"), max_length=120, blank=True)
    # E.164; empty without consent.
    whatsapp = models.CharField(_("WhatsApp penjual"), max_length=20, blank=True)
    consent_on = models.DateField(_("penjual setuju pada"), null=True, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(whatsapp="") | Q(consent_on__isnull=False), name="product_number_only_with_consent"
            )
        ]

    def __str__(self) -> str:
        return self.article.title


class Event(models.Model):
    """When and where, for an article that invites."""

    article = models.OneToOneField(Article, on_delete=models.CASCADE, primary_key=True, related_name="event")
    starts_at = models.DateTimeField(_("mulai"))
    ends_at = models.DateTimeField(_("selesai"), null=True, blank=True)
    venue = models.CharField(_("di mana"), max_length=160, blank=True)
    fee = models.CharField(_("biaya"), max_length=80, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(ends_at=None) | Q(ends_at__gte=F("starts_at")), name="event_ends_after_start"
            )
        ]
        indexes = [models.Index(fields=["starts_at"], name="event_by_time")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.starts_at:%Y-%m-%d}"

    @property
    def where(self) -> str:
        """ "Balai RW 02, Kelurahan Jodipan"."""
        return place_line([self.venue], self.article.place.name, self.article.place.full_name)


class Photo(models.Model):
    """A picture of an article: kept once without a trace of device or place, shown in several sizes while the article is shown."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    # None while it waits for its article, which the phone sends last.
    article = models.ForeignKey(Article, null=True, blank=True, on_delete=models.CASCADE, related_name="photos")
    # Made on the phone; the same picture sent twice is one.
    client_key = models.UUIDField(unique=True, null=True, blank=True, editable=False)
    position = models.PositiveSmallIntegerField(default=0)
    # What it shows: the alternative text, and the line below it.
    caption = models.CharField(_("isi foto"), max_length=200, blank=True)
    credit = models.CharField(_("foto oleh"), max_length=120, blank=True)
    width = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    height = models.PositiveSmallIntegerField(validators=[MinValueValidator(1)])
    # SHA-256 of that file: the same picture in two articles is made into sizes once.
    digest = models.CharField(max_length=64, blank=True, editable=False)
    # Our own JPEG of its pixels, at most 1600 on its longer side.
    file = models.FileField(upload_to="foto/")
    # Bytes as they left the camera, and of the largest form we keep.
    original_size = models.PositiveIntegerField(default=0)
    size = models.PositiveIntegerField(default=0)
    added_at = models.DateTimeField(default=timezone.now, editable=False)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    removed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["position", "id"]
        indexes = [models.Index(fields=["digest"], name="photo_by_digest")]

    def __str__(self) -> str:
        return self.caption or self.code


class Upload(models.Model):
    """A picture on its way from a phone, piece by piece; gone when it is whole and kept, or after some days."""

    key = models.UUIDField(unique=True, editable=False)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=120, blank=True)
    size = models.PositiveIntegerField()
    original_size = models.PositiveIntegerField(default=0)
    received = models.PositiveIntegerField(default=0)
    started_at = models.DateTimeField(default=timezone.now, editable=False)

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(received__lte=F("size")), name="upload_not_longer_than_said")]

    def __str__(self) -> str:
        return f"{self.key} {self.received}/{self.size}"


class Revision(models.Model):
    """An article's words as they stood after a change; the newest equals the article."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    body = models.TextField(blank=True)
    # The other fields by name, JSON-safe.
    facts = models.JSONField(default=dict)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["article", "number"], name="revision_number_once")]

    def __str__(self) -> str:
        return f"{self.article_id} {self.number}"


class ReviewNote(models.Model):
    """What a reader of drafts said, and what it did."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=10, choices=NoteKind, default=NoteKind.COMMENT)
    text = models.CharField(_("catatan"), max_length=600, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["at", "id"]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.at:%Y-%m-%d}"


class ReaderReport(models.Model):
    """A resident says that something in an article or a listing is wrong."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="reports")
    reason = models.CharField(_("yang keliru"), max_length=8, choices=ReportReason, default=ReportReason.ERROR)
    text = models.TextField(_("keterangan"), max_length=1000, blank=True)
    # Only if the reader wants an answer; deleted with the answer.
    contact = models.CharField(_("nomor atau surel Anda"), max_length=120, blank=True)
    at = models.DateTimeField(default=timezone.now)
    state = models.CharField(max_length=10, choices=ReportState, default=ReportState.OPEN)
    answer = models.CharField(_("jawaban"), max_length=600, blank=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]
        indexes = [models.Index(fields=["state", "-at"], name="report_by_state")]
        constraints = [
            models.CheckConstraint(
                condition=Q(contact="") | Q(state=ReportState.OPEN), name="report_contact_only_while_open"
            )
        ]

    def __str__(self) -> str:
        return f"{self.code} {self.get_state_display()}"


class Correction(models.Model):
    """A dated line below a shown article: what was wrong and is right now."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="corrections")
    text = models.CharField(_("yang dibetulkan"), max_length=400)
    on = models.DateField()
    report = models.ForeignKey(ReaderReport, null=True, blank=True, on_delete=models.SET_NULL, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["on", "id"]

    def __str__(self) -> str:
        return f"{self.on}: {self.text}"


class SearchEntry(models.Model):
    """What search knows of a shown article. ``search_index`` writes it; nothing else does."""

    # Grows with the time an article was first shown: the newest are the highest, on every database.
    id = models.BigAutoField(primary_key=True)
    article = models.OneToOneField(Article, on_delete=models.CASCADE, related_name="search_entry")
    kind = models.CharField(max_length=12, choices=ArticleKind)
    # The roots of the words in their order, parted by spaces.
    title = models.TextField(blank=True)
    body = models.TextField(blank=True)
    # What it can be found by, each once: see ``search_index``.
    terms = models.TextField()

    def __str__(self) -> str:
        return f"{self.article_id}: {self.title}"


class KnownWord(models.Model):
    """A word as it is written in some article: what a misspelt one may have meant."""

    word = models.CharField(max_length=30, primary_key=True)

    def __str__(self) -> str:
        return self.word
