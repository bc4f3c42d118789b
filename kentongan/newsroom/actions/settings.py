"""Who reads: an office's rule, and the groups read otherwise."""

from typing import Any

from django.db import transaction

from kentongan.accounts.models import Office
from kentongan.core.audit import record_event
from kentongan.newsroom.enums import Review
from kentongan.newsroom.models import Desk, GroupDesk
from kentongan.newsroom.permissions import review_in, set_desk_refusal
from kentongan.registry.models import Group
from kentongan.registry.permissions import require_of


@transaction.atomic
def set_desk(*, office: Office, by: Any, review: int) -> Desk:
    """Say who reads the articles of the office's groups."""
    require_of(by, set_desk_refusal, office)
    office = Office.objects.select_for_update(of=("self",), no_key=True).get(pk=office.pk)
    before = Desk.objects.filter(office=office).values_list("review", flat=True).first()
    desk, _created = Desk.objects.update_or_create(office=office, defaults={"review": Review(review)})
    if before != desk.review:
        record_event(
            verb="change",
            kind="desk",
            key=office.pk,
            label=office.name,
            area_code=office.pk,
            by=by,
            changes={"review": [before, desk.review]},
        )
    return desk


@transaction.atomic
def set_group_desk(*, group: Group, office: Office, by: Any, review: int | None) -> None:
    """Have one group's articles read otherwise than its office says; None: as the office says again."""
    require_of(by, set_desk_refusal, office)
    group = Group.objects.select_for_update(of=("self",), no_key=True).select_related("area").get(pk=group.pk)
    before = int(review_in(group))
    if review is None:
        GroupDesk.objects.filter(group=group).delete()
    else:
        GroupDesk.objects.update_or_create(group=group, defaults={"review": Review(review)})
    record_event(
        verb="change",
        kind="group_desk",
        key=group.code,
        label=group.name,
        area_code=group.area_id,
        by=by,
        changes={"review": [before, int(review_in(group))]},
    )
