"""Quotes on the desk: a list to look things up in; a quote is changed in its story, and checked on its page."""

from typing import Any

from django.contrib import admin
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions
from articles.admin import quote_page
from articles.admin.base import DeskAdmin
from articles.admin.choice import Choice
from articles.admin.correction_tasks import tasks
from articles.admin.transcript_page import transcript
from articles.admin.who_is_quoted import who
from articles.models import Quote, Verification


class VerificationFilter(Choice):
    """How far the words are checked."""

    title, parameter_name = "check", "verification"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer every rung."""
        return Verification.choices


@admin.register(Quote)
class QuoteAdmin(DeskAdmin):
    """What people said, in all stories."""

    list_display = ("words", "speaker", "in_story", "verification")
    list_filter = (VerificationFilter,)
    list_select_related = ("speaker", "story")
    search_fields = ("text", "speaker__name", "speaker__spellings__name")
    search_help_text = "Words, or the name of a person"
    ordering = ("-pk",)
    change_list_template = "admin/articles/quote/change_list.html"

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether quotes are in this person's menu."""
        return permissions.can_read_stories(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """Who reads stories reads what is quoted in them."""
        return permissions.can_read_stories(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A quote is made in its story."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """A quote is changed in its story."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Quote | None = None) -> bool:
        """A quote is taken off the record in its story."""
        return False

    def get_queryset(self, request: HttpRequest) -> QuerySet[Quote]:
        """Leave the texts of the stories where they are."""
        return super().get_queryset(request).select_related("speaker", "story").defer("story__body")

    @admin.display(description="words", ordering="text")
    def words(self, quote: Quote) -> str:
        """The words, or their beginning."""
        return str(quote)

    @admin.display(description="story")
    def in_story(self, quote: Quote) -> SafeString:
        """The story, to be opened."""
        address = reverse("admin:articles_story_change", args=[quote.story_id])
        return format_html('<a href="{}">{}</a>', address, quote.story.headline)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer editors the count of who is quoted."""
        more = {"can_count": permissions.can_edit_any_story(request.user)}
        return super().changelist_view(request, more | (extra_context or {}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show how the words were checked."""
        return quote_page.show(request, object_id)

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons of a quote's page, its evidence and transcripts, and the count."""
        wrap = self.admin_site.admin_view
        return [
            path("who-is-quoted/", wrap(who), name="articles_quote_who"),
            path("corrections/", wrap(tasks), name="articles_quote_corrections"),
            path("<key:quote_id>/do/", wrap(quote_page.act), name="articles_quote_do"),
            path("evidence/<key:step_id>/", wrap(quote_page.evidence), name="articles_quote_evidence"),
            path(
                "transcripts/<key:transcript_id>/",
                wrap(transcript),
                name="articles_quote_transcript",
            ),
            *super().get_urls(),
        ]
