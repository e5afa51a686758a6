"""Fetch the browser's third-party files from npm, at the versions and digests in vendor.json.

Run `python scripts/vendor_assets.py` to write them, `--update` to note the digest of a version that has none.
"""

from __future__ import annotations

import base64
import hashlib
import json
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
LIST = ROOT / "scripts" / "vendor.json"


def fetch(package: dict[str, Any], folder: Path) -> Path:
    """Return the package's archive, fetched by npm."""
    named = f"{package['name']}@{package['version']}"
    told = subprocess.run(["npm", "pack", "--json", named], cwd=folder, check=True, capture_output=True, text=True)
    return folder / Path(str(json.loads(told.stdout)[0]["filename"])).name


def integrity(archive: Path) -> str:
    """Return the archive's digest as npm writes it."""
    return "sha512-" + base64.b64encode(hashlib.sha512(archive.read_bytes()).digest()).decode()


def main() -> int:
    """Write every file of the list; return 1 if an archive is not the one noted."""
    known = json.loads(LIST.read_text("utf-8"))
    with tempfile.TemporaryDirectory() as name:
        for package in known["packages"]:
            archive = fetch(package, Path(name))
            found = integrity(archive)
            if "--update" in sys.argv and not package["integrity"]:
                package["integrity"] = found
            if found != package["integrity"]:
                print(f"{package['name']} {package['version']} is not the one in vendor.json", file=sys.stderr)
                return 1
            with tarfile.open(archive) as opened:
                for source, target in package["files"].items():
                    member = opened.extractfile(f"package/{source}")
                    assert member is not None
                    (ROOT / target).parent.mkdir(parents=True, exist_ok=True)
                    (ROOT / target).write_bytes(member.read())
    LIST.write_text(json.dumps(known, indent=2) + "\n", "utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
