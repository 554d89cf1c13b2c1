"""Two lines that keep a distance, and forces that keep out: worked examples, and how often errors alone are taken for a breach."""

from collections.abc import Iterator
from datetime import date

import numpy as np
import pytest
import shapely
from msgspec import structs

from groundtruce.compare.agreements.compliance import check_agreement
from groundtruce.compare.agreements.holdings import Holdings
from groundtruce.compare.agreements.line_distances import DrawnLine, LineDistance, measure_distance
from groundtruce.model.agreements import Finding, Provision, SeparationTerms
from groundtruce.model.cases import Line
from groundtruce.model.claims import Claim
from tests.compare.claims import claim, document, place
from tests.story import AGREEMENT, CASE, zone_version

NORTH_DEG = 110_574.3  # metres in a degree of latitude, on the equator
EAST_DEG = 111_319.49


def drawn(*positions: tuple[float, float], error_m: float = 50) -> DrawnLine:
    """A line through places so many metres east and north of 10° E on the equator."""
    degrees = [(10 + east / EAST_DEG, north / NORTH_DEG) for east, north in positions]
    return DrawnLine(shapely.to_wkb(shapely.LineString(degrees)), error_m)


STRAIGHT = drawn((0, 0), (20_000, 0))


class TestDistance:
    """The distance between two lines along the first."""

    def test_parallel_lines(self):
        """2 km apart over 20 km: nowhere nearer than 1.5 km, everywhere nearer than 2.5 km by 500 m."""
        other = drawn((0, 2000), (20_000, 2000))
        wide, narrow = measure_distance(STRAIGHT, other, 1500), measure_distance(STRAIGHT, other, 2500)
        assert wide.least_m.measured == pytest.approx(2000, abs=1)
        assert wide.stretches == ()
        (stretch,) = narrow.stretches
        assert stretch.length_km == pytest.approx(20, abs=0.01)
        assert stretch.shortfall_m.measured == pytest.approx(500, abs=1)
        assert stretch.shortfall_m.low < 500 < stretch.shortfall_m.high
        assert stretch.is_sure

    def test_a_dent_is_found_where_it_is(self):
        """A triangle that reaches down to 1 km above the line at 10 km: 1 km short of 2 km there, along about 5 km."""
        other = drawn((0, 3000), (5000, 3000), (10_000, 1000), (15_000, 3000), (20_000, 3000))
        (stretch,) = measure_distance(STRAIGHT, other, 2000).stretches
        assert stretch.narrowest == pytest.approx((10 + 10_000 / EAST_DEG, 0), abs=2e-3)
        # The nearest point of a slanting line is nearer than the one straight above: 1 km at 10 km, 2 km where the slant is 2.154 km above.
        assert stretch.length_km == pytest.approx(5.8, abs=0.1)
        assert stretch.shortfall_m.measured == pytest.approx(1000, abs=10)

    def test_two_dents_are_two_stretches(self):
        """With room between them."""
        other = drawn((0, 3000), (4000, 1000), (8000, 3000), (12_000, 3000), (16_000, 1000), (20_000, 3000))
        assert len(measure_distance(STRAIGHT, other, 1500).stretches) == 2

    def test_lines_that_cross_have_no_distance_there(self):
        """Short by all that is agreed."""
        other = drawn((0, -1000), (20_000, 1000))
        distance = measure_distance(STRAIGHT, other, 400)
        assert distance.least_m.measured == pytest.approx(0, abs=5)
        assert distance.stretches[0].shortfall_m.measured == pytest.approx(400, abs=5)

    def test_shapes_that_overlap_have_a_distance_below_nothing(self):
        """Of two shapes their boundaries are meant; a kilometre inside the other is minus a kilometre."""
        south = shapely.box(10, -0.1, 10.2, 0)
        north = shapely.box(10, -1000 / NORTH_DEG, 10.2, 0.1)
        one, other = (DrawnLine(shapely.to_wkb(shape), 50) for shape in (south, north))
        assert measure_distance(one, other, 1500).least_m.measured == pytest.approx(-1000, abs=5)

    def test_a_shortfall_within_the_errors_is_not_sure(self):
        """100 m short of 1.5 km, drawn within 70 m each."""
        other = drawn((0, 1500), (9000, 1500), (10_000, 1400), (11_000, 1500), (20_000, 1500), error_m=70)
        distance = measure_distance(drawn((0, 0), (20_000, 0), error_m=70), other, 1500)
        (stretch,) = distance.stretches
        assert not stretch.is_sure
        assert (stretch.shortfall_m.low, stretch.shortfall_m.measured) == (0, pytest.approx(100, abs=2))

    def test_errors_alone_are_seldom_taken_for_a_breach(self):
        """Of 100 pairs of lines just as far apart as agreed, drawn with errors, at most one in ten is called nearer."""
        chance = np.random.default_rng(20190620)
        called = sum(any(each.is_sure for each in distance.stretches) for distance in _draw_anew(chance, 100))
        assert called <= 10

    def test_a_true_dent_is_found_through_the_errors(self):
        """400 m too near over 2 km: seen in all of 20 pairs, and the interval holds the truth in 18 or more."""
        found = list(_draw_anew(np.random.default_rng(7), 20, dent_m=400))
        worst = [max(each.stretches, key=lambda stretch: stretch.shortfall_m.measured) for each in found]
        assert all(each.is_sure for each in worst)
        assert sum(each.shortfall_m.low <= 400 <= each.shortfall_m.high for each in worst) >= 18


def _draw_anew(chance: np.random.Generator, times: int, *, dent_m: float = 0) -> Iterator[LineDistance]:
    """Two lines 1.5 km apart over 30 km, each drawn with 50 m, correlated over ten errors; nearer in the middle by a dent."""
    along = np.arange(0, 30_001, 100.0)
    covariance = np.exp(-(((along[:, None] - along) / 500) ** 2) / 2) + 1e-9 * np.eye(len(along))
    factor = 50 * np.linalg.cholesky(covariance)
    upper = 1500 - dent_m * (np.abs(along - 15_000) <= 1000)
    for _ in range(times):
        one, other = (line + factor @ chance.standard_normal(len(along)) for line in (np.zeros(len(along)), upper))
        yield measure_distance(*(drawn(*zip(along, north, strict=True)) for north in (one, other)), 1500)


# The check ---------------------------------------------------------------------------------------------------------

FIRST = Line(id="first", name="the first line", wkb=drawn((0, 0), (11_000, 0)).wkb, drawing_error_m=50)
SECOND = Line(id="second", name="the second line", wkb=drawn((0, 5000), (11_000, 5000)).wkb, drawing_error_m=50)
TERMS = SeparationTerms(between=("first", "second"), width_m=4000, area="agreed-area", due="2031-03-05")
MILL = {"where": place("mill-ford"), "date": "2031-03-12"}


def check(*claims: Claim, terms: SeparationTerms = TERMS, on: str = "2031-03-13", **held: object) -> Finding:
    """The finding on two lines 5 km apart, of which 4 are agreed, and the agreed area between."""
    provision = Provision(id="1", point="1", title="One", summary="", terms=terms)
    agreement = structs.replace(AGREEMENT, provisions=(provision,))
    case = structs.replace(CASE, agreement=agreement, lines=(FIRST, SECOND))
    documents = {"d": document(), "e": document("e", publisher="belm-press")}
    (finding,) = check_agreement(
        Holdings(case=case, claims=claims, documents=documents, **held), on=date.fromisoformat(on)
    )
    return finding


class TestSeparation:
    """4 km between the lines, and forces of neither side in the agreed area."""

    def test_wide_enough_and_nobody_inside_is_met(self):
        """The sentence says what was measured and read; the margin is what is to spare."""
        finding = check()
        assert (finding.status, finding.margin.value) == ("met", pytest.approx(1000, abs=2))
        assert "come within 5,000 m of each other, where 4,000 m are agreed" in finding.statement
        assert (
            "no forces of Arda and Belm in the agreed deployment area are told of in the 2 documents"
            in finding.statement
        )

    def test_too_narrow_is_a_breach(self):
        """6 km are agreed: 1 km too near all along."""
        finding = check(terms=structs.replace(TERMS, width_m=6000))
        assert (finding.status, finding.margin.value) == ("breached", pytest.approx(1000, abs=2))
        assert finding.margin.low < 1000 < finding.margin.high

    def test_its_due_day_is_not_over_before_its_end(self):
        """Not yet due on the day itself."""
        assert [check(on=f"2031-03-0{day}").status for day in (5, 6)] == ["not yet due", "undetermined"]

    @pytest.mark.parametrize(
        ("claims", "status"),
        [
            ([claim("incursion", by="belm", actors=("arda",), **MILL)], "undetermined"),
            ([claim("incursion", by="arda", actors=("arda",), **MILL)], "breached"),
            ([claim("deployment", by="arda", targets=("arda",), **MILL)], "breached"),
            (
                [
                    claim("incursion", by="belm", actors=("arda",), **MILL),
                    claim("incursion", document="e", by="observers", actors=("arda",), **MILL),
                ],
                "breached",
            ),
            (
                [
                    claim("incursion", by="belm", actors=("arda",), **MILL),
                    claim("incursion", at=90, by="arda", actors=("arda",), realis="denied", **MILL),
                ],
                "disputed",
            ),
            # Elsewhere, by a force that may stand there, long before, or of no sure day.
            ([claim("incursion", by="arda", actors=("arda",), where=place("east-well"), date="2031-03-12")], "met"),
            ([claim("deployment", by="observers", actors=("observers",), **MILL)], "met"),
            ([claim("incursion", by="arda", actors=("arda",), where=place("mill-ford"), date="2031-03-02")], "met"),
            (
                [claim("incursion", by="arda", actors=("arda",), where=place("mill-ford"), date="2031-03")],
                "undetermined",
            ),
        ],
    )
    def test_forces_between_the_lines(self, claims, status):
        """One voice, an admission, two voices, a denial; and what does not count."""
        assert check(*claims).status == status

    def test_zones_stand_for_lines_in_their_version_of_the_day(self):
        """The first zone's northern side moves from 5 to 3.5 km below the second's on the 10th."""
        zones = [
            structs.replace(
                zone_version(shapely.box(10, -0.1, 10.1, north / NORTH_DEG), valid_from=day, document=day[-1] * 64),
                zone="low",
            )
            for north, day in ((0, "2031-03-01"), (1500, "2031-03-10"))
        ]
        high = structs.replace(
            zone_version(shapely.box(10, 5000 / NORTH_DEG, 10.1, 0.2), valid_from="2031-03-01"), zone="high"
        )
        terms = structs.replace(TERMS, between=("low", "high"), area=None)
        assert check(terms=terms, zone_versions=(*zones, high), on="2031-03-09").status == "met"
        beyond = check(terms=terms, zone_versions=(*zones, high), on="2031-03-10")
        assert (beyond.status, beyond.margin.value) == ("breached", pytest.approx(500, abs=2))
        assert beyond.evidence[0].claimant == "observers"
        assert check(terms=terms, zone_versions=zones, on="2031-03-10").status == "undetermined"
