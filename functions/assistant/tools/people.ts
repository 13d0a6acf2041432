import type { Due } from '../../domain/due.ts'
import type { Api } from './api.ts'

/** A due date with its zone: the zone of the person, unless the call names one. */
export async function inZone(api: Api, { zone, ...due }: Omit<Due, 'zone'> & { zone?: string }): Promise<Due> {
  return { ...due, zone: zone ?? (await zoneOf(api)) }
}

export async function zoneOf(api: Api): Promise<string> {
  const { body } = await api.call('GET', '/api/me')
  return (body as { zone: string }).zone
}
