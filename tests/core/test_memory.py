"""What pages have in common stays in memory as long as a page that tells of it would be kept, and not a moment longer."""

from pathlib import Path

import pytest
from django.db import transaction

from kentongan.core.finished import Memory, forget
from kentongan.core.finished.journal import own_shelf
from kentongan.core.finished.serving import at_start

pytestmark = pytest.mark.django_db(transaction=True)


class Reader:
    """Reads what is written on a slate, and counts how often."""

    def __init__(self) -> None:
        self.memory: Memory[str] = Memory()
        self.slate, self.times = "lama", 0

    def __call__(self) -> str:
        def read() -> str:
            self.times += 1
            return self.slate

        return self.memory.get("slate", read, lambda _thing: ["group:1"])


@pytest.fixture
def reader(tmp_path: Path, settings) -> Reader:
    settings.PUBLIC_ROOT = tmp_path / "public"
    at_start()
    return Reader()


def test_it_is_read_once(reader: Reader) -> None:
    assert [reader(), reader(), reader()] == ["lama"] * 3
    assert reader.times == 1


def test_another_change_leaves_it_alone(reader: Reader) -> None:
    reader()
    forget("group:2")
    assert (reader(), reader.times) == ("lama", 1)


@pytest.mark.parametrize("tag", ["group:1", "all"])
def test_a_change_of_it_is_seen_at_once(reader: Reader, tag: str) -> None:
    reader()
    reader.slate = "baru"
    forget(tag)
    assert (reader(), reader(), reader.times) == ("baru", "baru", 2)


def test_while_it_is_being_changed_it_is_read_each_time(reader: Reader) -> None:
    reader()
    with transaction.atomic():
        forget("group:1")
        # What is read here is that of before, and must not last.
        assert (reader(), reader(), reader.times) == ("lama", "lama", 3)
        reader.slate = "baru"
    assert (reader(), reader(), reader.times) == ("baru", "baru", 4)


def test_what_was_read_before_a_change_is_not_remembered_after_it(reader: Reader) -> None:
    def read() -> str:
        forget("group:1")
        return "lama"

    assert reader.memory.get("slate", read, lambda _thing: ["group:1"]) == "lama"
    reader.slate = "baru"
    assert reader() == "baru"


def test_another_index_begins_anew(reader: Reader) -> None:
    reader()
    reader.slate = "baru"
    for file in own_shelf().root.glob("index.sqlite3*"):
        file.unlink()
    at_start()
    assert reader() == "baru"


def test_where_nobody_counts_nothing_is_remembered(tmp_path: Path, settings) -> None:
    settings.PUBLIC_ROOT = tmp_path / "nothing"
    reader = Reader()
    assert [reader(), reader()] == ["lama"] * 2
    assert reader.times == 2
