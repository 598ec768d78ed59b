"""The keys of customers' data: pure, no tables.

Every customer has a key of 32 random bytes. It is kept wrapped by a key made of the installation's master key (HKDF,
SHA-256); the data are sealed by it (AES-256-GCM). A sealed piece names, unseen, whose and what it is (the additional
data): put elsewhere it does not open. Layouts:

    wrapped key   version 1 (1 byte) · number of the master key (4) · nonce (12) · sealed key (48)
    sealed piece  version 1 (1 byte) · nonce (12) · ciphertext and tag
"""

from __future__ import annotations

import hashlib
import hmac
import os
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from shouwen.fault import Fault

VERSION: Final = b"\x01"
LEAST: Final = 32  # characters of a master key
_NUMBER, _NONCE = 4, 12  # bytes


@dataclass(frozen=True, slots=True)
class Master:
    """What a master key gives: the key that wraps, the key of the blind index, and its number."""

    wrapping: bytes = field(repr=False)
    index: bytes = field(repr=False)
    number: bytes


@lru_cache(maxsize=4)
def master_of(secret: str) -> Master:
    """Raises Fault("customer-key-short") for a secret of fewer than 32 characters."""
    if len(secret) < LEAST:
        raise Fault("customer-key-short", least=LEAST)
    return Master(
        wrapping=_derived(secret, b"shouwen: wrapping customers' keys", 32),
        index=_derived(secret, b"shouwen: blind index", 32),
        number=_derived(secret, b"shouwen: number of the master key", _NUMBER),
    )


def new_key() -> bytes:
    """A key for a customer."""
    return os.urandom(32)


def wrap(key: bytes, *, owner: str, master: Master) -> bytes:
    """The customer's key, to be kept; `owner` is the customer's name."""
    nonce = os.urandom(_NONCE)
    head = VERSION + master.number
    return head + nonce + AESGCM(master.wrapping).encrypt(nonce, key, head + owner.encode())


def unwrap(wrapped: bytes, *, owner: str, master: Master) -> bytes:
    """The customer's key. Raises Fault: "customer-key-wrong" (another master key), "customer-data-damaged"."""
    head, nonce, sealed = wrapped[:5], wrapped[5:17], wrapped[17:]
    if head[1:] != master.number:
        raise Fault("customer-key-wrong", needed=head[1:].hex(), given=master.number.hex())
    try:
        return AESGCM(master.wrapping).decrypt(nonce, sealed, head + owner.encode())
    except (InvalidTag, ValueError):
        raise Fault("customer-data-damaged") from None


def wrapped_by(wrapped: bytes, master: Master) -> bool:
    """Whether it is this master key that opens it."""
    return wrapped[1:5] == master.number


def seal(plain: bytes, *, key: bytes, owner: str, kind: str) -> bytes:
    """Sealed for this customer as this kind of thing ("personal", "text", "bytes")."""
    nonce = os.urandom(_NONCE)
    return VERSION + nonce + AESGCM(key).encrypt(nonce, plain, _additional(owner, kind))


def unseal(sealed: bytes, *, key: bytes, owner: str, kind: str) -> bytes:
    """What was sealed. Raises Fault("customer-data-damaged"), also for another customer's, or another kind of thing."""
    try:
        return AESGCM(key).decrypt(sealed[1:13], sealed[13:], _additional(owner, kind))
    except (InvalidTag, ValueError):
        raise Fault("customer-data-damaged") from None


def mark(text: str, *, kind: str, master: Master) -> bytes:
    """The blind index of a number in its one form: who has not the key can neither read it nor try numbers out."""
    return hmac.digest(master.index, f"{kind}:{text}".encode(), hashlib.sha256)


def _derived(secret: str, info: bytes, length: int) -> bytes:
    return HKDF(algorithm=SHA256(), length=length, salt=None, info=info).derive(secret.encode())


def _additional(owner: str, kind: str) -> bytes:
    return VERSION + f"{kind}:{owner}".encode()
