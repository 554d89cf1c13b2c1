"""Words that do the same in political news, by class: what a few training sentences teach of one word holds for all.

The classes follow the distinctions of CAMEO (Schrodt 2012) and PLOVER (Open Event Data Alliance 2021): to offer is not
to give, to ease is not to impose, to demand is not to threaten.
"""


def classes_of(lemma: str) -> tuple[str, ...]:
    """The classes of a lemma in lower case; none for most words."""
    return _CLASSES.get(lemma, ())


# ---------------------------------------------------------------------------------------------------------------

_MEMBERS = {
    # Saying, agreeing, refusing
    "agree": "agree consent accept approve endorse ratify concur",
    "promise": "promise pledge vow commit undertake offer propose volunteer",
    "willing": "willing ready prepared intend plan intention readiness willingness aim hope seek set consider open",
    "refuse": "refuse reject decline deny rebuff veto oppose dismiss rule spurn snub disallow overturn block defy cancel "
    "rejection refusal objection opposition unwilling resist ignore disobey flout turn",
    "ask": "ask request appeal call urge seek plead beg invite petition lobby encourage ask exhort apply want",
    "demand": "demand order insist require instruct direct summon press pressure compel",
    "threaten": "threaten warn threat ultimatum warning deadline vow",
    "accuse": "accuse blame condemn criticize criticise denounce slam decry deplore lambast blast charge fault complain "
    "allege rebuke chide protest attack assail lash condemnation criticism accusation complaint hit sue indict convict "
    "lawsuit suit disapprove scold castigate deride mock regret concern dispute suspect finger implicate guilty responsible challenge deride",
    "praise": "praise welcome hail laud applaud commend congratulate thank appreciate back support defend endorse "
    "express recognize recognise honor honour salute admire apologize apologise forgive support solidarity sympathy "
    "condolence gratitude appreciation praise thanks apology sorry award medal reiterate respect",
    "consult": "meet discuss talk negotiate consult visit host confer mediate call phone telephone speak converse "
    "brief arrive travel receive tour hold meeting talk negotiation discussion consultation dialogue conversation summit "
    "visit conference mediation call trip session",
    "investigate": "investigate probe inspect examine inquire interrogate question investigation inquiry enquiry probe "
    "inspection review scrutinize search look audit inspector",
    "court": "court judge jury tribunal magistrate prosecutor lawsuit suit charge indictment complaint trial case "
    "verdict conviction sentence attorney justice prosecution",
    # Giving and taking away
    "give": "give provide donate grant deliver supply send contribute extend allocate airlift offer ship distribute fund "
    "finance lend hand dispatch deploy funnel bring help assist aid shelter treat raise",
    "aid": "aid assistance relief donation help grant loan fund funding food medicine medical humanitarian shelter "
    "supplies supply vaccine dollar money equipment loan package asylum refuge tent blanket dose weapon rice wheat "
    "financing credit debt",
    "refugee": "refugee asylum migrant evacuee displaced refuge immigrant",
    "cooperate": "cooperate collaborate share exchange partner train coordinate jointly joint cooperation collaboration "
    "exercise drill maneuver manoeuvre training exchange trade intelligence evidence information",
    "stop": "stop halt suspend cut end freeze terminate discontinue reduce withhold sever break cease curtail slash "
    "interrupt pause suspension withdraw pull recall expel close quit leave scale drop abandon",
    "relation": "relation relations relationship tie cooperation embassy consulate diplomat ambassador envoy "
    "negotiation mediation talk mission inspector observer adviser attache consul diplomatic",
    "ease": "ease lift release free allow permit let relax remove return restore pardon reopen liberate grant acquit "
    "surrender relinquish yield concede bow withdraw retreat pullout release amnesty lifting easing permission unblock "
    "resign step repeal reinstate unfreeze waive dissolve drop back lower parole bail repatriate admit disarm demobilize",
    "truce": "ceasefire truce cease armistice peace lull fire hostility",
    "release": "prisoner hostage captive detainee prison jail custody bail detention inmate journalist activist",
    # Force and coercion
    "impose": "impose restrict ban bar prohibit declare censor curb limit outlaw extend enforce block tighten forbid "
    "slap shut suspend jam",
    "restriction": "restriction sanction curfew ban embargo emergency law martial blockade boycott tariff siege "
    "lockdown censorship limit measure moratorium control penalty fine prohibition",
    "arrest": "arrest detain jail imprison capture charge apprehend seize raid confiscate deport extradite expel sentence "
    "evict repatriate hold nab round intern kidnap abduct hostage warrant arrest detention deportation impound fine "
    "seizure confiscation custody raid",
    "attack": "attack kill bomb shell strike assault raid ambush shoot fire wound injure assassinate torture beat murder "
    "hit storm invade occupy bombard launch clash fight destroy massacre execute behead stab detonate explode rape "
    "violate capture seize overrun blow torch burn gun airstrike explosion bombing blast shelling killing offensive "
    "invasion rocket missile mortar grenade violence violation battle fighting strike incursion advance besiege "
    "blockade hijack hack suicide massacre gunfire",
    "armed": "army military troop soldier force militant rebel fighter gunman guerrilla insurgent militia warplane jet "
    "aircraft navy police commando terrorist bomber tank airstrike artillery drone air regime security",
    "protest": "protest demonstrate rally march strike riot boycott picket walk chant burn hunger sit block stage "
    "protester demonstrator demonstration rioter striker marcher picket sit-in walkout mob crowd unrest",
    "people": "people thousand hundred student worker employee teacher farmer resident supporter activist villager "
    "refugee crowd group union inmate truck driver nurse doctor miner",
    "mobilize": "mobilize mobilise alert deploy reinforce mass amass station beef muster redeploy readiness build "
    "reinforcement buildup build-up heighten intensify strengthen position place put patrol increase step",
    "peacekeeping": "peacekeeper peacekeeping observer contingent monitor",
    "exercise": "exercise drill maneuver manoeuvre wargame game training train trainer course joint",
    "strike": "hunger strike flag effigy sit-in boycott walkout poll election road highway street",
    "border": "border gate airspace crossing door port",
    "must": "must should need necessary duty responsible",
    "agreement": "agreement deal pact treaty accord memorandum contract protocol convention mou understanding "
    "declaration communique",
    "sign": "sign conclude ink seal reach strike ratify finalize initial",
    "reform": "reform change election constitution policy rights resign resignation democracy",
}
_CLASSES: dict[str, tuple[str, ...]] = {}
for _name, _words in _MEMBERS.items():
    for _word in dict.fromkeys(_words.split()):
        _CLASSES[_word] = (*_CLASSES.get(_word, ()), _name)
