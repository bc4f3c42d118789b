"""The guard's findings as sentences for people."""

from typing import Any

from django.utils.translation import gettext as _


def sentence(reason: dict[str, Any]) -> str:
    """A reason (``Reason.as_json()``) in the reader's language."""
    values = reason.get("values", {})
    if reason.get("code") == "words":
        return _("Ada kata-kata promosi judi: %(words)s.") % {"words": ", ".join(values.get("words", []))}
    return _("Ada yang tidak biasa di kabar ini.")
