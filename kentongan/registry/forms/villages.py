"""Forms of a village's way to a group, of obstacles, remarks and targets."""

import datetime as dt
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.models import Office
from kentongan.registry.actions.obstacles import default_kind_names
from kentongan.registry.enums import Measure, Step
from kentongan.registry.forms.fields import DayField, TextField
from kentongan.registry.forms.groups import optional, past_day
from kentongan.registry.models import Obstacle, Target


class PastDayForm(forms.Form):
    """A form with the day on which something happened, today unless said."""

    on = DayField(label=gettext_lazy("Tanggal"))

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        self.today = today
        kwargs["initial"] = {"on": today, **kwargs.get("initial", {})}
        super().__init__(*args, **kwargs)

    def clean_on(self) -> dt.date:
        return past_day(self.cleaned_data["on"], self.today)


class StartCaseForm(PastDayForm):
    """When the village set out."""

    on = DayField(
        label=gettext_lazy("Dimulai"),
        help_text=gettext_lazy("Hari pertama kantor atau kecamatan membicarakannya dengan desa."),
    )


class StepForm(PastDayForm):
    """A step that was done. Any of those not noted yet may be chosen."""

    step = forms.ChoiceField(label=gettext_lazy("Langkah"), choices=())
    on = DayField(label=gettext_lazy("Selesai pada"))
    fact = optional(
        TextField,
        gettext_lazy("Satu keterangan"),
        max_length=120,
        help_text=gettext_lazy("Misalnya “31 warga hadir” atau “berita acara ada”."),
    )
    field_order = ["step", "on", "fact"]

    def __init__(self, *args: Any, missing: list[Step], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["step"])
        field.choices = [(step.value, step.label) for step in missing]


class CloseCaseForm(PastDayForm):
    """Why the way is given up for now."""

    on = DayField(label=gettext_lazy("Dihentikan pada"))
    reason = TextField(
        label=gettext_lazy("Alasan"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Menunggu kepala desa baru")}),
    )

    def __init__(self, *args: Any, opened_on: dt.date, **kwargs: Any) -> None:
        self.opened_on = opened_on
        super().__init__(*args, **kwargs)

    def clean_on(self) -> dt.date:
        day = super().clean_on()
        if day < self.opened_on:
            raise ValidationError(_("Tanggal ini sebelum pembentukan dimulai."))
        return day


class ObstacleForm(PastDayForm):
    """What stands in the way, from the office's own list."""

    kind = forms.ChoiceField(label=gettext_lazy("Kendala"), choices=())
    on = DayField(label=gettext_lazy("Dicatat"))
    detail = optional(
        TextField,
        gettext_lazy("Keterangan"),
        max_length=300,
        help_text=gettext_lazy("Sebut keadaannya, jangan nama orang."),
    )
    field_order = ["kind", "on", "detail"]

    def __init__(self, *args: Any, office: Office, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = cast(forms.ChoiceField, self.fields["kind"])
        field.choices = [(name, name) for name in offered_kinds(office)]


def offered_kinds(office: Office) -> list[str]:
    """Names the office offers; the list it would begin with while it has none."""
    kinds = list(office.obstacle_kinds.all())
    return [kind.name for kind in kinds if kind.is_offered] if kinds else default_kind_names()


class ResolveForm(PastDayForm):
    """How an obstacle was overcome."""

    on = DayField(label=gettext_lazy("Teratasi pada"))
    resolution = TextField(
        label=gettext_lazy("Cara mengatasi"),
        max_length=300,
        help_text=gettext_lazy("Satu kalimat, supaya desa lain bisa meniru."),
    )

    def __init__(self, *args: Any, obstacle: Obstacle, **kwargs: Any) -> None:
        self.obstacle = obstacle
        super().__init__(*args, **kwargs)

    def clean_on(self) -> dt.date:
        day = super().clean_on()
        if day < self.obstacle.noted_on:
            raise ValidationError(_("Hari teratasi tidak boleh sebelum kendalanya dicatat."))
        return day


class NoteForm(forms.Form):
    """A remark."""

    text = forms.CharField(
        label=gettext_lazy("Catatan"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("Terlihat oleh semua yang dapat membuka halaman ini. Jangan tulis data pribadi."),
    )


class ObstacleKindForm(forms.Form):
    """A name in the office's list of obstacles."""

    name = TextField(label=gettext_lazy("Nama kendala"), max_length=120)


class TargetForm(forms.Form):
    """A target as one source stated it."""

    measure = forms.ChoiceField(label=gettext_lazy("Ukuran"), choices=Measure.choices)
    year = forms.IntegerField(label=gettext_lazy("Tahun"), min_value=1998, max_value=2100)
    value = forms.IntegerField(label=gettext_lazy("Angka target"), min_value=0, max_value=100_000)
    source = TextField(
        label=gettext_lazy("Sumber"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": "Renstra Diskominfo 2021–2026"}),
        help_text=gettext_lazy("Dokumen atau siaran pers yang menyebut angka ini."),
    )
    source_url = optional(
        forms.URLField,
        gettext_lazy("Tautan sumber"),
        max_length=200,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://"}),
        error_messages={"invalid": gettext_lazy("Tautan ini tidak terbaca. Salin dari bilah alamat peramban.")},
    )
    stated_on = DayField(
        label=gettext_lazy("Dinyatakan pada"), help_text=gettext_lazy("Sebelum tanggal ini target belum ditampilkan.")
    )

    def __init__(self, *args: Any, office: Office, today: dt.date, target: Target | None = None, **kwargs: Any) -> None:
        self.office, self.target, self.today = office, target, today
        names = list(self.base_fields)
        initial = (
            {name: getattr(target, name) for name in names} if target else {"year": today.year, "stated_on": today}
        )
        kwargs.setdefault("initial", initial)
        super().__init__(*args, **kwargs)

    def clean_stated_on(self) -> dt.date:
        return past_day(self.cleaned_data["stated_on"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if {"measure", "year", "source"} <= set(cleaned):
            same = self.office.targets.filter(
                measure=cleaned["measure"], year=cleaned["year"], source=cleaned["source"]
            ).exclude(pk=self.target.pk if self.target else None)
            if same.exists():
                self.add_error(
                    "source", _("Sumber ini sudah tercatat untuk ukuran dan tahun yang sama. Ubah yang ada.")
                )
        return cleaned
