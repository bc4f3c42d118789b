"""What readers see of the harvest."""

from kentongan.harvest.enums import EntryState, Guard
from kentongan.harvest.models import Entry, HarvestDesk
from kentongan.newsroom.models import Site


def may_be_shown(entry: Entry) -> bool:
    """Whether readers may see it: on its channel's part, and on that of an office above."""
    is_fit = entry.state == EntryState.ACCEPTED and entry.feed.guard == Guard.CLEAR and entry.link and entry.title
    return bool(is_fit) and is_on_a_portal(entry)


def is_on_a_portal(entry: Entry) -> bool:
    """Whether an office above shows what groups publish elsewhere."""
    return HarvestDesk.objects.filter(office__in=entry.group.area.ancestor_codes, on_portal=True).exists()


def shown_on(site: Site, number: int) -> list[Entry]:
    """The newest accepted entries of a portal's network or of a group, where the office above shows them."""
    portal = site if site.is_portal else getattr(site, "portal", None)
    if portal is None or not HarvestDesk.objects.filter(office=portal.office_id, on_portal=True).exists():
        return []
    entries = (
        Entry.objects.filter(state=EntryState.ACCEPTED, feed__guard=Guard.CLEAR).exclude(link="").exclude(title="")
    )
    entries = entries.within(site.area) if site.is_portal else entries.filter(group=site.group)
    return list(
        entries.select_related("group__area").only(
            "code", "link", "title", "summary", "published_at", "group__name", "group__area"
        )[:number]
    )
