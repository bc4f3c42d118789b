"""Opening a list, deciding about a row, signing, correcting."""

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, pgettext_lazy

from kentongan.assessment.models import Determination, DeterminationRow, InstrumentVersion
from kentongan.assessment.rules.determination import day_refusal, signing_day_refusal, tier_refusal
from kentongan.core.forms import conditional
from kentongan.registry.forms.fields import DayField, TextField

NO_TIER = "-"
NIP_DIGITS = 18


class OpenForm(forms.Form):
    """Which day, and by which instrument."""

    as_of = DayField(
        label=gettext_lazy("Keadaan pada"),
        help_text=gettext_lazy("Biasanya hari terakhir bulan lalu. Bukti setelah hari ini tidak ikut dihitung."),
    )
    instrument = forms.ChoiceField(label=gettext_lazy("Menurut instrumen"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, versions: list[InstrumentVersion], today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today
        field = cast(forms.ChoiceField, self.fields["instrument"])
        names = {version.instrument.code: version.instrument.name for version in versions}
        field.choices = list(names.items())
        self.initial.setdefault("instrument", next(iter(names), ""))

    def clean_as_of(self) -> dt.date:
        day = self.cleaned_data["as_of"]
        if refusal := day_refusal(day, self.today):
            raise forms.ValidationError(refusal)
        return day


class DecisionForm(forms.Form):
    """Another tier than the evidence gives, and why."""

    given = forms.ChoiceField(label=pgettext_lazy("penetapan", "Ditetapkan"), widget=forms.RadioSelect)
    reason = conditional(
        TextField(
            label=gettext_lazy("Alasan"),
            max_length=300,
            help_text=gettext_lazy("Tercetak di daftar dan tersimpan selamanya, bersama nama Anda."),
            widget=forms.Textarea(attrs={"rows": 3}),
        )
    )

    def __init__(self, *args: Any, row: DeterminationRow, tiers: list[str], **kwargs: Any) -> None:
        initial = {"given": row.given or NO_TIER, "reason": row.override_reason}
        super().__init__(*args, initial=initial, **kwargs)
        self.row, self.tiers = row, tiers
        names = [(name, name) for name in tiers] + [(NO_TIER, _("tanpa tingkat"))]
        field = cast(forms.ChoiceField, self.fields["given"])
        field.choices = [
            (value, _("%(tier)s, menurut bukti") % {"tier": words} if _plain(value) == row.found else words)
            for value, words in names
        ]

    def clean_given(self) -> str:
        return _plain(self.cleaned_data["given"])

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if "given" in cleaned and "reason" in cleaned:
            refusal = tier_refusal(cleaned["given"], self.tiers, self.row.found, cleaned["reason"])
            if refusal:
                self.add_error("reason", refusal)
        return cleaned


class SignForm(forms.Form):
    """Who signs, as printed under the list, and what the office writes above it."""

    basis = forms.CharField(
        label=gettext_lazy("Kalimat pembuka"),
        required=False,
        max_length=600,
        help_text=gettext_lazy("Tercetak di atas daftar, misalnya dasar penetapannya. Kantor yang menulisnya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    signer_name = TextField(label=gettext_lazy("Nama"), max_length=120)
    signer_position = TextField(
        label=gettext_lazy("Jabatan"),
        max_length=120,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Kepala Dinas Komunikasi dan Informatika")}),
    )
    signer_number = TextField(
        label=gettext_lazy("NIP"),
        max_length=30,
        required=False,
        widget=forms.TextInput(attrs={"inputmode": "numeric", "placeholder": "19700101 199503 2 001"}),
    )
    place = TextField(label=gettext_lazy("Tempat"), max_length=80)
    signed_on = DayField(label=gettext_lazy("Tanggal"))
    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    checked = forms.BooleanField(label=gettext_lazy("Saya sudah memeriksa daftar ini"))

    def __init__(self, *args: Any, determination: Determination, today: dt.date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.determination, self.today = determination, today

    def clean_signer_number(self) -> str:
        number = re.sub(r"[\s.]", "", self.cleaned_data["signer_number"])
        if number and not re.fullmatch(rf"[0-9]{{{NIP_DIGITS}}}", number):
            raise forms.ValidationError(_("NIP terdiri dari 18 angka. Kosongkan bila tidak ada."))
        return number

    def clean_signed_on(self) -> dt.date:
        day = self.cleaned_data["signed_on"]
        if refusal := signing_day_refusal(day, self.determination.as_of, self.today):
            raise forms.ValidationError(refusal)
        return day


class CorrectForm(forms.Form):
    """What a new list mends in a signed one."""

    reason = TextField(
        label=gettext_lazy("Apa yang dibetulkan, dan mengapa"),
        max_length=300,
        help_text=gettext_lazy("Tercetak di penetapan baru dan tampil di yang lama."),
        widget=forms.Textarea(attrs={"rows": 3, "placeholder": gettext_lazy("SK KIM Rampal yang baru tertinggal.")}),
    )


def _plain(value: str) -> str:
    return "" if value == NO_TIER else value
