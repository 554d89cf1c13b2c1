"""The rule that nothing logs a secret is kept by every test; here, that it would notice."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from groundtruce.web.serving import ServerOptions, find_token
from tests.secrecy import SECRETS, check_said, find_secrets

_CONFTEST = """
from tests.conftest import pytest_runtest_makereport
"""
_TESTS = """
import logging, secrets, sys

def test_logs(): logging.getLogger("groundtruce.web").info("came with %s", secrets.token_urlsafe(32))
def test_prints(): print("a-token-of-the-tests-1234")
def test_is_quiet(): logging.getLogger("groundtruce.web").info("came with 3f2a91c0")
"""


def test_a_test_that_gives_a_secret_away_fails(tmp_path: Path) -> None:
    """In a log or in print, and no other."""
    (tmp_path / "conftest.py").write_text(_CONFTEST)
    (tmp_path / "test_it.py").write_text(_TESTS)
    ran = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", tmp_path],
        capture_output=True,
        text=True,
        check=False,
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(Path(__file__).resolve().parents[1])},
    )
    assert "2 failed, 1 passed" in ran.stdout.splitlines()[-1]
    assert "a secret stands in: Captured log call" in ran.stdout
    assert "a secret stands in: Captured stdout call" in ran.stdout


def test_every_token_that_a_server_makes_is_told_by_its_form() -> None:
    """And hashes, identifiers and addresses are not taken for one."""
    options = ServerOptions(host="127.0.0.1", port=0, writable=True, token_file=None)
    for _ in range(200):
        token = find_token(options, ())
        assert token
        assert find_secrets(f"http://127.0.0.1:8000/#token={token}") == [token]
    assert find_secrets("entry 57, 3b0c" + "0a1F" * 15 + " zone-South-12 /tmp/pytest-of-root/pytest-0/test_A") == []


def test_a_command_that_says_a_secret_is_noticed() -> None:
    """Unless it makes a token, which it prints once, and not on standard error."""
    secret = min(SECRETS)
    check_said(("token", "add", "r.gpkg"), out=secret, err="")
    for out, err in ((secret, ""), ("", secret)):
        with pytest.raises(AssertionError, match="1 secrets"):
            check_said(("token", "list", "r.gpkg"), out=out, err=err)
