"""What a phone asks for once and keeps: the service worker, the manifest, and the page for when nothing answers."""

import hashlib

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import render
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_GET

# What the writing page and the group's first page are made of; each page asks for the rest itself.
SHELL_FILES = (
    "core/css/app.css",
    "core/css/pages/newsroom-tulis.css",
    *("core/js/app.js", "core/js/job-progress.js", "core/js/copy.js", "core/js/details.js", "core/js/errors.js"),
    *("core/js/send-once.js", "core/js/signal.js", "core/js/theme.js", "core/js/shrink.js"),
    *("pwa/js/compose.js", "pwa/js/home.js", "pwa/js/page.js", "pwa/js/store.js", "pwa/js/outbox.js"),
    *("pwa/js/rows.js", "pwa/js/words.js", "pwa/js/compare.js", "pwa/js/problems.js", "pwa/js/shell.js"),
    "pwa/js/text-tools.js",
    *("core/mark.svg", "core/fonts/plus-jakarta-sans-latin-wght-normal.woff2"),
)
PAPER, DEEP = "#faf6ec", "#172447"


@login_not_required
@require_GET
@cache_control(no_cache=True)
def service_worker(request: HttpRequest) -> HttpResponse:
    """The worker's program with the names of this release's files; another release is another program."""
    files = [static(name) for name in SHELL_FILES]
    version = hashlib.sha256("\n".join(files).encode()).hexdigest()[:12]
    scripts = [static("pwa/js/store.js"), static("pwa/js/outbox.js")]
    context = {"files": files, "version": version, "scripts": scripts}
    return render(request, "pwa/sw.js", context, content_type="text/javascript; charset=utf-8")


@login_not_required
@require_GET
@cache_control(public=True, max_age=24 * 3600)
def manifest(request: HttpRequest) -> JsonResponse:
    """How the site stands on a phone's home screen."""
    icons = [
        {"src": static("pwa/icon.svg"), "sizes": "any", "type": "image/svg+xml"},
        {"src": static("pwa/icon-192.png"), "sizes": "192x192", "type": "image/png"},
        {"src": static("pwa/icon-512.png"), "sizes": "512x512", "type": "image/png"},
        {"src": static("pwa/icon-512.png"), "sizes": "512x512", "type": "image/png", "purpose": "maskable"},
    ]
    said = {
        "name": "Kentongan",
        "short_name": "Kentongan",
        "description": _("Kabar KIM ditulis dari HP, juga tanpa sinyal."),
        "lang": "id",
        "id": "/",
        "start_url": "/",
        "scope": "/",
        "display": "standalone",
        "background_color": PAPER,
        "theme_color": DEEP,
        "icons": icons,
        "shortcuts": [{"name": _("Tulis kabar"), "url": "/tulis/"}],
    }
    return JsonResponse(said, content_type="application/manifest+json")


@login_not_required
@require_GET
def offline(request: HttpRequest) -> HttpResponse:
    """Shown by the service worker when a page cannot be had; holds nothing of anybody."""
    return render(request, "pwa/offline.html")
