"""The Georeferenced Event Dataset of the Uppsala Conflict Data Program (UCDP GED): its columns and its codes.

The columns and codes are those of the GED codebook (Högbladh, version 23.1; Sundberg and Melander, Journal of Peace
Research 50(4), 2013).
"""

from datetime import timedelta

from groundtruce.model.times import Interval

UCDP_COLUMNS: tuple[str, ...] = (
    *("id", "relid", "year", "active_year", "code_status", "type_of_violence"),
    *("conflict_dset_id", "conflict_new_id", "conflict_name"),
    *("dyad_dset_id", "dyad_new_id", "dyad_name"),
    *("side_a_dset_id", "side_a_new_id", "side_a", "side_b_dset_id", "side_b_new_id", "side_b"),
    *("number_of_sources", "source_article", "source_office", "source_date", "source_headline", "source_original"),
    *("where_prec", "where_coordinates", "where_description", "adm_1", "adm_2"),
    *("latitude", "longitude", "geom_wkt", "priogrid_gid", "country", "country_id", "region"),
    *("event_clarity", "date_prec", "date_start", "date_end"),
    *("deaths_a", "deaths_b", "deaths_civilians", "deaths_unknown", "best", "high", "low", "gwnoa", "gwnob"),
)
"""The 49 columns, in their order."""

RADIUS_KM: dict[int, float] = {1: 1.0, 2: 25.0, 3: 50.0, 4: 150.0, 5: 100.0, 6: 500.0, 7: 500.0}
"""How far from its point the place of an event may lie, by `where_prec`.

The codebook gives 25 km for 2; the others are this project's: 1 a place of its own, 3 a district, 4 a province,
5 a line or a part of a region, 6 a country, 7 waters or air between countries.
"""


def where_precision(radius_km: float, *, kind: str | None = None) -> int:
    """The `where_prec` of a place known within `radius_km`: by what it is where that is known, else by its radius."""
    by_kind = {"district": 3, "region": 4, "country": 6, "corridor": 5, "area": 5, "feature": 5}
    if kind in by_kind:
        return by_kind[kind]
    bounds = ((5.0, 1), (25.0, 2), (50.0, 3), (150.0, 4))
    return next((precision for bound, precision in bounds if radius_km <= bound), 6)


def date_precision(interval: Interval) -> int:
    """The `date_prec` of a time span: 1 a day, 2 up to six days, 3 a week, 4 up to 30 days or a month, 5 more."""
    if interval.start is None or interval.end is None:
        return 5
    length = interval.end - interval.start
    bounds = ((1, 1), (6, 2), (7, 3), (31, 4))
    return next((precision for days, precision in bounds if length <= timedelta(days=days)), 5)
