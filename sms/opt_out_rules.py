"""The rules by which opt_outs.py reads: English, French, German and Spanish, over text without case, accents and signs
("don't" is "don t"). A wish is what somebody says who wants no more texts; what it is about has to stand in it."""

import re
from collections.abc import Iterable


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Besides the compliance words, which open words.py: a whole text of these is a wish.
STOPS = _words(
    "stop stopall unsubscribe optout arret arreter stopp alto parar"
    " st0p stpo sotp stoop stopppp stopping unsub unsuscribe unsubcribe unsubscibe unsubscribed unsuscribed"
    " arretez arrete stoppez desabonner desabonnement desabonne desinscription desinscrire"
    " aufhoren aufhoeren abmelden abmeldung austragen abbestellen stoppt"
    " paren pare baja desuscribir desuscribirme"
)
# By law an opt-out when they are the whole text; among courtesies a shopper may mean the order.
SOFT = _words("cancel end quit exit remove revoke td annuler kundigen cancelar")

COURTESIES = _words(
    # English
    "please pls plz now immediately thanks thank thx ty you u ya your ur yall guys ok okay hi hello"
    " hey i im m me my we us"
    " our this that these those it its to from the a an all any anymore more again at once asap right"
    " away today forever"
    " ever just so really already enough yes no nope and or but then can could would will want wish"
    " like d ll need kindly"
    " said asked told saying ask asking telling last time love of god for hell sake damn dammit"
    " fucking fuck freaking f ing"
    " bloody shit crap stupid annoying wtf omg number phone cell list lists mailing company service"
    " message messages text"
    " texts txt txts msg msgs sms stuff be with in on off via make must immediate am ve"
    " ffs third second hundredth th times promotional marketing promo alerts mind bro dude lol"
    " sorry never signed up how many times do have say rather longer further"
    # French
    " svp stp s il vous te plait merci de bonjour bonsoir salut je j moi mon ma mes vos votre tu ton"
    " ta ce ces cette le la"
    " les des du un une aux au et oui non maintenant immediatement tout suite toute toutes tous jamais"
    " encore deja desormais"
    " veux voudrais souhaite demande liste numero texto textos c est en ne plus veuillez cordialement envois sur avec"
    " publicitaires putain merde bordel calisse tabarnak pourriez vous par promotions promos diffusion"
    # German
    " bitte danke hallo guten tag ich mochte moechte will wurde wunsche mich mir mein meine sie ihr"
    " euch eure ihre die der"
    " das dem den diese dieser dieses und jetzt sofort endlich ab nun hiermit mehr von aus zu gern"
    " gerne doch mal nummer"
    " nachricht nachrichten ja nein es ist vielen dank mit lg gruss grusse mfg"
    " freundliche scheiss scheisse verdammt konnten konnte ihnen vom newsletter handy mein auf senden"
    # Spanish
    " por favor porfa gracias hola buenos dias yo mi mis quiero quisiera deseo ahora mismo"
    " inmediatamente mas nunca del el"
    " los las su sus este esta estos que y si lista mensaje mensajes un una xfa pf joder"
    " saludo saludos buenas tardes noches suyos vuestros ya les agradeceria podrian numero"
)

THEM = r"(?:te?xts?|txts?|msgs?|messages?|messaging|sms|spam|ads?|promos?|promotions?|marketing|notifications?|alerts?)"
REACH = r"(?:text|txt|message|msg|contact|spam|bother|harass|bug|pester|sms|write)"
REACHING = (
    r"(?:text?ing?|txti?ng?|messagi?ng?|ms?ging|contacting|spamming|bothering|harassing|bugging|pestering|sending"
    r"|writing|receiving|getting)"
)
ENGLISH = [
    rf"(?:stop|quit|cease|st0p|stpo)(?: (?:with|all|the|these|those|this|your|any|of|f|ing|fucking"
    rf"|freaking|damn|please))*"
    rf"(?: (?:{REACHING}|{THEM}))+",
    rf"(?:do not|don t|dont|never|not to|no longer)(?: (?:ever|please|you|again))* {REACH}(?: to)? (?:me"
    rf"|us|this number|my)",
    rf"(?:do not|don t|dont|never)(?: ever)? send (?:me |us |to me |this number )?"
    rf"(?:any|anymore|anything|more|these|those|this|{THEM})",
    rf"(?:don t|dont|do not|no longer|never|not)(?: (?:want|wish|wanna|care|like|need|interested))+"
    rf"(?: (?:to|in|get|getting|receive|receiving|have|hear|hearing|be|any|more|your|these|those|this"
    rf"|the|of|further"
    rf"|anymore|such|promotional|you))*? (?:{THEM}|from you|contacted|texted|messaged)",
    rf"(?:end|cancel)(?: (?:all|these|those|my|the|this|your|text|sms|promo|marketing|promotional))+ "
    rf"{THEM}",
    r"(?:end|cancel)(?: (?:my|the|this|these))? (?:text|sms) (?:subscription|alerts?)",
    rf"enough(?: already)?(?: (?:with|of|all|the|these|your))* {THEM}",
    rf"(?:refrain from|discontinue)(?: (?:all|these|the|your|any|further|me|sending))*"
    rf" (?:{REACHING}|{THEM})(?: (?:me|any|further|{THEM}))*",
    rf"not texting (?:me|us)|rather not(?: (?:receiv\w+|get|to))+ (?:these|those|any|your)(?: {THEM})?",
    r"want (?:out of|off)(?: (?:of|this|your|the))* list",
    rf"{THEM}(?: (?:to|must|should|has to|have to|need to))+ (?:stop|end|cease)",
    r"unsub\w*|unsuscribe\w*|opt(?:ing|ed)?(?: me| us)? out|optout",
    r"(?:remov(?:e|ing)|delet(?:e|ing)|erase|drop|unlist) (?:me|us|my (?:number|phone|name|cell)|this number)"
    r"(?: (?:off|out|from|of|your|this|the|that|mailing|texting|text|sms|lists?|database|system|contacts?))*",
    r"(?:take|taking|get) (?:me|us|my (?:number|phone|name|cell)|this number) (?:off|out|from)"
    r"(?: (?:from|of|your|this|the|that|mailing|texting|text|sms|lists?|database|system|contacts?))*",
    r"(?:lose|forget) (?:my|this) number|leave (?:me|us) (?:alone|be|in peace)",
    rf"no more (?:of )?(?:(?:these|your|this|those|stupid) )?{THEM}",
    rf"(?:revoke|withdraw|rescind)(?: (?:my|any|all))* (?:consent|permission"
    rf"|authori[sz]ation)(?: to {REACH}(?: me)?)?",
]

ARRET = r"(?:arretez?|arreter|cessez?|cesser|stoppez?|stopper|stop)"
LES = r"(?:sms|messages?|textos?|pubs?|publicites?|spams?|mails?)"
FRENCH = [
    rf"{ARRET}(?: (?:de|d|avec|a|aux|au|tous|toutes|vos|ces|les|des|la|le|m|me|nous|moi))*"
    rf"(?: (?:envoyer|ecrire|contacter|harceler|embeter|spammer|texter|deranger|{LES})(?: (?:des|de|les"
    rf"|vos|ces))*)+",
    r"ne (?:me |m |nous )?(?:envoyez|envoie|ecrivez|ecris|contactez|contacte|derangez"
    r"|harcelez)(?: moi)? (?:plus|jamais)",
    r"ne plus (?:me |m |nous )?(?:envoyer|ecrire|contacter|deranger|recevoir)",
    rf"(?:j?veux|veut|souhaite|voudrais|desire|voulons) plus (?:(?:recevoir|avoir|de|d|vos|ces|aucune?|des"
    rf"|etre|les) )*"
    rf"(?:{LES}|contactee?)",
    rf"plus (?:de |d |aucun |jamais de ){LES}",
    r"(?:desabonn|desinscri)\w*(?: moi)?",
    r"(?:retire[rz]?|supprime[rz]?|enleve[rz]?|raye[rz]?|efface[rz]?|ote[rz]?) (?:moi|nous"
    r"|mon (?:numero|nom|contact))"
    r"(?: (?:de|du|la|votre|vos|cette|listes?|fichiers?|base|donnees|des))*",
    r"(?:me|nous) (?:retirer|supprimer|enlever|rayer|desinscrire|desabonner)"
    r"(?: (?:de|du|la|votre|vos|cette|listes?|fichiers?|base|donnees|des))*",
    r"lache[rz]? (?:moi|nous)|marre de (?:vos|ces) (?:sms|messages?|textos?|pubs?)",
    rf"plus etre contactee?s?(?: par {LES})?",
    r"laisse[rz]? (?:moi|nous) tranquilles?|(?:foutez|fichez|fous) (?:moi|nous) la paix",
    r"(?:retire|revoque) mon (?:consentement|accord|autorisation)",
]

DIE = r"(?:sms|nachrichten?|werbung|mitteilungen|textnachrichten|werbe\w+|newsletter)"
GERMAN = [
    rf"kein(?:e|en|erlei)? (?:weiteren? |solchen? |eurer |ihrer )?{DIE}(?: mehr)?(?: (?:senden|schicken|erhalten"
    rf"|bekommen|empfangen))?",
    r"(?:hor|hort|hore|horen sie|hoer|hoert|hoeren sie)(?: (?:bitte|doch|endlich|jetzt|damit))* auf"
    r"(?: (?:mir|mich|uns|damit|sms|nachrichten))*(?: zu (?:schreiben|texten|nerven|senden|schicken"
    r"|kontaktieren))?",
    r"abmelden|abzumelden|austragen|abbestellen|abmeldung|abbestellung|aufhoren|aufhoeren",
    r"(?:losch|loesch|streich|entfern|nehm|nimm|trag)\w*(?: (?:sie|bitte|ihr|mal|doch))*"
    r" (?:mich|meine? (?:nummer|handynummer|telefonnummer|daten))"
    r"(?: (?:bitte|aus|von|der|dem|eurer|eurem|ihrer|ihrem|diesem|dieser|liste|verteiler|raus))*",
    r"(?:lass|lasst|lassen)(?: (?:sie|bitte))* (?:mich|uns)(?: (?:bitte|endlich))* in (?:ruhe|frieden)",
    r"(?:schreib|schick|send|kontaktier|text)\w*(?: (?:sie|ihr|bitte|mir|mich|uns))*"
    rf" (?:nicht|nichts|nie|keine?)(?: (?:weiteren|{DIE}))*(?: (?:mehr|wieder))+",
    r"(?:nicht|nichts|nie) mehr (?:an)?(?:schreiben|kontaktieren|senden|schicken|texten|belastigen|nerven)",
    r"nichts mehr von (?:euch|ihnen) (?:horen|lesen)",
    r"(?:meld\w* (?:ich )?mich|meld\w* (?:sie )?mich)(?: (?:bitte|hiermit|vom|von|newsletter|sms|service|dem))* ab",
    rf"(?:reicht|schluss)(?: (?:es|jetzt|endlich|mal))* mit(?: (?:den|der|euren|ihren|diesen))? {DIE}",
    rf"(?:eure|ihre|diese|die) {DIE} nicht mehr",
    r"(?:nix|nut|nuet|nichts|nuut) me+h?r?",
    r"widerruf\w*(?: (?:ich|hiermit|meine|die))* (?:einwilligung|zustimmung|einverstandnis)"
    rf"(?: (?:in den|zum|zur) (?:erhalt|empfang|zusendung) (?:von|der) {DIE}(?: sms)?)?",
    rf"stopp?t?(?: (?:bitte|die|diese|eure|ihre|mit|den|der))* {DIE}",
]

LOS = r"(?:mensaj(?:es?|itos?)|sms|textos?|publicidad|spam|notificaciones)"
SPANISH = [
    r"(?:dejen?|dejes|deja|dejad|paren?|pare|para|parad|cesen?)(?: ya)? (?:de|con)"
    rf" (?:enviar|mandar|escribir|molestar|contactar|textear)\w*(?: {LOS})*",
    rf"basta(?: ya)? (?:de|con)(?: (?:los|las|sus|tantos))? {LOS}",
    r"no (?:(?:me|nos) (?:vuelvan a )?(?:envien?|envies|manden?|mandes|escriban?|escribas|contacten?"
    r"|contactes|envieis|mandeis|escribais|contacteis|molesteis|molesten?"
    rf"|molestes))(?: (?:mas|nunca|ningun|nada|{LOS}))*",
    rf"no (?:quiero|deseo|queremos|quisiera)(?: (?:recibir|mas|que|me|tener|sus|estos|los|seguir|recibiendo))*"
    rf" (?:{LOS}|envien|escriban|contacten|manden)(?: mas)?",
    rf"(?:ya )?(?:parenle|parale|bajenle)(?: (?:ya|con|a|los|las|sus|tantos))*(?: {LOS})?",
    r"no (?:me|nos) (?:vuelvan?|vuelvas) a (?:escribir|enviar|mandar|contactar|molestar)\w*",
    rf"ni un {LOS} mas|(?:no (?:deseo|quiero)|no) recibir (?:sus|mas|sus promociones por) (?:promociones por )?{LOS}",
    r"(?:sacar|quitar|borrar|eliminar|borrad|sacad)(?:me|nos)(?: (?:de|del|la|su|esta|lista|ya))*",
    rf"(?:que )?dejaran? de (?:enviar|mandar|escribir)\w*(?: {LOS})*",
    rf"cancelar?(?: (?:la|mi))? suscripcion a (?:estos|los|sus) {LOS}",
    r"no me esten? (?:chingando|molestando|jodiendo|fregando|escribiendo)",
    r"(?:solicito|quiero|pido|deseo)(?: dar\w*)?(?: (?:mi|la|de))+ baja(?: (?:de|del|este|servicio|lista|los))*",
    r"(?:dar|den|dad|dadme|dame|deme|darme|denme|darnos|dar me|den me) de baja|quiero la baja",
    rf"no mas {LOS}",
    r"(?:borr|elimin|quit|saqu|remuev)\w*(?:me|nos)\b(?: (?:de|del|la|su|esta|lista))*",
    r"(?:borr|elimin|quit|saqu)\w* mi (?:numero|telefono|celular|contacto)(?: (?:de|del|la|su|esta|lista))*",
    r"dej\w*(?:me|nos) en paz",
    r"desuscrib\w*|cancelar?(?: mi)? suscripcion",
    r"(?:revoco|retiro) mi (?:consentimiento|autorizacion|permiso)",
]

MAYBE = [
    # English
    r"not interested|wrong (?:number|person)|go away|get lost|(?:fuck|piss|bugger|sod) off|done with you",
    r"(?:this|it|that) (?:is|s) spam|(?:reported|report|marked) (?:\w+ )?as spam|report (?:you|this)|spammers?",
    rf"too many {THEM}|{REACH} (?:me )?(?:too much|too often|so much|so often)|stop calling",
    r"(?:cancel|end) (?:my |the )?(?:text )?subscription|^block(?:ed|ing you)?$",
    rf"(?:don t|dont|do not) want (?:these|this|it|them|those|any of (?:this|these))(?: any ?more)?$|instead of {THEM}",
    rf"(?:said|told you to|asked you to) stop|how did (?:you|u) get (?:my|this) number|too much {THEM}",
    r"(?:delete|remove|close|erase) my (?:account|data|profile)",
    rf"{REACH} (?:\w+ ){{0,2}}too (?:much|many|often)",
    # French
    r"plus recevoir|trop souvent|supprime[rz]? mon compte|eu mon numero",
    r"pas interessee?s?|m interesse pas|ca suffit|mauvais numero|trompe[rz]? de numero|est du spam|resilier",
    rf"annul\w+ mon abonnement|trop de {LES}",
    # German
    r"kein interesse|falsche nummer|das ist spam|nervt|zu viele? (?:sms|nachrichten|werbung)|kundigen"
    r"|kuendigen",
    r"bestell\w* ich \w* ?ab|meine nummer her|haben sie meine nummer|(?:kunden)?konto loschen",
    # Spanish
    r"no me lleguen|(?:elimin|borr)\w* mi cuenta|tienen mi numero",
    r"no me interesa|no estoy interesad[oa]|numero equivocado|equivoco de numero|es spam|basta ya",
    rf"demasiad[oa]s {LOS}|cancelo (?:los|estos) {LOS}|doy de baja",
]

# The same words turned round, and what only sounds like them: no wish at all.
TURNED = [
    r"(?:don t|dont|do not|never|not|can t|cant|cannot|won t|wont|didn t|doesn t)"
    r"(?: (?:want|wanna|to|ever|you|please|need|dare|u))* (?:stop|quit|unsubscribe|opt out|remove me)",
    r"(?:accidentally|by accident|by mistake)(?: \w+){0,3} (?:unsub\w*|opt\w* out)|(?:add|put|sign) me back",
    r"(?:unsub\w*|opt\w* out)(?: \w+){0,2} (?:by accident|by mistake|accidentally)|par erreur|aus versehen|por error",
    r"n arrete[rz]? pas|ne (?:veux|souhaite) pas (?:me )?(?:desabonn|desinscri)\w*",
    r"hor(?:t|en sie)? nicht auf|nicht (?:abmelden|aufhoren|abbestellen)",
    r"hab\w* (?:noch |leider |gar )*kein\w* (?:sms|nachricht\w*)",
    r"no (?:dejen?|dejes|paren?|pares) de|no quiero (?:darme de |la )?baja",
]

ASKED = [
    r"how|who|why|when|where|can i|could i|may i|do i|comment|qui|pourquoi|puis je|wie|wer|warum"
    r"|kann ich|como|quien|puedo",
    r"^(?:is|will|does|did|are) (?:it|this|that|they|the)",
]


def _any(patterns: Iterable[str]) -> re.Pattern[str]:
    return re.compile("|".join(rf"(?:\b(?:{pattern})\b)" for pattern in patterns))


WISHES = _any([*ENGLISH, *FRENCH, *GERMAN, *SPANISH])
DOUBTS = _any(MAYBE)
KEPT = _any(TURNED)
QUESTIONS = _any(ASKED)
