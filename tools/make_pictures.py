"""Make the README's pictures from the example's brief, with headless Chromium: run `make demo` first.

python tools/make_pictures.py
"""

import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
BRIEF = ROOT / "demo" / "brief.html"
PICTURES = {"brief-light.png": (), "brief-dark.png": ("--blink-settings=preferredColorScheme=0",)}
WIDTH, HEIGHT = 1200, 1480
# The browser asks for nothing but the page.
OPTIONS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    f"--window-size={WIDTH},{HEIGHT}",
)


def main() -> None:
    """Take each picture of the top of the brief."""
    browser = shutil.which("chromium")
    if not browser or not BRIEF.exists():
        sys.exit(f"needs chromium (apt-get install chromium) and {BRIEF} (make demo)")
    for name, options in PICTURES.items():
        with tempfile.TemporaryDirectory() as profile:
            target = ROOT / "docs" / "images" / name
            command = [
                browser,
                *OPTIONS,
                *options,
                f"--user-data-dir={profile}",
                f"--screenshot={target}",
                BRIEF.as_uri(),
            ]
            subprocess.run(command, check=True, capture_output=True, timeout=60)


if __name__ == "__main__":
    main()
