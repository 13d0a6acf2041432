import type { Fetch } from '../../sync/testing/device.ts'

/** The fetch of a device: it keeps cookies and sends an origin, like a browser. */
export function overHttp(address: string): Fetch {
  const cookies = new Map<string, string>()
  return async (url, { method = 'GET', body, headers = {}, signal }) => {
    const cookie = [...cookies].map(([name, value]) => `${name}=${value}`).join('; ')
    const answer = await fetch(address + url, {
      method,
      headers: { ...headers, ...(cookie && { cookie }), origin: address, 'sec-fetch-site': 'same-origin' },
      ...(body !== undefined && { body }),
      ...(signal && { signal }),
    })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }
}
