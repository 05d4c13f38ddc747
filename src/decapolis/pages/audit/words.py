"""Acts in plain words. A test holds this table in step with what the actions record."""

from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

Words = str | Promise

# What happened, after the name of who did it.
ACTS: dict[str, Words] = {
    "access.secret_renewed": gettext_lazy("gave a webhook another secret"),
    "access.token_made": gettext_lazy("made a token for a program"),
    "access.token_revoked": gettext_lazy("revoked a token"),
    "access.webhook_registered": gettext_lazy("registered a webhook"),
    "access.webhook_removed": gettext_lazy("took away a webhook"),
    "access.webhook_resumed": gettext_lazy("let a webhook go on"),
    "access.webhook_stopped": gettext_lazy("stopped a webhook"),
    "canvas.board_closed": gettext_lazy("closed a board"),
    "canvas.board_made": gettext_lazy("began a board"),
    "canvas.board_opened": gettext_lazy("opened a board again"),
    "canvas.link_ended": gettext_lazy("ended the link to a board"),
    "canvas.link_given": gettext_lazy("gave a link by which a board is read"),
    "canvas.round_closed": gettext_lazy("counted the votes on a board"),
    "canvas.round_opened": gettext_lazy("opened votes on a board"),
    "canvas.snapshot_restored": gettext_lazy("brought back what a board was"),
    "canvas.snapshot_taken": gettext_lazy("kept what a board was"),
    "canvas.template_changed": gettext_lazy("changed a canvas"),
    "canvas.template_made": gettext_lazy("made a canvas"),
    "canvas.template_offered": gettext_lazy("offered a canvas again"),
    "canvas.template_retired": gettext_lazy("retired a canvas"),
    "files.file_added": gettext_lazy("handed in a file"),
    "files.file_refused": gettext_lazy("refused a file"),
    "files.file_removed": gettext_lazy("took away a file"),
    "indicators.upload_taken_back": gettext_lazy("took back a table of figures"),
    "indicators.upload_written": gettext_lazy("wrote a table of figures"),
    "initiatives.comparable_chosen": gettext_lazy("chose what a budget line is compared with"),
    "initiatives.comparable_forgotten": gettext_lazy("took back a comparison of a budget line"),
    "initiatives.finding_written": gettext_lazy("said whether a condition holds"),
    "initiatives.begun": gettext_lazy("began an initiative"),
    "initiatives.became_practice": gettext_lazy("said which practice tells of an initiative"),
    "initiatives.changed": gettext_lazy("changed what an initiative is"),
    "initiatives.draft_made": gettext_lazy("wrote an initiative as a draft of a practice"),
    "initiatives.draw_ended": gettext_lazy("let an initiative draw on a practice no more"),
    "initiatives.drawn_on": gettext_lazy("let an initiative draw on a practice"),
    "initiatives.filled_from_board": gettext_lazy("took notes of the board into a plan"),
    "initiatives.left": gettext_lazy("left the team of an initiative"),
    "initiatives.line_brought_back": gettext_lazy("brought back a line of a plan"),
    "initiatives.line_taken_out": gettext_lazy("took a line out of a plan"),
    "initiatives.line_written": gettext_lazy("wrote a line of a plan"),
    "initiatives.opened": gettext_lazy("changed who reads an initiative"),
    "initiatives.part_confirmed": gettext_lazy("said whether a part of a plan is right"),
    "initiatives.plan_written": gettext_lazy("wrote in a plan"),
    "initiatives.calendar_ended": gettext_lazy("ended the calendar address of an initiative"),
    "initiatives.calendar_given": gettext_lazy("made a calendar address of an initiative"),
    "initiatives.reported": gettext_lazy("told how an initiative goes"),
    "initiatives.review_answered": gettext_lazy("answered a review of an initiative"),
    "initiatives.seated": gettext_lazy("gave a seat in the team of an initiative"),
    "initiatives.stage_changed": gettext_lazy("changed how far an initiative is"),
    "initiatives.taken_over": gettext_lazy("took over an initiative that nobody led"),
    "initiatives.target_changed": gettext_lazy("changed a target of a plan"),
    "initiatives.unseated": gettext_lazy("took away a seat in the team of an initiative"),
    "initiatives.value_written": gettext_lazy("wrote the value of a measure"),
    "jobs.tried_again": gettext_lazy("let a job that had failed begin anew"),
    "library.adoption_recorded": gettext_lazy("recorded that a city followed a practice"),
    "library.adoption_withdrawn": gettext_lazy("took back that a city followed a practice"),
    "library.answer_shared": gettext_lazy("agreed that an answer is kept on a practice"),
    "library.answer_withdrawn": gettext_lazy("took back that an answer is kept on a practice"),
    "library.call_accepted": gettext_lazy("accepted to talk"),
    "library.call_answered": gettext_lazy("answered a request"),
    "library.call_asked": gettext_lazy("asked to talk"),
    "library.call_declined": gettext_lazy("declined a request"),
    "library.call_expired": gettext_lazy("ended a request that nobody answered"),
    "library.call_passed_on": gettext_lazy("passed a request on"),
    "library.call_went_on": gettext_lazy("gave a request that was not answered to the next"),
    "library.call_withdrawn": gettext_lazy("took back a request"),
    "library.change_suggested": gettext_lazy("suggested a change"),
    "library.consent_asked": gettext_lazy("asked someone whether they would be called"),
    "library.contact_agreed": gettext_lazy("agreed to be called about a practice"),
    "library.contact_changed": gettext_lazy("changed on what terms they can be called"),
    "library.contact_taken_back": gettext_lazy("took back that they can be called"),
    "library.document_added": gettext_lazy("added a document"),
    "library.document_corrected": gettext_lazy("corrected a document"),
    "benchmarks.draft_discarded": gettext_lazy("threw the draft of an index away"),
    "benchmarks.edition_formed": gettext_lazy("began an edition of an index"),
    "benchmarks.edition_opened": gettext_lazy("opened an edition to be marked"),
    "benchmarks.edition_published": gettext_lazy("published a ranking"),
    "benchmarks.edition_withdrawn": gettext_lazy("withdrew a ranking"),
    "benchmarks.framework_loaded": gettext_lazy("loaded what an index measures"),
    "benchmarks.mark_settled": gettext_lazy("settled a score"),
    "benchmarks.marked_blind": gettext_lazy("scored a city as a reviewer"),
    "benchmarks.marked_self": gettext_lazy("scored their own city"),
    "benchmarks.marking_closed": gettext_lazy("closed the marking of an edition"),
    "benchmarks.marks_agreed": gettext_lazy("settled the scores on which both reviewers agreed"),
    "benchmarks.one_reader_taken": gettext_lazy("let one reviewer's scores count"),
    "benchmarks.recipe_changed": gettext_lazy("changed how an index is made"),
    "benchmarks.replied": gettext_lazy("replied to a score"),
    "benchmarks.reply_answered": gettext_lazy("answered a reply to a score"),
    "benchmarks.run_checked": gettext_lazy("made a ranking again from its recipe"),
    "benchmarks.spreadsheet_taken_in": gettext_lazy("built an index from a spreadsheet"),
    "benchmarks.theory_written": gettext_lazy("wrote how a city thinks that change comes about"),
    "library.draft_begun": gettext_lazy("began a draft"),
    "library.draft_discarded": gettext_lazy("threw a draft away"),
    "library.draft_kept": gettext_lazy("saved a draft"),
    "library.practice_added": gettext_lazy("added a practice"),
    "library.practice_corrected": gettext_lazy("corrected a practice"),
    "library.practice_disclosed": gettext_lazy("changed who may read a practice"),
    "library.practice_proposed": gettext_lazy("proposed a practice"),
    "library.practice_restored": gettext_lazy("brought back an older version of a practice"),
    "library.review_asked": gettext_lazy("asked for a review of a practice"),
    "library.review_given": gettext_lazy("graded the evidence of a practice"),
    "library.review_withdrawn": gettext_lazy("withdrew a review of a practice"),
    "library.suggestion_accepted": gettext_lazy("accepted a suggestion"),
    "library.suggestion_declined": gettext_lazy("declined a suggestion"),
    "organisations.domain_removed": gettext_lazy("took away an e-mail domain"),
    "organisations.domain_set": gettext_lazy("named whose e-mail domain this is"),
    "organisations.hat_claimed": gettext_lazy("said which role they have"),
    "organisations.hat_ended": gettext_lazy("ended a role"),
    "organisations.hat_given": gettext_lazy("gave a role"),
    "organisations.hat_put_on_again": gettext_lazy("took up a role again"),
    "organisations.hat_refused": gettext_lazy("did not confirm a role"),
    "organisations.hat_verified": gettext_lazy("confirmed a role"),
    "organisations.invitation_accepted": gettext_lazy("accepted an invitation"),
    "organisations.invitation_revoked": gettext_lazy("took back an invitation"),
    "organisations.invited": gettext_lazy("invited someone"),
    "people.account_made": gettext_lazy("made an account"),
    "people.address_added": gettext_lazy("added an e-mail address"),
    "people.address_removed": gettext_lazy("took away an e-mail address"),
    "people.app_added": gettext_lazy("added an authenticator app"),
    "people.app_removed": gettext_lazy("took away an authenticator app"),
    "people.asked_to_be_let_in": gettext_lazy("asked to become a member"),
    "people.became_member": gettext_lazy("let a member in"),
    "people.circle_changed": gettext_lazy("changed name or purpose of a circle"),
    "people.circle_closed": gettext_lazy("closed a circle"),
    "people.circle_formed": gettext_lazy("formed a circle"),
    "people.circle_left": gettext_lazy("left a circle"),
    "people.circle_reopened": gettext_lazy("opened a circle again"),
    "people.circle_seat_ended": gettext_lazy("took someone out of a circle"),
    "people.circle_seated": gettext_lazy("seated someone in a circle"),
    "people.erased": gettext_lazy("erased what was held on a person"),
    "people.exported": gettext_lazy("took out all that is held on a person"),
    "people.joined": gettext_lazy("signed up"),
    "people.let_go": gettext_lazy("ended a membership"),
    "people.main_address_set": gettext_lazy("chose the address that mail goes to"),
    "people.passkey_added": gettext_lazy("added a passkey"),
    "people.passkey_removed": gettext_lazy("took away a passkey"),
    "people.password_removed": gettext_lazy("took away their password"),
    "people.password_set": gettext_lazy("set a password"),
    "people.profile_changed": gettext_lazy("changed a profile"),
    "people.recovery_codes_made": gettext_lazy("made recovery codes"),
    "people.roles_set": gettext_lazy("changed what someone may do"),
    "people.sessions_ended": gettext_lazy("signed out elsewhere"),
    "people.sign_in_failed": gettext_lazy("somebody failed to sign in"),
    "people.sign_on_linked": gettext_lazy("linked a sign-in service"),
    "people.signed_in": gettext_lazy("signed in"),
    "people.signed_out": gettext_lazy("signed out"),
    "people.turned_away": gettext_lazy("did not let someone in"),
    "people.unlocked": gettext_lazy("took the second lock off an account"),
}
DOORS: dict[str, Words] = {
    "page": gettext_lazy("on a page"),
    "api": gettext_lazy("through the API"),
    "mail": gettext_lazy("by a link in a mail"),
    "command": gettext_lazy("at the command line"),
    "job": gettext_lazy("by a job of the program"),
}


def act_in_words(act: str) -> str:
    """Return what was done; of an act without words, its code as words.

    Examples
    --------
    >>> act_in_words("library.something_new")
    'something new'
    """
    return str(ACTS.get(act) or act.rpartition(".")[2].replace("_", " "))


def act_as_title(act: str) -> str:
    """Return an act as an entry of a list."""
    return capfirst(act_in_words(act))


def door_in_words(door: str) -> str:
    """Return where someone came from."""
    return str(DOORS.get(door, door))


def who_in_words(name: str) -> str:
    """Return who acted; without a name it was the program, or the operator at the machine."""
    return name or _("The program")
