"""Tags on the desk."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils.html import format_html, format_html_join
from taggit.admin import Tag as ForeignTag

from articles import permissions, tag_naming
from articles.admin import tag_care, tag_desk, tag_lookup, tag_queue
from articles.admin.base import CardsInline, DeskForm
from articles.admin.choice import Choice
from articles.admin.named import NamedAdmin, NamedForm
from articles.models import MediaTopic, Tag, TagAlias, TaggedPublishedStory, TagStatus, TagType
from articles.tag_decisions import DecisionNotPossible
from articles.tag_families import below
from articles.tagging import NameNotPossible, check_name, find_tag
from articles.text import name_key


def _check_free(name: str, *, tag: Tag) -> None:
    """Refuse a name under which another tag is already found."""
    other = find_tag(name)
    if other is not None and other.pk != tag.pk:
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

    def clean_parents(self) -> QuerySet[Tag]:
        """Refuse a tag that would be part of itself."""
        parents = self.cleaned_data["parents"]
        if self.instance.pk:
            own = {self.instance.pk, *below(self.instance)}
            if wrong := [parent for parent in parents if parent.pk in own]:
                raise forms.ValidationError(f"“{wrong[0]}” is this tag, or part of it.")
        return parents

    def clean(self) -> dict[str, Any]:
        """Tie only the tag of a person to a person."""
        cleaned = super().clean()
        if cleaned.get("person") and cleaned.get("type") != TagType.PERSON:
            self.add_error("person", "Only a tag of the type “Person” names somebody.")
        return cleaned

    def free_slug(self, name: str) -> str:
        """Return an address that no tag has, or once had."""
        return Tag(pk=self.instance.pk, uuid=self.instance.uuid, name=name).free_slug()


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
    fields = (
        *("name", "type", "status", "description", "is_sensitive", "sensitive_note"),
        *("parents", "person", "media_topic", "slug"),
    )
    autocomplete_fields = ("parents", "person", "media_topic")
    inlines = (AliasInline,)
    actions = ("approve", "deprecate")

    def get_queryset(self, request: HttpRequest) -> QuerySet[Tag]:
        """Count the live stories of each tag, in the query that fetches the tags."""
        links = TaggedPublishedStory.objects.filter(tag=OuterRef("pk")).order_by()
        counts = links.values("tag").annotate(n=Count("pk")).values("n")
        return super().get_queryset(request).current().annotate(live_count=Coalesce(Subquery(counts), 0))

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
        count = 0
        for tag in Tag.objects.filter(pk__in=list(tags.values_list("pk", flat=True))).exclude(status=status):
            tag_naming.set_status(tag, status, by=request.user)
            count += 1
        self.message_user(
            request, f"{count} {'tag is' if count == 1 else 'tags are'} now {status.label.lower()}."
        )

    def save_model(self, request: HttpRequest, obj: Tag, form: TagForm, change: bool) -> None:
        """Save; a new name and a new status are decisions of the desk, and go into its journal."""
        if not change:
            super().save_model(request, obj, form, change)
            self._say_what_is_near(request, obj)
            return
        name, status, slug = obj.name, obj.status, obj.slug
        was = Tag.objects.get(pk=obj.pk)
        obj.name, obj.status = was.name, was.status
        super().save_model(request, obj, form, change)
        try:
            if name != was.name:
                tag_naming.rename(obj, name, by=request.user)
            if status != was.status:
                tag_naming.set_status(obj, TagStatus(status), by=request.user)
        except (DecisionNotPossible, NameNotPossible) as problem:
            messages.error(request, str(problem))
        obj.refresh_from_db()
        if "slug" in form.changed_data and obj.slug != slug:
            obj.slug = slug
            obj.save(update_fields=["slug"])
        if name != was.name:
            self._say_what_is_near(request, obj)

    def _say_what_is_near(self, request: HttpRequest, tag: Tag) -> None:
        """Show the tags whose names read alike; nothing is merged unasked."""
        if near := tag_naming.near_tags(tag.name, besides=tag):
            names = format_html_join(
                ", ",
                '<a href="{}?into={}"><bdi>{}</bdi></a>',
                ((reverse("admin:articles_tag_merge", args=[tag.pk]), one.pk, one.name) for one in near),
            )
            messages.warning(request, format_html("Reads like: {}. The same? Then merge.", names))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Lead whoever looks after tags to the queue and the care of them all."""
        return super().changelist_view(
            request, {"looks_after_tags": permissions.can_tag(request.user), **(extra_context or {})}
        )

    def get_urls(self) -> list[URLPattern]:
        """Add the look-up of the story form, which works by name."""
        wrap = self.admin_site.admin_view
        return [
            path("journal/", wrap(tag_desk.journal), name="articles_tag_journal"),
            path("<key:tag_id>/merge/", wrap(tag_desk.merge), name="articles_tag_merge"),
            path("<key:tag_id>/split/", wrap(tag_desk.split), name="articles_tag_split"),
            path("<key:tag_id>/rename/", wrap(tag_desk.rename), name="articles_tag_rename"),
            path("care/", wrap(tag_care.care), name="articles_tag_care"),
            path("care/import/", wrap(tag_care.take_in), name="articles_tag_import"),
            path("care/export/<slug:form>/", wrap(tag_care.export), name="articles_tag_export"),
            path("queue/", wrap(tag_queue.queue), name="articles_tag_queue"),
            path("queue/<slug:which>/", wrap(tag_queue.queue), name="articles_tag_queue"),
            path("names/", wrap(tag_lookup.names), name="articles_tag_names"),
            path("names/list/", wrap(tag_lookup.read_list), name="articles_tag_list"),
            *super().get_urls(),
        ]


@admin.register(MediaTopic)
class MediaTopicAdmin(admin.ModelAdmin):
    """The vocabulary, for the tag's form to look up; it is read in by a command and not changed here."""

    search_fields = ("name", "code")
    ordering = ("name", "pk")

    def get_queryset(self, request: HttpRequest) -> QuerySet[MediaTopic]:
        """Offer what the trade has not retired."""
        return MediaTopic.objects.offered()

    def has_module_permission(self, request: HttpRequest) -> bool:
        """It is not in the menu."""
        return False


# The library brings a tag of its own, which nothing here uses.
admin.site.unregister(ForeignTag)
