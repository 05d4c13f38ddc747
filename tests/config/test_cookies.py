"""Where others than this machine are served, cookies insist on TLS."""

import json
import os
import subprocess
import sys

import pytest

from decapolis.config import env

ASKED = """
import json
from decapolis.config import settings as s
print(json.dumps([s.SESSION_COOKIE_NAME, s.SESSION_COOKIE_SECURE, s.CSRF_COOKIE_SECURE,
    s.SESSION_COOKIE_HTTPONLY, s.SESSION_COOKIE_SAMESITE, s.CSRF_TRUSTED_ORIGINS,
    s.SECURE_PROXY_SSL_HEADER, s.MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN, s.SESSION_ENGINE]))
"""


def settings_with(tmp_path, **environment):
    values = os.environ | {"DECAPOLIS_HOME": str(tmp_path)} | environment
    done = subprocess.run(
        [sys.executable, "-c", ASKED], env=values, capture_output=True, text=True, check=True
    )
    return json.loads(done.stdout)


def test_on_this_machine_cookies_do_without_tls(tmp_path):
    assert settings_with(tmp_path) == [
        *("session", False, False, True, "Lax", [], None, True),
        "django.contrib.sessions.backends.db",
    ]


def test_elsewhere_they_are_secure_and_bound_to_the_host(tmp_path):
    made = settings_with(
        tmp_path, DECAPOLIS_HOSTS="cities.example,.net.example", DECAPOLIS_PROXY="1"
    )
    assert made == [
        *("__Host-session", True, True, True, "Lax"),
        ["https://cities.example", "https://*.net.example"],
        ["HTTP_X_FORWARDED_PROTO", "https"],
        False,
        "django.contrib.sessions.backends.db",
    ]


@pytest.mark.parametrize(
    ("hosts", "local"),
    [
        (["127.0.0.1", "localhost", "[::1]"], True),
        (["localhost", "cities.example"], False),
        (["*"], False),
        (["127.0.0.1.evil.example"], False),
    ],
)
def test_what_is_this_machine_alone(hosts, local):
    assert env.is_local(hosts) is local
