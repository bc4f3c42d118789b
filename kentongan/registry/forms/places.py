"""The form of what became of a village: it ended, was split, moved to another code, or was renamed."""

import datetime as dt
from typing import Any

from django import forms
from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.areas.models import Area
from kentongan.areas.rules import tidy_code
from kentongan.core.forms import conditional
from kentongan.registry.forms.fields import DayField, TextField
from kentongan.registry.forms.groups import optional, past_day
from kentongan.registry.models import Group


class PlaceChange(TextChoices):
    RENAMED = "renamed", gettext_lazy("Berganti nama")
    MOVED = "moved", gettext_lazy("Berganti kode atau kecamatan")
    SPLIT = "split", gettext_lazy("Dimekarkan: sebagian menjadi desa lain")
    ENDED = "ended", gettext_lazy("Berakhir: dihapus, digabung, atau dibagi habis")


class VillageChangeForm(forms.Form):
    """``change`` decides which of the other fields count; ``into`` holds the successors once the form is valid."""

    change = forms.ChoiceField(label=gettext_lazy("Apa yang berubah"), choices=PlaceChange, widget=forms.RadioSelect)
    on = DayField(
        label=gettext_lazy("Berlaku sejak"),
        help_text=gettext_lazy("Hari pertama keadaan yang baru, menurut peraturannya. Hari sebelumnya tidak berubah."),
    )
    reason = optional(
        TextField,
        gettext_lazy("Dasar"),
        max_length=200,
        widget=forms.TextInput(attrs={"placeholder": gettext_lazy("Perda Nomor 3 Tahun 2025")}),
    )
    name = conditional(
        TextField(label=gettext_lazy("Nama baru"), max_length=100, help_text=gettext_lazy("Bila namanya berganti."))
    )
    successors = conditional(
        forms.CharField(
            label=gettext_lazy("Wilayah penerus"),
            max_length=2000,
            widget=forms.Textarea(
                attrs={"rows": 3, "placeholder": "35.07.08.2014 Bambang Wetan", "spellcheck": "false"}
            ),
            help_text=gettext_lazy(
                "Bila berganti kode, dimekarkan, atau digabung: satu baris satu wilayah, kodenya lalu namanya. "
                "Wilayah yang sudah ada cukup kodenya."
            ),
        )
    )
    groups = conditional(
        forms.ChoiceField(
            label=gettext_lazy("KIM di desa yang berakhir"),
            choices=[
                ("work", gettext_lazy("Tetap tercatat, dan menunggu keputusan di halaman KIM")),
                ("end", gettext_lazy("Berakhir pada hari itu juga")),
            ],
            initial="work",
            widget=forms.RadioSelect,
        )
    )

    def __init__(self, *args: Any, area: Area, today: dt.date, **kwargs: Any) -> None:
        self.area, self.today = area, today
        super().__init__(*args, **kwargs)
        if not Group.objects.existing_on(today).filter(area=area).exists():
            del self.fields["groups"]

    def clean_on(self) -> dt.date:
        return past_day(self.cleaned_data["on"], self.today)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        change = cleaned.get("change")
        if change == PlaceChange.RENAMED and not cleaned.get("name"):
            self.add_error("name", _("Tulis nama barunya."))
        self.into = self._read_successors(cleaned.get("successors", ""))
        if change == PlaceChange.MOVED and len(self.into) != 1 and "successors" not in self.errors:
            self.add_error("successors", _("Tulis satu kode: kode barunya."))
        if change == PlaceChange.SPLIT:
            if not self.into and "successors" not in self.errors:
                self.add_error("successors", _("Tulis wilayah hasil pemekarannya, dengan kodenya."))
            self.into[self.area.pk] = ""
        return cleaned

    def _read_successors(self, text: str) -> dict[str, str]:
        """Codes and names as written; a moved village keeps its name, and an area that exists needs none."""
        into: dict[str, str] = {}
        for line in filter(None, (" ".join(line.replace("=", " ", 1).split()) for line in text.splitlines())):
            written, _space, name = line.partition(" ")
            code = tidy_code(written)
            if code == self.area.pk:
                self.add_error("successors", _("%(code)s adalah kode desa ini sendiri.") % {"code": code})
            elif code.count(".") != 3:
                words = {"line": line[:40]}
                self.add_error("successors", _("“%(line)s” tidak diawali kode desa seperti 35.07.08.2014.") % words)
            else:
                into[code] = name.lstrip(",; ")
        known = Area.objects.in_bulk(list(into))
        if self.cleaned_data.get("change") == PlaceChange.MOVED:
            into = {code: name or ("" if code in known else self.area.name) for code, name in into.items()}
        return into
