"""Settings: defaults, the environment over them, and one sentence for what is wrong."""

from __future__ import annotations

import pytest

from service.settings import BadSetting, MissingSetting, Settings, load


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
