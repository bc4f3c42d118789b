"""Small numbers as words, for headlines."""

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from kentongan.core.templatetags.core import number

_WORDS = (
    gettext_noop("nol"),
    gettext_noop("satu"),
    gettext_noop("dua"),
    gettext_noop("tiga"),
    gettext_noop("empat"),
    gettext_noop("lima"),
    gettext_noop("enam"),
    gettext_noop("tujuh"),
    gettext_noop("delapan"),
    gettext_noop("sembilan"),
    gettext_noop("sepuluh"),
    gettext_noop("sebelas"),
    gettext_noop("dua belas"),
)


def in_words(count: int) -> str:
    """“empat”, from 13 on “13”."""
    return _(_WORDS[count]) if 0 <= count < len(_WORDS) else number(count)


def villages_in_words(total: int, kelurahan: int) -> str:
    """What these villages are: “desa”, “kelurahan”, or both."""
    if kelurahan == 0:
        return _("desa")
    return _("kelurahan") if kelurahan == total else _("desa dan kelurahan")


def beginning(count: int) -> str:
    """The same at the beginning of a sentence: “Empat”."""
    return capfirst(in_words(count))
