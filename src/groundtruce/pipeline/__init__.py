"""The use cases: the way of the data from stage to stage. Nothing here prints.

Each gathers what it needs, lets a pure stage decide, and applies the result. Only `clock` asks what time it is.
"""

from groundtruce.collect.cases import load_case
from groundtruce.collect.language_models import load_language_model
from groundtruce.pipeline.answers import (
    BriefForm,
    brief_record,
    check_record,
    compare_files,
    export_csv,
    export_geojson,
    find_changes,
    find_incidents,
    print_brief,
    render_brief,
    write_file,
)
from groundtruce.pipeline.inputs import InputOptions, published_on
from groundtruce.pipeline.knowledge import Known, know, know_of_day, know_of_day_in, know_record
from groundtruce.pipeline.memory import stop_collecting
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import (
    Reader,
    Refused,
    append_line,
    continue_output,
    read_files,
)
from groundtruce.pipeline.recording import Added, add_files, start_record, verify_record

__all__ = [
    "Added",
    "BriefForm",
    "InputOptions",
    "Known",
    "Progress",
    "Reader",
    "Refused",
    "add_files",
    "append_line",
    "brief_record",
    "check_record",
    "compare_files",
    "continue_output",
    "export_csv",
    "export_geojson",
    "find_changes",
    "find_incidents",
    "know",
    "know_of_day",
    "know_of_day_in",
    "know_record",
    "load_case",
    "load_language_model",
    "print_brief",
    "published_on",
    "read_files",
    "render_brief",
    "say_nothing",
    "start_record",
    "stop_collecting",
    "verify_record",
    "write_file",
]
