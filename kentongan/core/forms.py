"""What every form says of a field that must not stay empty: not that it must be filled, but what to do."""

from typing import Any

from django import forms
from django.forms.renderers import DjangoTemplates
from django.utils.translation import gettext as _

_FRAMEWORKS = forms.Field.default_error_messages["required"]


def conditional(field: forms.Field) -> forms.Field:
    """A field that some answers need and others leave empty: nothing calls it optional, its help says when it counts."""
    field.required, field.is_conditional = False, True  # type: ignore[attr-defined]
    return field


class AdvisedField(forms.BoundField):
    """A field of a form; it names itself in the advice unless the form has words of its own."""

    def __init__(self, form: Any, field: forms.Field, name: str) -> None:
        super().__init__(form, field, name)
        if field.error_messages.get("required") is _FRAMEWORKS:
            field.error_messages["required"] = _advice(field, str(self.label))


class AdvisedForms(DjangoTemplates):
    """Makes the fields of all forms, of ours and of the sign-in library's, advised ones."""

    bound_field_class = AdvisedField


def _advice(field: forms.Field, label: str) -> str:
    if isinstance(field.widget, forms.FileInput):
        return _("Pilih berkas untuk “%(label)s”.") % {"label": label}
    if isinstance(field.widget, forms.DateInput):
        return _("Isi tanggal untuk “%(label)s”.") % {"label": label}
    if isinstance(field.widget, forms.CheckboxInput):
        return _("Centang “%(label)s”.") % {"label": label}
    if isinstance(field.widget, forms.widgets.ChoiceWidget):
        return _("Pilih %(label)s.") % {"label": within_a_sentence(label)}
    return _("Tulis %(label)s.") % {"label": within_a_sentence(label)}


def within_a_sentence(label: str) -> str:
    """ "Nama KIM" as "nama KIM"; "KIM" stays, since its second letter says that it is no common word."""
    return label if label[1:2].isupper() else label[:1].lower() + label[1:]
