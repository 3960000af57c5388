"""System checks: mistakes that would be expensive to find out later."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection

from articles.demo_people import who_can_still_log_in


@checks.register(checks.Tags.database)
def no_demo_people(databases: Sequence[str] | None = None, **kwargs: Any) -> list[checks.CheckMessage]:
    """Refuse accounts with the public demo password, except in a demo.

    It asks the database, so it runs with `migrate`, `check --database default`, `up`, and at the start
    of a web server. A database that is not there, or is still empty, has nobody to refuse.
    """
    if settings.DEMO or DEFAULT_DB_ALIAS not in (databases or ()):
        return []
    try:
        if "auth_user" not in connection.introspection.table_names():
            return []
        usernames = who_can_still_log_in()
    except DatabaseError:
        return []
    if not usernames:
        return []
    return [
        checks.Error(
            f"Everybody knows the password of {', '.join(usernames)}: it is the demo's, and this is no demo.",
            hint=f"Give each a password of their own (manage.py changepassword {usernames[0]}) or remove them. "
            f"To try the newsroom out instead, set DEMO=1.",
            id="articles.E001",
        )
    ]
