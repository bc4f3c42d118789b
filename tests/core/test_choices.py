"""Words of closed lists: values for the database, labels in the reader's language."""

import pytest
from django.db.models import CharField
from django.forms import ChoiceField
from django.template import Context, Template
from django.utils.translation import override

from kentongan.harvest.enums import Guard, Way


def test_a_word_is_its_value() -> None:
    assert Guard.CLEAR == "clear" == str(Guard.CLEAR) == f"{Guard.CLEAR}"
    assert Guard("quarantined") is Guard.QUARANTINED
    assert Guard.values == ["clear", "quarantined", "confirmed"]
    with pytest.raises(ValueError, match="stolen"):
        Guard("stolen")


def test_labels_are_told_in_the_language_of_whoever_reads() -> None:
    label = Way.PASTED.label
    with override("id"):
        indonesian = str(label)
    with override("en"):
        assert (indonesian, str(label)) == ("tautan yang ditempel KIM", "links pasted by the KIM")


def test_fields_take_them_as_choices() -> None:
    field = CharField(choices=Way.choices)
    with override("en"):
        assert dict(field.flatchoices)["page"] == str(Way.PAGE.label)
    assert ChoiceField(choices=Way.choices).clean("page") == "page"


def test_templates_take_the_whole_list() -> None:
    shown = Template("{% for word in words %}{{ word }} {% endfor %}{{ words.CLEAR.label }}")
    with override("id"):
        assert shown.render(Context({"words": Guard})) == "clear quarantined confirmed bersih"
