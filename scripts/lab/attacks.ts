// `npm run test:attacks`: attacks Zerodue while another person clicks, and prints what that person had of it. Options:
//   --only 6        runs one attack; --events local (or kafka) runs all of them with one kind of delivery
//   --scale 0.1     attacks with a tenth of the requests
//   --root FOLDER   attacks another checkout of this repository, to compare
import path from 'node:path'
import { parseArgs } from 'node:util'
import { root } from '../../functions/kit/root.ts'
import { temporaryFolder } from '../../functions/kit/testing/temporary.ts'
import { bodyAttacks } from './attacks/bodies.ts'
import { heavyAttacks } from './attacks/heavy-work.ts'
import { producerAttacks } from './attacks/producer.ts'
import { runAttack } from './attacks/run-attack.ts'
import { harmOf, type Result, tableOf } from './attacks/table.ts'
import { startKafka } from './platform/kafka.ts'

const { values } = parseArgs({
  options: {
    only: { type: 'string' },
    events: { type: 'string' },
    scale: { type: 'string', default: '1' },
    root: { type: 'string', default: root },
  },
})
const attacks = [...bodyAttacks, ...heavyAttacks, ...producerAttacks]
const only = Number(values.only)
if (values.only !== undefined && !attacks[only - 1]) {
  console.error(`There is no attack ${values.only}. The attacks are:`)
  for (const [i, { name }] of attacks.entries()) console.error(`${i + 1}. ${name}`)
  process.exit(2)
}

/** A broker for each attack: the offsets of one system do not belong to the next. */
const ways: Record<string, (work: (brokers?: string) => Promise<void>) => Promise<void>> = {
  local: work => work(),
  kafka: async work => {
    const { folder, remove } = temporaryFolder()
    const kafka = await startKafka({ folder })
    try {
      await work(kafka.brokers)
    } finally {
      await kafka.stop()
      remove()
    }
  },
}

for (const [events, within] of Object.entries(ways)) {
  if (values.events !== undefined && values.events !== events) continue
  const results: Result[] = []
  for (const [i, attack] of attacks.entries()) {
    if ((values.only !== undefined && i !== only - 1) || (attack.overKafka && events !== 'kafka')) continue
    await within(async brokers => {
      const options = { checkout: path.resolve(values.root), brokers, scale: Number(values.scale) }
      const result = await runAttack({ ...attack, name: `${i + 1}. ${attack.name}` }, options)
      console.error(`${events}, ${result.name}: ${harmOf(result).join(', ') || 'holds'}`)
      results.push(result)
    })
  }
  if (results.length) console.log(`\nEvents by ${events}\n\n${tableOf(results)}`)
  if (results.some(result => harmOf(result).length)) process.exitCode = 1
}
