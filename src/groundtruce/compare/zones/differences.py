"""The ground between two shapes: exactly what one holds and the other does not, found from the edges alone that differ."""

import numpy as np
import numpy.typing as npt
import shapely

from groundtruce.compare.zones.shapes import Boundary, Flags, RingEdges, join_edges

Polygons = npt.NDArray[np.object_]


def find_differences(before: Boundary, after: Boundary) -> tuple[Polygons, Polygons]:
    """The connected pieces of ground that only `after` holds, and those that only `before` holds: longitude, latitude.

    An edge that both draw the same way round has the same ground on each side in both, so the pieces are faces of the
    arrangement of the other edges. Where one day's map repeats most of the last one's line, little is left to be arranged.
    """
    lines = [*_list_other_lines(before.edges, after.edges), *_list_other_lines(after.edges, before.edges)]
    if not lines:
        return _none(), _none()
    arranged = shapely.get_parts(shapely.union_all(np.array(lines)))
    faces = shapely.get_parts(shapely.polygonize(arranged))
    faces = shapely.orient_polygons(faces[shapely.area(faces) > 0])
    inner = shapely.get_coordinates(shapely.point_on_surface(faces))
    in_before, in_after = before.contains(inner), after.contains(inner)
    return faces[in_after & ~in_before], faces[in_before & ~in_after]


# ---------------------------------------------------------------------------------------------------------------


def _none() -> Polygons:
    return np.array([], dtype=object)


def _list_other_lines(edges: RingEdges, others: RingEdges) -> list[shapely.LineString]:
    """The stretches of an outline that the other does not repeat, each as one line."""
    differs = ~others.repeat(edges.directed_keys)
    if not differs.any():
        return []
    starts, ends = edges.starts[differs], edges.ends[differs]
    return list(join_edges(starts, ends, begins=_find_breaks(edges, differs)))


def _find_breaks(edges: RingEdges, differs: Flags) -> Flags:
    """Which of the differing edges do not go on from the one before."""
    kept = np.flatnonzero(differs)
    goes_on = (np.diff(kept) == 1) & (edges.end_keys[kept[:-1]] == edges.start_keys[kept[1:]])
    return np.concatenate([[True], ~goes_on])
