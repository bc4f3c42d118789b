"""What a web server's process does for finished pages: answers with them, and follows the journal."""

import contextlib
import hashlib
import logging
import os
import sqlite3
import threading
from collections.abc import Callable
from pathlib import Path

from django.conf import settings
from django.db import DatabaseError, connection

from kentongan import __version__
from kentongan.core import clock
from kentongan.core.context import THEME_COOKIE
from kentongan.core.finished.answer import Application, Front, Headers
from kentongan.core.finished.journal import DAY, begin_anew, catch_up, own_shelf
from kentongan.core.middleware import POLICY

logger = logging.getLogger(__name__)

# Seconds between two looks at what other machines changed.
EVERY = 1.0


def before(application: Application) -> Front:
    """The application with finished pages before it."""
    return Front(
        application,
        settings.PUBLIC_ROOT,
        main=settings.MAIN_HOSTS,
        headers=fixed_headers(),
        secure_headers=_secure_headers(),
        own_look=(settings.LANGUAGE_COOKIE_NAME, THEME_COOKIE),
        session=settings.SESSION_COOKIE_NAME,
    )


def fixed_headers() -> Headers:
    """What Django's middleware says with each public page."""
    return [
        ("Content-Security-Policy", POLICY),
        ("Content-Language", settings.LANGUAGE_CODE),
        ("X-Content-Type-Options", "nosniff"),
        ("X-Frame-Options", settings.X_FRAME_OPTIONS),
        ("Referrer-Policy", settings.SECURE_REFERRER_POLICY),
        ("Cross-Origin-Opener-Policy", settings.SECURE_CROSS_ORIGIN_OPENER_POLICY),
    ]


def _secure_headers() -> Headers:
    seconds = settings.SECURE_HSTS_SECONDS
    return [("Strict-Transport-Security", f"max-age={seconds}")] if seconds else []


# --- Following the journal ----------------------------------------------------------------------------


def keep_up() -> threading.Event:
    """Make up for what was missed, and follow the journal in the background from now on; set the event to stop."""
    stop = threading.Event()
    trouble = _try(at_start)
    threading.Thread(target=_follow, args=(stop, trouble), name="finished pages", daemon=True).start()
    return stop


def _follow(stop: threading.Event, trouble: str) -> None:
    has_begun = not trouble
    while not stop.wait(EVERY):
        trouble = _try(look if has_begun else at_start, trouble)
        has_begun = has_begun or not trouble


def _try(step: Callable[[], None], known: str = "") -> str:
    """What keeps the step from being done, or nothing; each trouble is said once, not each second."""
    try:
        step()
    except (OSError, sqlite3.Error, DatabaseError) as error:
        if str(error) != known:
            logger.warning("Finished pages cannot follow what changes: %s", error)
        return str(error) or type(error).__name__
    finally:
        connection.close()
    return ""


def at_start() -> None:
    """Make up for what was changed while nobody looked; pages of another release are dropped."""
    with own_shelf().locked():
        if own_shelf().remembered("release") != _release():
            begin_anew()
            own_shelf().remember("release", _release())
        look()


def look() -> None:
    """Drop what was changed elsewhere, and at midnight what belongs to the day that ended."""
    catch_up()
    today = clock.today().isoformat()
    if own_shelf().exists and own_shelf().remembered("day") != today:
        with own_shelf().locked():
            own_shelf().drop([DAY])
            own_shelf().remember("day", today)


def _release() -> str:
    """A word for the code, the templates and the settings that pages are made with, and for this start of the machine."""
    digest = hashlib.sha256(__version__.encode())
    # Another start of the machine: the power may have failed between a page and its row in the index.
    with contextlib.suppress(OSError):
        digest.update(Path("/proc/sys/kernel/random/boot_id").read_bytes())
    house = Path(settings.BASE_DIR) / "kentongan"
    for path in sorted(house.rglob("*")):
        if path.suffix in {".py", ".html", ".css", ".svg", ".mo", ".xml"}:
            stat = path.stat()
            digest.update(f"{path}\0{stat.st_size}\0{stat.st_mtime_ns}\n".encode())
    for name in sorted(os.environ):
        if name.startswith("KENTONGAN_"):
            digest.update(f"{name}={os.environ[name]}\n".encode())
    return digest.hexdigest()
