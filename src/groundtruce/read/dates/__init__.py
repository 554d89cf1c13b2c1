"""Dates: temporal expressions, their TIMEX3 values, and the day that the narrative has come to."""

from groundtruce.read.dates.anchors import Narrative
from groundtruce.read.dates.finding import find_dates, follow_narrative

__all__ = ["Narrative", "find_dates", "follow_narrative"]
