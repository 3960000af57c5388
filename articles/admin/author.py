"""Authors on the desk."""

from django.contrib import admin
from django.db.models import Model
from django.http import HttpRequest

from articles.admin.named import NamedAdmin
from articles.admin.once import SentOnce
from articles.models import Author


@admin.register(Author)
class AuthorAdmin(SentOnce, NamedAdmin):
    """Who can be credited."""

    # Somebody new may be on the masthead.
    public_at_once = True
    list_display = ("name", "role", "contact", "on_masthead")
    search_fields = ("name", "role")
    ordering = ("name", "pk")
    autocomplete_fields = ("photo",)
    fieldsets = (
        (None, {"fields": ("name", "role", "bio", "photo", "contact")}),
        ("Masthead", {"fields": ("on_masthead", "masthead_order")}),
        ("Address and login", {"fields": ("slug", "user")}),
    )

    def get_fieldsets(self, request: HttpRequest, obj: Model | None = None) -> list:
        """Show logins to those who look after them, and to nobody else."""
        *first, (title, options) = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return [*first, (title, options)]
        return [*first, ("Address", {"fields": ("slug",)})]

    def get_autocomplete_fields(self, request: HttpRequest) -> tuple[str, ...]:
        """Logins are looked up by those who may see them."""
        return ("photo", "user") if request.user.is_superuser else ("photo",)
