"""Tags on the desk."""

from typing import Any

from django import forms
from django.contrib import admin
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest
from django.urls import URLPattern, path
from taggit.admin import Tag as ForeignTag

from articles.admin import tag_lookup, tag_queue
from articles.admin.base import CardsInline, DeskForm
from articles.admin.choice import Choice
from articles.admin.named import NamedAdmin, NamedForm
from articles.models import Tag, TagAlias, TaggedPublishedStory, TagStatus, TagType
from articles.tagging import NameNotPossible, check_name
from articles.text import name_key


def _check_free(name: str, *, tag: Tag | None) -> None:
    """Refuse a name under which another tag is already found."""
    key = name_key(name)
    pk = tag.pk if tag else None
    other = (
        Tag.objects.filter(key=key).exclude(pk=pk).first()
        or Tag.objects.filter(aliases__key=key).exclude(pk=pk).first()
    )
    if other is not None:
        raise forms.ValidationError(f"This name already leads to the tag “{other}”.")


class TagForm(NamedForm):
    """A tag's name is the only one of its kind, whatever the case and spacing."""

    def clean_name(self) -> str:
        """Return the name in its one form."""
        try:
            name = check_name(self.cleaned_data["name"])
        except NameNotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem
        _check_free(name, tag=self.instance)
        return name


class AliasForm(DeskForm):
    """Another name leads to one tag only."""

    def clean_name(self) -> str:
        """Return the name in its one form."""
        try:
            name = check_name(self.cleaned_data["name"])
        except NameNotPossible as problem:
            raise forms.ValidationError(str(problem)) from problem
        taken = TagAlias.objects.filter(key=name_key(name)).exclude(pk=self.instance.pk)
        if taken.exists() or Tag.objects.filter(key=name_key(name)).exists():
            raise forms.ValidationError("This name already leads to a tag.")
        return name


class AliasFormSet(forms.BaseInlineFormSet):
    """Names that are one and the same are entered once."""

    def clean(self) -> None:
        """Refuse a name that is entered twice."""
        super().clean()
        seen: set[str] = set()
        for form in self.forms:
            name = form.cleaned_data.get("name") if hasattr(form, "cleaned_data") else None
            if not name or form.cleaned_data.get("DELETE"):
                continue
            if name_key(name) in seen:
                raise forms.ValidationError(f"“{name}” is entered twice.")
            seen.add(name_key(name))


class AliasInline(CardsInline):
    """Other names under which the tag is found."""

    model = TagAlias
    form = AliasForm
    formset = AliasFormSet
    verbose_name = "other name"
    verbose_name_plural = "other names"


class TagStatusFilter(Choice):
    """How far the desk stands behind a tag."""

    title, parameter_name = "status", "status"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer every status."""
        return TagStatus.choices


class TagTypeFilter(Choice):
    """What sort of thing it names."""

    title, parameter_name = "type", "type"

    def lookups(self, request: HttpRequest, model_admin: admin.ModelAdmin) -> list[tuple[str, str]]:
        """Offer every type."""
        return TagType.choices


@admin.register(Tag)
class TagAdmin(NamedAdmin):
    """What stories are about."""

    form = TagForm
    list_display = ("name", "type", "status", "live_stories")
    list_filter = (TagStatusFilter, TagTypeFilter)
    search_fields = ("name", "aliases__name")
    ordering = ("name", "pk")
    fields = ("name", "type", "status", "description", "slug")
    inlines = (AliasInline,)
    actions = ("approve", "deprecate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Count the live stories of each tag, in the query that fetches the tags."""
        links = TaggedPublishedStory.objects.filter(tag=OuterRef("pk")).order_by()
        counts = links.values("tag").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).annotate(live_count=Coalesce(Subquery(counts), 0))

    def get_changeform_initial_data(self, request: HttpRequest) -> dict[str, Any]:
        """Whoever looks after tags stands behind the ones they make."""
        return {"status": TagStatus.APPROVED, **super().get_changeform_initial_data(request)}

    @admin.display(description="live stories", ordering=F("live_count"))
    def live_stories(self, tag: Tag) -> int:
        """How many live stories carry the tag."""
        return tag.live_count

    @admin.action(description="Approve", permissions=["change"])
    def approve(self, request: HttpRequest, tags: QuerySet[Tag]) -> None:
        """Stand behind the chosen tags."""
        self._set_status(request, tags, TagStatus.APPROVED)

    @admin.action(description="Deprecate", permissions=["change"])
    def deprecate(self, request: HttpRequest, tags: QuerySet[Tag]) -> None:
        """Say of the chosen tags that new stories should not carry them."""
        self._set_status(request, tags, TagStatus.DEPRECATED)

    def _set_status(self, request: HttpRequest, tags: QuerySet[Tag], status: TagStatus) -> None:
        changed = Tag.objects.filter(pk__in=list(tags.values_list("pk", flat=True))).exclude(status=status)
        count = changed.update(status=status)
        self.message_user(
            request, f"{count} {'tag is' if count == 1 else 'tags are'} now {status.label.lower()}."
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the look-up of the story form, which works by name."""
        wrap = self.admin_site.admin_view
        return [
            path("queue/", wrap(tag_queue.queue), name="articles_tag_queue"),
            path("queue/<slug:which>/", wrap(tag_queue.queue), name="articles_tag_queue"),
            path("names/", wrap(tag_lookup.names), name="articles_tag_names"),
            path("names/list/", wrap(tag_lookup.read_list), name="articles_tag_list"),
            *super().get_urls(),
        ]


# The library brings a tag of its own, which nothing here uses.
admin.site.unregister(ForeignTag)
