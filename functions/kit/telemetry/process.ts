import { performance } from 'node:perf_hooks'
import type { Meter } from '@opentelemetry/api'

/** What the process uses. It is read when metrics are sent, so nothing samples it in between. */
export function observeProcess(meter: Meter): void {
  meter
    .createObservableCounter('process.cpu.time', { unit: 's', description: 'Processor time used.' })
    .addCallback(result => {
      const { user, system } = process.cpuUsage()
      result.observe((user + system) / 1e6)
    })
  meter
    .createObservableGauge('process.memory.usage', { unit: 'By', description: 'Memory that the system counts.' })
    .addCallback(result => result.observe(process.memoryUsage.rss()))
  let before = performance.eventLoopUtilization()
  meter
    .createObservableGauge('nodejs.eventloop.utilization', {
      unit: '1',
      description: 'The share of the time in which the event loop worked, since the last time.',
    })
    .addCallback(result => {
      const now = performance.eventLoopUtilization()
      result.observe(performance.eventLoopUtilization(now, before).utilization)
      before = now
    })
}
