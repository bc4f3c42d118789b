"""What a reader fills in to report something, and what the desk fills in to answer."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.newsroom.enums import ReportReason, ReportState
from kentongan.newsroom.models import Article, ReaderReport
from kentongan.newsroom.rules.reports import Missing, missing, needs_text, reasons_for


class ReportForm(forms.Form):
    """Ready choices for a listing, words for everything else, and a contact only if the reader wants an answer."""

    alasan = forms.ChoiceField(label=gettext_lazy("Apa yang salah?"), widget=forms.RadioSelect)
    isi = forms.CharField(
        label=gettext_lazy("Apa yang keliru?"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 5}),
        error_messages={"max_length": gettext_lazy("Paling banyak 1.000 huruf, sekarang %(show_value)d.")},
    )
    kontak = forms.CharField(
        label=gettext_lazy("Nomor HP atau surel Anda"),
        max_length=120,
        required=False,
        help_text=gettext_lazy(
            "Hanya bila ingin dihubungi. Dibaca KIM dan kantor untuk menjawab Anda, lalu dihapus begitu laporan selesai."
        ),
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    # Nobody sees this field, so whoever fills it is no reader.
    situs_web = forms.CharField(
        label=gettext_lazy("Biarkan kosong"),
        required=False,
        widget=forms.TextInput(attrs={"tabindex": "-1", "autocomplete": "off"}),
    )

    def __init__(self, article: Article, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        reasons = reasons_for(article.kind)
        self.fields["alasan"].choices = [(reason.value, reason.label) for reason in reasons]  # type: ignore[attr-defined]
        self.has_choices = len(reasons) > 1
        if self.has_choices:
            self.fields["isi"].label = _("Ceritakan singkat")
        else:
            del self.fields["alasan"]
            self.fields["isi"].required = True
            self.fields["isi"].error_messages["required"] = _("Tulis apa yang keliru.")

    @property
    def reason(self) -> str:
        return self.cleaned_data.get("alasan") or ReportReason.ERROR

    def clean_situs_web(self) -> str:
        if self.cleaned_data["situs_web"]:
            raise forms.ValidationError(_("Kosongkan kolom “Biarkan kosong”, lalu kirim lagi."))
        return ""

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if found.get("alasan") and needs_text(found["alasan"]) and not found.get("isi") and "isi" not in self.errors:
            self.add_error("isi", _("Tulis apa yang keliru."))
        return found


class AnswerForm(forms.Form):
    """How a report ends: corrected or dismissed, each with its words."""

    keadaan = forms.ChoiceField(
        label=gettext_lazy("Apa hasilnya?"),
        choices=[
            (ReportState.CORRECTED.value, gettext_lazy("Sudah dibetulkan")),
            (ReportState.DISMISSED.value, gettext_lazy("Tidak perlu diubah")),
        ],
        widget=forms.RadioSelect,
    )
    ralat = forms.CharField(
        label=gettext_lazy("Yang dibetulkan"),
        max_length=400,
        required=False,
        help_text=gettext_lazy(
            "Satu kalimat bertanggal di bawah tulisan, misalnya: “Kami menulis RW 06. Yang benar RW 09.”"
        ),
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    jawaban = forms.CharField(
        label=gettext_lazy("Jawaban untuk pembaca"),
        max_length=600,
        required=False,
        help_text=gettext_lazy("Terbaca di halaman laporannya. Bila tidak perlu diubah, tulis alasannya."),
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, report: ReaderReport, *args: Any, **facts: Any) -> None:
        super().__init__(*args, **facts)
        self.report = report

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        lacking = missing(
            reason=self.report.reason,
            state=found.get("keadaan", ""),
            answer=found.get("jawaban", ""),
            correction=found.get("ralat", ""),
        )
        if lacking == Missing.CORRECTION and "ralat" not in self.errors:
            self.add_error("ralat", _("Tulis apa yang dibetulkan. Pembaca melihatnya di bawah tulisan."))
        elif lacking == Missing.ANSWER and "jawaban" not in self.errors:
            self.add_error("jawaban", _("Tulis alasannya, supaya pembaca yang melapor tahu."))
        return found
