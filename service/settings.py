"""Settings: `config/default.toml`, then `OVERENS_*` from the environment, as one frozen value."""

from __future__ import annotations

import os
import tomllib
from collections.abc import Mapping
from importlib.resources import files
from typing import Annotated, Literal
from urllib.parse import urlsplit

import structlog
from pydantic import AfterValidator, BaseModel, ConfigDict, Field, SecretStr, ValidationError

from service.kernel.errors import Refusal

PREFIX = "OVERENS_"

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


def _mail_address(text: str) -> str:
    if text.count("@") != 1 or any(mark.isspace() for mark in text) or text.startswith("@") or text.endswith("@"):
        raise ValueError("give one e-mail address, like post@kommun.example")
    return text


class Settings(BaseModel):
    """How this installation runs."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str
    secret_key: SecretStr | None = None
    base_url: Annotated[str, AfterValidator(_web_address)]
    language: Literal["sv", "en"]
    host: str
    port: Annotated[int, Field(ge=0, le=65535)]
    web_workers: Annotated[int, Field(ge=1, le=64)]

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
    for name, value in given.items():
        if name.startswith(PREFIX):
            field = name.removeprefix(PREFIX).lower()
            if field in Settings.model_fields:
                values[field] = value
            else:
                log.warning("unknown setting is ignored", name=name)
    try:
        return Settings.model_validate(values)
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        why = first["msg"].removeprefix("Value error, ")
        raise BadSetting(name=PREFIX + str(first["loc"][0]).upper(), why=why) from None
