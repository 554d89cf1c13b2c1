"""Events: what happened, with its actors, targets, place, date and casualties, and whether it did happen."""

from groundtruce.read.events.finding import find_events

__all__ = ["find_events"]
