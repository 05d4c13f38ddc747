"""Visitors with a real browser, and the pictures that they take for the README."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.conftest import WORKER, using_database
from tests.journeys.visitor import SCREENS, Visitor

IMAGES = Path(__file__).resolve().parents[2] / "docs" / "images"
LARGEST = 400_000  # bytes of one picture


@pytest.fixture
def visit(soaks, served, browser):
    """Return a function that opens a browser for somebody; it fails on any fault they met."""
    visitors = []

    def begin(screen="desktop", scheme="light", *, scripts=True, locale="en-US"):
        visitor = Visitor(
            browser,
            served,
            screen=screen,
            scheme=scheme,
            scripts=scripts,
            locale=locale,
            thorough=soaks,
        )
        visitors.append(visitor)
        return visitor

    yield begin
    faults = [fault for visitor in visitors for fault in visitor.leave()]
    assert not faults, "\n".join(faults)


@pytest.fixture(scope="session")
def _at_the_desk(soaks, served, browser):
    options = {"scheme": "light", "scripts": True, "locale": "en-US", "thorough": soaks}
    visitor = Visitor(browser, served, screen="desktop", **options)
    visitor.other_widths = ()  # the tour looks at all of them
    yield visitor
    visitor.leave()


@pytest.fixture
def reader(_at_the_desk):
    """Somebody at a desk who only reads: the same browser for many tests, without its cookies."""
    _at_the_desk.begin_anew()
    _at_the_desk.page.set_viewport_size(SCREENS["desktop"]["viewport"])
    yield _at_the_desk
    faults = _at_the_desk.wrong()
    assert not faults, "\n".join(faults)


@pytest.fixture
def behind(served, django_db_blocker):
    """Return a function that does something in the served database, as the platform would."""
    from django.conf import settings  # noqa: PLC0415 -- app ready
    from django.db import connection  # noqa: PLC0415 -- app ready

    name = f"served_{WORKER}"
    if connection.vendor == "sqlite":
        name = str(settings.HOME / "served" / "decapolis.sqlite3")

    def there(act):
        from django.test import override_settings  # noqa: PLC0415 -- app ready

        key = (settings.HOME / "served" / "secret-key").read_text("ascii")
        served_as = override_settings(SECRET_KEY=key)
        with django_db_blocker.unblock(), using_database(name), served_as:
            return act()

    def do(act):
        with ThreadPoolExecutor(1) as apart:  # the browser holds this thread's loop
            return apart.submit(there, act).result()

    return do


@pytest.fixture
def members(behind):
    """Return a function that signs somebody in; they are made in the served database."""
    from django.conf import settings  # noqa: PLC0415 -- app ready

    def session_of(make):
        from django.contrib.auth import login  # noqa: PLC0415 -- app ready
        from django.contrib.sessions.backends.db import SessionStore  # noqa: PLC0415 -- app ready
        from django.http import HttpRequest  # noqa: PLC0415 -- app ready

        request = HttpRequest()
        request.session = SessionStore()
        login(request, make(), backend=settings.AUTHENTICATION_BACKENDS[0])
        request.session.save()
        return request.session.session_key

    def sign_in(visitor, make):
        key = behind(lambda: session_of(make))
        cookie = {"name": settings.SESSION_COOKIE_NAME, "value": key, "url": visitor.address}
        visitor.context.add_cookies([cookie])

    return sign_in


@pytest.fixture
def picture(request):
    """Return a function that keeps what a visitor sees in docs/images, where it was asked for."""

    def take(visitor, name, height=900):
        if not request.config.getoption("--screenshots"):
            return
        IMAGES.mkdir(exist_ok=True)
        width = visitor.page.viewport_size["width"]
        visitor.page.evaluate("scrollTo(0, 0)")  # what sticks to the window stands at its top
        taken = visitor.page.screenshot(
            path=IMAGES / f"{name}.png",
            full_page=True,
            clip={"x": 0, "y": 0, "width": width, "height": height},
        )
        assert len(taken) < LARGEST, f"{name}.png has {len(taken)} bytes."

    return take
