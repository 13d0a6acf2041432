import { type Attack, atOnce, inWaves, type Stage } from './attack.ts'
import { tokenOf } from './people.ts'
import { send } from './tally.ts'

const json = { 'content-type': 'application/json' }
const wrongTags = (amount: number) => `[${Array(amount).fill('1').join(',')}]`

/** The largest body of a request that is not a file. */
const mostBytes = 256 * 1024

/** Sends the bodies in turn, so many at once, in waves. */
const waves = (name: string, parallel: number, path: string, bodies: string[]): Attack => ({
  name,
  async prepare(stage) {
    const headers = { ...json, cookie: stage.attacker.cookie }
    const wave = () =>
      atOnce(stage.scaled(parallel), i => send(stage, { path, headers, body: bodies[i % bodies.length] ?? '' }))
    return () => inWaves(wave, stage.over)
  },
})

/** So many values are in the body that has the most of those that a limit of values admits. */
const admittedValues = 20_000
const unknownFields = (amount: number, digits: number) =>
  Array.from({ length: amount }, (_, i) => `"${String(i).padStart(digits, '0')}":1`).join(',')
const batchOf = (operation: string) => `{"operations":[${Array(100).fill(operation).join(',')}]}`

/** Requests with bodies that cost much to check, and commands that cannot be published. */
export const bodyAttacks: Attack[] = [
  { name: 'four commands with 30,000 wrong tags each', prepare: poisonedOutbox },
  waves('bodies with 130,000 and 20,000 wrong tags, 20 at once', 20, '/api/tasks', [
    `{"title":"x","tags":${wrongTags(130_000)}}`,
    `{"title":"x","tags":${wrongTags(admittedValues)}}`,
  ]),
  waves('256 kB of [, 20 at once', 20, '/api/tasks', ['['.repeat(mostBytes)]),
  waves('bodies with 26,000 and 20,000 unknown fields, 20 at once', 20, '/api/tasks', [
    `{"title":"x",${unknownFields(26_000, 5)}}`,
    `{"title":"x",${unknownFields(admittedValues, 8)}}`,
  ]),
  waves('batches of 100 wrong operations, 20 at once', 20, '/api/tasks/batch', [
    batchOf(`{"op":"create","task":{"title":"","tags":${wrongTags(1_250)}}}`),
    batchOf(`{"op":"create","task":{"title":"",${unknownFields(190, 8)}}}`),
  ]),
]

async function poisonedOutbox(stage: Stage) {
  const authorization = `Bearer ${await tokenOf(stage.address, stage.attacker)}`
  const body = `{"title":"x","tags":${wrongTags(30_000)}}`
  return () =>
    atOnce(4, i => {
      const attributes = { 'ce-specversion': '1.0', 'ce-type': 'zerodue.task.create.v1', 'ce-id': `poison-${i}` }
      const headers = { ...json, ...attributes, 'ce-source': '/attacker', authorization }
      return send(stage, { path: '/events/task-api', headers, body })
    }).then(() => {})
}
