"""My desk: what is near or late in my initiatives."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.factories import initiatives as make
from tests.factories import people

pytestmark = pytest.mark.django_db


def test_the_desk_says_which_dates_of_my_initiatives_are_late_or_near(client):
    one, owner = make.owned(title="Light every street")
    today = timezone.now().date()
    make.line(one, "milestone", title="Lamps bought", due=today - timedelta(days=3))
    make.line(one, "milestone", title="Lamps lit", due=today + timedelta(days=3))
    make.line(one, "milestone", title="Lamps paid", due=today + timedelta(days=30))
    client.force_login(owner)
    page = client.get("/desk").content.decode()
    assert "2 dates of yours are near or gone by" in page
    assert page.index("Lamps bought") < page.index("Lamps lit")
    assert "Lamps paid" not in page
    assert page.count('class="wrong">late') == 1
    assert f'href="{one.path}/plan"' in page


def test_nobody_else_reads_of_those_dates(client):
    one, _owner = make.owned(title="Light every street")
    make.line(one, "milestone", title="Lamps bought", due=timezone.now().date())
    client.force_login(people.staff())
    page = client.get("/desk").content.decode()
    assert "Lamps bought" not in page
    assert "gone by" not in page
