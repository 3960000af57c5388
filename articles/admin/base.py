"""What every noun's page on the desk has in common."""

from collections.abc import Callable
from functools import cached_property
from typing import Any

from django import forms
from django.contrib import admin
from django.contrib.admin.helpers import ACTION_CHECKBOX_NAME
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.core.exceptions import PermissionDenied
from django.core.paginator import Paginator
from django.db import models
from django.forms import BaseInlineFormSet
from django.http import HttpRequest, HttpResponse
from django.utils.text import capfirst
from js_asset import Media as MediaWithNonce
from js_asset import Script

from articles.admin.fields import LookUp, LookUpMany, Several
from articles.admin.kept import keep_what_was_sent
from articles.admin.refused import note_refusal
from articles.admin.where_used import deletion_of

# Lists stop here: nobody pages further by hand, and counting everything costs more than the page.
MOST_ROWS = 10_000
# So many cards stand below a form: each is a form of its own, and more take longer than anybody waits.
MOST_CARDS = 300
# More than a page holds; nobody ticks more.
MOST_TICKED = 500
# So many words of a search are looked for; a database takes no more than a few hundred conditions.
MOST_WORDS = 20
# The browser's own calendar: made for fingers, and for the keyboard.
DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class CappedPaginator(Paginator):
    """Counts to a limit and no further, so that a list of 100,000 rows opens like one of 100."""

    @cached_property
    def count(self) -> int:
        """The number of rows, at most `MOST_ROWS`."""
        rows = self.object_list
        return rows[:MOST_ROWS].count() if hasattr(rows, "query") else min(len(rows), MOST_ROWS)


class DeskForm(forms.ModelForm):
    """A form whose labels stand for themselves."""

    # Why it is not to be saved, asked of each form that was sent: see `overtaken`.
    refusal: Callable[[forms.ModelForm], str] | None = None

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("label_suffix", "")
        super().__init__(*args, **kwargs)

    def clean(self) -> dict[str, Any]:
        """Refuse what must not be saved; what was typed stays in the form."""
        cleaned = super().clean()
        if (refusal := type(self).refusal) and (why := refusal(self)):
            self.add_error(None, why)
        return cleaned


class LeanFields:
    """Fields that take as little room as they can."""

    formfield_overrides = {models.DateField: {"widget": DATE}}

    def formfield_for_dbfield(self, db_field: models.Field, request: HttpRequest, **kwargs: Any) -> Any:
        """Offer to make what is not there yet; all else is done on the thing's own page."""
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(getattr(field, "widget", None), RelatedFieldWidgetWrapper):
            field.widget.can_view_related = field.widget.can_delete_related = False
            field.widget.can_change_related = False
        return field

    def formfield_for_foreignkey(
        self, db_field: models.ForeignKey, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Look up what may be one of many."""
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LookUp(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_manytomany(
        self, db_field: models.ManyToManyField, request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Look up what may be several of many."""
        kwargs.setdefault("form_class", Several)
        if "widget" not in kwargs and db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LookUpMany(db_field, self.admin_site, using=kwargs.get("using"))
        return super().formfield_for_manytomany(db_field, request, **kwargs)


class DeskAdmin(LeanFields, admin.ModelAdmin):
    """A noun on the desk."""

    class Media:
        js = (Script("desk/pickers.js", type="module"),)

    form = DeskForm
    paginator = CappedPaginator
    show_full_result_count = False
    list_per_page = 50
    list_max_show_all = 50
    show_facets = admin.ShowFacets.NEVER
    # Saving leads back to the page one was on; "add another" is on the list.
    save_on_top = False

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Allow what the filters of the list ask for, and no look-up by hand-made address."""
        return lookup in {choice.parameter_name for choice in self.list_filter}

    def get_search_results(
        self, request: HttpRequest, queryset: models.QuerySet, search_term: str
    ) -> tuple[models.QuerySet, bool]:
        """Look for the first words; each asks the database once more of every field."""
        words = search_term.replace("\0", " ").split()
        return super().get_search_results(request, queryset, " ".join(words[:MOST_WORDS]))

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Call the list what it is; a button that this person has not is refused, which Django does silently."""
        pressed = request.POST.get("action", "")
        if pressed and pressed not in self.get_actions(request):
            note_refusal(request, "There is no such button for them.")
        title = capfirst(self.opts.verbose_name_plural)
        return super().changelist_view(request, {"title": title, **(extra_context or {})})

    def changeform_view(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Refuse a button that is on none of our pages, and that Django obeys all the same."""
        if "_saveasnew" in request.POST:
            raise PermissionDenied("Nothing here is saved as a new one.")
        return super().changeform_view(request, *args, **kwargs)

    def _get_obj_does_not_exist_redirect(
        self, request: HttpRequest, opts: Any, object_id: str
    ) -> HttpResponse:
        """Hold what somebody wrote into the page of a thing that was deleted meanwhile."""
        why = f"Somebody has deleted this {opts.verbose_name} while you had its page open."
        # Whoever was about to delete it as well has written nothing.
        held = request.path.endswith("/change/") and keep_what_was_sent(
            request, reason="gone", status=404, explanation=why
        )
        return held or super()._get_obj_does_not_exist_redirect(request, opts, object_id)

    def response_action(self, request: HttpRequest, queryset: models.QuerySet) -> HttpResponse | None:
        """Do what was chosen for the rows that were ticked; what is no row's key is left out."""
        data = request.POST.copy()
        ticked = [
            key
            for key in data.getlist(ACTION_CHECKBOX_NAME)
            if key.isascii() and key.isdecimal() and len(key) < 19
        ]
        data.setlist(ACTION_CHECKBOX_NAME, ticked[:MOST_TICKED])
        request.POST = data
        return super().response_action(request, queryset)

    def get_deleted_objects(self, objs: Any, request: HttpRequest) -> tuple:
        """Say where the thing is used, in a few lines, however often it is."""
        return deletion_of(list(objs), request, self.admin_site)

    def render_change_form(
        self, request: HttpRequest, context: dict[str, Any], *args: Any, **kwargs: Any
    ) -> HttpResponse:
        """Put the nonce of this answer on the editor's import map."""
        context["media"] = MediaWithNonce.from_media(context["media"]).with_nonce(str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


class CardsInline(LeanFields, admin.StackedInline):
    """Rows below a form, each on a card with its labels."""

    template = "admin/_cards.html"
    extra = 0
    max_num = MOST_CARDS

    def get_formset(self, *args: Any, **kwargs: Any) -> type[BaseInlineFormSet]:
        """Make no more cards than that, however many a form says it has: Django would make a thousand more."""
        formset = super().get_formset(*args, **kwargs, absolute_max=self.max_num)
        # But all that are stored, or a thing that has more could not be saved again.
        formset.absolute_max = property(lambda rows: max(self.max_num, len(rows.get_queryset())))
        return formset
