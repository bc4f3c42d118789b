"""Rule books, their versions, and the office's signed lists."""

import datetime as dt
import hashlib
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import areas_with, scope
from kentongan.assessment.enums import Purpose
from kentongan.core.clock import now
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


# What a version in force says and since when; only its end may still be set.
FROZEN_FIELDS = frozenset({"instrument", "instrument_id", "number", "text", "holds_from"})


class FrozenVersion(Exception):
    """Something tried to change a version that is or was in force: a fault of the code, never of a person."""


class InstrumentVersionQuerySet(models.QuerySet["InstrumentVersion"]):
    def in_force_on(self, day: dt.date) -> "InstrumentVersionQuerySet":
        """Versions that hold on the day: put in force, begun, and not replaced or ended by then."""
        return self.filter(Q(holds_until=None) | Q(holds_until__gt=day), holds_from__lte=day)

    def oldest_first(self) -> "InstrumentVersionQuerySet":
        """An office's first instrument stays its main one when another is tried beside it."""
        return self.order_by("instrument_id", "-number")

    def drafts(self) -> "InstrumentVersionQuerySet":
        return self.filter(holds_from=None)

    def put_in_force(self) -> "InstrumentVersionQuerySet":
        return self.exclude(holds_from=None)

    def update(self, **values: Any) -> int:
        if FROZEN_FIELDS.intersection(values) and self.put_in_force().exists():
            raise FrozenVersion
        return super().update(**values)

    def delete(self) -> tuple[int, dict[str, int]]:
        if self.put_in_force().exists():
            raise FrozenVersion
        return super().delete()


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
    changed_at = models.DateTimeField(default=now, editable=False)

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

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Refuse what would change a version in force, whoever asks."""
        stored = type(self)._base_manager.filter(pk=self.pk).exclude(holds_from=None) if self.pk else None
        mine = {
            "instrument_id": self.instrument_id,
            "number": self.number,
            "text": self.text,
            "holds_from": self.holds_from,
        }
        if stored is not None and any(row != mine for row in stored.values(*mine)):
            raise FrozenVersion
        super().save(*args, **kwargs)

    def delete(self, *args: Any, **kwargs: Any) -> tuple[int, dict[str, int]]:
        if type(self)._base_manager.filter(pk=self.pk).exclude(holds_from=None).exists():
            raise FrozenVersion
        return super().delete(*args, **kwargs)

    @property
    def is_draft(self) -> bool:
        return self.holds_from is None

    @property
    def is_empty(self) -> bool:
        """Whether it held on no day: another version of the same day took its place."""
        return self.holds_from is not None and self.holds_until == self.holds_from

    @property
    def fingerprint(self) -> str:
        """Names the text a person is looking at, to tell whether it has changed since."""
        return hashlib.sha256(self.text.encode()).hexdigest()[:16]


class DeterminationQuerySet(models.QuerySet["Determination"]):
    def visible_to(self, user) -> "DeterminationQuerySet":
        """Those the person prepares, and signed ones of an office that has a say where the person serves."""
        above = {code for area in areas_with(user, Capability.SEE_REGISTER) for code in area.ancestor_codes}
        seen = Q(office__in=above) | scope(user, Capability.SEE_REGISTER, "office__area__")
        prepared = scope(user, Capability.PREPARE_LISTS, "office__area__")
        return self.filter(prepared | (Q(signed_at__isnull=False) & seen))


class Determination(models.Model):
    """The office's list of tiers on a day. Rows may be overridden until it is signed; the database refuses any change after."""

    office = models.ForeignKey(Office, on_delete=models.PROTECT, related_name="determinations")
    version = models.ForeignKey(InstrumentVersion, on_delete=models.PROTECT, related_name="determinations")
    as_of = models.DateField(_("keadaan pada"))
    # Running number in the office, given when it is opened: "3".
    number = models.PositiveIntegerField(_("nomor"))
    # Names as they were, so that no later renaming reaches the list.
    office_name = models.CharField(max_length=120, blank=True)
    instrument_code = models.CharField(max_length=60, blank=True)
    instrument_name = models.CharField(max_length=120, blank=True)
    # SHA-256 of the version's text, in hexadecimal.
    text_digest = models.CharField(max_length=64, blank=True)
    # Names of the tiers from the best to the last.
    tiers = models.JSONField(default=list)
    # The list that each row's ``before`` is from.
    previous = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="+")
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
    # As printed: place and day, name, position and number of the signing official.
    signer_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    signer_position = models.CharField(_("jabatan"), max_length=120, blank=True)
    signer_number = models.CharField(_("NIP"), max_length=30, blank=True)
    place = models.CharField(_("tempat"), max_length=80, blank=True)
    signed_on = models.DateField(_("tanggal"), null=True, blank=True)
    # What the office writes above the list, such as the decision it rests on. We know of no law and invent none.
    basis = models.TextField(_("kalimat pembuka"), max_length=600, blank=True)
    # SHA-256 of what was signed, in hexadecimal.
    digest = models.CharField(max_length=64, blank=True, editable=False)

    objects = DeterminationQuerySet.as_manager()

    class Meta:
        ordering = ["-as_of", "-number"]
        constraints = [
            models.UniqueConstraint(fields=["office", "number"], name="determination_number_once_an_office"),
        ]

    def __str__(self) -> str:
        return f"{self.office_id} {self.number}"

    @property
    def is_signed(self) -> bool:
        return self.signed_at is not None


class DeterminationRowQuerySet(models.QuerySet["DeterminationRow"]):
    def visible_to(self, user) -> "DeterminationRowQuerySet":
        return self.filter(scope(user, Capability.SEE_REGISTER, "group__area__"))

    def overridden(self) -> "DeterminationRowQuerySet":
        """Rows to which the office gave another tier than the evidence."""
        return self.exclude(override_reason="")

    def changed(self) -> "DeterminationRowQuerySet":
        """Rows whose tier differs from the one in the list before."""
        return self.filter(was_listed=True).exclude(given=F("before"))

    def held(self) -> "DeterminationRowQuerySet":
        """Rows whose tier only still stands because it falls slowly."""
        return self.exclude(found=F("evident"))


class DeterminationRow(models.Model):
    """One group in a determination, with everything that was known, so that no later change reaches it."""

    determination = models.ForeignKey(Determination, on_delete=models.CASCADE, related_name="rows")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="+")
    group_code = models.CharField(max_length=20, blank=True)
    group_name = models.CharField(max_length=120)
    # "Kelurahan Kauman" and "Kecamatan Klojen".
    place = models.CharField(max_length=200)
    district = models.CharField(max_length=120, blank=True)
    # Names of tiers; blank where no tier fits. ``evident`` is what the day alone says, before a tier is slow to fall;
    # ``before`` what the earlier list gave, if the group was in it.
    evident = models.CharField(max_length=60, blank=True)
    before = models.CharField(max_length=60, blank=True)
    was_listed = models.BooleanField(default=False)
    found = models.CharField(_("menurut bukti"), max_length=60, blank=True)
    given = models.CharField(_("ditetapkan"), max_length=60, blank=True)
    # [{"key", "name", "value", "limit", "met"}], values as they are shown.
    readings = models.JSONField(default=list)
    override_reason = models.CharField(_("alasan"), max_length=300, blank=True)
    overridden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )

    objects = DeterminationRowQuerySet.as_manager()

    class Meta:
        ordering = ["group_code"]
        constraints = [
            models.UniqueConstraint(fields=["determination", "group"], name="group_once_a_determination"),
            models.CheckConstraint(
                condition=Q(found=F("given")) | ~Q(override_reason=""), name="override_has_a_reason"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.group_name}: {self.given}"

    @property
    def is_overridden(self) -> bool:
        return self.override_reason != ""

    @property
    def is_held(self) -> bool:
        return self.evident != self.found

    @property
    def is_changed(self) -> bool:
        return self.was_listed and self.before != self.given
