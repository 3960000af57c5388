"""Views of the list of stories that a person keeps: a search and its filters, under a name."""

from typing import ClassVar

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, QueryDict
from django.urls import reverse

from articles import permissions
from articles.admin.desk_page import desk_page
from articles.keys import sent_key
from articles.models import SavedView, Story

# What of an address makes a view.
PARAMETERS = ("q", "view", "status", "readers_see", "section", "kind", "author", "language")
# More tabs than this nobody looks through.
MOST = 20


class ViewForm(forms.ModelForm):
    """A name, and what it stands for."""

    class Meta:
        model = SavedView
        fields = ("name", "query")
        error_messages: ClassVar = {"name": {"required": "Give the view a name."}}

    def clean_name(self) -> str:
        """Return the name on one line."""
        return " ".join(self.cleaned_data["name"].split())

    def clean_query(self) -> str:
        """Return what of it is known.

        Raises:
            ValidationError: when nothing is.
        """
        if query := view_of(QueryDict(self.cleaned_data["query"])):
            return query
        raise forms.ValidationError("There is nothing to keep: search or filter first.")


def view_of(asked: QueryDict) -> str:
    """Return the one form of a view: its known parameters that say something, sorted."""
    kept = QueryDict(mutable=True)
    for name in sorted(PARAMETERS):
        if value := asked.get(name, "").replace("\0", "").strip():
            kept[name] = value
    return kept.urlencode()


def views(request: HttpRequest) -> HttpResponse:
    """Show the views this person keeps; keep one more, or one less, or under another name."""
    if not permissions.can_read_stories(request.user):
        raise permissions.NotAllowed("Only people who may read stories keep views of them.")
    if request.method == "POST":
        do = _remove if "remove" in request.POST else _rename if "rename" in request.POST else _keep
        return HttpResponseRedirect(do(request))
    return desk_page(
        request,
        "admin/articles/story/views.html",
        Story,
        title="Your views",
        saved=SavedView.objects.filter(user=request.user),
    )


def _keep(request: HttpRequest) -> str:
    form = ViewForm(request.POST)
    back = f"{reverse('admin:articles_story_changelist')}?{view_of(QueryDict(request.POST.get('query', '')[:2000]))}"
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
        return back
    name, query = form.cleaned_data["name"], form.cleaned_data["query"]
    others = SavedView.objects.filter(user=request.user).exclude(name=name)
    if others.count() >= MOST:
        messages.error(request, f"You keep {MOST} views already. Remove one first, under “Your views”.")
        return back
    _, is_new = SavedView.objects.update_or_create(user=request.user, name=name, defaults={"query": query})
    became = (
        "is kept beside the other views"
        if is_new
        else "shows this from now on, and no more what it showed before"
    )
    messages.success(request, f"“{name}” {became}.")
    return back


def _rename(request: HttpRequest) -> str:
    view = SavedView.objects.filter(user=request.user, pk=sent_key(request.POST["rename"])).first()
    if view is None:
        return reverse("admin:articles_story_views")
    was = view.name
    form = ViewForm({"name": request.POST.get("name", ""), "query": view.query}, instance=view)
    if not form.is_valid():
        messages.error(request, " ".join(error for errors in form.errors.values() for error in errors))
    elif (
        SavedView.objects.filter(user=request.user, name=form.cleaned_data["name"])
        .exclude(pk=view.pk)
        .exists()
    ):
        messages.error(request, f"You keep another view named “{form.cleaned_data['name']}” already.")
    else:
        form.save()
        messages.success(request, f"“{was}” is “{view.name}” from now on.")
    return reverse("admin:articles_story_views")


def _remove(request: HttpRequest) -> str:
    if SavedView.objects.filter(user=request.user, pk=sent_key(request.POST["remove"])).delete()[0]:
        messages.success(request, "The view is removed. No story has changed.")
    return reverse("admin:articles_story_views")
