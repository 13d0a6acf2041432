import { Ajv2020 } from 'ajv/dist/2020.js'
import addFormats from 'ajv-formats'
import type { Operation } from '../http/api.ts'
import { pathPattern } from '../http/read-request.ts'

interface Response {
  method: string
  path: string
  status: number
  type: string
  body: unknown
}

/** Throws when a response is not in the OpenAPI document. */
export function openApiChecker(document: object, operations: Operation[]): (response: Response) => void {
  const ajv = new Ajv2020({ strict: false, allErrors: true })
  addFormats.default(ajv)
  for (const format of ['time-zone', 'recurrence-rule']) ajv.addFormat(format, true)
  ajv.addSchema({ $id: 'openapi', ...document })
  return ({ method, path, status, type, body }) => {
    const operation = find(operations, method, path)
    if (!operation) return
    const pointer = ['paths', operation.path, operation.method, 'responses', String(status), 'content', type, 'schema']
    if (status === 204) return
    const validate = ajv.getSchema(`openapi#/${pointer.map(pointerPart).join('/')}`)
    if (!validate)
      throw new Error(
        `${method} ${path} answered ${status} ${type}, which its operation does not declare: add it there.`,
      )
    if (!validate(body))
      throw new Error(
        `${method} ${path} answered ${status} with a body that does not fit its schema: ${ajv.errorsText(validate.errors)}`,
      )
  }
}

function find(operations: Operation[], method: string, path: string): Operation | undefined {
  const bare = path.split('?')[0] ?? path
  const matching = operations.filter(one => one.method === method.toLowerCase() && pathPattern(one.path).test(bare))
  return matching.find(operation => operation.path === bare) ?? matching[0]
}

const pointerPart = (part: string) => encodeURIComponent(part.replaceAll('~', '~0').replaceAll('/', '~1'))
