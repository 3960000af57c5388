"""The line above every page: what stands now, a new one, and those before it."""

from datetime import timedelta
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import Resolver404, resolve, reverse
from django.utils import timezone

from articles import breaking, permissions
from articles.admin.desk_page import desk_page
from articles.admin.move_form import NewsroomTime
from articles.keys import sent_key
from articles.models import BreakingNews, Story
from articles.text import clean_name

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
        _take_down(request)
        return HttpResponseRedirect(here)
    if request.method == "POST":
        form = BreakingForm(request.POST, label_suffix="")
        if form.is_valid() and _announced(request, form):
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


def _seen(request: HttpRequest) -> int | None:
    """Return which line the page showed, 0 for none; a page that does not say is not asked."""
    return sent_key(request.POST["seen"]) if "seen" in request.POST else None


def _take_down(request: HttpRequest) -> None:
    try:
        if breaking.end(by=request.user, seen=_seen(request)):
            messages.success(request, "Taken down. No page shows it any more.")
        else:
            messages.info(request, "It was down already.")
    except breaking.Overtaken as why:
        messages.error(request, f"{why} Nothing was taken down.")


def _announced(request: HttpRequest, form: BreakingForm) -> bool:
    given = form.cleaned_data
    try:
        breaking.announce(
            given["text"], by=request.user, until=given["until"], story=given["story"], seen=_seen(request)
        )
    except breaking.Overtaken as why:
        if _is_announced(request, form):
            return True
        form.add_error(
            None, f"{why} Nothing of yours was announced; press again if it should take its place."
        )
        return False
    except breaking.NotAnnounced as problem:
        form.add_error(None, str(problem))
        return False
    messages.success(request, "Every page shows it now.")
    return True


def _is_announced(request: HttpRequest, form: BreakingForm) -> bool:
    """Whether what stands is this very form, sent twice."""
    given, there = form.cleaned_data, breaking.standing()
    return there is not None and (there.by_id, there.text, there.story, there.expires_at) == (
        request.user.pk,
        clean_name(given["text"]),
        given["story"],
        given["until"],
    )
