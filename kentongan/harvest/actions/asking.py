"""A group says of what is held back that it is its own, or that a site which was taken over is clean again."""

from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from kentongan.accounts.enums import Capability
from kentongan.accounts.notices import notify
from kentongan.core.audit import record_event
from kentongan.core.clock import today
from kentongan.core.errors import Conflict
from kentongan.harvest.actions.quarantine import HELD
from kentongan.harvest.enums import Guard
from kentongan.harvest.models import Entry, Feed
from kentongan.harvest.permissions import ask_refusal
from kentongan.registry.permissions import require_of


@transaction.atomic
def ask_office(*, feed: Feed, entry: Entry | None = None, text: str = "", by: Any = None) -> None:
    """Tell those who judge, once a day, with what the group says of its channel or of one held entry. Of a channel that was
    confirmed as taken over it says that it was cleaned: nobody visits it until a person releases it.
    """
    require_of(by, ask_refusal, feed.group)
    feed = Feed.objects.select_for_update(of=("self",)).select_related("channel__group__area").get(pk=feed.pk)
    waits = entry.state in HELD if entry else feed.guard != Guard.CLEAR
    if not waits:
        raise Conflict(_("Tidak ada yang sedang menunggu keputusan di sini."))
    group, day = feed.group, today()
    if entry is None and feed.guard == Guard.CONFIRMED:
        verb, title, told = "clean", _("%(group)s: “Sudah kami bersihkan”"), _("KIM menyatakan situsnya sudah bersih.")
    else:
        verb, title, told = (
            "ask",
            _("%(group)s: “Ini kabar kami”"),
            _("KIM menyatakan yang ditahan itu memang miliknya."),
        )
    href = reverse("entry", args=[feed.code, entry.code]) if entry else reverse("feed", args=[feed.code])
    notify(
        key=f"panen-{verb}:{entry.code if entry else feed.code}:{day.isoformat()}",
        area=group.area,
        group_code=group.code,
        audience=Capability.JUDGE_HARVEST,
        title=title % {"group": group.name},
        text=text or told,
        href=href,
        on=day,
        action=_("Periksa lagi"),
    )
    record_event(
        verb=verb,
        kind="feed",
        key=feed.code,
        label=str(entry or feed.channel),
        area_code=group.area_id,
        by=by,
        reason=text,
        changes={"entry": [None, entry.code]} if entry else None,
    )
