"""The scorers' command line."""

from pathlib import Path

import click

from evaluation.sample import print_scores, read_sample, score_reading

_ROOT = Path(__file__).parent.parent
_SEED = _ROOT.parent / "shared" / "seed"


@click.group()
def main() -> None:
    """Measure the project against data that lie beside it."""


@main.command()
@click.option(
    "--reading",
    type=click.Path(path_type=Path),
    help="A reading as `groundtruce read --json` prints it; else the article is read now.",
)
@click.option(
    "--expected",
    type=click.Path(path_type=Path),
    default=_SEED / "expected.json",
    help="What a careful analyst takes from the article.",
)
@click.option("--article", type=click.Path(path_type=Path), default=_SEED / "article.txt", help="The article to read.")
@click.option(
    "--case",
    "case",
    type=click.Path(path_type=Path),
    default=_ROOT / "examples" / "karabakh-2020",
    help="The case to read it with; its names also tell which party is meant.",
)
def sample(reading: Path | None, expected: Path, article: Path, case: Path) -> None:
    """Score a reading of the sample article and print what is missed."""
    missing = [path for path in (expected, reading or article) if not path.exists()]
    if missing:
        raise click.ClickException(
            f"{missing[0]} is not there: the sample lies outside the project; name it with an option"
        )
    content = reading.read_bytes() if reading else read_sample(article, case=case)
    print_scores(score_reading(content, expected=expected.read_bytes(), case=case))


if __name__ == "__main__":
    main()
