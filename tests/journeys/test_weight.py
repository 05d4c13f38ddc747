"""A page is light enough for a slow line."""

import pytest

MOST = 60_000  # bytes of markup, styles and scripts as they are sent
COUNTED = {"document", "stylesheet", "script"}
PAGES = (
    "/",
    "/find?q=street+lighting&city=4509884",
    "/find?q=street+lighting&city=4509884&view=compare",
    "/practices/los-angeles-led-streetlights",
    "/practices/?view=map",
    "/technologies/led-street-lighting",
    "/organisations/",
    "/cities/",
    "/cities/4509884-dayton",
    "/cities/4509884/peers",
    "/rankings/ten-tools/2020-21",
    "/brief?city=4509884&q=street+lighting",
    "/sources",
    "/api",
)


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_light(visit, path):
    reader = visit("phone")
    sent = []

    def note(request):
        sent.append(request)

    reader.page.on("requestfinished", note)
    reader.open(path)
    weights = {
        request.url.removeprefix(reader.address): request.sizes()["responseBodySize"]
        for request in sent
        if request.resource_type in COUNTED
    }
    assert path in weights
    assert sum(weights.values()) <= MOST, weights
