"""About, ethics, contact: the pages that stand for years, on the desk."""

from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import Resolver404, resolve
from django.utils import timezone
from django.utils.html import format_html

from articles import permissions, standing_pages
from articles.admin.base import DeskAdmin, DeskForm
from articles.admin.fields import BodyField
from articles.admin.moments import day_and_time
from articles.admin.once import SentOnce
from articles.models import PublishedPage, StandingPage
from articles.models.transition import name_of
from articles.page_cache import is_readers_path
from articles.text import clean_name

# The buttons beside "Save".
ONLINE, OFF = "_online", "_off"


class StandingPageForm(DeskForm):
    """A page's words; `version` says what the form was made from."""

    body = BodyField(label="Text", required=False)
    version = forms.IntegerField(required=False, widget=forms.HiddenInput)

    class Meta:
        model = StandingPage
        fields = ("title", "slug", "summary", "body", "order")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["version"] = self.instance.version

    def clean_title(self) -> str:
        """Return the title without what cannot be seen."""
        if not (title := clean_name(self.cleaned_data["title"])):
            raise forms.ValidationError("A title needs characters that can be seen.")
        return title

    def clean_slug(self) -> str:
        """Refuse an address at which the site has something else."""
        slug = self.cleaned_data["slug"]
        try:
            is_free = resolve(f"/{slug}/").view_name == "articles:standing-page"
        except Resolver404:
            is_free = False
        # Below these addresses lie files, links to one story, and what machines ask: none is a page for readers.
        is_free &= is_readers_path(f"/{slug}/") and f"/{slug}" != settings.HEALTH_PATH
        if not is_free or PublishedPage.objects.filter(slug=slug).exclude(uuid=self.instance.uuid).exists():
            raise forms.ValidationError(f"The site has something else at /{slug}/. Choose another address.")
        return slug

    def clean(self) -> dict[str, Any]:
        """Refuse what was written over an older text; it stays in the form, and is saved if sent again."""
        cleaned = super().clean()
        page = self.instance
        if page.pk and cleaned.get("version") != page.version:
            who = name_of(page.saved_by) if page.saved_by else "Somebody"
            when = f"{timezone.localtime(page.saved_at):%H:%M}"
            self.data = self.data.copy()
            self.data["version"] = page.version
            self.add_error(
                None,
                format_html(
                    "{} saved this page at {}, after you opened it. Nothing of yours was saved; it is still in "
                    'this form. Look at <a href="" target="_blank">the page as it is saved now</a>, take over '
                    "what should stay, and save again: that replaces it.",
                    who,
                    when,
                ),
            )
        return cleaned


@admin.register(StandingPage)
class StandingPageAdmin(SentOnce, DeskAdmin):
    """What readers see of a page changes when somebody puts it online, and not before."""

    form = StandingPageForm
    list_display = ("title", "slug", "state", "order", "saved", "saved_by_name")
    search_fields = ("title", "slug")
    ordering = ("order", "title")
    list_select_related = ("saved_by",)
    fields = ("state", "title", "slug", "summary", "body", "order")

    def get_readonly_fields(self, request: HttpRequest, obj: StandingPage | None = None) -> tuple[str, ...]:
        """An address that readers know stays as it is."""
        return ("state", "slug") if obj is not None and obj.live else ("state",)

    def has_delete_permission(self, request: HttpRequest, obj: StandingPage | None = None) -> bool:
        """Nothing that readers see is deleted: it is taken off first."""
        return super().has_delete_permission(request, obj) and not (obj is not None and obj.live)

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Show the form again, with what was written in it, when somebody saved at the same moment."""
        if {ONLINE, OFF} & {*request.POST} and not permissions.can_publish(request.user):
            raise PermissionDenied("Only editors decide what readers see.")
        try:
            return super().changeform_view(request, *args, **kwargs)
        except standing_pages.StalePage:
            # Read anew, the page has the other's version, and the form says so.
            return super().changeform_view(request, *args, **kwargs)

    def save_model(
        self, request: HttpRequest, obj: StandingPage, form: forms.ModelForm, change: bool
    ) -> None:
        """Save, if nobody was quicker."""
        obj.saved_by = request.user
        if change:
            standing_pages.claim(obj, version=form.cleaned_data["version"])
        super().save_model(request, obj, form, change)

    def response_add(
        self, request: HttpRequest, obj: StandingPage, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Do what the button said."""
        return self._show(request, obj) or super().response_add(request, obj, post_url_continue)

    def response_change(self, request: HttpRequest, obj: StandingPage) -> HttpResponse:
        """Do what the button said."""
        return self._show(request, obj) or super().response_change(request, obj)

    def _show(self, request: HttpRequest, page: StandingPage) -> HttpResponse | None:
        if ONLINE in request.POST:
            published = standing_pages.put_online(page, by=request.user)
            said = format_html('“{}” is online: <a href="{}">see it</a>.', page, published.get_absolute_url())
        elif OFF in request.POST:
            standing_pages.take_off(page, by=request.user)
            said = format_html("“{}” is off the site. It is kept here.", page)
        else:
            return None
        self.message_user(request, said, messages.SUCCESS)
        return self.response_post_save_change(request, page)

    @admin.display(description="saved", ordering="saved_at")
    def saved(self, page: StandingPage) -> str:
        """When it was written last."""
        return day_and_time(page.saved_at)

    @admin.display(description="by", ordering="saved_by")
    def saved_by_name(self, page: StandingPage) -> str:
        """Who wrote it last."""
        return name_of(page.saved_by) if page.saved_by else ""

    @admin.display(description="readers see")
    def state(self, page: StandingPage) -> str:
        """What readers see of it."""
        live = page.live if page.pk else None
        if live is None:
            return "Nothing: not online"
        same = all(getattr(live, name) == getattr(page, name) for name in (*standing_pages.FIELDS, "body"))
        return "This text" if same else "An older text: what was saved since is not online"
