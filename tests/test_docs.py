"""The documentation leads where it says, and the README's commands exist."""

import re
from pathlib import Path

import click
import pytest

from groundtruce.cli import groundtruce

ROOT = Path(__file__).resolve().parents[1]
PAGES = [
    ROOT / "README.md",
    ROOT / "CHANGELOG.md",
    *sorted((ROOT / "docs").rglob("*.md")),
    *ROOT.glob("examples/*/*.md"),
]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_every_link_leads_to_a_file(page: Path) -> None:
    """A relative link names a file that is there."""
    links = re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


def test_every_page_is_reached_from_the_index() -> None:
    """No page of the documentation is left out of its index."""
    index = (ROOT / "docs" / "index.md").read_text("utf-8")
    pages = {str(page.relative_to(ROOT / "docs")) for page in (ROOT / "docs").rglob("*.md")} - {"index.md"}
    assert {page for page in pages if f"({page})" not in index} == set()


def test_the_readme_names_only_commands_that_exist() -> None:
    """Each `groundtruce …` line of the README is a command of the program."""
    named = re.findall(r"^groundtruce (\w+)", (ROOT / "README.md").read_text("utf-8"), re.MULTILINE)
    assert len(named) > 5
    assert set(named) <= set(groundtruce.list_commands(click.Context(groundtruce)))


def test_every_command_has_help_with_an_example() -> None:
    """`--help` of each command says what it does and shows it used."""
    context = click.Context(groundtruce)
    for name in groundtruce.list_commands(context):
        command = groundtruce.get_command(context, name)
        assert command, name
        assert command.help, name
        assert f"groundtruce {name} " in command.help
