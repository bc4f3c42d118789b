"""What an office set out to reach, and who said so."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.accounts.models import Office
from kentongan.core.audit import snapshot
from kentongan.core.errors import Conflict
from kentongan.registry.actions._writing import assign, changes_between, first_values, tell
from kentongan.registry.models import Target
from kentongan.registry.permissions import require_of, set_targets_refusal

TARGET_FIELDS = ("measure", "year", "value", "source", "source_url", "stated_on")


def set_target(*, office: Office, by: Any = None, **values: Any) -> Target:
    """Record a target with its source; another source may say otherwise."""
    return _write(Target(office=office), values, by)


def change_target(*, target: Target, by: Any = None, **values: Any) -> Target:
    """Correct a target."""
    return _write(target, values, by)


@transaction.atomic
def drop_target(*, target: Target, reason: str = "", by: Any = None) -> None:
    """Take a target back that was recorded by mistake; the history keeps it."""
    require_of(by, set_targets_refusal, target.office)
    changes = {name: [value, None] for name, value in snapshot(target, TARGET_FIELDS).items() if value != ""}
    tell("drop", "target", target, area_code=target.office_id, by=by, changes=changes, reason=reason)
    target.delete()


@transaction.atomic
def _write(target: Target, values: dict[str, Any], by: Any) -> Target:
    require_of(by, set_targets_refusal, target.office)
    is_new = target.pk is None
    if not is_new:
        target = Target.objects.select_related("office").get(pk=target.pk)
    before = {} if is_new else snapshot(target, TARGET_FIELDS)
    assign(target, values, TARGET_FIELDS)
    changes = first_values(target, TARGET_FIELDS) if is_new else changes_between(before, target, TARGET_FIELDS)
    if changes:
        try:
            with transaction.atomic():
                target.save()
        except IntegrityError as error:
            raise Conflict(_("Target dari sumber ini sudah tercatat untuk ukuran dan tahun yang sama.")) from error
        tell("create" if is_new else "change", "target", target, area_code=target.office_id, by=by, changes=changes)
    return target
