"""The guard's findings as sentences for people: what was seen, in the words it was written, and no blame."""

from collections.abc import Callable, Mapping
from typing import Any

from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

_TOPICS: dict[str, Promise] = {
    "gambling": gettext_lazy("promosi judi"),
    "pills": gettext_lazy("promosi obat terlarang"),
    "loans": gettext_lazy("promosi pinjaman yang meragukan"),
    "adult": gettext_lazy("promosi pornografi"),
    "tricks": gettext_lazy("promosi penipuan"),
    "defaced": gettext_lazy("pesan peretas"),
    "script": gettext_lazy("tulisan beraksara asing"),
    "foreign_words": gettext_lazy("iklan berbahasa asing"),
    "hidden": gettext_lazy("tulisan tersembunyi"),
    "hosts": gettext_lazy("tautan ke situs promosi"),
    "own_address": gettext_lazy("tautan ke situs promosi"),
}
_SCRIPTS: dict[str, Promise] = {
    "japanese": gettext_lazy("Jepang"),
    "chinese": gettext_lazy("Tionghoa"),
    "korean": gettext_lazy("Korea"),
    "thai": gettext_lazy("Thai"),
    "cyrillic": gettext_lazy("Kiril"),
    "greek": gettext_lazy("Yunani"),
    "hebrew": gettext_lazy("Ibrani"),
    "indian": gettext_lazy("India"),
    "southeast": gettext_lazy("Laos, Khmer, atau Burma"),
}
_LANGUAGES: dict[str, Promise] = {
    "id": gettext_lazy("Indonesia"),
    "jv": gettext_lazy("Jawa"),
    "su": gettext_lazy("Sunda"),
    "ms": gettext_lazy("Melayu"),
    "en": gettext_lazy("Inggris"),
    "ar": gettext_lazy("Arab"),
    "ja": gettext_lazy("Jepang"),
    "zh": gettext_lazy("Tionghoa"),
    "ko": gettext_lazy("Korea"),
    "th": gettext_lazy("Thai"),
    "ru": gettext_lazy("Rusia"),
}
Values = Mapping[str, Any]


def sentence(reason: Mapping[str, Any]) -> str:
    """A reason (``Reason.as_json()``) in the reader's language. One that is not known, from another version, is named in general."""
    say = _SENTENCES.get(str(reason.get("code")))
    if say is None:
        return _("Ada yang tidak lazim di sini.")
    return say(reason.get("values") or {})


def _quoted(words: Any) -> str:
    return ", ".join(f"“{word}”" for word in words or ())


def _listed(words: Any) -> str:
    return ", ".join(str(word) for word in words or ())


def _topic(code: Any) -> str:
    return str(_TOPICS.get(code, _("promosi yang tidak lazim")))


def _person(values: Values) -> str:
    return _("Yang memeriksa menulis: “%(reason)s”.") % {"reason": values.get("reason", "")}


def _words(values: Values) -> str:
    count = int(values.get("count", 0))
    said = ngettext("Ada %(count)d kata %(topic)s: %(words)s.", "Ada %(count)d kata %(topic)s: %(words)s.", count)
    return said % {"count": count, "topic": _topic(values.get("topic")), "words": _quoted(values.get("words"))}


def _brands(values: Values) -> str:
    return _("Menyebut nama yang mirip nama situs judi: %(words)s.") % {"words": _quoted(values.get("words"))}


def _calls(values: Values) -> str:
    return _("Di dekatnya ada ajakan: %(words)s.") % {"words": _quoted(values.get("words"))}


def _disguised(values: Values) -> str:
    pairs = [
        _("“%(written)s” untuk “%(meant)s”") % {"written": pair.get("written", ""), "meant": pair.get("meant", "")}
        for pair in values.get("pairs", ())
    ]
    return _("Ada kata yang disamarkan: %(pairs)s.") % {"pairs": ", ".join(pairs)}


def _bare(values: Values) -> str:
    return _("Judulnya hampir seluruhnya promosi: %(words)s.") % {"words": _quoted(values.get("words"))}


def _defaced(values: Values) -> str:
    return _("Ada pesan orang yang membobol situs: %(words)s.") % {"words": _quoted(values.get("words"))}


def _stuffed(values: Values) -> str:
    said = _("Kata semacam itu diulang-ulang: %(count)d kali dalam %(of)d kata.")
    return said % {"count": int(values.get("count", 0)), "of": int(values.get("of", 0))}


def _reported(values: Values) -> str:
    count = int(values.get("count", 0))
    said = ngettext(
        "%(count)d kata tidak dihitung, karena tampak diberitakan dan bukan dipromosikan: di dekatnya ada %(words)s.",
        "%(count)d kata tidak dihitung, karena tampak diberitakan dan bukan dipromosikan: di dekatnya ada %(words)s.",
        count,
    )
    return said % {"count": count, "words": _quoted(values.get("words"))}


def _script(values: Values) -> str:
    name = _SCRIPTS.get(values.get("script", ""), "")
    said = _("%(percent)d%% hurufnya beraksara %(script)s, padahal situs ini tidak biasa menulis begitu.")
    return said % {"percent": int(values.get("percent", 0)), "script": name}


def _foreign_words(values: Values) -> str:
    return _("Ada kata iklan berbahasa asing: %(words)s.") % {"words": _quoted(values.get("words"))}


def _hidden(values: Values) -> str:
    return _("Ada tulisan yang tidak terlihat oleh pembaca, isinya: %(words)s.") % {
        "words": _quoted(values.get("words"))
    }


def _hosts(values: Values) -> str:
    count = int(values.get("count", 0))
    said = ngettext(
        "Ada tautan ke %(count)d situs yang namanya menawarkan hal semacam itu: %(hosts)s.",
        "Ada tautan ke %(count)d situs yang namanya menawarkan hal semacam itu: %(hosts)s.",
        count,
    )
    return said % {"count": count, "hosts": _listed(values.get("hosts"))}


def _own_address(values: Values) -> str:
    return _("Alamat kabarnya sendiri bernama promosi: %(host)s.") % {"host": values.get("host", "")}


def _share(values: Values) -> str:
    facts = {
        "count": int(values.get("count", 0)),
        "of": int(values.get("of", 0)),
        "topics": ", ".join(_topic(topic) for topic in values.get("topics", ())),
        "titles": _quoted(values.get("titles")),
    }
    if facts["titles"]:
        return _("%(count)d dari %(of)d kabar yang terlihat berisi %(topics)s, misalnya %(titles)s.") % facts
    return _("%(count)d dari %(of)d kabar yang terlihat berisi %(topics)s.") % facts


def _language(values: Values) -> str:
    said = _("Bahasanya berubah mendadak: %(count)d dari %(of)d kabar berbahasa %(now)s, sebelumnya %(before)s.")
    return said % {
        "count": int(values.get("count", 0)),
        "of": int(values.get("of", 0)),
        "now": _LANGUAGES.get(values.get("now", ""), values.get("now", "")),
        "before": _LANGUAGES.get(values.get("before", ""), values.get("before", "")),
    }


def _pace(values: Values) -> str:
    if "most" in values:
        said = _(
            "Situs ini membawa %(count)d kabar baru dalam sehari. Yang melebihi %(most)d ditahan bersama sampai orang memeriksanya: satu keputusan berlaku untuk semuanya."
        )
        return said % {"count": int(values.get("count", 0)), "most": int(values["most"])}
    said = _("Kabarnya mendadak banyak: %(count)d dalam satu hari, biasanya sekitar %(usual)s sehari.")
    usual = number_format(values.get("usual", 0), decimal_pos=1, use_l10n=True)
    return said % {"count": int(values.get("count", 0)), "usual": usual}


def _new_hosts(values: Values) -> str:
    said = _("Banyak kabar mendadak menaut ke tempat yang belum pernah ditaut: %(hosts)s.")
    return said % {"hosts": _listed(values.get("hosts"))}


def _mould(values: Values) -> str:
    said = _("%(count)d dari %(of)d judul hampir sama, seperti dicetak mesin, misalnya “%(title)s”.")
    return said % {
        "count": int(values.get("count", 0)),
        "of": int(values.get("of", 0)),
        "title": values.get("title", ""),
    }


def _page_head(values: Values) -> str:
    return _("Judul halaman yang dibaca mesin pencari berisi promosi: “%(title)s”.") % {
        "title": values.get("title", "")
    }


def _page_words(values: Values) -> str:
    return _("Halaman depannya memuat promosi: %(words)s.") % {"words": _quoted(values.get("words"))}


def _page_hidden(values: Values) -> str:
    said = _("Di halaman depannya ada tulisan yang tidak terlihat oleh pembaca: %(words)s.")
    return said % {"words": _quoted(values.get("words"))}


def _page_hosts(values: Values) -> str:
    said = _("Halaman depannya menaut ke situs yang namanya menawarkan promosi: %(hosts)s.")
    return said % {"hosts": _listed(values.get("hosts"))}


def _page_defaced(values: Values) -> str:
    return _("Di halaman depannya ada pesan orang yang membobolnya: %(words)s.") % {
        "words": _quoted(values.get("words"))
    }


def _page_links(values: Values) -> str:
    pairs = [
        _("“%(written)s” ke %(host)s") % {"written": pair.get("written", ""), "host": pair.get("host", "")}
        for pair in values.get("pairs", ())
    ]
    return _("Di halaman depannya ada tautan yang tulisannya promosi: %(pairs)s.") % {"pairs": ", ".join(pairs)}


def _page_leads(values: Values) -> str:
    said = _("Halaman depannya membawa pembaca ke situs yang namanya menawarkan promosi: %(hosts)s.")
    return said % {"hosts": _listed(values.get("hosts"))}


def _cloaked(values: Values) -> str:
    facts = {"title": values.get("title", ""), "words": _quoted(values.get("words"))}
    if facts["title"]:
        return _("Pengunjung dari mesin pencari mendapat halaman lain, berjudul “%(title)s”.") % facts
    return _("Pengunjung dari mesin pencari mendapat halaman lain, yang memuat %(words)s.") % facts


_SENTENCES: dict[str, Callable[[Values], str]] = {
    "person": _person,
    "words": _words,
    "brands": _brands,
    "calls": _calls,
    "disguised": _disguised,
    "bare": _bare,
    "defaced": _defaced,
    "stuffed": _stuffed,
    "reported": _reported,
    "script": _script,
    "foreign_words": _foreign_words,
    "hidden": _hidden,
    "hosts": _hosts,
    "own_address": _own_address,
    "share": _share,
    "language": _language,
    "pace": _pace,
    "new_hosts": _new_hosts,
    "mould": _mould,
    "page_head": _page_head,
    "page_words": _page_words,
    "page_hidden": _page_hidden,
    "page_hosts": _page_hosts,
    "page_defaced": _page_defaced,
    "page_links": _page_links,
    "page_leads": _page_leads,
    "cloaked": _cloaked,
}
