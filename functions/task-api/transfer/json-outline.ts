import { setImmediate } from 'node:timers/promises'
import { endOfString } from '../../kit/http/parse-json.ts'

/** A JSON object with its list of tasks apart, so that each task can be parsed alone. */
interface Outline {
  /** The object with an empty list. */
  rest: string
  /** Where each item of the list begins and ends. */
  items: Iterable<[start: number, end: number]>
}

interface Limits {
  mostDepth: number
  /** Items beyond this number are left out. */
  mostItems: number
}

/** So many characters take about 2 ms. */
const pauseAfter = 200_000

/**
 * Finds the list `tasks` of an object and where its items begin and end. It does not check the syntax: parsing the parts
 * does that. `undefined` means that there is no such list, or more than one. It also refuses text that is nested too deep,
 * because the parser would take seconds to refuse ten million brackets.
 */
export async function outlineOf(
  text: string,
  { mostDepth, mostItems }: Limits,
): Promise<Outline | undefined | 'too deep'> {
  /** The brackets of the list and the commas between them. */
  const limits: number[] = []
  let depth = 0
  let name = ''
  let inList = false
  let end = 0
  let pauseAt = pauseAfter
  for (let i = 0; i < text.length; i++) {
    const character = text.charCodeAt(i)
    if (character === quote) {
      const start = i
      i = endOfString(text, start)
      if (depth === 1) name = i - start === tasks.length - 1 ? text.slice(start, i + 1) : ''
    } else if (character === openList || character === openObject) {
      depth++
      if (depth > mostDepth) return 'too deep'
      if (depth === 2 && character === openList && name === tasks) {
        if (end) return undefined
        inList = true
        limits.push(i)
      }
    } else if (character === closeList || character === closeObject) {
      depth--
      if (depth === 1 && inList) {
        inList = false
        end = i
        limits.push(i)
      }
    } else if (character === comma && inList && depth === 2 && limits.length <= mostItems + 1) limits.push(i)
    if (i < pauseAt) continue
    await setImmediate()
    pauseAt = i + pauseAfter
  }
  const [start] = limits
  if (start === undefined || !end) return undefined
  return { rest: text.slice(0, start + 1) + text.slice(end), items: itemsOf(text, limits) }
}

const tasks = '"tasks"'
const [quote, comma] = [0x22, 0x2c]
const [openList, closeList, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]

function* itemsOf(text: string, limits: number[]): Generator<[start: number, end: number]> {
  const [start = 0, end = 0] = limits
  if (limits.length === 2 && !text.slice(start + 1, end).trim()) return
  for (let i = 1; i < limits.length; i++) yield [(limits[i - 1] ?? 0) + 1, limits[i] ?? 0]
}
