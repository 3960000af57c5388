"""What is thrown away, somebody asked for: the newsroom's own processes only publish and do tasks."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from articles.management.commands import up, work

README = (Path(settings.BASE_DIR) / "README.md").read_text()
pytestmark = pytest.mark.looks


def test_all_that_clears_out_is_named_in_one_place_and_only_there_asked_for() -> None:
    daily = README.partition("### Every day")[2].partition("\n#")[0]
    named = set(re.findall(r"manage\.py (\w+)", daily))

    purges = {name for name, app in get_commands().items() if app == "articles" and name.startswith("purge_")}

    assert purges
    assert named == {*purges, "verify_integrity", "clearsessions"}


def test_starting_the_newsroom_clears_nothing_out() -> None:
    children = [" ".join(child.command) for child in up.Command().children()]

    assert len(children) == 3
    assert not any("purge" in Path(module.__file__).read_text() for module in (up, work))
    assert not any("purge" in command for command in children)
