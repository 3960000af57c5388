"""Stories on the desk: a page to write on."""

from typing import Any

from adminsortable2.admin import SortableAdminBase
from django import forms
from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse

from articles import permissions, scratches, workflow
from articles.admin.base import DeskAdmin
from articles.admin.kept import keep_what_was_sent
from articles.admin.refused import note_refusal
from articles.admin.scratch_pages import fill_from_scratch, page_key, typed_fields
from articles.admin.story_access import StoryAccess
from articles.admin.story_form import StoryForm
from articles.admin.story_list import StoryList
from articles.admin.story_moves import MOVE, make_move, sent_version
from articles.admin.story_page import StoryPage
from articles.admin.story_rows import BylineInline, BylineRows, QuoteInline
from articles.admin.together import Together, put_together
from articles.admin.together_page import choose
from articles.models import STORY_FIELDS, Status, Story
from articles.tagging import set_tags


@admin.register(Story)
class StoryAdmin(StoryAccess, StoryPage, StoryList, SortableAdminBase, DeskAdmin):
    """The working copies. Status and all that goes with it are written by `workflow` alone."""

    form = StoryForm
    inlines = (BylineInline, QuoteInline)

    def get_object(self, request: HttpRequest, object_id: str, from_field: str | None = None) -> Story | None:
        """Find the story; whoever is about to change it holds it until the change is through."""
        stories = self.get_queryset(request)
        if request.method == "POST":
            stories = stories.select_for_update(of=("self",))
        try:
            return stories.get(pk=Story._meta.pk.to_python(object_id))
        except (Story.DoesNotExist, forms.ValidationError, ValueError, OverflowError):
            return None

    def _create_formsets(self, request: HttpRequest, obj: Story, change: bool) -> tuple[list, list]:
        formsets, inlines = super()._create_formsets(request, obj, change)
        only_by_byline = (
            not permissions.can_edit_any_story(request.user) and obj.created_by_id != request.user.pk
        )
        for one in formsets:
            if isinstance(one, BylineRows) and change and only_by_byline:
                one.keeps = request.user.pk
        return formsets, inlines

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the page, or save it and make the move that was asked for."""
        if request.method != "POST" or "_saveasnew" in request.POST:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if object_id is None and (story := self._begun_before(request)):
            object_id = str(story.pk)
        if object_id is not None and (answer := self._without_writing(request, object_id)):
            return answer
        sent = request.POST
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except IntegrityError:
            # Somebody saved the same address, or this very form, at the same moment: look again.
            request.POST = sent
            return super().changeform_view(
                request, object_id or self._key_of(request), form_url, extra_context
            )

    def _changeform_view(
        self, request: HttpRequest, object_id: str | None, form_url: str, extra_context: dict[str, Any] | None
    ) -> HttpResponse:
        """Put the form together with what somebody else has saved since it was opened, then go on."""
        request.together = None
        if request.method == "POST" and fill_from_scratch(request):
            return super()._changeform_view(request, object_id, form_url, extra_context)
        story = (
            self.get_object(request, unquote(object_id)) if request.method == "POST" and object_id else None
        )
        if story is not None and self.has_change_permission(request, story):
            together = put_together(self, request, story)
            if together and together.choices:
                return choose(request, story, together)
            if together:
                if together.gave_way:
                    # What did not stand is not thrown away: it is offered as unsaved work.
                    scratches.keep(
                        page_key(request.POST), story.uuid, typed_fields(request.POST), by=request.user
                    )
                request.together, request.POST = together, together.data
        return super()._changeform_view(request, object_id, form_url, extra_context)

    def _begun_before(self, request: HttpRequest) -> Story | None:
        """Return the story that this form of a new story has already begun, if it is sent twice."""
        try:
            return Story.objects.filter(uuid=request.POST.get("uuid"), created_by=request.user).first()
        except (forms.ValidationError, ValueError):
            return None

    def _key_of(self, request: HttpRequest) -> str | None:
        story = self._begun_before(request)
        return str(story.pk) if story else None

    @transaction.atomic
    def _without_writing(self, request: HttpRequest, object_id: str) -> HttpResponse | None:
        """Answer somebody who may not change the words, now or any more; None when they may."""
        story = self.get_object(request, unquote(object_id))
        if (
            story is None
            or self.has_change_permission(request, story)
            or not self.has_view_permission(request, story)
        ):
            return None
        if "headline" not in request.POST and MOVE in request.POST:
            make_move(request, story, is_stale=sent_version(request) != story.version)
            return self._back_to(story)
        # They could when the page was made: what they wrote meanwhile is not lost.
        try:
            permissions.check_edit(request.user, story)
        except permissions.NotAllowed as refusal:
            note_refusal(request, str(refusal))
            return keep_what_was_sent(request, reason="refused", explanation=str(refusal))
        return None

    def save_form(self, request: HttpRequest, form: StoryForm, change: bool) -> Story:
        """Take over the key that the page gave a new story."""
        story = super().save_form(request, form, change)
        key = form.cleaned_data.get("uuid")
        if not change and key:
            begun_by = Story.objects.filter(uuid=key).values_list("created_by", flat=True)
            if request.user.pk in begun_by:
                raise IntegrityError("The same form began this story a moment ago: see `changeform_view`.")
            if not begun_by:
                story.uuid = key
        return story

    def save_model(self, request: HttpRequest, obj: Story, form: StoryForm, change: bool) -> None:
        """Save the words, and nothing else."""
        obj.was_stale = form.is_stale or request.together is not None
        if not change:
            workflow.begin(obj, by=request.user)
        elif form.content_changed:
            obj.save(update_fields=STORY_FIELDS)

    def save_related(self, request: HttpRequest, form: StoryForm, formsets: Any, change: bool) -> None:
        """Save what stands around the words, and keep it all as one revision."""
        super().save_related(request, form, formsets, change)
        story = form.instance
        if "tag_names" in form.changed_data:
            set_tags(story, form.cleaned_data["tag_names"], by=request.user)
        note = " ".join(request.POST.get("_with-note", "").split())[:300] if MOVE not in request.POST else ""
        was, was_to_go_out = story.status, story.publish_at
        together: Together | None = request.together
        revision = workflow.record_edit(
            story, by=request.user, note=note, merged_with=together.theirs if together else None
        )
        if together is None or not together.gave_way:
            scratches.drop(page_key(request.POST), by=request.user)
        _say_what_was_saved(request, story, saved=revision is not None, was=was, together=together)
        if revision and was_to_go_out and story.publish_at is None:
            messages.warning(request, "It is off the schedule: approved again, it needs its time again.")
        if revision and (gone := form.fields["body"].taken_off):
            messages.warning(
                request, f"Taken off the text, because stories do not hold it: {', '.join(gone)}."
            )

    def log_addition(self, *args: Any) -> None:
        """A story's own history says more."""

    def log_change(self, *args: Any) -> None:
        """A story's own history says more."""

    def response_add(
        self, request: HttpRequest, obj: Story, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Make the move that was asked for, and lead to the story's page."""
        return self.response_change(request, obj)

    def response_change(self, request: HttpRequest, obj: Story) -> HttpResponse:
        """Make the move that was asked for, and lead back to the story's page."""
        if MOVE in request.POST:
            make_move(request, obj, is_stale=obj.was_stale)
        return self._back_to(obj)

    def _back_to(self, story: Story) -> HttpResponseRedirect:
        return HttpResponseRedirect(reverse("admin:articles_story_change", args=[story.pk]))

    def construct_change_message(self, *args: Any) -> str:
        """Not needed: see `log_change`."""
        return ""


def _say_what_was_saved(
    request: HttpRequest, story: Story, *, saved: bool, was: str, together: Together | None
) -> None:
    if together and not saved and not together.taken and not together.gave_way:
        # The same form sent twice.
        together = None
    if together:
        done = "Both are put together and saved." if saved else "Nothing of yours differs from it."
        kept = " What you let go of is kept as your unsaved work." if together.gave_way else ""
        messages.warning(request, f"{together.said} {done} Look at how it reads now.{kept}")
    if not saved:
        if MOVE not in request.POST and not together:
            messages.info(request, "Nothing has changed since the last save.")
    elif was == Status.APPROVED and story.status == Status.DRAFT:
        unchanged = " Readers go on seeing what was published." if story.is_live else ""
        messages.success(request, f"Saved as a draft: what was changed needs approval again.{unchanged}")
    elif not together:
        messages.success(request, "Saved.")
