"""In which direction ground was gained and lost, beyond the error."""

from collections.abc import Sequence

import numpy as np

from groundtruce.compare.zones.sectors import SECTOR_DEG, SECTORS, find_sectors
from groundtruce.compare.zones.weighing import WeighedPart
from groundtruce.model.zones import SectorAdvance


def list_advance(parts: Sequence[WeighedPart]) -> tuple[SectorAdvance, ...]:
    """The sectors in which parts moved beyond the error. A part's depth counts for the sector of its furthest point."""
    moved = [each.part for each in parts if each.verdict == "moved"]
    areas, depths = ({kind: np.zeros(len(SECTORS)) for kind in ("gained", "lost")} for _ in range(2))
    for part in moved:
        deepest = int(find_sectors(np.array([part.bearing_deg]))[0])
        shares = np.array(part.sector_shares)
        areas[part.kind] += part.km2 * (shares if shares.any() else np.eye(len(SECTORS))[deepest])
        depths[part.kind][deepest] = max(depths[part.kind][deepest], part.depth_km)
    return tuple(
        SectorAdvance(
            sector=name,
            bearing_deg=number * SECTOR_DEG,
            gained_km2=float(areas["gained"][number]),
            lost_km2=float(areas["lost"][number]),
            furthest_gain_km=float(depths["gained"][number]),
            furthest_loss_km=float(depths["lost"][number]),
        )
        for number, name in enumerate(SECTORS)
        if areas["gained"][number] or areas["lost"][number]
    )
