import * as v from 'valibot'
import { type DaprSettings, daprConnection, daprEntries } from '../events/publish/dapr-settings.ts'
import { SettingsError } from '../settings/settings.ts'
import type { Alarms, Ring } from './alarms.ts'
import { daprAlarms } from './dapr.ts'
import { localAlarms } from './local.ts'

/** What sets alarms; to spread into the settings of a function. */
export const alarmsEntries = {
  ALARMS: v.optional(v.picklist(['local', 'dapr']), 'local'),
  APP_API_TOKEN: v.optional(v.string()),
  ...daprEntries,
}

export interface AlarmsSettings extends DaprSettings {
  ALARMS: 'local' | 'dapr'
  APP_API_TOKEN?: string | undefined
}

/** Without the token that Dapr shows when it rings, anybody could. */
export function alarmsOf(settings: AlarmsSettings, ring: Ring): Alarms {
  if (settings.ALARMS === 'local') return localAlarms({ ring })
  if (!settings.APP_API_TOKEN)
    throw new SettingsError(
      'ALARMS=dapr needs APP_API_TOKEN, the same that daprd has, to know that it is Dapr that rings.',
    )
  return daprAlarms(daprConnection(settings, 'ALARMS=dapr'))
}
