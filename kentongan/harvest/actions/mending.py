"""Credit that no single visit could settle."""

from django.db import transaction
from django.db.models import Count

from kentongan.harvest.actions import ledger
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry

BATCH = 200


def mend_credit() -> int:
    """Texts and pages that were credited twice, because two workers met them at the same moment; entries outside a group's life that
    the register has been corrected for. Says how many entries were looked at.
    """
    prints, pages = _twice("fingerprint"), _twice("key")
    for start in range(0, len(prints), BATCH):
        with transaction.atomic():
            ledger.settle(prints[start : start + BATCH])
    for start in range(0, len(pages), BATCH):
        with transaction.atomic():
            ledger.settle((), pages[start : start + BATCH])
    return len(prints) + len(pages) + _let_in()


def _twice(column: str) -> list[str]:
    """Values that several credited entries have."""
    credited = Entry.objects.filter(state=EntryState.ACCEPTED).exclude(**{column: ""}).order_by().values(column)
    return list(credited.annotate(times=Count("pk")).filter(times__gt=1).values_list(column, flat=True))


def _let_in() -> int:
    zones = ledger.office_zones()
    rows = (
        Entry.objects.filter(state=EntryState.OUTSIDE, feed__guard=Guard.CLEAR)
        .select_related("group__area", "feed__channel__group")
        .order_by("pk")
    )
    fitting = [
        entry
        for entry in rows.iterator(chunk_size=1000)
        if ledger.fits(entry.group, ledger.day_of(entry.published_at, entry.group, zones))
    ]
    for start in range(0, len(fitting), BATCH):
        some = fitting[start : start + BATCH]
        with transaction.atomic():
            Entry.objects.filter(pk__in=[entry.pk for entry in some]).update(state=EntryState.ACCEPTED)
            for entry in some:
                entry.state = EntryState.ACCEPTED
            ledger.settle_with(some, zones)
    return len(fitting)
