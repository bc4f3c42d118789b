"""A page that shows one number, those who read it and one who changes it: run as processes of their own by test_finished_races.

    python -m tests.core.page_work write CHANGES | read | die-after-commit | die-before-commit | ask TIMES

The number stands in a row; a file beside the pages holds what was last committed, as everybody may know it.
"""

import datetime as dt
import os
import random
import sys
import threading
import time
from pathlib import Path

TAG = "thing:1"
EPOCH = dt.datetime(2000, 1, 1, tzinfo=dt.UTC)


def main(what: str, seconds: float) -> None:
    import django

    django.setup()
    if what == "ask":
        app = application()
        print(*(ask(app) for _time in range(int(seconds))))
        return
    work = {"write": write, "read": read, "die-after-commit": die_after_commit, "die-before-commit": die_before_commit}
    work[what](seconds)


def known() -> Path:
    return Path(os.environ["KENTONGAN_DATA_DIR"]) / "known"


def number() -> int:
    from kentongan.core.models import ScheduledJob

    return round((ScheduledJob.objects.get(name="number").due_at - EPOCH).total_seconds())


def change(value: int) -> None:
    from kentongan.core.finished import forget
    from kentongan.core.models import ScheduledJob

    ScheduledJob.objects.update_or_create(name="number", defaults={"due_at": EPOCH + dt.timedelta(seconds=value)})
    forget(TAG)


def application():
    """The number's page, with finished pages before it and the keeping behind it, as config.wsgi has them."""
    from django.core.handlers.wsgi import WSGIRequest
    from django.db import connection
    from django.http import HttpResponse

    from kentongan.core.finished import kept
    from kentongan.core.finished.middleware import keep_finished_pages
    from kentongan.core.finished.serving import before

    def view(request):
        value = number()
        time.sleep(random.random() / 100)
        return kept(HttpResponse(str(value)), TAG)

    def rendered(environ, start_response):
        environ["rendered"] = True
        try:
            response = keep_finished_pages(view)(WSGIRequest(environ))
        finally:
            connection.close()
        start_response("200 OK", [])
        return [response.content]

    return before(rendered)


def ask(app) -> tuple[int, bool]:
    """The number on the page, and whether the page had to be rendered."""
    from django.test import RequestFactory

    environ = RequestFactory(headers={"host": "localhost"}).get("/angka/").environ
    return int(b"".join(app(environ, lambda status, headers: None))), "rendered" in environ


def write(changes: float) -> None:
    from django.db import connection, transaction

    app, first = application(), number()
    for value in range(first + 1, first + 1 + int(changes)):
        with transaction.atomic():
            change(value)
            time.sleep(random.random() / 200)
        new = known().with_suffix(".new")
        new.write_text(str(value))
        new.replace(known())
        if value % 3 == 0:
            shown, _rendered = ask(app)
            assert shown == value, f"{shown} is shown after {value} was committed"
        if value % 10 == 0:
            with transaction.atomic():
                change(value + 1000)
                transaction.set_rollback(True)
        time.sleep(random.random() / 50)
    connection.close()
    known().with_suffix(".end").touch()


def read(_none: float) -> None:
    app, kept, faults = application(), [], []
    known().with_name(f"reading-{os.getpid()}").touch()
    give_up = time.monotonic() + 50

    def reader() -> None:
        while not known().with_suffix(".end").exists() and time.monotonic() < give_up:
            least = int(known().read_text())
            shown, rendered = ask(app)
            kept.append(not rendered)
            if shown < least:
                faults.append(f"{shown} is shown after {least} was known (rendered: {rendered})")

    threads = [threading.Thread(target=reader) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert not faults, faults[:5]
    print(sum(kept))


def die_after_commit(_seconds: float) -> None:
    """Killed when the change is made and nobody was told."""
    from django.db import transaction

    with transaction.atomic():
        transaction.on_commit(lambda: os._exit(9))
        change(number() + 1)


def die_before_commit(_seconds: float) -> None:
    from django.db import transaction

    with transaction.atomic():
        change(number() + 1)
        os._exit(9)


if __name__ == "__main__":
    main(sys.argv[1], float(sys.argv[2]) if len(sys.argv) > 2 else 0)
