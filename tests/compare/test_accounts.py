"""What each voice says of an incident, cell by cell."""

from groundtruce.compare.incidents.accounts import build_accounts
from groundtruce.model.claims import Count
from groundtruce.model.documents import Citation
from groundtruce.model.incidents import CELL_NAMES, Account
from tests.compare.claims import claim, people, place
from tests.story import CASE


def cells(account: Account) -> dict[str, tuple[str, str]]:
    """The state and the value of each cell."""
    return {cell.name: (cell.state, cell.value) for cell in account.cells}


def account_of(name: str, *claims) -> Account:
    return next(account for account in build_accounts(claims, case=CASE) if name in (account.party, account.narrator))


def test_an_account_quotes_what_a_party_says():
    """Each stated cell has its words and the passage they stand in; the cells stand in the order of the format."""
    told = claim(
        by="belm",
        date="2031-03-11",
        where=place("south-ridge"),
        actors=("arda",),
        deaths=people(2, "soldiers"),
        injured=Count(low=1, best=None, high=None),
        quote="Ardan forces attacked",
    )
    account = account_of("belm", told)
    assert tuple(cell.name for cell in account.cells) == CELL_NAMES
    assert cells(account) == {
        "what": ("stated", "attack by Arda's forces"),
        "who began": ("stated", "Arda's forces"),
        "where": ("stated", "South Ridge"),
        "when": ("stated", "11 Mar 2031"),
        "deaths": ("stated", "2 (soldiers)"),
        "injured": ("stated", "at least 1"),
    }
    by_name = {cell.name: cell.citations for cell in account.cells}
    assert by_name["what"] == (Citation(document="d", span=((0, 20),), quote="Ardan forces attacked"),)
    assert by_name["where"] == (Citation(document="d", span=((20, 30),), quote="South Ridge"),)


def test_each_side_has_a_row():
    """Parties and peacekeepers stand in the case's order, silent where nothing of theirs was found; narrators follow."""
    accounts = build_accounts([claim(publisher="river-times"), claim(by="belm", at=90)], case=CASE)
    assert [(account.party, account.narrator) for account in accounts] == [
        ("arda", None),
        ("belm", None),
        ("observers", None),
        (None, "river-times"),
    ]
    assert {cell.state for cell in accounts[0].cells} == {"silent"}
    assert all(cell.citations == () for cell in accounts[0].cells)


def test_a_denial_denies_what_it_names_and_is_silent_on_the_rest():
    """`Arda denied that its forces attacked` says nothing of where or how many."""
    denied = claim(by="arda", stance="denies", realis="denied", actors=("arda",))
    assert cells(account_of("arda", denied)) == {
        "what": ("denies", "attack by Arda's forces"),
        "who began": ("denies", "Arda's forces"),
        "where": ("silent", ""),
        "when": ("silent", ""),
        "deaths": ("silent", ""),
        "injured": ("silent", ""),
    }


def test_a_party_that_tells_one_act_and_denies_another_shows_both():
    """Arda tells of an operation and denies a shelling."""
    told = claim("armed operation", by="arda", actors=("arda",))
    denied = claim("shelling", by="arda", at=90, realis="denied")
    assert cells(account_of("arda", told, denied))["what"] == (
        "stated",
        "armed operation by Arda's forces; denies: shelling",
    )


def test_who_attacked_began_rather_than_who_answered():
    """Of an operation and an attack in one account, the attack names who began; an operation alone does."""
    operation = claim("armed operation", by="arda", actors=("arda",))
    attack = claim(by="arda", at=90, actors=("belm",))
    assert cells(account_of("arda", operation, attack))["who began"] == ("stated", "Belm's forces")
    assert cells(account_of("arda", operation))["who began"] == ("stated", "Arda's forces")


def test_values_that_one_voice_gives_twice_stand_once():
    """A second report of the same words adds its passage, not its words."""
    twice = [claim(by="belm", document=name, date="2031-03-11") for name in "ab"]
    cell = account_of("belm", *twice).cells[CELL_NAMES.index("when")]
    assert cell.value == "11 Mar 2031"
    assert [citation.document for citation in cell.citations] == ["a", "b"]


def test_an_unnamed_publisher_is_named_by_its_document():
    """A report that nobody is known to have published tells as itself."""
    assert account_of("document 0f0f0f0f", claim(publisher=None, document="0f" * 32)).party is None
