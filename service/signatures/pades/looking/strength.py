"""What is too weak for a signature to rest on."""

from __future__ import annotations

from pyhanko.sign.validation.status import PdfSignatureStatus

WEAK_DIGESTS = ("sha1", "md5", "md2")
SHORTEST = {"rsa": 2048, "rsassa_pss": 2048, "ec": 224}


def weakness_of(status: PdfSignatureStatus) -> str:
    """Name what is too weak, "" if nothing is."""
    if status.md_algorithm in WEAK_DIGESTS:
        return status.md_algorithm.upper().replace("SHA1", "SHA-1")
    mechanism = str(status.pkcs7_signature_mechanism)
    if any(mechanism.startswith(digest) for digest in WEAK_DIGESTS):
        return mechanism.split("_")[0].upper().replace("SHA1", "SHA-1")
    key = status.signing_cert.public_key
    kind = str(key.algorithm)
    if kind == "dsa" or key.bit_size < SHORTEST.get(kind, 0):
        return f"{kind.split('ssa')[0].upper()} {key.bit_size}"
    return ""
