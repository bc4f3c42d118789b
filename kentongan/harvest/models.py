"""The harvest: how each channel is read, what was found there, and what the guard said of it."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area, within
from kentongan.harvest.enums import Dated, EntryState, Guard, Reach, Trouble, Way
from kentongan.harvest.rules.plan import page_of
from kentongan.harvest.rules.shapes import SUMMARY_LENGTH
from kentongan.newsroom.models import new_code
from kentongan.registry.models import Channel, Group

LINK_LENGTH = 1000
TITLE_LENGTH = 300
TEXT_LENGTH = 40_000


class Host(models.Model):
    """A server of the outside: what its robots.txt asks, and who visits it now. Whoever holds its lease is alone there."""

    name = models.CharField(max_length=255, primary_key=True)
    robots = models.TextField(blank=True)
    # None until asked; asked anew after a day.
    robots_at = models.DateTimeField(null=True, blank=True)
    # Token of the visitor; free when the moment is past, so that a killed worker's feeds are taken over.
    lease = models.CharField(max_length=32, blank=True)
    leased_until = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return self.name


# A site that cannot be read: what is there may be pasted.
LEFT_TO_PASTE = (Trouble.FORBIDDEN, Trouble.ROBOTS, Trouble.UNREADABLE, Trouble.NO_ENTRIES)


class FeedQuerySet(models.QuerySet["Feed"]):
    def visible_to(self, user) -> "FeedQuerySet":
        return self.filter(scope(user, Capability.SEE_REGISTER, "channel__group__area__", group="channel__group__code"))

    def within(self, area: Area) -> "FeedQuerySet":
        return self.filter(within(area, "channel__group__area__"))


class Feed(models.Model):
    """How one channel is read, how that goes, and when it is visited next."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    channel = models.OneToOneField(Channel, on_delete=models.CASCADE, related_name="feed")
    # The channel's address that all this was found for: another one is looked at anew.
    channel_url = models.URLField(blank=True, editable=False)
    # The host of ``address`` (of the channel's address until a way is known); none where nothing is fetched.
    host = models.ForeignKey(Host, null=True, blank=True, on_delete=models.PROTECT, related_name="feeds")
    # Empty until it has been looked for.
    way = models.CharField(_("cara membaca"), max_length=12, choices=Way.choices, blank=True)
    address = models.URLField(_("alamat yang dibaca"), max_length=500, blank=True)
    # Discovery.why.
    why = models.JSONField(default=list)
    chosen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    is_paused = models.BooleanField(_("dijeda"), default=False)
    # A feed of the group that read the same site before, for what the guard holds for usual here.
    follows = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", db_index=False
    )

    # What the last answer said of itself, for conditional requests, and SHA-256 of its body for servers that know none.
    etag = models.CharField(max_length=300, blank=True)
    last_modified = models.CharField(max_length=100, blank=True)
    body_digest = models.CharField(max_length=64, blank=True)

    # None where nothing is fetched by itself.
    next_at = models.DateTimeField(_("kunjungan berikut"), null=True, blank=True)
    interval = models.PositiveIntegerField(_("jarak kunjungan dalam menit"), default=6 * 60)

    tried_at = models.DateTimeField(null=True, blank=True)
    # Last visit without trouble, whether or not there was news.
    reached_at = models.DateTimeField(_("terakhir berhasil"), null=True, blank=True)
    # Last visit with a new entry, and the day of the newest entry.
    found_at = models.DateTimeField(null=True, blank=True)
    newest_on = models.DateField(_("kabar terbaru"), null=True, blank=True)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    trouble_detail = models.CharField(max_length=200, blank=True)
    trouble_since = models.DateTimeField(null=True, blank=True)
    failures = models.PositiveIntegerField(default=0)
    # When the way to read it was last looked for.
    searched_at = models.DateTimeField(null=True, blank=True)

    guard = models.CharField(max_length=12, choices=Guard.choices, default=Guard.CLEAR)
    # Verdict.reasons as JSON.
    guard_reasons = models.JSONField(default=list)
    guarded_at = models.DateTimeField(null=True, blank=True)
    # A person looked at it and let it go: what was seen by then is no reason again.
    released_at = models.DateTimeField(null=True, blank=True)
    guard_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # When the guard last looked at the front page, too, and how many looks in a row found a quarantined one clean.
    looked_at = models.DateTimeField(null=True, blank=True)
    clean_looks = models.PositiveSmallIntegerField(default=0)

    objects = FeedQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        indexes = [
            models.Index(fields=["next_at"], condition=Q(next_at__isnull=False), name="feed_due"),
            models.Index(fields=["guard"], condition=~Q(guard="clear"), name="feed_guarded"),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(trouble="") | Q(trouble_since__isnull=False), name="feed_trouble_has_its_time"
            )
        ]

    def __str__(self) -> str:
        return self.address or self.channel.url

    @property
    def group(self) -> Group:
        return self.channel.group

    @property
    def takes_links(self) -> bool:
        """Whether the group pastes links of what it publishes there, because nobody reads it by itself."""
        return self.way == Way.PASTED or self.trouble in LEFT_TO_PASTE


class Judgement(models.Model):
    """What was last said of a site that a group publishes on: it outlives the channel's address, its spelling and its end."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="+", db_index=False)
    # rules.links.site_of.
    site = models.CharField(max_length=300)
    # As in the feed.
    guard = models.CharField(max_length=12, choices=Guard.choices)
    guard_reasons = models.JSONField(default=list)
    guarded_at = models.DateTimeField()
    released_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["group", "site"], name="judgement_once_a_site")]

    def __str__(self) -> str:
        return f"{self.site} {self.guard}"


class Stretch(models.Model):
    """Visits in a row that ended alike: "12 kali tanpa kabar baru, 3 sampai 9 September"."""

    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="stretches")
    first_at = models.DateTimeField()
    last_at = models.DateTimeField()
    times = models.PositiveIntegerField(default=1)
    trouble = models.CharField(max_length=12, choices=Trouble.choices, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    new = models.PositiveIntegerField(default=0)
    changed = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ["-last_at", "-id"]
        indexes = [models.Index(fields=["feed", "-last_at"], name="stretch_of_feed")]
        constraints = [models.CheckConstraint(condition=Q(last_at__gte=F("first_at")), name="stretch_ends_after_start")]

    def __str__(self) -> str:
        return f"{self.feed_id}: {self.times}"


def evidence_key(code: str) -> str:
    """What the ledger of evidence knows the entry of this code by."""
    return f"panen:{code}"


class EntryQuerySet(models.QuerySet["Entry"]):
    def visible_to(self, user) -> "EntryQuerySet":
        return self.filter(scope(user, Capability.SEE_REGISTER, "group__area__", group="group__code"))

    def within(self, area: Area) -> "EntryQuerySet":
        return self.filter(within(area, "group__area__"))


class Entry(models.Model):
    """Something a group published elsewhere, stored once with its proof: link and text as they were first seen."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    feed = models.ForeignKey(Feed, on_delete=models.CASCADE, related_name="entries", db_index=False)
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="harvested", db_index=False)
    # SHA-256 of the canonical link, or of what else names it: rules.plan.key_of.
    key = models.CharField(max_length=64)
    guid = models.CharField(max_length=300, blank=True)
    link = models.URLField(_("tautan"), max_length=LINK_LENGTH, blank=True)
    title = models.CharField(_("judul"), max_length=TITLE_LENGTH, blank=True)
    author = models.CharField(_("penulis"), max_length=160, blank=True)
    summary = models.CharField(_("ringkasan"), max_length=SUMMARY_LENGTH, blank=True)
    text = models.TextField(_("teks yang diarsipkan"), blank=True)
    language = models.CharField(max_length=8, blank=True)
    pictures = models.JSONField(default=list)
    # Hosts its text links to, for the guard's view of what is usual here.
    link_hosts = models.JSONField(default=list)
    # When the site says it was published; when we first saw it, where the site says nothing.
    published_at = models.DateTimeField()
    dated = models.CharField(max_length=8, choices=Dated.choices, default=Dated.GIVEN)
    # newsroom.rules.marks.fingerprint of title and text: equal for copies. Empty where the text is too short to tell.
    fingerprint = models.CharField(max_length=64, blank=True)
    # SHA-256 of title and text as seen: an edited entry has another one.
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField(default=1)
    state = models.CharField(max_length=12, choices=EntryState.choices, default=EntryState.ACCEPTED)
    copy_of = models.ForeignKey(
        "self", null=True, blank=True, on_delete=models.SET_NULL, related_name="copies", db_index=False
    )
    # Verdict.reasons as JSON.
    reasons = models.JSONField(default=list)
    seen_at = models.DateTimeField(default=timezone.now)
    # When this text was certainly not there yet; None where it came with the archive of a site that we did not know. With it,
    # rules.copies tells who was first.
    absent_at = models.DateTimeField(null=True, blank=True)
    changed_at = models.DateTimeField(null=True, blank=True)
    # A person said what it is; the guard asks no more. When and why, and what it was before, for whoever takes that back.
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_reason = models.CharField(max_length=300, blank=True, default="", db_default="")
    decided_from = models.CharField(max_length=12, choices=EntryState.choices, blank=True, default="", db_default="")

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-id"]
        constraints = [models.UniqueConstraint(fields=["feed", "key"], name="entry_once_a_feed")]
        indexes = [
            models.Index(fields=["group", "-published_at"], name="entry_of_group"),
            models.Index(fields=["-published_at", "-id"], condition=Q(state="accepted"), name="entry_newest"),
            models.Index(fields=["fingerprint"], condition=~Q(fingerprint=""), name="entry_copies"),
            models.Index(fields=["key"], name="entry_pages"),
            models.Index(fields=["state"], condition=Q(state="quarantined"), name="entry_quarantined"),
            models.Index(fields=["copy_of"], condition=Q(copy_of__isnull=False), name="entry_copied"),
            models.Index(fields=["decided_by"], condition=Q(decided_by__isnull=False), name="entry_decided"),
        ]

    def __str__(self) -> str:
        return self.title or self.link or self.code

    @property
    def page(self) -> str:
        """By which its page is known on all feeds that show it; empty where no link names it."""
        return page_of(self.key, self.link)

    @property
    def evidence_key(self) -> str:
        return evidence_key(self.code)


class EntryVersion(models.Model):
    """How an entry read before it was edited."""

    entry = models.ForeignKey(Entry, on_delete=models.CASCADE, related_name="versions")
    number = models.PositiveIntegerField()
    title = models.CharField(max_length=TITLE_LENGTH, blank=True)
    text = models.TextField(blank=True)
    # When this wording was first seen.
    seen_at = models.DateTimeField()

    class Meta:
        ordering = ["-number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="entry_version_once")]

    def __str__(self) -> str:
        return f"{self.entry_id} {self.number}"


class Post(models.Model):
    """A link to a post that the group pasted, on a service that nobody may harvest: its own report until confirmed."""

    code = models.CharField(max_length=12, unique=True, default=new_code, editable=False)
    channel = models.ForeignKey(Channel, on_delete=models.PROTECT, related_name="posts")
    # Canonical; one post is one piece of evidence in the whole network.
    link = models.URLField(_("tautan kiriman"), max_length=500, unique=True)
    title = models.CharField(_("isi singkat"), max_length=160, blank=True)
    posted_on = models.DateField(_("tanggal kiriman"))
    reach = models.CharField(max_length=10, choices=Reach.choices, default=Reach.UNCHECKED)
    reached_at = models.DateTimeField(null=True, blank=True)
    pasted_at = models.DateTimeField(default=timezone.now, editable=False)
    pasted_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-posted_on", "-id"]

    def __str__(self) -> str:
        return self.link

    @property
    def evidence_key(self) -> str:
        return f"tempel:{self.code}"


class HarvestDesk(models.Model):
    """What an office decided about the harvest. Without a row: harvested entries are credited and stay off the portal."""

    office = models.OneToOneField(Office, on_delete=models.CASCADE, primary_key=True, related_name="harvest_desk")
    on_portal = models.BooleanField(_("ringkasan tampil di portal"), default=False)

    def __str__(self) -> str:
        return str(self.office_id)
