"""What is asked and answered when a picture map is traced."""

from typing import Annotated, Any

from msgspec import Meta

from groundtruce.model.traces import TracedPoint
from groundtruce.model.values import Value
from groundtruce.model.zones import ZoneKind
from groundtruce.web.api.uploads import AddedDocument

MOST_CONTROL_POINTS = 100
MOST_CLASSES = 20

_Text = Annotated[str, Meta(min_length=1, max_length=1000)]
_Number = Annotated[int, Meta(ge=1, le=2000)]
_Pixel = Annotated[float, Meta(ge=-1e5, le=1e5)]


class GivenPoint(Value):
    """A pixel and the place that it shows."""

    x: _Pixel
    """Pixels to the right of the picture's left edge."""
    y: _Pixel
    """Pixels down from its upper edge."""
    longitude: Annotated[float, Meta(ge=-180, le=180)]
    latitude: Annotated[float, Meta(ge=-90, le=90)]
    name: Annotated[str, Meta(max_length=200)] = ""
    """What stands there, such as a town's name."""


class TracingRequest(Value):
    """A picture map to be traced: where it lies, what to trace, and what is said of it."""

    picture: Annotated[str, Meta(pattern="^[0-9a-f]{64}$")]
    """The SHA-256 of a picture that was sent to `/api/pictures`, or of a recorded document."""
    control: Annotated[tuple[GivenPoint, ...], Meta(max_length=MOST_CONTROL_POINTS)]
    classes: Annotated[tuple[_Text, ...], Meta(max_length=MOST_CLASSES)] = ()
    """As `groundtruce trace --class` takes them, such as `north=at:640,400`."""
    page: _Number = 1
    frame: _Number = 1
    tolerance: Annotated[float, Meta(ge=0, le=100)] = 10.0
    least_px: Annotated[int, Meta(ge=1, le=1_000_000)] = 60
    valid_from: _Text | None = None
    """EDTF; what is recorded must have it."""
    valid_to: _Text | None = None
    zone: _Text | None = None
    kind: ZoneKind | None = None
    holder: _Text | None = None
    publisher: _Text | None = None
    published: _Text | None = None
    title: _Text | None = None
    origin: _Text | None = None
    note: _Text | None = None


class PictureMesh(Value):
    """Where a net of points over the whole picture lies, row by row from its upper left corner."""

    columns: int
    """Cells across, each as wide as the others."""
    rows: int
    at: tuple[tuple[float, float] | None, ...]
    """The longitude and latitude of each corner of the cells; none where the picture shows no ground."""


class PlacedPicture(Value):
    """A picture map with its place on the Earth."""

    picture: str
    page: int
    frame: int
    width: int
    height: int
    transformation: str
    """The simplest that predicts a point left out about as well as the best."""
    pixel_m: float
    control_rms_m: float
    """The root mean square of how far each point lies off by the others alone."""
    control: tuple[TracedPoint, ...]
    mesh: PictureMesh


class Outline(Value):
    """A class as it was traced."""

    name: str
    drawing_error_m: float
    edge_error_px: float
    notes: tuple[str, ...]
    outline: dict[str, Any]
    """A GeoJSON geometry in the picture's pixels."""
    geometry: dict[str, Any]
    """The same on the ground: WGS 84, longitude first."""


class TracedPicture(PlacedPicture):
    """A picture map with its place on the Earth and what was traced off it."""

    zones: tuple[Outline, ...]
    recorded: AddedDocument | None = None
    """What was added to the record; none for a preview."""


class PictureAtHand(Value):
    """A picture that can be traced."""

    sha256: str
    media_type: str
    width: int
    height: int
    recorded: bool
    """Whether the record holds it already."""
