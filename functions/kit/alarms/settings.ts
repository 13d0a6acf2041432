import * as v from 'valibot'
import { type DaprSettings, daprConnection, daprEntries } from '../events/publish/dapr-settings.ts'
import { SettingsError } from '../settings/settings.ts'
import type { Alarms, Ring } from './alarms.ts'
import { daprAlarms } from './dapr.ts'
import { localAlarms } from './local.ts'

/** The settings for alarms, of a function that declares `ring`. */
export const alarmsEntries = {
  ALARMS: v.optional(v.picklist(['local', 'dapr']), 'local'),
  APP_API_TOKEN: v.optional(v.string()),
  ...daprEntries,
}

interface AlarmsSettings extends DaprSettings {
  ALARMS: 'local' | 'dapr'
  APP_API_TOKEN?: string | undefined
}

/** Dapr needs a token: without it anybody could ring. */
export function alarmsOf(settings: AlarmsSettings, ring: Ring): Alarms {
  if (settings.ALARMS === 'local') return localAlarms({ ring })
  if (!settings.APP_API_TOKEN)
    throw new SettingsError('ALARMS=dapr needs APP_API_TOKEN, the same value as in daprd, so that only Dapr can ring.')
  return daprAlarms(daprConnection(settings, 'ALARMS=dapr'))
}
