"""Answers that would fill or stop a process: soon over, in little memory, and the next one is read as if nothing had been."""

import os
import resource
import signal
import subprocess
import sys
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from itertools import islice
from pathlib import Path

import pytest

from kentongan.harvest.enums import Trouble
from kentongan.harvest.guard import judge_entry
from kentongan.harvest.guard.channels import weighed
from kentongan.harvest.parsing import parse, safely
from kentongan.harvest.parsing.safely import look_safely, parse_safely
from kentongan.harvest.parsing.wire import MEMORY
from kentongan.harvest.rules.plan import marks_of
from kentongan.harvest.rules.shapes import Failed, Parsed, Past
from tests.harvest.collection import ADDRESS, FILES, HOSTILE, NOW, body_of, ordinary

# The work itself may take two seconds; a machine that has other things to do gives them later.
PATIENCE = 15


def answer_to(body: bytes) -> Parsed | Failed:
    try:
        return parse_safely(body, address=ADDRESS, now=NOW)
    except Failed as failed:
        return failed


def test_a_child_reads_what_this_process_reads() -> None:
    for path in sorted(FILES.iterdir()):
        try:
            here: Parsed | str = parse(path.read_bytes(), address=ADDRESS, now=NOW)
        except Failed as failed:
            here = str(failed)
        try:
            there: Parsed | str = parse_safely(path.read_bytes(), address=ADDRESS, now=NOW)
        except Failed as failed:
            there = str(failed)
        assert here == there


def test_a_child_brings_along_what_is_known_of_each_entry_and_what_the_guard_says() -> None:
    texts = [
        "Slot gacor maxwin hari ini, deposit 10 ribu. Daftar sekarang di KIM88",
        "Kerja bakti di RW 2",
        "Галерея и новости",
    ]
    items = "".join(
        f"<item><title>{text}</title><link>https://a.example/{text[:4]}</link></item>" for text in texts * 2
    )
    body = f"<rss version='2.0'><channel><title>KIM</title>{items}</channel></rss>".encode()
    found = parse_safely(body, address=ADDRESS, now=NOW)
    assert found.marks == marks_of(found.entries)
    assert len(found.marks) == 3
    assert found.verdicts == tuple(judge_entry(seen, past=Past()) for seen in found.entries)
    assert [verdict.is_suspect for verdict in found.verdicts[:3]] == [True, False, True]


def test_what_takes_too_long_to_judge_is_read_all_the_same() -> None:
    """Whoever asked judges it: words that each look like another disguise."""
    words = (f"s{number}l{number}o{number}t" for number in range(400_000))
    texts = ["".join(f"{word} " for word in islice(words, 4_000)) for _entry in range(100)]
    items = "".join(
        f"<item><title>Kabar {at}</title><description>{text}</description></item>" for at, text in enumerate(texts)
    )
    body = f"<rss version='2.0'><channel><title>KIM</title>{items}</channel></rss>".encode()
    found = parse_safely(body, address=ADDRESS, now=NOW)
    assert (len(found.entries), found.marks, found.verdicts) == (100, (), ())


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_takes_for_ever_or_fills_the_memory(name: str) -> None:
    body = HOSTILE[name]()
    began = time.monotonic()
    answer = answer_to(body)
    if isinstance(answer, Failed):
        assert answer.trouble in {Trouble.UNREADABLE, Trouble.TOO_LARGE}
    else:
        assert len(answer.entries) <= 500
    assert time.monotonic() - began < PATIENCE
    assert len(parse_safely(body_of("wordpress.rss"), now=NOW).entries) == 2


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("quadratic entities", 1),
        ("many entries", 500),
        ("a huge text", 1),
        ("a huge attribute", 1),
        ("open CDATA after an entry", 1),
        ("JSON feed of many", 500),
        ("a sitemap of many", 500),
        ("a page of links", 500),
        ("a packed file cut off", 1),
        ("markup nested deep", 1),
    ],
)
def test_what_is_only_large_is_read_as_far_as_it_goes(name: str, entries: int) -> None:
    found = parse_safely(HOSTILE[name](), address="https://banyak.example/", now=NOW)
    assert len(found.entries) >= min(entries, 500)


def test_many_are_read_at_once_in_their_order() -> None:
    bodies = [ordinary(number) for number in (1, 2, 3)] + [b"", body_of("feed.json")]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(answer_to, bodies))
    assert [len(answer.entries) if isinstance(answer, Parsed) else answer.trouble for answer in found] == [
        1,
        2,
        3,
        Trouble.UNREADABLE,
        2,
    ]


def test_threads_share_the_children() -> None:
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(lambda _time: len(parse_safely(ordinary(3), now=NOW).entries), range(40)))
    assert found == [3] * 40
    assert len(safely._POOL._children) <= safely._POOL.size


def test_a_child_that_was_killed_is_followed_by_another() -> None:
    parse_safely(ordinary(1), now=NOW)
    for child in safely._POOL._children:
        os.kill(child.process.pid, signal.SIGKILL)
        child.process.wait()
    assert len(parse_safely(ordinary(2), now=NOW).entries) == 2


def test_a_child_that_went_home_is_followed_by_another() -> None:
    parse_safely(ordinary(1), now=NOW)
    for child in safely._POOL._children:
        assert child.process.stdin is not None
        child.process.stdin.close()
        assert child.process.wait(10) == 0
        child.process.stdin = open(os.devnull, "wb", buffering=0)  # noqa: SIM115
    assert len(parse_safely(ordinary(2), now=NOW).entries) == 2


def test_a_forked_process_begins_with_children_of_its_own() -> None:
    parse_safely(ordinary(1), now=NOW)
    ours = {child.process.pid for child in safely._POOL._children}
    read, write = os.pipe()
    child = os.fork()
    if child == 0:  # pragma: no cover
        try:
            found = parse_safely(ordinary(2), now=NOW)
            theirs = {child.process.pid for child in safely._POOL._children}
            os.write(write, b"yes" if len(found.entries) == 2 and not theirs & ours else b"no")
            safely._POOL.close()
        finally:
            os._exit(0)
    os.close(write)
    with os.fdopen(read, "rb") as answers:
        assert answers.read() == b"yes"
    os.waitpid(child, 0)
    assert len(parse_safely(ordinary(3), now=NOW).entries) == 3


def test_children_close_with_the_pool() -> None:
    pool = safely._Pool()
    assert len(pool.ask(safely.pack_job(ordinary(1), content_type="", address="", now=NOW)).entries) == 1
    (child,) = pool._children
    pool.close()
    assert child.process.returncode == -signal.SIGKILL


def test_memory_of_a_child_is_bounded() -> None:
    parse_safely(ordinary(1), now=NOW)
    pid = safely._POOL._children[-1].process.pid
    before = _limit(pid)
    assert before < 1 << 40
    assert before - _size(pid) <= 100 * 1024 * 1024 + resource.getpagesize()


@pytest.mark.parametrize("name", ["a huge text", "a page of links", "many attributes"])
def test_a_child_that_kept_much_memory_leaves(name: str) -> None:
    parse_safely(ordinary(1), now=NOW)
    (child,) = safely._POOL._children[-1:]
    limit = _limit(child.process.pid)
    answer_to(HOSTILE[name]())
    with suppress(subprocess.TimeoutExpired):
        child.process.wait(1)
    assert child.process.poll() == 0 or limit - _size(child.process.pid) >= MEMORY * 3 // 4
    assert len(parse_safely(HOSTILE["a huge text"](), now=NOW).entries) == 1


def test_a_child_loads_no_models() -> None:
    told = "import sys, kentongan.harvest.parsing.child; print(*sys.modules)"
    loaded = subprocess.run([sys.executable, "-c", told], capture_output=True, text=True, check=True).stdout.split()
    assert "kentongan.harvest.enums" in loaded
    assert not [
        name for name in loaded if name.startswith(("django.db", "django.template", "kentongan.harvest.models"))
    ]


def test_it_works_beside_the_main_thread() -> None:
    found: list[int] = []
    thread = threading.Thread(target=lambda: found.append(len(parse_safely(ordinary(4), now=NOW).entries)))
    thread.start()
    thread.join(PATIENCE)
    assert found == [4]


def _limit(pid: int) -> int:
    line = next(line for line in Path(f"/proc/{pid}/limits").read_text().splitlines() if line.startswith("Max address"))
    return int(line.split()[3])


def _size(pid: int) -> int:
    return int(Path(f"/proc/{pid}/statm").read_text().split()[0]) * resource.getpagesize()


def test_a_front_page_is_looked_at_there_too() -> None:
    body = b'<title>KIM</title><a href="https://kim.example/a">Kabar</a><p hidden>slot gacor maxwin</p>'
    there, here = look_safely(body, ADDRESS), weighed(body, ADDRESS)
    assert (there, there.told) == (here, here.told)
    assert here.told
    # Another answer is read as one afterwards.
    assert len(parse_safely(ordinary(1), now=NOW).entries) == 1


def test_a_child_that_takes_no_question_is_given_up(monkeypatch) -> None:
    """A question that is more than a pipe holds waits for whoever reads it."""
    pool = safely._Pool()
    pool.ask(safely.pack_job(ordinary(1), content_type="", address="", now=NOW))
    (child,) = pool._children
    monkeypatch.setattr(safely, "PATIENCE", 0.2)
    os.kill(child.process.pid, signal.SIGSTOP)
    told: list[Trouble] = []

    def ask() -> None:
        try:
            pool.ask(safely.pack_job(b" " * (1 << 20), content_type="", address="", now=NOW))
        except Failed as failed:
            told.append(failed.trouble)

    thread = threading.Thread(target=ask, daemon=True)
    thread.start()
    thread.join(PATIENCE)
    child.process.kill()
    assert told == [Trouble.UNREADABLE]
    pool.close()


def test_whoever_waits_for_a_child_that_another_answer_ended_is_answered_by_the_next() -> None:
    pool = safely._Pool()
    pool.size = 1
    job = safely.pack_job(ordinary(2), content_type="", address="", now=NOW)
    pool.ask(job)
    (child,) = pool._children

    def ask() -> int | str:
        try:
            return len(pool.ask(job).entries)
        except Failed as failed:
            return failed.detail

    os.kill(child.process.pid, signal.SIGSTOP)
    with ThreadPoolExecutor(3) as threads:
        answers = [threads.submit(ask) for _time in range(3)]
        while child.asked_by < len(answers):
            time.sleep(0.01)
        os.kill(child.process.pid, signal.SIGKILL)
        found = [answer.result() for answer in answers]
    assert sorted(map(str, found)) == ["2", "2", "SIGKILL"]
    pool.close()
