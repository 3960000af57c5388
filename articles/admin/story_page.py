"""The page of one story: what it shows to whom, and the pages that belong to it."""

from typing import Any

from django.contrib import admin
from django.contrib.admin.utils import unquote
from django.db.models import ForeignKey
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.urls import URLPattern, path
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe

from articles import permissions, suggesting, workflow
from articles.admin import (
    check_levels,
    scratch_pages,
    story_bulk,
    story_changes,
    story_history,
    story_retagging,
    story_tags,
    story_views,
    story_words,
    who_is_here,
)
from articles.admin.fields import RememberingSelect
from articles.admin.move_form import MoveForm
from articles.admin.preview import preview, preview_page, preview_typed
from articles.admin.share_page import share_page
from articles.admin.story_form import TAKEN_UP, StoryForm
from articles.admin.story_moves import left_over
from articles.admin.story_rows import BylineInline
from articles.admin.tag_field import TagNamesWidget
from articles.admin.words_panel import Panel, panel_of
from articles.checks import remarks_on
from articles.models import Status, Story, Transition, Visibility
from articles.public_changes import asks_for_kind
from articles.sanitising import clean_body
from articles.suggesting import Suggestion

# What the panel of quoted words tells in full.
SHOWN_IN_THE_PANEL = frozenset({"misquotes"})


class StoryPage:
    """The part of `StoryAdmin` that shows a story."""

    change_form_template = "admin/articles/story/change_form.html"
    autocomplete_fields = ("lead_image",)
    fieldsets = (
        (None, {"classes": ("page",), "fields": ("headline", "standfirst", "body")}),
        ("About", {"classes": ("rail",), "fields": ("section", "kind", "tag_names", "dateline")}),
        ("Lead picture", {"classes": ("rail", "picture"), "fields": ("lead_image", "lead_caption")}),
        ("Sharing", {"classes": ("rail",), "fields": ("social_text",)}),
        (
            "Address and origin",
            {
                "classes": ("rail", "collapse"),
                "fields": ("slug", "language", "source", "source_note", "canonical_url"),
            },
        ),
    )
    # The same page for somebody who may read and not write.
    fields_as_read = {"body": "body_as_read", "tag_names": "tags_as_read"}

    def get_fieldsets(self, request: HttpRequest, obj: Story | None = None) -> list[tuple[str | None, dict]]:
        """Show text as text to those who may not change it."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is None or self.has_change_permission(request, obj):
            return fieldsets
        return [
            (
                name,
                options
                | {"fields": tuple(self.fields_as_read.get(field, field) for field in options["fields"])},
            )
            for name, options in fieldsets
        ]

    @admin.display(description="Body")
    def body_as_read(self, story: Story) -> SafeString:
        """The text, cleaned once more, whatever is stored."""
        return mark_safe(clean_body(story.body) or "Nothing yet.")  # noqa: S308  (cleaned in this line)

    @admin.display(description="Tags")
    def tags_as_read(self, story: Story) -> SafeString | str:
        """The names of the tags."""
        return format_html_join(", ", "{}", ((tag.name,) for tag in story.tags.order_by("name"))) or "–"

    def formfield_for_foreignkey(self, db_field: ForeignKey, request: HttpRequest, **kwargs: Any) -> Any:
        """A story without a section says so; a picture is looked up as one types."""
        if db_field.name == "section":
            kwargs["empty_label"] = "Choose a section"
        if db_field.name == "lead_image":
            kwargs["widget"] = RememberingSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def get_form(self, request: HttpRequest, obj: Story | None = None, **kwargs: Any) -> type[StoryForm]:
        """Give the tags their look-up."""
        form = super().get_form(request, obj, **kwargs)
        if "tag_names" in form.base_fields:
            form.base_fields["tag_names"].widget = TagNamesWidget(
                may_approve=permissions.can_tag(request.user)
            )
        return form

    def get_formset_kwargs(
        self, request: HttpRequest, obj: Story, inline: Any, prefix: str
    ) -> dict[str, Any]:
        """Credit whoever begins a story, unless they take it off."""
        kwargs = super().get_formset_kwargs(request, obj, inline, prefix)
        author = getattr(request.user, "author", None)
        if request.method == "GET" and obj.pk is None and isinstance(inline, BylineInline) and author:
            kwargs["initial"] = [{"author": author.pk}]
        return kwargs

    def render_change_form(
        self,
        request: HttpRequest,
        context: dict[str, Any],
        *args: Any,
        obj: Story | None = None,
        **kwargs: Any,
    ) -> HttpResponse:
        """Add what the rail shows."""
        moves = workflow.moves_for(request.user, obj) if obj else []
        panel = self._panel(request, obj)
        not_made, filled_in = left_over(request, obj) if request.method == "GET" else ("", {})
        context |= {
            "story": obj,
            "published": obj.published_copy() if obj and obj.is_live else None,
            "sent_back": _sent_back(obj),
            "emergency": _emergency(obj),
            "moves": {move.verb: move for move in moves},
            "asks_for_kind": obj is not None and asks_for_kind(obj),
            "note_help": _note_help(moves),
            "move_form": _move_form(request, obj, filled_in),
            "not_made": not_made,
            "remarks": remarks_on(obj, leave_out=SHOWN_IN_THE_PANEL if panel else frozenset()) if obj else [],
            "panel": panel,
            "suggestions": self._suggestions(request, obj),
            "can_retag": bool(obj) and obj.status != Status.SPIKED and permissions.can_tag(request.user),
            "can_choose_checks": permissions.can_choose_checks(request.user),
            "save_label": _save_label(obj),
            "to_mend": _to_mend(context),
            **self._keeping(request, obj),
        }
        return super().render_change_form(request, context, *args, obj=obj, **kwargs)

    def _keeping(self, request: HttpRequest, story: Story | None) -> dict[str, Any]:
        """Return what the page says of unsaved work and of the others who have the story open."""
        may_write = self.has_change_permission(request, story)
        looks = request.method == "GET"
        return {
            "may_write": may_write,
            "page_key": scratch_pages.page_key(request.POST),
            "offers": scratch_pages.offers(request, story) if may_write and looks else [],
            "take": scratch_pages.TAKE,
            "is_taken_up": TAKEN_UP in request.POST,
            "open_elsewhere": who_is_here.open_elsewhere(request, story) if story else "",
            "put_together": who_is_here.put_together_with_yours(request, story) if story and looks else "",
            "may_share": story is not None and permissions.can_share(request.user, story),
        }

    def _panel(self, request: HttpRequest, story: Story | None) -> Panel | None:
        """Return what waits to be done about quoted words: of the saved text, whatever was sent."""
        if story is None or not self.has_change_permission(request, story):
            return None
        saved = Story.objects.get(pk=story.pk) if request.method == "POST" else story
        return panel_of(saved, request.user)

    def _suggestions(self, request: HttpRequest, story: Story | None) -> list[Suggestion] | None:
        """Return which tags the saved text suggests, to whoever may say so; None to others."""
        if story is None:
            return []
        may = self.has_change_permission(request, story) or permissions.can_tag(request.user)
        return suggesting.suggestions(story) if may else None

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of one story."""
        wrap = self.admin_site.admin_view
        return [
            path("tags/", wrap(story_tags.look), name="articles_story_look_for_tags"),
            path("<key:story_id>/retag/", wrap(story_retagging.retag), name="articles_story_retag"),
            path("<key:story_id>/tags/", wrap(story_tags.act), name="articles_story_suggested_tags"),
            path("bulk/", wrap(story_bulk.bulk), name="articles_story_bulk"),
            path("views/", wrap(story_views.views), name="articles_story_views"),
            path("unsaved/<uuid:page>/", wrap(scratch_pages.scratch), name="articles_story_unsaved"),
            path("preview/", wrap(preview_typed), name="articles_story_preview_typed"),
            path("<key:story_id>/here/", wrap(who_is_here.ping), name="articles_story_here"),
            path("<key:story_id>/share/", wrap(share_page), name="articles_story_share"),
            path("<key:story_id>/compare/", wrap(story_history.compare), name="articles_story_compare"),
            path("<key:story_id>/words/", wrap(story_words.act), name="articles_story_words"),
            path("checks/", wrap(check_levels.check_levels), name="articles_check_levels"),
            path("<key:story_id>/changes/", wrap(story_changes.story_changes), name="articles_story_changes"),
            path("<key:story_id>/preview/", wrap(preview), name="articles_story_preview"),
            path("<key:story_id>/preview/page/", wrap(preview_page), name="articles_story_preview_page"),
            path(
                "<key:story_id>/revisions/<key:number>/",
                wrap(story_history.revision),
                name="articles_story_revision",
            ),
            *super().get_urls(),
        ]

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show every move and every save of a story. There is nothing to send to it: a POST would hold the story."""
        if request.method not in ("GET", "HEAD"):
            return HttpResponseNotAllowed(["GET", "HEAD"])
        story = self.get_object(request, unquote(object_id))
        if story is None:
            return self._get_obj_does_not_exist_redirect(request, self.opts, object_id)
        return story_history.timeline(request, story)


def _to_mend(context: dict[str, Any]) -> list[tuple[str, str]]:
    """Return each field with something wrong in it, by its label and its id: it may stand far below."""
    rows = (form for inline in context["inline_admin_formsets"] for form in inline.formset.forms)
    return [
        (form[name].label, form[name].id_for_label)
        for form in (context["adminform"].form, *rows)
        if form.is_bound
        for name in form.errors
        if name in form.fields
    ]


def _move_form(request: HttpRequest, story: Story | None, filled_in: dict[str, str]) -> MoveForm:
    if request.method == "POST":
        return MoveForm(request.POST, user=request.user)
    initial: dict[str, Any] = {}
    if story is not None:
        # What is set already is what somebody begins with who changes it.
        initial = {"at": story.publish_at, "embargo_at": story.embargo_until, "expire_at": story.expire_at}
    if story is not None and story.status == Status.IN_REVIEW:
        initial |= {"priority": story.priority, "due_at": story.review_due_at}
    return MoveForm(user=request.user, initial=initial | filled_in)


def _sent_back(story: Story | None) -> Transition | None:
    """Return the move that put a draft back on its writer's desk, with the note that says why."""
    if story is None or story.status != Status.DRAFT:
        return None
    last = story.transitions.exclude(verb="record_edit").last()
    return last if last and last.verb == "request_changes" else None


def _emergency(story: Story | None) -> Transition | None:
    """Return the move that put a story before readers on one person's word, while that is open."""
    if story is None or story.emergency_at is None:
        return None
    return story.transitions.filter(verb="publish_in_emergency").last()


def _note_help(moves: list[workflow.Move]) -> str:
    """Return which buttons want a note, and who will read it."""
    wanting = [f"“{move.label}”" for move in moves if move.needs_note]
    words = f"Needed for {_in_a_row(wanting)}." if wanting else "Kept in the history."
    return (
        f"{words} Readers see it when you withdraw."
        if any(move.verb == "withdraw" for move in moves)
        else words
    )


def _in_a_row(words: list[str]) -> str:
    """Return words as one says them: “A”, “B” and “C”."""
    return " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)


def _save_label(story: Story | None) -> str:
    """Return what saving does to the story as it is now."""
    if story is None or (story.status == Status.DRAFT and story.visibility != Visibility.CHANGED):
        return "Save draft"
    return "Save as a draft again" if story.status == Status.APPROVED else "Save"
