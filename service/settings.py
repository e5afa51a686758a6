"""Settings: `config/default.toml`, then `OVERENS_*` from the environment, as one frozen value."""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from pathlib import Path
from typing import Annotated, Any, Literal
from urllib.parse import urlsplit

import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError, model_validator

from service.kernel.errors import Refusal

PREFIX = "OVERENS_"
PROVIDER_SECRET = re.compile(r"oidc_([a-z][a-z0-9]{0,29})_client_secret")

log = structlog.get_logger(__name__)


class BadSetting(Refusal):
    """The setting {name} is wrong: {why}"""

    sv = "Inställningen {name} är fel: {why}"
    status = 500


class MissingSetting(Refusal):
    """The setting {name} is missing; set it in the environment before starting."""

    sv = "Inställningen {name} saknas; sätt den i miljön före start."
    status = 500


def _web_address(text: str) -> str:
    parts = urlsplit(text)
    if parts.scheme not in ("http", "https") or not parts.netloc:
        raise ValueError("give an address that begins with http:// or https://")
    return text.rstrip("/")


def _timestamp_address(text: str) -> str:
    return _web_address(text) if text else ""


def _mail_address(text: str) -> str:
    if text.count("@") != 1 or any(mark.isspace() for mark in text) or text.startswith("@") or text.endswith("@"):
        raise ValueError("give one e-mail address, like post@kommun.example")
    return text


def _scanner_address(text: str) -> str:
    host, _, port = text.rpartition(":")
    if text and not text.startswith("/") and not (host and port.isdecimal() and 0 < int(port) < 65536):
        raise ValueError("give host:port, like 127.0.0.1:3310, or the path of a socket, which begins with /")
    return text


def _issuer(text: str) -> str:
    parts = urlsplit(text)
    if not secure_address(text) or parts.query or parts.fragment:
        raise ValueError("give the issuer's address, which begins with https:// and has neither ? nor #")
    return text


def secure_address(text: str) -> bool:
    """Say whether an address is https with a host, or plain http on this machine itself."""
    try:
        parts = urlsplit(text)
    except ValueError:
        return False
    if parts.username is not None or not parts.hostname:
        return False
    return parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in ("127.0.0.1", "::1", "localhost"))


class Label(BaseModel):
    """What a button says, in both languages."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    sv: Annotated[str, Field(min_length=1, max_length=60)]
    en: Annotated[str, Field(min_length=1, max_length=60)]


class Claims(BaseModel):
    """What an identity provider calls what we ask of it; `verified` is empty if it answers for every address it gives."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: Annotated[str, Field(min_length=1)] = "sub"
    email: str = "email"
    verified: str = "email_verified"
    name: str = "name"
    level: str = "acr"


class Provider(BaseModel):
    """An OpenID Connect provider that people may log in through."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    label: Label
    issuer: Annotated[str, AfterValidator(_issuer)]
    client_id: Annotated[str, Field(min_length=1)]
    client_secret: SecretStr = SecretStr("")
    scopes: tuple[str, ...] = ("openid", "profile", "email")
    acr_values: tuple[str, ...] = ()
    signs: bool = False
    sign_acr_values: tuple[str, ...] = ()
    claims: Claims = Claims()
    trust_email: bool = False
    create: bool = False
    domains: tuple[str, ...] = ()
    leeway_seconds: Annotated[int, Field(ge=0, le=600)] = 60
    timeout_seconds: Annotated[float, Field(gt=0, le=60)] = 8

    @model_validator(mode="after")
    def _whole(self) -> Provider:
        if "openid" not in self.scopes:
            raise ValueError("scopes must hold openid")
        if self.create and not self.trust_email:
            raise ValueError("create = true needs trust_email = true: a new user is known by the address")
        if self.signs and not any(self.sign_acr_values):
            raise ValueError("signs = true needs sign_acr_values: the levels of assurance that are enough to sign")
        return self


class Settings(BaseModel):
    """How this installation runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str
    secret_key: SecretStr | None = None
    base_url: Annotated[str, AfterValidator(_web_address)]
    fresh_minutes: Annotated[int, Field(ge=1, le=720)]
    language: Literal["sv", "en"]
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    web_workers: Annotated[int, Field(ge=1, le=64)]
    trusted_proxies: Annotated[int, Field(ge=0, le=5)]

    mail_server: str
    mail_port: Annotated[int, Field(ge=1, le=65535)]
    mail_username: str
    mail_password: SecretStr
    mail_use_tls: bool
    mail_use_ssl: bool
    mail_sender: Annotated[str, AfterValidator(_mail_address)]
    mail_sender_name: Annotated[str, Field(max_length=80)]
    mail_timeout_seconds: Annotated[float, Field(gt=0, le=600)]
    mail_connections: Annotated[int, Field(ge=1, le=16)]
    mail_expires_days: Annotated[int, Field(ge=1, le=365)]

    beat_seconds: Annotated[float, Field(ge=0.1, le=3600)]
    sweep_batch: Annotated[int, Field(ge=1, le=5000)]
    dead_after_seconds: Annotated[float, Field(ge=1, le=86400)]
    busy_seconds: Annotated[float, Field(ge=0.1, le=600)]

    oidc_file: str
    oidc: dict[Annotated[str, Field(pattern=r"^[a-z][a-z0-9]{0,29}$")], Provider]

    document_megabytes: Annotated[int, Field(ge=1, le=100)]
    clamav_address: Annotated[str, AfterValidator(_scanner_address)]
    clamav_timeout_seconds: Annotated[float, Field(gt=0, le=600)]

    signature_roots: str
    seal_certificate: str
    seal_key: str
    seal_timestamp_url: Annotated[str, AfterValidator(_timestamp_address)]

    retention_file: str

    backup_folder: Annotated[str, Field(min_length=1)]

    rehearsal: bool
    crash_at: str

    def need_secret(self) -> str:
        """Return the secret key, or refuse to start without one of at least 16 characters."""
        if self.secret_key is None or not self.secret_key.get_secret_value():
            raise MissingSetting(name=PREFIX + "SECRET_KEY")
        if len(self.secret_key.get_secret_value()) < 16:
            raise BadSetting(name=PREFIX + "SECRET_KEY", why="at least 16 characters are needed")
        return self.secret_key.get_secret_value()


def load(environment: Mapping[str, str] | None = None) -> Settings:
    """Return the settings in force; raise BadSetting in one sentence for the first that is wrong."""
    given = os.environ if environment is None else environment
    values = tomllib.loads(files("config").joinpath("default.toml").read_text("utf-8"))
    values["oidc"] = {**values.get("oidc", {}), **_providers(given.get(PREFIX + "OIDC_FILE", values["oidc_file"]))}
    for name, value in given.items():
        if name.startswith(PREFIX):
            field = name.removeprefix(PREFIX).lower()
            if secret := PROVIDER_SECRET.fullmatch(field):
                if not isinstance(provider := values["oidc"].get(secret[1]), dict):
                    raise BadSetting(name=name, why=f"no provider is called {secret[1]}; see {PREFIX}OIDC_FILE")
                provider["client_secret"] = value
            elif field in Settings.model_fields and field != "oidc":
                values[field] = value
            else:
                log.warning("unknown setting is ignored", name=name)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = first["msg"].removeprefix("Value error, ")
        place = first["loc"]
        name = PREFIX + str(place[0]).upper() if len(place) == 1 else ".".join(str(part) for part in place)
        raise BadSetting(name=name, why=why) from None


def _providers(path: str) -> dict[str, Any]:
    """Return the tables [oidc.<name>] of a file."""
    if not path:
        return {}
    try:
        found = tomllib.loads(Path(path).read_text("utf-8"))
    except (OSError, ValueError) as error:
        raise BadSetting(name=PREFIX + "OIDC_FILE", why=f"{path} cannot be read: {error}") from None
    if found.keys() - {"oidc"} or not isinstance(found.get("oidc", {}), dict):
        raise BadSetting(name=PREFIX + "OIDC_FILE", why=f"{path} may hold only tables called [oidc.<name>]")
    return dict(found.get("oidc", {}))
