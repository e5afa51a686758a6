"""What `make test` runs: style, types, layers, then every test once; says at its end what was missing.

With `--covered`, what `make coverage` runs: the same, and what of the service the tests reach.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
NEEDED = {"chromium": "chromium", "faketime": "faketime", "strace": "strace"}

CHECKS: Sequence[tuple[str, list[str]]] = (
    ("style", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports")]),
)


def tests(*, covered: bool) -> list[str]:
    """Return the command that runs the tests, over all cores; measuring what they cover takes half as long again."""
    measuring = ["--cov=service", "--cov-report=term:skip-covered", "--no-cov-on-fail"]
    return [sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal", *(measuring if covered else [])]


def main() -> int:
    """Run everything; return 0 only if all passed and nothing was missing."""
    failed = []
    for name, command in (*CHECKS, ("tests", tests(covered="--covered" in sys.argv[1:]))):
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False).returncode != 0:
            failed.append(name)
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    for package in missing:
        print(f"missing: install the Debian package {package} and run again")
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
