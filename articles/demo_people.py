"""Four people to try the newsroom out with. Their password is public: they belong in a demo only."""

from dataclasses import dataclass

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import Group, User
from django.db import transaction
from django.db.models import Q

from articles.models import Author
from articles.permissions import EDITORS, MODERATORS, REPORTERS
from articles.text import address_word

PASSWORD = "newsroom-demo"  # noqa: S105  (meant to be known)
# Nobody's real address: the domain is reserved. It still tells a demo person who was given another name.
DOMAIN = "demo.invalid"


@dataclass(frozen=True, slots=True)
class DemoPerson:
    """Who somebody is, and the part they play."""

    username: str
    first_name: str
    last_name: str
    group: str | None
    author_role: str = ""

    @property
    def name(self) -> str:
        """The full name."""
        return f"{self.first_name} {self.last_name}"


PEOPLE = (
    DemoPerson("reporter", "Arta", "Berisha", REPORTERS, author_role="Reporter"),
    DemoPerson("editor", "Daniel", "Whitmore", EDITORS, author_role="Editor"),
    DemoPerson("moderator", "Milica", "Jovanović", MODERATORS),
    DemoPerson("admin", "Besnik", "Hoxha", None),
)


@transaction.atomic
def add_missing() -> list[DemoPerson]:
    """Make those who are not there yet, and return them; nobody who is there is changed."""
    there = set(User.objects.values_list("username", flat=True))
    missing = [person for person in PEOPLE if person.username not in there]
    for person in missing:
        _add(person)
    return missing


def _add(person: DemoPerson) -> None:
    user = User.objects.create_user(
        person.username,
        f"{person.username}@{DOMAIN}",
        PASSWORD,
        first_name=person.first_name,
        last_name=person.last_name,
        is_staff=True,
        is_superuser=person.group is None,
    )
    if person.group:
        user.groups.add(Group.objects.get(name=person.group))
    slug = address_word(person.name)
    if person.author_role and not Author.objects.filter(slug=slug).exists():
        Author.objects.create(
            user=user, name=person.name, slug=slug, role=person.author_role, on_masthead=True
        )


def who_can_still_log_in() -> list[str]:
    """Return the user names, of those that may be demo people, that the public password opens.

    Only likely accounts are tried, because trying one takes a good part of a second.
    """
    likely = Q(username__in=[person.username for person in PEOPLE]) | Q(email__endswith=f"@{DOMAIN}")
    accounts = User.objects.filter(likely, is_active=True).values_list("username", "password")
    return sorted(username for username, password in accounts if check_password(PASSWORD, password))
