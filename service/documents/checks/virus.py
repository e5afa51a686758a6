"""Asking ClamAV: the file is streamed to clamd, and kept only if that says it is clean."""

from __future__ import annotations

import socket
import struct

import structlog

from service.documents.checks import refusals

_CHUNK = 1 << 16
_LONGEST_ANSWER = 4096

log = structlog.get_logger(__name__)


def scan(content: bytes, address: str, *, seconds: float) -> None:
    """Refuse a file that the scanner at `address` (host:port, or the path of a socket) finds harmful or does not answer for."""
    try:
        with _connect(address, seconds) as line:
            said = _ask(line, content)
    except OSError as error:
        log.error("the virus scanner does not answer", address=address, error=str(error))
        raise refusals.NotScanned from None
    verdict = said.removeprefix("stream: ")
    if verdict == "OK":
        return
    if verdict.endswith(" FOUND"):
        name = verdict.removesuffix(" FOUND")
        log.warning("the virus scanner found something", found=name)
        raise refusals.VirusFound(name=name)
    log.error("the virus scanner could not tell", said=said)
    raise refusals.NotScanned


def _connect(address: str, seconds: float) -> socket.socket:
    if address.startswith("/"):
        line = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        line.settimeout(seconds)
        try:
            line.connect(address)
        except OSError:
            line.close()
            raise
        return line
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), timeout=seconds)


def _ask(line: socket.socket, content: bytes) -> str:
    try:
        line.sendall(b"zINSTREAM\0")
        for at in range(0, len(content), _CHUNK):
            chunk = content[at : at + _CHUNK]
            line.sendall(struct.pack(">I", len(chunk)) + chunk)
        line.sendall(struct.pack(">I", 0))
    except (BrokenPipeError, ConnectionResetError):
        # A scanner that has had enough says why before it hangs up.
        log.warning("the virus scanner hung up early")
    said = b""
    while b"\0" not in said and len(said) < _LONGEST_ANSWER:
        more = line.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.partition(b"\0")[0].decode("utf-8", "replace").strip()
