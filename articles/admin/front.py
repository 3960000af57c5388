"""Fronts on the desk: which there are, what stands at the top of each, and what is planned."""

from typing import Any

from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import URLPattern, path

from articles import breaking, fronts, permissions
from articles.admin import breaking_page, front_page
from articles.admin.base import DeskAdmin
from articles.admin.desk_page import desk_page
from articles.front_layout import pinned_now
from articles.keys import sent_key
from articles.models import Front, Section


@admin.register(Front)
class FrontAdmin(DeskAdmin):
    """The front page and the fronts of the sections; none is added or deleted by hand."""

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Whether fronts are in this person's menu."""
        return permissions.can_arrange_fronts(request.user)

    def has_view_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        """Who arranges looks."""
        return permissions.can_arrange_fronts(request.user)

    def has_add_permission(self, request: HttpRequest) -> bool:
        """A section brings its front along."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        """A front is arranged on its own page, see `front_page`."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Front | None = None) -> bool:
        """A front goes with its section."""
        return False

    def get_urls(self) -> list[URLPattern]:
        """Add the pages on which fronts are arranged."""
        pages = {
            "arrange/": (front_page.arrange, "arrange"),
            "arrange/<key:section_id>/": (front_page.arrange, "arrange_section"),
            "preview/": (front_page.preview, "preview"),
            "preview/<key:section_id>/": (front_page.preview, "preview_section"),
            "breaking/": (breaking_page.breaking_news, "breaking"),
        }
        own = [
            path(address, self.admin_site.admin_view(view), name=f"articles_front_{name}")
            for address, (view, name) in pages.items()
        ]
        return [*own, *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show every front with what stands at its top and what is planned."""
        permissions.check_arrange_fronts(request.user)
        shown = [
            {
                "name": str(section or "Front page"),
                "address": front_page.address_of(section),
                "readers": section.get_absolute_url() if section else "/",
                "pinned": pinned_now(section),
                "planned": fronts.planned(fronts.front_of(section)),
            }
            for section in (None, *Section.objects.all())
        ]
        return desk_page(
            request,
            "admin/articles/front/fronts.html",
            Front,
            title="Fronts",
            fronts=shown,
            breaking=breaking.standing(),
        )

    def change_view(self, request: HttpRequest, object_id: str, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the page on which this front is arranged."""
        permissions.check_arrange_fronts(request.user)
        front = get_object_or_404(Front, pk=sent_key(object_id))
        return HttpResponseRedirect(front_page.address_of(front.section))
