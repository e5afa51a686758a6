"""Who holds a claim: named so that another process on the same host can tell whether the holder still lives."""

from __future__ import annotations

import os
import socket
import uuid
from pathlib import Path


def new_token() -> str:
    """Return a token that names this process and is used once."""
    return f"{socket.gethostname()}/{os.getpid()}/{_born(os.getpid())}/{uuid.uuid4().hex}"


def is_gone(token: str) -> bool:
    """Say whether the process that made `token` certainly has ended; one on another host never has."""
    host, _, rest = token.partition("/")
    pid, _, rest = rest.partition("/")
    born, _, _ = rest.partition("/")
    if host != socket.gethostname() or not pid.isdigit():
        return False
    try:
        os.kill(int(pid), 0)
    except ProcessLookupError:
        return True
    except PermissionError:
        return False
    return _born(int(pid)) != born


def _born(pid: int) -> str:
    """Return when a process started, in the kernel's own count; empty where the system does not tell."""
    try:
        return Path(f"/proc/{pid}/stat").read_text("ascii").rpartition(")")[2].split()[19]
    except OSError:
        return ""
