import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { expect, test } from 'vitest'
import { functionNames } from '../../../functions/kit/function-names.ts'
import { newFolder } from '../../../functions/kit/testing/new-folder.ts'
import { secretFilesOf } from './kustomizations.ts'
import type { Live } from './live.ts'
import { createLocalSecrets, deliveryFile, localFiles, makeSecrets } from './local-secrets.ts'
import { renderOverlay } from './render-overlay.ts'
import { readValues, writeValues } from './secret-files.ts'
import { fakeCluster, hashedSecret, secretOf } from './testing/fake-cluster.ts'
import { renderSmall, smallOverlay } from './testing/small-overlay.ts'

const silent = () => {}

test('a second run changes no secret, and only their owner can read the files', async () => {
  const folder = path.join(newFolder(), 'secrets')
  const read = () => readdirSync(folder).map(name => readFileSync(path.join(folder, name), 'utf8'))
  makeSecrets(folder, await localFiles(folder), silent)
  const first = read()
  makeSecrets(folder, await localFiles(folder), silent)

  expect(read()).toEqual(first)
  expect(first.join('')).toMatch(/^task-api=[\w-]{43}$/m)
  for (const name of readdirSync(folder)) expect(statSync(path.join(folder, name)).mode & 0o077).toBe(0)
})

test('a new function gets its own credential, and the others keep theirs', () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, { 'delivery.env': { 'task-api': 'unchanged' } }, silent)
  makeSecrets(folder, deliveryFile(), silent)
  const lines = readFileSync(path.join(folder, 'delivery.env'), 'utf8').trim().split('\n')
  expect(lines).toContain('task-api=unchanged')
  expect(lines).toHaveLength(functionNames().length)
})

test('a deployment refuses to replace a lost password of the database', async () => {
  const folder = path.join(newFolder(), 'secrets')
  makeSecrets(folder, await localFiles(folder), silent)
  rmSync(path.join(folder, 'postgres.env'))
  await expect(localFiles(folder)).rejects.toThrow(/lacks postgres\.env/)
})

test('a deployment makes no new password while the data of a database exists and nothing has its password', async () => {
  const claim = { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'data-postgres-0' } }
  const folder = path.join(newFolder(), 'secrets')
  await expect(createLocalSecrets(fakeCluster([claim]), folder, silent)).rejects.toThrow(/restore postgres\.env/)
  await createLocalSecrets(fakeCluster([]), folder, silent)
  expect(readdirSync(folder)).toContain('postgres.env')
})

/** Each character that a shell, YAML, an env file or an address may treat in its own way. */
const special = ' postgres://u:p=a$s#s%20"w\'o`r\\d&x@[::1]:5432/z?a=b;c=ü '
const certificate = '-----BEGIN CERTIFICATE-----\nMII=\n-----END CERTIFICATE-----\n'

const variable = (name: string, secret: string) => ({ name, valueFrom: { secretKeyRef: { name: secret, key: name } } })
const using = (kind: string, apiVersion: string, name: string, secret: string, key: string): Live => ({
  apiVersion,
  kind,
  metadata: { name },
  spec: { template: { spec: { containers: [{ env: [variable(key, secret)] }] } } },
})

/** An installation of another clone. */
function installed() {
  const taskApi = hashedSecret('task-api', { DATABASE_URL: special, OPERATOR_TOKEN: 'added by its operator' })
  const postgres = hashedSecret('postgres', { POSTGRES_PASSWORD: '#first' })
  return [
    taskApi,
    postgres,
    secretOf('zerodue-tls', { 'tls.crt': certificate, 'tls.key': 'key' }),
    using('Service', 'serving.knative.dev/v1', 'task-api', taskApi.metadata.name, 'DATABASE_URL'),
    using('StatefulSet', 'apps/v1', 'postgres', postgres.metadata.name, 'POSTGRES_PASSWORD'),
    {
      apiVersion: 'serving.knative.dev/v1beta1',
      kind: 'DomainMapping',
      metadata: { name: 'zerodue.localhost' },
      spec: { tls: { secretName: 'zerodue-tls' } },
    },
  ]
}

test('a clone without secrets takes those of the cluster, with every special character', async () => {
  const cluster = fakeCluster(installed(), { kustomize: renderSmall })
  const overlay = smallOverlay('task-api', 'postgres')
  await renderOverlay(cluster, overlay, { rotateDelivery: false })
  const file = (name: string) => path.join(overlay, 'secrets', name)
  expect(readValues(file('task-api.env'))).toEqual({ DATABASE_URL: special, OPERATOR_TOKEN: 'added by its operator' })
  expect(readValues(file('postgres.env'))).toEqual({ POSTGRES_PASSWORD: '#first' })
  expect(readFileSync(file('tls.crt'), 'utf8')).toBe(certificate)
  for (const name of readdirSync(path.join(overlay, 'secrets'))) expect(statSync(file(name)).mode & 0o077).toBe(0)
  expect(cluster.lines.join('\n')).not.toContain(special.trim())
})

test('a value in a file stays, and the deployment says which keys of the cluster it replaces', async () => {
  const cluster = fakeCluster(installed(), { kustomize: renderSmall })
  const overlay = smallOverlay('task-api')
  const file = path.join(overlay, 'secrets', 'task-api.env')
  writeValues(file, { DATABASE_URL: 'postgres://another' })
  await renderOverlay(cluster, overlay, { rotateDelivery: false })
  expect(readValues(file)).toEqual({ DATABASE_URL: 'postgres://another', OPERATOR_TOKEN: 'added by its operator' })
  expect(cluster.lines).toContainEqual(expect.stringMatching(/^change: DATABASE_URL of the Secret task-api/))
})

test('a file with another password than the existing database is refused, because the database keeps its own', async () => {
  const overlay = smallOverlay('postgres')
  writeValues(path.join(overlay, 'secrets', 'postgres.env'), { POSTGRES_PASSWORD: 'of another cluster' })
  const rendering = renderOverlay(fakeCluster(installed(), { kustomize: renderSmall }), overlay, {
    rotateDelivery: false,
  })
  await expect(rendering).rejects.toThrow(/another password than the database in this cluster/)
})

test('a value of several lines is refused: a file with one line for each value cannot hold it', () => {
  expect(() => writeValues(path.join(newFolder(), 'one.env'), { A: 'b\nC=d' })).toThrow(/The value A .* several lines/)
})

test('a dry run on first use renders the overlay with new secrets, and leaves no file behind', async () => {
  const rendered: string[] = []
  const cluster = fakeCluster([], {
    kustomize: folder => {
      rendered.push(folder)
      return renderSmall(folder)
    },
  })
  cluster.dryRun = true
  const overlay = smallOverlay()
  const resources = await renderOverlay(cluster, overlay, { rotateDelivery: false })
  expect(resources.map(({ kind }) => kind)).toContain('KafkaSource')
  expect(readdirSync(overlay)).toEqual(['kustomization.yaml'])
  expect(rendered).toHaveLength(1)
  expect(rendered.filter(existsSync)).toEqual([])
  expect(cluster.lines).toEqual([expect.stringMatching(/^would write: .*task-api in .*delivery\.env$/)])
})

test('an overlay on top of another one reads the secrets of that one', () => {
  const small = smallOverlay('task-api')
  const mine = path.join(small, '..', 'mine')
  mkdirSync(mine)
  writeFileSync(path.join(mine, 'kustomization.yaml'), 'resources: [../small, https://example.org/other]\n')
  expect(secretFilesOf(mine).map(({ file }) => path.relative(small, file))).toEqual(
    ['delivery.env', 'task-api.env', 'tls.crt', 'tls.key'].map(name => `secrets/${name}`),
  )
  expect(() => secretFilesOf(newFolder())).toThrow(/has no kustomization/)
})
