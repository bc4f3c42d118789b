"""A job that takes long enough to be killed in the middle. It leaves a line per try in a file."""

import os
import time
from pathlib import Path

from kentongan.core.jobs import job


@job(tries=3)
def leave_marks(path: str, seconds: float) -> None:
    marks = Path(path)
    with marks.open("a") as stream:
        stream.write(f"began {os.getpid()}\n")
    # The first try hangs until somebody kills it.
    if marks.read_text().count("began") == 1:
        time.sleep(seconds)
    with marks.open("a") as stream:
        stream.write("done\n")
