"""Rule books, their versions, and the office's signed lists."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.models import Office
from kentongan.assessment.enums import Purpose
from kentongan.registry.models import Group


class Instrument(models.Model):
    """An office's rule book; its text lies in its versions."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="instruments")
    code = models.SlugField(_("kode"), max_length=60)
    name = models.CharField(_("nama"), max_length=120)
    purpose = models.CharField(_("dipakai untuk"), max_length=8, choices=Purpose)

    class Meta:
        ordering = ["purpose", "name"]
        constraints = [models.UniqueConstraint(fields=["office", "code"], name="instrument_once_an_office")]

    def __str__(self) -> str:
        return self.name


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def in_force_on(self, day: dt.date) -> "InstrumentVersionQuerySet":
        """Versions that hold on the day: put in force, begun, and not replaced or ended by then."""
        return self.filter(Q(holds_until=None) | Q(holds_until__gt=day), holds_from__lte=day)


class InstrumentVersion(models.Model):
    """One text of a rule book. A draft until it has ``holds_from``; from then on it never changes."""

    instrument = models.ForeignKey(Instrument, on_delete=models.PROTECT, related_name="versions")
    number = models.PositiveSmallIntegerField(_("versi"))
    text = models.TextField(_("isi"))
    # In force on [holds_from, holds_until); the next version, or the end of the instrument, sets the second.
    holds_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    holds_until = models.DateField(_("berlaku sampai sebelum"), null=True, blank=True)
    put_in_force_at = models.DateTimeField(null=True, blank=True, editable=False)
    put_in_force_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+", editable=False
    )
    changed_at = models.DateTimeField(default=timezone.now, editable=False)

    objects = InstrumentVersionQuerySet.as_manager()

    class Meta:
        ordering = ["-number"]
        constraints = [
            models.UniqueConstraint(fields=["instrument", "number"], name="version_once_an_instrument"),
            models.UniqueConstraint(
                fields=["instrument"], condition=Q(holds_from=None), name="one_draft_an_instrument"
            ),
            models.CheckConstraint(
                condition=Q(holds_until=None) | Q(holds_until__gte=F("holds_from")), name="version_ends_after_start"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.instrument} {self.number}"

    @property
    def is_draft(self) -> bool:
        return self.holds_from is None


class Determination(models.Model):
    """The office's list of tiers on a day. Rows may be overridden until it is signed; nothing changes after."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="determinations")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="determinations")
    as_of = models.DateField(_("keadaan pada"))
    # Running number in the office, given when it is opened: "3".
    number = models.PositiveIntegerField(_("nomor"))
    corrects = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="corrections",
        verbose_name=_("membetulkan"),
    )
    reason = models.CharField(_("alasan pembetulan"), max_length=300, blank=True)
    opened_at = models.DateTimeField(default=timezone.now)
    opened_by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")
    signed_at = models.DateTimeField(null=True, blank=True)
    signed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    # As printed: place, name, position and number of the signing official.
    signer_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    signer_position = models.CharField(_("jabatan"), max_length=120, blank=True)
    signer_number = models.CharField(_("NIP"), max_length=30, blank=True)
    place = models.CharField(_("tempat"), max_length=80, blank=True)
    # SHA-256 of what was signed, in hexadecimal.
    digest = models.CharField(max_length=64, blank=True, editable=False)

    class Meta:
        ordering = ["-as_of", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="determination_number_once_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.office} {self.number}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class DeterminationRow(models.Model):
    """One group in a determination, with everything that was known, so that no later change reaches it."""

    determination = models.ForeignKey(Determination, on_delete=models.CASCADE, related_name="rows")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    group_name = models.CharField(max_length=120)
    place = models.CharField(max_length=200)
    # Names of tiers; blank where no tier fits.
    found = models.CharField(_("menurut bukti"), max_length=60, blank=True)
    given = models.CharField(_("ditetapkan"), max_length=60, blank=True)
    # [{"key", "name", "value", "limit", "met"}], values as they are shown.
    readings = models.JSONField(default=list)
    override_reason = models.CharField(_("alasan"), max_length=300, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["group_id"]
        constraints = [
            models.UniqueConstraint(fields=["determination", "group"], name="group_once_a_determination"),
            models.CheckConstraint(
                condition=Q(found=F("given")) | ~Q(override_reason=""), name="override_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_name}: {self.given}"
