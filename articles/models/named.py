"""How rows are known outside this database."""

from typing import Any

from django.db import models


class ByUuidManager(models.Manager):
    """Find a row by the uuid it carries from one database to the next (fixtures, imports)."""

    def get_by_natural_key(self, uuid: str) -> Any:
        return self.get(uuid=uuid)
