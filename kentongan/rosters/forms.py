"""Forms of the import."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.rosters.actions.reading import LARGEST_FILE
from kentongan.rosters.enums import Field
from kentongan.rosters.models import Roster


class UploadForm(forms.Form):
    """A file and what it is."""

    purpose = forms.ChoiceField(
        label=gettext_lazy("Isi berkas"),
        choices=Roster.Purpose.choices,
        initial=Roster.Purpose.REGISTER,
        widget=forms.RadioSelect,
    )
    file = forms.FileField(
        label=gettext_lazy("Berkas"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".xlsx,.xlsm,.xls,.ods,.csv,.txt,.htm,.html,.xml"}),
        error_messages={"required": gettext_lazy("Pilih berkasnya dulu, atau seret ke kotak ini.")},
    )

    def clean_file(self) -> Any:
        file = self.cleaned_data["file"]
        if file.size > LARGEST_FILE:
            raise forms.ValidationError(
                _("Berkas ini %(size)d MB, batasnya %(limit)d MB. Bagi menjadi beberapa berkas.")
                % {"size": -(-file.size // 2**20), "limit": LARGEST_FILE // 2**20}
            )
        return file


class ColumnsForm(forms.Form):
    """One choice for each column of the file."""

    def __init__(
        self, *args: Any, headings: Iterable[str], columns: dict[int, str], private: Iterable[str], **more: Any
    ):
        super().__init__(*args, **more)
        choices = [("", _("tidak dipakai")), *Field.choices]
        for column, heading in enumerate(headings):
            if heading and heading not in private:
                self.fields[f"kolom-{column}"] = forms.ChoiceField(
                    label=heading, choices=choices, required=False, initial=columns.get(column, "")
                )

    def columns(self) -> dict[int, str]:
        return {int(name.removeprefix("kolom-")): value for name, value in self.cleaned_data.items()}
