"""Sending notices by mail: later, to people who may still open the story, and never twice.

A mail is either not handed over, handed over, or known to be sent. Being handed over is written to the
database when the server has answered and the next thing we do is to give it the message: a worker that
is killed before that starts again, one that is killed after it never sends a second copy. The moment
between cannot be told apart by anybody; then the inbox alone tells.
"""

import logging
from collections.abc import Sequence
from datetime import timedelta
from smtplib import SMTPRecipientsRefused, SMTPResponseException

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django_tasks import task

from articles import permissions
from articles.models.notice import Notice, NoticeKind, NoticeSwitchedOff

logger = logging.getLogger(__name__)

# How long to wait after each failure, in minutes; after the last one the inbox alone tells.
PAUSES = (1, 5, 15, 60, 240, 720)
PERMANENT = 500


@task()
def send_mails(notices: Sequence[int], failures: int = 0) -> int:
    """Send the mails of these notices, as far as they are not sent yet; return how many went out.

    What the mail server would not take is tried again later, by a task of its own.
    """
    sent, left = 0, []
    connection = get_connection()
    for pk in notices:
        try:
            sent += _send(pk, connection)
        # Whatever is wrong with one mail, the next must go out.
        except Exception:
            logger.exception("The mail of notice %s was not sent; it is tried again", pk)
            left.append(pk)
            connection.close()
    connection.close()
    if left and failures < len(PAUSES):
        again_at = timezone.now() + timedelta(minutes=PAUSES[failures])
        send_mails.using(run_after=again_at).enqueue(left, failures + 1)
    elif left:
        logger.error("The mail of %s notices was given up; they are in the inbox.", len(left))
    return sent


def _send(pk: int, connection: BaseEmailBackend) -> bool:
    """Send one mail, unless it was sent or nobody wants it; return whether it went out.

    Whatever it raises, the mail surely did not go out and may be tried again.
    """
    notice = Notice.objects.to_be_mailed().select_related("to", "story").filter(pk=pk).first()
    if notice is None:
        return False
    if not _is_wanted(notice):
        Notice.objects.filter(pk=pk).update(by_mail=False)
        return False
    message = mail_of(notice, connection)
    # What cannot be put into a mail is found out now.
    message.message()
    # The long part, and the one that fails: until the server has answered nothing is promised.
    connection.open()
    mine = Notice.objects.to_be_mailed().filter(pk=pk).update(handed_over_at=timezone.now())
    if not mine:
        return False
    try:
        message.send()
    except (SMTPResponseException, SMTPRecipientsRefused) as refusal:
        # The server said no: this one did not go out.
        Notice.objects.filter(pk=pk).update(handed_over_at=None, by_mail=not _is_final(refusal))
        raise
    except OSError as problem:
        # Cut off in the middle: it may have gone out, so it is not sent again.
        logger.warning("Whether the mail of notice %s went out is not known: %s", pk, problem)
        connection.close()
        return False
    Notice.objects.filter(pk=pk).update(mailed_at=timezone.now())
    return True


def _is_wanted(notice: Notice) -> bool:
    """Whether the person still works here, may open the story, and wants mail of this kind."""
    switched_off = NoticeSwitchedOff.objects.filter(
        user=notice.to, kind=notice.kind, way=NoticeSwitchedOff.Way.MAIL
    )
    return bool(notice.to.email) and permissions.can_read_stories(notice.to) and not switched_off.exists()


def _is_final(refusal: OSError) -> bool:
    if isinstance(refusal, SMTPRecipientsRefused):
        return all(code >= PERMANENT for code, _ in refusal.recipients.values())
    return isinstance(refusal, SMTPResponseException) and refusal.smtp_code >= PERMANENT


def mail_of(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMultiAlternatives:
    """Return a notice as a mail, plain and HTML."""
    story = notice.story
    published = story.published_copy() if notice.kind == NoticeKind.PUBLISHED and story.is_live else None
    context = {
        "notice": notice,
        "public_address": settings.SITE_URL + published.get_absolute_url() if published else "",
        "due_at": story.review_due_at if notice.kind == NoticeKind.SENT_TO_ME else None,
        "site_name": settings.SITE_NAME,
        "story_address": settings.SITE_URL + reverse("admin:articles_story_change", args=[notice.story_id]),
        "choices_address": settings.SITE_URL + reverse("admin:notice_choices"),
    }
    message = EmailMultiAlternatives(
        # One line: a headline may hold line breaks, a header may not.
        " ".join(str(notice).split()),
        render_to_string("notices/mail.txt", context),
        to=[notice.to.email],
        headers={
            # The same each time, whatever happens: a mailbox shows it once.
            "Message-ID": f"<{notice.uuid}@{settings.DEFAULT_FROM_EMAIL.rpartition('@')[2].rstrip('>')}>",
            "Auto-Submitted": "auto-generated",
        },
        connection=connection,
    )
    message.attach_alternative(render_to_string("notices/mail.html", context), "text/html")
    return message
