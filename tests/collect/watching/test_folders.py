"""Folders that are watched: which files are looked at."""

from pathlib import Path

from groundtruce.collect.watching.folders import list_folder


def test_links_are_followed_only_within_the_folder(tmp_path: Path) -> None:
    """Whoever may put a file there must not have others of the machine recorded by it; nor are hidden files and sidecars looked at."""
    (tmp_path / "secret.txt").write_text("A secret.")
    inbox = tmp_path / "inbox"
    (inbox / "day").mkdir(parents=True)
    (inbox / "day" / "a.txt").write_text("A report.")
    (inbox / "a.txt.toml").write_text("")
    (inbox / ".b.txt").write_text("A draft.")
    (inbox / "same.txt").symlink_to(inbox / "day" / "a.txt")
    (inbox / "out.txt").symlink_to(tmp_path / "secret.txt")
    (inbox / "up").symlink_to(tmp_path)
    found = [Path(file.path).relative_to(inbox).as_posix() for file in list_folder(inbox)]
    assert found == ["day/a.txt", "same.txt"]
