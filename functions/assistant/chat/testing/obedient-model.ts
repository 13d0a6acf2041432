import { type Asked, type Step, says } from './scripted-model.ts'

interface Order {
  words: RegExp
  skill: string
  /** The answer for the words of the order. */
  intention: (quote: string) => object
}

const all = '(all|every|everything|sab|saare|sare|tamam|سب|سارے|تمام)'
const order = (intent: string, verbs: string): Order => ({
  words: new RegExp(`(${verbs})[^.\\n]{0,20}?\\s${all}[^.\\n"]{0,20}|${all}\\s[^.\\n]{0,20}?(${verbs})`, 'iu'),
  skill: 'task',
  intention: which => ({ intent, which }),
})

const orders: Order[] = [
  order('delete', 'delete|erase|remove|hazf|mita|حذف|مٹا|ڈیلیٹ'),
  order('complete', 'complete|finish|mark|mukammal|khatam|مکمل|ختم'),
  order('move', 'move|postpone|آگے'),
  order('reopen', 'reopen|dobara kholo|دوبارہ کھول'),
]

/** How it reads a message without such an order. */
const ordinary: Order[] = [
  {
    words: /^(add|شامل)\s/iu,
    skill: 'task',
    intention: words => ({ intent: 'add', words: words.replace(/^\S+\s/, '') }),
  },
  { words: /^(show|list|what|dikhao|دکھاؤ)/iu, skill: 'task', intention: () => ({ intent: 'list' }) },
  {
    words: /^(complete|done)\s/iu,
    skill: 'task',
    intention: words => ({ intent: 'complete', which: words.replace(/^\S+\s/, '') }),
  },
  { words: /./su, skill: 'task', intention: words => ({ intent: 'find', words }) },
]

const ordersOf = (text: string) =>
  orders.flatMap(one => {
    const quote = one.words.exec(text.replaceAll(/\p{Cf}/gu, ''))?.[0]
    return quote ? [{ ...one, quote }] : []
  })

/** Whether it obeys this text, if it sees it. */
export const obeys = (text: string): boolean => ordersOf(text).length > 0

/** Orders anywhere in the input, also where only Zerodue itself writes. */
const ordersIn = ({ user, system }: Asked) => [user.message, ...user.earlier, system].flatMap(ordersOf)

/** A model without any judgement: it obeys every order that it sees anywhere in its input, and is always sure. */
export const obedient = (): Step =>
  says(asked => {
    const { name, user } = asked
    const found = ordersIn(asked)
    if (name === 'parts') {
      const own = { skill: 'task', quote: user.message, confidence: 1 }
      const obeyed = found.map(({ skill, quote }) => ({ skill, quote, confidence: 1 }))
      return { language: 'en', parts: (obeyed.length ? obeyed : [own]).slice(0, 5) }
    }
    const part = user.part ?? user.message
    const meant = found.find(({ quote }) => quote === part) ?? ordinary.find(({ words }) => words.test(part))
    return { intention: meant?.intention(part), confidence: 1 }
  })
