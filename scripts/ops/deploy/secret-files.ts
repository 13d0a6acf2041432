import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { CannotDeploy } from './cluster.ts'

/** The values of a file with lines `KEY=value`. kustomize takes everything after the first `=`, without quotes. */
export function readValues(file: string): Record<string, string> {
  if (!existsSync(file)) return {}
  const lines = readFileSync(file, 'utf8').split(/\r?\n/)
  return Object.fromEntries(
    lines
      .map(line => line.trimStart())
      .filter(line => line.includes('=') && !line.startsWith('#'))
      .map(line => [line.slice(0, line.indexOf('=')), line.slice(line.indexOf('=') + 1)]),
  )
}

/** Replaces a file with lines `KEY=value`. */
export const writeValues = (file: string, values: Record<string, string>): void =>
  writeSecret(file, linesOf(file, values))

function linesOf(file: string, values: Record<string, string>): string {
  const broken = Object.keys(values).find(key => /[\r\n\uFFFD]/.test(values[key] ?? ''))
  if (broken)
    throw new CannotDeploy(
      `The value ${broken} for ${file} has several lines or is not text, which such a file cannot hold: change it in the cluster.`,
    )
  return Object.entries(values)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('')
}

/** Only the owner of the file can read it. */
export function writeSecret(file: string, text: string): void {
  mkdirSync(path.dirname(file), { recursive: true, mode: 0o700 })
  writeFileSync(file, text, { mode: 0o600 })
}

/** Adds the values that a file lacks, and tells their keys before. */
export function addValues(file: string, values: Record<string, string>, tell: (keys: string[]) => void): void {
  const existing = readValues(file)
  const missing = Object.entries(values).filter(([key]) => !(key in existing))
  if (!missing.length) return
  tell(missing.map(([key]) => key))
  const text = existsSync(file) ? readFileSync(file, 'utf8') : ''
  writeSecret(file, `${text}${text && !text.endsWith('\n') ? '\n' : ''}${linesOf(file, Object.fromEntries(missing))}`)
}
