#!/bin/sh
# Back up the database and the uploaded files into BACKUP_DIR while people work, and keep 14 days.
# A backup that cannot be read back is not kept.
set -eu
umask 077
: "${BACKUP_DIR:?}" "${KENTONGAN_DATA_DIR:?}"
day=$(date +%F)
python=$(cd "$(dirname "$0")/.." && pwd)/.venv/bin/python
cd "$BACKUP_DIR"

case ${DATABASE_URL:-} in
postgres*)
    pg_dump --format=custom --file="kentongan-$day.dump.part" "$DATABASE_URL"
    pg_restore --list "kentongan-$day.dump.part" >/dev/null
    mv "kentongan-$day.dump.part" "kentongan-$day.dump"
    ;;
*)
    # SQLite's own backup: a consistent copy although the file is being written to.
    "$python" - "${DATABASE_URL:-}" "kentongan-$day.sqlite3" <<'PYTHON'
import os, sqlite3, sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

url, target = sys.argv[1:]
path = unquote(urlsplit(url).path) if url else f"{os.environ['KENTONGAN_DATA_DIR']}/kentongan.sqlite3"
Path(target).unlink(missing_ok=True)
source = sqlite3.connect(f"{Path(path.replace('//', '/', 1)).as_uri()}?mode=ro", uri=True)
copy = sqlite3.connect(target)
source.backup(copy)
answer = copy.execute("PRAGMA quick_check").fetchone()[0]
copy.close()
sys.exit(0 if answer == "ok" else f"The copy is damaged: {answer}")
PYTHON
    gzip -f "kentongan-$day.sqlite3"
    ;;
esac

if [ -d "$KENTONGAN_DATA_DIR/files" ]; then
    tar -C "$KENTONGAN_DATA_DIR" -czf "files-$day.tar.gz.part" files
    mv "files-$day.tar.gz.part" "files-$day.tar.gz"
fi
find . -maxdepth 1 -type f \( -name 'kentongan-*' -o -name 'files-*' \) -mtime +14 -delete
