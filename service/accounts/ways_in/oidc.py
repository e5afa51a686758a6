"""OpenID Connect: asking a provider who someone is, and believing the answer only when all of it is right."""

from __future__ import annotations

import json
import re
import secrets
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.requests_client import OAuth2Session
from authlib.oidc.core import CodeIDToken
from joserfc import jwt
from joserfc.errors import BadSignatureError, InvalidKeyIdError, JoseError
from joserfc.jwk import Key, KeySet, import_key
from joserfc.jws import JWSRegistry

from service.accounts.ways_in.identities import Vouched, address_of, line_of
from service.accounts.ways_in.refusals import BadAnswer, Denied, Down, NotAnew, NotHere, NotVouched, Slow, TooLow
from service.settings import Provider, secure_address

DISCOVERY = "/.well-known/openid-configuration"
KEPT_FOR = timedelta(hours=1)
LARGEST_ANSWER = 1024 * 1024
LONGEST = 254
# Signatures by the provider's own key only: `none` proves nothing, and HS* would take its public key for a secret.
SIGNATURES = ("RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512", "EdDSA", "Ed25519")
KEY_TYPES = ("RSA", "EC", "OKP")
NO_LEVEL = ("", "0")


@dataclass(frozen=True, slots=True)
class Begun:
    """A log-in on its way: where to go, and what the answer must fit."""

    url: str
    state: str
    nonce: str
    verifier: str


class Door:
    """The way in through one provider; what it has published is kept for an hour."""

    def __init__(self, provider: Provider) -> None:
        self.provider = provider
        self._published: tuple[datetime, Mapping[str, Any]] | None = None
        self._keys: KeySet | None = None

    def refused(self, kind: type[NotVouched], because: str = "") -> NotVouched:
        """Return a refusal that calls the provider by the name on its button."""
        return kind(sv=self.provider.label.sv, en=self.provider.label.en, because=because)

    def begin(self, back: str, *, now: datetime, language: str, proving: bool = False, anew: bool = False) -> Begun:
        """Return where to send someone who wants to log in, or to prove anew who they are; they come back to `back`."""
        state, nonce, verifier = secrets.token_urlsafe(24), secrets.token_urlsafe(24), secrets.token_urlsafe(48)
        levels = self._levels(proving)
        more = {"acr_values": " ".join(levels)} if levels else {}
        if proving or anew:
            more |= {"prompt": "login", "max_age": "0"}
        with self._session(back) as session:
            told = self._metadata(session, now)
            url, _ = session.create_authorization_url(
                told["authorization_endpoint"], state=state, code_verifier=verifier, nonce=nonce,
                ui_locales=language, **more)
        return Begun(str(url), state, nonce, verifier)

    def finish(self, begun: Begun, answer: Mapping[str, str], back: str, *, now: datetime, since: datetime | None = None,
               to_sign: bool = True) -> Vouched:
        """Return whom the provider vouches for; raise NotVouched unless its answer is right in every part.

        `since` is when someone who is to prove anew who they are was sent there: they must have identified themselves after that.
        Unless it is `to_sign`, what is enough to log in is enough.
        """
        if "error" in answer:
            raise self.refused(Denied if answer["error"] == "access_denied" else BadAnswer, _plain(answer["error"]))
        with self._session(back) as session:
            told = self._metadata(session, now)
            # Who gave the answer (RFC 9207): another provider's must not be taken for this one's.
            if ("iss" in answer or told.get("authorization_response_iss_parameter_supported") is True) and (
                    answer.get("iss") != self.provider.issuer):
                raise self.refused(BadAnswer, "iss of the answer")
            token = self._token(session, told, begun, answer.get("code", ""))
            claims = self._claims(session, told, token, begun.nonce, now)
            if since is None:
                self._fill_in(session, told, token, claims)
        if since is not None:
            self._ensure_anew(claims, since, now)
        return self._vouched(claims, self._levels(since is not None and to_sign))

    def _levels(self, proving: bool) -> tuple[str, ...]:
        return self.provider.sign_acr_values if proving else self.provider.acr_values

    def _ensure_anew(self, claims: Mapping[str, Any], since: datetime, now: datetime) -> None:
        """Refuse an answer that does not say that someone identified themselves after `since`."""
        at, leeway = claims.get("auth_time"), self.provider.leeway_seconds
        if isinstance(at, bool) or not isinstance(at, int | float) or not (
                since.timestamp() - leeway <= at <= now.timestamp() + leeway):
            raise self.refused(NotAnew, "auth_time")

    def _session(self, back: str) -> OAuth2Session:
        return OAuth2Session(
            self.provider.client_id, self.provider.client_secret.get_secret_value() or None,
            scope=" ".join(self.provider.scopes), redirect_uri=back, code_challenge_method="S256",
            default_timeout=self.provider.timeout_seconds)

    def _get(self, session: OAuth2Session, url: str, **headers: str) -> dict[str, Any]:
        try:
            with session.get(url, withhold_token=True, allow_redirects=False, stream=True,
                             headers={"Accept": "application/json", **headers}) as told:
                body = b"".join(_until(told.iter_content(64 * 1024), LARGEST_ANSWER))
        except requests.Timeout:
            raise self.refused(Slow) from None
        except requests.RequestException as error:
            raise self.refused(Down, type(error).__name__) from None
        if told.status_code != 200:
            raise self.refused(Down, f"status {told.status_code}")
        try:
            found = json.loads(body)
        except (ValueError, RecursionError):
            raise self.refused(BadAnswer, "no JSON") from None
        if not isinstance(found, dict):
            raise self.refused(BadAnswer, "no JSON object")
        return found

    def _metadata(self, session: OAuth2Session, now: datetime) -> Mapping[str, Any]:
        if self._published is not None and now - self._published[0] < KEPT_FOR:
            return self._published[1]
        told = self._get(session, self.provider.issuer.rstrip("/") + DISCOVERY)
        if told.get("issuer") != self.provider.issuer:
            raise self.refused(BadAnswer, "issuer of the discovery document")
        for name in ("authorization_endpoint", "token_endpoint", "jwks_uri"):
            if not isinstance(told.get(name), str) or not secure_address(told[name]):
                raise self.refused(BadAnswer, f"{name} of the discovery document")
        self._published, self._keys = (now, told), None
        return told

    def _token(self, session: OAuth2Session, told: Mapping[str, Any], begun: Begun, code: str) -> Mapping[str, Any]:
        ways = told.get("token_endpoint_auth_methods_supported")
        if session.client_secret and isinstance(ways, list) and "client_secret_basic" not in ways:
            session.token_endpoint_auth_method = "client_secret_post"
        try:
            found: Mapping[str, Any] = session.fetch_token(
                told["token_endpoint"], grant_type="authorization_code", code=code, code_verifier=begun.verifier,
                allow_redirects=False)
        except requests.Timeout:
            raise self.refused(Slow) from None
        except AuthlibBaseError as error:
            # A code that is used up, too old or another's: nothing is wrong with the provider.
            kind = NotHere if error.error == "invalid_grant" else BadAnswer
            raise self.refused(kind, _plain(error.error)) from None
        except (ValueError, TypeError) as error:
            raise self.refused(BadAnswer, f"token: {type(error).__name__}") from None
        except requests.RequestException as error:
            raise self.refused(Down, type(error).__name__) from None
        return found

    def _claims(
        self, session: OAuth2Session, told: Mapping[str, Any], token: Mapping[str, Any], nonce: str, now: datetime,
    ) -> dict[str, Any]:
        """Return the claims of the ID token, all of it checked."""
        read = self._read(session, told, token.get("id_token"))
        claims = CodeIDToken(read.claims, read.header, {
            "iss": {"essential": True, "value": self.provider.issuer},
            "aud": {"essential": True, "value": self.provider.client_id},
            "nonce": {"essential": True, "value": nonce},
        }, {"nonce": nonce, "client_id": self.provider.client_id, "access_token": token.get("access_token")})
        try:
            claims.validate(now=int(now.timestamp()), leeway=self.provider.leeway_seconds)
        except (JoseError, ValueError, TypeError) as error:
            raise self.refused(BadAnswer, f"ID token: {_plain(str(error))}") from None
        return dict(claims)

    def _read(self, session: OAuth2Session, told: Mapping[str, Any], raw: Any) -> jwt.Token:
        """Return the ID token once its signature is right, fetching the keys anew when they have changed."""
        offered = told.get("id_token_signing_alg_values_supported")
        allowed = [one for one in SIGNATURES if not isinstance(offered, list) or one in offered]
        # An empty list of ours would be taken for none given, and let in more than it should.
        if not isinstance(raw, str) or not allowed:
            raise self.refused(BadAnswer, "no ID token" if allowed else "no signature that can be trusted")
        registry = JWSRegistry(algorithms=allowed, strict_check_header=False)
        try:
            try:
                return jwt.decode(raw, self._key_set(session, told), registry=registry)
            except (InvalidKeyIdError, BadSignatureError):
                self._keys = None
                return jwt.decode(raw, self._key_set(session, told), registry=registry)
        except (JoseError, ValueError, TypeError, RecursionError) as error:
            raise self.refused(BadAnswer, f"ID token: {type(error).__name__}") from None

    def _key_set(self, session: OAuth2Session, told: Mapping[str, Any]) -> KeySet:
        # Another thread may drop the keys at any moment: what is returned is what was looked at.
        kept = self._keys
        if kept is None:
            found = self._get(session, told["jwks_uri"]).get("keys")
            keys = [_key(one) for one in found] if isinstance(found, list) else []
            kept = self._keys = KeySet([one for one in keys if one is not None])
        return kept

    def _fill_in(
        self, session: OAuth2Session, told: Mapping[str, Any], token: Mapping[str, Any], claims: dict[str, Any],
    ) -> None:
        """Ask for the name and address of someone whose ID token lacks them; both halves of an address come together."""
        names, where = self.provider.claims, told.get("userinfo_endpoint")
        access = token.get("access_token")
        if not isinstance(where, str) or not isinstance(access, str) or not secure_address(where) or (
                names.email in claims and names.name in claims):
            return
        more = self._get(session, where, Authorization=f"Bearer {access}")
        if more.get("sub") != claims["sub"]:
            raise self.refused(BadAnswer, "sub of the user information")
        if names.email not in claims:
            claims |= {name: more.get(name) for name in (names.email, names.verified) if name}
        claims.setdefault(names.name, more.get(names.name))

    def _vouched(self, claims: Mapping[str, Any], levels: tuple[str, ...]) -> Vouched:
        names = self.provider.claims
        subject, level = claims.get(names.subject), claims.get(names.level)
        if not isinstance(subject, str) or not 0 < len(subject) <= LONGEST:
            raise self.refused(BadAnswer, "no subject")
        level = level if isinstance(level, str) and level not in NO_LEVEL and len(level) <= LONGEST else None
        if levels and level not in levels:
            raise self.refused(TooLow, "level")
        email = address_of(claims.get(names.email))
        return Vouched(issuer=self.provider.issuer, subject=subject, email=email, level=level,
                       verified=bool(email) and (not names.verified or claims.get(names.verified) in (True, "true", "1")),
                       name=line_of(claims.get(names.name)))


def _until(parts: Iterable[bytes], most: int) -> Iterator[bytes]:
    for part in parts:
        most -= len(part)
        if most < 0:
            return
        yield part


def _key(one: Any) -> Key | None:
    """Return a published key that signatures can be checked with, None for any other."""
    if not isinstance(one, dict) or one.get("kty") not in KEY_TYPES or one.get("use", "sig") != "sig":
        return None
    try:
        return import_key({name: value for name, value in one.items() if name != "d"})
    except (JoseError, ValueError, TypeError, KeyError):
        return None


def _plain(text: object) -> str:
    """Return what may be written to the log of something that came from outside."""
    return re.sub(r"[^A-Za-z_: '.]", "", str(text))[:80]
