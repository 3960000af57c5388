"""The list of stories: views, badges, and no more queries for a hundred rows than for one."""

from dataclasses import dataclass
from typing import Any, ClassVar

from django.contrib import admin
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.html import format_html
from django.utils.safestring import SafeString

from articles import permissions, story_search
from articles.admin.desk_views import LABELS, TABS, in_view, up_to
from articles.admin.moments import day_and_time
from articles.admin.story_bulk import WithTicked, bulk_actions, may_act_in_bulk
from articles.admin.story_filters import (
    AuthorFilter,
    KindFilter,
    LanguageFilter,
    SectionFilter,
    StatusFilter,
    VisibilityFilter,
)
from articles.admin.story_views import view_of
from articles.models import Byline, SavedView, Story

VIEW = "view"


@dataclass(frozen=True, slots=True)
class View:
    """One of the tabs above the list."""

    query: str
    label: str
    count: str
    is_here: bool


class StoryChangeList(ChangeList):
    """Fetches what the rows show with the rows, and leaves the texts where they are."""

    def get_queryset(self, request: HttpRequest, exclude_parameters: Any = None) -> QuerySet[Story]:
        """Return the stories of the view that was chosen."""
        stories = super().get_queryset(request, exclude_parameters)
        stories = in_view(stories, request.GET.get(VIEW, ""), request.user)
        credited = Prefetch("bylines", Byline.objects.select_related("author"))
        return (
            stories.select_related("section", "assigned_to")
            .prefetch_related(credited)
            .defer("body", "standfirst")
        )

    def get_filters_params(self, params: dict | None = None) -> dict:
        """Leave the chosen view to `get_queryset`."""
        chosen = super().get_filters_params(params)
        chosen.pop(VIEW, None)
        return chosen


class StoryList:
    """The list's half of `StoryAdmin`."""

    list_display: ClassVar = ("headline_and_slug", "state", "readers", "section_name", "credits", "updated")
    list_display_links: ClassVar = None
    list_filter: ClassVar = (
        StatusFilter,
        VisibilityFilter,
        SectionFilter,
        KindFilter,
        AuthorFilter,
        LanguageFilter,
    )
    # What Django asks to show the field; the answer is that of `story_search`.
    search_fields: ClassVar = ("headline",)
    search_help_text: ClassVar = "Words of the story, author or tag"
    list_per_page: ClassVar = 100
    change_list_template: ClassVar = "admin/articles/story/change_list.html"
    # The order of the index that the list reads.
    ordering: ClassVar = ("-updated_at", "-pk")
    sortable_by: ClassVar = ()
    actions: ClassVar = bulk_actions()
    action_form: ClassVar = WithTicked

    def get_changelist(self, request: HttpRequest, **kwargs: Any) -> type[ChangeList]:
        """Use the list above."""
        return StoryChangeList

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Add the tabs, and what of the address could become one."""
        context = {"views": _views(request), "this_view": view_of(request.GET)}
        return super().changelist_view(request, {**context, **(extra_context or {})})

    def get_actions(self, request: HttpRequest) -> dict:
        """Offer what this person may do at all; each story is asked when it is done."""
        return super().get_actions(request) if may_act_in_bulk(request.user) else {}

    def get_action_choices(self, request: HttpRequest, default_choices: Any = ()) -> list[tuple[str, str]]:
        """Begin the menu in words."""
        return super().get_action_choices(request, [("", "Choose")])

    def get_search_results(
        self, request: HttpRequest, queryset: QuerySet[Story], search_term: str
    ) -> tuple[QuerySet[Story], bool]:
        """Find by words, drafts too."""
        found = story_search.matching(search_term)
        if found is None:
            return (queryset.none() if search_term.strip() else queryset), False
        return queryset.filter(pk__in=found), False

    @admin.display(description="headline")
    def headline_and_slug(self, story: Story) -> SafeString:
        """The headline, which leads to the story."""
        return format_html(
            '<a class="row-headline" href="{}/change/">{}</a><span class="row-address">{}</span>',
            story.pk,
            story.headline,
            story.slug,
        )

    @admin.display(description="status")
    def state(self, story: Story) -> SafeString:
        """The status of the working copy."""
        return badge(story.status, story.get_status_display())

    @admin.display(description="readers")
    def readers(self, story: Story) -> SafeString:
        """What readers see."""
        return badge(story.visibility, story.visibility.label)

    @admin.display(description="section")
    def section_name(self, story: Story) -> str:
        """The section's name."""
        return story.section.name if story.section else "–"

    @admin.display(description="by")
    def credits(self, story: Story) -> str:
        """Who is credited."""
        return ", ".join(byline.credit for byline in story.bylines.all()) or "–"

    @admin.display(description="updated")
    def updated(self, story: Story) -> str:
        """When it was last saved or moved."""
        return day_and_time(story.updated_at)


def badge(name: str, label: str) -> SafeString:
    """Return a state as a word in a colour of its own; the word alone says it all."""
    return format_html('<span class="badge badge-{}">{}</span>', name, label)


def _views(request: HttpRequest) -> list[View]:
    """Return the tabs: the newsroom's, the one that is looked at, and those this person keeps."""
    asked, here = request.GET.get(VIEW, ""), view_of(request.GET)
    names = [*TABS] + ([asked] if asked in LABELS and asked not in TABS else [])
    if not permissions.can_write_stories(request.user):
        names.remove("mine")
    views = []
    for name in names:
        count = up_to(in_view(Story.objects.all(), name, request.user)) if name else ""
        query = f"{VIEW}={name}" if name else ""
        views.append(View(query, LABELS[name], count, query == here))
    saved = SavedView.objects.filter(user=request.user)
    return views + [View(view.query, view.name, "", view.query == here) for view in saved]
