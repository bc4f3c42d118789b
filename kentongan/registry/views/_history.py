"""Events of the audit trail in words, for components/history.html."""

import datetime as dt
from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from kentongan.core.models import AuditEvent
from kentongan.core.templatetags.core import day_date, mask_phone, phone
from kentongan.registry.enums import ChannelKind, Measure, PartnerKind, Position, Precision, SignerKind, Step

_SENTENCES: dict[tuple[str, str], Any] = {
    ("create", "group"): gettext_lazy("KIM dicatat"),
    ("change", "group"): gettext_lazy("Data KIM diubah"),
    ("import", "group"): gettext_lazy("Data KIM diimpor"),
    ("erase", "group"): gettext_lazy("Data pribadi narahubung dihapus atas permintaan"),
    ("end", "group"): gettext_lazy("KIM dicatat berakhir"),
    ("reopen", "group"): gettext_lazy("Pengakhiran KIM dibatalkan"),
    ("create", "decree"): gettext_lazy("SK dicatat: %(label)s"),
    ("change", "decree"): gettext_lazy("SK diubah: %(label)s"),
    ("create", "officer"): gettext_lazy("Pengurus dicatat: %(label)s"),
    ("change", "officer"): gettext_lazy("Pengurus diubah: %(label)s"),
    ("erase", "officer"): gettext_lazy("Data pribadi pengurus dihapus atas permintaan: %(label)s"),
    ("create", "channel"): gettext_lazy("Kanal dicatat"),
    ("change", "channel"): gettext_lazy("Kanal diubah"),
    ("create", "partner"): gettext_lazy("Lembaga mitra dicatat: %(label)s"),
    ("change", "partner"): gettext_lazy("Lembaga mitra diubah: %(label)s"),
    ("start_case", "village"): gettext_lazy("Pembentukan KIM dimulai"),
    ("note_step", "village"): gettext_lazy("Langkah dicatat"),
    ("undo_step", "village"): gettext_lazy("Langkah dibatalkan"),
    ("close_case", "village"): gettext_lazy("Pembentukan dihentikan"),
    ("form_group", "village"): gettext_lazy("KIM terbentuk"),
    ("end", "area"): gettext_lazy("Wilayah berakhir: %(label)s"),
    ("split", "area"): gettext_lazy("Wilayah beralih: %(label)s"),
    ("rename", "area"): gettext_lazy("Wilayah berganti nama"),
    ("spell", "area"): gettext_lazy("Ejaan lain diingat"),
    ("create", "target"): gettext_lazy("Target dicatat: %(label)s"),
    ("change", "target"): gettext_lazy("Target diubah: %(label)s"),
    ("drop", "target"): gettext_lazy("Target ditarik: %(label)s"),
}
_FOR_ANY: dict[str, Any] = {
    "note_obstacle": gettext_lazy("Kendala dicatat"),
    "resolve_obstacle": gettext_lazy("Kendala teratasi: %(label)s"),
    "reopen_obstacle": gettext_lazy("Kendala dibuka lagi: %(label)s"),
    "add_note": gettext_lazy("Catatan ditambahkan"),
    "create": gettext_lazy("Dicatat: %(label)s"),
    "change": gettext_lazy("Diubah: %(label)s"),
}
_LABELS: dict[str, Any] = {
    "name": gettext_lazy("Nama"),
    "on": gettext_lazy("Berlaku sejak"),
    "into": gettext_lazy("Kode penerus"),
    "valid_until": gettext_lazy("Berlaku sampai sebelum"),
    "spelling": gettext_lazy("Ejaan"),
    "formed_on": gettext_lazy("Terbentuk"),
    "formed_precision": gettext_lazy("Kepastian tanggal"),
    "formed_not_before": gettext_lazy("Paling awal terbentuk"),
    "kim_number": gettext_lazy("Nomor KIM nasional"),
    "kimid_url": gettext_lazy("Situs KIM.ID"),
    "profile": gettext_lazy("Profil"),
    "address": gettext_lazy("Alamat sekretariat"),
    "contact_name": gettext_lazy("Nama narahubung"),
    "contact_phone": gettext_lazy("Nomor HP narahubung"),
    "ended_on": gettext_lazy("Berakhir"),
    "ended_reason": gettext_lazy("Alasan berakhir"),
    "merged_into": gettext_lazy("Dilanjutkan oleh"),
    "number": gettext_lazy("Nomor SK"),
    "signer_kind": gettext_lazy("Ditandatangani oleh"),
    "signer_name": gettext_lazy("Nama penanda tangan"),
    "signed_on": gettext_lazy("Ditetapkan"),
    "starts_on": gettext_lazy("Mulai berlaku"),
    "ends_on": gettext_lazy("Hari terakhir berlaku"),
    "scan": gettext_lazy("Pindaian"),
    "position": gettext_lazy("Jabatan"),
    "phone": gettext_lazy("Nomor HP"),
    "since": gettext_lazy("Sejak"),
    "until": gettext_lazy("Sampai sebelum"),
    "decree": gettext_lazy("SK"),
    "kind": gettext_lazy("Jenis"),
    "url": gettext_lazy("Alamat"),
    "step": gettext_lazy("Langkah"),
    "done_on": gettext_lazy("Selesai"),
    "fact": gettext_lazy("Keterangan"),
    "opened_on": gettext_lazy("Dimulai"),
    "closed_on": gettext_lazy("Ditutup"),
    "group": gettext_lazy("KIM"),
    "noted_on": gettext_lazy("Dicatat"),
    "resolved_on": gettext_lazy("Teratasi"),
    "resolution": gettext_lazy("Cara mengatasi"),
    "detail": gettext_lazy("Keterangan"),
    "measure": gettext_lazy("Ukuran"),
    "year": gettext_lazy("Tahun"),
    "value": gettext_lazy("Angka"),
    "source": gettext_lazy("Sumber"),
    "source_url": gettext_lazy("Tautan sumber"),
    "stated_on": gettext_lazy("Dinyatakan"),
}
_WORDS = {
    "formed_precision": dict(Precision.choices),
    "signer_kind": dict(SignerKind.choices),
    "position": dict(Position.choices),
    "step": dict(Step.choices),
    "measure": dict(Measure.choices),
    "kind": {**dict(ChannelKind.choices), **dict(PartnerKind.choices)},
}
_PHONES = {"phone", "contact_phone"}
# An erasure leaves an empty value where something was; nothing at all stays None.
ERASED = ""


def in_words(events: Iterable[AuditEvent], *, sees_phones: bool = False) -> list[dict[str, Any]]:
    """Events as rows of components/history.html; phone numbers masked for those who may not see them."""
    return [
        {
            "what": _sentence(event),
            "by": event.by.name if event.by else None,
            "at": event.at,
            "changes": [_change(name, before, after, sees_phones) for name, (before, after) in event.changes.items()],
            "reason": event.reason,
        }
        for event in events
    ]


def _sentence(event: AuditEvent) -> str:
    words = _SENTENCES.get((event.verb, event.subject_kind)) or _FOR_ANY.get(event.verb, event.verb)
    return str(words) % {"label": event.subject_label} if "%(" in str(words) else str(words)


def _change(name: str, before: Any, after: Any, sees_phones: bool) -> dict[str, Any]:
    if name in _PHONES:
        show = phone if sees_phones else mask_phone
        before, after = show(before), show(after)
    else:
        before, after = _value(name, before), _value(name, after)
    return {"label": _LABELS.get(name, name), "before": before, "after": after}


def _value(name: str, value: Any) -> Any:
    if value is None or value == "":
        return value
    if name in _WORDS:
        return _WORDS[name].get(value, value)
    if isinstance(value, bool):
        return _("ya") if value else _("tidak")
    if name.endswith("_on") or name in {"on", "since", "until", "valid_until", "formed_not_before"}:
        try:
            return day_date(dt.date.fromisoformat(str(value)))
        except ValueError:
            return value
    return value
