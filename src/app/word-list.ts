/**
 * Words that passwords are made of: short, common, all small letters a to z, each once, in the order of the alphabet.
 *
 * 2,180 words are a little over eleven bits each. Words that were printed must be known for ever: none is taken away.
 */

export const WORDS: readonly string[] = `
  able about above absent absorb accent access acid acorn across act action active actor adapt add
  adjust admire adopt adult advice aerial affair afford after again age agent agree ahead aid aim
  air airport aisle alarm album alert alike alive alley allow almond almost alone along alpine
  already alter always amber amount ample amuse anchor ancient angle animal ankle annual answer
  ant antler any apart apple apply apricot april apron arch arctic area arena argue arm armor army
  around arrange arrive arrow art artist ascend ash aside ask asleep aspect assist aster atlas
  atom attach attend attic august aunt author autumn avenue average avoid awake award aware away
  awning axis azure baby bacon badge bag bake baker balance balcony ball ballad ballet balloon
  bamboo banana band banjo bank banner barber bargain bark barley barn barrel basic basin basket
  bath battery bay beach beacon bead beak beam bean bear beard beat beauty beaver become bed bee
  beech beetle before begin behave behind believe bell belong below belt bench bend benefit berry
  beside best better between beyond bicycle big bike bill bind birch bird birth biscuit bison bite
  bitter black blade blank blanket blaze blend bless blind blink block bloom blossom blouse blue
  blunt blush board boast boat body boil bold bolt bone bonus book boost boot border borrow boss
  bottle bottom bounce bow bowl box boy brain branch brave bread break breath breeze brick bride
  bridge brief bright bring brisk broad broken bronze brook broom brother brown brush bubble
  bucket buckle bud budget buffalo build bulb bundle bunny burger burn burst bus bush busy butter
  button buyer buzz cabbage cabin cable cactus cake calm camel camera camp canal candle candy cane
  cannon canoe canvas canyon cape capital captain car caravan card care cargo carpet carrot carry
  cart carve case cash castle cat catch cattle cause cave ceiling celery cell cellar cello cement
  center century cereal chain chair chalk chance change channel chapel chapter charm chart chase
  cheap check cheek cheer cheese chef cherry chess chest chicken chief child chill chimney chin
  choice choir choose chorus cider cinema circle circus citizen city civil claim clap clarify
  class claw clay clean clear clerk clever cliff climate climb clinic clip clock close cloth cloud
  clover clown club clue cluster coach coast coat cobalt cobra cocoa coconut code coffee coil coin
  cold collar collect college color column comb combine come comet comfort comic common company
  compass concert condor confirm connect cook cookie cool copper copy coral cord core cork corn
  corner correct cotton couch cough count country couple courage course court cousin cover cow
  crab cradle craft crane crash crater crawl crayon cream create credit creek crew cricket crisp
  crop cross crow crowd crown cruise crumb crunch crystal cube cuckoo cup curb curious curl
  current curtain curve cushion custom cut cycle cypress daily dairy daisy dance danger daring
  dark dart dash date dawn day deal dear debate decade decent decide deck deep deer defend degree
  delay deliver delta demand denim dentist depart depend depth desert design desk detail develop
  device devote dial diamond diary dice diet differ dig digital dinner direct dirt disc discuss
  dish distant dive divide dock doctor dog doll dollar dolphin domain donate donkey door dot
  double dough dove down dozen dragon drama draw drawer dream dress drift drill drink drive drop
  drum dry duck due duet dune during dusk dust duty dwarf each eager eagle ear early earn earth
  ease east easy eat echo edge edit editor effect effort egg eight either elbow elder elect
  elegant element eleven elm else embark emerald emotion employ empty enable end endless energy
  engine enjoy enough enter entire entry equal equip era erase errand escape essay estate eternal
  evening event ever every exact example excite excuse exist exit expand expect expert explain
  explore export express extend extra eye fable fabric face fact factory fade fair faith falcon
  fall fame family famous fan fancy far farm farmer fashion fast father faucet favor feast feather
  feature fee feed feel fellow fence fern ferry fetch fever few fiber fiction fiddle field fifteen
  fifty fig figure file fill film filter final find fine finger finish fir fire firm first fish
  fit five fix flag flame flannel flash flat flavor fleet flight flint float flock flood floor
  flour flow flower fluid flute fly foam focus fog fold folk follow fond food foot forest forever
  forge forget fork form fort forward fossil found four fox frame free freeze fresh friend fringe
  frog front frost frozen fruit fuel full fun funny fur future gadget gain galaxy gallery gallop
  game gap garage garden garlic gas gate gather gauge gentle genuine gesture giant gift ginger
  giraffe girl give glacier glad glance glass glide glimpse globe glory glove glow glue goal goat
  gold golf gondola good goose gospel grab grace grade grain grand granite grant grape graph grass
  gravel gravity great green greet grid grill grin grip grocer ground group grove grow growth
  guard guess guest guide guitar gulf gull gum guru gym habit hair half hall hammer hammock
  hamster hand handle happen happy harbor hard hare harmony harp harvest hat hatch haven hawk hay
  hazel head heal health hear heart heat heavy hedge heel height helmet help hen herb herd here
  hero heron hidden high hill hint hippo hire history hobby hockey hold hole holiday hollow home
  honest honey honor hood hook hope horizon horn horse hose host hotel hour house hover however
  hub human humble humor hundred hungry hunt hurry hut hymn ice icicle icon idea ideal idle igloo
  image imagine impact improve inch include income index indigo indoor infant inform ink inlet
  inner input insect inside inspect inspire install instant intend invent invest iris iron island
  item ivory ivy jacket jaguar jam january jar jasmine jazz jeans jelly jewel jigsaw job jog join
  joke jolly journal journey joy judge juice july jump june jungle junior juniper jury just kayak
  keen keep kettle key keyhole kick kidney kind king kiosk kit kitchen kite kitten kiwi knee knife
  knight knit knob knock knot know koala label labor lace ladder lady lagoon lake lamb lamp land
  lane lantern large lark laser last late later laugh laundry lava lawn lawyer layer lazy lead
  leader leaf league learn least leather leave lecture ledge left leg legal legend leisure lemon
  lend length lens leopard lesson letter lettuce level lever liberty library license lift light
  like lilac lily limb lime limit line linen link lion lip liquid list listen little live lively
  lizard loaf loan lobby lobster local lock lodge logic long look loop lorry lose lot lotus loud
  lounge love loyal lucky luggage lumber lunar lunch lung luxury lyric machine magic magnet maid
  mail main major make mammal manage mango manner mansion manual many map maple marble march
  margin marina mark market maroon marry marsh mask master match math matter maximum may maybe
  mayor meadow meal mean measure medal media medium meet mellow melody melon melt member memory
  mend mention mentor menu merchant mercury merge merit merry message metal meteor method middle
  midnight might mild mile milk mill mimic mind mine mineral minimum minor mint minute miracle
  mirror mist mix mobile model modern modest moment money monitor monkey month moon moose moral
  more morning mosaic moss most moth mother motion motor mount mouse mouth move movie much muffin
  mule muscle museum music must mustard mutual myself mystery myth name napkin narrow nation
  native nature near neat neck nectar need needle nephew nerve nest net neutral never new news
  next nice nickel night nine noble noise noodle normal north nose note nothing notice novel now
  number nurse nut nutmeg oak oar oasis oat obey object observe ocean october odd offer office
  often oil olive omelet once onion online only open opera opinion option orange orbit orchard
  orchid order organ origin ostrich other otter outdoor outer outfit output outside oval oven over
  owl own owner oxygen oyster pack paddle page paint pair palace palm pan panda panel panther
  papaya paper parade parent park parrot parsley part partner party pass past pasta pastry patch
  path patient patrol pattern pause pave paw payment pea peace peach peak peanut pear pearl pebble
  pedal pelican pen pencil penguin people pepper perfect perform perhaps period permit person
  phone photo phrase piano pick picnic picture pie piece pigeon pile pilgrim pill pillar pillow
  pilot pin pine pink pioneer pipe pirate pitch pizza place plain plan planet plant plaster
  plastic plate play player plaza please pledge plenty plot plow plug plum plus pocket poem poet
  point polar pole policy polish polite pond pony pool poplar poppy popular porch port portal
  possible post potato pottery pouch pound powder power praise prefer prepare present press pretty
  price pride prime prince print prism private prize problem process produce profit program
  project promise proof proper protect proud provide public pudding pull pulp pulse puma pump
  pumpkin punch pupil puppet puppy pure purple purpose purse push puzzle pyramid quail quality
  quarter quartz queen quest quick quiet quilt quit quiz quote rabbit race racket radar radio
  radish raft rail rain raise raisin rally ramp ranch random range rapid rare rather ratio raven
  raw razor reach react read ready real reason rebel recall receive recipe record recycle red
  reduce reed reef refer reform refuse region regret regular relax relay release relief rely
  remain remark remedy remind remote remove rent repair repeat reply report rescue resort respect
  rest result retire return reveal review reward rhyme rhythm ribbon rice rich riddle ride ridge
  right rigid ring rinse ripe ripple rise rival river road roast robin robot robust rock rocket
  rodeo roll roof room root rope rose rotate rough round route routine row royal rubber ruby
  rudder rug rule rumble run rural rush rust sack saddle safari safe saffron sage sail sailor
  salad salary salmon salon salt salute same sample sand sandal satin sauce saucer sausage save
  savory say scale scan scarf scatter scene scent scheme school science scoop scooter score scout
  screen screw script scroll sea seal search season seat second secret section see seed seek
  select sell senior sense sequel series serve session set settle seven shade shadow shake shallow
  shape share shark sharp shed sheep sheet shelf shell shelter sheriff shield shift shine ship
  shirt shoe shop shore short should shovel show shower shrimp shrub shy side sign signal silent
  silk silly silver similar simple sing singer sink sister sit six sixty size skate sketch ski
  skill skin skirt sky slate sled sleep sleeve slice slide slim slope slow small smart smile smoke
  smooth snack snail snake snow soap soccer social sock soda sofa soft soil solar soldier solid
  solo solve some song soon sort soul sound soup source south space spare spark speak special
  speech speed spell spend sphere spice spider spin spiral spirit splash split sponge spoon sport
  spot spray spread spring sprout spruce square squash squid stable stadium staff stage stair
  stamp stand star start state station statue stay steady steam steel stem step stereo stick still
  stir stitch stock stone stool stop storage store stork storm story stove strand straw stream
  street stretch strike string strip strong student studio study stuff style subject submit subway
  success such sudden sugar suggest suit summer summit sun sunny sunset super supper supply
  support sure surf surface surge surprise swallow swamp swan swap sweater sweet swift swim swing
  switch sword symbol syrup system table tablet tackle tail tailor take talent talk tall tango
  tank tape target task taste taxi tea teach team teapot teenage tell temple ten tender tennis
  tent term test text thank theater theme theory thick thimble thin thing think third thirty thorn
  thread three thrive throat throne throw thumb thunder ticket tide tidy tie tiger tight tile
  timber time tin tiny tip tire tissue title toad toast today toe together token tomato tone
  tongue tonight tool tooth top topic torch tornado tortoise toss total touch tough tour toward
  towel tower town toy track trade traffic trail train transit travel tray treat tree trend trial
  tribe trick trim trip trophy trouble trout truck true trumpet trunk trust truth try tube tulip
  tuna tundra tune tunnel turbine turkey turn turtle tutor twelve twenty twice twig twin twist two
  type typical ugly umbrella unable uncle under unfold uniform union unique unit unlock until
  unusual update upgrade uphold upper upright upset urban urge use useful usual utensil utility
  vacant vacuum valid valley value valve vanilla vapor vase vast vault vehicle velvet vendor
  venture verb verse version vessel veteran viable victory video view village vine vinegar vintage
  violet violin virtual vision visit visual vital vivid vocal voice volcano volume vote voyage
  waffle wage wagon waist wait wake walk wall wallet walnut walrus wander want warm warrior wash
  wasp waste watch water wave wax way wealth wear weather weave web wedding week weekend weigh
  welcome well west whale wheat wheel when where whip whisper whistle white whole wide width wild
  willow wind window wine wing winner winter wire wisdom wise wish witness wizard wolf woman
  wonder wood wool word work world worry worth wrap wreath wrist write writer yacht yard year
  yeast yellow yes yeti yoga yogurt yolk young youth zebra zenith zero zigzag zinc zipper zone
`
  .trim()
  .split(/\s+/);
