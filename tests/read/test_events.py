"""Events in words."""

from importlib.resources import files
from typing import get_args

import pytest
from msgspec import structs
from spacy.language import Language

from groundtruce.model.claims import POLITICAL_EVENT_TYPES, Attribution, Count, EventMention, EventType, Silence
from groundtruce.model.event_codes import EVENT_CODES
from groundtruce.model.numerals import parse_number
from groundtruce.read.dates import find_dates
from groundtruce.read.events import find_events
from groundtruce.read.events.casualties import find_casualties
from groundtruce.read.events.root_model import pack_model, unpack_model
from groundtruce.read.toponyms import find_toponyms
from tests.read.test_toponyms import WORLD
from tests.story import CASE

PUBLISHED = "2031-03-13"


@pytest.fixture
def find(language_model: Language):
    def read(text: str, *attributions: Attribution, case=CASE, roots=None, silences=()) -> tuple[EventMention, ...]:
        doc = language_model(text)
        return find_events(
            doc,
            document="0" * 64,
            case=case,
            attributions=attributions,
            dates=find_dates(doc, published=PUBLISHED),
            toponyms=find_toponyms(doc, case=case, gazetteer=WORLD),
            silences=silences,
            roots=roots,
        )

    return read


def said(text: str, content: str, **fields) -> Attribution:
    """An attribution of `content`, which stands in `text`."""
    start = text.index(content)
    defaults = {"mode": "indirect", "stance": "asserts", "source": None, "cue": None, "speaker": None}
    return Attribution(id="a", content=((start, start + len(content)),), **(defaults | fields))


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Ardan forces attacked Belmish posts.", "attack"),
        ("Ardan forces launched an attack on the village.", "attack"),
        ("Ardan forces opened fire on a bus.", "attack"),
        ("The village came under fire.", "attack"),
        ("Belmish artillery shelled the village.", "shelling"),
        ("The Ardan army carried out a special operation in East Well.", "armed operation"),
        ("The ceasefire was violated by the Belmish side.", "ceasefire violation"),
        ("One violation of the ceasefire was recorded in East Well.", "ceasefire violation"),
        ("Belmish troops captured South Ridge.", "incursion"),
        ("Belmish soldiers entered South Ridge.", "incursion"),
        ("The observers entered South Ridge.", "deployment"),
        ("The observers deployed 40 vehicles along the river.", "deployment"),
        ("Ardan troops withdrew from East Well.", "withdrawal"),
        ("The observers expanded their zone of responsibility.", "zone expansion"),
        ("The observers' map grew to the south.", "zone expansion"),
        ("The observers' zone of responsibility shrank in the north.", "zone withdrawal"),
        ("The mill district was handed over to Belm.", "hand-over"),
        ("Belmish police detained two men.", "detention"),
        ("The sides exchanged prisoners.", "exchange"),
        ("Ardan troops blocked the road to Moln.", "obstruction"),
        ("Arda banned imports of apples from Belm.", "sanction"),
        ("Arda and Belm signed a ceasefire agreement.", "agreement"),
        ("Two soldiers were killed near East Well.", "casualties"),
        ("There was an exchange of fire near Moln.", "armed operation"),
        ("The sides exchanged fire near Moln.", "armed operation"),
        ("Mortar fire hit the village.", "shelling"),
        ("Cross-border fire resumed on Tuesday.", "attack"),
        ("Ardan snipers fired at Belmish positions from rifles.", "small-arms fire"),
        ("Ardan aircraft bombed East Well.", "air strike"),
        ("A drone strike destroyed an Ardan tank.", "drone strike"),
        ("A roadside bomb exploded near Moln.", "bombing"),
        ("Villagers burned their houses before leaving.", "arson"),
        ("Two houses were set on fire in East Well.", "arson"),
        ("Ardan soldiers set fire to two barns.", "arson"),
        ("Two cars were set ablaze in Moln.", "arson"),
        ("The observers heard machine-gun fire near Moln.", "small-arms fire"),
        ("The observers recorded two bursts of machine-gun fire near Moln.", "small-arms fire"),
        ("Residents heard two explosions.", "bombing"),
        ("The observers supervised the exchange of prisoners.", "exchange"),
        ("Arda handed over twelve captured soldiers.", "exchange"),
        ("Gunmen kidnapped two engineers.", "abduction"),
        ("The Ardan ministry issued a statement.", "statement"),
        ("The updated map includes South Ridge.", "zone expansion"),
        ("South Ridge is now inside the zone.", "zone expansion"),
        ("The zone now covers East Well and South Ridge.", "zone expansion"),
        ("East Well was added to the observers' zone of responsibility.", "zone expansion"),
        ("South Ridge is no longer inside the zone of responsibility.", "zone withdrawal"),
        ("South Ridge was removed from the map.", "zone withdrawal"),
    ],
)
def test_each_type_has_its_words(find, sentence: str, kind: str) -> None:
    """One sentence of each type gives one mention of that type, and its span lies in the sentence."""
    (mention,) = find(sentence)
    assert mention.type == kind
    assert mention.realis == "happened"
    assert all(0 <= start < end <= len(sentence) for start, end in mention.span)


@pytest.mark.parametrize(
    "text",
    [
        "The minister attacked the budget on Tuesday. The company expanded its presence in Europe.",
        "She signed a book. He suffered a heart attack. The band released an album. They left to buy bread.",
        "Two people were killed in a car accident. The president died of a long illness.",
        "The maps of the deployment of the observers hang in the office. The operation was described at length.",
        "There is a threat of an attack. They discussed how to prevent attacks on villages.",
        "The committee agreed on the agenda. Prices grew by 5 percent. This strikes a blow at the image of Arda.",
        "Peacekeeping is hard work. The observers are deployed in the mill district. The sides met again.",
        "The map of the zone includes a legend. The trade zone now covers five companies. Workers ended a strike.",
        "South Ridge is inside the zone. The observers' map shows the roads. A fire broke out in a warehouse.",
    ],
)
def test_ordinary_narration_tells_no_events(find, text: str) -> None:
    """Figures of speech, accidents, states, fears and references to what was told before are no events."""
    assert find(text) == ()


def test_who_did_what_to_whom_where_and_when(find) -> None:
    """The parts of a mention are the text's own words with their parties, its place resolves, its date is EDTF."""
    text = "On March 11, Ardan forces attacked Belmish posts near South Ridge."
    (mention,) = find(text)
    (actor,), (target,) = mention.actors, mention.targets
    assert (actor.text, actor.party) == ("Ardan forces", "arda")
    assert (target.text, target.party) == ("Belmish posts", "belm")
    assert text[slice(*actor.span[0])] == "Ardan forces"
    assert mention.place is not None
    assert (mention.place.text, mention.place.gazetteer_id) == ("South Ridge", "case:south-ridge")
    assert mention.date == "2031-03-11"


def test_the_passive_names_its_agent(find) -> None:
    """What "by" introduces acts; the place that stands behind it is no part of its name."""
    (mention,) = find("The ceasefire was violated by the Belmish side near Moln.")
    assert [(one.text, one.party) for one in mention.actors] == [("the Belmish side", "belm")]
    assert mention.place is not None
    assert mention.place.gazetteer_id == "case:mill-ford"


def test_who_is_accused_acts(find) -> None:
    """In "X accuses Y of shelling" Y acts."""
    (mention,) = find("Arda accused Belm of shelling South Ridge.")
    assert [one.party for one in mention.actors] == ["belm"]


def test_casualties_belong_to_the_attack_that_caused_them(find) -> None:
    """One mention for an attack and what came of it, with both numbers and everybody's words."""
    (mention,) = find(
        "As a result of attacks by Belmish forces, a soldier of the Ardan army was killed, and a civilian was wounded."
    )
    assert mention.type == "attack"
    assert [one.party for one in mention.actors] == ["belm"]
    assert mention.deaths == Count(low=1, best=1, high=1, who="a soldier of the Ardan army")
    assert mention.injured == Count(low=1, best=1, high=1, who="a civilian")


@pytest.mark.parametrize(
    "text",
    [
        "Belmish units shelled South Ridge, killing two civilians and injuring three.",
        "Two civilians were killed and three wounded in shelling near South Ridge.",
        "The shelling of South Ridge killed two civilians and wounded three.",
        "Belmish units shelled South Ridge. Two civilians were killed and three were wounded.",
    ],
)
def test_however_it_is_told(find, text: str) -> None:
    """Participles, causes, subjects and the next sentence attach casualties alike."""
    (mention,) = find(text)
    assert mention.type == "shelling"
    assert mention.deaths is not None
    assert mention.injured is not None
    assert (mention.deaths.best, mention.injured.best) == (2, 3)


@pytest.mark.parametrize(
    "sentence",
    [
        "Belmish units entered South Ridge, which is being returned to Belm under the agreement.",
        "Belmish units entered South Ridge in accordance with the trilateral statement.",
        "South Ridge was handed over to Belm. Belmish troops entered South Ridge on March 12.",
    ],
)
def test_who_enters_what_was_handed_over_does_not_invade(find, sentence: str) -> None:
    """What an agreement or a hand-over allows is a deployment; the same words alone tell an incursion."""
    kinds = {one.type for one in find(sentence)}
    assert "deployment" in kinds
    assert "incursion" not in kinds
    assert [one.type for one in find("Belmish units entered South Ridge.")] == ["incursion"]


def test_the_day_of_a_report_is_not_the_day_of_what_it_tells(find) -> None:
    """A report of a violation dates the report; a record of one dates the violation."""
    for text in (
        "On March 11 the observers had reported the first violation of the ceasefire.",
        "On March 11 the ministry reported shelling of East Well.",
    ):
        assert [one.date for one in find(text)] == [None]
    (recorded,) = find("On March 11 the ministry recorded one violation of the ceasefire near Moln.")
    assert recorded.date == "2031-03-11"


@pytest.mark.parametrize(
    ("sentence", "weapon"),
    [
        ("Ardan forces shelled Belmish posts with mortars.", "mortars"),
        ("A drone strike destroyed an Ardan tank.", "drone"),
        ("Ardan drones attacked Belmish posts.", "Ardan drones"),
        ("Ardan forces attacked Belmish posts.", None),
    ],
)
def test_what_was_used(find, sentence: str, weapon: str | None) -> None:
    """A weapon is the text's own words, wherever the clause names it."""
    assert [one.weapon for one in find(sentence)] == [weapon]


def test_a_mention_that_tells_the_same_again_says_so(find) -> None:
    """Nothing differs and the place and those who suffered are the same: one event. Another number, another event."""
    text = (
        "On March 11, Ardan forces attacked Belmish posts near South Ridge, killing two soldiers."
        " The attack near South Ridge killed two soldiers. Shelling near South Ridge killed five soldiers."
    )
    first, again, other = find(text)
    assert (first.repeats, again.repeats, other.repeats) == (None, first.id, None)


@pytest.mark.parametrize(
    ("text", "deaths", "injured"),
    [
        ("The judge was shot dead in Moln.", 1, None),
        ("He was shot in the leg.", None, None),
        ("The murder of two priests shocked the town.", 2, None),
        ("Two bombers killed 23 people as well as themselves.", 23, None),
        ("The clash left one dead soldier and many destroyed homes.", 1, None),
        ("Two policemen died in the blast.", 2, None),
        ("He died of an illness.", None, None),
        ("Police found the body of a farmer.", 1, None),
        ("The bodies were on display.", None, None),
    ],
)
def test_who_suffered(language_model: Language, text: str, deaths: int | None, injured: int | None) -> None:
    """Deaths and injuries are found in verbs, nouns and states, and never in those who did it or in things."""
    found = find_casualties(language_model(text))
    assert [one.deaths.best for one in found if one.deaths] == ([deaths] if deaths else [])
    assert [one.injured.best for one in found if one.injured] == ([injured] if injured else [])


DEEDS = unpack_model((files("groundtruce") / "read" / "weights" / "event-roots.npz").read_bytes())


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Arda condemned the decision of the Council.", "accuse"),
        ("The foreign minister of Arda met his Belmish counterpart on Tuesday.", "consult"),
        ("Arda said it would release twelve Belmish prisoners.", "agree"),
        ("Belm released twelve Ardan prisoners.", "yield"),
        ("Belm refused to meet the envoy of Arda.", "reject"),
        ("Arda demanded an explanation from Belm.", "request"),
        ("Belm threatened to close the border.", "threaten"),
        ("Arda sent food and medicine to the displaced people.", "aid"),
        ("Arda recalled its ambassador from Belm.", "sanction"),
        ("Belm imposed a curfew in three towns.", "coerce"),
        ("Arda and Belm signed a trade agreement.", "support"),
        ("Hundreds of people demonstrated in the capital of Arda.", "protest"),
        ("Arda put its troops on high alert.", "mobilize"),
    ],
)
def test_political_deeds_have_plovers_root_types(find, sentence: str, kind: str) -> None:
    """With the model of root types each deed of a state is told; without it none is."""
    assert [one.type for one in find(sentence, roots=DEEDS)] == [kind]
    assert kind in POLITICAL_EVENT_TYPES | {"sanction"}


def test_an_agreement_on_arms_stays_one(find) -> None:
    """Who signs a ceasefire makes an agreement, whatever the model says; nor does it rename what was fired or moved."""
    for sentence, kind in (
        ("Arda and Belm signed a ceasefire agreement.", "agreement"),
        ("Ardan troops withdrew from East Well.", "withdrawal"),
        ("Belmish artillery shelled the village.", "shelling"),
    ):
        assert [one.type for one in find(sentence, roots=DEEDS)] == [kind]


@pytest.mark.parametrize(
    "text",
    [
        "The river rises in the hills. The team won its match. Prices of bread have doubled.",
        "I hope that the officials spoke about it. Arda is an important partner of Belm.",
        "The observers are deployed in the mill district. All this equipment is produced in Arda.",
    ],
)
def test_what_is_no_deed_stays_none(find, text: str) -> None:
    """States, hopes and everyday matters are no events with the model either."""
    assert find(text, roots=DEEDS) == ()


@pytest.mark.parametrize(
    ("sentence", "kind"),
    [
        ("Last week supplies of apples from Arda were banned.", "sanction"),
        ("Belm suspended flights to Arda.", "sanction"),
        ("Belm blocked the road to East Well.", "obstruction"),
        ("The ceasefire was violated by the Belmish side.", "ceasefire violation"),
        ("Both sides exchanged twelve prisoners.", "exchange"),
        ("An air strike killed twelve villagers in East Well.", "air strike"),
    ],
)
def test_a_frame_that_names_what_is_acted_on_stands(find, sentence: str, kind: str) -> None:
    """With the model, too, such an event keeps its type and is told once."""
    assert [one.type for one in find(sentence, roots=DEEDS)] == [kind]
    assert find(sentence, roots=DEEDS) == find(sentence)


def test_words_alone_may_be_overruled(find) -> None:
    """An attack in words is no attack; the model takes its place on the same verb, and nothing is told twice."""
    (mention,) = find("The Belmish court attacked the decision to release the prisoners.", roots=DEEDS)
    assert mention.type == "accuse"


def test_what_is_denied_or_not_said_is_no_deed(find) -> None:
    """Who denies what was said makes a statement, and who is silent refuses nobody."""
    assert find("The Belmish command denied that its men had crossed the river.", roots=DEEDS) == ()
    text = "Belm refused to meet the envoy of Arda."
    silence = Silence(id="s", span=((0, len(text)),), parties=("belm",), about="")
    assert [one.type for one in find(text, roots=DEEDS)] == ["reject"]
    assert find(text, silences=(silence,), roots=DEEDS) == ()


def test_who_speaks_does_it_to_whom(find) -> None:
    """A pronoun under a verb of reporting is its speaker; the target is a name rather than a thing."""
    (mention,) = find("Arda said it would impose sanctions on Belm.", roots=DEEDS)
    assert [one.party for one in mention.actors] == ["arda"]
    assert [one.party for one in mention.targets] == ["belm"]


def test_the_model_survives_packing() -> None:
    """Weights of eight bits give the same root type as those they were made from."""
    again = unpack_model(pack_model(DEEDS))
    rated = again.rate(["v=condemn", "V=accuse"])
    assert max(rated, key=rated.__getitem__) == "ACCUSE"
    assert sum(rated.values()) == pytest.approx(1)


def test_every_event_type_has_its_codes() -> None:
    """The table of other schemes' codes knows each type once."""
    assert set(EVENT_CODES) == set(get_args(EventType))


def test_casualties_in_another_persons_words_are_another_mention(find) -> None:
    """What the narrator counts is not put into the mouth of who told the attack, but shares its place and day."""
    text = "On March 11, Ardan forces attacked posts near South Ridge, the press office said. Two soldiers were killed."
    attack, casualties = find(text, said(text, "Ardan forces attacked posts near South Ridge"))
    assert (attack.type, attack.attribution, attack.deaths) == ("attack", "a", None)
    assert (casualties.type, casualties.attribution) == ("casualties", None)
    assert casualties.place == attack.place
    assert casualties.date == "2031-03-11"


@pytest.mark.parametrize(
    ("words", "low", "best", "high"),
    [
        ("A soldier was", 1, 1, 1),
        ("Two soldiers were", 2, 2, 2),
        ("Twenty-three soldiers were", 23, 23, 23),
        ("1,200 people were", 1200, 1200, 1200),
        ("At least three soldiers were", 3, 3, None),
        ("More than 10 soldiers were", 11, None, None),
        ("Up to 10 soldiers were", 0, None, 10),
        ("About 20 soldiers were", 18, 20, 22),
        ("Two or three soldiers were", 2, None, 3),
        ("Dozens of people were", 24, None, None),
        ("Several soldiers were", 3, None, None),
        ("Soldiers were", 2, None, None),
        ("No soldiers were", 0, 0, 0),
        ("Nobody was", 0, 0, 0),
        ("Both soldiers were", 2, 2, 2),
        ("Two soldiers and a civilian were", 3, 3, 3),
        ("Ivo Marn and Lea Tosk were", 2, 2, 2),
    ],
)
def test_how_many(language_model: Language, words: str, low: int, best: int | None, high: int | None) -> None:
    """Articles, number words, bounds, ranges, open numbers and lists give their low, best and high."""
    (found,) = find_casualties(language_model(f"{words} killed near the river."))
    assert found.deaths is not None
    assert (found.deaths.low, found.deaths.best, found.deaths.high) == (low, best, high)


@pytest.mark.parametrize(
    ("text", "number"),
    [("two hundred and five", 205), ("a dozen", 12), ("3,000", 3000), ("a thousand", 1000), ("foes", None)],
)
def test_numbers_in_words(text: str, number: int | None) -> None:
    """Whole numbers are read in digits and in words."""
    assert parse_number(text) == number


def test_no_casualties_is_a_number(find) -> None:
    """That there were no casualties says none died and none were hurt; it denies no event."""
    (mention,) = find("There were no casualties.")
    assert (mention.type, mention.realis) == ("casualties", "happened")
    assert mention.deaths == mention.injured == Count(low=0, best=0, high=0)


@pytest.mark.parametrize(
    ("sentence", "realis"),
    [
        ("Ardan forces did not attack the village.", "denied"),
        ("The ministry denied that its forces had attacked the village.", "denied"),
        ("No attacks on villages were recorded.", "denied"),
        ("None of our soldiers attacked the village.", "denied"),
        ("Ardan forces kidnapped nobody.", "denied"),
        ("Ardan forces attacked no village.", "denied"),
        ("The attack on the village killed nobody.", "happened"),
        ("Ardan forces will attack the village.", "planned"),
        ("Ardan forces plan to attack the village.", "planned"),
        ("The accord obliges Ardan forces to withdraw.", "planned"),
        ("Ardan forces might attack the village.", "conditional"),
        ("If Ardan forces attack the village, the talks end.", "conditional"),
        ("Ardan forces have attacked the village.", "happened"),
        ("Gunmen tried to kill the judge.", "planned"),
        ("A court will try the men for the murder of two judges.", "happened"),
    ],
)
def test_whether_it_happened(find, sentence: str, realis: str) -> None:
    """Negation, intention and condition are told apart from what happened."""
    assert [one.realis for one in find(sentence)] == [realis]


def test_a_stance_decides_too(find) -> None:
    """What a speaker denies or demands did not simply happen."""
    text = "Ardan forces attacked the village."
    for stance, realis in (("denies", "denied"), ("demands", "planned"), ("questions", "conditional")):
        (mention,) = find(text, said(text, text, stance=stance))
        assert (mention.attribution, mention.realis) == ("a", realis)


def test_a_moved_boundary_has_direction_and_magnitude(find) -> None:
    """Two verbs of one subject tell one expansion; its direction and how far are the text's own words."""
    (mention,) = find(
        "On March 11, the observers expanded their zone, and further penetrated into the southern area by dozens of kilometers."
    )
    assert (mention.type, mention.date) == ("zone expansion", "2031-03-11")
    assert (mention.direction, mention.magnitude) == ("south", "dozens of kilometers")


def test_an_event_without_a_date_belongs_to_the_narratives_day(find) -> None:
    """Between a dated sentence and "the next day", what is told belongs to the first day."""
    mentions = find(
        "On March 11, Ardan forces attacked the village. Immediately after the operation, the observers entered it."
        " The next day, the observers' map grew to the south."
    )
    assert [one.date for one in mentions] == ["2031-03-11", "2031-03-11", "2031-03-12"]


def test_the_day_on_which_something_was_said_dates_nothing_that_has_a_day_of_its_own(find) -> None:
    """Nor does it move the narrative, and neither does a date that is a line of its own."""
    text = (
        "March 12, 2031\n\nTwo soldiers were wounded when Belmish forces attacked Moln on March 9, the Ardan minister"
        " told reporters on March 11. Ardan forces shelled the village."
    )
    content = "Two soldiers were wounded when Belmish forces attacked Moln on March 9"
    assert {one.date for one in find(text, said(text, content))} == {"2031-03-09"}


def test_what_was_told_before_has_its_place(find) -> None:
    """A definite `the shelling` was where its paragraph said; one in another paragraph may be anywhere."""
    text = "A patrol saw craters in East Well. One man was wounded in the shelling."
    assert [one.place and one.place.text for one in find(text)] == ["East Well"]
    assert [one.place for one in find(text.replace(". ", ".\n\n"))] == [None]


def test_north_of_a_village_is_near_it(find) -> None:
    """The ground that is entered has no point; the village beside it has."""
    (mention,) = find("Belmish soldiers entered the buffer zone north of East Well.")
    assert mention.place is not None
    assert mention.place.gazetteer_id == "case:east-well"


def test_an_utterance_takes_its_dates_from_itself(find) -> None:
    """The narrator's day is not put into somebody's mouth."""
    text = "On March 11, they met. “Ardan forces attacked our village,” said the mayor. “Last week, Arda banned imports from Belm.”"
    quotes = [
        said(text, text[text.index(a) : text.index(b)], mode="direct")
        for a, b in (("Ardan forces", ",” said"), ("Last week", ".”"))
    ]
    assert [one.date for one in find(text, *quotes)] == [None, "2031-03-03/2031-03-09"]


def test_a_participle_takes_the_date_of_its_noun(find) -> None:
    """An agreement of 1 March that was signed by both sides was signed on that day."""
    mention, *_ = find("On March 11 they fought. They recalled the agreement of March 1, signed by Arda and Belm.")[-1:]
    assert (mention.type, mention.date) == ("agreement", "2031-03-01")


def test_the_innermost_attribution_counts(find) -> None:
    """Of nested attributions, the mention belongs to the one whose content is shortest."""
    text = "They say that Ardan forces attacked the village, and we regret it."
    outer = said(text, text)
    inner = said(text, "that Ardan forces attacked the village")
    (mention,) = find(text, outer, structs.replace(inner, id="inner", within="a"))
    assert mention.attribution == "inner"


def test_a_mention_has_the_same_identifier_every_time(find) -> None:
    """Identifiers come from the document, the type and the span."""
    text = "Ardan forces attacked the village. Ardan forces attacked the village."
    first, second = find(text)
    assert first.id.startswith("event-")
    assert first.id != second.id
    assert find(text) == (first, second)


def test_it_works_without_a_case(find) -> None:
    """Without a case nobody has a party, and events are found all the same."""
    (mention,) = find("Rebel forces attacked an army post near Springfield.", case=None)
    assert (mention.type, mention.actors[0].party) == ("attack", None)
