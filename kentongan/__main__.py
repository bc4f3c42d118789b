"""The one command of Kentongan, also ``python -m kentongan``.

Exit codes: 0 done, 1 failed (the sentence says why), 2 wrong usage, 130 stopped by Ctrl-C.
"""

import errno
import gc
import os
import sys
from typing import Any

from kentongan import __version__

USAGE = 2
INTERRUPTED = 130
_OF_THE_FRAMEWORK = {
    *("--version", "--settings", "--pythonpath", "--traceback", "--no-color", "--force-color", "--skip-checks")
}


def main() -> None:
    """Run one command and leave with its exit code."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(run([os.path.basename(sys.argv[0]), *sys.argv[1:]]))


def run(argv: list[str]) -> int:
    """Run one command; what goes wrong for a known reason becomes one sentence."""
    from django.core.exceptions import ImproperlyConfigured

    argv = ["kentongan", *argv[1:]]
    try:
        return _run(argv)
    except ImproperlyConfigured as error:
        return _fail(str(error))
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # `kentongan register export | head`: the reader has seen enough.
        _write_no_more()
        return 0
    except OSError as error:
        if error.errno != errno.ENOSPC:
            raise
        _write_no_more()
        return _fail(os.strerror(error.errno))


def _write_no_more() -> None:
    sys.stdout = open(os.devnull, "w")  # noqa: SIM115


def _run(argv: list[str]) -> int:
    import django
    from django.conf import settings
    from django.core.management import get_commands
    from django.db import OperationalError, ProgrammingError
    from django.utils.translation import gettext as _

    # Nothing that is loaded here becomes garbage.
    gc.disable()
    django.setup()
    gc.freeze()
    gc.enable()
    commands = get_commands()
    name = argv[1] if len(argv) > 1 else ""
    if name in {"", "help", "-h", "--help"} and len(argv) < 3:
        _print_overview(commands)
        return 0 if name else USAGE
    if name == "help":
        argv = [argv[0], argv[2], "--help"]
        name = argv[1]
    if name in {"version", "--version"}:
        print(f"Kentongan {__version__}")
        return 0
    if name not in commands:
        return _unknown(name, commands)
    try:
        return _execute(name, commands[name], argv[2:])
    except (OperationalError, ProgrammingError) as error:
        if "no such table" in str(error) or "does not exist" in str(error):
            sentence = _("Basis data belum disiapkan. Jalankan lebih dulu: kentongan prepare")
            if not settings.DEMO and (settings.DATA_DIR / "demo.sqlite3").exists():
                sentence += "\n" + _("Untuk data contoh, tulis di depannya: KENTONGAN_DEMO=1")
            return _fail(sentence, str(error))
        return _fail(_("Basis data tidak menjawab: %(error)s") % {"error": error})


def _execute(name: str, app: Any, arguments: list[str]) -> int:
    """What Django's own runner does, but with plain sentences for errors."""
    from django.core.management import load_command_class
    from django.core.management.base import BaseCommand, CommandError, handle_default_options
    from django.db import connections

    command = app if isinstance(app, BaseCommand) else load_command_class(app, name)
    command._called_from_command_line = True  # type: ignore[attr-defined]
    # argparse takes no lazy text, and nobody who runs an office asks for Django's own options.
    command.help = str(command.help)
    command.suppressed_base_arguments = _OF_THE_FRAMEWORK
    options = command.create_parser("kentongan", name).parse_args(arguments)
    handle_default_options(options)
    given = vars(options)
    positional = given.pop("args", ())
    try:
        command.execute(*positional, **given)
    except CommandError as error:
        if options.traceback:
            raise
        _fail(str(error))
        return error.returncode
    finally:
        connections.close_all()
    return 0


def _own(commands: dict[str, str]) -> list[str]:
    return sorted(name for name, app in commands.items() if str(app).startswith("kentongan."))


def _print_overview(commands: dict[str, str]) -> None:
    from django.core.management import load_command_class
    from django.utils.translation import gettext as _

    own = _own(commands)
    print(_("Pemakaian: kentongan PERINTAH [pilihan]"))
    print()
    for name in own:
        print(f"  {name:<12} {load_command_class(commands[name], name).help}")
    print()
    print(_("Pilihan satu perintah: kentongan PERINTAH --help"))
    print(_("Perintah Django (migrate, shell, …) juga tersedia."))


def _unknown(name: str, commands: dict[str, str]) -> int:
    from difflib import get_close_matches

    from django.utils.translation import gettext as _

    near = get_close_matches(name, list(commands), n=1)
    hint = _("Maksud Anda: kentongan %(name)s?") % {"name": near[0]} if near else ""
    _fail(
        _("Tidak ada perintah “%(name)s”.") % {"name": name},
        hint,
        _("Daftar perintah: kentongan help"),
    )
    return USAGE


def _fail(*lines: str) -> int:
    for line in lines:
        if line:
            print(line, file=sys.stderr)
    return 1


if __name__ == "__main__":
    main()
