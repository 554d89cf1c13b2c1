"""What is measured, on which data: the whole for `make evaluate`, a small part of the same for `make test`."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from evaluation import attribution, dates, events, incidents, robustness, silences, toponyms
from evaluation.pictures import scoring as pictures
from evaluation.scoreboard import Figures, Task

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"
OWN_DATA = ROOT / "evaluation"


def list_tasks(*, limit: int | None = None) -> list[tuple[Task, Path]]:
    """Every task with the folder that its data lies under; with `limit` only so many texts of each corpus."""
    shared = {
        "attribution": ("attribution/polnear/dev", attribution.evaluate),
        "dates": ("dates", dates.evaluate),
        "toponyms": ("toponyms", toponyms.evaluate),
        "events": ("events", events.evaluate),
    }
    own = {
        "silences": ("silences", silences.evaluate),
        "robustness": ("robustness", robustness.evaluate),
        "pictures": ("pictures/drawing.py", pictures.evaluate),
        "incidents": ("incidents", incidents.evaluate),
    }
    return [
        *(
            (_task(name, part, evaluate, on=SHARED_DATA, limit=limit), SHARED_DATA)
            for name, (part, evaluate) in shared.items()
        ),
        *(
            (_task(name, part, evaluate, on=OWN_DATA / part, limit=limit), OWN_DATA)
            for name, (part, evaluate) in own.items()
        ),
    ]


# ---------------------------------------------------------------------------------------------------------------


def _task(name: str, part: str, evaluate: Callable[..., Figures], *, on: Path, limit: int | None) -> Task:
    """`on` is the folder that the scorer expects; `part` is what of the data it reads, for the digest."""
    return Task(
        name if limit is None else f"{name}, {limit} texts", part, lambda _: partial(evaluate, on, limit=limit)()
    )
