import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { generatedManifests } from './generated.ts'

const generated = await generatedManifests()

test.each(Object.keys(generated))(
  '%s follows from the manifests and functions: when this fails, run npm run schemas',
  file => {
    expect(readFileSync(path.join(root, file), 'utf8')).toBe(generated[file])
  },
)
