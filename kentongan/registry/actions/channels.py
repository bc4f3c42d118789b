"""Writing a group's channels and partners."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from kentongan.core.audit import snapshot
from kentongan.core.errors import Conflict, Refused
from kentongan.registry.actions._writing import assign, changes_between, first_values, tell
from kentongan.registry.actions.groups import locked
from kentongan.registry.models import Channel, Group, Partner
from kentongan.registry.permissions import edit_group_refusal, require_of
from kentongan.registry.rules.channels import channel_address

CHANNEL_FIELDS = ("kind", "url", "since", "until")
PARTNER_FIELDS = ("kind", "name", "since", "until")


def add_channel(*, group: Group, by: Any = None, **values: Any) -> Channel:
    """Record where the group publishes; ``url`` may be a handle."""
    return _write(Channel(group=group), "channel", _with_address(values), CHANNEL_FIELDS, by)


def change_channel(*, channel: Channel, by: Any = None, **values: Any) -> Channel:
    """Correct a channel, or note the day from which it is no longer used."""
    return _write(channel, "channel", _with_address({"kind": channel.kind, **values}), CHANNEL_FIELDS, by)


def add_partner(*, group: Group, by: Any = None, **values: Any) -> Partner:
    """Record a body the group works under or with."""
    return _write(Partner(group=group), "partner", values, PARTNER_FIELDS, by)


def change_partner(*, partner: Partner, by: Any = None, **values: Any) -> Partner:
    """Correct a partner, or note the day from which it is none any more."""
    return _write(partner, "partner", values, PARTNER_FIELDS, by)


def _with_address(values: dict[str, Any]) -> dict[str, Any]:
    if "url" not in values:
        return values
    address = channel_address(values["kind"], values["url"])
    if address is None:
        raise Refused(_("Alamat ini tidak cocok dengan jenis kanalnya."))
    return {**values, "url": address}


@transaction.atomic
def _write(thing: Any, kind: str, values: dict[str, Any], fields: tuple[str, ...], by: Any) -> Any:
    group = locked(thing.group)
    require_of(by, edit_group_refusal, group)
    is_new = thing.pk is None
    if not is_new:
        thing = type(thing).objects.get(pk=thing.pk)
    before = {} if is_new else snapshot(thing, fields)
    assign(thing, values, fields)
    if thing.since and thing.until and thing.until < thing.since:
        raise Refused(_("Hari berakhir tidak boleh sebelum hari mulai."))
    changes = first_values(thing, fields) if is_new else changes_between(before, thing, fields)
    if changes:
        try:
            with transaction.atomic():
                thing.save()
        except IntegrityError as error:
            raise Conflict(_("Kanal ini sudah tercatat.")) from error
        tell("create" if is_new else "change", kind, thing, area_code=group.area_id, by=by, changes=changes)
    return thing
