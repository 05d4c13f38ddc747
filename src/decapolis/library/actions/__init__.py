"""Everything that changes the library."""

from decapolis.library.actions.adoptions import Followed, adopt, withdraw_adoption
from decapolis.library.actions.answers import Share, share_answer
from decapolis.library.actions.calls import (
    Question,
    accept_call,
    answer_call,
    ask_to_talk,
    decline_call,
    keep_question,
    move_on_call,
    pass_on_call,
    remind_of_calls,
    tell_of_room,
    withdraw_call,
)
from decapolis.library.actions.contacts import (
    Consent,
    agree_to_be_called,
    ask_to_consent,
    forget_calls,
    take_back_contact,
)
from decapolis.library.actions.documents import (
    Whose,
    add_document,
    correct_document,
    take_in_file,
)
from decapolis.library.actions.drafts import (
    FOR_NEW,
    SavedDraft,
    Written,
    discard_draft,
    forget_discarded,
    keep_draft,
    publish_draft,
    save_draft,
    suggest_draft,
    take_over,
)
from decapolis.library.actions.records import put_documents, put_practices, put_technologies
from decapolis.library.actions.reviews import (
    Judged,
    ask_for_review,
    give_review,
    withdraw_review,
)
from decapolis.library.actions.suggestions import (
    accept_suggestion,
    decline_suggestion,
    suggest_change,
    withdraw_suggestion,
)
from decapolis.library.actions.versions import (
    add_practice,
    correct_practice,
    disclose,
    restore_version,
)

__all__ = [
    "FOR_NEW",
    "Consent",
    "Followed",
    "Judged",
    "Question",
    "SavedDraft",
    "Share",
    "Whose",
    "Written",
    "accept_call",
    "accept_suggestion",
    "add_document",
    "add_practice",
    "adopt",
    "agree_to_be_called",
    "answer_call",
    "ask_for_review",
    "ask_to_consent",
    "ask_to_talk",
    "correct_document",
    "correct_practice",
    "decline_call",
    "decline_suggestion",
    "discard_draft",
    "disclose",
    "forget_calls",
    "forget_discarded",
    "give_review",
    "keep_draft",
    "keep_question",
    "move_on_call",
    "pass_on_call",
    "publish_draft",
    "put_documents",
    "put_practices",
    "put_technologies",
    "remind_of_calls",
    "restore_version",
    "save_draft",
    "share_answer",
    "suggest_change",
    "suggest_draft",
    "take_back_contact",
    "take_in_file",
    "take_over",
    "tell_of_room",
    "withdraw_adoption",
    "withdraw_call",
    "withdraw_review",
    "withdraw_suggestion",
]
