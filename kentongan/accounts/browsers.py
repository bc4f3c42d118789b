"""A browser's long signature in two words, for the list of places signed in."""

import re

from django.utils.translation import gettext as _

# The first that matches wins: Edge and Opera also call themselves Chrome, and Chrome calls itself Safari.
_BROWSERS = (
    (r"Edg[A-Z]?[a-z]*/", "Edge"),
    (r"OPR/|Opera", "Opera"),
    (r"SamsungBrowser/", "Samsung Internet"),
    (r"UCBrowser/", "UC Browser"),
    (r"Firefox/|FxiOS/", "Firefox"),
    (r"Chrome/|CriOS/", "Chrome"),
    (r"Safari/", "Safari"),
)
_SYSTEMS = (
    (r"Android", "Android"),
    (r"iPhone|iPad|iPod", "iPhone"),
    (r"Windows", "Windows"),
    (r"Mac OS X|Macintosh", "Mac"),
    (r"CrOS", "Chromebook"),
    (r"Linux", "Linux"),
)


def browser_in_words(signature: str) -> str:
    """ "Chrome di Android"; what cannot be recognised is called so."""
    browser = _first(_BROWSERS, signature)
    system = _first(_SYSTEMS, signature)
    if browser and system:
        return _("%(browser)s di %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("Peramban tidak dikenal")


def _first(table: tuple[tuple[str, str], ...], signature: str) -> str:
    return next((name for pattern, name in table if re.search(pattern, signature)), "")
