"""Forms of groups and their decrees."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.registry.enums import ChannelKind, PartnerKind, Precision, SignerKind
from kentongan.registry.forms.fields import DayField, PhoneField, PlaceMixin, ScanField, TextField
from kentongan.registry.models import Decree, Group
from kentongan.registry.rules.channels import channel_address
from kentongan.registry.rules.numbers import looks_like_nik

EARLIEST = dt.date(1998, 1, 1)


def optional(field: type[forms.Field], label: Any, **more: Any) -> forms.Field:
    return field(label=label, required=False, **more)


class ProfileForm(forms.Form):
    """What a group's leader may change."""

    profile = optional(
        forms.CharField,
        gettext_lazy("Profil singkat"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 5}),
        help_text=gettext_lazy("Dua atau tiga kalimat: sejak kapan, siapa yang dilayani, apa yang dikerjakan."),
    )
    address = optional(TextField, gettext_lazy("Alamat sekretariat"), max_length=200)
    contact_name = optional(TextField, gettext_lazy("Nama narahubung"), max_length=120)
    contact_phone = optional(
        PhoneField,
        gettext_lazy("Nomor HP narahubung"),
        help_text=gettext_lazy("Hanya terlihat oleh peran yang memerlukannya."),
    )
    kimid_url = optional(
        TextField,
        gettext_lazy("Alamat situs di KIM.ID"),
        max_length=200,
        widget=forms.TextInput(attrs={"inputmode": "url", "placeholder": "https://kayutangan.kim.id/"}),
    )

    def clean_kimid_url(self) -> str:
        written = self.cleaned_data["kimid_url"]
        if not written:
            return ""
        address = channel_address(ChannelKind.WEBSITE, written)
        if address is None:
            raise ValidationError(_("Alamat ini tidak terbaca. Salin dari bilah alamat peramban."))
        return address

    @classmethod
    def initial_of(cls, group: Group) -> dict[str, Any]:
        return {name: getattr(group, name) for name in cls.base_fields if hasattr(group, name)}


class GroupForm(ProfileForm):
    """Everything on a group's own row; for the office."""

    name = TextField(
        label=gettext_lazy("Nama KIM"), max_length=120, widget=forms.TextInput(attrs={"placeholder": "KIM Kayutangan"})
    )
    formed_on = DayField(label=gettext_lazy("Terbentuk"))
    formed_precision = forms.ChoiceField(
        label=gettext_lazy("Seberapa pasti tanggal itu"),
        choices=[
            (Precision.DAY, gettext_lazy("Pasti: pada hari itu KIM terbentuk")),
            (Precision.BY, gettext_lazy("Belum pasti: pada hari itu KIM sudah ada")),
        ],
        initial=Precision.DAY,
        widget=forms.RadioSelect,
    )
    formed_not_before = optional(
        DayField,
        gettext_lazy("Paling awal terbentuk"),
        help_text=gettext_lazy("Bila tanggal di atas belum pasti, dan Anda tahu sebelum hari mana KIM ini belum ada."),
    )
    kim_number = optional(
        TextField,
        gettext_lazy("Nomor KIM nasional"),
        max_length=40,
        help_text=gettext_lazy("Nomor KIM di daftar nasional. Jangan tulis NIK siapa pun."),
    )

    field_order = ["name", "formed_on", "formed_precision", "formed_not_before", "kim_number"]

    def __init__(self, *args: Any, today: dt.date, group: Group | None = None, **kwargs: Any) -> None:
        self.today, self.group = today, group
        if group is not None:
            kwargs.setdefault("initial", self.initial_of(group))
        super().__init__(*args, **kwargs)

    def clean_formed_on(self) -> dt.date:
        return past_day(self.cleaned_data["formed_on"], self.today)

    def clean_kim_number(self) -> str:
        number = self.cleaned_data["kim_number"]
        if looks_like_nik(number):
            raise ValidationError(
                _("Ini tampak seperti NIK seseorang, dan NIK tidak disimpan di sini. Tulis nomor KIM, atau kosongkan.")
            )
        others = Group.objects.filter(kim_number=number).exclude(pk=self.group.pk if self.group else None)
        if number and others.exists():
            raise ValidationError(_("Nomor ini sudah dipakai KIM lain. Periksa lagi nomornya."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        formed_on = cleaned.get("formed_on")
        if self.group and self.group.ended_on and formed_on and formed_on > self.group.ended_on:
            self.add_error("formed_on", _("KIM ini berakhir sebelum tanggal itu. Periksa tanggalnya."))
        if cleaned.get("formed_precision") == Precision.DAY:
            cleaned["formed_not_before"] = None
        not_before = cleaned.get("formed_not_before")
        if not_before and formed_on and not_before > formed_on:
            self.add_error("formed_not_before", _("Tanggal ini setelah KIM tercatat ada. Periksa salah satunya."))
        return cleaned


class NewGroupForm(PlaceMixin, GroupForm):
    """A new group in a village or kecamatan."""

    field_order = ["place", "place_code", "name", "formed_on", "formed_precision", "formed_not_before", "kim_number"]


class EndGroupForm(forms.Form):
    """The day and the reason a group ended, and the body it went into."""

    on = DayField(label=gettext_lazy("Berakhir pada"))
    reason = TextField(
        label=gettext_lazy("Alasan"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Bergabung dengan LPMK")}),
    )
    merged_name = optional(
        TextField,
        gettext_lazy("Dilanjutkan oleh lembaga"),
        max_length=120,
        help_text=gettext_lazy("Bila tugas KIM diteruskan lembaga lain, tulis namanya."),
    )
    merged_kind = optional(forms.ChoiceField, gettext_lazy("Jenis lembaga"), choices=[("", "–"), *PartnerKind.choices])

    def __init__(self, *args: Any, today: dt.date, group: Group, **kwargs: Any) -> None:
        self.today, self.group = today, group
        super().__init__(*args, initial={"on": today}, **kwargs)

    def clean_on(self) -> dt.date:
        day = past_day(self.cleaned_data["on"], self.today)
        if day < self.group.formed_on:
            raise ValidationError(_("Tanggal berakhir tidak boleh sebelum tanggal terbentuk."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("merged_name") and not cleaned.get("merged_kind"):
            cleaned["merged_kind"] = PartnerKind.OTHER
        return cleaned


class ReasonForm(forms.Form):
    """Why something is taken back."""

    reason = TextField(label=gettext_lazy("Alasan"), max_length=200)


class DecreeForm(forms.Form):
    """A decree and its scan."""

    number = TextField(
        label=gettext_lazy("Nomor SK"), max_length=80, widget=forms.TextInput(attrs={"placeholder": "188.45/07/2023"})
    )
    signer_kind = forms.ChoiceField(
        label=gettext_lazy("Ditandatangani oleh"),
        choices=SignerKind.choices,
        initial=SignerKind.VILLAGE,
        error_messages={"required": gettext_lazy("Pilih siapa yang menandatangani SK.")},
    )
    signer_name = optional(TextField, gettext_lazy("Nama penanda tangan"), max_length=120)
    signed_on = optional(DayField, gettext_lazy("Ditetapkan"))
    starts_on = DayField(label=gettext_lazy("Mulai berlaku"))
    ends_on = DayField(label=gettext_lazy("Hari terakhir berlaku"))
    scan = optional(
        ScanField, gettext_lazy("Pindaian SK"), help_text=gettext_lazy("PDF, JPEG, PNG, atau WebP, paling besar 10 MB.")
    )
    drop_scan = optional(forms.BooleanField, gettext_lazy("Hapus pindaian yang tersimpan"))

    def __init__(self, *args: Any, group: Group | None = None, decree: Decree | None = None, **kwargs: Any) -> None:
        self.group, self.decree = group, decree
        if decree is not None:
            names = [name for name in self.base_fields if name not in {"scan", "drop_scan"}]
            kwargs.setdefault("initial", {name: getattr(decree, name) for name in names})
        super().__init__(*args, **kwargs)
        if decree is None or not decree.scan:
            del self.fields["drop_scan"]
        else:
            self.fields["scan"].label = _("Ganti pindaian SK")

    def clean_number(self) -> str:
        number = self.cleaned_data["number"]
        if self.group is not None:
            same = self.group.decrees.filter(number=number).exclude(pk=self.decree.pk if self.decree else None)
            if same.exists():
                raise ValidationError(_("SK dengan nomor ini sudah tercatat pada KIM ini."))
        return number

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        starts_on, ends_on, signed_on = (cleaned.get(name) for name in ("starts_on", "ends_on", "signed_on"))
        if starts_on and ends_on and ends_on < starts_on:
            self.add_error("ends_on", _("SK berakhir sebelum mulai. Periksa kedua tanggalnya."))
        elif starts_on and ends_on and (ends_on - starts_on).days > 20 * 366:
            self.add_error("ends_on", _("Masa SK lebih dari 20 tahun. Periksa tahunnya."))
        if signed_on and ends_on and signed_on > ends_on:
            self.add_error("signed_on", _("SK ditetapkan setelah habis. Periksa tanggalnya."))
        return cleaned

    @property
    def values(self) -> dict[str, Any]:
        """What the action writes, without the scan."""
        return {name: value for name, value in self.cleaned_data.items() if name not in {"scan", "drop_scan"}}


class FormationForm(DecreeForm, GroupForm):
    """A village's last step: its group and the group's decree at once."""

    field_order = ["name", "formed_on", "formed_precision", "formed_not_before", "kim_number", *DecreeForm.base_fields]

    def __init__(self, *args: Any, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, today=today, **kwargs)
        for name in ("profile", "address", "kimid_url", "formed_not_before"):
            del self.fields[name]

    @property
    def group_values(self) -> dict[str, Any]:
        return {name: value for name, value in self.cleaned_data.items() if name in GroupForm.base_fields}

    @property
    def values(self) -> dict[str, Any]:
        return {name: value for name, value in super().values.items() if name not in GroupForm.base_fields}


def past_day(day: dt.date, today: dt.date) -> dt.date:
    """A day on which something has happened: not to come, and not before there were any KIM."""
    if day > today:
        raise ValidationError(_("Tanggal ini belum terjadi. Periksa tahunnya."))
    if day < EARLIEST:
        raise ValidationError(_("Tahun %(year)d terlalu lama untuk KIM. Periksa tahunnya.") % {"year": day.year})
    return day
