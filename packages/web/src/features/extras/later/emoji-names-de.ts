// biome-ignore-all lint/style/noExcessiveLinesPerFile: one name a line
/** German names and words for the emoji of emoji-list.ts, in its order. Made from emojibase-data. */
export const names = `
grinsendes gesicht|froh|fröhlich|gesicht
grinsendes gesicht mit großen augen|augen|fröhlich|gesicht
grinsendes gesicht mit lachenden augen|augen|fröhlich|geschlossen
strahlendes gesicht mit lachenden augen|augen|fröhlich|gesicht
grinsegesicht mit zugekniffenen augen|augen|geschlossen|grinsegesicht
grinsendes gesicht mit schweißtropfen|gesicht|lachen|lustig
sich vor lachen auf dem boden wälzen|boden|gesicht|haha
gesicht mit freudentränen|freude|freudentränen|fröhlich
leicht lächelndes gesicht|gesicht|smiley
umgekehrtes gesicht|auf dem kopf|gesicht|lächeln
schmelzendes gesicht|auflösen|beschämt|flüssig
zwinkerndes gesicht|auge|flirten|gesicht
lächelndes gesicht mit lachenden augen|augen|erröten|freude
lächelndes gesicht mit heiligenschein|brav|engel|gesicht
lächelndes gesicht mit herzen|3|anhimmeln|bewundern
lächelndes gesicht mit herzförmigen augen|augen|gesicht|glücklich
überwältigt|aufgeregt|augen|gesicht
kuss zuwerfendes gesicht|flirten|gesicht|kuss
küssendes gesicht|flirten|gesicht|hdl
lächelndes gesicht|fröhlich|gesicht|rot
küssendes gesicht mit geschlossenen augen|gesicht|knutsch|kuss
küssendes gesicht mit lächelnden augen|augen|flirten|gesicht
lachendes gesicht mit träne|berührt|dankbar|erleichtert
sich die lippen leckendes gesicht|gesicht|lecker|leckeres essen
gesicht mit herausgestreckter zunge|bäh|gesicht|lachen
zwinkerndes gesicht mit herausgestreckter zunge|auge|gesicht|herausstrecken
irres gesicht|auge|augen|gesicht
gesicht mit herausgestreckter zunge und zusammengekniffenen augen|auge|augen|bäh
gesicht mit dollarzeichen|dollar|dollarzeichen|geld
gesicht mit umarmenden händen|drücken|gesicht|hände
verlegen kicherndes gesicht|gesicht|haha|hand
gesicht mit offenen augen und hand über dem mund|augen|erschrecken|erstaunen
gesicht mit durch die finger linsendem auge|auge|finger|gebannt
ermahnendes gesicht|finger|gesicht|leise
nachdenkendes gesicht|fragen|gesicht|grübeln
salutierendes gesicht|aye|gesicht|jawohl
gesicht mit reißverschlussmund|geheimnis|gesicht|halten
gesicht mit hochgezogenen augenbrauen|argwöhnisch|augenbrauen|gesicht
neutrales gesicht|ausdruckslos|gesicht|kommentarlos
ausdrucksloses gesicht|gesicht|kommentarlos|selbstgefällig
gesicht ohne mund|gesicht|kein|mund
gestricheltes gesicht|depressiv|deprimiert|egal
gesicht in wolken|geistesabwesend|gesicht im nebel|gesicht in wolken
süffisant lächelndes gesicht|feixen|flirten|gesicht
verstimmtes gesicht|gesicht|langweilig|smiley
augen verdrehendes gesicht|augen|genervt|gesicht
grimassen schneidendes gesicht|gesicht|grimasse|peinlich
gesicht, das ausatmet|ausatmen|erleichtert|erschöpft
lügendes gesicht|gesicht|nase|pinocchio
zitterndes doppelgesicht|doppelgesicht|erdbeben|omg
erleichtertes gesicht|augen|entspannt|geschlossen
nachdenkliches gesicht|enttäuscht|gesicht|schrecklich
schläfriges gesicht|gesicht|gute|müde
sabberndes gesicht|gesicht|smiley
schlafendes gesicht|dösen|einschlafen|gesicht
gesicht mit atemschutzmaske|arzt|atemschutzmaske|bazillen
gesicht mit fieberthermometer|fieber|gesicht|krank
gesicht mit kopfverband|aua|autsch|gesicht
würgendes gesicht|ekel|eklig|erbrechen
kotzendes gesicht|brechen|erbrechen|gesicht
niesendes gesicht|erkältet|erkältung|gesicht
schwitzendes gesicht|erhitzt|fieber|fiebrig
frierendes gesicht|bibbern|blau|eisig
schwindeliges gesicht|angeheitert|angeschwipst|angetrunken
benommenes gesicht|augen|gesicht|ko
gesicht mit spiralen als augen|augen|gesicht|hypnose
explodierender kopf|entsetzt|geschockt|gesicht
gesicht mit cowboyhut|cowboy|cowboyhut|cowgirl
partygesicht|aufgeregt|feier|fest
verkleidet|brille|gesicht|incognito
lächelndes gesicht mit sonnenbrille|cool|gesicht|smiley
strebergesicht|brille|intelligent|klug
gesicht mit monokel|elegant|gesicht|monokel
verwundertes gesicht|gesicht|keine ahnung|smiley
gesicht mit schrägem mund|enttäuscht|genervt|gesicht
besorgtes gesicht|gesicht|smiley|sorgen
betrübtes gesicht|gesicht|schade|smiley
düsteres gesicht|deprimiert|gesicht|smiley
gesicht mit offenem mund|erstaunt|gesicht|mund
verdutztes gesicht|erstaunt|gesicht|omg
erstauntes gesicht|gesicht|nee|omg
errötetes gesicht mit großen augen|augen|erröten|gesicht
bettelndes gesicht|anflehen|augen|bitte
gesicht, das tränen zurückhält|aufgebracht|dankbar|freude
entsetztes gesicht|gesicht|mund|offen
qualvolles gesicht|arm|gesicht|leidend
ängstliches gesicht|angst|besorgt|gesicht
besorgtes gesicht mit schweißtropfen|angst|angstschweiß|gesicht
trauriges aber erleichtertes gesicht|enttäuscht|gesicht|knapp
weinendes gesicht|gesicht|smiley|traurig
heulendes gesicht|flennen|gesicht|schluchzen
vor angst schreiendes gesicht|angst|gesicht|munch
verwirrtes gesicht|bestürzt|frustriert|gesicht
entschlossenes gesicht|ausdauernd|durchhalten|fokus
enttäuschtes gesicht|gesicht|leider|schade
bedrücktes gesicht mit schweiß|angstschweiß|augen|geschlossen
erschöpftes gesicht|fehlschlag|gesicht|hungrig
müdes gesicht|gesicht|niesen|smiley
gähnendes gesicht|gelangweilt|gesicht|langweilig
schnaubendes gesicht|erleichtert|gesicht|gewonnen
schmollendes gesicht|gesicht|rot|rot angelaufener smiley
verärgertes gesicht|böse|gesicht|smiley
gesicht mit symbolen über dem mund|fluchen|gesicht|mund
grinsendes gesicht mit hörnern|böse|dämon|dämonin
wütendes gesicht mit hörnern|böse|dämon|dämonin
totenkopf|gesicht|knochen|märchen
totenkopf mit gekreuzten knochen|gesicht|knochen|piratenflagge
kothaufen|kot|kothaufen|mist
clown-gesicht|clown|clown-gesicht|gesicht
ungeheuer|gesicht|gruselig|japan
kobold|gemein|gesicht|japan
gespenst|buh|fantasy|geist
außerirdischer|alien|all|außerirdisch
computerspiel-monster|computerspiel-monster|gesicht|monster
roboter|gesicht|monster|roboter
grinsende katze|gesicht|katze|katzengesicht
grinsende katze mit lachenden augen|augen|gesicht|katze
katze mit freudentränen|freude|freudentränen|gesicht
lachende katze mit herzen als augen|augen|gesicht|herzaugen
verwegen lächelnde katze|gesicht|grinsen|ironisch
küssende katze|augen|geschlossen|gesicht
erschöpfte katze|angst|gesicht|katze
weinende katze|gesicht|katze|katzengesicht
schmollende katze|gesicht|katze|katzengesicht
sich die augen zuhaltendes affengesicht|affe|affengesicht|augen
sich die ohren zuhaltendes affengesicht|affe|affengesicht|böse
sich den mund zuhaltendes affengesicht|affe|affengesicht|böse
liebesbrief|herz|liebe|liebesbrief
herz mit pfeil|herz|herz mit pfeil|liebe
herz mit schleife|herz|hochzeitstag|jahrestag
funkelndes herz|aufregung|gefühl|glitzern
wachsendes herz|aufregung|gefühl|herz
schlagendes herz|gefühl|herz|herzschlag
kreisende herzen|emotion|gefühl|herz
zwei herzen|date|gefühl|herz
herzdekoration|emotion|gefühl|herz
herz als ausrufezeichen|ausrufezeichen|herz|herz als ausrufezeichen
gebrochenes herz|allein|gefühl|herz
herz in flammen|brennendes herz|herz in flammen|leidenschaft
herz mit verband|besserung|genesen|herz mit verband
rotes herz|herz|rotes herz
pinkes herz|gefallen|gefällt|gefühl
oranges herz|herz|liebe
gelbes herz|gefühl|herz|herzlich
grünes herz|gefühl|herz|liebe
blaues herz|gefühl|herz|liebe
hellblaues herz|aquamarin|emotion|gefallen
lila herz|beste|gefühl|hdl
braunes herz|braunes herz|herz
schwarzes herz|böse|herz|schwarzes herz
graues herz|emotion|graues herz|hdl
weißes herz|herz|weißes herz
kussabdruck|gefühl|knutsch|kuss
100 punkte|100 punkte|punktestand|volle punktzahl
ärger|comic|wut|ärger
zusammenstoß|bombe|boom|comic
schwindlig|benommen|benommenheit|comic
schweißtropfen|comic|feucht|nass
staubwolke|comic|rennen|staubwolke
loch|loch|schwarz
sprechblase mit drei punkten|comic|dialog|gespräch
auge in sprechblase|auge|dialog|reden
sprechblase links|dialog|reden|sprechblase links
sprechblase für wütende aussage rechts|sprechblase|sprechblase für wütende aussage rechts
gedankenblase|comic|gedankenblase|nachdenken
schlafen|buchstaben|comic|gähn
winkende hand|auf wiedersehen|bis später|ciao
erhobene hand von hinten|erhobene hand von hinten|erhobener handrücken|hand
hand mit gespreizten fingern|5|finger|fünf
erhobene hand|5|halt|hand
vulkanischer gruß|finger|gruß|grüßen
nach rechts weisende hand|ausgestreckt|ausstrecken|hand
nach links weisende hand|ausgestreckt|ausstrecken|hand
hand mit handfläche nach unten|abweisen|fallen lassen|fallenlassen
hand mit handfläche nach oben|anbieten|angebot|darbieten
nach links schiebende hand|drücken|halt|hand
nach rechts schiebende hand|drücken|halt|hand
ok-zeichen|exzellent|finger|genial
zusammengedrückte finger|bündelhand|finger|fingerspitzen
wenig-geste|betrag|finger|gering
victory-geste|sieg|v|victory
hand mit gekreuzten fingern|finger|hand|hand mit gekreuzten fingern
hand mit gekreuztem zeigefinger und daumen|daumen|fingerherz|geld
ich-liebe-dich-geste|drei|finger|geste
teufelsgruß|corna|finger|hand
ruf-mich-an-handzeichen|anruf|anrufen|hand
nach links weisender zeigefinger|handrückseite|zeigefinger|zeigen
nach rechts weisender zeigefinger|handrückseite|zeigefinger|zeigen
nach oben weisender zeigefinger von hinten|aufwärts|handrücken|handrückseite
mittelfinger|hand|mittelfinger
nach unten weisender zeigefinger|abwärts|handrücken|handrückseite
nach oben weisender zeigefinger von vorne|hand|handvorderseite|hier
auf betrachter zeigender zeigefinger|deuten|du|fingerzeig
daumen hoch|daumen|daumen hoch|einverstanden
daumen runter|daumen|daumen runter|hand
erhobene faust|faust|hand|kampf
geballte faust|absolut|bro|faust
faust nach links|faust|hand
faust nach rechts|faust|hand
klatschende hände|applaudieren|applaus|beifall
zwei erhobene handflächen|feiern|geste|handflächen
hände, die herz bilden|<3|finger|geste
offene hände|hände|jazz|umarmen
handflächen nach oben|beten|gebet|hand
handschlag|handschlag|hände|händeschütteln
zusammengelegte handflächen|beten|betend|bitten
schreibende hand|hand|stift
nagellack|kosmetik|maniküre|nagel
selfie|selfie|smartphone
angespannter bizeps|arm|bizeps|bodybuilder
armprothese|arm|armprothese|barrierefreiheit
beinprothese|barrierefreiheit|bein|beinprothese
bein|bein|extremität|fuß
fuß|fuß|füße|kick
ohr|hören|körperteil|ohr
ohr mit hörgerät|barrierefreiheit|gehörlos|hilfsgerät
nase|körperteil|nase|riechen
gehirn|gehirn|intelligent|intelligenz
herz (organ)|anatomie|herz|herzschlag
lunge|atem|atmen|ausatmen
zahn|perlweiß|weiß|zahn
knochen|hund|hundeknochen|kauknochen
augen|auge|augen|gesicht
auge|auge|blick|körper
zunge|hmm|körperteil|lecken
mund|kuss|körperteil|lippen
auf lippe beißen|angst|besorgt|flirten
baby|baby|gesicht|jung
kind|enkelkind|jung|jünger
junge|enkelsohn|gesicht|jung
mädchen|enkeltochter|gesicht|jung
person|erwachsen|erwachsene person|mensch
person: blondes haar|blondhaarig|gesicht|mensch
mann|erwachsen|gesicht|mann
person: bart|bart|bärtig|person
mann: bart|bart|mann|mann mit bart
frau: bart|bart|frau|frau mit bart
mann: rotes haar|erwachsen|gesicht|mann
mann: lockiges haar|erwachsen|gesicht|lockiges haar
mann: weißes haar|erwachsen|gesicht|mann
mann: glatze|erwachsen|gesicht|glatze
frau|erwachsen|frau|gesicht
frau: rotes haar|erwachsen|frau|gesicht
person: rotes haar|erwachsen|erwachsene person|mensch
frau: lockiges haar|erwachsen|frau|gesicht
person: lockiges haar|erwachsen|erwachsene person|lockiges haar
frau: weißes haar|erwachsen|frau|gesicht
person: weißes haar|erwachsen|erwachsene person|mensch
frau: glatze|erwachsen|frau|gesicht
person: glatze|erwachsen|erwachsene person|glatze
frau: blond|blonde frau|frau|frau: blond
mann: blond|blonder mann|gesicht|haar
ältere person|alt|erwachsen|großeltern
älterer mann|alt|erwachsen|großeltern
ältere frau|alt|erwachsen|frau
missmutige person|frustriert|gesicht|person
missmutiger mann|frustriert|gesicht|mann
missmutige frau|frau|frustriert|gesicht
schmollende person|eingeschnappt|enttäuscht|jammerd
schmollender mann|eingeschnappt|enttäuscht|jammerd
schmollende frau|eingeschnappt|enttäuscht|frau
person mit überkreuzten armen|arme|gesicht|nein
mann mit überkreuzten armen|arme|gesicht|mann
frau mit überkreuzten armen|arme|frau|frau mit überkreuzten armen
person mit händen auf dem kopf|geste|hände|oje
mann mit händen auf dem kopf|geste|hände|mann
frau mit händen auf dem kopf|frau|geste|hände
infoschalter-mitarbeiter(in)|abgekippt|beleidigen|gerüchte
infoschalter-mitarbeiter|abgekippt|beleidigen|gerüchte
infoschalter-mitarbeiterin|auskunft|frau|informationen
person mit erhobenem arm|aufzeigen|drankommen|drannehmen
mann mit erhobenem arm|aufzeigen|drankommen|drannehmen
frau mit erhobenem arm|aufzeigen|drankommen|drannehmen
gehörlose person|barrierefreiheit|hören|ohr
gehörloser mann|gehörloser mann|mann|taub
gehörlose frau|frau|gehörlose frau|taub
sich verbeugende person|bedauern|bitten|demut
sich verbeugender mann|demut|mann|sich verbeugender mann
sich verbeugende frau|bedauern|bitten|demut
sich an den kopf fassende person|frustriert|genervt|gesicht
sich an den kopf fassender mann|frustriert|genervt|gesicht
sich an den kopf fassende frau|frau|frustriert|genervt
schulterzuckende person|egal|gleichgültig|keine ahnung
schulterzuckender mann|egal|gleichgültig|keine ahnung
schulterzuckende frau|egal|frau|gleichgültig
arzt/ärztin|arzt/ärztin|arztkittel|doktor(in)
arzt|arzt|arztkittel|doktor
ärztin|arztkittel|doktor|krankenschwester
student(in)|absolvent(in)|doktorhut|student(in)
student|absolvent|diplom|doktorhut
studentin|abschluss|absolventin|diplom
lehrer(in)|dozent(in)|lehrer(in)|professor(in)
lehrer|dozent|lehrer|mann
lehrerin|dozentin|frau|lehrerin
richter(in)|richter(in)|waage
richter|gerechtigkeit|mann|recht
richterin|frau|gerechtigkeit|recht
bauer/bäuerin|bauer/bäuerin|farmer(in)|gärtner(in)
bauer|bauer|farmer|gärtner
bäuerin|bäuerin|farmerin|gärtnerin
koch/köchin|koch/köchin|kochen
koch|koch|kochen|restaurant
köchin|kochen|köchin
mechaniker(in)|elektriker(in)|klempner(in)|mechaniker(in)
mechaniker|elektriker|handwerker|klempner
mechanikerin|elektrikerin|frau|handwerkerin
fabrikarbeiter(in)|fabrik|fabrikarbeiter(in)|industriell
fabrikarbeiter|fabrik|fabrikarbeiter|helm
fabrikarbeiterin|fabrik|fabrikarbeiterin|frau
büroangestellte(r)|architekt(in)|business|büroangestellte(r)
büroangestellter|büro|büroangestellter|manager
büroangestellte|büro|büroangestellte|frau
wissenschaftler(in)|forscher(in)|labor|wissenschaftler(in)
wissenschaftler|chemie|forscher|labor
wissenschaftlerin|forscherin|frau|labor
it-experte/it-expertin|bildschirm|computer|entwickler(in)
it-experte|arbeit|bildschirm|büro
it-expertin|arbeit|bildschirm|büro
sänger(in)|entertainer(in)|rock|star
sänger|mann|mikrofon|popstar
sängerin|frau|mikrofon|popstar
künstler(in)|farbpalette|künstler(in)|maler(in)
künstler|farbpalette|künstler|maler
künstlerin|farbpalette|frau|künstlerin
pilot(in)|flugzeug|pilot(in)
pilot|flugzeug|mann|pilot
pilotin|flieger|flugzeug|frau
astronaut(in)|astronaut(in)|raumfahrt|weltraum
astronaut|astronaut|mann|raumfahrt
astronautin|astronautin|frau|raumfahrt
feuerwehrmann/-frau|feuerwehrhelm|feuerwehrmann/-frau
feuerwehrmann|feuerwehr|feuerwehrhelm|feuerwehrmann
feuerwehrfrau|feuerwehrfrau|feuerwehrhelm
polizist(in)|beruf|festnehmen|gesetzeshüter
polizist|mann|polizei|polizist
polizistin|beruf|festnehmen|frau
detektiv(in)|detektiv|detektiv(in)|lupe
detektiv|detektiv|mann|spion
detektivin|detektivin|frau|spionage
wache|buckingham palace|bärenfellmütze|gesicht
wachsoldat|buckingham palace|wache|wachsoldat
wachsoldatin|buckingham|buckingham palace|guard
ninja|ausdauer|geheimmission|killer
bauarbeiter(in)|bau|bauarbeiter|bauarbeiter(in)
bauarbeiter|bauarbeiter|baustelle|helm
bauarbeiterin|bauarbeiter|bauarbeiterin|baustelle
person mit krone|adelig|krönung|könig
prinz|krone|prinz
prinzessin|gesicht|krone|märchen
person mit turban|bart|dreitagebart|person
mann mit turban|gesicht|mann|mann mit turban
frau mit turban|frau|frau mit turban|gesicht
mann mit chinesischem hut|china|gesicht|hut
frau mit kopftuch|frau|frau mit kopftuch|hidschab
person im smoking|anzug|bräutigam|formell
mann im smoking|mann|mann im smoking|smoking
frau im smoking|frau|frau im smoking|smoking
person mit schleier|braut|braut mit schleier|gesicht
mann mit schleier|mann|mann mit schleier|schleier
frau mit schleier|frau|frau mit schleier|schleier
schwangere frau|frau|schwangere frau
schwangerer mann|aufgebläht|bauch|dick
schwangere person|aufgebläht|bauch|dick
stillen|baby|brust|frau
frau, die baby die flasche gibt|baby|eltern|flasche geben
mann, der baby die flasche gibt|baby|flasche geben|flasche gebender mann
person, die baby die flasche gibt|baby|flasche geben|flasche gebende person
putte|engel|gesicht|kind
weihnachtsmann|weihnachten|weihnachtsmann
weihnachtsfrau|weihnachten|weihnachtsfrau
weihnachtsperson|gesicht|gesicht mit hut|santa claus
superheld(in)|person|superheld|superheld(in)
superheld|superheld
heldin|heldin|superheldin
bösewicht|böse|bösewicht|bösewichtin
männlicher bösewicht|böse|bösewicht|männlicher bösewicht
weiblicher bösewicht|böse|bösewicht|weiblicher bösewicht
magier(in)|hexe|hexenmeister|magier
magier|hexenmeister|magier|zauberer
magierin|hexe|magierin|zauberin
märchenfee|elf|elfe|fantasy
männliche fee|männliche fee|oberon|puck
fee|fee|titania
vampir|blutsauger|dracula|halloween
männlicher vampir|dracula|männlicher vampir|untoter
weiblicher vampir|untoter|weiblicher vampir
wassermensch|meerjungfrau|meermann|märchen
wassermann|triton|wassermann
meerjungfrau|meerjungfrau|nixe|wasserfrau
elf(e)|elbe|elben|elbin
elf|alb|elbe|elf
elfe|elbin|elfe|magisch
flaschengeist|aladdin|aladin|dschinn
männlicher flaschengeist|dschinn|männlicher flaschengeist
weiblicher flaschengeist|dschinn|weiblicher flaschengeist
zombie|apokalypse|halloween|horror
männlicher zombie|männlicher zombie|untoter|wandelnder toter
weiblicher zombie|untote|wandelnde tote|weiblicher zombie
troll|fantasy|gruslig|kobold
person, die eine kopfmassage bekommt|behandlung|die eine kopfmassage bekommt|entspannen
mann, der eine kopfmassage bekommt|der eine kopfmassage bekommt|entspannen|kopfmassage
frau, die eine kopfmassage bekommt|behandlung|entspannen|entspannend
person beim haareschneiden|friseur|friseurin|friseuse
mann beim haareschneiden|friseur|frisur|haarschnitt
frau beim haareschneiden|frau|frau beim haareschneiden|friseur
fußgänger(in)|fußgänger|fußgänger(in)|fußgängerin
fußgänger|fußgänger|gehen|mann
fußgängerin|frau|fußgängerin|gehen
stehende person|mensch|person|stand
stehender mann|mann|stehender mann
stehende frau|frau|stehende frau
kniende person|fersensitz|kniende person|meditation
kniender mann|kniender mann|mann
kniende frau|frau|kniende frau
person mit langstock|barrierefreiheit|blind|person mit blindenstock
mann mit langstock|barrierefreiheit|behinderung|blind
frau mit langstock|barrierefreiheit|behinderung|blind
person in elektrischem rollstuhl|barrierefreiheit|person in elektrischem rollstuhl|rollstuhl
mann in elektrischem rollstuhl|barrierefreiheit|behinderung|mann
frau in elektrischem rollstuhl|barrierefreiheit|behinderung|frau
person in manuellem rollstuhl|barrierefreiheit|person in manuellem rollstuhl|rollstuhl
mann in manuellem rollstuhl|barrierefreiheit|behinderung|mann
frau in manuellem rollstuhl|barrierefreiheit|behinderung|frau
laufende person|eilig|joggen|laufende person
laufender mann|joggen|jogger|laufender mann
laufende frau|athlet|athletin|frau
tanzende frau|elegant|festlich|flair
tanzender mann|elegant|festlich|flair
schwebender mann im anzug|anzug|geschäftlich|mann
personen mit hasenohren|bunny|bunnys|doppelt
männer mit hasenohren|bunnys|hasenohren|männer
frauen mit hasenohren|bunnys|frauen|frauen mit hasenohren
person in dampfsauna|abschalten|dampfbad|dampfsauna
mann in dampfsauna|dampfsauna|mann in dampfsauna
frau in dampfsauna|dampfsauna|frau in dampfsauna
bergsteiger(in)|bergsteiger|bergsteiger(in)|fels
bergsteiger|bergsteiger
bergsteigerin|bergsteiger|bergsteigerin
fechter(in)|fechten|fechter|fechter(in)
pferderennen|jockey auf pferd|pferderennen|schnell
skifahrer(in)|schnee|ski|skifahrer
snowboarder(in)|snowboard|snowboarden|snowboarder
golfer(in)|abschlagplatz|golf|golfer
golfer|golf|golfen|golfer
golferin|frau|golf|golfen
surfer(in)|person|sport|surfboard
surfer|mann|surfer|wellenreiten
surferin|frau|sport|strand
person im ruderboot|angeln|kanu|paddel
mann im ruderboot|mann|mann im ruderboot|rudern
frau im ruderboot|bootfahrerin|frau|frau im ruderboot
schwimmer(in)|kraulen|person|pool
schwimmer|kraulen|pool|schwimmbad
schwimmerin|frau|kraulen|pool
person mit ball|ball|basketball|basketballer
mann mit ball|ballsport|handball|mann
frau mit ball|ball|ballsport|basketball
gewichtheber(in)|gewicht|gewichtheber|gewichtheber(in)
gewichtheber|gewicht heben|gewichtheber|mann
gewichtheberin|frau|gewicht heben|gewichte heben
radfahrer(in)|fahrrad|person|rad
radfahrer|fahrrad|mann|rad
radfahrerin|fahrrad|fahrradfahrerin|frau
mountainbiker(in)|fahrrad|mountainbiker|mountainbiker(in)
mountainbiker|fahrrad|mann|mountainbike
mountainbikerin|fahrrad|fahrradfahrerin|frau
rad schlagende person|akrobatik|bodenturnen|gymnastik
rad schlagender mann|akrobatik|bodenturnen|gymnastik
rad schlagende frau|akrobatik|bodenturnen|frau
ringer(in)|catchen|catcher|person
ringende männer|catchen|catcher|männer
ringende frauen|catchen|catcherin|person
wasserballspieler(in)|person|schwimmsport|sport
wasserballspieler|mann|person|schwimmsport
wasserballspielerin|frau|person|schwimmsport
handballspieler(in)|handball|handballer|handballerin
handballspieler|handball|handballspieler|mann
handballspielerin|frau|handball|handballerin
jongleur(in)|artist|artistin|geschickt
jongleur|artist|entertainer|geschickt
jongleurin|frau|geschickt|jongleurin
person im lotossitz|burmesischer sitz|frau|lotussitz
mann im lotossitz|mann im lotossitz|meditation|yoga
frau im lotossitz|frau im lotossitz|meditation|yoga
badende person|badende person|badewanne|badezimmer
im bett liegende person|bett|gute nacht|heia
sich an den händen haltende personen|händchen halten|hände|hände halten
händchen haltende frauen|frauen|händchen halten|händchen haltende frauen
mann und frau halten hände|frau|händchen halten|mann
händchen haltende männer|händchen halten|händchen haltende männer|männer
sich küssendes paar|frau|herz|kuss
sich küssendes paar: frau, mann|frau|herz|kuss
sich küssendes paar: mann, mann|frau|herz|kuss
sich küssendes paar: frau, frau|frau|herz|kuss
liebespaar|frau|herz|liebe
liebespaar: frau, mann|frau|herz|liebe
liebespaar: mann, mann|frau|herz|liebe
liebespaar: frau, frau|frau|herz|liebe
familie: mann, frau und junge|familie|frau|junge
familie: mann, frau und mädchen|familie|frau|junge
familie: mann, frau, mädchen und junge|familie|frau|junge
familie: mann, frau, junge und junge|familie|frau|junge
familie: mann, frau, mädchen und mädchen|familie|frau|junge
familie: mann, mann und junge|familie|junge|kind
familie: mann, mann und mädchen|familie|junge|kind
familie: mann, mann, mädchen und junge|familie|junge|kind
familie: mann, mann, junge und junge|familie|junge|kind
familie: mann, mann, mädchen und mädchen|familie|junge|kind
familie: frau, frau und junge|familie|frau|junge
familie: frau, frau und mädchen|familie|frau|junge
familie: frau, frau, mädchen und junge|familie|frau|junge
familie: frau, frau, junge und junge|familie|frau|junge
familie: frau, frau, mädchen und mädchen|familie|frau|junge
familie: mann, junge|familie|junge|kind
familie: mann, junge und junge|familie|junge|kind
familie: mann, mädchen|familie|junge|kind
familie: mann, mädchen und junge|familie|junge|kind
familie: mann, mädchen und mädchen|familie|junge|kind
familie: frau, junge|familie|frau|junge
familie: frau, junge und junge|familie|frau|junge
familie: frau, mädchen|familie|frau|junge
familie: frau, mädchen und junge|familie|frau|junge
familie: frau, mädchen und mädchen|familie|frau|junge
sprechender kopf|gesicht|kopf|silhouette
silhouette einer büste|büste|person|silhouette einer büste
silhouette mehrerer büsten|büsten|personen|silhouette mehrerer büsten
sich umarmende personen|abschied|danke|drücken
familie|familie|junge|kind
fußabdrücke|abdruck|auf dem weg|fuß
affengesicht|affe|affengesicht|banane
affe|affe|tier
gorilla|affe|gesicht|gorilla
orang-utan|affe|orang-utan|tier
hundegesicht|hund|hundegesicht|tier
hund|haustier|hund|tier
blindenhund|barrierefreiheit|behinderung|blind
assistenzhund|assistenz|assistenzhund|barrierefreiheit
pudel|hund|pudel|tier
wolf|gesicht|tier|wolf
fuchs|fuchs|fuchsgesicht|gesicht
waschbär|klug|neugierig|schlau
katzengesicht|katze|katzengesicht|miau
katze|haustier|katze|miau
schwarze katze|kater|katze|miau
löwe|gesicht|löwe|löwengesicht
tigergesicht|raubkatze|tier|tiger
tiger|tier|tiger
leopard|gepunktet|leopard|punkte
pferdegesicht|pferd|pferdegesicht|pferdekopf
elch|elch|geweih|säugetier
esel|austreten|dickschädel|dummkopf
pferd|pferd|rennen|rennpferd
einhorn|einhorn|einhorngesicht|gesicht
zebra|streifen|tier|zebra
hirsch|gesicht|hirsch|tier
bison|bison|büffel|herde
kuhgesicht|kuh|kuhgesicht|tier
ochse|kuh|ochse|sternzeichen
wasserbüffel|tier|wasser|wasserbüffel
kuh|bauernhof|kuh|muh
schweinegesicht|schwein|schweinegesicht|tier
schwein|bauernhof|sau|schwein
wildschwein|eber|tier|wildschwein
schweinerüssel|nase|schwein|schweinerüssel
widder|schaf|sternzeichen|tierkreis
schaf|bock|mäh|schaf
ziege|steinbock|sternzeichen|tier
dromedar|dromedar|einhöckrig|kamel
kamel|kamel|tier|wüste
lama|alpaca|alpaka|anden
giraffe|flecken|giraffe|tier
elefant|elefant|tier
mammut|aussterben|groß|mammut
nashorn|nashorn|rhinozeros|tier
nilpferd|flusspferd|hippo|nilpferd
mäusegesicht|maus|mausgesicht|mäusegesicht
maus|maus|nage|tier
ratte|nagetier|ratte|tier
hamster|gesicht|hamster|hamstergesicht
hasengesicht|hase|hasengesicht|kaninchen
hase|hase|kaninchen|karnickel
streifenhörnchen|streifenhörnchen|tier
biber|biber|biberschwanz|biberzahn
igel|igel|stachelig|stacheln
fledermaus|fledermaus|tier|vampir
bär|bär|bärengesicht|gesicht
eisbär|arktis|eisbär|nordpol
koala|koala|koalabär|koalagesicht
panda|gesicht|panda|pandabär
faultier|faul|faultier|langsam
otter|fischen|otter|tier
stinktier|skunk|stinken|stinktier
känguru|australien|beuteltier|down under
dachs|dachs|dachse|frechdachs
tatzenabdrücke|abdruck|tatzen|tatzenabdrücke
truthahn|geflügel|pute|thanksgiving
huhn|geflügel|henne|huhn
hahn|hahn|tier
schlüpfendes küken|ei|küken|küken in eierschale
küken|küken|kükenkopf|tier
küken von vorne|geflügel|küken|küken in frontansicht
vogel|papagei|taube|tier
pinguin|pinguin|pinguinkopf|tier
taube|fliegen|friede|frieden
adler|adler|tier|vogel
ente|ente|tier|vogel
schwan|hässliches entlein|schwan|tier
eule|eule|raubvogel|tier
dodo|aussterben|dodo|dronte
feder|feder|federleicht|federn
flamingo|bunt|farbenfroh|flamingo
pfau|bunt|pfau|stolz
papagei|ausplaudern|papagei|pirat
flügel|engel|engelsflügel|federn
schwarzer vogel|amsel|krächzen|krähe
gans|blöd|dumm|dumme gans
frosch|frosch|froschgesicht|gesicht
krokodil|krokodil|reptil|schnappi
schildkröte|schildkröte|tier
eidechse|eidechse|reptil
schlange|schlange|schlangenträger|sternzeichen
drachengesicht|drache|drachengesicht|märchen
drache|chinesisch neujahr|drache|märchen
sauropode|brachiosaurus|brontosaurus|dino
t-rex|dino|dinosaurier|saurier
blasender wal|blasender wal|meer|ozean
wal|ozean|tier|wal
delfin|delfin|meer|ozean
seehund|meer|ozean|robbe
fisch|aquarium|fisch|fische
tropenfisch|tier|tropenfisch
kugelfisch|kugelfisch|kugelrund|meer
hai|fisch|hai|haifisch
oktopus|krake|meer|oktopus
schneckenhaus|muschel|schneckenhaus|strand
koralle|great barrier reef|klimawandel|koralle
qualle|autsch|brennen|gallert
krebs|krabbe|krebs|meer
hummer|hummer|lobster|meeresfrucht
garnele|garnele|gourmet|krustentier
tintenfisch|kalmar|tier|tintenfisch
auster|auster|meer|muschel
schnecke|langsam|schnecke|tier
schmetterling|insekt|schmetterling|schön
raupe|gefräßig|insekt|raupe
ameise|ameise|insekt|tier
biene|biene|honig|honigbiene
käfer|insekt|krabbeltier|käfer
marienkäfer|glückskäfer|insekt|krabbel
grille|grashüpfer|grille|heuschrecke
kakerlake|insekt|kakerlake|krabbeln
spinne|insekt|spinne|tier
spinnennetz|spinne|spinnennetz
skorpion|horoskop|skorpion|sternzeichen
mücke|biss|fieber|insekt
fliege|fliege|fliegen|insekt
wurm|insekt|natur|parasit
mikrobe|amöbe|amöben|bakterie
blumenstrauß|blumen|blumenstrauß|bouquet
kirschblüte|blume|kirschblüte|kirsche
blumenstempel|blume|blumenstempel
lotusblüte|blume|buddhismus|erleuchtung
rosette|pflanze|rosette
rose|blume|blüte|pflanze
welke blume|am sterben|blume|sterbend
hibiskus|blume|blüte|hibiskus
sonnenblume|blüte|pflanze|sonne
gelbe blüte|blume|blüte|gelbe blüte
tulpe|blume|blüte|pflanze
hyazinthe|blaue wiesenlupine|blume|blühen
spross|junge pflanze|spross
topfpflanze|dekor|grünpflanze|haus
nadelbaum|nadelbaum|pflanze|tannenbaum
laubbaum|blätter|grün|laub
palme|baum|kokusnuss|oase
kaktus|dürre|kaktus|natur
reisähre|pflanze|reis|reispflanze
kräuter|blätter|kräuter|pflanze
kleeblatt|grün|kleeblatt|pflanze
glücksklee|blatt|glück|glücksklee
ahornblatt|ahorn|ahornblatt|herbst
laub|blatt|blätter|fallendes laub
blätter im wind|blatt|blätter|blätter im wind
leeres nest|heim|leeres nest|nest
nest mit eiern|heim|nest|nest mit blauen eiern
fliegenpilz|fliegenpilz|giftig
trauben|frucht|obst|traube
honigmelone|cantaloupe|frucht|honigmelone
wassermelone|frucht|obst|wasser
mandarine|apfelsine|frucht|mandarine
zitrone|frucht|obst|sauer
banane|banane|frucht|obst
ananas|ananas|frucht|obst
mango|essen|frucht|früchte
roter apfel|apfel|frucht|obst
grüner apfel|apfel|frucht|gesund
birne|birne|frucht|obst
pfirsich|frucht|obst|pfirsich
kirschen|frucht|kirsche|kirschen
erdbeere|erdbeere|essen|frucht
blaubeeren|blau|blaubeere|blaubeeren
kiwi|frucht|kiwi|obst
tomate|essen|gemüse|obst
olive|essen|grün|lebensmittel
kokosnuss|colada|essen|frucht
avocado|avocado|essen|frucht
aubergine|aubergine|gemüse
kartoffel|essen|gemüse|kartoffel
karotte|gemüse|karotte|mohrrübe
maiskolben|gemüse|mais|maiskolben
peperoni|chili|paprika|peperoni
paprika|essen|gemüse|gemüsepaprika
gurke|essen|gemüse|gurke
blattgemüse|blattgemüse|blattgrün|essen
brokkoli|broccoli|brokkoli|essen
knoblauch|essen|geschmack|knoblauch
zwiebel|essen|geschmack|gewürz
erdnuss|erdnuss|essen
bohnen|bohne|bohnen|essen
kastanie|kastanie|marone
ingwer|gesund|gewürz|ginger ale
erbsenschote|bohne|edamame|erbse
brot|brot|brotlaib|essen
croissant|corissant|croissant|französisch
baguette|baguette|brot|französisch
fladenbrot|arepa|essen|fladenbrot
brezel|brezel|brezen|brezn
bagel|backwaren|bagel|brötchen
pfannkuchen|crepe|eierpfannkuchen|essen
waffel|essen|lebensmittel|nahrung
käsestück|käse|käsestück
fleischhachse|fleisch|fleischhachse|knochen
hähnchenschenkel|fleisch|geflügel|hähnchenschenkel
fleischstück|essen|fleisch|fleischstück
bacon|bacon|essen|frühstücksspeck
hamburger|fast food|hamburger|restaurant
pommes frites|fritten|pommes|pommes frites
pizza|pizza|pizzastück|pizzeria
hotdog|essen|frankfurter|hot dog
sandwich|brot|essen|sandwich
taco|essen|mexikanisch|taco
burrito|burrito|essen|mexikanisch
tamale|burrito|eingewickelt|essen
döner|döner|döner kebab|falafel
falafel|bällchen|essen|falafel
ei|ei|frühstück|frühstücksei
spiegelei in bratpfanne|braten|bratpfanne|kochen
pfannengericht|essen|paella|pfannengericht
topf mit essen|eintopf|gericht|schüssel
fondue|essen|fondue|geschmolzen
schüssel mit löffel|brei|cerealien|essen
salat|blattgemüse|essen|gesund
popcorn|kino|popcorn|snack
butter|butter|essen|lebensmittel
salz|gesalzen|geschmack|gewürz
konserve|büchse|dose|essen
bento-box|bento|bento-box|japanisches essen
reiscracker|reiscracker
reisbällchen|essen|japanisch|reis
reis in schüssel|essen|reis|reis in schüssel
reis mit curry|curry|reis|reis mit curry
schüssel und essstäbchen|chinesisches essen|dampfend|eiernudeln
spaghetti|essse|nudeln mit tomatensoße|pasta
geröstete süßkartoffel|essen|gemüse|süßkartoffel
oden|japanisches gericht|oden|restaurant
sushi|japanisches gericht|restaurant|sushi
frittierte garnele|frittierte garnele|garnele|restaurant
fischfrikadelle|fisch|fischfrikadelle|restaurant
mondkuchen|essen|fest|festival
dango|dango|japanisches gericht|mochi-kugeln auf einem spieß
teigtasche|chinesische teigtasche|dumpling|empanada
glückskeks|essen|glückskeks|prophezeiung
takeaway-schachtel|chinesisches essen|essen|stäbchen
softeis|softeis
wassereis|sorbet|wassereis|zerstoßen
eiscreme|eis|eisbecher|eiscreme
donut|donut|doughnut|essen
keks|cookie|keks|plätchen
geburtstagskuchen|essen|feier|geburtstag
torte|kuchen|kuchenstück|stück torte
cupcake|bäckerei|cupcake|dessert
kuchen|essen|füllung|gebäck
schokoladentafel|essen|schokolade|schokoladentafel
bonbon|bonbon|süß|süßigkeit
lutscher|lolli|lutscher|süßigkeit
pudding|dessert|flan|nachspeise
honigtopf|honig|honigtopf|süß
babyflasche|baby|babyflasche|fläschchen
glas milch|getränk|glas|milch
heißgetränk|cafe|dampfend|heiß
teekanne|getränk|lebensmittel|tee
teetasse ohne henkel|getränk|grüner tee|oolong
sake-flasche mit tasse|flasche|getränk|sake
flasche mit knallendem korken|champagner|flasche|flasche mit knallendem korken
weinglas|alkohol|bar|wein
cocktailglas|bar|cocktail|cocktailglas
cocktail|bar|cocktail|exotisches getränk
bierkrug|bar|bier|bierkrug
bierkrüge|anstoßen|bier|bierkrüge
sektgläser|anstoßen|feier|feiern
trinkglas|bar|schnaps|trinkglas
flüssigkeit ausgießen|ausleeren|flüssigkeit ausgießen|getränk
becher mit strohhalm|becher|becher mit strohhalm|brause
bubble tea|blase|bubble tea|essen
trinkpäckchen|fruchtsaft|getränk|obstsaft
mate-tee|getränk|mate-tee|tee
eiswürfel|eisberg|eiswürfel|gefroren
essstäbchen|chinesisches essen|essen|essstäbchen
teller mit messer und gabel|gabel|geschirr|kochen
messer und gabel|abendessen|besteck|essen
löffel|besteck|löffel
küchenmesser|küchenmesser|schneiden
einmachglas|einmachglas|einweckglas|essen
amphore|amphore|gefäß|kochen
globus mit europa und afrika|afrika|erde|europa
globus mit amerika|erde|globus|globus mit amerika
globus mit asien und australien|asien|australien|erde
globus mit meridianen|breitengrad|globus mit meridianen|längengrad
weltkarte|landkarte|reisen|welt
umriss von japan|japan|karte|umriss von japan
kompass|himmelsrichtung|kompass|magnetisch
schneebedeckter berg|berg|gebirge|kalt
berg|berg|gebirge
vulkan|ausbruch|berg|lava
fuji|berg|fuji|vulkan
camping|campen|camping|zelt
strand mit sonnenschirm|meer|sonnenschirm|strand
wüste|heiß|wüste
einsame insel|einsame insel|insel|meer
nationalpark|berg|fluss|nationalpark
stadion|arena|stadion
antikes gebäude|antikes gebäude|gebäude|klassizistisch
kran|bau|bauen|kran
ziegelstein|bauen|grenze|klinker
felsen|felsen|felsig|hart
holz|baumstamm|feuerholz|holz
hütte|behausung|gebäude|haus
wohnhäuser|dorf|gebäude|haus
verfallenes haus|gebäude|haus|heruntergekommen
haus|gebäude|haus|zuhause
haus mit garten|baum|haus|haus mit baum
bürogebäude|bürogebäude|hochhaus
japanisches postgebäude|japanisches postgebäude|post
postgebäude|europa|europäisches postgebäude|post
krankenhaus|ambulanz|arzt|gebäude
bank|bank|gebäude|geld
hotel|gebäude|hotel|unterkunft
stundenhotel|gebäude|liebe|stundenhotel
minimarkt|einkaufen|gebäude|geschäft
schule|gebäude|schule|schulgebäude
kaufhaus|einkaufen|gebäude|geschäft
fabrik|fabrik|fabrikgebäude|gebäude
japanisches schloss|bauwerk|gebäude|japanisches schloss
schloss|bauwerk|burg|europa
hochzeit|herz|hochzeit|kirche
tokyo tower|fernsehturm|tokio|tokyo tower
freiheitsstatue|amerika|freiheit|freiheitsstatue
kirche|christ|christentum|christlich
moschee|islam|moschee|moslem
hindutempel|gebäude|hindu|hindutempel
synagoge|jude|jüdisch|religion
shinto-schrein|religion|schrein|shinto
kaaba|hajj|islam|kaaba
springbrunnen|garten|park|springbrunnen
zelt|camping|campingurlaub|zelt
neblig|nebel|wetter
sternenhimmel|city|hochhäuser|nacht
skyline|gebäude|großstadt|hochhäuser
sonnenaufgang über bergen|berge|sonnenaufgang|sonnenaufgang über bergen
sonnenaufgang über dem meer|meer|sonnenaufgang|sonnenaufgang über dem meer
abendstimmung in der stadt|abendstimmung in der stadt|hochhäuser|new york
sonnenuntergang in der stadt|großstadt|hochhäuser|morgenrot
brücke vor nachthimmel|brücke|brücke vor nachthimmel|golden gate
heiße quellen|dampf|dampfend|heiße quelle
karussellpferd|karussell|karussellpferd|reiten
spielplatzrutsche|rutschbahn|spielen|spielplatz
riesenrad|freizeitpark|riesenrad|volksfest
achterbahn|achterbahn|freizeitpark|volksfest
barbershop-säule|barbershop-säule|friseur|herrenfriseur
zirkuszelt|unterhaltung|zirkus|zirkuszelt
dampflokomotive|bahn|dampf|dampflok
eisenbahnwagen|eisenbahnwagen|fahrzeug|straßenbahn
hochgeschwindigkeitszug mit spitzer nase|hochgeschwindigkeitszug mit spitzer nase|ice|shinkansen
hochgeschwindigkeitszug|bahn|hochgeschwindigkeitszug|japan
zug|bahn|eisenbahn|ice
u-bahn|metro|u-bahn
s-bahn|bahn|ice|monorail
bahnhof|bahn|bahnhof|zug
straßenbahn|straßenbahn|tram|verkehrsmittel
einschienenbahn|einschienenbahn|magnetschwebebahn|monorail
bergbahn|bergbahn|bimmelbahn|zug
straßenbahnwagen|straßenbahn|straßenbahnwagen|tram
bus|bus|fahrzeug|schulbus
bus von vorne|bus|bus von vorne|verkehrsmittel
oberleitungsbus|oberleitungsbus|straßenbahn|trolleybus
kleinbus|fahrzeug|kleinbus
krankenwagen|ambulanz|krankenwagen|notfall
feuerwehrauto|brand|feuerwehrauto|löschfahrzeug
polizeiwagen|polizei|polizeiwagen|streifenwagen
polizeiwagen von vorne|polizei|polizeiwagen von vorne|streifenwagen
taxi|auto|fahrzeug|taxi
taxi von vorne|auto|fahren|gelb
auto|auto|fahren|fahrzeug
auto von vorne|auto|auto von vorne|automobil
wohnmobil|auto|blau|fahren
pick-up|auto|fahren|fahrzeug
lieferwagen|lastwagen|lieferwagen|lkw
sattelzug|lastwagen|lkw|sattelzug
traktor|bauernhof|landwirtschaft|traktor
rennauto|autorennen|rennauto
motorrad|moped|motorrad|motorrennen
motorroller|motoroller|motorroller|vespa
manueller rollstuhl|barrierefreiheit|behinderung|manueller rollstuhl
elektrischer rollstuhl|barrierefreiheit|behinderung|elektrischer rollstuhl
autorikscha|autorikscha|fahrzeug|tuk-tuk
fahrrad|bmx|fahrrad|radeln
tretroller|tretroller
skateboard|brett|räder|skateboard
rollschuh|rollen|rollerskate|rollschuh
bushaltestelle|bus|bushaltestelle
autobahn|autobahn|schnellstraße
bahngleis|bahn|bahngleis|gleise
ölfass|öl|ölfass
tanksäule|benzin|tanke|tanken
autorad|autorad|autoreifen|drehen
polizeilicht|polizei|polizeilicht|sirene
horizontale verkehrsampel|horizontale verkehrsampel|verkehrsampel|vertikal
vertikale verkehrsampel|horizontal|verkehrsampel|vertikale verkehrsampel
stoppschild|achteckig|stopp|stoppschild
baustellenabsperrung|baustelle|baustellenabsperrung|baustellenschild
anker|anker|hafen|meer
rettungsring|leben retten|lebensretter|retten
segelboot|segelboot
kanu|boot|kanu|wassersport
schnellboot|luxus|schnellboot|see
passagierschiff|aida|passagierschiff|rundreise
fähre|fähre|schiff
motorboot|motorboot|schiff
schiff|dampfer|kreuzfahrtschiff|schiff
flugzeug|flieger|flugzeug
kleines flugzeug|flugzeug|kleines flugzeug|privatjet
abflug|abflug|fliegen|flughafen
landung eines flugzeugs|ankunft|flieger|flughafen
fallschirm|fallschirm|fallschirmspringen|paragliding
sitzplatz|bus|flugzeug|sitz
hubschrauber|fliegen|helikopter|hubschrauber
schwebebahn|hängebahn|schwebebahn
bergschwebebahn|bergschwebebahn
bergseilbahn|bergseilbahn|gondel
satellit|satellit|sputnik|weltraum
rakete|all|rakete|weltraum
fliegende untertasse|alien|außerirdisch|fliegende untertasse
rezeptionsklingel|rezeptionsklingel
gepäck|ballast|gepäck|hartschalenkoffer
sanduhr|prozess|sanduhr|vorgang läuft
laufende sanduhr|laufende sanduhr|prozess|sanduhr
armbanduhr|armbanduhr|zeit
wecker|uhr|uhrzeit|wecker
stoppuhr|stoppuhr|zeit
zeitschaltuhr|timer|zeitschaltuhr
kaminuhr|kaminuhr|tick tack
ziffernblatt 12:00 uhr|0 uhr|12:00 uhr|mittag
12:30 uhr|00:30|halb eins|uhr
1:00 uhr|01:00|13:00|1:00 uhr
1:30 uhr|1 uhr 30|1:30 uhr|halb zwei
2:00 uhr|2:00 uhr|uhr|zeit
2:30 uhr|2:30 uhr|halb drei|uhr
3:00 uhr|3:00 uhr|uhr|zeit
3:30 uhr|3:30 uhr|halb vier|uhr
4:00 uhr|4:00 uhr|uhr|zeit
4:30 uhr|04:30|16:30|4:30 uhr
5:00 uhr|05:00|17:00|5:00 uhr
5:30 uhr|05:30|17:30|5:30 uhr
6:00 uhr|6:00 uhr|uhr|zeit
6:30 uhr|6:30 uhr|halb sieben|uhr
7:00 uhr|7:00 uhr|uhr|ziffernblatt 7.00 uhr
7:30 uhr|7:30 uhr|halb acht|uhr
8:00 uhr|8:00 uhr|uhr|um 8
8:30 uhr|8:30 uhr|halb neun|uhr
9:00 uhr|9:00 uhr|uhr|zeit
9:30 uhr|9:30 uhr|halb zehn|uhr
10:00 uhr|10:00 uhr|uhr|zeit
10:30 uhr|10:30 uhr|halb elf|uhr
11:00 uhr|11:00 uhr|uhr|zeit
11:30 uhr|11:30 uhr|halb zwölf|uhr
neumond|neumond
erstes mondviertel|erstes mondviertel|mond|zunehmend
zunehmender halbmond|halbmond|zunehmender halbmond
zweites mondviertel|mond|zunehmend|zweites mondviertel
vollmond|vollmond
drittes mondviertel|abnehmend|drittes mondviertel|mond
abnehmender halbmond|abnehmender halbmond|halbmond
letztes mondviertel|abnehmend|letztes mondviertel|mond
mondsichel|mond|mondsichel|nacht
neumond mit gesicht|gesicht|mondgesicht|neumond
mondsichel mit gesicht links|gesicht|mond|mondsichel
mondsichel mit gesicht rechts|gesicht|mondsichel|mondsichel mit gesicht rechts
thermometer|temperatur|thermometer|wetter
sonne|sonne|sonnenstrahlen|sonnig
vollmond mit gesicht|gesicht|vollmond|vollmond mit gesicht
sonne mit gesicht|gesicht|sonne|sonne mit gesicht
ringplanet|gasplanet|himmelskörper|ringplanet
weißer mittelgroßer stern|astronomie|gelber stern|himmel
funkelnder stern|funkelnder stern|glitzern|stern
sternschnuppe|himmel|sternschnuppe
milchstraße|galaxie|milchstraße|universum
wolke|wetter|wolke|wolkig
sonne hinter wolke|sonne|sonne hinter wolke|wolke
wolke mit blitz und regen|blitz|gewitter|regen
sonne hinter kleiner wolke|bewölkt|kleine wolke|sonne
sonne hinter großer wolke|bewölkt|große wolke|sonne
sonne hinter regenwolke|regenwolke|sonne|sonne hinter regenwolke
wolke mit regen|regen|regenwolke|wetter
wolke mit schnee|kalt|schnee|wetter
wolke mit blitz|blitz|gewitter|wetter
wirbelsturm|tornado|wetter|wirbelsturm
nebel|nebel|neblig|wetter
wind|wetter|wind|windig
wirbel|spirale|wirbel|wirbelsturm
regenbogen|regenbogen|wetter
geschlossener regenschirm|geschlossener regenschirm|regen|regenschirm
regenschirm|bekleidung|regen|regenschirm
regenschirm im regen|regen|regenschirm|regenschirm im regen
aufgestellter sonnenschirm|aufgestellter sonnenschirm|sonnenschirm|strand
hochspannung|blitz|elektrizität|gefahr
schneeflocke|kalt|schnee|schneeflocke
schneemann im schnee|schnee|schneemann|schneemann im schnee
schneemann ohne schneeflocken|kalt|schnee|schneemann
komet|komet|weltall
feuer|brennen|feuer|flamme
tropfen|schweiß|tropfen|träne
welle|meer|welle
halloweenkürbis|halloween|halloweenkürbis|herbst
weihnachtsbaum|tanne|weihnachten|weihnachtsbaum
feuerwerk|feuerwerk|silvester
wunderkerze|feiern|feuerwerk|party
feuerwerkskörper|dynamit|explosion|explosiv
funkelnde sterne|*|funkelnde sterne|sterne
luftballon|feier|geburtstag|luftballon
konfettibombe|böller|feier|juhu
konfettiball|feier|konfetti|konfettiball
tanabata-baum|baum|fest|japan
piniendekoration|japan|neujahrsfest|piniendekoration
japanische puppen|japanische puppen|puppenfest japan
traditionelle japanische windsäcke|feier|karpfen|traditionelle japanische windsäcke
japanisches windspiel|bimmel|feier|glocke
traditionelles mondfest|japan|mond|mondfest
roter umschlag|geld|geschenk|glück
pinke schleife|feier|geschenk|rosa
geschenk|feier|geburtstag|geschenk
gedenkschleife|gedenkschleife
eintrittskarten|billet|eintrittskarte|eintrittskarten
ticket|konzert|ticket|unterhaltung
militärorden|militärorden
pokal|bundesliga|champion|gewinnen
sportmedaille|gewinn|goldmedaille|sportmedaille
goldmedaille|erster|gewinn|goldmedaille
silbermedaille|medaille 2. platz|silbermedaille|zweiter
bronzemedaille|bronzemedaille|dritter|medaille 3. platz
fußball|bundesliga|fußball|messi
baseball|baseball
softball|baseball|handschuh|softball
basketball|basketball|korb|sport
volleyball|sport|volleyball
football|american football|amerika|football
rugbyball|rugby|rugbyball|sport
tennisball|sport|tennis|tennisball
frisbee|disc|disk|fliegende untertasse
bowling|bowling|bowlingkugel|kugel
kricket|ball|cricket|kricket
feldhockey|feldhockey|schläger
eishockey|eishockey|eishockey-schläger und puck|puck
lacrosse|ball|lacrosse|schläger
tischtennis|ball|ping pong|schläger
badminton|badminton|federball|schläger
boxhandschuh|boxen|boxhandschuh|sport
kampfsportanzug|judo|kampfkunst|kampfsport
tor|fußball|netz|sport
golffahne|golffahne|golfplatz
schlittschuh|eislauf|schlittschuh
angel mit fisch|angel mit fisch|angeln|entspannung
tauchmaske|schnorcheln|schwimmen|sport
laufshirt|laufen|laufshirt|laufshirt mit schärpe
ski|ski|ski und stöcke
schlitten|rodel|rodeln|schlitten
curlingstein|curlingstein|spiel|sport
darts|dart|darts|pfeil
jo-jo|jo-jo|spielzeug|yo-yo
drachen|drachen|fliegen|hochfliegen
wasserpistole|revolver|waffe|wasserpistole
billardkugel|8-ball|billard|billardkugel
kristallkugel|kristallkugel|wahrsager|zukunft
zauberstab|abrakadabra|hexe|hexer
gamepad|gamepad|gaming|unterhaltung
joystick|gaming|joystick|videospiel
spielautomat|glücksspiel|spiel|spielautomat
spielwürfel|casino|spiel|spielwürfel
puzzleteil|bestandteile|hinweise|hobby
teddybär|kuscheltier|plüschteddy|plüschtier
piñata|feier|hau drauf|mexikanisch
discokugel|disco|discokugel|lichtreflexe
matroschka|babuschka|matrioschka|matrjoschka
pik|karten|kartenspiel|pik
herz|herz|kartenspiel
karo|karo|kartenspiel
kreuz|kartenspiel|kreuz
bauer schach|bauer schach|schach
jokerkarte|joker|jokerkarte|spielkarte
mahjong-stein|mahjong|mahjong-stein|roter drache
japanische blumenkarte|blume|blumenkarte|hanafuda
masken|kunst|masken|theater
gerahmtes bild|bild|gemälde|gerahmtes bild
mischpalette|farben|kunst|künstler
faden|faden|nadel|nähen
nähnadel|einfädeln|faden|nadel und faden
wollknäuel|ball|garn|häkeln
knoten|achterknoten|binden|knoten
brille|accessoire|brille
sonnenbrille|augen|dunkel|sonnenbrille
schutzbrille|augenschutz|schutzbrille|schweißen
laborkittel|arzt|arztkittel|doc
sicherheitsweste|kleidung|notfall|sicherheit
hemd mit krawatte|hemd|hemd mit krawatte|kleidung
t-shirt|kleidung|shirt|t-shirt
jeans|hose|jeans|kleidung
schal|hals|kalt|kleidung
handschuhe|hand|handschuh|handschuhe
mantel|brr|jacke|kalt
socken|socken|strumpf|strümpfe
kleid|kleid|kleidung
kimono|japanisch|kimono|kleid
sari|kleid|kleidung|sari
einteiliger badeanzug|badeanzug|einteiliger badeanzug|kleidung
slip|badeanzug|einteiler|kleidung
shorts|badebekleidung|badehose|boxershorts
bikini|badeanzug|bikini|kleidung
bluse|bluse|damenmode|kleidung
faltfächer|abkühlung|faltfächer|flirten
geldbörse|accessoire|brieftasche|geldbörse
handtasche|accessoire|einkaufen|handtasche
clutch|accessoire|beutel|clutch
einkaufstüten|einkaufen|einkaufstüten|shoppen
schulranzen|rucksack|schule|schulranzen
zehensandale|badelatschen|flipflops|latschen
herrenschuh|gehen|herren|herrenschuh
sportschuh|laufen|rennen|sneaker
wanderstiefel|brauner schuh|campen|camping
flacher schuh|ballerina|ballet-pumps|bequem
stöckelschuh|absatz|absatzschuh|damen
damensandale|damen|damensandale|schuh
ballettschuhe|ballett|ballettschuhe|kleidung
damenstiefel|damen|damenstiefel|schuh
haarkamm|afro|afro pick|haare
krone|kopfbedeckung|krone|könig
damenhut|damenhut|damenhut mit schleife|kleidung
zylinder|hut|kopfbedeckung|unterhaltung
doktorhut|abschlussfeier|diplom|doktorhut
baseballmütze|baseball|baseball-kappe|baseball-mütze
militärhelm|armee|heer|krieg
rettungshelm|bergen|erste hilfe|helm mit weißem kreuz
gebetskette|beten|gebet|gebetskette
lippenstift|kosmetik|lippenstift|make-up
ring|diamantring|edelstein|ring
edelstein|diamant|edelstein
durchgestrichener lautsprecher|durchgestrichener lautsprecher|leise|psst
lautsprecher mit geringer lautstärke|eingeschaltet|lautsprecher mit geringer lautstärke|ton an
lautsprecher mit mittlerer lautstärke|lautsprecher mit einer schallwelle|lautsprecher mit mittlerer lautstärke|leise
lautsprecher mit hoher lautstärke|dezibel|laut|lautsprecher mit drei schallwellen
lautsprecher|lautsprecher|megafon|schallendes megafon
megafon|jubel|lautsprecher|megafon
posthorn|brief|e-mail|post
glocke|ding dong|glocke|klingeling
durchgestrichene glocke|durchgestrichene glocke|glocke|kein ton
notenschlüssel|musik|noten|notenschlüssel
musiknote|lied|melodie|musik
musiknoten|musik|musiknoten
studiomikrofon|studiomikrofon
schieberegler|musik|schieberegler
drehregler|bedienknöpfe|drehregler|knöpfe
mikrofon|karaoke|mikrofon|singen
kopfhörer|kopfhörer|musik|unterhaltung
radio|musik|radio
saxofon|instrument|musik|musikinstrument
trompete|instrument|musik|musikinstrument
akkordeon|akkordeon|akkordeons|concertina
gitarre|gitarre|instrument|musik
klaviatur|instrument|klaviatur|klavier
geige|geige|instrument|musik
banjo|banjo|instrument|musik
trommel|drumsticks|instrument|musik
afrikanische trommel|afrikanische trommel|conga|handtrommel
maracas|cha-cha-cha|instrument|maracas
flöte|band|blaskapelle|flöte
mobiltelefon|handy|iphone|mobiltelefon
mobiltelefon mit pfeil|anruf|anrufen|handy
telefon|anruf|anrufen|festnetz
telefonhörer|anrufen|kommunikation|telefon
pager|kommunikation|pager|piepser
faxgerät|fax|faxgerät|kommunikation
batterie|akku|batterie
schwache batterie|akku|akku fast leer|akku leer
netzstecker|netzstecker|stromstecker
laptop|bildschirm|computer|computermonitor
desktopcomputer|bildschirm|desktop|desktopcomputer
drucker|computer|drucker
tastatur|computer|keyboard|tastatur
computermaus|computer|computermaus
trackball|computer|trackball
minidisc|md|minidisc|minidisk
diskette|datenträger|diskette
cd|blu-ray|cd|dvd
dvd|blu-ray|cd|computer
abakus|abaki|abakus|abakusse
filmkamera|film|filmkamera|kino
filmstreifen|film|filmband|filmstreifen
filmprojektor|filmprojektor|kino|unterhaltung
filmklappe|film|filmklappe|unterhaltung
fernseher|fernsehen|fernseher|film
fotoapparat|fotoapparat|fotos|kamera
fotoapparat mit blitz|blitz|fotoapparat|fotoapparat mit blitz
videokamera|filmen|videokamera|videos
videokassette|vhs|video|videokassette
lupe nach links|lupe nach links|suche|vergrößerungsglas
lupe nach rechts|lupe|lupe nach rechts|suche
kerze|kerze|licht
glühbirne|glühbirne|hell|idee
taschenlampe|licht|taschenlampe
rote papierlaterne|izakaya|japanische laterne|japanisches lokal
öllampe|diya|öl|öllampe
notizbuch mit dekorativem einband|einband|notizbuch|notizbuch mit dekorativem einband
geschlossenes buch|buch|geschlossenes buch
offenes buch|bibliothek|blättern|buch
grünes buch|buch|grünes buch|lesen
blaues buch|blaues buch|buch
orangefarbenes buch|buch|orangefarbenes buch
bücherstapel|bücher|bücherstapel|fantasie
notizbuch|notizbuch|notizen
spiralblock|notizblock|spiralblock
teilweise eingerolltes blatt|dokument|papier|seite
schriftrolle|papier|schriftrolle
vorderseite eines blattes|dokument|papier|vorderseite eines blattes
zeitung|medien|nachrichten|presse
zusammengerollte zeitung|zeitung|zusammengerollte zeitung
pagemarker|notizen|pagemarker
lesezeichen|etikett|lesen|lesezeichen
etikett|etikett|label|marke
münze|bezahlen|dollar|euro
geldsack|geld|geldsack|moneten
yen-banknote|geld|geldschein|yen
dollar-banknote|dollar|dollar-banknote|geld
euro-banknote|euro|euro-banknote|euroschein
pfund-banknote|geld|geldschein|pfund
geldschein mit flügeln|bank|euro|geld
kreditkarte|bankkarte|ec-karte|geldkarte
beleg|abrechnung|aufstellung|beleg
steigende kurve mit yen-zeichen|diagramm|markt|steigende kurve mit yen-zeichen
briefumschlag|brief|briefumschlag|e-mail
e-mail|brief|e-mail|e-mail-symbol
eingehender briefumschlag|e-mail|eingehender briefumschlag|empfangen
umschlag mit pfeil|e-mail|gesendet|umschlag mit pfeil
postausgang|ablage|e-mail|postausgang
posteingang|ablage|e-mail|posteingang
paket|paket|päckchen
geschlossener briefkasten mit post|briefkasten|e-mail|geschlossener briefkasten mit post
geschlossener briefkasten ohne post|briefkasten|geschlossener briefkasten ohne post|keine e-mail
offener briefkasten mit post|briefkasten|e-mail|offener briefkasten mit post
offener briefkasten ohne post|briefkasten|keine e-mail|keine post
briefkasten|brief|briefkasten|post
urne mit wahlzettel|urne|urne mit wahlzettel|wahlen
bleistift|bleistift
schwarzer federhalter|federhalter|füller|schwarzer federhalter
füllhalter|füller|füllfedehalter|füllfederhalter
kugelschreiber|kugelschreiber|stift
pinsel|kunst|malen|pinsel
wachsmalstift|buntstift|filzstift|wachsmalstift
papier und bleistift|bleistift|kurzmitteilung|nachricht
aktentasche|aktentasche
ordner|akten|büro|dokument
geöffneter ordner|dokument|geöffneter ordner|offen
karteireiter|akten|büro|büroausstattung
kalender|datum|kalender|kalenderblatt
abreißkalender|abreißkalender|datum|termin
notizblock|notiz|notizblock|papier
spiralkalender|spiralkalender
rotationskartei|rotationskartei|visitenkarten
aufwärtstrend|aufwärtstrend|diagramm|kurve
abwärtstrend|abwärtstrend|diagramm|fallend
balkendiagramm|balken|balkendiagramm
klemmbrett|clipboard|clpboard|klemmbrett
reißzwecke|anpinnen|reißzwecke
stecknadel|anpinnen|reißzwecke|rund
büroklammer|büroklammer
verhakte büroklammern|büroklammer|büroklammern|verhakte büroklammern
lineal|lineal
dreieckiges lineal|dreieckiges lineal|geodreieck|lineal
schere|schere|schneiden|schnipp
karteikasten|büroausstattung|büromaterial|karteikasten
aktenschrank|ablage|aktenschrank|archiv
papierkorb|abfalleimer|papierkorb
geschlossenes schloss|datenschutz|geschlossenes schloss|sicherheit
offenes schloss|nicht gesichert|offenes schloss|schloss
schloss mit füller|datenschutz|privat|schloss mit füller
schloss mit schlüssel|datenschutz|privat|schloss mit schlüssel
schlüssel|passwort|schließen|schlüssel
alter schlüssel|alter schlüssel|schloss|schlüssel
hammer|hammer|werkzeug
axt|axt|beil|hacken
pickel|pickel|werkzeug
hammer und pickel|arbeiter|hammer|hammer und pickel
hammer und schraubenschlüssel|hammer|hammer und schraubenschlüssel|schraubenschlüssel
dolch|dolch|schwert|waffe
gekreuzte schwerter|gekreuzte schwerter|schwerter|waffe
bombe|bombe|comic|dynamit
bumerang|aborigines|australien|boomerang
pfeil und bogen|bogen|pfeil|pfeil und bogen
schutzschild|schutzschild
handsäge|handsäge|holz|sägen
schraubenschlüssel|schraubenschlüssel|werkzeug
schraubenzieher|schraube|schrauben|schraubendreher
mutter und schraube|mutter und schraube|schraube
zahnrad|werkzeug|zahnrad
schraubzwinge|schraubzwinge|werkzeug
waage|gerechtigkeit|gewicht|waage
blindenstock|barrierefreiheit|behinderung|blind
linksymbol|kettenglieder|linksymbol|verknüpfen
ketten|eisen|kette|ketten
haken|angelhaken|aufhaken|aufhängen
werkzeugkasten|box|handkasten|kiste
magnet|anziehung|anziehungskraft|hufeisen
leiter|hochsteigen|holzleiter|klettern
destillierapparat|destillierapparat|werkzeug
reagenzglas|chemie|chemikalie|chemiker
petrischale|bakterien|bakterienkultur|biologe
dna|biologe|biologie|biologin
mikroskop|labor|mikroskop|untersuchen
teleskop|himmel|teleskop
satellitenschüssel|antenne|sat-schüssel|satellitenschüssel
spritze|arzt|impfen|impfung
blutstropfen|blutspende|blutstropfen|flüssigkeit
kapsel|arznei|arzt|kapsel
heftpflaster|heftpflaster|verletzt|wunde
krücke|behinderung|beinverletzung|fußverletzung
stethoskop|abhören|arzt|doktor
röntgenbild|durchleuchten|knochen|medizin
tür|eingang|geschlossen|tür
fahrstuhl|aufzug|fahrstuhl|haus
spiegel|holzspiegel|reflexion|spiegel
fenster|aussicht|durchsichtig|fenster
bett|bett|hotel|schlafen
sofa und lampe|couch|lampe|sofa
stuhl|holzstuhl|möbel|sitzen
toilette|klo|toilette|wc
saugglocke|abfluss|gummiglocke|klempner
dusche|dusche|duschkopf
badewanne|bad|badewanne|badezimmer
mausefalle|anlocken|käse|maus
rasierer|klinge|rasieren|rasierer
creme|creme|feuchtigkeitscreme|feuchtigkeitsmilch
sicherheitsnadel|punk|sicherheitsnadel|windel
besen|besen|fegen|hexe
korb|bauernhof|korb|landwirtschaft
küchenrolle|hygiene|klopapier|küchenrolle
eimer|behälter|bottich|eimer
seife|baden|putzen|reinigen
blasen|blasen|perlen|reinigen
zahnbürste|badezimmer|körperpflege|mundhygiene
schwamm|absorbieren|aufsaugen|löchrig
feuerlöscher|feuer|feuerlöscher|löschen
einkaufswagen|einkaufen|einkaufswagen
zigarette|kippe|rauchen|rauchersymbol
sarg|beerdigung|sarg|tod
grabstein|friedhof|grab|grabstein
urne|beerdigung|tod|tot
nazar-amulett|amulett|blau|böser blick
hamsa|amulett|auge in offener hand|fatima
statue|gesicht|maske|osterinsel
protestschild|ankündigung|bekanntmachung|demonstration
ausweis|ausweis|dokument|führerschein
symbol „geldautomat“|atm|geldautomat|symbol „geldautomat“
symbol „papierkorb“|abfall|müll|mülleimer
trinkwasser|trinkwasser|wasserhahn
symbol „rollstuhl“|barrierefrei|behindertengerecht|rollstuhl
herren|herren|herrentoilette|wc
damen|damen|damentoilette|wc
toiletten|toilette|toiletten|wc
symbol „baby“|baby|symbol „baby“|wickelraum
wc|toilette|wc
passkontrolle|pass|passkontrolle
zollkontrolle|zoll|zollkontrolle
gepäckausgabe|gepäck|gepäckausgabe
gepäckaufbewahrung|gepäck|gepäckaufbewahrung|schließfach
warnung|achtung|dreieck|vorsicht
kinder überqueren die straße|kinder|kinder überqueren die straße|kinder-queren-die-straße-schild
zutritt verboten|einbahnstrasse|kein zutritt|keine durchfahrt
verboten|kein zutritt|kein-zutritt-zeichen|verboten
fahrräder verboten|fahhrad|fahrrad-verboten-schild|fahrräder verboten
rauchverbot|rauchen verboten|rauchverbot|zigarette
abfall verboten|abfall|müll|müll-verboten-zeichen
kein trinkwasser|kein trinkwasser|verboten|verschmutzt
fußgänger verboten|fußgänger verboten|fußgänger-verboten-schild
mobiltelefone verboten|handy|mobiltelefon|mobiltelefone verboten
minderjährige verboten|erwachsene|minderjährige verboten|mindestalter
radioaktiv|radioaktiv
biogefährdung|biogefährdung|zeichen
pfeil nach oben|aufwärts|aufwärtspfeil|norden
pfeil nach rechts oben|nordosten|pfeil|pfeil nach rechts oben
pfeil nach rechts|osten|pfeil|pfeil nach rechts
pfeil nach rechts unten|pfeil|pfeil nach rechts unten|südosten
pfeil nach unten|abwärts|abwärtspfeil|pfeil
pfeil nach links unten|pfeil|pfeil nach links unten
pfeil nach links|linkspfeil|pfeil|pfeil nach links
pfeil nach links oben|nordwesten|pfeil|pfeil nach links oben
pfeil nach oben und unten|entgegengesetzt|pfeil|pfeil nach oben und unten
pfeil nach links und rechts|entgegengesetzt|pfeil|pfeil nach links und rechts
geschwungener pfeil nach links|geschwungener pfeil nach links|pfeil
geschwungener pfeil nach rechts|pfeil|umdrehen
geschwungener pfeil nach oben|pfeil
geschwungener pfeil nach unten|pfeil
kreisförmige pfeile im uhrzeigersinn|im uhrzeigersinn|kreisförmige pfeile im uhrzeigersinn|pfeile
pfeile gegen den uhrzeigersinn|gegen den uhrzeigersinn|kreisförmige pfeile gegen den uhrzeigersinn|pfeile
back-pfeil|back-pfeil|links|pfeil
end-pfeil|end-pfeil|ende-zeichen|links
on!-pfeil|anschalten|ein-zeichen|einschaltem
soon-pfeil|bald-zeichen|pfeil|rechts
top-pfeil|pfeil nach oben|top-pfeil|top-zeichen
religiöse stätte|kultstätte|religion|religiöse stätte
atomzeichen|atheist|atom|atomzeichen
om|hinduismus|religion
davidstern|davidstern|jüdisch|religion
dharma-rad|buddhismus|dharma|dharma-rad
yin und yang|daoismus|religion|yang
lateinisches kreuz|christentum|kreuz|religion
orthodoxes kreuz|christentum|kreuz|religion
hilal und stern|hilal|islam|muslim
friedenszeichen|friedensbewegung|friedenssymbol|friedenszeichen
menora|leuchter|menora|religion
hexagramm mit punkt|hexagramm mit punkt|wahrsager
khanda|deg tegh fateh|glaube|khalsa
widder (sternzeichen)|sternzeichen|widder|widder (sternzeichen)
stier (sternzeichen)|horoskop|sternzeichen|stier
zwillinge (sternzeichen)|horoskop|sternzeichen|zwilling
krebs (sternzeichen)|krebs|krebs (sternzeichen)|sternzeichen
löwe (sternzeichen)|horoskop|löwe|löwe (sternzeichen)
jungfrau (sternzeichen)|horoskop|jungfrau|jungfrau (sternzeichen)
waage (sternzeichen)|horoskop|sternzeichen|waage
skorpion (sternzeichen)|horoskop|skorpion|skorpion (sternzeichen)
schütze (sternzeichen)|schütze|schütze (sternzeichen)|sternzeichen
steinbock (sternzeichen)|steinbock|steinbock (sternzeichen)|sternzeichen
wassermann (sternzeichen)|sternzeichen|wassermann|wassermann (sternzeichen)
fische (sternzeichen)|fische|fische (sternzeichen)|horoskop
schlangenträger|schlagenträger|schlangenträger|sternbild
zufallsmodus|gekreuzt|pfeile|richtung
wiederholen|im uhrzeigersinn|keycap|pfeile
titel wiederholen|dasselbe wiederholen|einmal|im uhrzeigersinn
wiedergabe|abspielen|dreieck|pfeil
doppelpfeile nach rechts|doppelpfeil|doppelpfeile nach rechts|vorwärts
nächster titel|doppelpfeil|dreieck|nächster titel
wiedergabe oder pause|dreieck|pause|pfeil
pfeil zurück|dreieck|links|pfeil
zurückspulen|doppelpfeil|doppelpfeile nach links|dreieck
vorheriger titel|doppelpfeil|dreieck|pfeil
aufwärts-schaltfläche|aufwärts|aufwärts-schaltfläche|nach oben
doppelpfeile nach oben|aufwärts|doppelpfeil|doppelpfeile nach oben
abwärts-schaltfläche|abwärts|abwärts-schaltfläche|nach unten
doppelpfeile nach unten|doppelpfeil|doppelpfeile nach unten|doppelt abwärts
pause|keycap|pause|streifen
stopp|aufnahme stoppen|keycap|quadrat
aufnehmen|aufnahme|aufnehmen|keycap
auswerfen|auswerfen|auswurf|auswurftaste
kinosymbol|film|filmkamera|filmkamera in blauem quadrat
taste dimmen|dimmen|gedimmt|helligkeit
heller-taste|heller|heller-taste|helligkeit
balkenförmige signalstärkenanzeige|balkenförmige signalstärkenanzeige|empfang|mobilfunksignal
wlan|computer|drahtlos|hotspot
vibrationsmodus|handy|kommunikation|mobiltelefon
mobiltelefon aus|ausschalten|handy aus|mobiltelefon
frauensymbol|frau|frauensymbol|weiblich
männersymbol|mann|männersymbol|zeichen
transgender-symbol|symbol für transgender|transgender|transgender-symbol
mal|abbrechen|multiplikation|multiplikationszeichen
plus|+|addieren|mathe
minus|-|mathe|minuszeichen
geteilt durch|division|divisionszeichen|geteiltzeichen
gleichheitszeichen extrafett|gleich|gleichheit|gleichheitszeichen
unendlichkeit|ewig|grenzenlos|unendlich
doppeltes ausrufezeichen|ausrufezeichen|doppeltes ausrufezeichen|muss
ausrufe- und fragezeichen|ausrufe- und fragezeichen|ausrufezeichen|fragezeichen
rotes fragezeichen|frage|fragezeichen|rotes fragezeichen
weißes fragezeichen|frage|fragezeichen|satzzeichen
weißes ausrufezeichen|ausrufezeichen|muss|satzzeichen
rotes ausrufezeichen|!|ausrufezeichen|satzzeichen
wellenlinie|gewellt|wellenlinie
geldwechsel|geld|geldwechsel|währung
dollarzeichen extrafett|bezahlen|dollar|dollar-zeichen
äskulapstab|apotheke|arznei|asklepiosstab
recycling-symbol|grüne punkt|grüner punkt|recycling
lilie|fleur-de-lis|lilie
dreizack|anker|dreizack|poseidon
namensschild|namensschild
japanisches anfänger-zeichen|anfänger|japanisches anfänger-zeichen|japanisches symbol
hohler roter kreis|großer kreis|hohler roter kreis|kreis
weißes häkchen|abgehakt|erledigt|weißes häkchen
abgehaktes kästchen|abgehaktes kästchen|abstimmungsfeld|abstimmungsfeld mit häkchen
kräftiges häkchen|abhaken|erledigt|fertig
kreuzzeichen|abbrechen|durchgestrichen|kreuzzeichen
angekreuztes kästchen|angekreuztes feld|angekreuztes kästchen|feld
schleife|schleife
doppelschleife|blau|doppelschleife|rechteck
teilalternationszeichen|japanisch|teilalternationszeichen|zeichensetzung
achtzackiger stern|*|achtzackiger stern|grün
achtstrahliger stern|*|achtstrahliger stern|stern
funkeln|*|funkeln|grün
copyright|c|copyright
registered-trademark|markenzeichen|registered-trademark
markenzeichen|markenzeichen|tm|trademark
taste: #|taste
taste: *|taste
taste: 0|null|taste
taste: 1|eins|taste
taste: 2|taste|zwei
taste: 3|drei|taste
taste: 4|taste|vier
taste: 5|fünf|taste
taste: 6|sechs|taste
taste: 7|sieben|taste
taste: 8|acht|taste
taste: 9|neun|taste
taste: 10|taste
eingabesymbol lateinische großbuchstaben|abcd|eingabe|eingabesymbol
eingabesymbol lateinische kleinbuchstaben|eingabesymbol lateinische kleinbuchstaben|kleinbuchstaben|lateinische kleinbuchstaben
eingabesymbol zahlen|1234|eingabe|eingabesymbol
eingabesymbol sonderzeichen|%|&|eingabe
eingabesymbol lateinische buchstaben|abc|alphabet|buchstaben
großbuchstabe a in rotem quadrat|blut|blutgruppe|großbuchstabe
großbuchstaben ab in rotem quadrat|blut|blutgruppe|großbuchstaben ab in rotem quadrat
großbuchstabe b in rotem quadrat|blut|blutgruppe|großbuchstabe
großbuchstaben cl in rotem quadrat|cl|großbuchstaben cl in rotem quadrat
wort „cool“ in blauem quadrat|cool|wort „cool“ in blauem quadrat
wort „free“ in blauem quadrat|free|wort „free“ in blauem quadrat
buchstabe „i“ in blauem quadrat|buchstabe „i“ in blauem quadrat|information
großbuchstaben id in lila quadrat|großbuchstaben id in lila quadrat|id
buchstabe „m“ in kreis|buchstabe|eingekreist|großbuchstabe
wort „new“ in blauem quadrat|neu|new|wort „new“ in blauem quadrat
großbuchstaben ng in blauem quadrat|großbuchstaben ng in blauem quadrat|ng
großbuchstabe o in rotem quadrat|0|blut|blutgruppe
großbuchstaben ok in blauem quadrat|großbuchstaben|keycap|ok
großbuchstabe p in blauem quadrat|großbuchstabe|p|parken
sos-zeichen|hilfe|sos|sos-zeichen
schriftzug „up!“ im blauen quadrat|keycap|taste|tastenkappe
schriftzug vs in orangem quadrat|gegen|taste|versus
schriftzeichen „koko“|japanisches schriftzeichen|schriftzeichen „koko“
schriftzeichen „sa“|japanisches schriftzeichen|schriftzeichen „sa“
schriftzeichen für „monatsbetrag“|japanisch|monatlich|monatsbetrag
schriftzeichen für „nicht gratis“|berechnen|existieren|japanisch
schriftzeichen für „reserviert“|finger|japanisches schriftzeichen|schriftzeichen für „finger“
schriftzeichen für „schnäppchen“|japanisches schriftzeichen|schnäppchen|schriftzeichen für „schnäppchen“
schriftzeichen für „rabatt“|japanisches schriftzeichen|rabatt|schriftzeichen für „rabatt“
schriftzeichen für „gratis“|japanisches schriftzeichen|schriftzeichen für „gratis“|schriftzeichen für „verhandlung“
schriftzeichen für „verbieten“|japanisches schriftzeichen|kanji|schriftzeichen für „verbieten“
schriftzeichen für „akzeptieren“|japanisch|schriftzeichen
schriftzeichen für „anwenden“|chinesisches schriftzeichen|japanisches schriftzeichen|schriftzeichen für „anwenden“
schriftzeichen für „note zum bestehen“|bestanden|bestehen|chinesisches schriftzeichen
schriftzeichen für „zimmer frei“|chinesisches schriftzeichen|japanisches schriftzeichen|leer
schriftzeichen für „gratulation“|chinesisches schriftzeichen|gratulation|japanisches schriftzeichen
schriftzeichen für „geheimnis“|chinesisches schriftzeichen|geheimnis|japanisches schriftzeichen
schriftzeichen für „geöffnet“|betrieb|chinesisches schriftzeichen|geöffnet
schriftzeichen für „kein zimmer frei“|belegt|besetzt|chinesisches schriftzeichen
roter punkt|ball|punkt|roter punkt
oranger punkt|form|kreis|orange scheibe
gelber punkt|form|gelbe scheibe|gelber kreis
grüner punkt|form|grüne scheibe|grüner kreis
blauer punkt|ball|blauer punkt|großer blauer kreis
lila punkt|form|kreis|punkt
brauner punkt|braune scheibe|brauner kreis|brauner punkt
schwarzer punkt|ball|großer schwarzer kreis|kreis
weißer punkt|ball|großer weißer kreis|kreis
rotes quadrat|form|quadrat|rotes quadrat
oranges quadrat|form|oranges quadrat|oranges viereck
gelbes quadrat|form|gelbes quadrat|gelbes viereck
grünes quadrat|form|grünes quadrat|grünes viereck
blaues quadrat|blaues quadrat|blaues viereck|form
lila quadrat|form|quadrat|viereck
braunes quadrat|braunes quadrat|braunes viereck|form
großes schwarzes quadrat|großes schwarzes quadrat|quadrat
großes weißes quadrat|großes weißes quadrat|quadrat
mittelgroßes schwarzes quadrat|mittelgroßes schwarzes quadrat|quadrat
mittelgroßes weißes quadrat|mittelgroßes weißes quadrat|quadrat
mittelkleines schwarzes quadrat|mittelkleines schwarzes quadrat|quadrat
mittelkleines weißes quadrat|geometrisch|mittelkleines weißes quadrat|quadrat
kleines schwarzes quadrat|kleines schwarzes quadrat|punkt|quadrat
kleines weißes quadrat|kleines weißes quadrat|quadrat
große orangefarbene raute|große orangefarbene raute|raute
große blaue raute|große blaue raute|raute
kleine orangefarbene raute|kleine orangefarbene raute|raute
kleine blaue raute|kleine blaue raute|raute
rotes dreieck mit der spitze nach oben|aufwärts|dreieck|rotes dreieck mit der spitze nach oben
rotes dreieck mit der spitze nach unten|abwärts|dreieck|rotes dreieck mit der spitze nach unten
rautenform mit punkt|diamant|mit punkt|rautenform
optionsfeld|optionsfeld|schaltfläche
weiße quadratische schaltfläche|schaltfläche|weiße quadratische schaltfläche
schwarze quadratische schaltfläche|schaltfläche|schwarze quadratische schaltfläche
zielflagge|formel 1|karierte flagge|nascar
wimpel|dreiecksflagge|flagge|rot
überkreuzte flaggen|japan|japanische flaggen|überkreuzte flaggen
schwarze flagge|fahne|schwarze fahne|schwarze flagge
weiße flagge|fahne|wehen|wehende weiße fahne
regenbogenflagge|bisexuell|bunt|fahne
transgender-flagge|flagge|transgender|transgender-flagge
piratenflagge|jolly roger|pirat|piratenfahne
flagge: ascension|ac|flagge
flagge: andorra|ad|flagge
flagge: vereinigte arabische emirate|ae|flagge
flagge: afghanistan|af|flagge
flagge: antigua und barbuda|ag|flagge
flagge: anguilla|ai|flagge
flagge: albanien|al|flagge
flagge: armenien|am|flagge
flagge: angola|ao|flagge
flagge: antarktis|aq|flagge
flagge: argentinien|ar|flagge
flagge: amerikanisch-samoa|as|flagge
flagge: österreich|at|flagge
flagge: australien|au|flagge
flagge: aruba|aw|flagge
flagge: ålandinseln|ax|flagge
flagge: aserbaidschan|az|flagge
flagge: bosnien und herzegowina|ba|flagge
flagge: barbados|bb|flagge
flagge: bangladesch|bd|flagge
flagge: belgien|be|flagge
flagge: burkina faso|bf|flagge
flagge: bulgarien|bg|flagge
flagge: bahrain|bh|flagge
flagge: burundi|bi|flagge
flagge: benin|bj|flagge
flagge: st. barthélemy|bl|flagge
flagge: bermuda|bm|flagge
flagge: brunei darussalam|bn|flagge
flagge: bolivien|bo|flagge
flagge: karibische niederlande|bq|flagge
flagge: brasilien|br|flagge
flagge: bahamas|bs|flagge
flagge: bhutan|bt|flagge
flagge: bouvetinsel|bv|flagge
flagge: botsuana|bw|flagge
flagge: belarus|by|flagge
flagge: belize|bz|flagge
flagge: kanada|ca|flagge
flagge: kokosinseln|cc|flagge
flagge: kongo-kinshasa|cd|flagge
flagge: zentralafrikanische republik|cf|flagge
flagge: kongo-brazzaville|cg|flagge
flagge: schweiz|ch|flagge
flagge: côte d’ivoire|ci|flagge
flagge: cookinseln|ck|flagge
flagge: chile|cl|flagge
flagge: kamerun|cm|flagge
flagge: china|cn|flagge
flagge: kolumbien|co|flagge
flagge: clipperton-insel|cp|flagge
flagge: costa rica|cr|flagge
flagge: kuba|cu|flagge
flagge: cabo verde|cv|flagge
flagge: curaçao|cw|flagge
flagge: weihnachtsinsel|cx|flagge
flagge: zypern|cy|flagge
flagge: tschechien|cz|flagge
flagge: deutschland|de|flagge
flagge: diego garcia|dg|flagge
flagge: dschibuti|dj|flagge
flagge: dänemark|dk|flagge
flagge: dominica|dm|flagge
flagge: dominikanische republik|do|flagge
flagge: algerien|dz|flagge
flagge: ceuta und melilla|ea|flagge
flagge: ecuador|ec|flagge
flagge: estland|ee|flagge
flagge: ägypten|eg|flagge
flagge: westsahara|eh|flagge
flagge: eritrea|er|flagge
flagge: spanien|es|flagge
flagge: äthiopien|et|flagge
flagge: europäische union|eu|flagge
flagge: finnland|fi|flagge
flagge: fidschi|fj|flagge
flagge: falklandinseln|fk|flagge
flagge: mikronesien|fm|flagge
flagge: färöer|fo|flagge
flagge: frankreich|fr|flagge
flagge: gabun|ga|flagge
flagge: vereinigtes königreich|gb|flagge
flagge: grenada|gd|flagge
flagge: georgien|ge|flagge
flagge: französisch-guayana|gf|flagge
flagge: guernsey|gg|flagge
flagge: ghana|gh|flagge
flagge: gibraltar|gi|flagge
flagge: grönland|gl|flagge
flagge: gambia|gm|flagge
flagge: guinea|gn|flagge
flagge: guadeloupe|gp|flagge
flagge: äquatorialguinea|gq|flagge
flagge: griechenland|gr|flagge
flagge: südgeorgien und die südlichen sandwichinseln|gs|flagge
flagge: guatemala|gt|flagge
flagge: guam|gu|flagge
flagge: guinea-bissau|gw|flagge
flagge: guyana|gy|flagge
flagge: sonderverwaltungsregion hongkong|hk|flagge
flagge: heard und mcdonaldinseln|hm|flagge
flagge: honduras|hn|flagge
flagge: kroatien|hr|flagge
flagge: haiti|ht|flagge
flagge: ungarn|hu|flagge
flagge: kanarische inseln|ic|flagge
flagge: indonesien|id|flagge
flagge: irland|ie|flagge
flagge: israel|il|flagge
flagge: isle of man|im|flagge
flagge: indien|in|flagge
flagge: britisches territorium im indischen ozean|io|flagge
flagge: irak|iq|flagge
flagge: iran|ir|flagge
flagge: island|is|flagge
flagge: italien|it|flagge
flagge: jersey|je|flagge
flagge: jamaika|jm|flagge
flagge: jordanien|jo|flagge
flagge: japan|jp|flagge
flagge: kenia|ke|flagge
flagge: kirgisistan|kg|flagge
flagge: kambodscha|kh|flagge
flagge: kiribati|ki|flagge
flagge: komoren|km|flagge
flagge: st. kitts und nevis|kn|flagge
flagge: nordkorea|kp|flagge
flagge: südkorea|kr|flagge
flagge: kuwait|kw|flagge
flagge: kaimaninseln|ky|flagge
flagge: kasachstan|kz|flagge
flagge: laos|la|flagge
flagge: libanon|lb|flagge
flagge: st. lucia|lc|flagge
flagge: liechtenstein|li|flagge
flagge: sri lanka|lk|flagge
flagge: liberia|lr|flagge
flagge: lesotho|ls|flagge
flagge: litauen|lt|flagge
flagge: luxemburg|lu|flagge
flagge: lettland|lv|flagge
flagge: libyen|ly|flagge
flagge: marokko|ma|flagge
flagge: monaco|mc|flagge
flagge: republik moldau|md|flagge
flagge: montenegro|me|flagge
flagge: st. martin|mf|flagge
flagge: madagaskar|mg|flagge
flagge: marshallinseln|mh|flagge
flagge: nordmazedonien|mk|flagge
flagge: mali|ml|flagge
flagge: myanmar|mm|flagge
flagge: mongolei|mn|flagge
flagge: sonderverwaltungsregion macau|mo|flagge
flagge: nördliche marianen|mp|flagge
flagge: martinique|mq|flagge
flagge: mauretanien|mr|flagge
flagge: montserrat|ms|flagge
flagge: malta|mt|flagge
flagge: mauritius|mu|flagge
flagge: malediven|mv|flagge
flagge: malawi|mw|flagge
flagge: mexiko|mx|flagge
flagge: malaysia|my|flagge
flagge: mosambik|mz|flagge
flagge: namibia|na|flagge
flagge: neukaledonien|nc|flagge
flagge: niger|ne|flagge
flagge: norfolkinsel|nf|flagge
flagge: nigeria|ng|flagge
flagge: nicaragua|ni|flagge
flagge: niederlande|nl|flagge
flagge: norwegen|no|flagge
flagge: nepal|np|flagge
flagge: nauru|nr|flagge
flagge: niue|nu|flagge
flagge: neuseeland|nz|flagge
flagge: oman|om|flagge
flagge: panama|pa|flagge
flagge: peru|pe|flagge
flagge: französisch-polynesien|pf|flagge
flagge: papua-neuguinea|pg|flagge
flagge: philippinen|ph|flagge
flagge: pakistan|pk|flagge
flagge: polen|pl|flagge
flagge: st. pierre und miquelon|pm|flagge
flagge: pitcairninseln|pn|flagge
flagge: puerto rico|pr|flagge
flagge: palästinensische autonomiegebiete|ps|flagge
flagge: portugal|pt|flagge
flagge: palau|pw|flagge
flagge: paraguay|py|flagge
flagge: katar|qa|flagge
flagge: réunion|re|flagge
flagge: rumänien|ro|flagge
flagge: serbien|rs|flagge
flagge: russland|ru|flagge
flagge: ruanda|rw|flagge
flagge: saudi-arabien|sa|flagge
flagge: salomonen|sb|flagge
flagge: seychellen|sc|flagge
flagge: sudan|sd|flagge
flagge: schweden|se|flagge
flagge: singapur|sg|flagge
flagge: st. helena|sh|flagge
flagge: slowenien|si|flagge
flagge: spitzbergen und jan mayen|sj|flagge
flagge: slowakei|sk|flagge
flagge: sierra leone|sl|flagge
flagge: san marino|sm|flagge
flagge: senegal|sn|flagge
flagge: somalia|so|flagge
flagge: suriname|sr|flagge
flagge: südsudan|ss|flagge
flagge: são tomé und príncipe|st|flagge
flagge: el salvador|sv|flagge
flagge: sint maarten|sx|flagge
flagge: syrien|sy|flagge
flagge: eswatini|sz|flagge
flagge: tristan da cunha|ta|flagge
flagge: turks- und caicosinseln|tc|flagge
flagge: tschad|td|flagge
flagge: französische süd- und antarktisgebiete|tf|flagge
flagge: togo|tg|flagge
flagge: thailand|th|flagge
flagge: tadschikistan|tj|flagge
flagge: tokelau|tk|flagge
flagge: timor-leste|tl|flagge
flagge: turkmenistan|tm|flagge
flagge: tunesien|tn|flagge
flagge: tonga|to|flagge
flagge: türkei|tr|flagge
flagge: trinidad und tobago|tt|flagge
flagge: tuvalu|tv|flagge
flagge: taiwan|tw|flagge
flagge: tansania|tz|flagge
flagge: ukraine|ua|flagge
flagge: uganda|ug|flagge
flagge: amerikanische überseeinseln|um|flagge
flagge: vereinte nationen|un|flagge
flagge: vereinigte staaten|us|flagge
flagge: uruguay|uy|flagge
flagge: usbekistan|uz|flagge
flagge: vatikanstadt|va|flagge
flagge: st. vincent und die grenadinen|vc|flagge
flagge: venezuela|ve|flagge
flagge: britische jungferninseln|vg|flagge
flagge: amerikanische jungferninseln|vi|flagge
flagge: vietnam|vn|flagge
flagge: vanuatu|vu|flagge
flagge: wallis und futuna|wf|flagge
flagge: samoa|ws|flagge
flagge: kosovo|xk|flagge
flagge: jemen|ye|flagge
flagge: mayotte|yt|flagge
flagge: südafrika|za|flagge
flagge: sambia|zm|flagge
flagge: simbabwe|zw|flagge
flagge: england|flagge|gbeng
flagge: schottland|flagge|gbsct
flagge: wales|flagge|gbwls
`;
