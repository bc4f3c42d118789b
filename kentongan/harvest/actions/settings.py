"""What an office decides about the harvest."""

from typing import Any

from django.db import transaction

from kentongan.accounts.models import Office
from kentongan.core.audit import record_event
from kentongan.core.finished import forget
from kentongan.harvest.models import HarvestDesk
from kentongan.harvest.permissions import set_harvest_refusal
from kentongan.registry.permissions import require_of


@transaction.atomic
def set_harvest_desk(*, office: Office, on_portal: bool, by: Any = None) -> HarvestDesk:
    """Let readers of the office's portal and of its groups' sites see what was harvested, or no more."""
    require_of(by, set_harvest_refusal, office)
    desk, _is_new = HarvestDesk.objects.select_for_update().get_or_create(office=office)
    if desk.on_portal == on_portal:
        return desk
    before, desk.on_portal = desk.on_portal, on_portal
    desk.save(update_fields=["on_portal"])
    record_event(
        verb="change",
        kind="harvest_desk",
        key=office.area_id,
        label=office.name,
        area_code=office.area_id,
        by=by,
        changes={"on_portal": [before, on_portal]},
    )
    forget(f"office:{office.area_id}")
    return desk
