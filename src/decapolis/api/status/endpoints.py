"""Whether it is well, and what it holds."""

from importlib.metadata import version

from django.http import HttpRequest
from ninja import Router

from decapolis.api.status.schemas import Health, Held, Status
from decapolis.cities.models import City, Country
from decapolis.indicators.models import Indicator, Observation, Source
from decapolis.library.models import Document, Practice, Technology
from decapolis.organisations.models import Organisation

API_VERSION = "1"

router = Router(tags=["Status"])


@router.get("/health", response=Health)
def health(request: HttpRequest) -> Health:
    """Whether requests can be answered; asks the database one question."""
    Country.objects.exists()
    return Health(status="ok")


@router.get("/status", response=Status)
def status(request: HttpRequest) -> Status:
    """What this Decapolis is, and how many records you may see."""
    reader = request.user
    return Status(
        version=version("decapolis"),
        api=API_VERSION,
        held=Held(
            practices=Practice.objects.visible_to(reader).count(),
            documents=Document.objects.visible_to(reader).count(),
            technologies=Technology.objects.visible_to(reader).count(),
            organisations=Organisation.objects.visible_to(reader).count(),
            cities=City.objects.count(),
            countries=Country.objects.count(),
            indicators=Indicator.objects.visible_to(reader).count(),
            observations=Observation.objects.visible_to(reader).count(),
            sources=Source.objects.visible_to(reader).count(),
        ),
    )
