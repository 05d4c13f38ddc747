"""Nothing is lost: three real Yjs clients, random edits, broken lines, reloads, killed servers.

After each schedule all clients and the stored board read the same, and every note that was
acknowledged is there, unless somebody took it away.
"""

import hypothesis
import pytest
from hypothesis import HealthCheck, Phase
from hypothesis.stateful import run_state_machine_as_test

from tests.factories import boards, people
from tests.live.schedule import NAMES, Schedule

SAMPLE = 5  # schedules of every run; a soak has as many as it is asked for
STEPS = 14


@pytest.fixture
def killed(platform):
    """Return a server of our own: it is killed, and started again."""
    server = platform.serve()
    yield server
    server.kill()


def test_every_acknowledged_note_outlives_anything(pytestconfig, soaks, rows, killed, clients):
    given = {
        "server": killed,
        "node": clients,
        "persons": [people.person(name=name.title()) for name in NAMES],
        "version": boards.version(),
    }
    most = pytestconfig.getoption("--soak") if soaks else SAMPLE
    run_state_machine_as_test(
        type("OurSchedule", (Schedule,), given),
        settings=hypothesis.settings(
            max_examples=most,
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            phases=[Phase.generate],
            derandomize=not soaks,
        ),
    )
