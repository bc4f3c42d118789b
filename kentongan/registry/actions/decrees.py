"""Writing decrees and their scans."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.core.audit import snapshot
from kentongan.core.errors import Conflict, Refused
from kentongan.core.uploads import Upload
from kentongan.registry.actions._writing import assign, changes_between, first_values, tell
from kentongan.registry.actions.groups import locked
from kentongan.registry.models import Decree, Group
from kentongan.registry.permissions import add_decree_refusal, require_of

DECREE_FIELDS = ("number", "signer_kind", "signer_name", "signed_on", "starts_on", "ends_on")


def add_decree(*, group: Group, by: Any = None, scan: Upload | None = None, **values: Any) -> Decree:
    """Record a decree of the group, with its scan if there is one."""
    decree = Decree(group=group)
    return _write(decree, values, scan=scan, drop_scan=False, by=by)


def change_decree(
    *, decree: Decree, by: Any = None, scan: Upload | None = None, drop_scan: bool = False, **values: Any
) -> Decree:
    """Correct a decree; a new scan takes the place of the old one, which is removed once that is sure."""
    return _write(decree, values, scan=scan, drop_scan=drop_scan, by=by)


def _write(decree: Decree, values: dict, *, scan: Upload | None, drop_scan: bool, by: Any) -> Decree:
    require_of(by, add_decree_refusal, decree.group)
    storage = Decree._meta.get_field("scan").storage
    stored = ""
    try:
        with transaction.atomic():
            group = locked(decree.group)
            is_new = decree.pk is None
            if not is_new:
                decree = Decree.objects.get(pk=decree.pk)
            before = {} if is_new else snapshot(decree, DECREE_FIELDS)
            had_scan = decree.scan.name or ""
            assign(decree, values, DECREE_FIELDS)
            if decree.ends_on < decree.starts_on:
                raise Refused(_("SK berakhir sebelum mulai. Periksa kedua tanggalnya."))
            if scan:
                stored = storage.save(f"sk/{scan.name}", scan.file)
                decree.scan.name, decree.scan_type = stored, scan.content_type
            elif drop_scan:
                decree.scan.name, decree.scan_type = "", ""
            changes = (first_values if is_new else lambda row, fields: changes_between(before, row, fields))(
                decree, DECREE_FIELDS
            )
            if (decree.scan.name or "") != had_scan:
                changes["scan"] = [_scan_word(had_scan), _scan_word(decree.scan.name)]
                if had_scan:
                    transaction.on_commit(lambda: storage.delete(had_scan))
            if changes:
                _save(decree)
                verb = "create" if is_new else "change"
                tell(verb, "decree", decree, area_code=group.area_id, by=by, changes=changes)
    except BaseException:
        if stored:
            storage.delete(stored)
        raise
    return decree


def _scan_word(name: str | None) -> str | None:
    """The trail keeps what kind of file it was; its name tells nothing and its bytes may be gone."""
    return name.rpartition(".")[2].upper() if name else None


def _save(decree: Decree) -> None:
    try:
        with transaction.atomic():
            decree.save()
    except IntegrityError as error:
        raise Conflict(_("SK dengan nomor ini sudah tercatat pada KIM ini.")) from error
