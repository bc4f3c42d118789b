"""Areas by official code: everything under an area begins with its code."""

import datetime as dt

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from kentongan.areas.enums import Kind, Level
from kentongan.core.normalise import folded

NATION_CODE = "ID"

_COLUMN_OF_LEVEL = {
    Level.PROVINCE: "province_code",
    Level.REGENCY: "regency_code",
    Level.DISTRICT: "district_code",
    Level.VILLAGE: "code",
}


def within(area: "Area", prefix: str = "") -> Q:
    """The condition for rows whose area (at the end of ``prefix``) lies in ``area``, itself included."""
    if area.level == Level.NATION:
        return Q()
    return Q(**{prefix + _COLUMN_OF_LEVEL[Level(area.level)]: area.code})


def valid_on(day: dt.date, prefix: str = "") -> Q:
    """The condition for areas that exist on ``day``: valid_from <= day < valid_until, open where null."""
    return (Q(**{f"{prefix}valid_from": None}) | Q(**{f"{prefix}valid_from__lte": day})) & (
        Q(**{f"{prefix}valid_until": None}) | Q(**{f"{prefix}valid_until__gt": day})
    )


class AreaQuerySet(models.QuerySet["Area"]):
    def within(self, area: "Area") -> "AreaQuerySet":
        return self.filter(within(area))

    def valid_on(self, day: dt.date) -> "AreaQuerySet":
        return self.filter(valid_on(day))

    def at_level(self, level: Level) -> "AreaQuerySet":
        return self.filter(level=level)


class Area(models.Model):
    """A province, regency, district or village, from its official code; the nation is the root."""

    code = models.CharField(_("kode wilayah"), primary_key=True, max_length=13)
    level = models.CharField(max_length=8, choices=Level)
    kind = models.CharField(max_length=9, choices=Kind)
    name = models.CharField(_("nama"), max_length=100)
    parent = models.ForeignKey("self", null=True, on_delete=models.PROTECT, related_name="children")
    # Own code at the own level, the ancestor's below it, empty above it: any area's rows by one equality.
    province_code = models.CharField(max_length=13, blank=True, db_index=True)
    regency_code = models.CharField(max_length=13, blank=True, db_index=True)
    district_code = models.CharField(max_length=13, blank=True, db_index=True)
    valid_from = models.DateField(_("berlaku sejak"), null=True, blank=True)
    valid_until = models.DateField(_("berlaku sampai sebelum"), null=True, blank=True)
    search_text = models.GeneratedField(
        expression=folded("name", "code"), output_field=models.CharField(max_length=120), db_persist=True
    )

    objects = AreaQuerySet.as_manager()

    class Meta:
        ordering = ["code"]
        # Counting the villages of a day reads this index alone.
        indexes = [
            models.Index(fields=["level", "province_code", "kind", "valid_from", "valid_until"], name="area_counted")
        ]

    def __str__(self) -> str:
        return self.full_name

    @property
    def full_name(self) -> str:
        """“Desa Bambang”, “Kecamatan Wajak”, “Kota Malang”."""
        if self.level in {Level.REGENCY, Level.PROVINCE, Level.NATION}:
            # The official names of these already begin with their kind, where it is said at all.
            return self.name
        return f"{self.get_kind_display()} {self.name}"

    def get_kind_display(self) -> str:  # type: ignore[no-redef]
        # Django's own looks at every kind each time.
        return str(Kind(self.kind).label)

    def exists_on(self, day: dt.date) -> bool:
        return (self.valid_from is None or self.valid_from <= day) and (
            self.valid_until is None or day < self.valid_until
        )

    @property
    def ancestor_codes(self) -> tuple[str, ...]:
        """Codes from the nation down to this area itself."""
        codes = (NATION_CODE, self.province_code, self.regency_code, self.district_code, self.code)
        return tuple(dict.fromkeys(code for code in codes if code))


class AreaSpelling(models.Model):
    """Another way an area's name is written: in the press, on letters, in spreadsheets."""

    area = models.ForeignKey(Area, on_delete=models.CASCADE, related_name="spellings")
    spelling = models.CharField(_("ejaan"), max_length=100)
    folded = models.CharField(max_length=100, editable=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["area", "folded"], name="area_spelling_once"),
        ]

    def __str__(self) -> str:
        return f"{self.spelling} = {self.area_id}"


class AreaSuccession(models.Model):
    """An area that ended or was split, and one that took over on that day."""

    predecessor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="succeeded_by")
    successor = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="succeeds")
    on = models.DateField(_("sejak"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["predecessor", "successor"], name="area_succession_once"),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor_id} → {self.successor_id}"
