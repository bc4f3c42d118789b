"""Recording one piece of evidence."""

import datetime as dt
from typing import Any

from django.db import transaction

from kentongan.core.clock import now, today
from kentongan.evidence.actions._entering import LONGEST_TITLE, kind_of, life_of, locked_groups, require_fit
from kentongan.evidence.actions.tallies import recount
from kentongan.evidence.enums import Source
from kentongan.evidence.models import Evidence
from kentongan.registry.models import Group


def record(
    *,
    group: Group,
    kind: str,
    occurred_on: dt.date,
    source: Source,
    key: str,
    until: dt.date | None = None,
    title: str = "",
    url: str = "",
    file: Any = None,
    by: Any = None,
    at: dt.datetime | None = None,
) -> Evidence:
    """One thing the group did, once for its key: whoever records it again gets the record that is there.

    The room that calls asks its own permissions. ``file`` is a checked upload (``core.uploads``).
    """
    facts = kind_of(kind)
    storage = Evidence._meta.get_field("file").storage  # type: ignore[union-attr]
    stored = ""
    try:
        with transaction.atomic():
            group = locked_groups([group.pk])[group.pk]
            if known := Evidence.objects.filter(group=group, key=key).first():
                return known
            require_fit(life=life_of(group), occurred_on=occurred_on, until=until, key=key, today=today())
            if file:
                stored = storage.save(f"bukti/{file.name}", file.file)
            evidence = Evidence.objects.create(
                group=group,
                kind=facts.number,
                source=source,
                occurred_on=occurred_on,
                until=until,
                key=key,
                title=title[:LONGEST_TITLE],
                url=url,
                file=stored,
                file_type=file.content_type if file else "",
                recorded_at=at or now(),
                recorded_by=by,
            )
            recount({group.pk}, {occurred_on.year})
    except BaseException:
        if stored:
            storage.delete(stored)
        raise
    return evidence
