"""What a person was told, and what they want to be told."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path, reverse

from articles import notices, permissions
from articles.admin.desk_page import desk_page
from articles.keys import sent_key
from articles.keyset import BadCursor, page_of
from articles.models import Notice, NoticeKind, NoticeSwitchedOff

SHOWN = 50


def urls(wrap: object) -> list[URLPattern]:
    """Return the addresses of these pages."""
    return [
        path("notices/", wrap(inbox), name="inbox"),
        path("notices/choices/", wrap(choices), name="notice_choices"),
    ]


def inbox(request: HttpRequest) -> HttpResponse:
    """Show what this person was told, the newest first; mark one of it as read, or all."""
    if request.method == "POST":
        _mark(request)
        return HttpResponseRedirect(request.get_full_path())
    rows = Notice.objects.none()
    # Somebody who lost their part no longer sees what the stories are called.
    if permissions.can_read_stories(request.user):
        rows = Notice.objects.in_inbox_of(request.user).select_related("story").defer("story__body")
    only_unread = request.GET.get("show") == "unread"
    try:
        page = page_of(rows.unread() if only_unread else rows, "pk", request.GET, at="at", size=SHOWN)
    except BadCursor:
        raise Http404("No such page of notices.") from None
    return desk_page(request, "admin/inbox.html", Notice, title="Notices", page=page, only_unread=only_unread)


def _mark(request: HttpRequest) -> None:
    which = request.POST.get("read", "")
    if which == "all":
        count = notices.mark_read(request.user)
        messages.success(request, f"{count} marked as read." if count else "There was nothing unread.")
    elif key := sent_key(which):
        notices.mark_read(request.user, only=key)


def choices(request: HttpRequest) -> HttpResponse:
    """Show which kinds of notices this person wants, and in which way; keep what they choose."""
    if request.method == "POST":
        sent = (pair.partition(":") for pair in request.POST.getlist("wanted"))
        notices.choose(request.user, {(kind, way) for kind, _, way in sent})
        messages.success(request, "Your choice is kept. It holds for what happens from now on.")
        return HttpResponseRedirect(reverse("admin:notice_choices"))
    wanted = notices.ways_of(request.user)
    rows = [
        (kind.label, [(way, f"{kind.value}:{way.value}", wanted[kind, way]) for way in NoticeSwitchedOff.Way])
        for kind in NoticeKind
    ]
    return desk_page(
        request,
        "admin/notice_choices.html",
        Notice,
        title="What you are told",
        rows=rows,
        ways=NoticeSwitchedOff.Way,
    )
