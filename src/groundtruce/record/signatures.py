"""Signatures by SSH keys, as OpenSSH makes and checks them (PROTOCOL.sshsig): a keeper has such a key already.

The key itself is never read here: `ssh-keygen` does, asks for its passphrase, or has an agent or a token sign.
"""

import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from pathlib import Path

from groundtruce.errors import UnusableInput

_NAMESPACE = "groundtruce-checkpoint"
_TIME_LIMIT_S = 120
"""Long enough for a passphrase to be typed or a token to be touched."""


def sign(content: bytes, *, key: Path) -> bytes:
    """The signature of bytes by a private key, or by the agent that holds the one of a public key; armoured."""
    if not key.is_file():
        raise UnusableInput(key, "there is no such key")
    ended = _run(("-Y", "sign", "-f", str(key), "-n", _NAMESPACE), content)
    if ended.returncode != 0:
        raise UnusableInput(key, f"cannot sign: {_last_line(ended.stderr)}")
    return ended.stdout


def find_signer(content: bytes, *, signature: bytes, signers: Path, name: str) -> str:
    """Whose signature it is, by a file of allowed signers (ssh-keygen(1)). Raises `UnusableInput` where it is nobody's of them."""
    if not signers.is_file():
        raise UnusableInput(signers, "there is no such file of allowed signers")
    with tempfile.NamedTemporaryFile(suffix=".sig") as kept:
        kept.write(signature)
        kept.flush()
        named = _run(("-Y", "find-principals", "-s", kept.name, "-f", str(signers)), b"")
        signer = named.stdout.decode(errors="replace").strip().partition("\n")[0]
        if named.returncode != 0 or not signer:
            raise UnusableInput(name, f"is signed by nobody whom {signers} allows")
        checked = _run(("-Y", "verify", "-f", str(signers), "-I", signer, "-n", _NAMESPACE, "-s", kept.name), content)
    if checked.returncode != 0:
        raise UnusableInput(name, f"its signature does not hold: {_last_line(checked.stderr or checked.stdout)}")
    return signer


# ---------------------------------------------------------------------------------------------------------------


def _run(arguments: Sequence[str], given: bytes) -> "subprocess.CompletedProcess[bytes]":
    program = shutil.which("ssh-keygen")
    if program is None:
        raise UnusableInput("ssh-keygen", "is not installed: apt-get install openssh-client")
    try:
        return subprocess.run(
            (program, *arguments), input=given, capture_output=True, check=False, timeout=_TIME_LIMIT_S
        )
    except subprocess.TimeoutExpired:
        raise UnusableInput("ssh-keygen", f"took longer than {_TIME_LIMIT_S} seconds") from None


def _last_line(said: bytes) -> str:
    lines = said.decode(errors="replace").strip().splitlines()
    return lines[-1][:200] if lines else "ssh-keygen says nothing"
