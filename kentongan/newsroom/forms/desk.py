"""What a reader of drafts says, and when an article shall be shown."""

import datetime as dt
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.normalise import fold
from kentongan.newsroom.actions.publishing import REASON_LENGTH
from kentongan.newsroom.actions.reviewing import NOTE_LENGTH
from kentongan.newsroom.enums import Review
from kentongan.registry.forms.fields import DayField, TextField
from kentongan.registry.models import Group
from kentongan.registry.queries.places import place_of

# So many groups of one name are offered to choose from.
MOST_OFFERED = 12


class NoteForm(forms.Form):
    """Words beside an article."""

    catatan = forms.CharField(
        label=gettext_lazy("Catatan"), max_length=NOTE_LENGTH, widget=forms.Textarea(attrs={"rows": 3})
    )


class ReturnForm(forms.Form):
    """What is missing, for its writers."""

    kurang = forms.CharField(
        label=gettext_lazy("Apa yang perlu dilengkapi"),
        max_length=NOTE_LENGTH,
        help_text=gettext_lazy("Penulis membaca kalimat ini di HP-nya."),
        widget=forms.Textarea(attrs={"rows": 3}),
        error_messages={"required": gettext_lazy("Tulis apa yang perlu dilengkapi, supaya penulis dapat melanjutkan.")},
    )


class WithdrawForm(forms.Form):
    """Why readers see it no more."""

    alasan = TextField(
        label=gettext_lazy("Alasan"),
        max_length=REASON_LENGTH,
        help_text=gettext_lazy("KIM dan pembaca yang membuka alamatnya membaca alasan ini."),
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={"required": gettext_lazy("Tulis alasannya, supaya KIM tahu apa yang perlu diperbaiki.")},
    )


class ScheduleForm(forms.Form):
    """A day and a time of day to come."""

    hari = DayField(label=gettext_lazy("Tanggal tayang"))
    jam = forms.TimeField(
        label=gettext_lazy("Jam"),
        input_formats=["%H:%M", "%H.%M", "%H:%M:%S"],
        widget=forms.TimeInput(attrs={"type": "time", "placeholder": "07.00"}, format="%H:%M"),
        error_messages={"invalid": gettext_lazy("Jam ini tidak terbaca. Tulis seperti 07.00.")},
    )

    def __init__(self, data: Any = None, *, now: dt.datetime, **more: Any) -> None:
        tomorrow = timezone.localtime(now).date() + dt.timedelta(days=1)
        super().__init__(data, initial={"hari": tomorrow, "jam": dt.time(7, 0)}, **more)
        self.now = now
        self.fields["hari"].widget.attrs["min"] = timezone.localtime(now).date().isoformat()

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("hari") and cleaned.get("jam"):
            self.moment = timezone.make_aware(dt.datetime.combine(cleaned["hari"], cleaned["jam"]))
            if self.moment <= self.now:
                self.add_error("hari", _("Waktu itu sudah lewat. Pilih waktu yang akan datang."))
            elif self.moment > self.now + dt.timedelta(days=366):
                self.add_error("hari", _("Paling lambat setahun dari sekarang."))
        return cleaned


class DeskForm(forms.Form):
    """Who reads the articles of an office's groups."""

    dibaca = forms.TypedChoiceField(
        label=gettext_lazy("Tulisan KIM dibaca dulu oleh"),
        coerce=int,
        choices=[
            (Review.LEADER, gettext_lazy("Ketua KIM-nya")),
            (Review.FORUM, gettext_lazy("Forum KIM")),
            (Review.OFFICE, gettext_lazy("Kantor")),
            (Review.NOBODY, gettext_lazy("Tidak ada, langsung tayang")),
        ],
        widget=forms.RadioSelect,
    )


class GroupDeskForm(forms.Form):
    """One group that is read otherwise; typed by its name or code, chosen where several have it."""

    kim = TextField(
        label=gettext_lazy("KIM"),
        max_length=120,
        help_text=gettext_lazy("Tulis nama atau kodenya."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "placeholder": "KIM Kayutangan"}),
    )
    kode = forms.ChoiceField(label=gettext_lazy("Yang Anda maksud"), required=False, widget=forms.RadioSelect)
    aturan = forms.TypedChoiceField(
        label=gettext_lazy("Aturannya"),
        coerce=int,
        choices=[
            (Review.NOBODY, gettext_lazy("Langsung tayang")),
            (Review.LEADER, gettext_lazy("Dibaca ketua KIM-nya")),
            (Review.FORUM, gettext_lazy("Dibaca Forum KIM")),
            (Review.OFFICE, gettext_lazy("Dibaca kantor")),
        ],
    )

    def __init__(self, data: Any = None, *, area: Any, **more: Any) -> None:
        super().__init__(data, **more)
        self.found = self._found(data.get("kim", "")[:120], area) if data else []
        if len(self.found) < 2:
            del self.fields["kode"]
        else:
            field: Any = self.fields["kode"]
            field.choices = [(group.code, f"{group.name}, {place_of(group.area)}") for group in self.found]

    @staticmethod
    def _found(text: str, area: Any) -> list[Group]:
        """Groups called exactly so, with or without "KIM"; else those whose name holds the words."""
        wanted = fold(text.replace("\x00", "")).removeprefix("kim")
        if not wanted:
            return []
        groups = Group.objects.within(area).filter(ended_on=None).select_related("area__parent__parent")
        close = list(groups.filter(search_text__contains=wanted).order_by("name", "code")[: MOST_OFFERED * 4])
        exact = [one for one in close if wanted in (fold(one.name).removeprefix("kim"), fold(one.code))]
        return (exact or close)[:MOST_OFFERED]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if not cleaned.get("kim"):
            return cleaned
        if not self.found:
            self.add_error("kim", _("KIM ini tidak ada di wilayah kantor. Periksa ejaannya, atau tulis kodenya."))
        elif len(self.found) == 1:
            self.group = self.found[0]
        elif chosen := cleaned.get("kode"):
            self.group = next(one for one in self.found if one.code == chosen)
        else:
            self.add_error("kode", ValidationError(_("Ada beberapa KIM bernama ini. Pilih satu.")))
        return cleaned
