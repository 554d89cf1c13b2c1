"""The use cases: the way of the data from stage to stage. Nothing here prints.

Each gathers what it needs, lets a pure stage decide, and applies the result. Only `clock` asks what time it is.
"""

from groundtruce.collect.cases import load_case
from groundtruce.collect.language_models import load_language_model
from groundtruce.collect.map_options import MapOptions
from groundtruce.compare.zone_history.history import Selection
from groundtruce.pipeline.answers import (
    check_record,
    compare_files,
    find_changes,
    find_incidents,
    observe_incident,
    write_file,
)
from groundtruce.pipeline.briefs import (
    BriefForm,
    Days,
    NewSince,
    brief_in,
    brief_record,
    compare_briefs,
    print_brief,
    render_brief,
)
from groundtruce.pipeline.browsing import (
    DocumentHeader,
    Found,
    News,
    Passage,
    describe_documents,
    find_days,
    find_news,
    find_passage,
    search_record,
)
from groundtruce.pipeline.checkpoints import hold_to_checkpoint, make_checkpoint
from groundtruce.pipeline.chronology import Chronicle, put_in_order, tell_days
from groundtruce.pipeline.custody import trace_custody
from groundtruce.pipeline.doctor import CORE, check_installation, list_extras
from groundtruce.pipeline.exports import EXPORTS, Export, export_record, loss_report
from groundtruce.pipeline.figures import FIGURE_SUFFIXES, draw_areas, draw_change, draw_compared, render_figure
from groundtruce.pipeline.inputs import InputOptions, published_on
from groundtruce.pipeline.judging import Given, Opinion, assess_quality, find_head, judge, judge_in, undo, undo_in
from groundtruce.pipeline.knowledge import Known, know, know_of_day, know_of_day_in, know_record
from groundtruce.pipeline.markers import MarkersAdded, add_markers, find_markers
from groundtruce.pipeline.memory import stop_collecting, without_collecting
from groundtruce.pipeline.neighbours import Neighbours, find_neighbours
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
from groundtruce.pipeline.recording import Added, add_content, add_files, migrate_record, start_record, verify_record
from groundtruce.pipeline.remembering import Remembered, remember, remember_earlier
from groundtruce.pipeline.reviewing import Session, open_session
from groundtruce.record.geopackage import Head, Moment, Record
from groundtruce.show.briefs import DAYS_COVERED

__all__ = [
    "CORE",
    "DAYS_COVERED",
    "EXPORTS",
    "FIGURE_SUFFIXES",
    "Added",
    "BriefForm",
    "Chronicle",
    "Days",
    "DocumentHeader",
    "Export",
    "Found",
    "Given",
    "Head",
    "InputOptions",
    "Known",
    "MapOptions",
    "MarkersAdded",
    "Moment",
    "Neighbours",
    "NewSince",
    "News",
    "Opinion",
    "Passage",
    "Progress",
    "Reader",
    "Record",
    "Refused",
    "Remembered",
    "Selection",
    "Session",
    "add_content",
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
    "describe_documents",
    "draw_areas",
    "draw_change",
    "draw_compared",
    "export_record",
    "find_changes",
    "find_days",
    "find_head",
    "find_incidents",
    "find_markers",
    "find_neighbours",
    "find_news",
    "find_passage",
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
    "observe_incident",
    "open_session",
    "print_brief",
    "profile_changes",
    "profile_compared",
    "published_on",
    "put_in_order",
    "read_files",
    "remember",
    "remember_earlier",
    "render_brief",
    "render_figure",
    "say_nothing",
    "search_record",
    "start_record",
    "stop_collecting",
    "tell_days",
    "trace_custody",
    "undo",
    "undo_in",
    "verify_record",
    "without_collecting",
    "write_file",
]
