"""Small tables of coded events, invented here, in the columns of UCDP GED and of ACLED."""

import csv
import io
import json
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from groundtruce.model.acled import ACLED_COLUMNS
from groundtruce.model.ucdp import UCDP_COLUMNS

CLASH: dict[str, Any] = {
    **dict.fromkeys(UCDP_COLUMNS, ""),
    "id": 700001,
    "relid": "ARD-2031-1-9-1",
    "year": 2031,
    "active_year": 1,
    "code_status": "Clear",
    "type_of_violence": 1,
    "conflict_dset_id": "9",
    "conflict_new_id": 9,
    "conflict_name": "Arda: Mill district",
    "dyad_dset_id": "19",
    "dyad_new_id": 19,
    "dyad_name": "Government of Arda - Belm",
    "side_a_dset_id": "1",
    "side_a_new_id": 1,
    "side_a": "Government of Arda",
    "side_b_dset_id": "2",
    "side_b_new_id": 2,
    "side_b": "Belm",
    "number_of_sources": 2,
    "source_article": '"River Times,2031-03-13,Clash, and ""silence"" after it"',
    "source_office": "River Times",
    "source_date": "2031-03-13",
    "source_headline": 'Clash, and "silence" after it',
    "source_original": "Belmish Press Office",
    "where_prec": 1,
    "where_coordinates": "South Ridge village",
    "where_description": "South Ridge\n(the posts above the mill)",
    "adm_1": "Mill district",
    "latitude": -0.02,
    "longitude": 10.05,
    "geom_wkt": "POINT (10.05 -0.02)",
    "priogrid_gid": 129621,
    "country": "Arda",
    "country_id": 999,
    "region": "Africa",
    "event_clarity": 1,
    "date_prec": 1,
    "date_start": "2031-03-11 00:00:00.000",
    "date_end": "2031-03-11 00:00:00.000",
    "deaths_a": 0,
    "deaths_b": 2,
    "deaths_civilians": 0,
    "deaths_unknown": 0,
    "best": 2,
    "high": 3,
    "low": 2,
    "gwnoa": "999",
}
"""A clash with two dead of side B, told by a report that itself holds commas, quotes and a line break."""

MASSACRE: dict[str, Any] = {
    **CLASH,
    "id": 700002,
    "type_of_violence": 3,
    "side_b": "Civilians",
    "where_prec": 3,
    "date_prec": 3,
    "date_end": "2031-03-14 00:00:00.000",
    "deaths_b": 0,
    "deaths_civilians": 4,
    "best": 4,
    "high": 4,
    "low": 4,
    "source_original": "",
    "where_coordinates": "Mill district",
    "source_headline": "=HYPERLINK(1)",
}
"""Violence against civilians over four days in a district, under a headline that a spreadsheet would run."""

SHELLING: dict[str, Any] = {
    **dict.fromkeys(ACLED_COLUMNS, ""),
    "event_id_cnty": "ARD17",
    "event_date": "12 March 2031",
    "year": 2031,
    "time_precision": 1,
    "disorder_type": "Political violence",
    "event_type": "Explosions/Remote violence",
    "sub_event_type": "Shelling/artillery/missile attack",
    "actor1": "Military Forces of Arda",
    "inter1": "State forces",
    "actor2": "Belm",
    "inter2": "Rebel group",
    "interaction": "State forces-Rebel group",
    "iso": 999,
    "region": "Middle Africa",
    "country": "Arda",
    "admin1": "Mill district",
    "location": "South Ridge",
    "latitude": -0.02,
    "longitude": 10.05,
    "geo_precision": 1,
    "source": "River Times; Local Partner",
    "source_scale": "National",
    "notes": "On 12 March 2031, shells fell on South Ridge. No fatalities.",
    "fatalities": 0,
    "timestamp": 1931200000,
}
PROTEST: dict[str, Any] = {
    **SHELLING,
    "event_id_cnty": "ARD18",
    "time_precision": 3,
    "disorder_type": "Demonstrations",
    "event_type": "Protests",
    "sub_event_type": "Peaceful protest",
    "actor1": "Protesters (Arda)",
    "actor2": "",
    "inter1": "Protesters",
    "inter2": "",
    "interaction": "Protesters only",
    "geo_precision": 2,
    "fatalities": 2,
}


def table(
    rows: Iterable[Mapping[str, Any]],
    *,
    columns: Sequence[str] = UCDP_COLUMNS,
    delimiter: str = ",",
    line: str = "\r\n",
) -> bytes:
    """The rows as CSV."""
    output = io.StringIO(newline="")
    writer = csv.DictWriter(output, columns, extrasaction="ignore", lineterminator=line, delimiter=delimiter)
    writer.writeheader()
    writer.writerows(rows)
    return output.getvalue().encode()


def features(rows: Iterable[Mapping[str, Any]]) -> bytes:
    """The rows as GeoJSON, their points as its geometries."""
    outside = {"latitude", "longitude", "geom_wkt"}
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {name: value for name, value in row.items() if name not in outside},
                    "geometry": {"type": "Point", "coordinates": [row["longitude"], row["latitude"]]},
                }
                for row in rows
            ],
        },
        indent=0,
    ).encode()
