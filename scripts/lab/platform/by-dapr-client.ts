// Publishing and alarms with Dapr's own SDK: an independent second implementation for the contract tests.
import { type DaprClient, GRPCClient, LogLevel } from '@dapr/dapr'
import { type Alarms, requireName } from '../../../functions/kit/alarms/alarms.ts'
import { structuredBody, structuredType } from '../../../functions/kit/events/cloud-event.ts'
import type { Publisher } from '../../../functions/kit/events/event.ts'
import { pubsubName } from '../../../functions/kit/events/publish/dapr.ts'

export function publisherByClient(client: DaprClient): Publisher {
  let underWay = Promise.resolve()
  return {
    publish(events) {
      const own = underWay.then(async () => {
        for (const event of events) {
          const { error } = await client.pubsub.publish(pubsubName, event.topic, JSON.parse(structuredBody(event)), {
            contentType: structuredType,
            metadata: { rawPayload: 'true', 'content-type': structuredType, partitionKey: event.userId },
          })
          if (error) throw error
        }
      })
      underWay = own.catch(() => {})
      return own
    },
    async close() {
      await underWay
    },
  }
}

/** Version 3.18 has no API for jobs, so this calls its gRPC client directly. */
export function alarmsByClient(grpcPort: number, daprApiToken: string): Alarms {
  const client = new GRPCClient({
    daprHost: '127.0.0.1',
    daprPort: String(grpcPort),
    daprApiToken,
    logger: { level: LogLevel.Error },
  })
  return {
    outlive: true,
    async set(name, at) {
      requireName(name)
      const constant = { interval: { seconds: 1n }, maxRetries: 600 }
      const job = {
        name,
        dueTime: at.toISOString(),
        data: { typeUrl: 'type.googleapis.com/google.protobuf.StringValue', value: new Uint8Array() },
        failurePolicy: { policy: { case: 'constant' as const, value: constant } },
      }
      await (await client.getClient()).scheduleJobAlpha1({ job, overwrite: true })
    },
    async cancel(name) {
      requireName(name)
      await (await client.getClient()).deleteJobAlpha1({ name })
    },
    close: () => void client.stop(),
  }
}
