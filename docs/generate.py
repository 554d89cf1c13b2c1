"""Write the parts of the documentation that the code or a measurement determines: the commands, the JSON Schemas, the plan for large archives.

`python docs/generate.py` writes them; with `--check` it only says which are out of date, and exits 1.
"""

import sys
from collections.abc import Iterator
from pathlib import Path

import click
import msgspec

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))
from evaluation.planning import write_plan
from groundtruce.cli import groundtruce
from groundtruce.model.agreements import Findings
from groundtruce.model.brief_differences import BriefDiff
from groundtruce.model.briefs import Brief
from groundtruce.model.custody import Custody
from groundtruce.model.incidents import Incidents
from groundtruce.model.installations import Installation
from groundtruce.model.judgements import Quality, Statements
from groundtruce.model.markers import Markers
from groundtruce.model.provision_history import Provisions
from groundtruce.model.readings import Reading
from groundtruce.model.traces import Trace
from groundtruce.model.values import Value
from groundtruce.model.zones import Changes

ROOT = Path(__file__).resolve().parent.parent
SCHEMAS: dict[str, type[Value]] = {
    "reading": Reading,
    "changes": Changes,
    "markers": Markers,
    "incidents": Incidents,
    "statements": Statements,
    "quality": Quality,
    "findings": Findings,
    "provisions": Provisions,
    "brief": Brief,
    "brief-diff": BriefDiff,
    "trace": Trace,
    "installation": Installation,
    "custody": Custody,
}


def describe_commands() -> str:
    """The page of every command, from the program's own help."""
    parts = [
        "# Commands\n\n<!-- Made by docs/generate.py from the program itself. Do not edit. -->\n",
        (
            "All commands take `--json`, print progress on standard error only, and exit 0 (done), 2 (usage),"
            " 3 (unusable input: one line naming the file, the place in it and the reason; nothing recorded) or"
            " 4 (the record fails verification).\n"
        ),
    ]
    program = click.Context(groundtruce)
    parts += _describe_group(groundtruce, program, path="groundtruce")
    return "\n".join(parts)


def _describe_group(group: click.Group, context: click.Context, *, path: str) -> Iterator[str]:
    """Each command of a group, and those of groups within it, by the name under which it is typed."""
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command
        own = click.Context(command, info_name=f"{path} {name}", max_content_width=100)
        title = f"{path} {name}".removeprefix("groundtruce ")
        yield f"## {title}\n\n```\n{command.get_help(own)}\n```\n"
        if isinstance(command, click.Group):
            yield from _describe_group(command, own, path=f"{path} {name}")


def describe_format(noun: type[Value]) -> str:
    """The JSON Schema of a format, from its type."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(noun)}
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted")).decode() + "\n"


def generated_files() -> dict[Path, str]:
    """Every generated file with what it must hold."""
    schemas = ROOT / "src" / "groundtruce" / "model" / "schemas"
    files = {schemas / f"{name}-1.json": describe_format(noun) for name, noun in SCHEMAS.items()}
    return {ROOT / "docs" / "cli.md": describe_commands(), ROOT / "docs" / "planning.md": write_plan(), **files}


def main() -> None:
    """Write, or check with `--check`."""
    stale = [path for path, text in generated_files().items() if not path.exists() or path.read_text("utf-8") != text]
    if "--check" in sys.argv:
        for path in stale:
            click.echo(f"{path.relative_to(ROOT)} is out of date: run make docs", err=True)
        sys.exit(1 if stale else 0)
    for path in stale:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(generated_files()[path], "utf-8")


if __name__ == "__main__":
    main()
