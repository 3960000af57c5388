"""The line above every page: what stands now, a new one, and those before it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from articles import breaking, permissions
from articles.admin.desk_page import desk_page
from articles.admin.move_form import NewsroomTime
from articles.models import BreakingNews, Story

SHOWN = 20
# What the form proposes.
USUAL = timedelta(hours=2)


class BreakingForm(forms.Form):
    """What readers are told, where it leads, and until when."""

    text = forms.CharField(
        label="Text", max_length=breaking.LONGEST_TEXT, help_text="One line. It stands above every page."
    )
    story = forms.CharField(
        label="Leads to",
        required=False,
        max_length=500,
        help_text="Address of a live story, as in the browser. Left empty, the line leads nowhere.",
        widget=forms.TextInput(attrs={"autocomplete": "off"}),
    )
    until = NewsroomTime(label="Until", help_text="It goes by itself.")

    def clean_story(self) -> Story | None:
        """Return the live story at this address."""
        address = self.cleaned_data["story"].strip()
        if not address:
            return None
        try:
            match = resolve(
                "/" + address.partition("://")[2].partition("/")[2] if "://" in address else address
            )
            slug = match.kwargs.get("slug", "") if match.url_name == "story-detail" else ""
        except Resolver404:
            slug = ""
        story = Story.objects.live().filter(published__slug=slug).first() if slug else None
        if story is None:
            raise forms.ValidationError("Readers find no story at that address.")
        return story


def breaking_news(request: HttpRequest) -> HttpResponse:
    """Show the line that stands; announce another, or take it down."""
    permissions.check_arrange_fronts(request.user)
    here = reverse("admin:articles_front_breaking")
    form = BreakingForm(initial={"until": timezone.now() + USUAL}, label_suffix="")
    if request.method == "POST" and request.POST.get("do") == "end":
        if why := _overtaken(request):
            messages.error(request, f"{why} Nothing was taken down.")
        elif breaking.end(by=request.user):
            messages.success(request, "Taken down. No page shows it any more.")
        else:
            messages.info(request, "It was down already.")
        return HttpResponseRedirect(here)
    if request.method == "POST":
        form = BreakingForm(request.POST, label_suffix="")
        if form.is_valid() and (why := _overtaken(request)):
            form.add_error(
                None, f"{why} Nothing of yours was announced; press again if it should take its place."
            )
        elif form.is_valid() and _announced(request, form):
            return HttpResponseRedirect(here)
    before: Any = BreakingNews.objects.select_related("story").defer("story__body")
    return desk_page(
        request,
        "admin/articles/front/breaking.html",
        BreakingNews,
        title="Breaking news",
        form=form,
        standing=breaking.standing(),
        before=before[:SHOWN],
    )


def _overtaken(request: HttpRequest) -> str:
    """Return which line the page did not show yet; a page that does not say what it showed is not asked."""
    now = breaking.standing()
    if now is None or request.POST.get("seen", str(now.pk)) == str(now.pk):
        return ""
    return f"{now.by_name} announced “{now.text}” after you opened this page."


def _announced(request: HttpRequest, form: BreakingForm) -> bool:
    given = form.cleaned_data
    try:
        breaking.announce(given["text"], by=request.user, until=given["until"], story=given["story"])
    except breaking.NotAnnounced as problem:
        form.add_error(None, str(problem))
        return False
    except IntegrityError:
        form.add_error(None, "Somebody announced something at the same moment. Look at it first.")
        return False
    messages.success(request, "Every page shows it now.")
    return True
