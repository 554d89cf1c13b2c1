"""The words by which texts tell events: triggers by lemma, with the objects that they must take.

The types are `groundtruce.model.claims.EventType`; most have a counterpart among the root codes of PLOVER (Halterman et
al. 2023) and ACLED's sub-event types. A word that means an event only beside a force, a state or a zone says so in
`needs`.
"""

from typing import Literal, NamedTuple

from groundtruce.model.claims import EventType

Need = Literal["force", "state", "zone", "blast"]


class Trigger(NamedTuple):
    """What a verb or a noun means as an event.

    `objects` are the lemmas of which one must be what the verb acts on (or what the noun is "of"); empty for any.
    `needs` is what must be among those that take part.
    """

    type: EventType
    objects: frozenset[str] = frozenset()
    needs: Need | None = None
    particle: str | None = None
    """A particle or a preposition that must follow the verb."""


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


FORCES = _words(
    "force troop soldier serviceman servicemen servicewoman military army militant rebel fighter gunman gunmen guerrilla "
    "terrorist insurgent peacekeeper peacekeeping contingent unit subunit subdivision battalion brigade regiment "
    "division detachment artillery tank drone uav aircraft helicopter jet navy militia observer enemy adversary "
    "saboteur paramilitary separatist commando squad personnel patrol guard mission convoy garrison sniper police "
    "policeman combatant service faction corps"
)
TARGETS = _words(
    "position post outpost checkpoint base barracks trench village town settlement city house home school hospital bridge "
    "road vehicle truck ambulance bus car building infrastructure civilian resident inhabitant villager farmer worker "
    "headquarters stronghold camp depot airport station embassy height line border territory defence defense area"
)
STATES = _words(
    "president minister government side party country state leader authority ministry parliament republic kingdom "
    "delegation envoy foreign federation union commander general"
)
ACTORS = (
    FORCES
    | STATES
    | _words(
        "official spokesman spokeswoman spokesperson diplomat ambassador lawmaker politician senator governor mayor king queen "
        "prince premier chancellor secretary court judge prosecutor council committee commission assembly congress senate "
        "cabinet coalition alliance opposition movement organization organisation agency body group bloc protester demonstrator "
        "activist worker employee student teacher resident villager refugee migrant people thousand hundred dozen woman man "
        "driver farmer union envoy mediator negotiator hacker airstrike bomber bomb critic supporter family"
    )
)
ZONES = _words("zone area map sector territory boundary border line perimeter presence responsibility corridor buffer")
MAPS_OF_ZONES = _words("zone map sector boundary perimeter responsibility buffer line")
PEOPLE = _words(
    "soldier serviceman servicemen servicewoman civilian person people man woman child fighter militant officer resident "
    "prisoner captive hostage militiaman villager farmer shepherd journalist peacekeeper guard policeman man pow troop "
    "commander personnel inhabitant peasant priest bishop judge mayor student worker leader member bodyguard passerby "
    "guerrilla rebel terrorist subversive extremist gunman lawyer teacher doctor nurse reporter citizen national other "
    "youth boy girl couple family victim driver passenger employee demonstrator protester official individual driver relative"
)
CAPTIVES = _words("prisoner captive hostage pow body remains detainee corpse internee")
HELD = _words("captured captive detained imprisoned jailed interned abducted")
# What shots are counted by: "two bursts of machine-gun fire".
VOLLEYS = _words("burst round volley salvo sound spray hail")
NOBODY = _words("nobody none no-one noone")
CEASEFIRES = _words("ceasefire cease-fire cease truce armistice fire regime hostility agreement statement accord deal")
AGREEMENTS = _words(
    "agreement accord treaty truce ceasefire cease-fire armistice deal statement declaration protocol memorandum document "
    "pact settlement"
)
ARMS = _words(
    "ceasefire cease-fire cease truce armistice hostility peace war prisoner captive border frontier withdrawal troop "
    "demilitarization disengagement peacekeeper peacekeeping corridor fighting"
)
DENYING = _words("deny refute reject")
STATEMENTS = _words("statement communique communiqué")
GOODS = _words(
    "import export supply trade product good shipment flight tomato apple fruit vegetable gas oil fuel transit delivery "
    "wine meat visa airline"
)
PASSAGES = _words("road corridor highway access movement passage traffic bridge border route convoy aid patrol gate")
GROUND = _words(
    "village town city settlement height hill territory district region area position post checkpoint base land zone "
    "strip mountain stronghold"
)
EXPLOSIVES = _words(
    "bomb mine landmine grenade device charge dynamite explosive munition ied stick car truck vehicle shell ammunition "
    "ordnance"
)
ROUNDS = _words("shell round rocket missile projectile")
BOMBS = _words("bomb grenade dynamite explosive molotov charge device")
SHOTS = _words("fire gunfire shot shelling blow")
BURNT = _words(
    "house home building car vehicle truck bus village farm office facility school church shop store crop field bridge tank"
)
# What a clause names as used, and the kind of fire that it makes.
WEAPONS: dict[EventType, frozenset[str]] = {
    "drone strike": _words("drone uav quadcopter unmanned"),
    "air strike": _words(
        "aircraft airplane plane warplane jet helicopter airstrike aviation bomber gunship air aerial"
    ),
    "shelling": _words(
        "artillery mortar howitzer rocket missile grad tank shell cannon launcher large-caliber large-calibre heavy"
    ),
    "bombing": _words("bomb explosive dynamite mine landmine ied tnt grenade"),
    "small-arms fire": _words(
        "sniper rifle pistol gun machinegun machine-gun submachinegun firearm gunshot shot bullet small-caliber small-calibre "
        "small-arms gunfire revolver"
    ),
}
ALIGHT = _words("fire ablaze alight")
RESTRICTIONS = _words("sanction embargo restriction ban tariff duty")
# Objects that only name the deed, where others are what it is done to: "imposed a ban", not "banned imports".
NAMES_OF_DEEDS = RESTRICTIONS | STATEMENTS | AGREEMENTS

VERBS: dict[str, tuple[Trigger, ...]] = {
    "attack": (Trigger("attack", needs="force"),),
    "assault": (Trigger("attack", needs="force"),),
    "ambush": (Trigger("attack", needs="force"),),
    "raid": (Trigger("attack", needs="force"),),
    "storm": (Trigger("attack", GROUND | TARGETS, needs="force"),),
    "strike": (Trigger("attack", FORCES | TARGETS, needs="force"), Trigger("shelling", ROUNDS, needs="blast")),
    "hit": (Trigger("shelling", ROUNDS, needs="blast"),),
    "fall": (Trigger("shelling", ROUNDS, needs="blast"),),
    "land": (Trigger("shelling", ROUNDS, needs="blast"),),
    "open": (Trigger("attack", _words("fire")),),
    "fire": (Trigger("shelling", ROUNDS), Trigger("attack", needs="force", particle="at"), Trigger("attack", needs="force", particle="on"),
             Trigger("attack", needs="force", particle="toward"), Trigger("attack", needs="force", particle="upon")),
    "shell": (Trigger("shelling"),),
    "bombard": (Trigger("shelling", needs="force"),),
    "bomb": (Trigger("bombing"),),
    "explode": (Trigger("bombing", EXPLOSIVES, needs="blast"),),
    "detonate": (Trigger("bombing", EXPLOSIVES, needs="blast"),),
    "go": (Trigger("bombing", EXPLOSIVES, needs="blast", particle="off"),),
    "blow": (Trigger("bombing", particle="up"),),
    "shoot": (Trigger("attack"),),
    "dynamite": (Trigger("bombing"),),
    "burn": (Trigger("arson", BURNT),),
    "torch": (Trigger("arson"),),
    "set": (Trigger("arson", ALIGHT),),
    "clash": (Trigger("armed operation", needs="force"),),
    "violate": (Trigger("ceasefire violation", CEASEFIRES),),
    "breach": (Trigger("ceasefire violation", CEASEFIRES),),
    "break": (Trigger("ceasefire violation", CEASEFIRES - {"fire"}),),
    "invade": (Trigger("incursion"),),
    "infiltrate": (Trigger("incursion", needs="force"),),
    "penetrate": (Trigger("incursion", needs="force"),),
    "cross": (Trigger("incursion", _words("border line frontier boundary contact"), needs="force"),),
    "advance": (Trigger("incursion", needs="force"),),
    "seize": (Trigger("incursion", GROUND, needs="force"),),
    "occupy": (Trigger("incursion", GROUND, needs="force"),),
    "capture": (Trigger("detention", PEOPLE), Trigger("incursion", GROUND, needs="force")),
    "take": (Trigger("incursion", _words("control"), needs="force"), Trigger("detention", _words("prisoner hostage"))),
    "expand": (Trigger("zone expansion", ZONES, needs="zone"),),
    "extend": (Trigger("zone expansion", ZONES, needs="zone"),),
    "enlarge": (Trigger("zone expansion", ZONES, needs="zone"),),
    "widen": (Trigger("zone expansion", ZONES, needs="zone"),),
    "lengthen": (Trigger("zone expansion", ZONES, needs="zone"),),
    "grow": (Trigger("zone expansion", ZONES, needs="zone"),),
    "stretch": (Trigger("zone expansion", ZONES, needs="zone"),),
    "increase": (Trigger("zone expansion", ZONES, needs="zone"),),
    "shrink": (Trigger("zone withdrawal", ZONES, needs="zone"),),
    "reduce": (Trigger("zone withdrawal", ZONES, needs="zone"),),
    "narrow": (Trigger("zone withdrawal", ZONES, needs="zone"),),
    "contract": (Trigger("zone withdrawal", ZONES, needs="zone"),),
    "deploy": (Trigger("deployment", needs="force"),),
    "redeploy": (Trigger("deployment", needs="force"),),
    "station": (Trigger("deployment", needs="force"),),
    "enter": (Trigger("deployment", needs="force"),),
    "arrive": (Trigger("deployment", needs="force", particle="in"),),
    "establish": (Trigger("deployment", _words("post checkpoint outpost base"), needs="force"),),
    "withdraw": (Trigger("withdrawal", needs="force"),),
    "retreat": (Trigger("withdrawal", needs="force"),),
    "pull": (Trigger("withdrawal", needs="force", particle="out"), Trigger("withdrawal", needs="force", particle="back")),
    "leave": (Trigger("withdrawal", GROUND, needs="force"),),
    "hand": (Trigger("exchange", CAPTIVES, particle="over"), Trigger("hand-over", GROUND, particle="over")),
    "transfer": (Trigger("exchange", CAPTIVES), Trigger("hand-over", GROUND, needs="state")),
    "return": (Trigger("exchange", CAPTIVES), Trigger("hand-over", GROUND, needs="state")),
    "cede": (Trigger("hand-over", GROUND),),
    "surrender": (Trigger("hand-over", GROUND),),
    "exchange": (Trigger("exchange", CAPTIVES), Trigger("armed operation", SHOTS)),
    "trade": (Trigger("armed operation", SHOTS),),
    "throw": (Trigger("bombing", BOMBS),),
    "hurl": (Trigger("bombing", BOMBS),),
    "lob": (Trigger("bombing", BOMBS),),
    "plant": (Trigger("bombing", BOMBS),),
    "place": (Trigger("bombing", BOMBS),),
    "swap": (Trigger("exchange", CAPTIVES),),
    "detain": (Trigger("detention"),),
    "arrest": (Trigger("detention"),),
    "abduct": (Trigger("abduction"),),
    "kidnap": (Trigger("abduction"),),
    "block": (Trigger("obstruction", PASSAGES | FORCES),),
    "blockade": (Trigger("obstruction"),),
    "obstruct": (Trigger("obstruction", PASSAGES | FORCES),),
    "besiege": (Trigger("obstruction"),),
    "encircle": (Trigger("obstruction", needs="force"),),
    "ban": (Trigger("sanction", GOODS, needs="state"),),
    "prohibit": (Trigger("sanction", GOODS, needs="state"),),
    "suspend": (Trigger("sanction", GOODS, needs="state"),),
    "restrict": (Trigger("sanction", GOODS, needs="state"),),
    "sanction": (Trigger("sanction", needs="state"),),
    "impose": (Trigger("sanction", RESTRICTIONS, needs="state"),),
    "issue": (Trigger("statement", STATEMENTS, needs="state"),),
    "release": (Trigger("statement", STATEMENTS, needs="state"),),
    "publish": (Trigger("statement", STATEMENTS, needs="state"),),
    "sign": (Trigger("agreement", AGREEMENTS, needs="state"),),
    "conclude": (Trigger("agreement", AGREEMENTS, needs="state"),),
    "reach": (Trigger("agreement", AGREEMENTS - {"settlement"}, needs="state"),),
}  # fmt: skip

# Nouns that tell an event by themselves, when they say by whom or against whom, or when something comes of them.
HOSTILE_NOUNS: dict[str, Trigger] = {
    "attack": Trigger("attack"),
    "assault": Trigger("attack"),
    "ambush": Trigger("attack"),
    "raid": Trigger("attack"),
    "offensive": Trigger("attack"),
    "strike": Trigger("attack"),
    "airstrike": Trigger("air strike"),
    "gunfire": Trigger("small-arms fire"),
    "explosion": Trigger("bombing"),
    "blast": Trigger("bombing"),
    "detonation": Trigger("bombing"),
    "bombing": Trigger("bombing"),
    "bomb": Trigger("bombing"),
    "shelling": Trigger("shelling"),
    "bombardment": Trigger("shelling"),
    "shooting": Trigger("attack"),
    "assassination": Trigger("attack"),
    "sabotage": Trigger("attack"),
    "kidnapping": Trigger("abduction"),
    "abduction": Trigger("abduction"),
    "clash": Trigger("armed operation"),
    "firefight": Trigger("armed operation"),
    "gunfight": Trigger("armed operation"),
    "gunbattle": Trigger("armed operation"),
    "skirmish": Trigger("armed operation"),
    "crossfire": Trigger("armed operation"),
    "fighting": Trigger("armed operation"),
    "battle": Trigger("armed operation"),
    "incursion": Trigger("incursion"),
    "infiltration": Trigger("incursion"),
    "invasion": Trigger("incursion"),
}
# Nouns that tell an event only where a verb says that it came about.
OTHER_NOUNS: dict[str, tuple[Trigger, ...]] = {
    "operation": (Trigger("armed operation"),),
    "violation": (Trigger("ceasefire violation", CEASEFIRES),),
    "breach": (Trigger("ceasefire violation", CEASEFIRES),),
    "deployment": (Trigger("deployment"),),
    "withdrawal": (Trigger("withdrawal"),),
    "pullout": (Trigger("withdrawal"),),
    "exchange": (Trigger("exchange", CAPTIVES), Trigger("armed operation", SHOTS)),
    "swap": (Trigger("exchange", CAPTIVES),),
    "return": (Trigger("exchange", CAPTIVES),),
    "repatriation": (Trigger("exchange", CAPTIVES),),
    "handover": (Trigger("exchange", CAPTIVES), Trigger("hand-over", GROUND)),
    "shootout": (Trigger("armed operation"),),
    "blockade": (Trigger("obstruction"),),
    "fire": (Trigger("attack"),),
    "expansion": (Trigger("zone expansion", ZONES, needs="zone"),),
    "extension": (Trigger("zone expansion", ZONES, needs="zone"),),
}
# Objects that only carry the verb: whom it concerns stands behind a preposition ("opened fire on", "took control of").
LIGHT_OBJECTS = _words("fire ablaze alight control prisoner hostage")
OPERATION_WORDS = _words(
    "military special terrorist terror terrorism combat security armed offensive search clearing sweep punitive army "
    "sabotage counterterrorist counterterrorism antiterrorist anti-terrorist counter-terrorist counterinsurgency"
)
LIGHT_VERBS = _words(
    "carry launch conduct mount stage undertake perpetrate commit make hold perform start begin repel repulse"
)
OCCURRENCE_VERBS = _words(
    "occur happen begin start continue end erupt resume follow intensify take break complete finish record register "
    "report document observe hear witness monitor supervise oversee facilitate attend note claim leave cause kill wound injure damage destroy hit repel"
)
# An event that is only feared, prevented or spoken of in general did not happen.
UNREAL_GOVERNORS = _words(
    "threat risk fear danger possibility prevent avoid deter avert threaten warn possible potential"
)
# Attacks in words or in the body.
FIGURATIVE = _words(
    "hunger labor labour nationwide wildcat personal verbal political legislative rhetorical heart panic asthma media legal cyber"
)

KILLING = _words("kill murder slay assassinate massacre execute behead gun")
KILLING_NOUNS = _words("assassination murder slaying killing massacre execution")
BODIES = _words("body corpse remains")
FINDING = _words("find discover recover exhume retrieve")
VIOLENCE = _words(
    "attack shoot fire gunfire bomb bombing explosion explode blast shelling shell clash fighting battle ambush wound bullet "
    "mine grenade assassination kill torture strike airstrike raid crossfire terrorist drone artillery"
)
WOUNDING = _words("wound injure hurt maim")
DYING = _words("die perish")
DEATH_NOUNS = _words("death fatality")
INJURY_NOUNS = _words("injury wound")
CASUALTY_NOUNS = _words("casualty loss victim")
# Deaths by these belong to no incident of a ceasefire.
ACCIDENTS = _words(
    "accident crash earthquake flood disease cancer virus covid coronavirus pandemic avalanche storm hurricane heart "
    "collision landslide illness stroke"
)
# What a fire or a strike does to what it hits.
HITTING = _words("hit destroy damage strike target kill wound injure pound rock level")
DIRECTIONS = (
    "north-east", "north-west", "south-east", "south-west", "northeast", "northwest", "southeast", "southwest",
    "north", "east", "south", "west",
)  # fmt: skip
