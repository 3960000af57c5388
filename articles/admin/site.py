"""The desk: Django's admin site, with its own front page and nothing of a reader's in it."""

from typing import Any

from django.conf import settings
from django.contrib.admin import AdminSite
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, URLResolver, reverse

from articles import notices, permissions
from articles.admin import audit_page, health_page, inbox
from articles.admin.autocomplete import DeskAutocomplete
from articles.admin.kept import keep_what_was_sent
from articles.admin.overview import overview_for
from articles.admin.refused import note_refusal

# In the order in which a day's work meets them; what is not named here comes after.
MENU = (
    *("Story", "Front", "Quote", "Person", "Tag", "Image", "ErrorReport"),
    *("Author", "Section", "StandingPage", "User", "Group"),
)


class Desk(AdminSite):
    """Where the newsroom works."""

    site_title = site_header = settings.SITE_NAME
    index_title = "Desk"
    enable_nav_sidebar = False
    empty_value_display = "–"

    def __init__(self, name: str = "admin") -> None:
        super().__init__(name)
        # What is deleted is deleted on a page of its own that says where it is used.
        self.disable_action("delete_selected")

    def has_permission(self, request: HttpRequest) -> bool:
        """Whether this person works here at all."""
        return permissions.can_enter_desk(request.user)

    def each_context(self, request: HttpRequest) -> dict[str, Any]:
        """Add the menu to what every page of the desk is given."""
        context = super().each_context(request)
        nouns = [noun for app in context["available_apps"] for noun in app["models"] if noun["admin_url"]]
        known = [noun for noun in nouns if noun["object_name"] in MENU]
        context["menu"] = [
            {
                "name": noun["name"],
                "url": noun["admin_url"],
                "is_here": request.path.startswith(noun["admin_url"]),
            }
            for noun in sorted(known, key=lambda noun: MENU.index(noun["object_name"]))
        ]
        if context["has_permission"]:
            context["unread"] = notices.unread_count(request.user)
        return context

    def get_urls(self) -> list[URLPattern | URLResolver]:
        """Add the pages that belong to no noun."""
        return [
            *inbox.urls(self.admin_view),
            *audit_page.urls(self.admin_view),
            *health_page.urls(self.admin_view),
            *super().get_urls(),
        ]

    def index(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> TemplateResponse:
        """Show what waits for this person, and what was just published."""
        return super().index(request, {**overview_for(request.user), **(extra_context or {})})

    def admin_view(self, view: Any, cacheable: bool = False) -> Any:
        """Guard a page of the desk; what somebody sends after their session has ended is kept."""
        guarded = super().admin_view(view, cacheable)

        def inner(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            response = guarded(request, *args, **kwargs)
            if (
                response.status_code == 302
                and request.user.is_authenticated
                and not self.has_permission(request)
            ):
                note_refusal(request, "You do not work at the desk.")
            ended = (
                request.method == "POST" and response.status_code == 302 and not self.has_permission(request)
            )
            if ended and request.path != reverse("admin:logout"):
                return keep_what_was_sent(request, reason="logged-out") or response
            return response

        return inner

    def login(self, request: HttpRequest, extra_context: dict[str, Any] | None = None) -> HttpResponse:
        """Log in; the session gets a new name even if it is the same person's once more."""
        response = super().login(request, extra_context)
        if request.method == "POST" and response.status_code == 302:
            request.session.cycle_key()
        return response

    def autocomplete_view(self, request: HttpRequest) -> HttpResponse:
        """Answer the fields that look up as one types."""
        return DeskAutocomplete.as_view(admin_site=self)(request)
