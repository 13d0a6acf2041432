import { readFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { root } from '../../functions/kit/root.ts'

const lock: { packages: Record<string, { integrity?: string; resolved?: string }> } = JSON.parse(
  readFileSync(path.join(root, 'package-lock.json'), 'utf8'),
)
const packages = Object.entries(lock.packages).filter(([folder]) => folder)

test('the lock file has the integrity of every package, so that a tampered package does not install', () => {
  expect(packages.length).toBeGreaterThan(100)
  expect(packages.filter(([, { integrity }]) => !integrity?.startsWith('sha512-')).map(([folder]) => folder)).toEqual(
    [],
  )
})

test('the lock file names no registry, so that npm uses the one that is configured', () => {
  expect(packages.filter(([, { resolved }]) => resolved !== undefined).map(([folder]) => folder)).toEqual([])
})
