"""Merging, splitting and renaming tags: looked at first, done, shown while it goes on, and undone from the journal."""

from collections.abc import Callable, Iterator
from functools import partial
from queue import SimpleQueue
from threading import Thread
from typing import Any

from django.contrib import messages
from django.db import connection
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.html import format_html

from articles import permissions, tag_merging, tag_naming, tag_undoing
from articles.admin.desk_page import desk_page, page_context
from articles.admin.refused import refuse
from articles.admin.tag_words import in_plain_words
from articles.keys import sent_key
from articles.models import Section, Tag, TagDecision
from articles.tag_decisions import DecisionNotPossible, Progress
from articles.tag_merging import Plan, SplitRule
from articles.tagging import NameNotPossible, check_name, find_tag, tag_named

# A change of more stories than this is shown while it goes on.
MANY = 5_000
JOURNAL_SHOWN, REDIRECTS_SHOWN = 100, 10

Work = Callable[..., TagDecision]


def merge(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Show what merging a tag into another would do, and do it."""
    permissions.check_look_after_tags(request.user)
    tag = get_object_or_404(Tag, pk=tag_id)
    into = _chosen(request.POST.get("into") or request.GET.get("into", ""), besides=tag)
    plan = tag_merging.plan_merge(tag, into) if into and not tag.merged_into_id else None
    if request.method == "POST" and into is not None:
        work = partial(tag_merging.merge, tag, into, by=request.user, note=_note(request))
        return _do(request, work, plan, into, f"Merging {tag} into {into}")
    asked = " ".join(request.GET.get("q", "").split())[:100]
    return desk_page(
        request,
        "admin/articles/tag/merge.html",
        Tag,
        title=f"Merge {tag}",
        tag=tag,
        plan=plan,
        redirects=plan.redirects[:REDIRECTS_SHOWN] if plan else [],
        asked=asked,
        candidates=_candidates(tag, asked) if plan is None else [],
    )


def split(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Show which stories would be split off to another tag, and split them off."""
    permissions.check_look_after_tags(request.user)
    tag = get_object_or_404(Tag, pk=tag_id)
    sent = request.POST if request.method == "POST" else request.GET
    plan = problem = None
    if "other" in sent:
        try:
            rule = _rule(sent)
            if sent.get("do") == "split":
                other = tag_named(sent["other"], by=request.user)
                plan = tag_merging.plan_split(tag, other, rule)
                work = partial(tag_merging.split, tag, other, rule, by=request.user, note=_note(request))
                return _do(request, work, plan, other, f"Splitting {other} off from {tag}")
            name = check_name(sent["other"])
            plan = tag_merging.plan_split(tag, find_tag(name) or Tag(name=name), rule)
        except (DecisionNotPossible, NameNotPossible) as refused:
            problem = refused
            refuse(request, refused)
    return desk_page(
        request,
        "admin/articles/tag/split.html",
        Tag,
        title=f"Split {tag}",
        tag=tag,
        plan=plan,
        problem=problem,
        sent={name: sent.get(name, "")[:200] for name in ("other", "words", "also", "section")},
        sections=Section.objects.order_by("name"),
    )


def rename(request: HttpRequest, tag_id: int) -> HttpResponse:
    """Call a tag something else; its old name and its old address lead to it."""
    permissions.check_look_after_tags(request.user)
    tag = get_object_or_404(Tag, pk=tag_id)
    if request.method == "POST":
        try:
            decision = tag_naming.rename(
                tag, request.POST.get("name", ""), by=request.user, note=_note(request)
            )
        except (DecisionNotPossible, NameNotPossible) as problem:
            refuse(request, problem)
        else:
            messages.success(request, f"{in_plain_words(decision)}. It is still found by its old name.")
            return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[tag.pk]))
    return desk_page(
        request,
        "admin/articles/tag/rename.html",
        Tag,
        title=f"Rename {tag}",
        tag=tag,
        is_public=tag.tagged_published_stories.exists(),
        name=request.POST.get("name", tag.name)[:200],
        note=request.POST.get("note", "")[:400],
    )


def journal(request: HttpRequest) -> HttpResponse:
    """Show what was decided about tags, the newest first, and undo it."""
    permissions.check_look_after_tags(request.user)
    if request.method == "POST":
        verb, _, about = request.POST.get("do", "").partition(" ")
        decision = TagDecision.objects.filter(pk=sent_key(about)).first() if verb == "undo" else None
        if decision is None:
            messages.error(request, "There is no such button. Nothing was done.")
        else:
            work = partial(tag_undoing.undo, decision, by=request.user, note=_note(request))
            many = decision.changes.values("story")[: MANY + 1].count() > MANY
            if many:
                return _while_it_goes(request, work, f"Undoing: {in_plain_words(decision)}")
            try:
                messages.success(request, f"{in_plain_words(work())}.")
            except DecisionNotPossible as problem:
                refuse(request, problem)
        return HttpResponseRedirect(reverse("admin:articles_tag_journal"))
    decisions = TagDecision.objects.select_related("undoes", "undone_by", "tag", "other")
    if about := sent_key(request.GET.get("tag", "")):
        decisions = decisions.filter(tag=about) | decisions.filter(other=about)
    entries = [
        {"decision": one, "words": in_plain_words(one), "can_undo": one.verb in tag_undoing.UNDOABLE}
        for one in decisions[:JOURNAL_SHOWN]
    ]
    return desk_page(
        request, "admin/articles/tag/journal.html", Tag, title="Journal of tags", entries=entries
    )


# --- What was sent -----------------------------------------------------------------------------------


def _note(request: HttpRequest) -> str:
    return request.POST.get("note", "")[:400]


def _chosen(sent: str, *, besides: Tag) -> Tag | None:
    return Tag.objects.current().filter(pk=sent_key(sent)).exclude(pk=besides.pk).first()


def _candidates(tag: Tag, asked: str) -> list[Tag]:
    """Return what may be meant: by what was typed, else what reads alike."""
    if not asked:
        return tag_naming.near_tags(tag.name, besides=tag)
    found = [*([known] if (known := find_tag(asked)) else []), *tag_naming.near_tags(asked)]
    found += Tag.objects.current().filter(name__icontains=asked).order_by("name")[:20]
    return [one for one in dict.fromkeys(found) if one.pk != tag.pk]


def _rule(sent: Any) -> SplitRule:
    """Return which stories go over.

    Raises:
        DecisionNotPossible: when it names a tag that there is not.
    """
    also = None
    if name := sent.get("also", "").strip():
        also = find_tag(name)
        if also is None:
            raise DecisionNotPossible(f"There is no tag “{name[:100]}”.")
    section = Section.objects.filter(pk=sent_key(sent.get("section", ""))).first()
    words = " ".join(sent.get("words", "").replace("\0", "").split())[:200]
    return SplitRule(words=words, also=also, section=section)


# --- Doing it ----------------------------------------------------------------------------------------


def _do(request: HttpRequest, work: Work, plan: Plan | None, to: Tag, title: str) -> HttpResponse:
    if plan and plan.stories > MANY:
        return _while_it_goes(request, work, title)
    try:
        decision = work()
    except DecisionNotPossible as problem:
        refuse(request, problem)
        return HttpResponseRedirect(request.path)
    messages.success(request, f"{in_plain_words(decision)}. It can be undone in the journal.")
    return HttpResponseRedirect(reverse("admin:articles_tag_change", args=[to.pk]))


def _while_it_goes(request: HttpRequest, work: Work, title: str) -> StreamingHttpResponse:
    """Do it, and send a page that grows a line for each portion that is done, of which the last is shown; it is done even if nobody looks."""
    said: SimpleQueue[tuple[int, int] | TagDecision | Exception] = SimpleQueue()
    # Which row of the desk's menu this is has to be known before the answer begins.
    page = render_to_string(
        "admin/articles/tag/working.html", page_context(request, Tag, title=title), request
    )

    def do_it() -> None:
        progress: Progress = lambda done, portions: said.put((done, portions))  # noqa: E731
        try:
            said.put(work(progress=progress))
        # Whatever it was, the person is told that nothing was changed.
        except Exception as problem:  # noqa: BLE001
            said.put(problem)
        finally:
            connection.close()

    Thread(target=do_it).start()
    return StreamingHttpResponse(_lines(page, said))


def _lines(page: str, said: SimpleQueue) -> Iterator[str]:
    before, _, after = page.partition("<!--lines-->")
    yield before
    while isinstance(news := said.get(), tuple):
        share = news[0] * 100 // news[1]
        yield format_html('<li><progress max="100" value="{0}">{0} %</progress> {0} % done</li>', share)
    if isinstance(news, TagDecision):
        words = format_html("<strong>{}.</strong> It can be undone in the journal.", in_plain_words(news))
    elif isinstance(news, DecisionNotPossible):
        words = format_html("<strong>Not done.</strong> {}", news)
    else:
        words = format_html("<strong>Not done.</strong> Something broke; nothing was changed. Try again.")
    yield f"<li>{words}</li>"
    yield after
