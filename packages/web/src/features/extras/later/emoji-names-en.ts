// biome-ignore-all lint/style/noExcessiveLinesPerFile: one name a line
/** English names and words for the emoji of emoji-list.ts, in its order. Made from emojibase-data. */
export const names = `
grinning face|cheerful|cheery|happy
grinning face with big eyes|awesome|happy|mouth
grinning face with smiling eyes|happy|laugh|lol
beaming face with smiling eyes|grin|grinning|happy
grinning squinting face|closed|eyes|haha
grinning face with sweat|cold|dejected|excited
rolling on the floor laughing|crying|face|funny
face with tears of joy|crying|feels|funny
slightly smiling face|happy|smile
upside-down face|hehe|smile
melting face|disappear|dissolve|embarrassed
winking face|flirt|heartbreaker|sexy
smiling face with smiling eyes|blush|glad|satisfied
smiling face with halo|angel|angelic|angels
smiling face with hearts|3|adore|crush
smiling face with heart-eyes|143|bae|feels
star-struck|excited|eyes|face
face blowing a kiss|adorbs|bae|flirt
kissing face|143|date|dating
smiling face|happy|outlined|relaxed
kissing face with closed eyes|143|bae|blush
kissing face with smiling eyes|143|closed|date
smiling face with tear|glad|grateful|happy
face savoring food|delicious|eat|full
face with tongue|awesome|cool|nice
winking face with tongue|crazy|epic|eye
zany face|crazy|eye|eyes
squinting face with tongue|closed|eye|eyes
money-mouth face|paid
smiling face with open hands|hug|hugging
face with hand over mouth|giggle|giggling|oops
face with open eyes and hand over mouth|amazement|awe|disbelief
face with peeking eye|captivated|embarrass|hide
shushing face|quiet|shh
thinking face|chin|consider|hmm
saluting face|good|luck|ma’am
zipper-mouth face|keep|quiet|secret
face with raised eyebrow|disapproval|disbelief|distrust
neutral face|awkward|blank|deadpan
expressionless face|awkward|dead|fine
face without mouth|awkward|blank|expressionless
dotted line face|depressed|disappear|hidden
face in clouds|absentminded|fog|head
smirking face|boss|dapper|flirt
unamused face|...|bored|fine
face with rolling eyes|eyeroll|shade|ugh
grimacing face|awk|awkward|dentist
face exhaling|blow|blowing|exhale
lying face|liar|lie|pinocchio
shaking face|crazy|daze|earthquake
relieved face|calm|peace|relief
pensive face|awful|bored|dejected
sleepy face|crying|good|night
drooling face
sleeping face|bed|bedtime|good
face with medical mask|cold|dentist|dermatologist
face with thermometer|ill|sick
face with head-bandage|hurt|injury|ouch
nauseated face|gross|nasty|sick
face vomiting|barf|ew|gross
sneezing face|fever|flu|gesundheit
hot face|dying|feverish|heat
cold face|blue|blue-faced|freezing
woozy face|dizzy|drunk|eyes
face with crossed-out eyes|dead|dizzy|feels
face with spiral eyes|confused|dizzy|hypnotized
exploding head|blown|explode|mind
cowboy hat face|cowgirl
partying face|bday|birthday|celebrate
disguised face|eyebrow|glasses|incognito
smiling face with sunglasses|awesome|beach|bright
nerd face|brainy|clever|expert
face with monocle|classy|fancy|rich
confused face|befuddled|confusing|dunno
face with diagonal mouth|confused|confusion|disappointed
worried face|anxious|butterflies|nerves
slightly frowning face|sad
frowning face|sad
face with open mouth|believe|forgot|omg
hushed face|epic|omg|stunned
astonished face|cost|no|omg
flushed face|amazed|awkward|crazy
pleading face|begging|big|eyes
face holding back tears|admiration|aww|cry
frowning face with open mouth|caught|guard|scared
anguished face|forgot|scared|scary
fearful face|afraid|anxious|blame
anxious face with sweat|blue|cold|eek
sad but relieved face|anxious|call|close
crying face|awful|feels|miss
loudly crying face|bawling|sad|sob
face screaming in fear|epic|fearful|munch
confounded face|annoyed|confused|cringe
persevering face|concentrate|concentration|focus
disappointed face|awful|blame|dejected
downcast face with sweat|close|cold|feels
weary face|crying|fail|feels
tired face|cost|feels|nap
yawning face|bedtime|bored|goodnight
face with steam from nose|anger|angry|feels
enraged face|anger|angry|feels
angry face|anger|blame|feels
face with symbols on mouth|censor|cursing|cussing
smiling face with horns|demon|devil|evil
angry face with horns|demon|devil|evil
skull|body|dead|death
skull and crossbones|dead|death|face
pile of poo|bs|comic|doo
clown face
ogre|creature|devil|face
goblin|angry|creature|face
ghost|boo|creature|excited
alien|creature|extraterrestrial|face
alien monster|creature|extraterrestrial|face
robot|face|monster
grinning cat|animal|face|mouth
grinning cat with smiling eyes|animal|face|smile
cat with tears of joy|animal|face|laugh
smiling cat with heart-eyes|animal|face|love
cat with wry smile|animal|face|ironic
kissing cat|animal|closed|eye
weary cat|animal|face|oh
crying cat|animal|face|sad
pouting cat|animal|face
see-no-evil monkey|embarrassed|face|forbidden
hear-no-evil monkey|animal|ears|face
speak-no-evil monkey|animal|face|forbidden
love letter|heart|mail|romance
heart with arrow|143|adorbs|cupid
heart with ribbon|143|anniversary|emotion
sparkling heart|143|emotion|excited
growing heart|143|emotion|excited
beating heart|143|cardio|emotion
revolving hearts|143|adorbs|anniversary
two hearts|143|anniversary|date
heart decoration|143|emotion|hearth
heart exclamation|heavy|mark|punctuation
broken heart|break|crushed|emotion
heart on fire|burn|love|lust
mending heart|healthier|improving|recovering
red heart|emotion|love
pink heart|143|adorable|cute
orange heart|143
yellow heart|143|cardiac|emotion
green heart|143|emotion|ily
blue heart|143|emotion|ily
light blue heart|143|cute|cyan
purple heart|143|bestest|emotion
brown heart|143
black heart|evil|wicked
grey heart|143|emotion|gray
white heart|143
kiss mark|dating|emotion|heart
hundred points|100|a+|agree
anger symbol|angry|comic|mad
collision|bomb|boom|collide
dizzy|comic|shining|shooting
sweat droplets|comic|drip|drops
dashing away|cloud|comic|fart
hole
speech balloon|bubble|comic|dialog
eye in speech bubble|balloon|witness
left speech bubble|balloon|dialog
right anger bubble|angry|balloon|mad
thought balloon|bubble|cartoon|cloud
zzz|comic|good|goodnight
waving hand|bye|cya|g2g
raised back of hand|backhand
hand with fingers splayed|raised|stop
raised hand|5|five|high
vulcan salute|finger|hand|hands
rightwards hand|handshake|hold|reach
leftwards hand|handshake|hold|reach
palm down hand|dismiss|drop|dropped
palm up hand|beckon|catch|come
leftwards pushing hand|block|five|halt
rightwards pushing hand|block|five|halt
ok hand|awesome|bet|dope
pinched fingers|gesture|hand|hold
pinching hand|amount|bit|fingers
victory hand|peace
crossed fingers|hand|luck
hand with index finger and thumb crossed|<3|expensive|heart
love-you gesture|fingers|hand|ily
sign of the horns|finger|hand|rock-on
call me hand|hang|loose|shaka
backhand index pointing left|finger
backhand index pointing right|finger
backhand index pointing up|finger
middle finger|hand
backhand index pointing down|finger
index pointing up|finger|hand|this
index pointing at the viewer|finger|hand|poke
thumbs up|+1|good|hand
thumbs down|-1|bad|dislike
raised fist|clenched|hand|punch
oncoming fist|absolutely|agree|boom
left-facing fist|leftwards
right-facing fist|rightwards
clapping hands|applause|approval|awesome
raising hands|celebration|gesture|hooray
heart hands|<3|love|you
open hands|hug|jazz|swerve
palms up together|cupped|dua|hands
handshake|agreement|deal|meeting
folded hands|appreciate|ask|beg
writing hand|write
nail polish|bored|care|cosmetics
selfie|camera|phone
flexed biceps|arm|beast|bench
mechanical arm|accessibility|prosthetic
mechanical leg|accessibility|prosthetic
leg|bent|foot|kick
foot|ankle|feet|kick
ear|body|ears|hear
ear with hearing aid|accessibility|hard
nose|body|noses|nosey
brain|intelligent|smart
anatomical heart|beat|cardiology|heartbeat
lungs|breath|breathe|exhalation
tooth|dentist|pearly|teeth
bone|bones|dog|skeleton
eyes|body|face|googly
eye|1|body|one
tongue|body|lick|slurp
mouth|beauty|body|kiss
biting lip|anxious|bite|fear
baby|babies|children|goo
child|bright-eyed|grandchild|kid
boy|bright-eyed|child|grandson
girl|bright-eyed|child|daughter
person|adult
person: blond hair|blond-haired|human
man|adult|bro
person: beard|bearded|whiskers
man: beard|bearded|whiskers
woman: beard|bearded|whiskers
man: red hair|adult|bro
man: curly hair|adult|bro
man: white hair|adult|bro
man: bald|adult|bro
woman|adult|lady
woman: red hair|adult|lady
person: red hair|adult
woman: curly hair|adult|lady
person: curly hair|adult
woman: white hair|adult|lady
person: white hair|adult
woman: bald|adult|lady
person: bald|adult
woman: blond hair|blond-haired|blonde
man: blond hair|blond-haired
older person|adult|elderly|grandparent
old man|adult|bald|elderly
old woman|adult|elderly|grandma
person frowning|annoyed|disappointed|disgruntled
man frowning|annoyed|disappointed|disgruntled
woman frowning|annoyed|disappointed|disgruntled
person pouting|disappointed|downtrodden|frown
man pouting|disappointed|downtrodden|frown
woman pouting|disappointed|downtrodden|frown
person gesturing no|forbidden|gesture|hand
man gesturing no|forbidden|gesture|hand
woman gesturing no|forbidden|gesture|hand
person gesturing ok|exercise|gesture|hand
man gesturing ok|exercise|gesture|hand
woman gesturing ok|exercise|gesture|hand
person tipping hand|fetch|flick|flip
man tipping hand|fetch|flick|flip
woman tipping hand|fetch|flick|flip
person raising hand|gesture|here|know
man raising hand|gesture|here|know
woman raising hand|gesture|here|know
deaf person|accessibility|ear|gesture
deaf man|accessibility|ear|gesture
deaf woman|accessibility|ear|gesture
person bowing|apology|ask|beg
man bowing|apology|ask|beg
woman bowing|apology|ask|beg
person facepalming|again|bewilder|disbelief
man facepalming|again|bewilder|disbelief
woman facepalming|again|bewilder|disbelief
person shrugging|doubt|dunno|guess
man shrugging|doubt|dunno|guess
woman shrugging|doubt|dunno|guess
health worker|doctor|healthcare|nurse
man health worker|doctor|healthcare|nurse
woman health worker|doctor|healthcare|nurse
student|graduate
man student|graduate
woman student|graduate
teacher|instructor|lecturer|professor
man teacher|instructor|lecturer|professor
woman teacher|instructor|lecturer|professor
judge|justice|law|scales
man judge|justice|law|scales
woman judge|justice|law|scales
farmer|gardener|rancher
man farmer|gardener|rancher
woman farmer|gardener|rancher
cook|chef
man cook|chef
woman cook|chef
mechanic|electrician|plumber|tradesperson
man mechanic|electrician|plumber|tradesperson
woman mechanic|electrician|plumber|tradesperson
factory worker|assembly|industrial
man factory worker|assembly|industrial
woman factory worker|assembly|industrial
office worker|architect|business|manager
man office worker|architect|business|manager
woman office worker|architect|business|manager
scientist|biologist|chemist|engineer
man scientist|biologist|chemist|engineer
woman scientist|biologist|chemist|engineer
technologist|coder|computer|developer
man technologist|coder|computer|developer
woman technologist|coder|computer|developer
singer|actor|entertainer|rock
man singer|actor|entertainer|rock
woman singer|actor|entertainer|rock
artist|palette
man artist|palette
woman artist|palette
pilot|plane
man pilot|plane
woman pilot|plane
astronaut|rocket|space
man astronaut|rocket|space
woman astronaut|rocket|space
firefighter|firetruck
man firefighter|firetruck
woman firefighter|firetruck
police officer|apprehend|arrest|citation
man police officer|apprehend|arrest|citation
woman police officer|apprehend|arrest|citation
detective|sleuth|spy
man detective|sleuth|spy
woman detective|sleuth|spy
guard|buckingham|helmet|london
man guard|buckingham|helmet|london
woman guard|buckingham|helmet|london
ninja|assassin|fight|fighter
construction worker|build|fix|hardhat
man construction worker|build|fix|hardhat
woman construction worker|build|fix|hardhat
person with crown|monarch|noble|regal
prince|crown|fairy|fairytale
princess|crown|fairy|fairytale
person wearing turban
man wearing turban
woman wearing turban
person with skullcap|chinese|gua|guapi
woman with headscarf|bandana|hijab|kerchief
person in tuxedo|formal|wedding
man in tuxedo|formal|groom|wedding
woman in tuxedo|formal|wedding
person with veil|wedding
man with veil|wedding
woman with veil|bride|wedding
pregnant woman
pregnant man|belly|bloated|full
pregnant person|belly|bloated|full
breast-feeding|baby|mom|mother
woman feeding baby|mom|mother|nanny
man feeding baby|dad|father|nanny
person feeding baby|nanny|newborn|nursing
baby angel|church|face|fairy
santa claus|celebration|christmas|claus
mrs. claus|celebration|christmas|claus
mx claus|celebration|christmas|claus
superhero|good|superpower
man superhero|good|superpower
woman superhero|good|heroine|superpower
supervillain|bad|criminal|evil
man supervillain|bad|criminal|evil
woman supervillain|bad|criminal|evil
mage|fantasy|magic|play
man mage|fantasy|magic|play
woman mage|fantasy|magic|play
fairy|fairytale|fantasy|myth
man fairy|fairytale|fantasy|myth
woman fairy|fairytale|fantasy|myth
vampire|blood|dracula|fangs
man vampire|blood|fangs|halloween
woman vampire|blood|fangs|halloween
merperson|creature|fairytale|folklore
merman|creature|fairytale|folklore
mermaid|creature|fairytale|folklore
elf|elves|enchantment|fantasy
man elf|elves|enchantment|fantasy
woman elf|elves|enchantment|fantasy
genie|djinn|fantasy|jinn
man genie|djinn|fantasy|jinn
woman genie|djinn|fantasy|jinn
zombie|apocalypse|dead|halloween
man zombie|apocalypse|dead|halloween
woman zombie|apocalypse|dead|halloween
troll|fairy|fantasy|monster
person getting massage|face|headache|relax
man getting massage|face|headache|relax
woman getting massage|face|headache|relax
person getting haircut|barber|beauty|chop
man getting haircut|barber|beauty|chop
woman getting haircut|barber|beauty|chop
person walking|amble|gait|hike
man walking|amble|gait|hike
woman walking|amble|gait|hike
person standing
man standing
woman standing
person kneeling|knees
man kneeling|knees
woman kneeling|knees
person with white cane|accessibility|blind|probing
man with white cane|accessibility|blind|probing
woman with white cane|accessibility|blind|probing
person in motorized wheelchair|accessibility
man in motorized wheelchair|accessibility
woman in motorized wheelchair|accessibility
person in manual wheelchair|accessibility
man in manual wheelchair|accessibility
woman in manual wheelchair|accessibility
person running|fast|hurry|marathon
man running|fast|hurry|marathon
woman running|fast|hurry|marathon
woman dancing|dance|dancer|elegant
man dancing|dance|dancer|elegant
person in suit levitating|business
people with bunny ears|bestie|bff|counterpart
men with bunny ears|bestie|bff|counterpart
women with bunny ears|bestie|bff|counterpart
person in steamy room|day|luxurious|pamper
man in steamy room|day|luxurious|pamper
woman in steamy room|day|luxurious|pamper
person climbing|climber|mountain|rock
man climbing|climber|mountain|rock
woman climbing|climber|mountain|rock
person fencing|fencer|sword
horse racing|jockey|racehorse|riding
skier|snow
snowboarder|ski|sport
person golfing|ball|birdie|caddy
man golfing|ball|birdie|caddy
woman golfing|ball|birdie|caddy
person surfing|beach|ocean|sport
man surfing|beach|ocean|sport
woman surfing|beach|ocean|person
person rowing boat|canoe|cruise|fishing
man rowing boat|canoe|cruise|fishing
woman rowing boat|canoe|cruise|fishing
person swimming|freestyle|sport|swimmer
man swimming|freestyle|sport|swimmer
woman swimming|freestyle|sport|swimmer
person bouncing ball|athletic|basketball|championship
man bouncing ball|athletic|basketball|championship
woman bouncing ball|athletic|basketball|championship
person lifting weights|barbell|bodybuilder|deadlift
man lifting weights|barbell|bodybuilder|deadlift
woman lifting weights|barbell|bodybuilder|deadlift
person biking|bicycle|bicyclist|bike
man biking|bicycle|bicyclist|bike
woman biking|bicycle|bicyclist|bike
person mountain biking|bicycle|bicyclist|bike
man mountain biking|bicycle|bicyclist|bike
woman mountain biking|bicycle|bicyclist|bike
person cartwheeling|active|excited|flip
man cartwheeling|active|excited|flip
woman cartwheeling|active|excited|flip
people wrestling|combat|duel|grapple
men wrestling|combat|duel|grapple
women wrestling|combat|duel|grapple
person playing water polo|sport|swimming|waterpolo
man playing water polo|sport|swimming|waterpolo
woman playing water polo|sport|swimming|waterpolo
person playing handball|athletics|catch|chuck
man playing handball|athletics|catch|chuck
woman playing handball|athletics|catch|chuck
person juggling|act|balance|balancing
man juggling|act|balance|balancing
woman juggling|act|balance|balancing
person in lotus position|cross|legged|legs
man in lotus position|cross|legged|legs
woman in lotus position|cross|legged|legs
person taking bath|bathtub|tub
person in bed|bedtime|good|goodnight
people holding hands|bae|bestie|bff
women holding hands|bae|bestie|bff
woman and man holding hands|bae|bestie|bff
men holding hands|bae|bestie|bff
kiss|anniversary|babe|bae
kiss: woman, man|anniversary|babe|bae
kiss: man, man|anniversary|babe|bae
kiss: woman, woman|anniversary|babe|bae
couple with heart|anniversary|babe|bae
couple with heart: woman, man|anniversary|babe|bae
couple with heart: man, man|anniversary|babe|bae
couple with heart: woman, woman|anniversary|babe|bae
family: man, woman, boy|child
family: man, woman, girl|child
family: man, woman, girl, boy|child
family: man, woman, boy, boy|child
family: man, woman, girl, girl|child
family: man, man, boy|child
family: man, man, girl|child
family: man, man, girl, boy|child
family: man, man, boy, boy|child
family: man, man, girl, girl|child
family: woman, woman, boy|child
family: woman, woman, girl|child
family: woman, woman, girl, boy|child
family: woman, woman, boy, boy|child
family: woman, woman, girl, girl|child
family: man, boy|child
family: man, boy, boy|child
family: man, girl|child
family: man, girl, boy|child
family: man, girl, girl|child
family: woman, boy|child
family: woman, boy, boy|child
family: woman, girl|child
family: woman, girl, boy|child
family: woman, girl, girl|child
speaking head|face|silhouette
bust in silhouette|mysterious|shadow
busts in silhouette|bff|everyone|friend
people hugging|comfort|embrace|farewell
family|child
footprints|barefoot|clothing|omw
monkey face|animal|banana
monkey|animal|banana
gorilla|animal
orangutan|animal|ape|monkey
dog face|adorbs|animal|pet
dog|animal|animals|dogs
guide dog|accessibility|animal|blind
service dog|accessibility|animal|assistance
poodle|animal|dog|fluffy
wolf|animal|face
fox|animal|face
raccoon|animal|curious|sly
cat face|animal|kitten|kitty
cat|animal|animals|cats
black cat|animal|feline|halloween
lion|alpha|animal|face
tiger face|animal|big|cat
tiger|animal|big|cat
leopard|animal|big|cat
horse face|animal|dressage|equine
moose|alces|animal|antlers
donkey|animal|ass|burro
horse|animal|equestrian|farm
unicorn|face
zebra|animal|stripe
deer|animal
bison|animal|buffalo|herd
cow face|animal|farm|milk
ox|animal|animals|bull
water buffalo|animal|zoo
cow|animal|animals|farm
pig face|animal|bacon|farm
pig|animal|bacon|farm
boar|animal|pig
pig nose|animal|face|farm
ram|animal|aries|horns
ewe|animal|baa|farm
goat|animal|capricorn|farm
camel|animal|desert|dromedary
two-hump camel|animal|bactrian|desert
llama|alpaca|animal|guanaco
giraffe|animal|spots
elephant|animal
mammoth|animal|extinction|large
rhinoceros|animal
hippopotamus|animal
mouse face|animal
mouse|animal|animals
rat|animal
hamster|animal|face|pet
rabbit face|animal|bunny|pet
rabbit|animal|bunny|pet
chipmunk|animal|squirrel
beaver|animal|dam|teeth
hedgehog|animal|spiny
bat|animal|vampire
bear|animal|face|grizzly
polar bear|animal|arctic|white
koala|animal|australia|bear
panda|animal|bamboo|face
sloth|lazy|slow
otter|animal|fishing|playful
skunk|animal|stink
kangaroo|animal|joey|jump
badger|animal|honey|pester
paw prints|feet|paws
turkey|bird|gobble|thanksgiving
chicken|animal|bird|ornithology
rooster|animal|bird|ornithology
hatching chick|animal|baby|bird
baby chick|animal|bird|ornithology
front-facing baby chick|animal|bird|newborn
bird|animal|ornithology
penguin|animal|antarctica|bird
dove|bird|fly|ornithology
eagle|animal|bird|ornithology
duck|animal|bird|ornithology
swan|animal|bird|cygnet
owl|animal|bird|ornithology
dodo|animal|bird|extinction
feather|bird|flight|light
flamingo|animal|bird|flamboyant
peacock|animal|bird|colorful
parrot|animal|bird|ornithology
wing|angelic|ascend|aviation
black bird|animal|beak|caw
goose|animal|bird|duck
frog|animal|face
crocodile|animal|zoo
turtle|animal|terrapin|tortoise
lizard|animal|reptile
snake|animal|bearer|ophiuchus
dragon face|animal|fairy|fairytale
dragon|animal|fairy|fairytale
sauropod|brachiosaurus|brontosaurus|dinosaur
t-rex|dinosaur|rex|t
spouting whale|animal|beach|face
whale|animal|beach|ocean
dolphin|animal|beach|flipper
seal|animal|lion|ocean
fish|animal|dinner|fishes
tropical fish|animal|fishes
blowfish|animal
shark|animal|fish
octopus|animal|creature|ocean
spiral shell|animal|beach|conch
coral|change|climate|ocean
jellyfish|animal|aquarium|burn
crab|cancer|zodiac
lobster|animal|bisque|claws
shrimp|food|shellfish|small
squid|animal|food|mollusk
oyster|diving|pearl
snail|animal|escargot|garden
butterfly|insect|pretty
bug|animal|garden|insect
ant|animal|garden|insect
honeybee|animal|bumblebee|insect
beetle|animal|bug|insect
lady beetle|animal|garden|insect
cricket|animal|bug|grasshopper
cockroach|animal|insect|pest
spider|animal|insect
spider web
scorpion|scorpius|zodiac
mosquito|bite|disease|fever
fly|animal|disease|insect
worm|animal|annelid|earthworm
microbe|amoeba|bacteria|science
bouquet|anniversary|birthday|date
cherry blossom|flower|plant|spring
white flower
lotus|beauty|buddhism|calm
rosette|plant
rose|beauty|elegant|flower
wilted flower|dying
hibiscus|flower|plant
sunflower|outdoors|plant
blossom|buttercup|dandelion|flower
tulip|blossom|flower|growth
hyacinth|bloom|bluebonnet|flower
seedling|plant|sapling|sprout
potted plant|decor|grow|house
evergreen tree|christmas|forest|pine
deciduous tree|forest|green|habitat
palm tree|beach|plant|tropical
cactus|desert|drought|nature
sheaf of rice|ear|grain|grains
herb|leaf|plant
shamrock|irish|plant
four leaf clover|4|four-leaf|irish
maple leaf|falling
fallen leaf|autumn|falling
leaf fluttering in wind|blow
empty nest|branch|home|nesting
nest with eggs|bird|branch|nesting
mushroom|fungus|toadstool
grapes|dionysus|fruit
melon|cantaloupe|fruit
watermelon|fruit
tangerine|c|citrus|fruit
lemon|citrus|fruit|sour
banana|fruit|potassium
pineapple|colada|fruit|pina
mango|food|fruit|tropical
red apple|diet|food|fruit
green apple|fruit
pear|fruit
peach|fruit
cherries|berries|cherry|fruit
strawberry|fruit
blueberries|berry|bilberry|blueberry
kiwi fruit|food
tomato|food|fruit|vegetable
olive|food
coconut|colada|palm|piña
avocado|food|fruit
eggplant|aubergine|vegetable
potato|food|vegetable
carrot|food|vegetable
ear of corn|crops|farm|maize
hot pepper
bell pepper|capsicum|food|vegetable
cucumber|food|pickle|vegetable
leafy green|bok|burgers|cabbage
broccoli|cabbage|wild
garlic|flavoring
onion|flavoring
peanuts|food|vegetable
beans|food|kidney|legume
chestnut|almond|plant
ginger root|beer|health|herb
pea pod|beans|beanstalk|edamame
bread|carbs|food|grain
croissant|bread|breakfast|crescent
baguette bread|food|french
flatbread|arepa|food|gordita
pretzel|convoluted|twisted
bagel|bakery|bread|breakfast
pancakes|breakfast|crêpe|food
waffle|breakfast|indecisive|iron
cheese wedge
meat on bone
poultry leg|bone|chicken|drumstick
cut of meat|chop|lambchop|porkchop
bacon|breakfast|food|meat
hamburger|eat|fast|food
french fries|fast|food
pizza|cheese|food|hungry
hot dog|frankfurter|hotdog|sausage
sandwich|bread
taco|mexican
burrito|mexican|wrap
tamale|food|mexican|pamonha
stuffed flatbread|falafel|food|gyro
falafel|chickpea|meatball
egg|breakfast|food
cooking|breakfast|easy|egg
shallow pan of food|casserole|paella
pot of food|soup|stew
fondue|cheese|chocolate|food
bowl with spoon|breakfast|cereal|congee
green salad|food
popcorn|movie
butter|dairy
salt|condiment|flavor|mad
canned food
bento box|food
rice cracker|food
rice ball|food|japanese
cooked rice|food
curry rice|food
steaming bowl|chopsticks|food|noodle
spaghetti|food|meatballs|pasta
roasted sweet potato|food
oden|food|kebab|restaurant
sushi|food
fried shrimp|prawn|tempura
fish cake with swirl|food|pastry|restaurant
moon cake|autumn|festival|yuèbǐng
dango|dessert|japanese|skewer
dumpling|empanada|gyōza|jiaozi
fortune cookie|prophecy
takeout box|chopsticks|delivery|food
soft ice cream|dessert|food|icecream
shaved ice|dessert|restaurant|sweet
ice cream|dessert|food|restaurant
doughnut|breakfast|dessert|donut
cookie|chip|chocolate|dessert
birthday cake|bday|celebration|dessert
shortcake|dessert|pastry|slice
cupcake|bakery|dessert|sprinkles
pie|apple|filling|fruit
chocolate bar|candy|dessert|halloween
candy|cavities|dessert|halloween
lollipop|candy|dessert|food
custard|dessert|pudding|sweet
honey pot|barrel|bear|food
baby bottle|babies|birth|born
glass of milk|drink
hot beverage|cafe|caffeine|chai
teapot|brew|drink|food
teacup without handle|beverage|drink|oolong
sake|bar|beverage|bottle
bottle with popping cork|bar|drink
wine glass|alcohol|bar|beverage
cocktail glass|alcohol|bar|booze
tropical drink|alcohol|bar|booze
beer mug|alcohol|ale|bar
clinking beer mugs|alcohol|bar|booze
clinking glasses|celebrate|drink
tumbler glass|liquor|scotch|shot
pouring liquid|accident|drink|empty
cup with straw|drink|juice|malt
bubble tea|boba|food|milk
beverage box|juice|straw|sweet
mate|drink
ice|cold|cube|iceberg
chopsticks|hashi|jeotgarak|kuaizi
fork and knife with plate|cooking|dinner|eat
fork and knife|breakfast|breaky|cooking
spoon|eat|tableware
kitchen knife|chef|cooking|hocho
jar|condiment|container|empty
amphora|aquarius|cooking|drink
globe showing europe-africa|africa|earth|europe
globe showing americas|americas|earth|world
globe showing asia-australia|asia|asia-australia|australia
globe with meridians|earth|internet|web
world map
map of japan|japan
compass|direction|magnetic|navigation
snow-capped mountain|cold
mountain
volcano|eruption|mountain|nature
mount fuji|mountain|nature
camping
beach with umbrella
desert
desert island
national park
stadium
classical building
building construction|crane
brick|bricks|clay|mortar
rock|boulder|heavy|solid
wood|log|lumber|timber
hut|home|house|roundhouse
houses
derelict house|home
house|building|country|heart
house with garden|building|country|heart
office building|city|cubical|job
japanese post office|building|japanese
post office|building|european
hospital|building|doctor|medicine
bank|building
hotel|building
love hotel|building
convenience store|24|building|hours
school|building
department store|building
factory|building
japanese castle|building|japanese
castle|building|european
wedding|chapel|hitched|nuptials
tokyo tower|tokyo
statue of liberty|liberty|new|ny
church|bless|chapel|christian
mosque|islam|masjid|muslim
hindu temple
synagogue|jew|jewish|judaism
shinto shrine|religion
kaaba|hajj|islam|muslim
fountain
tent|camping
foggy
night with stars
cityscape
sunrise over mountains|morning
sunrise|morning|nature
cityscape at dusk|building|evening|landscape
sunset|building|dusk
bridge at night
hot springs|hotsprings|steaming
carousel horse|entertainment
playground slide|amusement|park|playing
ferris wheel|amusement|park|theme
roller coaster|amusement|park|theme
barber pole|cut|fresh|haircut
circus tent
locomotive|caboose|engine|railway
railway car|electric|train|tram
high-speed train|railway|shinkansen
bullet train|high-speed|nose|railway
train|arrived|choo|railway
metro|subway|travel
light rail|arrived|monorail|railway
station|railway|train
tram|trolleybus
monorail|vehicle
mountain railway|car|trip
tram car|bus|trolley|trolleybus
bus|school|vehicle
oncoming bus|cars
trolleybus|tram
minibus|drive|van|vehicle
ambulance|emergency|vehicle
fire engine|truck
police car|5–0|cops|patrol
oncoming police car
taxi|cab|cabbie|car
oncoming taxi|cab|cabbie|cars
automobile|car|driving|vehicle
oncoming automobile|car|cars|drove
sport utility vehicle|car|drive|recreational
pickup truck|automobile|car|flatbed
delivery truck|car|drive|vehicle
articulated lorry|car|drive|move
tractor|vehicle
racing car|zoom
motorcycle|racing
motor scooter
manual wheelchair|accessibility
motorized wheelchair|accessibility
auto rickshaw|tuk
bicycle|bike|class|cycling
kick scooter
skateboard|skater|wheels
roller skate|blades|skates|sport
bus stop|busstop
motorway|highway|road
railway track|train
oil drum
fuel pump|diesel|fuelpump|gas
wheel|car|circle|tire
police car light|alarm|alert|beacon
horizontal traffic light|intersection|signal|stop
vertical traffic light|drove|intersection|signal
stop sign|octagonal
construction|barrier
anchor|ship|tool
ring buoy|float|life|lifesaver
sailboat|resort|sailing|sea
canoe|boat
speedboat|billionaire|lake|luxury
passenger ship
ferry|boat|passenger
motor boat|motorboat
ship|boat|passenger|travel
airplane|aeroplane|fly|flying
small airplane|aeroplane
airplane departure|aeroplane|check-in|departures
airplane arrival|aeroplane|arrivals|arriving
parachute|hang-glide|parasail|skydive
seat|chair
helicopter|roflcopter|travel|vehicle
suspension railway
mountain cableway|gondola|lift|ski
aerial tramway|cable|car|gondola
satellite|space
rocket|launch|rockets|space
flying saucer|aliens|extra|terrestrial
bellhop bell|hotel
luggage|bag|packing|roller
hourglass done|sand|time|timer
hourglass not done|flowing|hours|sand
watch|clock|time
alarm clock|hours|hrs|late
stopwatch|clock|time
timer clock
mantelpiece clock|time
twelve o’clock|12|12:00|time
twelve-thirty|12|12:30|30
one o’clock|1|1:00|time
one-thirty|1|1:30|30
two o’clock|2|2:00|time
two-thirty|2|2:30|30
three o’clock|3|3:00|time
three-thirty|3|30|3:30
four o’clock|4|4:00|time
four-thirty|30|4|4:30
five o’clock|5|5:00|time
five-thirty|30|5|5:30
six o’clock|6|6:00|time
six-thirty|30|6|6:30
seven o’clock|0|7|7:00
seven-thirty|30|7|7:30
eight o’clock|8|8:00|time
eight-thirty|30|8|8:30
nine o’clock|9|9:00|time
nine-thirty|30|9|9:30
ten o’clock|0|10|10:00
ten-thirty|10|10:30|30
eleven o’clock|11|11:00|time
eleven-thirty|11|11:30|30
new moon|dark|space
waxing crescent moon|dreams|space
first quarter moon|space
waxing gibbous moon|space
full moon|space
waning gibbous moon|space
last quarter moon|space
waning crescent moon|space
crescent moon|ramadan|space
new moon face|space
first quarter moon face|space
last quarter moon face|dreams
thermometer|weather
sun|bright|rays|space
full moon face|bright
sun with face|beach|bright|day
ringed planet|saturn|saturnine
star|astronomy|medium|stars
glowing star|glittery|night|shining
shooting star|falling|night|space
milky way|space
cloud|weather
sun behind cloud|cloudy|weather
cloud with lightning and rain|thunder|thunderstorm
sun behind small cloud|weather
sun behind large cloud|weather
sun behind rain cloud|weather
cloud with rain|weather
cloud with snow|cold|weather
cloud with lightning|weather
tornado|cloud|weather|whirlwind
fog|cloud|weather
wind face|blow|cloud
cyclone|dizzy|hurricane|twister
rainbow|gay|genderqueer|glbt
closed umbrella|clothing|rain
umbrella|clothing|rain
umbrella with rain drops|clothing|weather
umbrella on ground|rain|sun
high voltage|danger|electric|electricity
snowflake|cold|weather
snowman|cold
snowman without snow|cold
comet|space
fire|af|burn|flame
droplet|cold|comic|nature
water wave|nature|ocean|surf
jack-o-lantern|celebration|halloween|pumpkin
christmas tree|celebration|christmas
fireworks|boom|celebration|entertainment
sparkler|boom|celebration|fireworks
firecracker|dynamite|explosive|fireworks
sparkles|*|magic|star
balloon|birthday|celebrate|celebration
party popper|awesome|birthday|celebrate
confetti ball|celebrate|celebration|party
tanabata tree|banner|celebration|japanese
pine decoration|bamboo|celebration|japanese
japanese dolls|celebration|festival|japanese
carp streamer|celebration
wind chime|bell|celebration
moon viewing ceremony|celebration
red envelope|gift|good|hóngbāo
ribbon|celebration
wrapped gift|birthday|bow|box
reminder ribbon|celebration
admission tickets
ticket|admission|stub
military medal|award|celebration
trophy|champion|champs|prize
sports medal|award|gold|winner
1st place medal|first|gold
2nd place medal|second|silver
3rd place medal|bronze|third
soccer ball|football|futbol|sport
baseball|sport
softball|glove|sports|underarm
basketball|hoop|sport
volleyball|game
american football|bowl|sport|super
rugby football|sport
tennis|ball|racquet|sport
flying disc|ultimate
bowling|ball|game|sport
cricket game|ball|bat
field hockey|ball|game|stick
ice hockey|game|puck|stick
lacrosse|ball|goal|sports
ping pong|ball|bat|game
badminton|birdie|game|racquet
boxing glove
martial arts uniform|judo|karate|taekwondo
goal net
flag in hole|golf|sport
ice skate|skating
fishing pole|entertainment|sport
diving mask|scuba|snorkeling
running shirt|athletics|sash
skis|snow|sport
sled|luge|sledge|sleigh
curling stone|game|rock
bullseye|dart|direct|entertainment
yo-yo|fluctuate|toy
kite|fly|soar
water pistol|gun|handgun|revolver
pool 8 ball|8ball|billiard|eight
crystal ball|fairy|fairytale|fantasy
magic wand|magician|witch|wizard
video game|controller|entertainment
joystick|game|video|videogame
slot machine|casino|gamble|gambling
game die|dice|entertainment
puzzle piece|clue|interlocking|jigsaw
teddy bear|plaything|plush|stuffed
piñata|candy|celebrate|celebration
mirror ball|dance|disco|glitter
nesting dolls|babooshka|baboushka|babushka
spade suit|card|game
heart suit|card|emotion|game
diamond suit|card|game
club suit|card|clubs|game
chess pawn|dupe|expendable
joker|card|game|wildcard
mahjong red dragon|game
flower playing cards|game|japanese
performing arts|actor|actress|entertainment
framed picture|art|museum|painting
artist palette|artsy|arty|colorful
thread|needle|sewing|spool
sewing needle|embroidery|stitches|sutures
yarn|ball|crochet|knit
knot|cord|rope|tangled
glasses|clothing|eye|eyeglasses
sunglasses|dark|eye|eyewear
goggles|dive|eye|protection
lab coat|clothes|doctor|dr
safety vest|emergency
necktie|clothing|employed|serious
t-shirt|blue|casual|clothes
jeans|blue|casual|clothes
scarf|bundle|cold|neck
gloves|hand
coat|brr|bundle|cold
socks|stocking
dress|clothes|clothing|dressed
kimono|clothing|comfortable
sari|clothing|dress
one-piece swimsuit|bathing
briefs|bathing|one-piece|suit
shorts|bathing|pants|suit
bikini|bathing|beach|clothing
woman’s clothes|blouse|clothing|collar
folding hand fan|clack|clap|cool
purse|clothes|clothing|coin
handbag|clothes|clothing|dress
clutch bag|clothes|clothing|dress
shopping bags|hotel
backpack|backpacking|bag|bookbag
thong sandal|beach|flip|flop
man’s shoe|brown|clothes|clothing
running shoe|athletic|clothes|clothing
hiking boot|backpacking|brown|camping
flat shoe|ballet|comfy|flats
high-heeled shoe|clothes|clothing|dress
woman’s sandal|clothing|shoe
ballet shoes|dance
woman’s boot|clothes|clothing|dress
hair pick|afro|comb|groom
crown|clothing|family|king
woman’s hat|clothes|clothing|garden
top hat|clothes|clothing|fancy
graduation cap|celebration|clothing|education
billed cap|baseball|bent|dad
military helmet|army|soldier|war
rescue worker’s helmet|aid|cross|face
prayer beads|clothing|necklace|religion
lipstick|cosmetics|date|makeup
ring|diamond|engaged|engagement
gem stone|diamond|engagement|jewel
muted speaker|quiet|silent|sound
speaker low volume|soft|sound
speaker medium volume|sound
speaker high volume|loud|music|sound
loudspeaker|address|communication|public
megaphone|cheering|sound
postal horn
bell|break|church|sound
bell with slash|forbidden|mute|no
musical score|note
musical note|sound
musical notes|sound
studio microphone|music
level slider|music
control knobs|music
microphone|karaoke|music|sing
headphone|earbud|sound
radio|entertainment|tbt|video
saxophone|instrument|music
trumpet|instrument|music
accordion|box|concertina|instrument
guitar|instrument|music|strat
musical keyboard|instrument|piano
violin|instrument|music
banjo|music|stringed
drum|drumsticks|music
long drum|beat|conga|instrument
maracas|cha|dance|instrument
flute|band|fife|flautist
mobile phone|cell|communication|telephone
mobile phone with arrow|build|call|cell
telephone
telephone receiver|communication|voip
pager|communication
fax machine|communication
battery
low battery|drained|electronic|energy
electric plug|electricity
laptop|computer|office|pc
desktop computer|monitor
printer|computer
keyboard|computer
computer mouse
trackball|computer
computer disk|minidisk|optical
floppy disk|computer
optical disk|blu-ray|cd|computer
dvd|blu-ray|cd|computer
abacus|calculation|calculator
movie camera|bollywood|cinema|film
film frames|cinema|movie
film projector|cinema|movie|video
clapper board|action|movie
television|tv|video
camera|photo|selfie|snap
camera with flash|video
video camera|camcorder|tbt
videocassette|old|school|tape
magnifying glass tilted left|lab|left-pointing|science
magnifying glass tilted right|contact|lab|right-pointing
candle|light
light bulb|comic|electric|idea
flashlight|electric|tool|torch
red paper lantern|bar|light|restaurant
diya lamp|light|oil
notebook with decorative cover|decorated|education|school
closed book|education
open book|education|fantasy|knowledge
green book|education|fantasy|library
blue book|education|fantasy|library
orange book|education|fantasy|library
books|education|fantasy|knowledge
notebook
ledger|notebook
page with curl|document|paper
scroll|paper
page facing up|document|paper
newspaper|communication
rolled-up newspaper
bookmark tabs|marker
bookmark
label|tag
coin|dollar|euro|gold
money bag|bank|bet|billion
yen banknote|bill|currency|money
dollar banknote|bill|currency|money
euro banknote|100|bill|currency
pound banknote|bill|billion|cash
money with wings|bank|banknote|bill
credit card|bank|cash|charge
receipt|accounting|bookkeeping|evidence
chart increasing with yen|bank|currency|graph
envelope|e-mail|email|letter
e-mail|email|letter
incoming envelope|delivering|e-mail|email
envelope with arrow|communication|down|e-mail
outbox tray|email|letter|mail
inbox tray|email|letter|mail
package|box|communication|delivery
closed mailbox with raised flag|communication|postbox
closed mailbox with lowered flag|postbox
open mailbox with raised flag|postbox
open mailbox with lowered flag|postbox
postbox|mail|mailbox
ballot box with ballot
pencil
black nib|pen
fountain pen
pen|ballpoint
paintbrush|painting
crayon
memo|communication|media|notes
briefcase|office
file folder
open file folder
card index dividers
calendar|date
tear-off calendar
spiral notepad
spiral calendar|pad
card index|old|rolodex|school
chart increasing|data|graph|growth
chart decreasing|data|down|downward
bar chart|data|graph
clipboard|do|list|notes
pushpin|collage
round pushpin|location|map
paperclip
linked paperclips
straight ruler|angle|edge|math
triangular ruler|angle|math|set
scissors|cut|cutting|paper
card file box
file cabinet|filing|paper
wastebasket|can|garbage|trash
locked|closed|private
unlocked|cracked|open
locked with pen|ink|nib|privacy
locked with key|bike|closed|secure
key|keys|lock|major
old key|clue|lock
hammer|home|improvement|repairs
axe|chop|hatchet|split
pick|hammer|mining|tool
hammer and pick|tool
hammer and wrench|spanner|tool
dagger|knife|weapon
crossed swords|weapon
bomb|boom|comic|dangerous
boomerang|rebound|repercussion|weapon
bow and arrow|archer|archery|sagittarius
shield|weapon
carpentry saw|carpenter|cut|lumber
wrench|home|improvement|spanner
screwdriver|flathead|handy|tool
nut and bolt|home|improvement|tool
gear|cog|cogwheel|tool
clamp|compress|tool|vice
balance scale|justice|libra|scales
white cane|accessibility|blind|probing
link|links
chains
hook|catch|crook|curve
toolbox|chest|mechanic|red
magnet|attraction|horseshoe|magnetic
ladder|climb|rung|step
alembic|chemistry|tool
test tube|chemist|chemistry|experiment
petri dish|bacteria|biologist|biology
dna|biologist|evolution|gene
microscope|experiment|lab|science
telescope|contact|extraterrestrial|science
satellite antenna|aliens|contact|dish
syringe|doctor|flu|medicine
drop of blood|bleed|donation|injury
pill|doctor|drugs|medicated
adhesive bandage
crutch|aid|cane|disability
stethoscope|doctor|heart|medicine
x-ray|bones|doctor|medical
door|back|closet|front
elevator|accessibility|hoist|lift
mirror|makeup|reflection|reflector
window|air|frame|fresh
bed|hotel|sleep
couch and lamp|hotel
chair|seat|sit
toilet|bathroom
plunger|cup|force|plumber
shower|water
bathtub
mouse trap|bait|cheese|lure
razor|sharp|shave
lotion bottle|moisturizer|shampoo|sunscreen
safety pin|diaper|punk|rock
broom|cleaning|sweeping|witch
basket|farming|laundry|picnic
roll of paper|toilet|towels
bucket|cask|pail|vat
soap|bar|bathing|clean
bubbles|burp|clean|floating
toothbrush|bathroom|clean|dental
sponge|absorbing|cleaning|porous
fire extinguisher|quench
shopping cart|trolley
cigarette|smoking
coffin|dead|death|vampire
headstone|cemetery|dead|grave
funeral urn|ashes|death
nazar amulet|bead|blue|charm
hamsa|amulet|fatima|fortune
moai|face|moyai|statue
placard|demonstration|notice|picket
identification card|credentials|document|license
atm sign|atm|automated|bank
litter in bin sign|litterbin
potable water|drinking
wheelchair symbol|access|handicap
men’s room|bathroom|lavatory|man
women’s room|bathroom|lavatory|restroom
restroom|bathroom|lavatory|toilet
baby symbol|changing
water closet|bathroom|lavatory|restroom
passport control
customs|packing
baggage claim|arrived|bags|case
left luggage|baggage|case|locker
warning|caution
children crossing|pedestrian|traffic
no entry|do|fail|forbidden
prohibited|entry|forbidden|no
no bicycles|bike|forbidden|not
no smoking|forbidden|not|prohibited
no littering|forbidden|not|prohibited
non-potable water|dry|non-drinking|prohibited
no pedestrians|forbidden|not|prohibited
no mobile phones|cell|forbidden|not
no one under eighteen|18|age|forbidden
radioactive|sign
biohazard|sign
up arrow|cardinal|direction|north
up-right arrow|direction|intercardinal|northeast
right arrow|cardinal|direction|east
down-right arrow|direction|intercardinal|southeast
down arrow|cardinal|direction|south
down-left arrow|direction|intercardinal|southwest
left arrow|cardinal|direction|west
up-left arrow|direction|intercardinal|northwest
up-down arrow
left-right arrow
right arrow curving left
left arrow curving right
right arrow curving up
right arrow curving down
clockwise vertical arrows|refresh|reload
counterclockwise arrows button|again|anticlockwise|deja
back arrow|back
end arrow|end
on! arrow|mark|on!
soon arrow|brb|omw|soon
top arrow|homie|top|up
place of worship|pray|religion
atom symbol|atheist
om|hindu|religion
star of david|david|jew|jewish
wheel of dharma|buddhist|religion
yin yang|difficult|lives|religion
latin cross|christ|christian|religion
orthodox cross|christian|religion
star and crescent|islam|muslim|ramadan
peace symbol|healing|peaceful
menorah|candelabrum|candlestick|hanukkah
dotted six-pointed star|fortune|jewish|judaism
khanda|deg|fateh|khalsa
aries|aries|horoscope|ram
taurus|bull|horoscope|ox
gemini|gemini|horoscope|twins
cancer|cancer|crab|horoscope
leo|horoscope|leo|lion
virgo|horoscope|virgo|zodiac
libra|balance|horoscope|justice
scorpio|horoscope|scorpio|scorpion
sagittarius|archer|horoscope|sagittarius
capricorn|capricorn|goat|horoscope
aquarius|aquarius|bearer|horoscope
pisces|fish|horoscope|pisces
ophiuchus|bearer|ophiuchus|serpent
shuffle tracks button|arrow|crossed
repeat button|arrow|clockwise
repeat single button|arrow|clockwise|once
play button|arrow|right|triangle
fast-forward button|arrow|double
next track button|arrow|scene|triangle
play or pause button|arrow|right|triangle
reverse button|arrow|left|triangle
fast reverse button|arrow|double|rewind
last track button|arrow|previous|scene
upwards button|arrow|red
fast up button|arrow|double
downwards button|arrow|red
fast down button|arrow|double
pause button|bar|double|vertical
stop button|square
record button|circle
eject button
cinema|camera|film|movie
dim button|brightness|low
bright button|brightness|light
antenna bars|cell|communication|mobile
wireless|broadband|computer|connectivity
vibration mode|cell|communication|mobile
mobile phone off|cell|telephone
female sign|woman
male sign|man
transgender symbol
multiply|cancel|multiplication|sign
plus|+
minus|-|heavy|math
divide|division|heavy|math
heavy equals sign|answer|equality|math
infinity|forever|unbounded|universal
double exclamation mark|!|!!|bangbang
exclamation question mark|!|!?|?
red question mark|?|punctuation
white question mark|?|outlined|punctuation
white exclamation mark|!|outlined|punctuation
red exclamation mark|!|punctuation
wavy dash|punctuation
currency exchange|bank|money
heavy dollar sign|billion|cash|charge
medical symbol|aesculapius|medicine|staff
recycling symbol|recycle
fleur-de-lis|knights
trident emblem|anchor|poseidon|ship
name badge
japanese symbol for beginner|chevron|green|japanese
hollow red circle|heavy|large
check mark button|checked|checkmark|complete
check box with check|ballot|checked|done
check mark|checked|checkmark|done
cross mark|cancel|multiplication|multiply
cross mark button|multiplication|multiply|square
curly loop
double curly loop
part alternation mark
eight-spoked asterisk|*
eight-pointed star|*
sparkle|*
copyright
registered
trade mark|tm|trademark
keycap: #
keycap: *
keycap: 0|zero
keycap: 1|one
keycap: 2|two
keycap: 3|three
keycap: 4|four
keycap: 5|five
keycap: 6|six
keycap: 7|seven
keycap: 8|eight
keycap: 9|nine
keycap: 10
input latin uppercase|abcd|letters
input latin lowercase|abcd|letters
input numbers|1234
input symbols|%|&|♪
input latin letters|abc|alphabet
a button (blood type)
ab button (blood type)|ab
b button (blood type)
cl button|cl
cool button|cool
free button|free
information
id button|id|identity
circled m|m
new button|new
ng button|ng
o button (blood type)
ok button|ok|okay
p button|p|parking
sos button|help|sos
up! button|mark|up|up!
vs button|versus|vs
japanese “here” button|japanese|katakana
japanese “service charge” button|japanese|katakana
japanese “monthly amount” button|ideograph|japanese
japanese “not free of charge” button|ideograph|japanese
japanese “reserved” button|ideograph|japanese
japanese “bargain” button|ideograph|japanese
japanese “discount” button|ideograph|japanese
japanese “free of charge” button|ideograph|japanese
japanese “prohibited” button|ideograph|japanese
japanese “acceptable” button|ideograph|japanese
japanese “application” button|ideograph|japanese
japanese “passing grade” button|ideograph|japanese
japanese “vacancy” button|ideograph|japanese
japanese “congratulations” button|ideograph|japanese
japanese “secret” button|ideograph|japanese
japanese “open for business” button|ideograph|japanese
japanese “no vacancy” button|ideograph|japanese
red circle|geometric
orange circle
yellow circle
green circle
blue circle|geometric
purple circle
brown circle
black circle|geometric
white circle|geometric
red square|card|penalty
orange square
yellow square|card|penalty
green square
blue square
purple square
brown square
black large square|geometric
white large square|geometric
black medium square|geometric
white medium square|geometric
black medium-small square|geometric
white medium-small square|geometric
black small square|geometric
white small square|geometric
large orange diamond|geometric
large blue diamond|geometric
small orange diamond|geometric
small blue diamond|geometric
red triangle pointed up|geometric
red triangle pointed down|geometric
diamond with a dot|comic|geometric
radio button|geometric
white square button|geometric|outlined
black square button|geometric
chequered flag|checkered|finish|flags
triangular flag|construction|golf|post
crossed flags|celebration|japanese
black flag|waving
white flag|waving
rainbow flag|bisexual|gay|genderqueer
transgender flag|blue|light|pink
pirate flag|jolly|plunder|roger
flag: ascension island|ac
flag: andorra|ad
flag: united arab emirates|ae
flag: afghanistan|af
flag: antigua & barbuda|ag
flag: anguilla|ai
flag: albania|al
flag: armenia|am
flag: angola|ao
flag: antarctica|aq
flag: argentina|ar
flag: american samoa|as
flag: austria|at
flag: australia|au
flag: aruba|aw
flag: åland islands|ax
flag: azerbaijan|az
flag: bosnia & herzegovina|ba
flag: barbados|bb
flag: bangladesh|bd
flag: belgium|be
flag: burkina faso|bf
flag: bulgaria|bg
flag: bahrain|bh
flag: burundi|bi
flag: benin|bj
flag: st. barthélemy|bl
flag: bermuda|bm
flag: brunei|bn
flag: bolivia|bo
flag: caribbean netherlands|bq
flag: brazil|br
flag: bahamas|bs
flag: bhutan|bt
flag: bouvet island|bv
flag: botswana|bw
flag: belarus|by
flag: belize|bz
flag: canada|ca
flag: cocos (keeling) islands|cc
flag: congo - kinshasa|cd
flag: central african republic|cf
flag: congo - brazzaville|cg
flag: switzerland|ch
flag: côte d’ivoire|ci
flag: cook islands|ck
flag: chile|cl
flag: cameroon|cm
flag: china|cn
flag: colombia|co
flag: clipperton island|cp
flag: costa rica|cr
flag: cuba|cu
flag: cape verde|cv
flag: curaçao|cw
flag: christmas island|cx
flag: cyprus|cy
flag: czechia|cz
flag: germany|de
flag: diego garcia|dg
flag: djibouti|dj
flag: denmark|dk
flag: dominica|dm
flag: dominican republic|do
flag: algeria|dz
flag: ceuta & melilla|ea
flag: ecuador|ec
flag: estonia|ee
flag: egypt|eg
flag: western sahara|eh
flag: eritrea|er
flag: spain|es
flag: ethiopia|et
flag: european union|eu
flag: finland|fi
flag: fiji|fj
flag: falkland islands|fk
flag: micronesia|fm
flag: faroe islands|fo
flag: france|fr
flag: gabon|ga
flag: united kingdom|gb
flag: grenada|gd
flag: georgia|ge
flag: french guiana|gf
flag: guernsey|gg
flag: ghana|gh
flag: gibraltar|gi
flag: greenland|gl
flag: gambia|gm
flag: guinea|gn
flag: guadeloupe|gp
flag: equatorial guinea|gq
flag: greece|gr
flag: south georgia & south sandwich islands|gs
flag: guatemala|gt
flag: guam|gu
flag: guinea-bissau|gw
flag: guyana|gy
flag: hong kong sar china|hk
flag: heard & mcdonald islands|hm
flag: honduras|hn
flag: croatia|hr
flag: haiti|ht
flag: hungary|hu
flag: canary islands|ic
flag: indonesia|id
flag: ireland|ie
flag: israel|il
flag: isle of man|im
flag: india|in
flag: british indian ocean territory|io
flag: iraq|iq
flag: iran|ir
flag: iceland|is
flag: italy|it
flag: jersey|je
flag: jamaica|jm
flag: jordan|jo
flag: japan|jp
flag: kenya|ke
flag: kyrgyzstan|kg
flag: cambodia|kh
flag: kiribati|ki
flag: comoros|km
flag: st. kitts & nevis|kn
flag: north korea|kp
flag: south korea|kr
flag: kuwait|kw
flag: cayman islands|ky
flag: kazakhstan|kz
flag: laos|la
flag: lebanon|lb
flag: st. lucia|lc
flag: liechtenstein|li
flag: sri lanka|lk
flag: liberia|lr
flag: lesotho|ls
flag: lithuania|lt
flag: luxembourg|lu
flag: latvia|lv
flag: libya|ly
flag: morocco|ma
flag: monaco|mc
flag: moldova|md
flag: montenegro|me
flag: st. martin|mf
flag: madagascar|mg
flag: marshall islands|mh
flag: north macedonia|mk
flag: mali|ml
flag: myanmar (burma)|mm
flag: mongolia|mn
flag: macao sar china|mo
flag: northern mariana islands|mp
flag: martinique|mq
flag: mauritania|mr
flag: montserrat|ms
flag: malta|mt
flag: mauritius|mu
flag: maldives|mv
flag: malawi|mw
flag: mexico|mx
flag: malaysia|my
flag: mozambique|mz
flag: namibia|na
flag: new caledonia|nc
flag: niger|ne
flag: norfolk island|nf
flag: nigeria|ng
flag: nicaragua|ni
flag: netherlands|nl
flag: norway|no
flag: nepal|np
flag: nauru|nr
flag: niue|nu
flag: new zealand|nz
flag: oman|om
flag: panama|pa
flag: peru|pe
flag: french polynesia|pf
flag: papua new guinea|pg
flag: philippines|ph
flag: pakistan|pk
flag: poland|pl
flag: st. pierre & miquelon|pm
flag: pitcairn islands|pn
flag: puerto rico|pr
flag: palestinian territories|ps
flag: portugal|pt
flag: palau|pw
flag: paraguay|py
flag: qatar|qa
flag: réunion|re
flag: romania|ro
flag: serbia|rs
flag: russia|ru
flag: rwanda|rw
flag: saudi arabia|sa
flag: solomon islands|sb
flag: seychelles|sc
flag: sudan|sd
flag: sweden|se
flag: singapore|sg
flag: st. helena|sh
flag: slovenia|si
flag: svalbard & jan mayen|sj
flag: slovakia|sk
flag: sierra leone|sl
flag: san marino|sm
flag: senegal|sn
flag: somalia|so
flag: suriname|sr
flag: south sudan|ss
flag: são tomé & príncipe|st
flag: el salvador|sv
flag: sint maarten|sx
flag: syria|sy
flag: eswatini|sz
flag: tristan da cunha|ta
flag: turks & caicos islands|tc
flag: chad|td
flag: french southern territories|tf
flag: togo|tg
flag: thailand|th
flag: tajikistan|tj
flag: tokelau|tk
flag: timor-leste|tl
flag: turkmenistan|tm
flag: tunisia|tn
flag: tonga|to
flag: türkiye|tr
flag: trinidad & tobago|tt
flag: tuvalu|tv
flag: taiwan|tw
flag: tanzania|tz
flag: ukraine|ua
flag: uganda|ug
flag: u.s. outlying islands|um
flag: united nations|un
flag: united states|us
flag: uruguay|uy
flag: uzbekistan|uz
flag: vatican city|va
flag: st. vincent & grenadines|vc
flag: venezuela|ve
flag: british virgin islands|vg
flag: u.s. virgin islands|vi
flag: vietnam|vn
flag: vanuatu|vu
flag: wallis & futuna|wf
flag: samoa|ws
flag: kosovo|xk
flag: yemen|ye
flag: mayotte|yt
flag: south africa|za
flag: zambia|zm
flag: zimbabwe|zw
flag: england|gbeng
flag: scotland|gbsct
flag: wales|gbwls
`;
