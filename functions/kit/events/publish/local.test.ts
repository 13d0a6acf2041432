import { publisherContract } from '../../testing/publisher-contract.ts'
import { localPublisher } from './local.ts'

publisherContract('publishing by local delivery', async url => {
  let cut = false
  const publisher = localPublisher({
    authorization: 'Bearer x',
    subscribers: { 'task-events': [{ function: 'contract', url }] },
    // Long enough for a busy machine; another test proves that closing does not wait for ever.
    closeWaitMs: 60_000,
    retries: { most: 1, pauseMs: 1, timeoutMs: 5_000 },
    fetch: async (...args) => {
      if (cut) throw new Error('the broker is down')
      return fetch(...args)
    },
  })
  return {
    publisher,
    async goAway() {
      cut = true
    },
    async comeBack() {
      cut = false
    },
    close: () => publisher.close(),
  }
})
