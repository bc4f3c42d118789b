"""Fields that read days, phone numbers, places and scans as people give them."""

import datetime as dt
import re
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.accounts.phones import read_phone
from kentongan.areas.models import Area
from kentongan.core.dates import ParsedDay, parse_day
from kentongan.core.uploads import Upload
from kentongan.registry.queries.places import place_of, places_meant
from kentongan.registry.scans import UnfitScan, read_scan

LONGEST_PLACE = 120
# Control characters, and marks nobody sees: those that turn the direction of writing make a line read as another.
# The joiner of emoji stays.
_HIDDEN = re.compile("[\x00-\x08\x0e-\x1f\x7f\u200b\u200e\u200f\u202a-\u202e\u2060-\u2069\ufeff]")


class DayInput(forms.DateInput):
    """The browser's own date field; where it has none, a day is typed."""

    input_type = "date"

    def __init__(self, attrs: dict | None = None) -> None:
        super().__init__(attrs={"placeholder": "24 September 2025", **(attrs or {})}, format="%Y-%m-%d")


class DayField(forms.Field):
    """A day as an ISO date or as Indonesians write it."""

    widget = DayInput

    def to_python(self, value: Any) -> dt.date | None:
        if value in self.empty_values:
            return None
        read = parse_day(value)
        if isinstance(read, ParsedDay):
            return read.day
        raise ValidationError(read.message, code="invalid")


class PhoneField(forms.CharField):
    """An Indonesian or foreign phone number, kept as E.164."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=30, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {
            **super().widget_attrs(widget),
            "inputmode": "tel",
            "autocomplete": "off",
            "placeholder": "0812 3456 7890",
        }

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        if not text:
            return ""
        phone = read_phone(text)
        if phone is None:
            raise ValidationError(_("Nomor ini tidak terbaca. Tulis seperti 0812 3456 7890."))
        return phone


class TextField(forms.CharField):
    """One line of text without hidden characters; line ends and runs of spaces become single spaces."""

    def to_python(self, value: Any) -> str:
        return " ".join(_HIDDEN.sub("", super().to_python(value) or "").split())


class ScanField(forms.FileField):
    """A scanned decree, known by its content."""

    widget = forms.FileInput(attrs={"accept": "application/pdf,image/jpeg,image/png,image/webp"})

    def clean(self, data: Any, initial: Any = None) -> Upload | None:  # type: ignore[override]
        upload = super().clean(data, initial)
        if not upload:
            return None
        try:
            return read_scan(upload)
        except UnfitScan as problem:
            raise ValidationError(str(problem), code="invalid") from problem


class PlaceMixin(forms.Form):
    """A village typed by name or code; when several fit, or none, the form comes back with choices to tick."""

    place = TextField(
        label=gettext_lazy("Desa atau kelurahan"),
        max_length=LONGEST_PLACE,
        help_text=gettext_lazy(
            "Tulis nama atau kodenya. Nama yang kembar: tambahkan kecamatan, misalnya “Arjosari, Blimbing”."
        ),
        widget=forms.TextInput(
            attrs={
                "autocomplete": "off",
                "spellcheck": "false",
                "placeholder": "Bambang, Wajak",
                "data-places": "/desa/usul/",
            }
        ),
    )
    place_code = forms.ChoiceField(
        label=gettext_lazy("Yang Anda maksud"), required=False, widget=forms.RadioSelect, choices=()
    )

    areas: QuerySet[Area]
    # Set once the form is valid.
    area: Area

    def offer_places(self, areas: QuerySet[Area]) -> None:
        """Prepare the choices; ``areas`` are those where the person may write."""
        self.areas = areas.select_related("parent__parent")
        # What is longer than the field allows is said by the field; it is no place to look for.
        written = self.data.get(self.add_prefix("place"), "")[:LONGEST_PLACE] if self.is_bound else ""
        self.candidates, self.is_exact = places_meant(written, self.areas) if written.strip() else ([], True)
        self.is_choice_needed = bool(self.candidates) and (not self.is_exact or len(self.candidates) > 1)
        if not self.is_choice_needed:
            del self.fields["place_code"]
            return
        field = cast(forms.ChoiceField, self.fields["place_code"])
        field.choices = [(area.pk, f"{place_of(area)} ({area.pk})") for area in self.candidates]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("place"):
            return cleaned
        if not self.is_choice_needed:
            if self.candidates:
                self.area = self.candidates[0]
            else:
                self.add_error(
                    "place", _("Desa ini tidak ada di wilayah Anda. Periksa ejaannya, atau tulis kode wilayahnya.")
                )
        elif chosen := cleaned.get("place_code"):
            self.area = next(area for area in self.candidates if area.pk == chosen)
        elif self.is_exact:
            self.add_error("place_code", _("Ada beberapa tempat bernama ini. Pilih satu."))
        else:
            self.add_error(
                "place_code", _("Nama ini tidak ada persis. Pilih yang Anda maksud, atau perbaiki ejaannya.")
            )
        return cleaned
