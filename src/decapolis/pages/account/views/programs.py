"""Tokens and webhooks: make, renew, stop. What is secret is shown once, in the answer itself."""

from http import HTTPStatus

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from decapolis.access import actions
from decapolis.access.actions import Asked, Wanted
from decapolis.access.bridge import deliveries_of
from decapolis.access.errors import NoSuchWebhook
from decapolis.access.models import Token, Webhook
from decapolis.access.queries import (
    bodies_for,
    tokens_of,
    webhook_line,
    webhook_to_read,
    webhooks_of,
)
from decapolis.kernel.errors import DomainError
from decapolis.pages.account.programs import (
    TokenForm,
    TokensPage,
    WebhookForm,
    WebhookPage,
    WebhooksPage,
)
from decapolis.pages.account.proof import proof_needed
from decapolis.pages.doors import require_safe_or_post
from decapolis.pages.forms import add_fault
from decapolis.pages.http import signed_in
from decapolis.pages.render import page

UNPROCESSABLE = HTTPStatus.UNPROCESSABLE_ENTITY


@require_safe_or_post
@login_required
def tokens(request: HttpRequest) -> HttpResponse:
    """List one's tokens; make one."""
    if request.method == "POST":
        return _make_token(request)
    me = signed_in(request)
    return page(request, TokensPage(TokenForm(person=me), tokens_of(me)))


@proof_needed
def _make_token(request: HttpRequest) -> HttpResponse:
    me = signed_in(request)
    form = TokenForm(request.POST, person=me)
    if form.is_valid():
        held = form.cleaned_data
        asked = Asked(held["name"], held["scopes"], held["days"])
        try:
            made = actions.make_token(by=me, asked=asked)
        except DomainError as error:
            add_fault(form, error)
        else:
            shown = TokensPage(TokenForm(person=me), tokens_of(me), made.secret, made.token.name)
            return page(request, shown)
    return page(request, TokensPage(form, tokens_of(me)), status=UNPROCESSABLE)


@require_POST
@login_required
def revoke_token(request: HttpRequest, token_id: int) -> HttpResponse:
    """Revoke a token: who fears for one need not prove anything first.

    Raises
    ------
    Http404
        It is none of theirs.
    """
    me = signed_in(request)
    found = Token.objects.visible_to(me).filter(pk=token_id).first()
    if found is None:
        raise Http404
    actions.revoke_token(by=me, token=found)
    messages.success(request, _("The token opens nothing any more."))
    return redirect("account_tokens")


@require_safe_or_post
@login_required
def webhooks(request: HttpRequest) -> HttpResponse:
    """List one's webhooks; register one."""
    if request.method == "POST":
        return _register(request)
    me = signed_in(request)
    return page(request, WebhooksPage(_webhook_form(request), webhooks_of(me)))


@proof_needed
def _register(request: HttpRequest) -> HttpResponse:
    me, form = signed_in(request), _webhook_form(request)
    if form is None:
        return page(request, WebhooksPage(None, webhooks_of(me)), status=HTTPStatus.FORBIDDEN)
    if form.is_valid():
        held = form.cleaned_data
        wanted = Wanted(held["url"], held["events"], form.body())
        try:
            made = actions.register_webhook(by=me, wanted=wanted)
        except DomainError as error:
            add_fault(form, error)
        else:
            begun = WebhookForm(person=me, bodies=bodies_for(me))
            shown = WebhooksPage(begun, webhooks_of(me), made.secret, made.webhook.url)
            return page(request, shown)
    return page(request, WebhooksPage(form, webhooks_of(me)), status=UNPROCESSABLE)


def _webhook_form(request: HttpRequest) -> WebhookForm | None:
    me = signed_in(request)
    bodies = bodies_for(me)
    if not (bodies or me.is_staff):
        return None
    data = request.POST if request.method == "POST" else None
    return WebhookForm(data, person=me, bodies=bodies)


@require_safe
@login_required
def webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Show a webhook and what became of its messages."""
    return page(request, _shown(request, _webhook(request, webhook_id)))


@require_POST
@proof_needed
def renew_secret(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Give a webhook another secret, shown once."""
    held = _webhook(request, webhook_id)
    try:
        made = actions.renew_secret(by=signed_in(request), webhook=held)
    except DomainError as error:
        return _refused(request, held, error)
    return page(request, _shown(request, made.webhook, made.secret))


@require_POST
@login_required
def change_webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Try a webhook, stop it, or let it go on."""
    me, held = signed_in(request), _webhook(request, webhook_id)
    try:
        match request.POST.get("do"):
            case "try":
                actions.try_webhook(by=me, webhook=held)
                messages.success(request, _("A message is on its way. Load the page again."))
            case "stop":
                actions.stop_webhook(by=me, webhook=held)
                messages.success(request, _("It is told nothing until you let it go on."))
            case "resume":
                actions.resume_webhook(by=me, webhook=held)
                messages.success(request, _("It is told of what happens from now on."))
    except DomainError as error:
        return _refused(request, held, error)
    return redirect("account_webhook", held.pk)


@require_POST
@login_required
def remove_webhook(request: HttpRequest, webhook_id: int) -> HttpResponse:
    """Take a webhook away."""
    held = _webhook(request, webhook_id)
    try:
        actions.remove_webhook(by=signed_in(request), webhook=held)
    except DomainError as error:
        return _refused(request, held, error)
    messages.success(request, _("The webhook is gone."))
    return redirect("account_webhooks")


def _webhook(request: HttpRequest, webhook_id: int) -> Webhook:
    """Return a webhook that the reader may see.

    Raises
    ------
    Http404
        There is none.
    """
    try:
        return webhook_to_read(webhook_id, reader=request.user)
    except NoSuchWebhook as error:
        raise Http404(error.message) from error


def _shown(request: HttpRequest, held: Webhook, secret: str = "") -> WebhookPage:
    lines = deliveries_of(held, reader=request.user)
    return WebhookPage(webhook_line(held, request.user), lines, secret)


def _refused(request: HttpRequest, held: Webhook, error: DomainError) -> HttpResponse:
    messages.error(request, error.message)
    return redirect("account_webhook", held.pk)
