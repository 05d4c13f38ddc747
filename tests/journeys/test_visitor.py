"""The visitor notices what is wrong; otherwise the journeys would prove nothing."""

import pytest

from tests.journeys.visitor import Visitor

GOOD = "<!doctype html><html lang=en><title>A page | Decapolis</title><h1>A page</h1>"
BAD = {
    "image-alt": "<img src=/static/icon.svg>",
    "color-contrast": "<p style='color: #777; background: #888'>Hard to read</p>",
    "sideways": "<div style='width: 3000px'>Wide</div>",
    "one h1": "<h1>Another</h1>",
}
FAULTY = {
    "asks elsewhere": "<img alt='' src=http://elsewhere.invalid/>",
    "failed": "<img alt='' src=http://elsewhere.invalid/>",
    "404": "<img alt='' src=/no-such-picture.png>",
    "console": "<script>console.error('I am lost')</script>",
    "is not defined": "<script>nothing()</script>",
    "was not looked at": "",
}


@pytest.fixture
def stranger(served, browser):
    visitor = Visitor(browser, served, screen="phone", scheme="light", scripts=True, locale="en-US")
    yield visitor
    visitor.leave()


def show(visitor, markup):
    def answer(route):
        route.fulfill(body=GOOD + markup, content_type="text/html")

    visitor.page.route("**/a-page", answer)


@pytest.mark.parametrize("wrong", BAD)
def test_a_bad_page_is_refused(stranger, wrong):
    show(stranger, BAD[wrong])
    with pytest.raises(AssertionError, match=wrong):
        stranger.open("/a-page")


@pytest.mark.parametrize("wrong", FAULTY)
def test_what_goes_wrong_unasked_is_kept(stranger, wrong):
    show(stranger, FAULTY[wrong])
    stranger.page.goto("/a-page")
    stranger.page.wait_for_load_state("networkidle")
    assert any(wrong in fault for fault in stranger.leave())


def test_a_good_page_is_let_pass(stranger):
    show(stranger, "")
    stranger.open("/a-page")
    assert stranger.leave() == []
