"""Time stamps by RFC 3161: somebody else's word that bytes were there at a moment. OpenSSL makes the query and checks the answer."""

import http.client
import re
import shutil
import subprocess
import tempfile
import urllib.error
import urllib.request
from collections.abc import Sequence
from pathlib import Path

from groundtruce.errors import UnusableInput

_TIME_LIMIT_S = 30
_LARGEST_REPLY = 100_000
_STAMPED = re.compile(r"^Time stamp: (.+)$", re.MULTILINE)


def ask_for_stamp(content: bytes, *, server: str) -> bytes:
    """The server's answer (a TimeStampResp, DER) for the SHA-256 of bytes; the bytes themselves are not sent.

    Raises `UnusableInput` where `server` is no http(s) address, cannot be reached, or gives no stamp.
    """
    if not re.match(r"https?://[^/\s]+", server):
        raise UnusableInput(server, "is no http or https address of a time stamp server")
    query = _openssl(("ts", "-query", "-data", "/dev/stdin", "-sha256", "-cert"), content).stdout
    request = urllib.request.Request(  # noqa: S310 - only http and https get here
        server, data=query, headers={"Content-Type": "application/timestamp-query", "User-Agent": "groundtruce"}
    )
    try:
        with urllib.request.urlopen(request, timeout=_TIME_LIMIT_S) as answer:  # noqa: S310
            reply: bytes = answer.read(_LARGEST_REPLY + 1)
    except (urllib.error.URLError, http.client.HTTPException, TimeoutError) as error:
        raise UnusableInput(server, f"gives no time stamp: {getattr(error, 'reason', error)}") from error
    if len(reply) > _LARGEST_REPLY or not _read_reply(reply):
        raise UnusableInput(server, "gives no time stamp: its answer is none")
    return reply


def check_stamp(content: bytes, *, stamp: bytes, authorities: Path, name: str) -> str:
    """When bytes were stamped, in the server's words, by a stamp that leads to one of the `authorities` (PEM).

    Raises `UnusableInput` where the stamp is of other bytes or leads to none of them.
    """
    if not authorities.is_file():
        raise UnusableInput(authorities, "there is no such file of certificates")
    with tempfile.NamedTemporaryFile(suffix=".tsr") as kept:
        kept.write(stamp)
        kept.flush()
        checked = _openssl(
            ("ts", "-verify", "-data", "/dev/stdin", "-in", kept.name, "-CAfile", str(authorities)), content
        )
    stamped = _STAMPED.search(_read_reply(stamp))
    if checked.returncode != 0 or not stamped:
        raise UnusableInput(name, f"its time stamp does not hold ({authorities} are the authorities)")
    return stamped[1].strip()


# ---------------------------------------------------------------------------------------------------------------


def _read_reply(reply: bytes) -> str:
    """What an answer says; empty where it is none or refuses."""
    with tempfile.NamedTemporaryFile(suffix=".tsr") as kept:
        kept.write(reply)
        kept.flush()
        ended = _openssl(("ts", "-reply", "-in", kept.name, "-text"), b"")
    text = ended.stdout.decode(errors="replace")
    return text if ended.returncode == 0 and "Status: Granted" in text else ""


def _openssl(arguments: Sequence[str], given: bytes) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("openssl")
    if program is None:
        raise UnusableInput("openssl", "is not installed: apt-get install openssl")
    try:
        return subprocess.run(
            (program, *arguments), input=given, capture_output=True, check=False, timeout=_TIME_LIMIT_S
        )
    except subprocess.TimeoutExpired:
        raise UnusableInput("openssl", f"took longer than {_TIME_LIMIT_S} seconds") from None
