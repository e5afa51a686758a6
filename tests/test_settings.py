"""Settings: defaults, the environment over them, and one sentence for what is wrong."""

from __future__ import annotations

from pathlib import Path

import pytest

from service.settings import BadSetting, MissingSetting, Settings, load, secure_address


def test_every_setting_but_the_secret_has_a_default() -> None:
    settings = load({})
    assert [name for name in Settings.model_fields if getattr(settings, name) is None] == ["secret_key"]
    assert settings.database_url == "sqlite:///var/overens.sqlite"
    assert settings.mail_server == ""


def test_the_environment_wins() -> None:
    settings = load({"OVERENS_MAIL_PORT": "2525", "OVERENS_MAIL_USE_TLS": "true", "OVERENS_BASE_URL": "https://x.example/"})
    assert (settings.mail_port, settings.mail_use_tls, settings.base_url) == (2525, True, "https://x.example")


@pytest.mark.parametrize(("name", "value", "sv", "en"), [
    ("OVERENS_MAIL_PORT", "many", "Inställningen OVERENS_MAIL_PORT är fel: ",
     "The setting OVERENS_MAIL_PORT is wrong: Input should be a valid integer, unable to parse string as an integer"),
    ("OVERENS_CLAMAV_ADDRESS", "clamav", "Inställningen OVERENS_CLAMAV_ADDRESS är fel: ",
     "The setting OVERENS_CLAMAV_ADDRESS is wrong: give host:port, like 127.0.0.1:3310, or the path of a socket, which begins with /"),
    ("OVERENS_BASE_URL", "overens.example", "Inställningen OVERENS_BASE_URL är fel: ",
     "The setting OVERENS_BASE_URL is wrong: give an address that begins with http:// or https://"),
    ("OVERENS_MAIL_SENDER", "nobody", "Inställningen OVERENS_MAIL_SENDER är fel: ",
     "The setting OVERENS_MAIL_SENDER is wrong: give one e-mail address, like post@kommun.example"),
    ("OVERENS_LANGUAGE", "fi", "Inställningen OVERENS_LANGUAGE är fel: ",
     "The setting OVERENS_LANGUAGE is wrong: Input should be 'sv' or 'en'"),
])
def test_a_wrong_setting_is_one_sentence(name: str, value: str, sv: str, en: str) -> None:
    with pytest.raises(BadSetting) as refused:
        load({name: value})
    assert refused.value.sentence("en") == en
    assert refused.value.sentence("sv").startswith(sv)


def test_a_missing_secret_is_one_sentence() -> None:
    with pytest.raises(MissingSetting) as refused:
        load({}).need_secret()
    assert refused.value.sentence("sv") == "Inställningen OVERENS_SECRET_KEY saknas; sätt den i miljön före start."


def test_a_short_secret_is_refused() -> None:
    with pytest.raises(BadSetting) as refused:
        load({"OVERENS_SECRET_KEY": "short"}).need_secret()
    assert refused.value.sentence("en") == (
        "The setting OVERENS_SECRET_KEY is wrong: at least 16 characters are needed")


def test_secrets_do_not_show() -> None:
    settings = load({"OVERENS_SECRET_KEY": "a-very-secret-value", "OVERENS_MAIL_PASSWORD": "hush-hush"})
    assert "a-very-secret-value" not in repr(settings)
    assert "hush-hush" not in repr(settings)


PROVIDER = 'label = { sv = "Freja", en = "Freja" }\nissuer = "https://op.example/"\nclient_id = "x"\n'


def with_providers(path: Path, text: str, **more: str) -> Settings:
    path.write_text(text, "utf-8")
    return load({"OVERENS_OIDC_FILE": str(path), **more})


def test_providers_stand_in_a_file_and_their_secrets_in_the_environment(tmp_path: Path) -> None:
    settings = with_providers(tmp_path / "oidc.toml", f"[oidc.freja]\n{PROVIDER}\n[oidc.kommun]\n{PROVIDER}",
                              OVERENS_OIDC_FREJA_CLIENT_SECRET="hush-hush")
    assert settings.oidc["freja"].client_secret.get_secret_value() == "hush-hush"
    assert settings.oidc["kommun"].client_secret.get_secret_value() == ""
    assert settings.oidc["freja"].issuer == "https://op.example/"
    assert "hush-hush" not in repr(settings)


@pytest.mark.parametrize(("text", "en"), [
    ("[oidc.freja]\n" + PROVIDER.replace("https", "http"), "oidc.freja.issuer is wrong: give the issuer's address"),
    ("[oidc.freja]\n" + PROVIDER.replace("op.example/", "op.example/?a=b"), "oidc.freja.issuer is wrong: "),
    (f"[oidc.freja]\n{PROVIDER}create = true", "oidc.freja is wrong: create = true needs trust_email = true"),
    (f"[oidc.freja]\n{PROVIDER}scopes = ['email']", "oidc.freja is wrong: scopes must hold openid"),
    (f"[oidc.freja]\n{PROVIDER}signs = true", "oidc.freja is wrong: signs = true needs sign_acr_values"),
    (f"[oidc.freja]\n{PROVIDER}signs = true\nsign_acr_values = ['']", "oidc.freja is wrong: signs = true needs sign_acr_values"),
    (f"[oidc.freja]\n{PROVIDER}typo = 1", "oidc.freja.typo is wrong: "),
    (f"[oidc.freja]\n{PROVIDER}[oidc.Freja-ID]\n{PROVIDER}", "oidc.Freja-ID.[key] is wrong: "),
    ("[oidc", "OVERENS_OIDC_FILE is wrong: "), ("base_url = 'x'", "OVERENS_OIDC_FILE is wrong: "),
    ("oidc = 1", "OVERENS_OIDC_FILE is wrong: "), ("", "OVERENS_OIDC_FREJA_CLIENT_SECRET is wrong: no provider is called freja"),
])
def test_a_wrong_provider_is_one_sentence(tmp_path: Path, text: str, en: str) -> None:
    with pytest.raises(BadSetting) as refused:
        with_providers(tmp_path / "oidc.toml", text, OVERENS_OIDC_FREJA_CLIENT_SECRET="hush-hush")
    told = refused.value.sentence("en")
    assert told.startswith(f"The setting {en}"), told
    assert "hush-hush" not in told


def test_a_file_that_is_not_there_is_one_sentence(tmp_path: Path) -> None:
    with pytest.raises(BadSetting, match="OVERENS_OIDC_FILE is wrong"):
        load({"OVERENS_OIDC_FILE": str(tmp_path / "none.toml")})


@pytest.mark.parametrize(("address", "secure"), [
    ("https://op.example", True), ("http://127.0.0.1:5000/x", True), ("http://localhost", True), ("http://[::1]:1", True),
    ("http://op.example", False), ("https://", False), ("https://a:b@op.example", False), ("http://127.0.0.1.evil.example", False),
    ("//op.example", False), ("javascript:x", False), ("https://[", False),
])
def test_only_https_or_this_machine(address: str, secure: bool) -> None:
    assert secure_address(address) is secure
