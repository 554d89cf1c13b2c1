"""The command that answers for a record over HTTP."""

import logging
import sys
from contextlib import suppress
from pathlib import Path
from types import ModuleType

import click

from groundtruce.cli.options import example, json_option, record_argument
from groundtruce.cli.printing import encode
from groundtruce.collect.extracts import missing_extra
from groundtruce.settings import Settings


@click.command()
@record_argument
@click.option("--host", default="127.0.0.1", show_default=True, help="The address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=8765, show_default=True, help="The port; 0 takes any that is free."
)
@click.option("--write", "writable", is_flag=True, help="Let those who have the token add to the record.")
@click.option(
    "--token-file", type=click.Path(path_type=Path), help="A file that holds the token; else a new one is printed."
)
@json_option
@example("groundtruce serve record.gpkg --write")
def serve(*, record: Path, host: str, port: int, writable: bool, token_file: Path | None, as_json: bool) -> None:
    """Open RECORD in the browser and as OGC API Features for QGIS, until Ctrl-C.

    Only this machine reaches it unless --host says otherwise, which needs a --token-file: then every request must carry
    the token, as the password of any user or as a bearer's. The log, on standard error, says who wrote what.
    """
    server = _load_server(record)
    logging.basicConfig(stream=sys.stderr, level=logging.WARNING, format="%(asctime)s %(message)s")
    logging.getLogger("groundtruce.web").setLevel(logging.INFO)
    options = server.ServerOptions(host=host, port=port, writable=writable, token_file=token_file)

    def say(address: str) -> None:
        click.echo(encode({"record": str(record), "address": address}) if as_json else f"{address}  (Ctrl-C ends it)")
        sys.stdout.flush()

    # That is how it is ended.
    with suppress(KeyboardInterrupt):
        server.serve_record(record, options=options, settings=Settings(), say=say)


# ---------------------------------------------------------------------------------------------------------------


def _load_server(record: Path) -> ModuleType:
    """What serves; nothing else needs the packages that it rests on."""
    try:
        from groundtruce.web import serving  # noqa: PLC0415 - the extra `web`
    except ModuleNotFoundError as error:
        if (error.name or "").startswith("groundtruce"):
            raise
        raise missing_extra(f"{record}", "a record over HTTP", extra="web") from error
    return serving
