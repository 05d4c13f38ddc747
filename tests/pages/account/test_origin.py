"""Where an act comes from, and where one goes on to."""

import pytest
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from decapolis.pages.account.devices import device_of
from decapolis.pages.http import client_address, local_path


@pytest.mark.parametrize(
    ("proxies", "peer", "forwarded", "address"),
    [
        (0, "198.51.100.7", "203.0.113.9", "198.51.100.7"),
        (1, "10.0.0.1", "203.0.113.9", "203.0.113.9"),
        (1, "10.0.0.1", "6.6.6.6, 203.0.113.9", "203.0.113.9"),
        (2, "10.0.0.1", "6.6.6.6, 203.0.113.9, 10.0.0.2", "203.0.113.9"),
        (2, "10.0.0.1", "203.0.113.9", "10.0.0.1"),
        (1, "10.0.0.1", "", ""),
        (1, "10.0.0.1", "nonsense", ""),
        (0, "2001:db8::1", "", "2001:db8::1"),
        (0, "", "", ""),
    ],
)
def test_a_forwarded_address_is_believed_as_far_as_our_own_proxies(
    settings, proxies, peer, forwarded, address
):
    settings.PROXIES = proxies
    request = RequestFactory(REMOTE_ADDR=peer).get("/", headers={"x-forwarded-for": forwarded})
    assert client_address(request) == address


@given(st.text(alphabet="/\\.:@?#ahtps evil\t\n\r\0%é", max_size=12) | st.text())
def test_a_path_to_go_on_to_never_leaves_the_platform(wanted):
    path = local_path(wanted)
    assert path.startswith("/")
    assert not path.startswith(("//", "/\\"))
    assert path.isprintable()
    assert path in {wanted, "/"}


@pytest.mark.parametrize("path", ["/", "/cities/?q=a&b=%2F", "/find?q=größe", "/a//b"])
def test_a_path_within_is_kept(path):
    assert local_path(path, "/elsewhere") == path


@given(st.text())
def test_whatever_a_browser_calls_itself_can_be_said(agent):
    assert device_of(agent)
