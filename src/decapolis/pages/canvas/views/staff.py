"""Templates: network staff write what a canvas asks, and what its notes become."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from decapolis.canvas.actions.templates import offer_template, retire_template, save_template
from decapolis.canvas.models import Template
from decapolis.canvas.queries.templates import TemplateFacts, template_of
from decapolis.canvas.rules import may_edit_templates
from decapolis.kernel.errors import DomainError
from decapolis.pages.canvas.contexts.staff import list_page, template_page
from decapolis.pages.canvas.forms import TASKS, BlocksForm, TemplateForm
from decapolis.pages.doors import only_for, or_not_found, require_safe_or_post, told
from decapolis.pages.forms import add_fault, status_of, whole_number
from decapolis.pages.http import signed_in
from decapolis.pages.render import page

staff_only = only_for(may_edit_templates)


@staff_only
@require_safe
def listing(request: HttpRequest) -> HttpResponse:
    """List all templates."""
    return page(request, list_page(signed_in(request)))


@staff_only
@or_not_found
@require_safe_or_post
def new(request: HttpRequest) -> HttpResponse:
    """Begin a template: empty, or as a copy of another one."""
    me = signed_in(request)
    if request.method == "POST":
        return _written(request, None)
    like = request.GET.get("like", "")
    facts = template_of(like, reader=me) if like else None
    form = TemplateForm(initial={"about": facts.about if facts else ""})
    return page(request, template_page(None, form, BlocksForm.of(facts.blocks if facts else ())))


@staff_only
@or_not_found
@require_safe_or_post
def one(request: HttpRequest, slug: str) -> HttpResponse:
    """Show a template, and write a new version of it."""
    me = signed_in(request)
    facts = template_of(slug, reader=me)
    if request.method == "POST":
        return _written(request, facts)
    form = TemplateForm(initial={"name": facts.name, "about": facts.about})
    return page(request, template_page(facts, form, BlocksForm.of(facts.blocks)))


def _written(request: HttpRequest, facts: TemplateFacts | None) -> HttpResponse:
    """Take what was pressed: a block goes up, down or out, the template is saved or retired."""
    task, _colon, number = request.POST.get("do", "").partition(":")
    if facts and task in {"retire", "offer"}:
        return _offered(request, facts, task)
    blocks = BlocksForm.sent(request.POST)
    if task in TASKS:
        form = TemplateForm(initial=request.POST.dict())
        at = whole_number(number)
        changed = blocks.changed(task, -1 if at is None else at)
        return page(request, template_page(facts, form, changed, focus="moved"))
    return _saved(request, facts, TemplateForm(request.POST), blocks)


def _saved(
    request: HttpRequest, facts: TemplateFacts | None, form: TemplateForm, blocks: BlocksForm
) -> HttpResponse:
    me, before = signed_in(request), facts.blocks if facts else ()
    is_whole = blocks.is_valid()
    if form.is_valid() and is_whole:
        held = Template.objects.visible_to(me).filter(slug=facts.slug).first() if facts else None
        try:
            made = save_template(
                by=me,
                template=held,
                name=form.cleaned_data["name"],
                about=form.cleaned_data["about"],
                blocks=blocks.blocks(before),
            )
        except DomainError as error:
            add_fault(form, told(error))
        else:
            messages.success(request, _("Saved. New boards follow it from now on."))
            return redirect("canvas:template", slug=made.slug)
    status = 422 if not is_whole else status_of(form)
    return page(request, template_page(facts, form, blocks.with_empty()), status=status)


def _offered(request: HttpRequest, facts: TemplateFacts, task: str) -> HttpResponse:
    me = signed_in(request)
    held = Template.objects.visible_to(me).get(slug=facts.slug)
    if task == "retire":
        retire_template(by=me, template=held)
        told_ = _("No new board follows it. Boards that follow it go on.")
    else:
        offer_template(by=me, template=held)
        told_ = _("New boards can follow it again.")
    messages.success(request, told_)
    return redirect("canvas:template", slug=facts.slug)
