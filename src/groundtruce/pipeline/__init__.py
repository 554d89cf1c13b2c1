"""The use cases: the way of the data from stage to stage. Nothing here prints.

Each gathers what it needs, lets a pure stage decide, and applies the result. Only `clock` asks what time it is. A use case is
imported when it is first asked for, so that a command loads no more than it needs.
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from groundtruce.collect.cases import load_case
    from groundtruce.collect.language_models import load_language_model
    from groundtruce.compare.zone_history.history import Selection
    from groundtruce.pipeline.answers import check_record, find_changes, find_incidents, write_file
    from groundtruce.pipeline.briefs import (
        BriefForm,
        Days,
        NewSince,
        brief_in,
        brief_record,
        compare_briefs,
        print_brief,
    )
    from groundtruce.pipeline.checkpoints import hold_to_checkpoint, make_checkpoint
    from groundtruce.pipeline.comparing import compare_files
    from groundtruce.pipeline.custody import trace_custody
    from groundtruce.pipeline.doctor import CORE, check_installation, list_extras
    from groundtruce.pipeline.exports import EXPORTS, Export, export_record, loss_report
    from groundtruce.pipeline.figures import FIGURE_SUFFIXES, draw_areas, draw_change, draw_compared, render_figure
    from groundtruce.pipeline.inputs import InputOptions, published_on
    from groundtruce.pipeline.judging import Given, Opinion, assess_quality, find_head, judge, judge_in, undo, undo_in
    from groundtruce.pipeline.knowledge import Known, know, know_of_day, know_of_day_in, know_record
    from groundtruce.pipeline.markers import MarkersAdded, add_markers, find_markers
    from groundtruce.pipeline.memory import stop_collecting
    from groundtruce.pipeline.profiles import profile_changes, profile_compared
    from groundtruce.pipeline.progress import Progress, say_nothing
    from groundtruce.pipeline.provisions import check_days
    from groundtruce.pipeline.reading import (
        Reader,
        Refused,
        append_line,
        continue_output,
        read_files,
    )
    from groundtruce.pipeline.recording import Added, add_files, migrate_record, start_record, verify_record
    from groundtruce.pipeline.rendering import render_brief
    from groundtruce.pipeline.reviewing import Session, open_session
    from groundtruce.show.briefs import DAYS_COVERED

__all__ = [
    "CORE",
    "DAYS_COVERED",
    "EXPORTS",
    "FIGURE_SUFFIXES",
    "Added",
    "BriefForm",
    "Days",
    "Export",
    "Given",
    "InputOptions",
    "Known",
    "MarkersAdded",
    "NewSince",
    "Opinion",
    "Progress",
    "Reader",
    "Refused",
    "Selection",
    "Session",
    "add_files",
    "add_markers",
    "append_line",
    "assess_quality",
    "brief_in",
    "brief_record",
    "check_days",
    "check_installation",
    "check_record",
    "compare_briefs",
    "compare_files",
    "continue_output",
    "draw_areas",
    "draw_change",
    "draw_compared",
    "export_record",
    "find_changes",
    "find_head",
    "find_incidents",
    "find_markers",
    "hold_to_checkpoint",
    "judge",
    "judge_in",
    "know",
    "know_of_day",
    "know_of_day_in",
    "know_record",
    "list_extras",
    "load_case",
    "load_language_model",
    "loss_report",
    "make_checkpoint",
    "migrate_record",
    "open_session",
    "print_brief",
    "profile_changes",
    "profile_compared",
    "published_on",
    "read_files",
    "render_brief",
    "render_figure",
    "say_nothing",
    "start_record",
    "stop_collecting",
    "trace_custody",
    "undo",
    "undo_in",
    "verify_record",
    "write_file",
]

_HOMES: dict[str, tuple[str, ...]] = {
    "groundtruce.collect.cases": ("load_case",),
    "groundtruce.collect.language_models": ("load_language_model",),
    "groundtruce.compare.zone_history.history": ("Selection",),
    "groundtruce.pipeline.answers": (
        "check_record",
        "find_changes",
        "find_incidents",
        "write_file",
    ),
    "groundtruce.pipeline.briefs": (
        "BriefForm",
        "Days",
        "NewSince",
        "brief_in",
        "brief_record",
        "compare_briefs",
        "print_brief",
    ),
    "groundtruce.pipeline.checkpoints": (
        "hold_to_checkpoint",
        "make_checkpoint",
    ),
    "groundtruce.pipeline.comparing": ("compare_files",),
    "groundtruce.pipeline.custody": ("trace_custody",),
    "groundtruce.pipeline.doctor": (
        "CORE",
        "check_installation",
        "list_extras",
    ),
    "groundtruce.pipeline.exports": (
        "EXPORTS",
        "Export",
        "export_record",
        "loss_report",
    ),
    "groundtruce.pipeline.figures": (
        "FIGURE_SUFFIXES",
        "draw_areas",
        "draw_change",
        "draw_compared",
        "render_figure",
    ),
    "groundtruce.pipeline.inputs": (
        "InputOptions",
        "published_on",
    ),
    "groundtruce.pipeline.judging": (
        "Given",
        "Opinion",
        "assess_quality",
        "find_head",
        "judge",
        "judge_in",
        "undo",
        "undo_in",
    ),
    "groundtruce.pipeline.knowledge": (
        "Known",
        "know",
        "know_of_day",
        "know_of_day_in",
        "know_record",
    ),
    "groundtruce.pipeline.markers": (
        "MarkersAdded",
        "add_markers",
        "find_markers",
    ),
    "groundtruce.pipeline.memory": ("stop_collecting",),
    "groundtruce.pipeline.profiles": (
        "profile_changes",
        "profile_compared",
    ),
    "groundtruce.pipeline.progress": (
        "Progress",
        "say_nothing",
    ),
    "groundtruce.pipeline.provisions": ("check_days",),
    "groundtruce.pipeline.reading": (
        "Reader",
        "Refused",
        "append_line",
        "continue_output",
        "read_files",
    ),
    "groundtruce.pipeline.recording": (
        "Added",
        "add_files",
        "migrate_record",
        "start_record",
        "verify_record",
    ),
    "groundtruce.pipeline.rendering": ("render_brief",),
    "groundtruce.pipeline.reviewing": (
        "Session",
        "open_session",
    ),
    "groundtruce.show.briefs": ("DAYS_COVERED",),
}
"""What each module offers here: the imports above, for those who run the program."""


def __getattr__(name: str) -> Any:
    """A use case by its name (PEP 562)."""
    home = _HOME_OF.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(home), name)
    return value


_HOME_OF = {name: home for home, names in _HOMES.items() for name in names}
