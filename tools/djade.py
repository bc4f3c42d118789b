"""Run djade over every template; with --check, only say what it would change."""

import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def main() -> int:
    templates = [str(path) for path in sorted((ROOT / "kentongan").glob("*/templates/**/*.html"))]
    if not templates:
        return 0
    djade = shutil.which("djade", path=str(Path(sys.executable).parent)) or "djade"
    return subprocess.run([djade, "--target-version", "5.2", *sys.argv[1:], *templates]).returncode


if __name__ == "__main__":
    sys.exit(main())
