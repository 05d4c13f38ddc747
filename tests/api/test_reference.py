"""The page that documents the interface."""

from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.api.reference.contexts import reference_page
from tests.factories import initiatives


def test_every_route_stands_on_the_page_with_its_parameters(client, dayton):
    page = unescape(client.get("/api").content.decode())
    shown = reference_page(None, origin="http://testserver")
    routes = [route for area in shown.areas for route in area.routes]
    assert len(routes) > 20
    for route in routes:
        assert f"{route.method} {route.path}" in page
        assert all(f"<code>{one.name}</code>" in page for one in route.parameters)


def test_every_example_answers(client, starter):
    opened = initiatives.initiative(opened="public", shows_plan=True)
    initiatives.line(opened, "cost")
    shown = reference_page(None, origin="http://testserver")
    routes = [route for area in shown.areas for route in area.routes]
    read = [one for one in routes if one.method == "GET" and one.is_open]
    absent = {"get_theory", "get_theory_of_initiative"}  # the starter holds none
    examples = [one.example for one in read if one.id not in absent]
    assert all(examples)
    wrong = {example for example in examples if client.get(example).status_code != 200}
    assert not wrong


def test_without_records_the_page_still_stands(client, db):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api").status_code == 200
    assert len(queries) <= 10


def test_the_page_holds_no_inline_style_or_script(client, dayton):
    page = client.get("/api").content.decode()
    assert "style=" not in page
    assert "<style" not in page
    assert page.count("<script") == page.count('<script type="module" src=')
