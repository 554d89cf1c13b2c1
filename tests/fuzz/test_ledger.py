"""How long each parser was fuzzed is kept over runs, and the one with the least is next."""

from pathlib import Path

from tests.fuzz.ledger import LEDGER, Ledger, write_results
from tests.fuzz.slices import CORPORA, Slice
from tests.fuzz.targets import TARGETS

NAMES = ["a", "b"]


def test_the_least_fuzzed_is_next_until_each_has_its_time(tmp_path: Path) -> None:
    """Two at a time never take the same; a later run goes on where this one stopped; what fell over waits for its mender."""
    path = tmp_path / "fuzzing.json"
    ledger = Ledger.read(path)
    assert ledger.take(NAMES, seconds=100, but=set()) == ("a", 100)
    assert ledger.take(NAMES, seconds=100, but=set()) == ("b", 100)
    assert ledger.take(NAMES, seconds=100, but=set()) is None
    ledger.put("a", Slice(seconds=60, runs=5, held=True))
    ledger.put("b", Slice(seconds=30, runs=7, held=False))
    later = Ledger.read(path)
    assert later.take(NAMES, seconds=100, but={"b"}) == ("a", 40)
    assert later.take(NAMES, seconds=100, but=set()) == ("b", 70)
    later.put("b", Slice(seconds=70, runs=1, held=True))
    assert later.take(NAMES, seconds=100, but=set()) is None
    assert later.rows["b"] == {"seconds": 100, "runs": 8, "ended": 1}
    later.forget(["b"])
    assert Ledger.read(path).rows["b"] == {"seconds": 0, "runs": 0, "ended": 1}
    later.put("a", Slice(seconds=0, runs=0, held=True))
    later.close()
    assert later.take(NAMES, seconds=100, but=set()) is None


def test_the_results_name_every_parser() -> None:
    """And the ledger none that there is no more."""
    ledger = Ledger.read()
    assert ledger.rows.keys() <= TARGETS.keys(), LEDGER
    table = write_results(ledger, names=list(TARGETS), corpora=CORPORA)
    assert [line.split(" | ")[0].removeprefix("| ") for line in table.splitlines() if line.startswith("| ")][
        1:
    ] == list(TARGETS)
