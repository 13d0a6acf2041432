import path from 'node:path'
import { daprPublisher } from '../../../functions/kit/events/publish/dapr.ts'
import { root } from '../../../functions/kit/root.ts'
import { publisherContract } from '../../../functions/kit/testing/publisher-contract.ts'
import { temporaryFolder } from '../../../functions/kit/testing/temporary.ts'
import { startDapr } from './dapr.ts'
import { startRedis } from './redis.ts'

publisherContract(
  "Dapr's pub/sub over Redis, with Dapr's subscriptions",
  async subscriberUrl => {
    const { folder, remove } = temporaryFolder()
    const redis = await startRedis({ folder })
    const components = path.join(root, 'dapr-components')
    const dapr = await startDapr({
      // The subscriptions deliver task-events to this function.
      appId: 'recurrence-handler',
      appPort: Number(new URL(subscriberUrl).port),
      resources: [path.join(components, 'redis'), path.join(components, 'subscriptions')],
      folder: path.join(folder, 'dapr'),
      env: { REDIS_HOST: redis.address },
    })
    const publisher = daprPublisher(dapr)
    return {
      publisher,
      goAway: dapr.kill,
      comeBack: dapr.restart,
      close: async () => {
        await publisher.close()
        await dapr.stop()
        await redis.stop()
        remove()
      },
    }
  },
  'structured',
)
