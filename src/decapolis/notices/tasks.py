"""The post: what goes out at once, the digests of each morning, and each letter."""

from django.utils import timezone

from decapolis.kernel.jobs import every, later, task
from decapolis.notices import actions
from decapolis.notices.exports import letter_of
from decapolis.notices.queries import people_due


@task
def send_at_once(person_id: int) -> int:
    """Give all that is due for one person to the post; return how many letters."""
    return actions.post_due(by=None, person_id=person_id, now=timezone.now())


@every(minutes=15)  # somewhere in the world it is eight every quarter of an hour
@task
def send_digests() -> int:
    """Give what is due for anybody to the post; return for how many people."""
    people = people_due(timezone.now())
    for person_id in people:
        later(send_at_once, key=str(person_id), person_id=person_id)
    return len(people)


@task
def send_letter(person_id: int, notice_ids: list[int]) -> str:
    """Send one letter; return what became of it."""
    letter = letter_of(person_id=person_id, notice_ids=notice_ids)
    if letter is None:
        return "not wanted any more"
    return actions.send(by=None, person_id=person_id, letter=letter)


@every(days=1)
@task
def forget_old() -> int:
    """Forget notices that are older than they are kept."""
    return actions.forget_old(by=None, now=timezone.now())
