"""The starter library, which was taken in whole before the test: `prepare` ends at a fault."""

from decapolis.cities.models import City
from decapolis.library.models import Practice
from decapolis.ops.loading import load_file, starter_files
from tests.ops.held import EVERY


def counts():
    return [model.objects.count() for model in EVERY]


def test_the_starter_library_is_accepted_again_without_a_change(starter):
    before = counts()
    for path in starter_files():
        assert not load_file(path).rejected, path.name
    assert counts() == before
    assert Practice.objects.count() > 200
    assert City.objects.count() > 6000
