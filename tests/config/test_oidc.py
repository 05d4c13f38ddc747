"""Sign-in services, as the operator writes them."""

import json

import pytest

from decapolis.config import oidc
from decapolis.config.env import SettingError

WHOLE = {
    "id": "dayton",
    "name": "City of Dayton",
    "server_url": "https://login.daytonohio.gov",
    "client_id": "decapolis",
    "secret": "s3cret",
    "domains": ["DaytonOhio.gov", "@dayton.example"],
}


def test_without_any_there_is_none(monkeypatch, tmp_path):
    monkeypatch.delenv("OIDC_PROVIDERS", raising=False)
    assert oidc.providers(tmp_path) == ()


def test_they_come_from_the_environment_or_from_a_file_at_home(monkeypatch, tmp_path):
    (tmp_path / "oidc-providers.json").write_text(json.dumps([WHOLE]))
    monkeypatch.delenv("OIDC_PROVIDERS", raising=False)
    [one] = oidc.providers(tmp_path)
    assert one.domains == ("daytonohio.gov", "dayton.example")
    monkeypatch.setenv("OIDC_PROVIDERS", json.dumps([WHOLE | {"id": "other", "domains": []}]))
    assert [one.id for one in oidc.providers(tmp_path)] == ["other"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "this is no JSON"),
        ("{}", "write a list"),
        ("[5]", "entry 1: write an object"),
        (json.dumps([WHOLE | {"secret": ""}]), "'secret' is missing"),
        (json.dumps([WHOLE | {"id": "City of Dayton"}]), "small letters"),
        (json.dumps([WHOLE | {"server_url": "http://login.daytonohio.gov"}]), "https://"),
        (json.dumps([WHOLE | {"domains": "daytonohio.gov"}]), "as a list"),
        (json.dumps([WHOLE | {"domain": "x"}]), "'domain' is not known"),
        (json.dumps([WHOLE, WHOLE]), "the same id"),
    ],
)
def test_what_is_not_whole_is_named_without_its_secret(monkeypatch, tmp_path, text, why):
    monkeypatch.setenv("OIDC_PROVIDERS", text)
    with pytest.raises(SettingError, match=why) as wrong:
        oidc.providers(tmp_path)
    assert "s3cret" not in str(wrong.value)
