"""What a question asks of the mentions of events in a record, so that a home looks for these and reads no others."""

from groundtruce.model.values import Value


class Surroundings(Value):
    """A place, by all that a mention may tell it by: any of these will do."""

    places: tuple[str, ...] = ()
    """Gazetteer identifiers."""
    box: tuple[float, float, float, float] | None = None
    """West, south, east, north; WGS 84."""
    elsewhere: tuple[str, ...] = ()
    """Gazetteer identifiers of what is in the box and not in the place."""
    words: tuple[str, ...] = ()
    """Folded words (`words_of_name`) of its names that stand in the mention or its place."""


class AskedMentions(Value):
    """Mentions of some types of events, as far as a question asks for them. What is found may hold more than these."""

    types: tuple[str, ...]
    parties: tuple[str, ...] = ()
    """Any of these takes part, or somebody whom the text gives no party; whoever where none is named."""
    near: Surroundings | None = None
    window_days: int | None = None
    """Of events that may have happened in so many days up to the last day asked about; at any time where none."""
    latest: int | None = None
    """Only so many, of the events that were told last by that day, of those that are asserted or denied; all where none."""
