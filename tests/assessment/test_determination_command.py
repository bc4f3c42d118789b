"""``kentongan determination``: open, look, sign, verify, export; and a process killed in the middle."""

import hashlib
import io
import json
import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from kentongan.assessment.models import Determination, DeterminationRow
from kentongan.core.seals import Sealed
from tests.assessment.test_determinations import network  # noqa: F401
from tests.conftest import Cast

ROOT = Path(__file__).resolve().parents[2]
SIGNER = ["--name", "Ratna Puspita", "--position", "Kepala Dinas", "--place", "Malang", "--on", "2025-09-01"]


def run(*arguments: str) -> str:
    out = io.StringIO()
    call_command("determination", *arguments, stdout=out)
    return out.getvalue()


def test_from_opening_to_export(network: Cast, tmp_path: Path) -> None:  # noqa: F811
    assert "keadaan 2025-08-31, belum ditandatangani" in run("open", "35.73")
    shown = json.loads(run("show", "35.73", "1", "--json"))
    assert shown["tiers"] == {"Klaster 1": 0, "Klaster 2": 1, "Klaster 3": 1, "Klaster 4": 1}
    with pytest.raises(CommandError, match="berubah sejak"):
        run("sign", "35.73", "1", "--seen", "0", *SIGNER)
    assert "ditandatangani 2025-09-01" in run("sign", "3573", "1", "--seen", shown["digest"], *SIGNER)
    assert "sama dengan yang ditandatangani" in run("verify")
    assert "sama dengan yang ditandatangani" in run("verify", "35.73", "1")

    written = run("export", "35.73", "1", "--json")
    assert hashlib.sha256(written.encode()).hexdigest() == Determination.objects.get().digest
    assert [row["name"] for row in json.loads(written)["rows"]] == ["KIM Arjosari", "KIM Kayutangan", "KIM Rampal"]
    for form, start in (("pdf", b"%PDF-"), ("xlsx", b"PK")):
        path = tmp_path / f"daftar.{form}"
        run("export", "35.73", "1", f"--{form}", str(path))
        assert path.read_bytes().startswith(start)

    correction = run("open", "35.73", "--corrects", "1", "--reason", "SK tertinggal")
    assert "Penetapan nomor 2" in correction


@pytest.mark.parametrize(
    ("arguments", "error"),
    [
        (["open", "99.99"], "Tidak ada kantor"),
        (["open", "35.73", "--as-of", "kemarin"], "tidak terbaca"),
        (["open", "35.73", "--as-of", "2025-09-26"], "belum tiba"),
        (["open", "35.73", "--instrument", "lain"], "Tidak ada instrumen"),
        (["open", "35.73", "--corrects", "1"], "tidak punya penetapan"),
        (["show", "35.73", "7"], "tidak punya penetapan"),
        (["export", "35.73", "7", "--json"], "tidak punya penetapan"),
    ],
)
def test_what_cannot_be(network: Cast, arguments: list[str], error: str) -> None:  # noqa: F811
    with pytest.raises(CommandError, match=error):
        run(*arguments)
    assert not Determination.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_list_changed_past_the_seal_is_found_out(transactional_db, network: Cast) -> None:  # noqa: F811
    run("open", "35.73")
    run("sign", "35.73", "1", "--seen", json.loads(run("show", "35.73", "1", "--json"))["digest"], *SIGNER)
    seal = Sealed("Determination", "signed_at", "DeterminationRow", "determination")
    with connection.schema_editor() as editor:
        seal.lift(editor, Determination, DeterminationRow)
    DeterminationRow.objects.filter(group_name="KIM Rampal").update(group_name="KIM Lain")
    with connection.schema_editor() as editor:
        seal.put(editor, Determination, DeterminationRow)
    with pytest.raises(CommandError, match="1 penetapan tidak lagi sama"):
        run("verify", "35.73")


# --- Killed in the middle -------------------------------------------------------------------------------

# Opens or signs the city's list and hangs before the transaction ends, once half of the work is written.
VICTIM = """
import sys, time
sys.path.insert(0, {root!r})
import django
django.setup()
from django.core.management import call_command
from kentongan.assessment.actions import determinations

def hang(*args, **kwargs):
    print("half", flush=True)
    time.sleep(60)

if {hangs!r}:
    setattr(determinations, {hangs!r}, hang)
call_command(*{arguments!r})
"""


@pytest.fixture
def installation(tmp_path: Path) -> dict[str, str]:
    """A database of its own with the demo's network, which another process can be killed in."""
    environment = {
        **{name: value for name, value in os.environ.items() if name not in {"DATABASE_URL", "KENTONGAN_DEMO"}},
        "KENTONGAN_DATA_DIR": str(tmp_path),
        "KENTONGAN_DEMO": "1",
        "DJANGO_SETTINGS_MODULE": "config.settings",
    }
    done = subprocess.run(
        [sys.executable, "-m", "kentongan", "prepare"], env=environment, cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return environment


def start(environment: dict[str, str], *arguments: str, hangs: str = "") -> subprocess.Popen:
    code = VICTIM.format(root=str(ROOT), hangs=hangs, arguments=("determination", *arguments))
    return subprocess.Popen(
        [sys.executable, "-c", code],
        env=environment,
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def kill_half_way(environment: dict[str, str], *arguments: str, hangs: str) -> None:
    process = start(environment, *arguments, hangs=hangs)
    try:
        assert process.stdout.readline().strip() == "half", process.stderr.read()
        os.kill(process.pid, signal.SIGKILL)
    finally:
        process.communicate(timeout=20)
    assert process.returncode == -signal.SIGKILL


def finish(environment: dict[str, str], *arguments: str) -> str:
    process = start(environment, *arguments)
    out, err = process.communicate(timeout=120)
    assert process.returncode == 0, err
    return out


def rows_in(environment: dict[str, str], question: str) -> list[tuple]:
    path = next(Path(environment["KENTONGAN_DATA_DIR"]).glob("*.sqlite3"))
    with sqlite3.connect(path) as database:
        return database.execute(question).fetchall()


@pytest.mark.slow
def test_kill_9_leaves_no_half_result(installation: dict[str, str]) -> None:
    lists = "SELECT count(*), count(signed_at) FROM assessment_determination WHERE office_id = '35.73'"
    (known, signed) = rows_in(installation, lists)[0]
    parts = rows_in(installation, "SELECT count(*) FROM assessment_determinationrow")

    day = ["--as-of", "2021-12-14"]
    # The list and its rows are written, the trail is not.
    kill_half_way(installation, "open", "35.73", *day, hangs="_tell")
    assert rows_in(installation, lists) == [(known, signed)]
    assert rows_in(installation, "SELECT count(*) FROM assessment_determinationrow") == parts
    finish(installation, "open", "35.73", *day)
    assert rows_in(installation, lists) == [(known + 1, signed)]

    number = str(
        rows_in(installation, "SELECT max(number) FROM assessment_determination WHERE office_id = '35.73'")[0][0]
    )
    seen = json.loads(finish(installation, "show", "35.73", number, "--json"))["digest"]
    sign = ["sign", "35.73", number, "--seen", seen, *SIGNER]
    # The signature is written, the announcement is not.
    kill_half_way(installation, *sign, hangs="_announce")
    assert rows_in(installation, lists) == [(known + 1, signed)]
    assert json.loads(finish(installation, "show", "35.73", number, "--json"))["digest"] == seen
    finish(installation, *sign)
    assert rows_in(installation, lists) == [(known + 1, signed + 1)]
    assert "sama dengan yang ditandatangani" in finish(installation, "verify", "35.73")
