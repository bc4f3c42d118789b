"""Rule books: take one over, change its draft, put it in force, end it."""

import datetime as dt
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

from django.db import transaction
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _
from django.utils.translation import override

from kentongan.accounts.models import Office
from kentongan.assessment.enums import Purpose
from kentongan.assessment.models import Instrument, InstrumentVersion
from kentongan.assessment.permissions import instrument_refusal, require
from kentongan.assessment.rules import editing
from kentongan.assessment.rules.checker import check, labels_of
from kentongan.assessment.rules.complaints import BadDocument, Problem
from kentongan.assessment.rules.document import Document, Rule, Window
from kentongan.assessment.rules.layout import lay_out
from kentongan.assessment.rules.reading import read_document
from kentongan.assessment.rules.wording import hole_words, tier_noun
from kentongan.core.audit import record_event
from kentongan.core.clock import now, today
from kentongan.core.errors import Conflict, Refused

# As they are offered: the question everybody asks first.
SHIPPED = ("aktif", "klaster-kota-malang", "tahap-kim", "adinda", "poin")

# No version may follow before one that is in force begins: a mistyped year would shut the instrument for as long.
FARTHEST = dt.timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Shipped:
    """An instrument that comes with Kentongan."""

    code: str
    text: str
    document: Document


@lru_cache(maxsize=1)
def shipped() -> tuple[Shipped, ...]:
    """The instruments to start from."""
    folder = files("kentongan.assessment") / "instruments"
    texts = {code: (folder / f"{code}.toml").read_text(encoding="utf-8") for code in SHIPPED}
    return tuple(Shipped(code, text, read_document(text)) for code, text in texts.items())


@transaction.atomic
def adopt(*, office: Office, text: str = "", code: str = "", by: Any = None) -> InstrumentVersion:
    """Take a shipped instrument (``code``) or any ``text`` over as the office's draft.

    An instrument the office has already gets it as its next version.
    """
    require(by, instrument_refusal, office)
    if code:
        text = next(one.text for one in shipped() if one.code == code)
    text = editing.line_ends(text)
    document = read_document(text)
    office = Office.objects.select_for_update(of=("self",)).get(pk=office.pk)
    instrument = Instrument.objects.filter(office=office, code=document.code).first()
    if instrument is None:
        instrument = Instrument.objects.create(
            office=office, code=document.code, name=document.name, purpose=document.purpose
        )
    _refuse_strange(instrument, document, text)
    draft = _new_draft(instrument, text)
    _tell("adopt", draft, by, changes={"number": [None, draft.number]})
    return draft


@transaction.atomic
def start_draft(*, instrument: Instrument, by: Any = None) -> InstrumentVersion:
    """Begin the next version with the text of the latest."""
    instrument = _locked(instrument, by)
    draft = _new_draft(instrument, instrument.versions.latest("number").text)
    _tell("draft", draft, by, changes={"number": [None, draft.number]})
    return draft


def _new_draft(instrument: Instrument, text: str) -> InstrumentVersion:
    if instrument.versions.drafts().exists():
        raise Conflict(
            _("%(name)s sudah punya rancangan. Berlakukan atau buang rancangan itu dulu.") % {"name": instrument}
        )
    latest = instrument.versions.order_by("-number").values_list("number", flat=True).first() or 0
    return InstrumentVersion.objects.create(instrument=instrument, number=latest + 1, text=text)


@transaction.atomic
def save_draft(
    *, version: InstrumentVersion, text: str, known: str, by: Any = None, reason: str = ""
) -> InstrumentVersion:
    """Replace a draft's text. ``known`` is the fingerprint of the text the person began with.

    Raises `BadDocument` for a text that is no instrument; nothing changes then.
    """
    draft = _locked_draft(version, known, by)
    text = editing.line_ends(text)
    document = read_document(text)
    _refuse_strange(draft.instrument, document, text)
    if text == draft.text:
        return draft
    before = draft.fingerprint
    draft.text, draft.changed_at = text, now()
    draft.save(update_fields=["text", "changed_at"])
    if not draft.instrument.versions.put_in_force().exists():
        _rename(draft.instrument, document)
    _tell("change", draft, by, changes={"text": [before, draft.fingerprint]}, reason=reason)
    return draft


@transaction.atomic
def discard_draft(*, version: InstrumentVersion, known: str, by: Any = None) -> None:
    """Throw a draft away; an instrument that never was in force goes with it."""
    draft = _locked_draft(version, known, by)
    instrument = draft.instrument
    _tell("discard", draft, by, changes={"number": [draft.number, None]})
    draft.delete()
    if not instrument.versions.exists():
        instrument.delete()


# Changes to a draft's text ----------------------------------------------------------------------------------


def change_limits(
    *,
    version: InstrumentVersion,
    limits: dict[str, int] | None = None,
    windows: dict[str, Window] | None = None,
    fall: dict[str, int] | None = None,
    known: str,
    by: Any = None,
) -> InstrumentVersion:
    """Other limits and windows by key of indicator, and another grace or stay; the rest of the text stays as it is."""
    text, document = version.text, read_document(version.text)
    try:
        for key, limit in (limits or {}).items():
            value = editing.limit_value(document.by_key[key], limit)
            text = editing.set_value(text, ("syarat", key, "batas"), value)
        for key, window in (windows or {}).items():
            text = editing.set_value(text, ("syarat", key, "rentang"), editing.length(window))
        for key, days in (fall or {}).items():
            text = editing.set_fall(text, key, days)
    except KeyError as error:
        raise Refused(_("Bagian ini ditulis dengan cara lain. Ubah langsung dalam teksnya.")) from error
    return save_draft(version=version, text=text, known=known or version.fingerprint, by=by)


def decide_hole(
    *, version: InstrumentVersion, letter: str, tier: str, reason: str, known: str, by: Any = None
) -> InstrumentVersion:
    """Give the states of a hole a tier by a rule of their own, with the office's reason in the text."""
    document = read_document(version.text)
    hole = next((one for one in check(document).holes if one.letter == letter), None)
    if hole is None:
        raise Conflict(_("Lubang %(letter)s sudah tidak ada. Muat ulang halaman ini.") % {"letter": letter})
    if hole.below:
        raise Refused(_("Turunkan skor minimal tingkat terakhir menjadi 0 dalam teksnya."))
    place = next((number for number, one in enumerate(document.tiers) if one.name == tier), None)
    if place is None:
        raise Refused(_("Pilih salah satu %(noun)s.") % {"noun": tier_noun(document)})
    reason = " ".join(reason.split())
    if not reason:
        raise Refused(_("Tulis alasannya. Alasan ini disimpan sebagai keputusan kantor."))
    with override("id"):
        # In the language of the text around it, whoever asks.
        remark = _("Keputusan kantor untuk: %(words)s.") % {"words": hole_words(document, hole)}
    try:
        text = editing.add_rule(version.text, document, place, Rule(hole.met, hole.unmet, reason=reason), remark)
    except KeyError as error:
        raise Refused(_("Aturan di sini ditulis dengan cara lain. Tambahkan langsung dalam teksnya.")) from error
    return save_draft(version=version, text=text, known=known or version.fingerprint, by=by, reason=reason)


def drop_rule(*, version: InstrumentVersion, label: str, known: str, by: Any = None) -> InstrumentVersion:
    """Take the rule with this label ("3b") out of a draft's text."""
    document = read_document(version.text)
    places = [(place, number) for place, tier in enumerate(document.tiers) for number in range(len(tier.rules))]
    found = next(
        (place for place, (name, *_rest) in zip(places, labels_of(document), strict=True) if name == label), None
    )
    if found is None:
        raise Conflict(_("Aturan %(label)s sudah tidak ada. Muat ulang halaman ini.") % {"label": label})
    try:
        text = editing.drop_rule(version.text, *found)
    except KeyError as error:
        raise Refused(_("Aturan ini ditulis dengan cara lain. Hapus langsung dalam teksnya.")) from error
    return save_draft(version=version, text=text, known=known or version.fingerprint, by=by)


# In force ---------------------------------------------------------------------------------------------------


@transaction.atomic
def put_in_force(
    *, version: InstrumentVersion, holds_from: dt.date, known: str = "", by: Any = None
) -> InstrumentVersion:
    """Let a draft hold from a day on, in the place of the version before it. It never changes after."""
    draft = _locked_draft(version, known, by)
    instrument, document = draft.instrument, read_document(draft.text)
    if not check(document).is_complete:
        raise Refused(
            _("Rancangan ini belum lengkap: masih ada keadaan tanpa tingkat, atau tingkat yang tidak tercapai.")
        )
    if holds_from > today() + FARTHEST:
        raise Refused(_("Tanggal itu lebih dari satu tahun lagi. Periksa tahunnya."))
    _refuse_second(instrument, holds_from)
    before = instrument.versions.put_in_force().order_by("-number").first()
    if before and before.holds_from and holds_from < before.holds_from:
        sentence = _("Versi %(number)d berlaku sejak %(day)s. Pilih tanggal itu atau sesudahnya.")
        raise Refused(sentence % {"number": before.number, "day": _day(before.holds_from)})
    if before and (before.holds_until is None or before.holds_until > holds_from):
        before.holds_until = holds_from
        before.save(update_fields=["holds_until"])
    draft.holds_from, draft.put_in_force_at, draft.put_in_force_by = holds_from, now(), by
    draft.save(update_fields=["holds_from", "put_in_force_at", "put_in_force_by"])
    _rename(instrument, document)
    _tell("put_in_force", draft, by, changes={"holds_from": [None, holds_from.isoformat()]})
    return draft


def _refuse_second(instrument: Instrument, holds_from: dt.date) -> None:
    """Whether a group is active has one answer: no two instruments of that purpose hold on the same day."""
    if instrument.purpose != Purpose.ACTIVITY:
        return
    others = InstrumentVersion.objects.put_in_force().filter(
        instrument__office=instrument.office_id, instrument__purpose=instrument.purpose
    )
    others = others.exclude(instrument=instrument)
    clash = next((one for one in others if one.holds_until is None or one.holds_until > holds_from), None)
    if clash:
        sentence = _("%(name)s sudah menentukan KIM mana yang aktif. Akhiri instrumen itu dulu.")
        raise Refused(sentence % {"name": clash.instrument})


@transaction.atomic
def end_instrument(*, instrument: Instrument, ends_on: dt.date, reason: str = "", by: Any = None) -> InstrumentVersion:
    """Let an instrument hold no more from a day on. What it said of earlier days stays."""
    instrument = _locked(instrument, by)
    latest = instrument.versions.put_in_force().order_by("-number").first()
    if latest is None or latest.holds_from is None:
        raise Refused(_("Instrumen ini belum pernah berlaku. Buang saja rancangannya."))
    if latest.holds_until is not None and latest.holds_until <= ends_on:
        sentence = _("%(name)s sudah berakhir pada %(day)s.")
        raise Conflict(sentence % {"name": instrument, "day": _day(latest.holds_until)})
    if ends_on < latest.holds_from:
        sentence = _("Versi %(number)d berlaku sejak %(day)s. Pilih tanggal itu atau sesudahnya.")
        raise Refused(sentence % {"number": latest.number, "day": _day(latest.holds_from)})
    before = latest.holds_until.isoformat() if latest.holds_until else None
    latest.holds_until = ends_on
    latest.save(update_fields=["holds_until"])
    _tell("end", latest, by, changes={"holds_until": [before, ends_on.isoformat()]}, reason=reason)
    return latest


# Shared -----------------------------------------------------------------------------------------------------


def _locked(instrument: Instrument, by: Any) -> Instrument:
    require(by, instrument_refusal, instrument.office)
    return Instrument.objects.select_for_update(of=("self",)).select_related("office").get(pk=instrument.pk)


def _locked_draft(version: InstrumentVersion, known: str, by: Any) -> InstrumentVersion:
    """The draft as it is now. ``known`` blank: whatever it says."""
    instrument = _locked(version.instrument, by)
    draft = instrument.versions.filter(pk=version.pk).first()
    if draft is None:
        raise Conflict(_("Rancangan ini sudah dibuang."))
    if not draft.is_draft:
        raise Conflict(_("Versi %(number)d sudah diberlakukan dan tidak berubah lagi.") % {"number": draft.number})
    if known and draft.fingerprint != known:
        raise Conflict(_("Rancangan ini baru saja diubah orang lain. Muat ulang, lalu ulangi perubahan Anda."))
    draft.instrument = instrument
    return draft


def _refuse_strange(instrument: Instrument, document: Document, text: str) -> None:
    """A version belongs to its instrument: its code and what it is used for stay."""
    layout = lay_out(text)
    problems = []
    if document.code != instrument.code:
        sentence = _("Kode instrumen ini “%(code)s” dan tidak berubah. Untuk kode lain, buat instrumen baru.")
        problems.append(Problem(layout.line_of(("kode",)), sentence % {"code": instrument.code}))
    if document.purpose != instrument.purpose:
        sentence = _("Tujuan instrumen ini “%(purpose)s” dan tidak berubah. Untuk tujuan lain, buat instrumen baru.")
        problems.append(Problem(layout.line_of(("tujuan",)), sentence % {"purpose": instrument.purpose}))
    if problems:
        raise BadDocument(problems)


def _rename(instrument: Instrument, document: Document) -> None:
    if instrument.name != document.name:
        instrument.name = document.name
        instrument.save(update_fields=["name"])


def _day(day: dt.date) -> str:
    return format_date(day, "j F Y")


def _tell(verb: str, version: InstrumentVersion, by: Any, **more: Any) -> None:
    instrument = version.instrument
    record_event(
        verb=verb,
        kind="instrument",
        key=f"{instrument.office_id}/{instrument.code}",
        label=f"{instrument.name} {version.number}",
        area_code=instrument.office_id,
        by=by,
        **more,
    )
