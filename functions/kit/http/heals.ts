/**
 * Errors of the system: the other side is away or is not found, or this process has no more connections. `UND_ERR_…` come
 * from `fetch`.
 */
const ofSystem =
  /^(ECONN|ETIMEDOUT|EPIPE|ENOTFOUND|EAI_|EHOST|ENET|EADDRNOTAVAIL|EMFILE|ENFILE|ENOBUFS|CERT_HAS_EXPIRED|UND_ERR_(CONNECT_TIMEOUT|SOCKET|HEADERS_TIMEOUT|BODY_TIMEOUT)$)/

/** Errors of the Postgres driver: the connection was lost, or none was made in time. */
const ofDriver = /^(CONNECTION_(CLOSED|ENDED|DESTROYED)|CONNECT_TIMEOUT)$/

/** Errors of Postgres that say nothing against the statement, by class or code. functions/README.md gives the reasons. */
const ofPostgres = /^(08...|25006|28000|28P01|3D000|40...|53...|55P03|57P..|58...)$/

/** How many causes of an error are read: a circle must end. */
const mostCauses = 5

/** Whether the same work may succeed later without a change to it: something else has to come back, and usually does. */
export function heals(error: unknown): boolean {
  for (let [one, left] = [error, mostCauses]; left && typeof one === 'object' && one !== null; left--) {
    const code = 'code' in one ? String(one.code) : ''
    if (ofSystem.test(code) || ofDriver.test(code) || ofPostgres.test(code)) return true
    one = 'cause' in one ? one.cause : undefined
  }
  return false
}
