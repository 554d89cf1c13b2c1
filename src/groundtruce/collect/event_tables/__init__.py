"""Tables of coded events, as UCDP GED and ACLED publish them: documents whose events are stated cell by cell."""

from groundtruce.collect.event_tables.detection import detect_event_table
from groundtruce.collect.event_tables.importing import Dataset, parse_event_table, read_coded_rows

__all__ = ["Dataset", "detect_event_table", "parse_event_table", "read_coded_rows"]
