"""Filters of listings and events: money, the way to the seller, how fresh a listing is."""

import datetime as dt

from django import template
from django.urls import reverse
from django.utils import timezone
from django.utils.dateformat import format as format_date
from django.utils.translation import gettext as _

from kentongan.accounts.phones import whatsapp_digits
from kentongan.core.clock import today
from kentongan.newsroom import addresses
from kentongan.newsroom.models import Article, Event, Product
from kentongan.newsroom.rules import trade

register = template.Library()


@register.filter
def rupiah(price: int | None) -> str:
    """ "Rp45.000"."""
    return trade.rupiah(price)


@register.simple_tag
def seller_link(product: Product) -> str:
    """Opens a message to the seller; nothing without a number the seller agreed to show."""
    if not product.consent_on:
        return ""
    words = _("Halo, saya melihat “%(title)s” di situs KIM. Masih ada?") % {"title": product.article.title}
    return trade.message_link(whatsapp_digits(product.whatsapp), words)


@register.filter
def checked_long_ago(article: Article) -> dt.date | None:
    """The day a listing was last looked after, once that is long ago."""
    day = timezone.localdate(article.changed_at)
    return day if trade.is_old(day, today()) else None


@register.filter
def event_time(event: Event) -> str:
    """ "Rabu, 24 September 2025, 09.00–12.00 WIB", or both days where it takes several."""
    start = timezone.localtime(event.starts_at)
    zone = start.tzname()
    day = format_date(start, "l, j F Y")
    if event.ends_at is None:
        return f"{day}, {start:%H.%M} {zone}"
    end = timezone.localtime(event.ends_at)
    if end.date() == start.date():
        return f"{day}, {start:%H.%M}–{end:%H.%M} {zone}"
    return f"{day}, {start:%H.%M} {zone} – {format_date(end, 'l, j F Y')}, {end:%H.%M} {zone}"


@register.simple_tag
def report_path(article: Article) -> str:
    """Where a reader says that something is wrong; on the installation's own host also for a site with a domain."""
    here = reverse("report_error", args=[article.code])
    return addresses.whole(here) if article.group.site.domain else here
