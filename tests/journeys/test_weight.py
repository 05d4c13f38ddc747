"""A page is light enough for a slow line."""

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
    "/api/boards",
)


def test_every_page_is_light(visit):
    reader, sent, known, heavy = visit("phone"), [], {}, {}

    def note(request):
        sent.append(request)

    reader.page.on("requestfinished", note)
    for path in PAGES:
        sent.clear()
        reader.page.goto(path, wait_until="networkidle")  # also what a script asks for later
        reader.looked_at.add(reader.page.url)
        weights = {}
        for request in sent:
            if request.resource_type in COUNTED:
                address = request.url.removeprefix(reader.address)
                size = known.setdefault(address, request.sizes()["responseBodySize"])
                weights[address] = size  # of a file that the browser held: as it first came
        assert min(weights.values()) > 0
        assert path in weights
        if sum(weights.values()) > MOST:
            heavy[path] = weights
    assert not heavy
