"""Reporting what a group did, and saying why something does not count."""

import datetime as dt
import re
import secrets
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundWidget
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.forms import conditional
from kentongan.core.templatetags.core import weekday
from kentongan.core.uploads import Upload
from kentongan.evidence.actions.reviewing import LONGEST_REASON
from kentongan.evidence.kinds import BY_CODE, KINDS
from kentongan.evidence.models import Evidence
from kentongan.evidence.photos import UnfitProof, read_proof
from kentongan.registry.forms.fields import DayField, TextField

TODAY, YESTERDAY, OTHER = "hari-ini", "kemarin", "lain"
# What groups do most stands first; the rest follows in the order of the kinds, families folded away.
FIRST = frozenset({"rapat", "berita", "unggahan"})
SPANS = frozenset(kind.code for kind in KINDS if kind.is_span)
_ONE_TIME_KEY = re.compile(r"[A-Za-z0-9_-]{16,40}")


class ProofField(forms.FileField):
    """A photo or a PDF, known by its content."""

    widget = forms.FileInput(attrs={"accept": "image/jpeg,image/png,image/webp,application/pdf", "data-perkecil": ""})

    def clean(self, data: Any, initial: Any = None) -> Upload | None:  # type: ignore[override]
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read_proof(upload)
        except UnfitProof as problem:
            raise ValidationError(str(problem), code="invalid") from problem


class ReportForm(forms.Form):
    """One thing the group did. The hidden key is made when the form is shown, so that sending twice records once."""

    kunci = forms.CharField(widget=forms.HiddenInput, max_length=40)
    jenis = forms.ChoiceField(label=gettext_lazy("Apa yang dilakukan"), widget=forms.RadioSelect)
    hari = forms.ChoiceField(label=gettext_lazy("Kapan"), widget=forms.RadioSelect)
    tanggal = conditional(DayField(label=gettext_lazy("Tanggal")))
    sampai = conditional(DayField(label=gettext_lazy("Berlaku sampai")))
    isi = TextField(
        label=gettext_lazy("Satu kalimat tentang ini"),
        max_length=Evidence._meta.get_field("title").max_length,
        widget=forms.TextInput(
            attrs={"autocomplete": "off", "placeholder": gettext_lazy("Rapat pengurus, 12 orang hadir")}
        ),
    )
    berkas = ProofField(label=gettext_lazy("Foto atau PDF notulen"), required=False)
    tautan = forms.URLField(
        label=gettext_lazy("Tautan"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": gettext_lazy("Alamat ini tidak terbaca. Salin dari peramban, mulai dari https://.")},
    )

    def __init__(self, data: Any = None, files: Any = None, *, today: dt.date, kind: str = "") -> None:
        kinds = sorted((one for one in KINDS if one.reportable), key=lambda one: one.code not in FIRST)
        chosen = kind if kind in {one.code for one in kinds} else ""
        super().__init__(
            data,
            files,
            initial={"kunci": secrets.token_urlsafe(16), "hari": TODAY, "jenis": chosen},
        )
        self.today = today
        yesterday = today - dt.timedelta(days=1)
        self.fields["jenis"].choices = [(one.code, one.name) for one in kinds]  # type: ignore[attr-defined]
        self.fields["hari"].choices = [  # type: ignore[attr-defined]
            (TODAY, _("Hari ini, %(day)s") % {"day": weekday(today)}),
            (YESTERDAY, _("Kemarin, %(day)s") % {"day": weekday(yesterday)}),
            (OTHER, _("Hari lain")),
        ]
        self.fields["tanggal"].widget.attrs["max"] = today.isoformat()

    @property
    def kinds_shown(self) -> list[BoundWidget]:
        """The choices of kinds that stand open."""
        return [one for one in self["jenis"] if not BY_CODE[one.data["value"]].family]

    @property
    def kinds_folded(self) -> list[BoundWidget]:
        """The choices of kinds done together with people: many, and open at once only where one of them is chosen."""
        return [one for one in self["jenis"] if BY_CODE[one.data["value"]].family]

    @property
    def opens_folded(self) -> bool:
        return any(one.data["selected"] for one in self.kinds_folded)

    def clean_kunci(self) -> str:
        key = self.cleaned_data["kunci"]
        if not _ONE_TIME_KEY.fullmatch(key):
            raise ValidationError(_("Formulir ini rusak. Muat ulang halamannya, lalu kirim lagi."))
        return key

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hari") == OTHER and not cleaned.get("tanggal") and "tanggal" not in self.errors:
            self.add_error("tanggal", _("Isi tanggal kegiatannya."))
        if cleaned.get("jenis") in SPANS and not cleaned.get("sampai") and "sampai" not in self.errors:
            self.add_error("sampai", _("Isi hari terakhir program kerja ini."))
        if self.errors and self.files and "berkas" not in self.errors:
            self.add_error("berkas", _("Pilih fotonya sekali lagi: peramban tidak menyimpannya."))
        return cleaned

    def renew_key(self) -> None:
        """What is sent next is another report."""
        self.data = {**self.data.dict(), "kunci": secrets.token_urlsafe(16)}  # type: ignore[attr-defined]
        if self.files:
            self.add_error("berkas", _("Pilih fotonya sekali lagi: peramban tidak menyimpannya."))

    @property
    def facts(self) -> dict[str, Any]:
        """What is recorded."""
        values = self.cleaned_data
        days = {TODAY: self.today, YESTERDAY: self.today - dt.timedelta(days=1), OTHER: values["tanggal"]}
        return {
            "kind": values["jenis"],
            "occurred_on": days[values["hari"]],
            "until": values["sampai"] if values["jenis"] in SPANS else None,
            "title": values["isi"],
            "url": values["tautan"],
            "file": values["berkas"],
            "key": f"lapor:{values['kunci']}",
        }


class ReviewForm(forms.Form):
    """Why a record is doubted, withdrawn or opened again."""

    reason = TextField(
        label=gettext_lazy("Alasan"), max_length=LONGEST_REASON, widget=forms.Textarea(attrs={"rows": 3})
    )
