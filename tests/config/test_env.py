import stat

import pytest

from decapolis.config import env
from decapolis.config.env import SettingError


@pytest.mark.parametrize("value", ["yes", "1", "wahr"])
def test_a_flag_is_true_or_false_and_nothing_else(monkeypatch, value):
    monkeypatch.setenv("DECAPOLIS_DEBUG", value)
    with pytest.raises(SettingError, match=r"DECAPOLIS_DEBUG='.*': write 'true' or 'false'."):
        env.flag("DECAPOLIS_DEBUG", default=False)
    monkeypatch.setenv("DECAPOLIS_DEBUG", "True")
    assert env.flag("DECAPOLIS_DEBUG", default=False) is True


@pytest.mark.parametrize("value", ["two", "-1", "1.5", "²"])
def test_a_number_is_a_whole_number(monkeypatch, value):
    monkeypatch.setenv("DECAPOLIS_N", value)
    with pytest.raises(SettingError, match="whole number such as 3"):
        env.number("DECAPOLIS_N", 3)
    monkeypatch.setenv("DECAPOLIS_N", "")
    assert env.number("DECAPOLIS_N", 3) == 3


def test_a_word_is_one_of_those_listed(monkeypatch):
    monkeypatch.setenv("DECAPOLIS_LOG", "loud")
    with pytest.raises(SettingError, match="write one of INFO, ERROR"):
        env.one_of("DECAPOLIS_LOG", ("INFO", "ERROR"), "INFO")
    monkeypatch.setenv("DECAPOLIS_LOG", "error")
    assert env.one_of("DECAPOLIS_LOG", ("INFO", "ERROR"), "INFO") == "ERROR"


def test_a_home_that_cannot_be_made_is_named(monkeypatch, tmp_path):
    (tmp_path / "file").touch()
    monkeypatch.setenv("DECAPOLIS_HOME", str(tmp_path / "file" / "home"))
    with pytest.raises(SettingError, match=r"DECAPOLIS_HOME=.*cannot be made"):
        env.home()


def test_the_signing_key_is_made_once_and_for_the_owner_alone(tmp_path):
    key = env.secret_key(tmp_path)
    assert len(key) > 40
    assert env.secret_key(tmp_path) == key
    [path] = tmp_path.iterdir()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600


def test_without_an_address_the_database_is_a_file_at_home(monkeypatch, tmp_path):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert env.database(tmp_path)["NAME"] == tmp_path / "decapolis.sqlite3"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("postgresql://u:p%40ss@db.example:6543/net", ("u", "p@ss", "db.example", 6543, "net")),
        ("postgres://u@/net?host=/run/pg", ("u", "", "/run/pg", "", "net")),
    ],
)
def test_an_address_names_a_postgresql_database(monkeypatch, tmp_path, address, expected):
    monkeypatch.setenv("DATABASE_URL", address)
    made = env.database(tmp_path)
    assert tuple(made[name] for name in ("USER", "PASSWORD", "HOST", "PORT", "NAME")) == expected


@pytest.mark.parametrize(
    "address", ["mysql://u@h/db", "postgresql://h", "postgresql://u@h:port/db", "nonsense", "//["]
)
def test_another_address_is_refused_without_showing_its_password(monkeypatch, tmp_path, address):
    monkeypatch.setenv("DATABASE_URL", address)
    with pytest.raises(SettingError, match="DATABASE_URL: write postgresql://"):
        env.database(tmp_path)


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("smtp://localhost", ("localhost", 25, "", "", False, False)),
        ("smtps://u%40city:p%3A@mail.example", ("mail.example", 465, "u@city", "p:", True, False)),
        ("smtp+tls://u:p@mail.example:2525/", ("mail.example", 2525, "u", "p", False, True)),
    ],
)
def test_an_address_names_a_mail_server(monkeypatch, address, expected):
    monkeypatch.setenv("EMAIL_URL", address)
    made = env.mail("EMAIL_URL")
    names = ("HOST", "PORT", "HOST_USER", "HOST_PASSWORD", "USE_SSL", "USE_TLS")
    assert tuple(made[f"EMAIL_{name}"] for name in names) == expected
    assert made["EMAIL_TIMEOUT"]


@pytest.mark.parametrize(
    "address", ["mail.example:25", "imap://secret@h", "smtp://", "smtp://secret@h:port", "smtp://["]
)
def test_another_mail_server_is_refused_without_showing_its_password(monkeypatch, address):
    monkeypatch.setenv("EMAIL_URL", address)
    with pytest.raises(SettingError, match="EMAIL_URL: write smtp://") as error:
        env.mail("EMAIL_URL")
    assert "secret@h" not in str(error.value)


def test_without_a_mail_server_mail_is_printed(monkeypatch):
    monkeypatch.setenv("EMAIL_URL", "")
    assert env.mail("EMAIL_URL") == {"EMAIL_BACKEND": "decapolis.kernel.mail.PrintingBackend"}


@pytest.mark.parametrize("value", ["Cities", "hello@", "@h", "a@b\nBcc: c@d"])
def test_a_sender_has_an_address(monkeypatch, value):
    monkeypatch.setenv("EMAIL_FROM", value)
    with pytest.raises(SettingError, match="EMAIL_FROM="):
        env.sender("EMAIL_FROM", "a@b")


@pytest.mark.parametrize("value", ["cities.example", "ftp://h", "https://h/path", "https://h?q=1"])
def test_the_address_of_the_platform_is_scheme_and_host(monkeypatch, value):
    monkeypatch.setenv("DECAPOLIS_URL", value)
    with pytest.raises(SettingError, match=r"https://cities.example\."):
        env.site("DECAPOLIS_URL", "http://127.0.0.1:8000")
    monkeypatch.setenv("DECAPOLIS_URL", "https://h.example/")
    assert env.site("DECAPOLIS_URL", "") == "https://h.example"


@pytest.mark.parametrize("address", ["valkey://h:6379", "rediss://u:p@h/2", "redis://h", ""])
def test_an_address_names_a_relay(monkeypatch, address):
    monkeypatch.setenv("VALKEY_URL", address)
    assert env.relay("VALKEY_URL") == address


@pytest.mark.parametrize("address", ["h:6379", "http://secret@h", "valkey://secret@h/name"])
def test_another_relay_is_refused_without_showing_its_password(monkeypatch, address):
    monkeypatch.setenv("VALKEY_URL", address)
    with pytest.raises(SettingError, match="VALKEY_URL: write valkey://") as error:
        env.relay("VALKEY_URL")
    assert "secret@h" not in str(error.value)
