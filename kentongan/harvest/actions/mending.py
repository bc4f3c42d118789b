"""Credit that no single visit could settle."""

from django.db import transaction
from django.db.models import Count

from kentongan.harvest.actions import ledger
from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry

BATCH = 200


def mend_credit() -> int:
    """Texts that were credited twice, because two workers met them at the same moment; entries outside a group's life that
    the register has been corrected for. Says how many entries were looked at.
    """
    twice = (
        Entry.objects.filter(state=EntryState.ACCEPTED)
        .exclude(fingerprint="")
        .order_by()
        .values("fingerprint")
        .annotate(times=Count("pk"))
        .filter(times__gt=1)
        .values_list("fingerprint", flat=True)
    )
    prints = list(twice)
    for start in range(0, len(prints), BATCH):
        with transaction.atomic():
            ledger.settle(prints[start : start + BATCH])
    return len(prints) + _let_in()


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
            ledger.write([entry for entry in some if not entry.fingerprint], zones)
            ledger.settle({entry.fingerprint for entry in some})
    return len(fitting)
