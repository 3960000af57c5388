"""A copy that is made while people work is whole, and a newsroom that is started from it is the same one."""

import os
import subprocess
import sys
from io import StringIO
from pathlib import Path
from threading import Event

import pytest
from django.conf import settings as django_settings
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection

from articles.models import Image, Story
from tests.at_once import at_once
from tests.desk.pictures import in_library
from tests.stories import bring_to, edit, write

SAVES = 20


@pytest.mark.django_db(transaction=True)
@pytest.mark.thorough
def test_a_copy_made_between_saves_is_whole_and_opens_as_a_newsroom(
    tmp_path: Path, reporter: User, editor: User
) -> None:
    live = bring_to("live", write("The bridge opens", by=reporter, lead_image=in_library()), by=editor)
    story = write("Saved again and again", by=reporter)
    folder, written = tmp_path / "copy", Event()

    def save() -> None:
        for number in range(SAVES):
            edit(Story.objects.get(pk=story.pk), by=reporter, standfirst=f"Save {number}.")
            written.set()

    def copy() -> None:
        written.wait(20)
        call_command("backup", str(folder), stdout=StringIO())

    assert at_once(save, copy) == [None, None]
    assert Story.objects.get(pk=story.pk).standfirst == f"Save {SAVES - 1}."
    assert (folder / "private" / Image.objects.get().file.name).is_file()
    assert folder.stat().st_mode & 0o077 == 0
    if connection.vendor == "postgresql":
        listed = subprocess.run(
            ["pg_restore", "--list", folder / "db.dump"], capture_output=True, text=True, check=True
        )
        assert "articles_story" in listed.stdout
        return

    def run(*arguments: str) -> str:
        done = subprocess.run(
            [sys.executable, "manage.py", *arguments],
            cwd=django_settings.BASE_DIR,
            env={"PATH": os.environ["PATH"], "DATA_DIR": str(folder), "DEBUG": "1", "LOG_LEVEL": "ERROR"},
            capture_output=True,
            text=True,
            check=False,
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    run("migrate", "--check")
    run("verify_integrity")
    looked_at = (
        "from articles.models import *; from django.test import Client; "
        f"print(Client(SERVER_NAME='localhost').get('{live.published.get_absolute_url()}').status_code, "
        f"Story.objects.get(pk={story.pk}).revision.content['standfirst'])"
    )
    status, _, standfirst = run("shell", "--no-imports", "-c", looked_at).strip().partition(" ")
    assert status == "200"
    assert standfirst.startswith("Save ")


@pytest.mark.django_db
def test_a_copy_is_never_written_over_another(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="is there already"):
        call_command("backup", str(tmp_path))

    assert list(tmp_path.iterdir()) == []


@pytest.mark.django_db
def test_a_copy_that_has_no_place_says_so(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    with pytest.raises(CommandError, match="cannot be made"):
        call_command("backup", str(tmp_path / "file" / "copy"))
