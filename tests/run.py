"""What `make test` runs: style, types, layers, then every test once; says at its end what was missing."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

BIN = Path(sys.executable).parent
NEEDED = {"chromium-headless-shell": "chromium-headless-shell", "faketime": "faketime", "strace": "strace"}

CHECKS: Sequence[tuple[str, list[str]]] = (
    ("style", [str(BIN / "ruff"), "check", "."]),
    ("types", [str(BIN / "mypy")]),
    ("layers", [str(BIN / "lint-imports")]),
)


def tests() -> list[str]:
    """Return the command that runs the tests, over all cores, with what they cover."""
    return [
        sys.executable, "-m", "pytest", "-q", "-n", "auto", "--dist", "worksteal",
        "--cov=service", "--cov-report=term:skip-covered", "--no-cov-on-fail",
    ]


def _surroundings() -> dict[str, str]:
    """Return the environment of the checks: where the interpreter itself can tell which lines run, it does."""
    return {**os.environ, "COVERAGE_CORE": "sysmon"} if sys.version_info >= (3, 12) else dict(os.environ)


def main() -> int:
    """Run everything; return 0 only if all passed and nothing was missing."""
    failed = []
    for name, command in (*CHECKS, ("tests", tests())):
        print(f"== {name}", flush=True)
        if subprocess.run(command, check=False, env=_surroundings()).returncode != 0:
            failed.append(name)
    missing = [package for program, package in NEEDED.items() if shutil.which(program) is None]
    for package in missing:
        print(f"missing: install the Debian package {package} and run again")
    if failed:
        print(f"failed: {', '.join(failed)}")
    return 1 if failed or missing else 0


if __name__ == "__main__":
    sys.exit(main())
