"""What readers see of the harvest: a title, two sentences, where it stands and since when, and the way there."""

from urllib.parse import urlsplit

from django.template.loader import render_to_string
from django.utils.text import Truncator

from kentongan.harvest.queries.shown import shown_on
from kentongan.newsroom.models import Site

NEWEST = 3
TITLE_LENGTH = 140
LEAD_LENGTH = 200


def elsewhere_part(site: Site) -> str:
    """ "Kabar dari situs KIM" on the first page of a portal or of a group's site, where the office shows it."""
    entries = shown_on(site, NEWEST)
    for entry in entries:
        entry.host = (urlsplit(entry.link).hostname or "").removeprefix("www.")  # type: ignore[attr-defined]
        entry.shown_title = Truncator(entry.title).chars(TITLE_LENGTH)  # type: ignore[attr-defined]
        entry.lead = Truncator(entry.summary).chars(LEAD_LENGTH)  # type: ignore[attr-defined]
    if not entries:
        return ""
    return render_to_string("harvest/public/_elsewhere.html", {"entries": entries, "is_portal": site.is_portal})
