"""Filters and tags every template may use: days and numbers as people write them, icons, small arithmetic.

Formats follow the active language: 1.250 and "Rabu, 24 September 2025" in Indonesian, 1,250 and
"Wednesday, 24 September 2025" in English.
"""

import datetime as dt
from decimal import ROUND_HALF_UP, Decimal
from functools import cache, lru_cache
from typing import Any
from urllib.parse import urlencode

from django import template
from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.paginator import Page
from django.middleware.csrf import get_token
from django.template import Context
from django.template.loader import get_template
from django.templatetags.static import static
from django.utils import formats, timezone
from django.utils.dateformat import format as format_date
from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from kentongan.core.clock import today as clock_today
from kentongan.core.stylesheets import flatten, minify, without_fonts

register = template.Library()

# A day further away is written out in full: "28 hari lalu" can be counted, "113 hari lalu" cannot.
RELATIVE_LIMIT_DAYS = 31
SLIT_GROUP = 50
PUBLIC_SHEET = "core/css/public.css"


def _as_day(value: Any) -> dt.date | None:
    if isinstance(value, dt.datetime):
        return timezone.localtime(value).date() if timezone.is_aware(value) else value.date()
    return value if isinstance(value, dt.date) else None


@lru_cache(2_000)
def _written(day: dt.date, pattern: str, language: str | None) -> str:
    """The same few days stand on most pages, and Django looks their words up anew each time."""
    return format_date(day, pattern)


@register.filter
def breakable(address: str) -> SafeString:
    """An address that breaks at its dots where a line is too short for it."""
    return mark_safe(escape(address).replace(".", ".<wbr>"))  # noqa: S308 - escaped before


@register.filter
def long_date(value: Any) -> str:
    """ "Rabu, 24 September 2025"."""
    day = _as_day(value)
    return _written(day, "l, j F Y", get_language()) if day else ""


@register.filter
def day_date(value: Any) -> str:
    """ "24 September 2025"."""
    day = _as_day(value)
    return _written(day, "j F Y", get_language()) if day else ""


@register.filter
def short_date(value: Any) -> str:
    """ "24 Sep 2025", for axes and dense tables."""
    day = _as_day(value)
    return _written(day, "j M Y", get_language()) if day else ""


@register.filter
def weekday(value: Any) -> str:
    """ "Rabu"."""
    day = _as_day(value)
    return format_date(day, "l") if day else ""


@register.filter
def month_name(value: Any) -> str:
    """ "September"."""
    day = _as_day(value)
    return format_date(day, "F") if day else ""


@register.filter
def clock_time(value: Any) -> str:
    """ "07.00 WIB": the hour in the office's own time zone."""
    if not isinstance(value, dt.datetime):
        return ""
    local = timezone.localtime(value)
    return f"{local:%H.%M} {local.tzname()}"


@register.filter
def number(value: Any, places: int = 0) -> str:
    """ "1.250", or with ``places`` "3,5"; a true minus before negative numbers; nothing for None."""
    if value is None or value == "":
        return ""
    if not isinstance(value, int | float | Decimal):
        return str(value)
    if type(value) is int and not places and 0 <= value < 1000:
        # Most figures of a page; no language writes them otherwise.
        return str(value)
    # Rounded here, because Django's own formatting cuts off: 2,7 would become 2.
    rounded = Decimal(str(value)).quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    written = formats.number_format(abs(rounded), decimal_pos=places, use_l10n=True, force_grouping=True)
    return f"−{written}" if rounded < 0 else written


@register.filter
def relative_days(value: Any, origin: Any = None) -> str:
    """ "hari ini", "kemarin", "28 hari lalu", "3 hari lagi"; beyond 31 days the day itself."""
    day = _as_day(value)
    if day is None:
        return ""
    distance = (day - (_as_day(origin) or clock_today())).days
    if abs(distance) > RELATIVE_LIMIT_DAYS:
        return day_date(day)
    near = {0: _("hari ini"), 1: _("besok"), -1: _("kemarin")}
    if distance in near:
        return near[distance]
    count = abs(distance)
    if distance > 0:
        return ngettext("%(count)d hari lagi", "%(count)d hari lagi", count) % {"count": count}
    return ngettext("%(count)d hari lalu", "%(count)d hari lalu", count) % {"count": count}


@register.filter
def mask_phone(value: Any) -> str:
    """ "0812 •••• 417": enough to recognise a number, not enough to ring it."""
    digits = _national_digits(value)
    if not digits:
        return ""
    return f"{digits[:4]} •••• {digits[-3:]}" if len(digits) >= 9 else "••••"


@register.filter
def phone(value: Any) -> str:
    """ "0812 3456 7417": an Indonesian number in groups; others as they are."""
    digits = _national_digits(value)
    if not digits.startswith("0"):
        return str(value or "")
    return " ".join(digits[start : start + 4] for start in range(0, len(digits), 4))


def _national_digits(value: Any) -> str:
    text = str(value or "")
    digits = "".join(sign for sign in text if sign.isdigit())
    if text.strip().startswith("+62") or (digits.startswith("62") and len(digits) > 9):
        return f"0{digits[2:]}"
    return digits


@register.simple_tag(takes_context=True)
def carry_per(context: Context, sign: str = "?") -> str:
    """ "?per=2023-06-15" when the page speaks of another day than today, else nothing. ``sign`` "&" joins a query."""
    day = _as_day(context.get("as_of"))
    if day is None or day == clock_today():
        return ""
    return mark_safe(f"{sign}per={day.isoformat()}")  # noqa: S308 - a date has only digits and dashes


@register.simple_tag(takes_context=True)
def query(context: Context, **changes: Any) -> str:
    """The page's own query with some parts changed; None or "" takes a part away: ``{% query page=2 %}``."""
    request = context.get("request") or getattr(context, "request", None)
    parts = request.GET.copy() if request else None
    if parts is None:
        return f"?{urlencode({key: value for key, value in changes.items() if value not in (None, '')})}"
    for key, value in changes.items():
        if value in (None, ""):
            parts.pop(key, None)
        else:
            parts[key] = value
    return f"?{parts.urlencode()}" if parts else "?"


@register.simple_tag(takes_context=True)
def page_query(context: Context, number: int, name: str = "") -> str:
    """The page's own query with another page number, for the pager."""
    return query(context, **{name or "hal": number})


@register.simple_tag(takes_context=True)
def query_without(context: Context, name: str, keep: dict[str, Any] | None = None) -> str:
    """The page's own query without one part (or ``keep``, when there is no request)."""
    request = context.get("request") or getattr(context, "request", None)
    return query(context, **{name: None}) if request else query(context, **(keep or {}))


@register.simple_tag(takes_context=True)
def form_token(context: Context) -> SafeString:
    """The hidden CSRF field, also inside a component that was included with ``only``."""
    request = getattr(context, "request", None) or context.get("request")
    token = get_token(request) if request else context.get("csrf_token", "")
    return format_html('<input type="hidden" name="csrfmiddlewaretoken" value="{}">', token) if token else SafeString()


@register.simple_tag
def icon(name: str) -> SafeString:
    """The drawing ``templates/icons/<name>.svg``; always beside a word."""
    return _icon(str(name)) if not settings.DEBUG else _read_icon(str(name))


@cache
def _icon(name: str) -> SafeString:
    return _read_icon(name)


def _read_icon(name: str) -> SafeString:
    return mark_safe(get_template(f"icons/{name}.svg").render().strip())  # noqa: S308 - a template of the project


@register.simple_tag
def ratio(value: Any, whole: Any) -> str:
    """A share between 0 and 1 for ``--v`` and ``--t``, with a point in every language."""
    try:
        share = float(value) / float(whole)
    except (TypeError, ValueError, ZeroDivisionError):
        return "0"
    return f"{min(max(share, 0.0), 1.0):.4f}".rstrip("0").rstrip(".")


@register.simple_tag
def slit_groups(total: int, filled: int) -> list[dict[str, int]]:
    """The groups of fifty of a slit band: how many slits each has (``n``) and how many are filled (``on``)."""
    total, filled = max(int(total or 0), 0), max(int(filled or 0), 0)
    return [
        {"n": min(SLIT_GROUP, total - start), "on": min(max(filled - start, 0), SLIT_GROUP, total - start)}
        for start in range(0, total, SLIT_GROUP)
    ]


@register.simple_tag
def term_span(start: dt.date, end: dt.date | None, as_of: dt.date, renewal_days: int = 90) -> dict[str, Any]:
    """Where ``as_of`` lies in a term from ``start`` to ``end`` (its last day).

    state: "open" (no end), "before", "running", "renewal" or "ended"; days_left counts from ``as_of`` to the end
    and is negative afterwards; passed and renewal are shares of the whole bar.
    """
    is_today = as_of == clock_today()
    if end is None:
        state = "before" if as_of < start else "open"
        # Nobody recorded the end: the bar stops short of it, and what follows is drawn as unknown.
        passed = "0" if as_of < start else "0.8"
        return {
            "state": state,
            "passed": passed,
            "renewal": "1",
            "days_left": None,
            "days_until": (start - as_of).days,
            "is_today": is_today,
        }
    whole = max((end - start).days, 1)
    renewal_from = max(end - dt.timedelta(days=renewal_days), start)
    left = (end - as_of).days
    if left < 0:
        state = "ended"
    elif as_of < start:
        state = "before"
    else:
        state = "renewal" if as_of >= renewal_from else "running"
    return {
        "state": state,
        "days_left": left,
        "days_over": -left,
        "days_until": (start - as_of).days,
        "passed": ratio((as_of - start).days, whole),
        "renewal": ratio((renewal_from - start).days, whole),
        "renewal_from": renewal_from,
        "is_today": is_today,
    }


@register.filter
def page_window(page_obj: Page) -> list[int | None]:
    """Page numbers around this one, first and last always; None where some are left out."""
    last, here = page_obj.paginator.num_pages, page_obj.number
    near = sorted({1, last, *range(max(here - 1, 1), min(here + 1, last) + 1)})
    numbers: list[int | None] = []
    for earlier, later in zip([0, *near], near, strict=False):
        if later - earlier == 2:
            numbers.append(later - 1)
        elif later - earlier > 2:
            numbers.append(None)
        numbers.append(later)
    return numbers


@register.filter
def up_to(last: Any) -> range:
    """1, 2, 3 ... up to and with a small whole number."""
    return range(1, min(int(last or 0), SLIT_GROUP) + 1)


@register.filter
def lookup(mapping: Any, key: Any) -> Any:
    """``mapping[key]``, or nothing when there is none."""
    try:
        return mapping[key]
    except (KeyError, IndexError, TypeError):
        return ""


@register.simple_tag(takes_context=True)
def public_stylesheet(context: Context) -> SafeString:
    """All CSS of a public page, to stand in its head. Someone who asked to save data gets no font."""
    request = getattr(context, "request", None) or context.get("request")
    css = _public_sheet() if settings.DEBUG else _public_sheet_once()
    if request and request.headers.get("Save-Data", "").lower() == "on":
        css = without_fonts(css)
    return mark_safe(css)  # noqa: S308 - the project's own stylesheets


@cache
def _public_sheet_once() -> str:
    return _public_sheet()


def _public_sheet() -> str:
    def read(name: str) -> str:
        found = finders.find(name)
        if not isinstance(found, str):
            raise FileNotFoundError(name)
        with open(found, encoding="utf-8") as file:
            return file.read()

    return minify(flatten(PUBLIC_SHEET, read, address=static))
