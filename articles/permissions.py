"""Who may do what. One function a question, asked by verb, button and API alike.

`check_…` raises `NotAllowed` with words for the person who asked; `can_…` answers yes or no.
"""

from django.contrib.auth.models import AbstractBaseUser, AnonymousUser
from django.core.exceptions import PermissionDenied

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
    return story.pk is not None and story.bylines.filter(author__user=user.pk).exists()


def can_enter_desk(user: Visitor) -> bool:
    """Whether this person works here at all."""
    return bool(user.is_active and user.is_staff)


def can_read_stories(user: Visitor) -> bool:
    """Whether this person may read working copies: everyone with a part on the desk may."""
    return can_enter_desk(user) and user.has_perm("articles.view_story")


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


def check_publish(user: Visitor, story: Story) -> None:
    """Raise `NotAllowed` unless this person may publish, schedule and withdraw."""
    if not can_publish(user):
        raise NotAllowed("Only editors decide what readers see.")


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
    return story.status != Status.SPIKED and not is_withdrawn


def can_tag(user: Visitor) -> bool:
    """Whether this person may tag stories and look after tags."""
    return can_enter_desk(user) and user.has_perm("articles.tag_story")


def check_merge_people(user: Visitor) -> None:
    """Raise `NotAllowed` unless this person may say that two people are one, or are not."""
    if not can_edit_any_story(user):
        raise NotAllowed("Only editors merge people.")


def can_see_sealed_source(user: Visitor) -> bool:
    """Whether this person may open the identity of an unnamed source."""
    return can_enter_desk(user) and user.has_perm("articles.see_sealed_source")
