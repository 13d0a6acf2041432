import type { Intention, SkillName } from '../skills/intention.ts'
import { type Clause, foldUrdu } from './clause.ts'
import { forScript, type Script, scriptOf } from './for-script.ts'
import { mayBeUrdu } from './language.ts'
import { parts } from './parts.ts'

/** The named groups of a pattern, as the person wrote them. */
export type Captured = Readonly<Record<string, string | undefined>>

export interface Rule {
  regexp(script: Script): RegExp | undefined
  /** Whether it has the verbs of Urdu, which no English clause has. */
  isUrdu: boolean
  read(captured: Captured): Intention | undefined
  /** It holds only if a task is found: "finish the report" is also a new task. */
  soft: boolean
  confidence: number
  /** A soft reading asks for the moment that is missing, where its words can mean nothing else. */
  asks: boolean
}

/** What a clause may mean. */
export interface Candidate {
  skill: SkillName
  intention: Intention
  confidence: number
  soft: boolean
  asks: boolean
}

interface Options {
  soft?: boolean
  asks?: boolean
  confidence?: number
}

/**
 * Patterns for one intention. Each is a regular expression over the whole clause. `{which}` captures words; `{KAR}` and the
 * like are parts that several patterns share.
 */
export const rules = (
  patterns: readonly string[],
  read: (captured: Captured) => Intention | undefined,
  { soft = false, asks = !soft, confidence = soft ? 0.7 : 0.9 }: Options = {},
): Rule[] =>
  patterns.map(source => ({ regexp: compiled(source), isUrdu: urduParts.test(source), read, soft, asks, confidence }))

/** `{DONE}` and the like are words of both languages. */
const urduParts = /\{(?:KAR|KARLIYA|HOGAYA|KO|KA|SE|MEIN|PAR|SHOW|REMIND|REMOVE|PUT)\}/

/** Compiled at the first clause of a script; `undefined` if no clause of that script can match. */
function compiled(source: string): (script: Script) => RegExp | undefined {
  const regexps = new Map<Script, RegExp | undefined>()
  return script => {
    if (!regexps.has(script)) {
      const kept = forScript(foldUrdu(source), script)
      const whole = kept && forScript(expand(kept, script), script)
      const named = whole?.replace(/\{([a-z]\w*)\}/g, '(?<$1>.+?)')
      regexps.set(script, named === undefined ? undefined : new RegExp(`^(?:${named})$`, 'd'))
    }
    return regexps.get(script)
  }
}

const partsOf = new Map<string, string>()

/** A part that cannot match becomes a group that never does. */
const never = '(?!)'

function part(name: string, script: Script): string {
  const key = `${name} ${script}`
  const known = partsOf.get(key)
  if (known !== undefined) return known
  const source = parts[name]
  if (source === undefined) throw new Error(`no such part: ${name}`)
  const made = forScript(expand(foldUrdu(source).replace(/\n\s*/g, ''), script), script) ?? never
  partsOf.set(key, made)
  return made
}

const expand = (source: string, script: Script): string =>
  source.replace(/\n\s*/g, '').replace(/\{([A-Z]+)\}/g, (_, name: string) => `(?:${part(name, script)})`)

/** Everything that a clause may mean by the rules of one skill, in their order. */
export function candidatesOf(skill: SkillName, all: readonly Rule[], clause: Clause): Candidate[] {
  const found: Candidate[] = []
  const script = scriptOf(clause.text)
  const isEnglish = script === 'latin' && !mayBeUrdu(clause.text)
  for (const { regexp, isUrdu, read, soft, asks, confidence } of all) {
    const match = isUrdu && isEnglish ? null : regexp(script)?.exec(clause.text)
    if (!match) continue
    const intention = read(capturedIn(match, clause))
    if (intention) found.push({ skill, intention, soft, asks, confidence })
  }
  return found
}

function capturedIn({ indices }: RegExpExecArray, clause: Clause): Captured {
  const places = Object.entries(indices?.groups ?? {})
  return Object.fromEntries(places.map(([name, place]) => [name, place && (clause.quote(...place) || undefined)]))
}
