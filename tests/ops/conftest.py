import pytest

from tests.factories.files import load_examples

BASE = ("countries", "cities", "sources", "indicators", "technologies")


@pytest.fixture
def _examples(db, tmp_path):
    """Hold what practices, documents, organisations and observations stand on."""
    load_examples(tmp_path, *BASE)
