"""The story of docs/guides/api.md: from a practice to the memo for the council."""

import pytest

from tests.api.test_writing import V1, program, send
from tests.factories import cities, hats, library

pytestmark = pytest.mark.django_db


def test_from_a_practice_to_the_council():
    dayton = cities.city("Dayton", id=4509884)
    library.practice(slug="detroit-relighting", title="Relighting Detroit")
    client = program(hats.speaker(dayton))
    body = {"city": dayton.pk, "title": "Light in the north", "challenge": "The lamps are dark."}
    begun = send(client, "initiatives", body | {"practice": "detroit-relighting"}).json()
    start = f"initiatives/{begun['key']}"
    lamps = {"title": "Lamps", "kind": "capital", "amount": 900_000, "source": "Offer of 3 May"}
    lamps |= {"first_year": 2027, "quantity": 1000, "unit": "lamp"}
    line = send(client, f"{start}/lines/cost", {"values": lamps}).json()
    parts = client.get(f"{V1}/{start}/plan").json()["parts"]
    gaps = [gap["text"] for part in parts for gap in part["gaps"]]
    assert "$900,000 are not covered in 2027." in gaps
    address = f"{start}/lines/cost/{line['id']}"
    change = {"values": {"amount": 850_000}}
    assert send(client, address, change, "patch", **{"If-Match": '"v1"'}).status_code == 200
    memo = client.get(f"{V1}/{start}/documents/council-memo.pdf")
    assert memo.content.startswith(b"%PDF")
