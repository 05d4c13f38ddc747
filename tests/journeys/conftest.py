"""Visitors with a real browser, and the pictures that they take for the README."""

from pathlib import Path

import pytest

from tests.journeys.visitor import Visitor

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LARGEST = 400_000  # bytes of one picture


@pytest.fixture
def visit(served, browser):
    """Return a function that opens a browser for somebody; it fails on any fault they met."""
    visitors = []

    def begin(screen="desktop", scheme="light", *, scripts=True, locale="en-US"):
        visitor = Visitor(
            browser, served, screen=screen, scheme=scheme, scripts=scripts, locale=locale
        )
        visitors.append(visitor)
        return visitor

    yield begin
    faults = [fault for visitor in visitors for fault in visitor.leave()]
    assert not faults, "\n".join(faults)


@pytest.fixture
def picture(request):
    """Return a function that keeps what a visitor sees in docs/images, where it was asked for."""

    def take(visitor, name, height=900):
        if not request.config.getoption("--screenshots"):
            return
        IMAGES.mkdir(exist_ok=True)
        taken = visitor.page.screenshot(
            path=IMAGES / f"{name}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": 1440, "height": height},
        )
        assert len(taken) < LARGEST, f"{name}.png has {len(taken)} bytes."

    return take
