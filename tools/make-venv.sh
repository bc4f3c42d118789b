#!/bin/sh
# Make a virtual environment at $1 that holds uv and setuptools, both pinned by hash.
set -eu
venv=$1

fail() {
    printf '%s\n' "$@" >&2
    exit 1
}

# Debian keeps the newest Python under its full name where python3 is older.
python=
for candidate in python3 python3.14 python3.13 python3.12 python3.11; do
    if "$candidate" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        python=$candidate
        break
    fi
done
[ -n "$python" ] || fail "Kentongan needs Python 3.11 or newer; python3 here is $(python3 --version 2>&1 || echo missing)."

if ! "$python" -c 'import ensurepip, venv' 2>/dev/null; then
    version=$("$python" -c 'import sys; print("%d.%d" % sys.version_info[:2])')
    if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
        echo "Installing python$version-venv"
        export DEBIAN_FRONTEND=noninteractive
        apt-get update -qq
        apt-get install -y -qq --no-install-recommends "python$version-venv" >/dev/null
    else
        fail "Python cannot make virtual environments here: a package is missing. Install it, then run make again:" \
             "    sudo apt install python$version-venv"
    fi
fi

if ! "$venv/bin/python" -m pip --version >/dev/null 2>&1; then
    echo "Making $venv with $("$python" --version)"
    "$python" -m venv "$venv"
fi
"$venv/bin/python" -m pip install -q --disable-pip-version-check --require-hashes -r requirements/tools.txt
