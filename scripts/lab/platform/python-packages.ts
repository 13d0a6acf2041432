import path from 'node:path'
import { build, need } from '../../build/tools.ts'
import { cached } from './cached.ts'

const packages = ['cloudevents==2.2.0', 'kafka-python==3.0.12']

/** Python's CloudEvents SDK and a Kafka client, for an independent producer. Returns the folder for PYTHONPATH. */
export async function pythonPackages(): Promise<string> {
  need('python3')
  const folder = await cached(`python-${packages.join('-').replaceAll('==', '-')}`, async making => {
    const args = ['--quiet', '--no-input', '--disable-pip-version-check', '--root-user-action=ignore']
    await build('python3', ['-m', 'pip', 'install', ...args, '--target', 'packages', ...packages], { cwd: making })
  })
  return path.join(folder, 'packages')
}
