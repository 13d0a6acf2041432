import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { imageConfig } from './image-config.ts'

test('the image of the Dockerfile runs as the one that scripts/build-image makes', () => {
  const said = readFileSync(path.join(root, 'Dockerfile'), 'utf8').split('FROM scratch')[1] ?? ''
  const of = (instruction: string) => new RegExp(`^${instruction} (.*)$`, 'm').exec(said)?.[1]
  expect({
    User: of('USER'),
    WorkingDir: of('WORKDIR'),
    Entrypoint: JSON.parse(of('ENTRYPOINT') ?? ''),
    Env: of('ENV')?.split(' '),
    ExposedPorts: { [of('EXPOSE') ?? '']: {} },
  }).toEqual(imageConfig)
})
