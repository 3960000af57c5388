"""Who may do what. One function a question, asked by verb, button and API alike.

`check_…` raises `NotAllowed` with words for the person who asked; `can_…` answers yes or no.
"""

from collections.abc import Collection

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, AnonymousUser, User
from django.core.exceptions import PermissionDenied
from django.db.models import Q, QuerySet

from articles.models.story import Status, Story

REPORTERS, EDITORS, MODERATORS = "Reporters", "Editors", "Moderators"

# Whoever asks, logged in or not.
Visitor = AbstractBaseUser | AnonymousUser


class NotAllowed(PermissionDenied):
    """The person may not do this; the message says why in words for them."""


def is_own(user: Visitor, story: Story) -> bool:
    """Whether this person began the story or is credited on it."""
    if user.pk is None:
        return False
    if story.created_by_id == user.pk:
        return True
    # Whoever asks of many stories has fetched their bylines with the authors.
    if "bylines" in getattr(story, "_prefetched_objects_cache", {}):
        return any(byline.author.user_id == user.pk for byline in story.bylines.all())
    return story.pk is not None and story.bylines.filter(author__user=user.pk).exists()


def can_enter_desk(user: Visitor) -> bool:
    """Whether this person works here at all."""
    return bool(user.is_active and user.is_staff)


def can_read_stories(user: Visitor) -> bool:
    """Whether this person may read working copies: everyone with a part on the desk may."""
    return can_enter_desk(user) and user.has_perm("articles.view_story")


def who_can_read_stories() -> QuerySet[User]:
    """Return everybody of whom `can_read_stories` is true, by one query."""
    return _staff_with("articles.view_story")


def who_can_write_stories() -> QuerySet[User]:
    """Return everybody who may begin a story, see `can_write_stories`."""
    return _staff_with("articles.write_story") | _staff_with("articles.edit_story")


def who_can_review() -> QuerySet[User]:
    """Return everybody who may review stories, see `check_review`."""
    return _staff_with("articles.edit_story")


def _staff_with(part: str) -> QuerySet[User]:
    able = User.objects.with_perm(part, backend="django.contrib.auth.backends.ModelBackend")
    return able.filter(is_staff=True)


def can_write_stories(user: Visitor) -> bool:
    """Whether this person may begin a story."""
    return can_enter_desk(user) and (
        user.has_perm("articles.write_story") or user.has_perm("articles.edit_story")
    )


def can_edit_any_story(user: Visitor) -> bool:
    """Whether this person may change, review and approve other people's stories."""
    return can_enter_desk(user) and user.has_perm("articles.edit_story")


def can_publish(user: Visitor) -> bool:
    """Whether this person decides what readers see."""
    return can_enter_desk(user) and user.has_perm("articles.publish_story")


def can_edit(user: Visitor, story: Story) -> bool:
    """Whether this person may change this story's words: editors all, reporters their own."""
    if story.status == Status.SPIKED:
        return False
    return can_edit_any_story(user) or (can_write_stories(user) and is_own(user, story))


def editable(user: Visitor, stories: Collection[Story]) -> set[int]:
    """Return the keys of those stories whose words this person may change: `can_edit` for many, in one query."""
    open_ones = {story.pk for story in stories if story.status != Status.SPIKED}
    if can_edit_any_story(user):
        return open_ones
    if not can_write_stories(user):
        return set()
    own = Q(created_by=user.pk) | Q(bylines__author__user=user.pk)
    return set(Story.objects.filter(own, pk__in=open_ones).values_list("pk", flat=True))


def check_edit(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may change this story's words."""
    if story.status == Status.SPIKED:
        raise NotAllowed("A spiked story cannot be changed. Restore it first.")
    if not can_edit(user, story):
        raise NotAllowed("You can change only stories you began or are credited on.")


def check_submit(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may send this story to review."""
    if not can_write_stories(user):
        raise NotAllowed("Only reporters and editors send stories to review.")
    if not can_edit_any_story(user) and not is_own(user, story):
        raise NotAllowed("You can send only your own stories to review.")


def check_review(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may approve stories, send them back, spike and restore."""
    if not can_edit_any_story(user):
        raise NotAllowed("Only editors review stories.")


def check_assign(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may put this story on somebody's desk."""
    if not can_edit_any_story(user):
        raise NotAllowed("Only editors hand stories to somebody.")


def check_claim(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may take up the review of this story, and has not yet."""
    check_review(user, story)
    if story.assigned_to_id == user.pk:
        raise NotAllowed("This review is yours already.")


def check_approve(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may approve the words of this story: not those they wrote last."""
    check_review(user, story)
    if settings.FOUR_EYES and story.words_by_id == user.pk:
        raise NotAllowed("You wrote the latest words of this story: somebody else has to approve them.")


def check_emergency(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may publish what nobody has approved."""
    check_publish(user, story)
    if not settings.FOUR_EYES:
        raise NotAllowed("You may approve your own words here: approve the story and publish it.")


def check_clear_emergency(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may say that what somebody published alone is in order."""
    if not can_edit_any_story(user):
        raise NotAllowed("Only editors look at what was published in an emergency.")
    if settings.FOUR_EYES and story.emergency_by_id == user.pk:
        raise NotAllowed("You published it yourself: somebody else has to look at it.")


def check_set_embargo(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may say until when nobody outside sees this story.

    Whoever writes a story may put an embargo on it; one that stands is changed by editors only.
    """
    check_edit(user, story)
    if story.embargo_until is not None and not can_publish(user):
        raise NotAllowed("Only editors change an embargo that stands.")


def can_see_whole_trail(user: Visitor) -> bool:
    """Whether this person may see what everybody did; all others see a story's trail, and their own."""
    return can_edit_any_story(user)


def can_choose_checks(user: Visitor) -> bool:
    """Whether this person decides how strict the newsroom is before publishing."""
    return can_enter_desk(user) and user.has_perm("articles.change_checklevel")


def check_choose_checks(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person decides how strict the newsroom is before publishing."""
    if not can_choose_checks(user):
        raise NotAllowed("Who chooses the checks is given that right by whoever looks after the accounts.")


def check_redact(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person may take the comparison of two public texts away from readers."""
    if not can_publish(user):
        raise NotAllowed("Only editors take away what readers could compare.")


def check_publish(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may publish, schedule and withdraw."""
    if not can_publish(user):
        raise NotAllowed("Only editors decide what readers see.")


def can_arrange_fronts(user: Visitor) -> bool:
    """Whether this person decides what stands at the top of fronts, and above every page."""
    return can_publish(user)


def check_arrange_fronts(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person arranges fronts and announces breaking news."""
    if not can_arrange_fronts(user):
        raise NotAllowed("Only editors arrange fronts and announce breaking news.")


def can_answer_readers(user: Visitor) -> bool:
    """Whether this person may read what readers report, and their addresses."""
    return can_edit_any_story(user)


def check_answer_readers(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person may read and answer what readers report."""
    if not can_answer_readers(user):
        raise NotAllowed("Only editors read and answer what readers report.")


def can_share(user: Visitor, story: Story) -> bool:
    """Whether this person may show this story to somebody outside: editors any, reporters their own."""
    return can_edit_any_story(user) or (can_write_stories(user) and is_own(user, story))


def check_share(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may show this story to somebody outside."""
    if not can_share(user, story):
        raise NotAllowed("You can share only stories you began or are credited on.")


def can_be_shown_outside(story: Story) -> bool:
    """Whether anybody without a login may be shown this story at all, through whatever link."""
    is_withdrawn = story.withdrawn_at is not None
    return story.status != Status.SPIKED and not is_withdrawn and not story.is_embargoed()


def can_tag(user: Visitor) -> bool:
    """Whether this person may tag stories and look after tags."""
    return can_enter_desk(user) and user.has_perm("articles.tag_story")


def check_tag(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may give this story tags and take them off."""
    if not can_tag(user):
        raise NotAllowed("Only moderators and editors tag stories.")
    if story.status == Status.SPIKED:
        raise NotAllowed("A spiked story cannot be changed. Restore it first.")


def check_look_after_tags(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person may approve, rename, merge and split tags."""
    if not can_tag(user):
        raise NotAllowed("Only moderators and editors look after tags.")


def check_merge_people(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person may say that two people are one, or are not."""
    if not can_edit_any_story(user):
        raise NotAllowed("Only editors merge people.")


def can_see_sealed_source(user: Visitor) -> bool:
    """Whether this person may open the identity of an unnamed source."""
    return can_enter_desk(user) and user.has_perm("articles.see_sealed_source")
