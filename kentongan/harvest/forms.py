"""Pasting a link, trying an address, judging, and an office's settings."""

import datetime as dt
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from kentongan.harvest.enums import FETCHED
from kentongan.harvest.models import Post
from kentongan.harvest.rules.words import REJECTIONS
from kentongan.registry.forms.fields import DayField, TextField

LONGEST_PASTE = 1000
LONGEST_REASON = 300


class PasteForm(forms.Form):
    """One post: its link, and what the link does not say of itself."""

    tautan = TextField(
        label=_("Tautan kiriman"),
        max_length=LONGEST_PASTE,
        widget=forms.TextInput(
            attrs={
                "inputmode": "url",
                "autocomplete": "off",
                "autocapitalize": "off",
                "spellcheck": "false",
                "placeholder": "https://www.instagram.com/p/…",
            }
        ),
        error_messages={"required": _("Tempel dulu tautannya: tekan lama di kotak ini, lalu pilih Tempel.")},
    )
    tanggal = DayField(
        label=_("Tanggal kiriman"),
        required=False,
        help_text=_("Kosongkan untuk Instagram, TikTok, Threads, dan X: tanggalnya terbaca dari tautan."),
    )
    isi = TextField(
        label=_("Isi singkat"),
        required=False,
        max_length=Post._meta.get_field("title").max_length,
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": _("Kerja bakti RW 02")}),
    )

    def __init__(self, data: Any = None, *, today: dt.date) -> None:
        super().__init__(data)
        self.fields["tanggal"].widget.attrs["max"] = today.isoformat()


class LookForm(forms.Form):
    """An address to try; empty for the channel's own."""

    alamat = forms.URLField(
        label=_("Alamat lain"),
        required=False,
        max_length=500,
        assume_scheme="https",
        widget=forms.URLInput(attrs={"placeholder": "https://", "inputmode": "url", "autocomplete": "off"}),
        error_messages={"invalid": _("Alamat ini tidak terbaca. Salin dari peramban, mulai dari https://.")},
    )


class ChooseForm(LookForm):
    """An address and how it is read; an empty address lets it be looked for again."""

    cara = forms.ChoiceField(choices=[(way.value, way.label) for way in FETCHED], required=False)


class JudgeForm(forms.Form):
    """Why; a person may leave it out, what the guard saw stands then."""

    alasan = TextField(label=_("Catatan"), required=False, max_length=LONGEST_REASON)


class RejectForm(JudgeForm):
    """Why it is not the group's news: one of the usual reasons, or words of one's own."""

    sebab = forms.ChoiceField(choices=list(REJECTIONS.items()), required=False)


class HarvestDeskForm(forms.Form):
    """Whether readers of the portal see what was harvested."""

    portal = forms.BooleanField(
        label=_("Tampilkan ringkasan di portal dan situs KIM"),
        required=False,
        help_text=_(
            "Judul, dua kalimat, nama situs asal, tanggal, dan tautan ke sana. Teks lengkap tidak pernah disalin."
        ),
    )
