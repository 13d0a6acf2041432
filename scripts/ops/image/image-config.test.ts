import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../../functions/kit/root.ts'
import { imageConfig } from './image-config.ts'

test('the Dockerfile configures its image as scripts/build-image does', () => {
  const instructions = readFileSync(path.join(root, 'Dockerfile'), 'utf8').split('FROM scratch')[1] ?? ''
  const of = (instruction: string) => new RegExp(`^${instruction} (.*)$`, 'm').exec(instructions)?.[1]
  expect({
    User: of('USER'),
    WorkingDir: of('WORKDIR'),
    Entrypoint: JSON.parse(of('ENTRYPOINT') ?? ''),
    Env: of('ENV')?.split(' '),
    ExposedPorts: { [of('EXPOSE') ?? '']: {} },
  }).toEqual(imageConfig)
})
