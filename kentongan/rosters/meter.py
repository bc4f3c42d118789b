"""How far a save is, told in a small file beside the uploads.

A save is one transaction: what it writes about itself in the database nobody sees before its end, and SQLite has no second writer.
The file lies where the worker found the upload, so whoever shows the page can read it, too.
"""

import datetime as dt
import os
from pathlib import Path

from django.core.files.storage import default_storage


def write_meter(code: str, done: int, total: int) -> None:
    path = _path(code)
    path.parent.mkdir(parents=True, exist_ok=True)
    fresh = path.with_suffix(".baru")
    fresh.write_text(f"{done} {total}")
    # A reader finds the old file or the new one, never half of one.
    os.replace(fresh, path)


def read_meter(code: str) -> tuple[int, int, dt.datetime] | None:
    """Done, total and when that was told; None where nothing is being told."""
    try:
        done, total = _path(code).read_text().split()
        told_at = dt.datetime.fromtimestamp(_path(code).stat().st_mtime, dt.UTC)
        return int(done), int(total), told_at
    except (OSError, ValueError):
        return None


def drop_meter(code: str) -> None:
    _path(code).unlink(missing_ok=True)


def _path(code: str) -> Path:
    return Path(default_storage.path(f"impor/{code}.maju"))
