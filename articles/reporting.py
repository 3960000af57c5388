"""What readers report: taken in without a login, a cookie or a third party, and kept from spam by plain means.

A form carries a signed word that says for which story and when it was made. It is taken when it was
filled in by somebody who took a moment, comes from our own page, holds few links, and when not too many
came from there lately. The reader's address is used for counting only, hashed with a key that changes
each day, and forgotten after an hour.
"""

import hmac
import re
import unicodedata
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from ipaddress import ip_address, ip_network
from urllib.parse import urlsplit

from django import forms
from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.db import IntegrityError, transaction
from django.db.models import F
from django.http import HttpRequest
from django.utils import timezone

from articles.models.error_report import LONGEST_PASSAGE, LONGEST_REPORT, ErrorReport
from articles.models.published import PublishedStory

# Nobody reads a form and writes a sentence faster; whoever comes back the next day gets a new form.
SHORTEST, LONGEST = timedelta(seconds=3), timedelta(hours=12)
MOST_LINKS = 3
# From one address, and from all, in an hour.
MOST_FROM_ONE, MOST_FROM_ALL = 6, 600
HOUR = 3600
_SALT = "articles.reporting"
_LINK = re.compile(r"https?://|www\.", re.IGNORECASE)


class NotTaken(Exception):
    """A report was not taken; the message is for the reader, whose words stay in the form.

    `token` is that of the form to be sent again; empty for a new one.
    """

    def __init__(self, message: str, *, status: int = 400, token: str = "") -> None:
        super().__init__(message)
        self.status = status
        self.token = token


class Words(forms.CharField):
    """Some lines; a browser counts the end of one as one character, and sends two."""

    def to_python(self, value: object) -> str:
        """Return the lines as the browser counted them."""
        return (super().to_python(value) or "").replace("\r\n", "\n")


class ReportForm(forms.Form):
    """What a reader writes. `website` is seen by programs only."""

    text = Words(label="What is wrong?", max_length=LONGEST_REPORT, required=False)
    passage = Words(label="The passage", max_length=LONGEST_PASSAGE, required=False)
    email = forms.EmailField(
        label="Your e-mail address",
        max_length=254,
        required=False,
        error_messages={"invalid": "Write it like name@example.org, or leave it empty."},
    )
    website = forms.CharField(required=False)
    token = forms.CharField(required=False)

    def clean(self) -> dict:
        """Ask for words, and for few links."""
        cleaned = super().clean() or {}
        words = f"{cleaned.get('text', '')} {cleaned.get('passage', '')}"
        if not self.errors and not words.strip():
            self.add_error("text", "Say what is wrong, in a few words.")
        if len(_LINK.findall(words)) > MOST_LINKS:
            self.add_error("text", f"Please leave out some of the links: {MOST_LINKS} at most.")
        return cleaned


def token_for(story: PublishedStory, *, now: datetime | None = None) -> str:
    """Return the word that a form for this story carries."""
    return signing.dumps([story.pk, int((now or timezone.now()).timestamp())], salt=_SALT)


def check_sender(request: HttpRequest) -> None:
    """Raise `NotTaken` when a browser says that another site sent the form.

    A form without such a header comes from a program or a text browser, which no other site can use.
    """
    origin, site = request.headers.get("Origin"), request.headers.get("Sec-Fetch-Site")
    ours = {request.get_host(), urlsplit(settings.SITE_URL).netloc}
    if (origin is not None and _host_of(origin) not in ours) or site not in (None, "same-origin", "none"):
        raise NotTaken("This form was sent from another site. Send it from here.", status=403)


def address_of(request: HttpRequest) -> str:
    """Return what a reader is counted by: the address, or for IPv6 the network of one home."""
    given = request.META.get("REMOTE_ADDR", "")
    if settings.TRUSTED_PROXY:
        # What our own proxy has added stands last; all before it anybody could write.
        given = request.META.get("HTTP_X_FORWARDED_FOR", given).rsplit(",", 1)[-1].strip()
    try:
        address = ip_address(given)
    except ValueError:
        return ""
    return str(ip_network((address, 64), strict=False)) if address.version == 6 else str(address)


def receive(
    story: PublishedStory, form: ReportForm, *, address: str, now: datetime | None = None
) -> ErrorReport | None:
    """Keep what a reader reports as a ticket for the desk; the same words once more are counted.

    `form` is valid. None when a program has filled it in: it is thanked, and nothing is kept.

    Raises:
        NotTaken: when the form is too new, too old or not ours, or too many came from there.
    """
    now = now or timezone.now()
    given = form.cleaned_data
    if given["website"]:
        return None
    _check_token(story, given["token"], now)
    _check_not_too_many(address, now)
    fingerprint = _fingerprint(given["text"], given["passage"])
    same = ErrorReport.objects.filter(story_id=story.pk, fingerprint=fingerprint)
    if same.update(times=F("times") + 1, last_at=now):
        return same.get()
    try:
        with transaction.atomic():
            return ErrorReport.objects.create(
                story_id=story.pk,
                text=given["text"],
                passage=given["passage"],
                email=given["email"],
                fingerprint=fingerprint,
                received_at=now,
                last_at=now,
            )
    except IntegrityError:
        # Sent twice at the same moment: the other one was first.
        same.update(times=F("times") + 1, last_at=now)
        return same.get()


def _fingerprint(*words: str) -> str:
    """Return what is the same for the same words, whatever the case and the spaces."""
    folded = [" ".join(unicodedata.normalize("NFKC", text).casefold().split()) for text in words]
    return sha256("\n".join(folded).encode(errors="replace")).hexdigest()


def _host_of(origin: str) -> str:
    try:
        return urlsplit(origin).netloc
    except ValueError:
        return ""


def _check_token(story: PublishedStory, token: str, now: datetime) -> None:
    try:
        pk, seconds = signing.loads(token, salt=_SALT)
        made_at = datetime.fromtimestamp(seconds, UTC)
    except (signing.BadSignature, ValueError, TypeError, OverflowError):
        raise NotTaken("This form was not made here. Your words are below: send them once more.") from None
    if pk != story.pk or now - made_at > LONGEST:
        raise NotTaken("This form lay open for long. Your words are below: send them once more.")
    if now - made_at < SHORTEST:
        raise NotTaken("That was very quick. Your words are below: send them once more.", token=token)


def _check_not_too_many(address: str, now: datetime) -> None:
    key = hmac.new(settings.SECRET_KEY.encode(), f"{now:%Y-%m-%d} {address}".encode(), sha256).hexdigest()
    for name, most in ((f"reports:{key}", MOST_FROM_ONE), ("reports:all", MOST_FROM_ALL)):
        if _counted(name) > most:
            raise NotTaken(
                "Many reports came from where you are in the last hour. Your words are below: send them later.",
                status=429,
            )


def _counted(name: str) -> int:
    """Count one more within the hour; return how many there were. A cache that is down counts nothing."""
    if cache.add(name, 1, HOUR):
        return 1
    try:
        return cache.incr(name)
    except ValueError:
        return 1
