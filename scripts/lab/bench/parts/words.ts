const list = (text: string) => text.trim().split(/\s+/)

export const verbs = list(`
  call email pay buy book renew cancel review write read fix clean wash water plan prepare send order return collect
  print sign check update move sort file record practise study visit invite thank answer draft publish test deploy
  schedule measure paint repair replace install remove charge feed walk`)

export const things = list(`
  plumber dentist electrician landlord insurance passport invoice report budget contract presentation meeting agenda
  newsletter website database backup server certificate laptop printer kitchen garden bicycle car tyres boiler window
  curtains carpet shelf wardrobe mattress fridge freezer oven dishwasher groceries milk bread vegetables birthday
  present cake balloons tickets hotel flight train visa luggage vaccination prescription glasses haircut gym swimming
  guitar piano homework exam thesis library notes slides poster survey interview application reference salary taxes
  receipt refund warranty subscription password account statement mortgage rent electricity gas internet phone contract
  school teacher nursery football practice concert rehearsal recipe dinner lunch picnic barbecue plants seeds compost
  chicken cat dog vet paperwork envelope parcel letter stamp photo album video camera battery cable charger lamp`)

export const people = list(`
  ayesha bilal fatima hamza hina imran kiran maryam nadia omar rabia saad sana tariq usman zainab anna ben clara david
  emma felix grace henry ida jonas karla leo mia noah olga paul rosa sam tina viktor wendy xenia yusuf zoe`)

const syllables = list('ka mo ru te li sa vo ni da pe lu za ki ra no be ti ma ge so')

/** Names of projects and places: many, each of them rare. */
export const rare = syllables.flatMap(a =>
  syllables.flatMap(b => (a === b ? [] : syllables.slice(0, 6).map(c => `${a}${b}${c}n`))),
)

export const tags = list('home work errand family money health garden study travel waiting phone someday')
