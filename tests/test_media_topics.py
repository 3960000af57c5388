"""The trade's vocabulary is read in whole, kept up to date, and what is retired is not offered."""

import json
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command

from articles.models import MediaTopic, Tag

pytestmark = pytest.mark.django_db


def topic(code: str, name: str, broader: str = "", **more: Any) -> dict[str, Any]:
    """One topic as IPTC writes it."""
    up = {"broader": [f"http://cv.iptc.org/newscodes/mediatopic/{broader}"]} if broader else {}
    return {"qcode": f"medtop:{code}", "prefLabel": {"de": f"{name} (de)", "en-GB": name}, **up, **more}


VOCABULARY = [
    topic("20000003", "bridges", "20000002"),
    topic("20000002", "roads", "20000001"),
    topic("20000001", "transport", "04000000", definition={"en-GB": "Going places."}),
    topic("04000000", "economy"),
    topic("20000004", "toll gates", "20000003"),
    topic("20000005", "stage coaches", "20000001", retired="2016-04-05T12:00:00+00:00"),
]


def import_file(folder: Path, content: Any, **options: Any) -> str:
    file = folder / "topics.json"
    file.write_text(content if isinstance(content, str) else json.dumps({"conceptSet": content}), "utf-8")
    said = StringIO()
    call_command("import_media_topics", str(file), stdout=said, **options)
    return said.getvalue()


def test_all_levels_are_kept_and_the_retired_are_not_offered(tmp_path: Path) -> None:
    said = import_file(tmp_path, VOCABULARY)

    assert "6 added, 0 changed, 0 retired, 0 unchanged; 5 of 6 are offered." in said
    levels = dict(MediaTopic.objects.values_list("name", "level"))
    assert levels == {
        "economy": 1, "transport": 2, "roads": 3, "bridges": 4, "toll gates": 5, "stage coaches": 3,
    }  # fmt: skip
    assert MediaTopic.objects.get(name="toll gates").broader.name == "bridges"
    assert MediaTopic.objects.get(name="transport").definition == "Going places."
    assert MediaTopic.objects.get(name="roads").names["de"] == "roads (de)"
    assert not MediaTopic.objects.offered().filter(name="stage coaches").exists()


def test_run_again_it_does_nothing_and_a_new_version_is_followed(tmp_path: Path) -> None:
    import_file(tmp_path, VOCABULARY)
    keys = dict(MediaTopic.objects.values_list("code", "pk"))
    tag = Tag.objects.create(name="Toll", media_topic=MediaTopic.objects.get(name="toll gates"))
    assert "0 added, 0 changed, 0 retired, 6 unchanged" in import_file(tmp_path, VOCABULARY)

    newer = [
        *VOCABULARY[:3],
        topic("04000000", "economy, business and finance"),
        topic("20000006", "ferries", "20000001"),
        topic("20000005", "stage coaches", "20000001", retired="2016-04-05T12:00:00+00:00"),
    ]
    dry = import_file(tmp_path, newer, dry_run=True)
    assert "added: 20000006 ferries" in dry
    assert "changed: 04000000 economy, business and finance" in dry
    assert "retired: 20000004 toll gates" in dry
    assert dict(MediaTopic.objects.values_list("code", "pk")) == keys

    assert "1 added, 1 changed, 1 retired, 4 unchanged" in import_file(tmp_path, newer)
    tag.refresh_from_db()
    assert (tag.media_topic.name, tag.media_topic.is_retired) == ("toll gates", True)
    assert {code: pk for code, pk in MediaTopic.objects.values_list("code", "pk") if code in keys} == keys


@pytest.mark.parametrize(
    "content",
    [
        "", "[]", "{}", "not json", '{"conceptSet": 3}', '{"conceptSet": [{"qcode": "subj:04000000"}]}',
        [topic("20000001", "an orphan", "20000009")],
        [topic("20000001", "one", "20000002"), topic("20000002", "two", "20000001")],
        [{"qcode": "medtop:20000001", "prefLabel": {}}],
        "[" * 100_000,
    ],
    ids=lambda content: str(content)[:20],
)  # fmt: skip
def test_another_file_changes_nothing(content: Any, tmp_path: Path) -> None:
    with pytest.raises(CommandError):
        import_file(tmp_path, content)

    assert not MediaTopic.objects.exists()


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(CommandError, match="cannot be read"):
        call_command("import_media_topics", str(tmp_path / "none.json"))
