"""The register: groups, their decrees and people, and villages on their way to a group."""

import datetime as dt

from django.conf import settings
from django.db import models
from django.db.models import F, OuterRef, Q, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.models import Office
from kentongan.accounts.permissions import scope
from kentongan.areas.models import Area, within
from kentongan.core.clock import now
from kentongan.core.normalise import folded
from kentongan.registry.enums import (
    ChannelKind,
    DecreeState,
    Measure,
    PartnerKind,
    Position,
    Precision,
    SignerKind,
    Step,
)
from kentongan.registry.rules.decrees import renewal_limit


def decree_condition(state: str, day: dt.date) -> Q:
    """The condition on ``decree_ends_on`` for a state; the four states divide the groups between them."""
    limit = renewal_limit(day)
    return {
        DecreeState.NONE: Q(decree_ends_on=None),
        DecreeState.ENDED: Q(decree_ends_on__lt=day),
        DecreeState.ENDING: Q(decree_ends_on__gte=day, decree_ends_on__lte=limit),
        DecreeState.IN_FORCE: Q(decree_ends_on__gt=limit),
    }[DecreeState(state)]


class GroupQuerySet(models.QuerySet["Group"]):
    def visible_to(self, user) -> "GroupQuerySet":
        """Groups in the person's areas of duty, and the group they serve."""
        return self.filter(scope(user, Capability.SEE_REGISTER, "area__", group="code"))

    def within(self, area: Area) -> "GroupQuerySet":
        return self.filter(within(area, "area__"))

    def existing_on(self, day: dt.date) -> "GroupQuerySet":
        """Groups formed on or before the day and not ended by then."""
        return self.filter(Q(ended_on=None) | Q(ended_on__gt=day), formed_on__lte=day)

    def with_decree_end(self, day: dt.date) -> "GroupQuerySet":
        """Adds ``decree_ends_on``: the last day of the decrees begun by ``day``; null where none is recorded."""
        latest = (
            Decree.objects.filter(group=OuterRef("pk"), starts_on__lte=day).order_by("-ends_on").values("ends_on")[:1]
        )
        return self.annotate(decree_ends_on=Subquery(latest))

    def in_decree_state(self, state: str, day: dt.date) -> "GroupQuerySet":
        """Groups whose decrees are in this state on the day; adds ``decree_ends_on``."""
        return self.with_decree_end(day).filter(decree_condition(state, day))


class Group(models.Model):
    """One KIM: the information group of a village, or of the kecamatan it serves."""

    # Area code and a running number in it: "35.73.02.1007-1". Never changes.
    code = models.CharField(max_length=20, unique=True, editable=False)
    area = models.ForeignKey(Area, verbose_name=_("wilayah"), on_delete=models.PROTECT, related_name="groups")
    name = models.CharField(_("nama KIM"), max_length=120)
    formed_on = models.DateField(_("terbentuk"))
    formed_precision = models.CharField(_("kepastian tanggal"), max_length=3, choices=Precision, default=Precision.DAY)
    # Where the day is uncertain: the first day on which it may have formed, if that is known.
    formed_not_before = models.DateField(_("paling awal terbentuk"), null=True, blank=True)
    # The group's own number in the national list, never a resident's NIK.
    kim_number = models.CharField(_("nomor KIM nasional"), max_length=40, blank=True)
    kimid_url = models.URLField(_("alamat situs di KIM.ID"), blank=True)
    profile = models.TextField(_("profil"), blank=True)
    address = models.CharField(_("alamat sekretariat"), max_length=200, blank=True)
    contact_name = models.CharField(_("nama narahubung"), max_length=120, blank=True)
    contact_phone = models.CharField(_("nomor HP narahubung"), max_length=20, blank=True)
    ended_on = models.DateField(_("berakhir"), null=True, blank=True)
    ended_reason = models.CharField(_("alasan berakhir"), max_length=200, blank=True)
    created_at = models.DateTimeField(default=timezone.now, editable=False)
    search_text = models.GeneratedField(
        expression=folded("name", "code", "kim_number"),
        output_field=models.CharField(max_length=200),
        db_persist=True,
    )

    objects = GroupQuerySet.as_manager()

    class Meta:
        ordering = ["area_id", "code"]
        # Both hold every column the figures ask for, so that counting a nation's groups never touches the rows.
        indexes = [
            models.Index(
                fields=["formed_on", "formed_precision", "ended_on", "formed_not_before"], name="group_growth"
            ),
            models.Index(fields=["area", "formed_on", "ended_on"], name="group_of_area"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["kim_number"], condition=~Q(kim_number=""), name="group_kim_number_once"),
            models.CheckConstraint(
                condition=Q(ended_on=None) | Q(ended_on__gte=F("formed_on")),
                name="group_ends_after_formed",
            ),
            models.CheckConstraint(
                condition=Q(formed_not_before=None)
                | Q(formed_precision=Precision.BY, formed_not_before__lte=F("formed_on")),
                name="group_formed_within_its_span",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def exists_on(self, day: dt.date) -> bool:
        return self.formed_on <= day and (self.ended_on is None or day < self.ended_on)


class DecreeQuerySet(models.QuerySet["Decree"]):
    def within(self, area: Area) -> "DecreeQuerySet":
        return self.filter(within(area, "group__area__"))


class Decree(models.Model):
    """An SK: appoints a group's officers from ``starts_on`` to ``ends_on``, both days included."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="decrees")
    number = models.CharField(_("nomor SK"), max_length=80)
    signer_kind = models.CharField(_("penanda tangan"), max_length=8, choices=SignerKind, default=SignerKind.VILLAGE)
    signer_name = models.CharField(_("nama penanda tangan"), max_length=120, blank=True)
    signed_on = models.DateField(_("ditetapkan"), null=True, blank=True)
    starts_on = models.DateField(_("mulai berlaku"))
    ends_on = models.DateField(_("hari terakhir berlaku"))
    scan = models.FileField(_("pindaian SK"), upload_to="sk/", blank=True)
    scan_type = models.CharField(max_length=20, blank=True, editable=False)
    # When the register learnt of it; an assessment "as known on a day" knows no later one.
    recorded_at = models.DateTimeField(default=now, editable=False)
    search_text = models.GeneratedField(
        expression=folded("number"), output_field=models.CharField(max_length=80), db_persist=True
    )

    objects = DecreeQuerySet.as_manager()

    class Meta:
        ordering = ["-ends_on", "-starts_on"]
        indexes = [
            models.Index(fields=["group", "starts_on", "ends_on"]),
            # The next decrees to end, without reading the others.
            models.Index(fields=["ends_on"], name="decree_ends"),
        ]
        constraints = [
            models.CheckConstraint(condition=Q(ends_on__gte=F("starts_on")), name="decree_ends_after_start"),
            models.UniqueConstraint(fields=["group", "number"], name="decree_number_once_a_group"),
        ]

    def __str__(self) -> str:
        return self.number


class Officer(models.Model):
    """A person in a group's board during one decree's term, or from a day on where no decree is recorded."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="officers")
    decree = models.ForeignKey(
        Decree, verbose_name=_("SK"), null=True, blank=True, on_delete=models.SET_NULL, related_name="officers"
    )
    position = models.CharField(_("jabatan"), max_length=12, choices=Position)
    name = models.CharField(_("nama"), max_length=120)
    phone = models.CharField(_("nomor HP"), max_length=20, blank=True)
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai sebelum"), null=True, blank=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="offices_held"
    )

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return f"{self.get_position_display()}: {self.name}"


class Channel(models.Model):
    """Where a group publishes outside Kentongan."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="channels")
    kind = models.CharField(_("jenis kanal"), max_length=10, choices=ChannelKind)
    url = models.URLField(_("alamat"))
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai sebelum"), null=True, blank=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["group", "url"], name="channel_once_a_group"),
        ]

    def __str__(self) -> str:
        return self.url


class Partner(models.Model):
    """A body the group is merged into or works under, such as a pokmas or the LPMK."""

    group = models.ForeignKey(Group, on_delete=models.CASCADE, related_name="partners")
    kind = models.CharField(_("jenis lembaga"), max_length=6, choices=PartnerKind)
    name = models.CharField(_("nama lembaga"), max_length=120)
    since = models.DateField(_("sejak"), null=True, blank=True)
    until = models.DateField(_("sampai sebelum"), null=True, blank=True)

    class Meta:
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name


class FormationCaseQuerySet(models.QuerySet["FormationCase"]):
    def visible_to(self, user) -> "FormationCaseQuerySet":
        return self.filter(scope(user, Capability.SEE_REGISTER, "area__"))

    def within(self, area: Area) -> "FormationCaseQuerySet":
        return self.filter(within(area, "area__"))

    def open_on(self, day: dt.date) -> "FormationCaseQuerySet":
        return self.filter(Q(closed_on=None) | Q(closed_on__gt=day), opened_on__lte=day)


class FormationCase(models.Model):
    """A village on its way to a KIM; closed when the group exists or the way is given up."""

    area = models.ForeignKey(
        Area, verbose_name=_("desa atau kelurahan"), on_delete=models.PROTECT, related_name="formation_cases"
    )
    opened_on = models.DateField(_("dimulai"))
    closed_on = models.DateField(_("ditutup"), null=True, blank=True)
    closed_reason = models.CharField(_("alasan ditutup"), max_length=200, blank=True)
    group = models.OneToOneField(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="formation_case")

    objects = FormationCaseQuerySet.as_manager()

    class Meta:
        ordering = ["-opened_on"]
        constraints = [
            models.UniqueConstraint(fields=["area"], condition=Q(closed_on=None), name="one_open_case_a_village"),
            models.CheckConstraint(
                condition=Q(closed_on=None) | Q(closed_on__gte=F("opened_on")),
                name="case_closes_after_opening",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.area_id}, {self.opened_on}"


class FormationStep(models.Model):
    """A step of the way that was done on a day, with one fact about it (“31 warga hadir”)."""

    case = models.ForeignKey(FormationCase, on_delete=models.CASCADE, related_name="steps")
    step = models.CharField(_("langkah"), max_length=10, choices=Step)
    done_on = models.DateField(_("selesai"))
    fact = models.CharField(_("keterangan"), max_length=120, blank=True)

    class Meta:
        ordering = ["done_on", "id"]
        constraints = [models.UniqueConstraint(fields=["case", "step"], name="step_once_a_case")]

    def __str__(self) -> str:
        return f"{self.get_step_display()}, {self.done_on}"


class ObstacleKind(models.Model):
    """An office's own list of what stands in the way."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="obstacle_kinds")
    name = models.CharField(_("kendala"), max_length=120)
    is_offered = models.BooleanField(_("masih ditawarkan"), default=True)

    class Meta:
        ordering = ["name"]
        constraints = [models.UniqueConstraint(fields=["office", "name"], name="obstacle_kind_once")]

    def __str__(self) -> str:
        return self.name


class Obstacle(models.Model):
    """Why a village has no KIM yet, or why its KIM sleeps. Names no person."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="obstacles")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="obstacles")
    kind = models.ForeignKey(ObstacleKind, verbose_name=_("kendala"), on_delete=models.PROTECT)
    noted_on = models.DateField(_("dicatat"))
    detail = models.CharField(_("keterangan"), max_length=300, blank=True)
    resolved_on = models.DateField(_("teratasi"), null=True, blank=True)
    resolution = models.CharField(_("cara mengatasi"), max_length=300, blank=True)

    class Meta:
        ordering = ["-noted_on", "-id"]

    def __str__(self) -> str:
        return f"{self.kind}, {self.area_id}"


class Note(models.Model):
    """A dated remark about a village or a group."""

    area = models.ForeignKey(Area, on_delete=models.PROTECT, related_name="notes")
    group = models.ForeignKey(Group, null=True, blank=True, on_delete=models.SET_NULL, related_name="notes")
    text = models.TextField(_("catatan"))
    at = models.DateTimeField(default=timezone.now)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ["-at"]

    def __str__(self) -> str:
        return self.text[:60]


class Target(models.Model):
    """What an office set out to reach in a year, and where that was said; sources may disagree."""

    office = models.ForeignKey(Office, on_delete=models.CASCADE, related_name="targets")
    measure = models.CharField(_("ukuran"), max_length=12, choices=Measure)
    year = models.PositiveSmallIntegerField(_("tahun"))
    value = models.PositiveIntegerField(_("angka"))
    source = models.CharField(_("sumber"), max_length=200)
    source_url = models.URLField(_("alamat sumber"), blank=True)
    # From this day on the target is known; an earlier as-of date does not show it.
    stated_on = models.DateField(_("dinyatakan"))

    class Meta:
        ordering = ["year", "measure", "stated_on"]
        constraints = [
            models.UniqueConstraint(fields=["office", "measure", "year", "source"], name="target_once_a_source")
        ]

    def __str__(self) -> str:
        return f"{self.get_measure_display()} {self.year}: {self.value}"
