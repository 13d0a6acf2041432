import type { Client } from '../model/client.ts'
import { browserPlatform } from './browser-platform.ts'
import { createClient } from './create-client.ts'

export const startClient = (): Client => createClient(browserPlatform()).client
