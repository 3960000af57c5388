"""The tags of one story, changed at once for the newsroom and for readers; no word of it is touched."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import reverse

from articles import permissions, retagging
from articles.admin.desk_page import desk_page
from articles.admin.refused import refuse
from articles.admin.tag_field import TagNamesField, TagNamesWidget
from articles.keys import sent_key
from articles.models import Story, Tag, TaggedPublishedStory
from articles.tag_decisions import DecisionNotPossible
from articles.tagging import NameNotPossible, tag_named


def retag(request: HttpRequest, story_id: int) -> HttpResponse:
    """Show the tags of both copies; give some and take some off."""
    story = get_object_or_404(Story, pk=story_id)
    permissions.check_tag(request.user, story)
    field = TagNamesWidget(may_approve=True)
    sent: list[str] = []
    if request.method == "POST":
        try:
            said = _do(request, story)
        except (DecisionNotPossible, NameNotPossible, ValidationError) as problem:
            refuse(request, problem)
            sent = field.value_from_datadict(request.POST, None, "names")
        else:
            messages.success(request, said)
            return HttpResponseRedirect(reverse("admin:articles_story_retag", args=[story.pk]))
    published = TaggedPublishedStory.objects.filter(content_object=story.pk).values("tag")
    working = list(story.tags.order_by("name", "pk"))
    return desk_page(
        request,
        "admin/articles/story/retag.html",
        Story,
        title="Tags",
        story=story,
        tags=working,
        for_readers=list(
            Tag.objects.filter(pk__in=published).exclude(pk__in=[tag.pk for tag in working]).order_by("name")
        ),
        field=field.render("names", sent, {"id": "id_names"}),
        note=request.POST.get("note", "")[:400],
    )


@transaction.atomic
def _do(request: HttpRequest, story: Story) -> str:
    """Do what the button says, all of it or nothing; return what is said about it."""
    verb, _, about = request.POST.get("do", "").partition(" ")
    note = request.POST.get("note", "")
    if verb == "off" and sent_key(about):
        tag = Tag.objects.filter(pk=sent_key(about)).first()
        if tag is None:
            raise DecisionNotPossible("That tag is not there any more. Nothing was done.")
        retagging.untag_story(story, tag, by=request.user, note=note)
        return f"Taken off: {tag}."
    if verb != "add":
        raise DecisionNotPossible("There is no such button. Nothing was done.")
    names = TagNamesField().clean(TagNamesWidget().value_from_datadict(request.POST, None, "names"))
    if not names:
        raise DecisionNotPossible("Type the name of a tag first.")
    tags = [tag_named(name, by=request.user) for name in names]
    for tag in tags:
        retagging.tag_story(story, tag, by=request.user, note=note)
    return f"Tagged: {', '.join(tag.name for tag in tags)}."
