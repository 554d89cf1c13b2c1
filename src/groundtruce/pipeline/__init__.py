"""The use cases: the way of the data from stage to stage. Nothing here prints.

Each gathers what it needs, lets a pure stage decide, and applies the result. Only `clock` asks what time it is.
"""

from groundtruce.collect.cases import load_case
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
from groundtruce.pipeline.knowledge import Known, know, know_record
from groundtruce.pipeline.progress import Progress, say_nothing
from groundtruce.pipeline.reading import (
    Reader,
    Refused,
    append_line,
    continue_output,
    load_language_model,
    read_files,
)
from groundtruce.pipeline.recording import Added, add_files, start_record, verify_record
from groundtruce.pipeline.tracing import (
    Traced,
    TraceOptions,
    load_case_for_tracing,
    record_traced,
    trace_picture,
    write_folder,
)

__all__ = [
    "Added",
    "BriefForm",
    "InputOptions",
    "Known",
    "Progress",
    "Reader",
    "Refused",
    "TraceOptions",
    "Traced",
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
    "know_record",
    "load_case",
    "load_case_for_tracing",
    "load_language_model",
    "print_brief",
    "published_on",
    "read_files",
    "record_traced",
    "render_brief",
    "say_nothing",
    "start_record",
    "trace_picture",
    "verify_record",
    "write_file",
    "write_folder",
]
