"""A field left empty says what to do, whatever kind it is and whosever form it is in."""

import pytest
from django import forms

from kentongan.accounts.forms import LoginForm
from kentongan.core.forms import within_a_sentence
from kentongan.registry.forms.groups import DecreeForm


class Every(forms.Form):
    name = forms.CharField(label="Nama KIM")
    place = forms.ChoiceField(label="Wilayah", choices=[("a", "A")])
    kind = forms.ChoiceField(label="Jenis lembaga", choices=[("a", "A")], widget=forms.RadioSelect)
    on = forms.DateField(label="Mulai berlaku")
    file = forms.FileField(label="Pindaian SK")
    agreed = forms.BooleanField(label="Saya setuju")
    own = forms.CharField(label="Alasan", error_messages={"required": "Tulis mengapa."})


def test_each_kind_of_field_says_what_to_do() -> None:
    form = Every({})
    assert {name: errors[0] for name, errors in form.errors.items()} == {
        "name": "Tulis nama KIM.",
        "place": "Pilih wilayah.",
        "kind": "Pilih jenis lembaga.",
        "on": "Isi tanggal untuk “Mulai berlaku”.",
        "file": "Pilih berkas untuk “Pindaian SK”.",
        "agreed": "Centang “Saya setuju”.",
        "own": "Tulis mengapa.",
    }
    assert Every({"name": "KIM"}).errors.keys() == form.errors.keys() - {"name"}


def test_forms_of_the_register_and_of_the_library_do_so_too() -> None:
    assert DecreeForm({}).errors["number"] == ["Tulis nomor SK."]
    assert DecreeForm({}).errors["signer_kind"] == ["Pilih siapa yang menandatangani SK."]
    assert LoginForm({}).errors["login"] == ["Tulis nomor HP atau surel."]


@pytest.mark.parametrize(
    ("label", "inside"),
    [("Nama KIM", "nama KIM"), ("KIM", "KIM"), ("SK lama", "SK lama"), ("Nomor HP", "nomor HP"), ("", "")],
)
def test_a_label_within_a_sentence(label: str, inside: str) -> None:
    assert within_a_sentence(label) == inside
