"""The words by which texts say that somebody said nothing, by the part that they play in it."""

from spacy.tokens import Token

from groundtruce.read.cues import is_document_noun
from groundtruce.read.speakers.portraits import is_collective


def can_speak(holder: Token) -> bool:
    """Whether the word names somebody, or a text, that could have spoken: `the mission`, `Baku`, `the report`."""
    if holder.pos_ == "PRON":
        return holder.lower_ not in NOBODY
    if holder.ent_type_ in {"PERSON", "ORG", "NORP", "GPE"} or is_collective(holder) or is_document_noun(holder):
        return True
    return holder.pos_ == "PROPN" or holder.text[0] == "@" or _lemma(holder) in SPEAKERS


def is_thing(holder: Token) -> bool:
    """Whether the word surely names nobody who could have spoken."""
    return holder.lower_ in NOBODY or holder.ent_type_ in {"DATE", "TIME", "CARDINAL", "MONEY", "QUANTITY"}


# ---------------------------------------------------------------------------------------------------------------------


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


def _lemma(token: Token) -> str:
    return token.lemma_.lower()


STATEMENTS = _words(
    """
    statement comment response reaction reply answer announcement explanation confirmation clarification word remark
    acknowledgement acknowledgment denial mention reference rebuttal condemnation
    """
)
DEEDS_OR_WORDS = _words("response reaction reply answer")
"""What deeds give as well as words: `no response from the air defences`."""
OWN_WORDS = _words("comment statement announcement confirmation clarification")
"""What is missed even where the text does not say from whom: `there was no comment`."""
LEFT_OUT = _words("comment statement word explanation remark clarification announcement mention reference")
"""What somebody can leave `without`."""
HELD = _words("comment statement explanation announcement word")
"""What somebody `has`."""
INFORMATION = STATEMENTS | _words(
    "detail information figure reason name identity evidence number toll breakdown report indication hint clue"
)

IDENTITIES = _words("name identity number toll reason figure")
"""Information that is a topic by itself: `gave no names`."""

GIVING = _words("provide give release publish issue make offer share carry contain include post")
"""Verbs that speak only with an object that is speech: `gave no explanation`."""
RECEIVING = _words("receive get draw obtain elicit bring prompt hear")
"""Verbs whose subject waits for what somebody else does not say."""
COMING = _words("come arrive emerge follow appear be")
MANNERS = _words(
    """
    official immediate public formal direct further clear specific detailed independent such single new prompt written
    other additional initial early exact precise joint
    """
)
"""Adjectives that leave a statement that is not there one that is not there; not so `no surprising statement`."""
OFFICIAL = _words("official public formal immediate")
EXISTING = _words("available forthcoming possible immediate")

SPEAKING = _words(
    """
    comment say respond reply answer react elaborate specify identify name disclose reveal confirm mention explain
    clarify acknowledge address announce expand detail refer allude divulge
    """
)
DISCLOSING = _words("disclose reveal divulge specify")
"""Verbs of which the passive, denied, is a silence even where the text does not say whose."""
REFUSED = SPEAKING | _words(
    "speak discuss talk state divulge give provide offer release issue make answer take interview"
)
"""What somebody can decline to do who declines to speak; without the refusal it may be no matter of words."""
DENIED_BY_OBJECT = _words("mention answer address disclose reveal specify explain acknowledge discuss")
"""Verbs that are as good as denied where their object is: `mentions no guarantor`."""
SAYING_THAT = _words("say announce")
"""Verbs whose denial, with a `that` clause, denies the clause rather than tells a silence."""
RESPONDING = _words("react respond reply answer address")
DONE_BY_THINGS = _words("explain reveal confirm identify name address respond react answer")
"""Verbs that things and deeds can do too."""
QUERIES = _words(
    """
    request question query call message email inquiry enquiry letter appeal allegation accusation claim
    remark criticism statement report charge comment complaint offer proposal invitation ultimatum questionnaire
    """
)
"""Words to which only words respond."""
ASKED = _words("request question questionnaire query call message email e-mail mail inquiry enquiry")
NO_TOPICS = _words("record air camera occasion condition background screen behalf")
"""What `on` leads to without naming a topic."""
ASKING = _words("ask question press call contact email message phone approach write")
FINDS = _words("body remains corpse mine need problem cause site location source way device")
"""What is identified by finding out, not by telling."""

REFUSING = _words("decline refuse")
FAILING = _words("fail neglect omit")
AVOIDING = _words("avoid refrain abstain stop")
DODGING = _words("sidestep dodge evade ignore deflect duck avoid decline brush parry wave shrug")
REFUSALS = _words("refusal failure reluctance unwillingness")
WITHHOLDING = REFUSING | FAILING | AVOIDING | DODGING
UNWILLING = _words("reluctant unwilling")
WILLING = _words("willing ready prepared")
CONCEALING = _words("withhold conceal suppress")
LEFT_UNSAID = _words("unmentioned unsaid unexplained unnamed unidentified unspecified unaddressed")
UNAVAILABLE = _words("unavailable unreachable available reachable")

STAYING = _words("remain stay keep be fall go")
QUIET = _words("silent quiet mum tight-lipped tightlipped lipped")
KEEPING = _words("keep maintain preserve hold observe")
BREAKING = _words("break end lift")
MEETING = _words("meet greet respond react answer reply receive")

TOPICS = _words("on about regarding concerning over")
POINTING = _words("refer allude reference allusion")
"""Words whose topic `to` leads to."""
EXPLAINING = _words("reason explanation")
"""Words whose topic `for` leads to."""
LEADING = _words("connection relation regard respect")
"""`in connection with the incident`: nouns that only lead to the topic."""
WHOSE = _words("from by")
NOBODY = _words("i we you this that there what nothing")
NO_ONE = _words("nobody none no-one noone neither")

DENYING = _words("deny reject refute dispute")
CARRIED_OUT = _words("choose opt prefer continue appear seem decide have tend begin manage")
"""Verbs whose infinitive is a thing done; that of any other is a wish, a rule, a plan."""

SPEAKERS = _words(
    """
    medium campaign source leadership leader member guerrilla rebel militant insurgent guarantor mediator junta
    coalition faction government ally politician negotiator fighter villager resident relative broadcaster newspaper agency station
    monitor observer inspector investigator aide captor commander lieutenant sergeant officer clergy bishop imam
    elder tribe clan community company operator airline owner regime kingdom republic capital power country state
    nation neighbour neighbor cabinet senate congress bench panel tribunal secretariat presidency chancellery bureau
    directorate brigade battalion regiment division contingent unit corps garrison squad patrol guard crew
    institution guerilla separatist loyalist briefing bulletin communique communiqué broadcast account brief
    summary version text note law constitution minute list
    """
)
