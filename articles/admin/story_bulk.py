"""One thing done to many stories: ticked in the list, foretold, done, reported."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib.admin.helpers import ActionForm
from django.contrib.auth.models import AbstractBaseUser, User
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import bulk as many
from articles import permissions
from articles.admin.desk_page import desk_page
from articles.admin.fields import Colleague, Lines
from articles.admin.tag_field import TagNamesField
from articles.keys import sent_key
from articles.models import Byline, Story, TaggedStory


class Names(TagNamesField):
    """Names of tags on one line, with commas between."""

    widget = forms.TextInput

    def clean(self, value: Any) -> list[str]:
        """Return the names, each once."""
        names = super().clean([name for name in (value or "").split(",") if name.strip()])
        if not names:
            raise forms.ValidationError("Name at least one tag.")
        return names


class WithTicked(ActionForm):
    """The menu of what can be done."""

    action = forms.ChoiceField(label="With those ticked")


class BulkForm(forms.Form):
    """What is asked for once, for all the stories."""

    tag_names = Names(label="Tags to add", help_text="With commas between them.")
    to = Colleague(User.objects.none(), label="To whom", empty_label="Choose somebody")
    note = Lines(label="Note", max_length=600, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, action: many.Action, data: Any = None) -> None:
        super().__init__(data, label_suffix="")
        for name in [*self.fields]:
            if name not in action.asks:
                del self.fields[name]
        if "to" in self.fields:
            self.fields["to"].queryset = permissions.who_can_write_stories().order_by(
                "first_name", "last_name", "username"
            )
        if "note" in self.fields:
            self.fields["note"].required = action.needs_note
            if action.needs_note:
                self.fields["note"].help_text = "Readers see it at the address of each story."


def may_act_in_bulk(user: AbstractBaseUser) -> bool:
    """Whether there is anything this person could do to many stories."""
    return permissions.can_write_stories(user)


def bulk_actions() -> list[Callable[..., HttpResponse]]:
    """Return what the list offers to do with the rows that are ticked: each leads to its preview."""
    return [_offer(action) for action in many.ACTIONS.values()]


def _offer(action: many.Action) -> Callable[..., HttpResponse]:
    def offer(model_admin: Any, request: HttpRequest, ticked: QuerySet[Story]) -> HttpResponse:
        keys = list(ticked.order_by().values_list("pk", flat=True)[: many.MOST + 1])
        return _preview(request, action, BulkForm(action), keys)

    offer.__name__ = action.name
    offer.short_description = action.label
    return offer


def bulk(request: HttpRequest) -> HttpResponse:
    """Foretell once more with what was filled in, or do it and report."""
    if not may_act_in_bulk(request.user):
        raise permissions.NotAllowed("Only reporters and editors do something with many stories.")
    action = many.ACTIONS.get(request.POST.get("action", ""))
    if request.method != "POST" or action is None:
        return HttpResponseRedirect(reverse("admin:articles_story_changelist"))
    form = BulkForm(action, request.POST)
    versions = _versions(request.POST.getlist("story"))
    if not form.is_valid() or "do" not in request.POST:
        return _preview(request, action, form, list(versions))
    known = many.given(by=request.user, **form.cleaned_data)
    outcomes = list(many.carry_out(action, versions, known))
    return _page(request, action, "done", outcomes)


def _preview(request: HttpRequest, action: many.Action, form: BulkForm, keys: list[int]) -> HttpResponse:
    rows = (
        Story.objects.filter(pk__in=keys[: many.MOST])
        .select_related("assigned_to", "section")
        .order_by("-updated_at", "-pk")
    )
    rows = rows.defer("body").prefetch_related(
        Prefetch("bylines", Byline.objects.select_related("author")),
        Prefetch("tagged", TaggedStory.objects.select_related("tag")),
    )
    is_filled = form.is_bound and form.is_valid()
    known = many.given(by=request.user, **(form.cleaned_data if is_filled else {}))
    outcomes = many.foretell(action, rows, known)
    # Nothing has to be filled in for some: they can be done at once.
    is_ready = is_filled or not any(field.required for field in form.fields.values())
    return _page(
        request, action, "preview", outcomes, form=form, is_ready=is_ready, is_cut=len(keys) > many.MOST
    )


def _page(
    request: HttpRequest, action: many.Action, step: str, outcomes: list[many.Outcome], **context: Any
) -> HttpResponse:
    return desk_page(
        request,
        f"admin/articles/story/bulk_{step}.html",
        Story,
        title=action.label,
        action=action,
        most=many.MOST,
        yes=[outcome for outcome in outcomes if outcome.is_done],
        no=[outcome for outcome in outcomes if not outcome.is_done],
        **context,
    )


def _versions(sent: list[str]) -> dict[int, int]:
    """Return the versions that the preview showed, by story; what is no story's key is left out."""
    versions = {}
    for pair in sent[: many.MOST]:
        key, _, version = pair.partition(":")
        if sent_key(key):
            versions[sent_key(key)] = sent_key(version)
    return versions
