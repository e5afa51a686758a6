"""A real OpenID provider on this machine, made with Authlib's server side; its knobs let it answer wrongly."""

from __future__ import annotations

import hmac
import json
import threading
from base64 import urlsafe_b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from authlib.integrations.flask_oauth2 import AuthorizationServer
from authlib.oauth2.rfc6749 import AuthorizationCodeMixin, ClientMixin
from authlib.oauth2.rfc6749.grants import AuthorizationCodeGrant
from authlib.oauth2.rfc7636 import CodeChallenge
from authlib.oidc.core import UserInfo
from authlib.oidc.core.grants import OpenIDCode
from flask import Flask, Response, jsonify, redirect, request
from joserfc import jwt
from joserfc.jwk import RSAKey
from werkzeug.serving import make_server

from tests.web.world import Clock

CLIENT, CLIENT_SECRET = "overens", "a secret between the two"
KEYS = {name: RSAKey.generate_key(2048, {"kid": name, "use": "sig", "alg": "RS256"}) for name in ("first", "second")}


def _encoded(part: bytes) -> str:
    return urlsafe_b64encode(part).rstrip(b"=").decode()


@dataclass
class Client(ClientMixin):  # type: ignore[misc]
    """Överens, as the provider knows it."""

    redirect_uri: str

    def get_client_id(self) -> str:
        return CLIENT

    def get_default_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_allowed_scope(self, scope: str) -> str:
        return scope

    def check_redirect_uri(self, redirect_uri: str) -> bool:
        return redirect_uri == self.redirect_uri

    def check_client_secret(self, client_secret: str) -> bool:
        return client_secret == CLIENT_SECRET

    def check_endpoint_auth_method(self, method: str, endpoint: str) -> bool:
        return method in ("client_secret_basic", "client_secret_post") and endpoint == "token"

    def check_response_type(self, response_type: str) -> bool:
        return response_type == "code"

    def check_grant_type(self, grant_type: str) -> bool:
        return grant_type == "authorization_code"


@dataclass
class Code(AuthorizationCodeMixin):  # type: ignore[misc]
    """A code given out."""

    code: str
    redirect_uri: str
    scope: str
    nonce: str | None
    auth_time: int
    code_challenge: str | None
    code_challenge_method: str | None

    def get_redirect_uri(self) -> str:
        return self.redirect_uri

    def get_scope(self) -> str:
        return self.scope

    def get_nonce(self) -> str | None:
        return self.nonce

    def get_auth_time(self) -> int:
        return self.auth_time

    def get_acr(self) -> None:
        return None

    def get_amr(self) -> None:
        return None


@dataclass
class Provider:
    """Who logs in there, and what goes wrong; `wrong` is laid over the ID token, `published` over the discovery document.

    `there_since` is when the person logged in there: they are not asked again unless the request says so, and not by one that is
    `deaf` to that.
    """

    clock: Clock
    url: str = ""
    back: str = ""
    person: dict[str, Any] = field(default_factory=lambda: {
        "sub": "person-1", "name": "Karin Lind", "email": "karin@staden.example", "email_verified": True, "acr": "loa3"})
    key: str = "first"
    signed: str = "RS256"
    wrong: dict[str, Any] = field(default_factory=dict)
    published: dict[str, Any] = field(default_factory=dict)
    broken: dict[str, int | str] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)
    codes: dict[str, Code] = field(default_factory=dict)
    there_since: int | None = None
    deaf: bool = False
    user_info: dict[str, Any] | None = None

    def discovery(self) -> dict[str, Any]:
        return {
            "issuer": self.url, "authorization_endpoint": f"{self.url}/authorize", "token_endpoint": f"{self.url}/token",
            "jwks_uri": f"{self.url}/keys", "response_types_supported": ["code"], "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"], "code_challenge_methods_supported": ["S256"],
            **({"userinfo_endpoint": f"{self.url}/me"} if self.user_info is not None else {}), **self.published}

    def identified_at(self, asked: Any) -> int:
        """Return when the person who is let through identified themselves."""
        anew = not self.deaf and asked.get("prompt") == "login" and asked.get("max_age") == "0"
        return int(self.clock.at.timestamp()) if anew or self.there_since is None else self.there_since

    def keys(self) -> dict[str, Any]:
        odd = [{"kty": "oct", "k": "c2VjcmV0", "kid": "first"}, {"kty": "EC", "crv": "no-such", "kid": "x"}, "odd"]
        return {"keys": [*odd, KEYS[self.key].as_dict(private=False)]}

    def sign(self, claims: dict[str, Any]) -> str:
        """Sign an ID token, or do as a forger would who knows the public key only."""
        header = {"alg": self.signed, "kid": self.key}
        if self.signed in ("none", "HS256"):
            signed = ".".join([_encoded(json.dumps(one).encode()) for one in (header, claims)])
            public = KEYS[self.key].as_pem(private=False)
            mark = hmac.digest(public, signed.encode(), "sha256") if self.signed == "HS256" else b""
            return f"{signed}.{_encoded(mark)}"
        if self.signed == "another key":
            return jwt.encode({"alg": "RS256", "kid": self.key}, claims, KEYS["second"], ["RS256"])
        return jwt.encode(header, claims, KEYS[self.key], [self.signed])


def _grants(provider: Provider) -> tuple[type[Any], type[Any]]:
    class Codes(AuthorizationCodeGrant):  # type: ignore[misc]
        TOKEN_ENDPOINT_AUTH_METHODS = ("client_secret_basic", "client_secret_post")

        def save_authorization_code(self, code: str, request: Any) -> None:
            payload = request.payload
            provider.codes[code] = Code(
                code, payload.redirect_uri, payload.scope, payload.data.get("nonce"), provider.identified_at(payload.data),
                payload.data.get("code_challenge"), payload.data.get("code_challenge_method"))

        def query_authorization_code(self, code: str, client: Any) -> Code | None:
            return provider.codes.get(code)

        def delete_authorization_code(self, authorization_code: Code) -> None:
            del provider.codes[authorization_code.code]

        def authenticate_user(self, authorization_code: Code) -> dict[str, Any]:
            return provider.person

    class Tokens(OpenIDCode):  # type: ignore[misc]
        def exists_nonce(self, nonce: str, request: Any) -> bool:
            return False

        def resolve_client_private_key(self, client: Any) -> RSAKey:
            return KEYS[provider.key]

        def get_client_claims(self, client: Any) -> dict[str, Any]:
            moment = int(provider.clock.at.timestamp())
            return {"iss": provider.url, "aud": [CLIENT], "iat": moment, "exp": moment + 300}

        def generate_user_info(self, user: dict[str, Any], scope: str) -> UserInfo:
            return UserInfo(user)

        def process_token(self, grant: Any, response: Any) -> Any:
            token = super().process_token(grant, response)
            claims = jwt.decode(token["id_token"], KEYS[provider.key]).claims
            told = {name: value for name, value in {**claims, **provider.wrong}.items() if value is not None}
            token["id_token"] = provider.sign(told)
            return token

    return Codes, Tokens


def _application(provider: Provider) -> Flask:
    app = Flask("provider")
    server = AuthorizationServer(
        app, query_client=lambda name: Client(provider.back) if name == CLIENT else None, save_token=lambda *_: None)
    codes, tokens = _grants(provider)
    server.register_grant(codes, [tokens(require_nonce=True), CodeChallenge(required=True)])

    @app.before_request
    def note() -> Response | None:
        provider.asked.append(request.path)
        wrong = provider.broken.get(request.path)
        return None if wrong is None else Response(wrong if isinstance(wrong, str) else "",
                                                   status=wrong if isinstance(wrong, int) else 200)

    @app.get("/.well-known/openid-configuration")
    def discovery() -> Response:
        return jsonify(provider.discovery())

    @app.get("/keys")
    def keys() -> Response:
        return jsonify(provider.keys())

    @app.get("/authorize")
    def authorize() -> Any:
        if "denied" in provider.broken:
            return redirect(f"{provider.back}?error={provider.broken['denied']}&state={request.args['state']}")
        return server.create_authorization_response(grant_user=provider.person, grant=server.get_consent_grant())

    @app.post("/token")
    def token() -> Any:
        return server.create_token_response()

    @app.get("/me")
    def me() -> Response:
        assert request.headers["Authorization"].startswith("Bearer ")
        return jsonify(provider.user_info)

    return app


@contextmanager
def provider_at_work(clock: Clock, back: str) -> Iterator[Provider]:
    """Serve a provider that sends people back to `back`."""
    provider = Provider(clock, back=back)
    server = make_server("127.0.0.1", 0, _application(provider), threaded=True)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
