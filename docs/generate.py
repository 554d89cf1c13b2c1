"""Write the parts of the documentation that the code determines: the commands and the JSON Schemas.

`python docs/generate.py` writes them; with `--check` it only says which are out of date, and exits 1.
"""

import sys
from pathlib import Path

import click
import msgspec

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
    for name in groundtruce.list_commands(program):
        command = groundtruce.get_command(program, name)
        assert command
        context = click.Context(command, info_name=f"groundtruce {name}", max_content_width=100)
        parts.append(f"## {name}\n\n```\n{command.get_help(context)}\n```\n")
    return "\n".join(parts)


def describe_format(noun: type[Value]) -> str:
    """The JSON Schema of a format, from its type."""
    schema = {"$schema": "https://json-schema.org/draft/2020-12/schema", **msgspec.json.schema(noun)}
    return msgspec.json.format(msgspec.json.encode(schema, order="sorted")).decode() + "\n"


def generated_files() -> dict[Path, str]:
    """Every generated file with what it must hold."""
    schemas = ROOT / "src" / "groundtruce" / "model" / "schemas"
    files = {schemas / f"{name}-1.json": describe_format(noun) for name, noun in SCHEMAS.items()}
    return {ROOT / "docs" / "cli.md": describe_commands(), **files}


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
