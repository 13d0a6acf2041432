import type { Priority } from '../../../../domain/task.ts'
import { foldText, foldUrdu } from '../../rules/clause.ts'

const levels: readonly [Priority, RegExp][] = (
  [
    [
      'P1',
      'p ?1|پی ?1|urgent|critical|top|highest|fori|fauri|fouri|فوری|ارجنٹ|انتہائی|(?:bohat|bahut|sab se|sb se|بہت|سب سے) (?:ziada |zyada |زیادہ )?(?:zaroori|zaruri|zroori|aham|ahem|ضروری|اہم)',
    ],
    ['P4', 'p ?4|پی ?4|none|no|low|lower|lowest|kam|mamooli|aam|ghata|کم|معمولی|عام|لو|گھٹا'],
    ['P3', 'p ?3|پی ?3|medium|normal|darmiyani|darmiani|درمیانی|میڈیم'],
  ] as const
).map(([level, words]) => [level, new RegExp(`(?:^|[ ,])(?:${foldUrdu(words)})(?:$|[ ,])`)])

/** "Important" and "high" are below "urgent". */
export function priorityNamed(words = ''): Priority {
  const folded = foldText(words)
  return levels.find(([, pattern]) => pattern.test(folded))?.[0] ?? 'P2'
}
