"""Texts with marks in templates."""

from django import template
from django.utils.safestring import SafeString

from kentongan.newsroom.rules.marks import lead, reading_minutes, to_html

register = template.Library()


@register.filter
def marked(text: str) -> SafeString:
    """The text as safe HTML."""
    return to_html(text)


register.filter("lead", lead)
register.filter("reading_minutes", reading_minutes)
