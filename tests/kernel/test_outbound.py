"""Nothing that somebody else names leads into our own network."""

import ipaddress
import socket
import threading

import pytest
from hypothesis import given
from hypothesis import strategies as st

from decapolis.kernel import outbound
from decapolis.kernel.outbound import NoAnswer, Unsafe, check_address, is_public, post


@pytest.fixture
def _served_to_the_world(settings):
    settings.IS_LOCAL, settings.DEBUG = False, False


INSIDE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1",
    "0.0.0.1", "224.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "240.0.0.1",
    "[::1]", "[::]", "[fe80::1]", "[fc00::1]", "[fec0::1]", "[ff02::1]", "[::ffff:127.0.0.1]",
    "[::ffff:10.0.0.1]", "[64:ff9b::7f00:1]", "[2002:7f00:1::]", "[2001:db8::1]",
]  # fmt: skip
NAMED_OTHERWISE = [
    "localhost",
    "LOCALHOST",
    "localhost.",
    "2130706433",
    "0x7f000001",
    "0177.1",
    "127.1",
]


@pytest.mark.usefixtures("_served_to_the_world")
@pytest.mark.parametrize("host", INSIDE)
def test_an_address_inside_is_refused_at_once(host):
    with pytest.raises(Unsafe, match="open internet"):
        check_address(f"https://{host}/hook")


@pytest.mark.usefixtures("_served_to_the_world")
@pytest.mark.parametrize("host", [*INSIDE, *NAMED_OTHERWISE])
def test_nothing_is_sent_inside_however_it_is_named(host):
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.05)
        with pytest.raises((Unsafe, NoAnswer)):
            post(f"https://{host}:{listener.getsockname()[1]}/", body=b"{}", headers={})
        with pytest.raises(TimeoutError):
            listener.accept()


@pytest.mark.usefixtures("_served_to_the_world")
@pytest.mark.parametrize(
    "url",
    [
        "", "hook", "http://city.example/", "ftp://city.example/", "file:///etc/passwd",
        "https://", "https:///x", "https://user:word@city.example/", "https://@city.example/",
        "https://city.example:22/", "https://city.example:25/", "https://city.example:99999/",
        "https://city.example:abc/", "https://city.example/a b", "https://city.example/\r\nHost: x",
        "https://city.example\\@127.0.0.1/", "https://[::1/", "gopher://127.0.0.1:6379/",
        "//x.example/",
        "https://cíty.example/",
    ],
)  # fmt: skip
def test_what_is_no_address_to_send_to_is_refused(url):
    with pytest.raises(Unsafe):
        check_address(url)


@pytest.mark.usefixtures("_served_to_the_world")
@pytest.mark.parametrize("url", ["https://city.example/hook?x=1", "https://1.1.1.1:8443/"])
def test_an_address_outside_is_taken(url):
    assert check_address(url).hostname


@pytest.mark.usefixtures("_served_to_the_world")
def test_a_name_with_one_address_inside_is_refused(monkeypatch):
    def looked_up(*_asked, **_more):
        return [(0, 0, 0, "", ("1.1.1.1", 443)), (0, 0, 0, "", ("10.0.0.1", 443))]

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    with pytest.raises(Unsafe, match="leads to"):
        post("https://city.example/", body=b"{}", headers={})


@given(st.ip_addresses(v=4))
def test_an_address_hidden_in_another_counts_as_itself(address):
    number = int(address)
    mapped = ipaddress.IPv6Address(0xFFFF_0000_0000 + number)
    behind = ipaddress.IPv6Address(int(ipaddress.IPv6Address("64:ff9b::")) + number)
    assert is_public(mapped) == is_public(behind) == is_public(address)
    if address.is_private or address.is_loopback or address.is_link_local or address.is_multicast:
        assert not is_public(address)


def test_who_answers_a_letter_at_a_time_is_cut_off(monkeypatch):
    monkeypatch.setattr(outbound, "ALTOGETHER_S", 0.3)
    end = threading.Event()

    def drip(listener):
        with listener.accept()[0] as line:
            while not end.wait(0.05):
                try:
                    line.sendall(b"H")
                except OSError:
                    return

    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=drip, args=[listener])
        thread.start()
        with pytest.raises(NoAnswer):
            post(f"http://127.0.0.1:{listener.getsockname()[1]}/", body=b"", headers={})
        end.set()
        thread.join(5)
        assert not thread.is_alive()


def test_where_nobody_listens_there_is_no_answer():
    with pytest.raises(NoAnswer, match="Nobody listens"):
        post("http://127.0.0.1:1/", body=b"", headers={})


def close_one(listener):
    listener.accept()[0].close()


def test_plain_http_is_no_tls():
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        thread = threading.Thread(target=close_one, args=[listener])
        thread.start()
        with pytest.raises(NoAnswer):
            post(f"https://127.0.0.1:{listener.getsockname()[1]}/", body=b"", headers={})
        thread.join(5)
