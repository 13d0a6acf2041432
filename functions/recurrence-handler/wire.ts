import type { Platform, Wired } from '../kit/run.ts'
import { createFunction } from './function.ts'

export const entries = {}

/** It owns nothing: there is nothing to repair and nothing to close. */
export const wire = (_: object, platform: Platform): Wired => ({
  app: createFunction(platform).app,
  begin: () => {},
  close: async () => {},
})
