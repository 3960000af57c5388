"""Only `workflow` writes a status and what goes with it: read off the code itself."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings

from articles.models import Story

ROOT = Path(settings.BASE_DIR)
FOLLOWS_FROM_MOVES = {
    *("status", "approved_fingerprint", "publish_at", "live_revision"),
    *("first_published_at", "withdrawn_at", "assigned_to", "updated_by"),
}
# A tag has a status of its own, and so has a task.
ABOUT_OTHERS = {"tagging.py", "tag.py", "tag_naming.py", "tag_undoing.py", "make_seed_fixture.py", "work.py"}
DOORS = {
    # The one door, and what it is made of.
    "articles/workflow.py",
    "articles/publishing.py",
    "articles/reviewing.py",
    "articles/recording.py",
    "articles/moving.py",
    "articles/timing.py",
    "articles/assigning.py",
    # The database's own description.
    "articles/models/story.py",
    # Writes published copies, whose fields bear the same names, and addresses.
    "articles/published_copy.py",
    # Fill databases of their own, row by row.
    "bench/",
    "articles/migrations/",
}
WRITERS = {"update", "create", "bulk_create", "bulk_update", "update_or_create", "get_or_create"}


def writes(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Yield the line and the name of every field that is assigned to, or passed to something that writes rows."""
    for node in ast.walk(tree):
        targets = getattr(node, "targets", [getattr(node, "target", None)])
        if isinstance(node, ast.Assign | ast.AugAssign | ast.AnnAssign):
            yield from (
                (node.lineno, part.attr)
                for target in targets
                for part in ast.walk(target)
                if isinstance(part, ast.Attribute)
                and not (isinstance(part.value, ast.Name) and part.value.id in {"self", "cls"})
            )
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in WRITERS:
            yield from ((node.lineno, keyword.arg) for keyword in node.keywords if keyword.arg)
        if (
            isinstance(node, ast.Call)
            and isinstance(node.func, ast.Name)
            and node.func.id in {"setattr", "Story"}
        ):
            names = [argument.value for argument in node.args[1:2] if isinstance(argument, ast.Constant)]
            yield from (
                (node.lineno, name) for name in [*names, *(keyword.arg or "" for keyword in node.keywords)]
            )


def source_files() -> list[Path]:
    found = [path for folder in ("articles", "newsroom", "bench") for path in (ROOT / folder).rglob("*.py")]
    return [path for path in found if not str(path.relative_to(ROOT)).startswith(tuple(DOORS))]


@pytest.mark.thorough
def test_nothing_but_the_workflow_writes_a_status() -> None:
    written = [
        f"{path.relative_to(ROOT)}, line {line}: {name}"
        for path in source_files()
        for line, name in writes(ast.parse(path.read_text(encoding="utf-8")))
        if name in FOLLOWS_FROM_MOVES and not (name == "status" and path.name in ABOUT_OTHERS)
    ]

    assert written == []


@pytest.mark.parametrize(
    "code",
    [
        "story.status = 'draft'",
        "story.status, story.note = 'draft', ''",
        "Story.objects.filter(pk=1).update(publish_at=None)",
        "setattr(story, 'live_revision', None)",
        "Story(headline='x', withdrawn_at=now)",
        "Story.objects.create(first_published_at=now)",
    ],
)
def test_this_test_sees_a_write(code: str) -> None:
    assert {name for _, name in writes(ast.parse(code))} & FOLLOWS_FROM_MOVES


def test_no_form_has_a_field_for_what_follows_from_moves() -> None:
    assert {field.name for field in Story._meta.concrete_fields if not field.editable} >= FOLLOWS_FROM_MOVES
