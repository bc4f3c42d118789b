"""The ledger: evidence, what was said about it later, and the roll-up that assessment reads."""

import datetime as dt
from collections.abc import Iterable

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area, within
from kentongan.core.rows import among
from kentongan.evidence.enums import Source, Verdict
from kentongan.evidence.kinds import BY_NUMBER, Kind
from kentongan.evidence.rules.tally import KEYS_A_YEAR, tally_key
from kentongan.registry.models import Group


class EvidenceQuerySet(models.QuerySet["Evidence"]):
    def visible_to(self, user) -> "EvidenceQuerySet":
        return self.filter(scope(user, Capability.SEE_REGISTER, "group__area__", group="group__code"))

    def within(self, area: Area) -> "EvidenceQuerySet":
        return self.filter(within(area, "group__area__"))

    def with_verdict(self, known_on: dt.datetime | None = None) -> "EvidenceQuerySet":
        """Adds ``verdict``: what the latest review said, by ``known_on`` where it is given; 0 for none."""
        reviews = Review.objects.filter(evidence=OuterRef("pk"))
        if known_on:
            reviews = reviews.filter(at__lte=known_on)
        latest = reviews.order_by("-at", "-pk").values("verdict")[:1]
        return self.annotate(verdict=Coalesce(Subquery(latest), 0))


class Evidence(models.Model):
    """One thing a group did, on a day or from a first to a last day. Never changed, never deleted."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="evidence", db_index=False)
    # Numbers of kentongan.evidence.kinds.
    kind = models.PositiveSmallIntegerField(_("jenis"))
    source = models.PositiveSmallIntegerField(_("sumber"), choices=Source)
    occurred_on = models.DateField(_("terjadi"))
    # The last day, where it is an interval.
    until = models.DateField(_("sampai"), null=True, blank=True)
    # What it is about, in the words of the room that recorded it ("article:123"): recorded once in its group.
    key = models.CharField(max_length=64)
    title = models.CharField(_("isi"), max_length=160, blank=True)
    url = models.URLField(_("tautan"), max_length=500, blank=True)
    file = models.FileField(_("berkas"), upload_to="bukti/", blank=True)
    file_type = models.CharField(max_length=20, blank=True, editable=False)
    recorded_at = models.DateTimeField(default=timezone.now, editable=False)
    recorded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+", db_index=False
    )

    objects = EvidenceQuerySet.as_manager()

    class Meta:
        ordering = ["-occurred_on", "-id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "key"], name="evidence_once_a_group"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("occurred_on")), name="evidence_ends_after_start"
            ),
        ]
        indexes = [
            # A group's page and the roll-up of its year.
            models.Index(fields=["group", "occurred_on", "kind"], name="evidence_of_group"),
            models.Index(fields=["group", "kind"], condition=Q(until__isnull=False), name="evidence_spans"),
            # What may wait for confirmation: the groups' own reports.
            models.Index(
                fields=["group", "occurred_on"], condition=Q(source=Source.REPORTED), name="evidence_reported"
            ),
            # A person's own data.
            models.Index(fields=["recorded_by"], condition=Q(recorded_by__isnull=False), name="evidence_by_person"),
        ]

    def __str__(self) -> str:
        return f"{self.kind_facts.code} {self.occurred_on}"

    @property
    def kind_facts(self) -> Kind:
        return BY_NUMBER[self.kind]


class Review(models.Model):
    """What someone said later about a record: it is so, it is in doubt, it is withdrawn. Never changed."""

    evidence = models.ForeignKey(Evidence, on_delete=models.PROTECT, related_name="reviews")
    verdict = models.PositiveSmallIntegerField(_("pernyataan"), choices=Verdict)
    reason = models.CharField(_("alasan"), max_length=300, blank=True)
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at", "-id"]

    def __str__(self) -> str:
        return f"{self.get_verdict_display()} {self.at:%Y-%m-%d}"


class TallyQuerySet(models.QuerySet["Tally"]):
    def at(self, years_of_groups: Iterable[tuple[int, int]]) -> "TallyQuerySet":
        """Those of these groups and years, in pairs."""
        return self.filter(pk__in=among(tally_key(year, group) for group, year in years_of_groups))


class Tally(models.Model):
    """What a group did in a calendar year, packed by ``rules.tally``: what counts, by day and kind."""

    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+", db_index=False)
    year = models.PositiveSmallIntegerField()
    days = models.BinaryField()

    objects = TallyQuerySet.as_manager()

    class Meta:
        # The key is `tally_key`: what is read together lies side by side.
        constraints = [
            models.CheckConstraint(condition=Q(id=F("year") * KEYS_A_YEAR + F("group")), name="tally_of_year_and_group")
        ]

    def __str__(self) -> str:
        return f"{self.group_id} {self.year}"
