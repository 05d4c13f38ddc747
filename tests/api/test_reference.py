"""The page that documents the interface."""

from html import unescape

from django.db import connection
from django.test.utils import CaptureQueriesContext

from decapolis.api.reference.contexts import area_page, reference_page
from tests.factories import initiatives


def areas():
    return reference_page(origin="http://testserver").areas


def test_every_route_stands_in_the_list_and_on_the_page_of_its_area(client, dayton):
    listed = unescape(client.get("/api").content.decode())
    assert sum(len(area.entries) for area in areas()) > 200
    for area in areas():
        page = unescape(client.get(f"/api/{area.id}").content.decode())
        routes = area_page(None, area.id).routes
        assert [route.id for route in routes] == [entry.id for entry in area.entries]
        for route in routes:
            assert f"/api/{area.id}#{route.id}" in listed
            assert f"{route.method} {route.path}" in listed
            assert f"{route.method} {route.path}" in page
            assert all(f"<code>{one.name}</code>" in page for one in route.parameters)


def test_an_area_that_is_none_is_not_found(client, db):
    assert client.get("/api/none").status_code == 404


def test_every_example_answers(client, starter):
    opened = initiatives.initiative(opened="public", shows_plan=True)
    initiatives.line(opened, "cost")
    routes = [route for area in areas() for route in area_page(None, area.id).routes]
    read = [one for one in routes if one.method == "GET" and one.is_open]
    absent = {"get_theory", "get_theory_of_initiative"}  # the starter holds none
    examples = [one.example for one in read if one.id not in absent]
    assert all(examples)
    wrong = {example for example in examples if client.get(example).status_code != 200}
    assert not wrong


def test_without_records_the_page_still_stands(client, db):
    with CaptureQueriesContext(connection) as queries:
        assert client.get("/api").status_code == 200
        for area in areas():
            assert client.get(f"/api/{area.id}").status_code == 200
    assert len(queries) <= 20 * (1 + len(areas()))


def test_the_page_holds_no_inline_style_or_script(client, dayton):
    for address in ("/api", "/api/boards"):
        page = client.get(address).content.decode()
        assert "style=" not in page
        assert "<style" not in page
        assert page.count("<script") == page.count('<script type="module" src=')
