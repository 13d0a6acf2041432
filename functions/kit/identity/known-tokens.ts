import type { JWTHeaderParameters, JWTVerifyGetKey } from 'jose'
import type { Verified } from './verifier.ts'

type Key = Awaited<ReturnType<JWTVerifyGetKey>>

export interface KnownToken {
  verified: Verified
  header: JWTHeaderParameters
  /** Whose signature was checked: with any other key this tells nothing. */
  key: Key
  from: Date
  until: Date
}

const most = 1_000

/** Tokens whose signature was good: to check one costs more than everything else that a read does. */
export class KnownTokens {
  readonly #known = new Map<string, KnownToken>()

  /** A clock that was put back may be before the token's beginning: then it has to be looked at again. */
  find(token: string, now: Date): KnownToken | undefined {
    const known = this.#known.get(token)
    return known && known.from <= now && now < known.until ? known : undefined
  }

  /** Whoever was added first goes first; asking again costs one more signature. */
  add(token: string, known: KnownToken): void {
    if (this.#known.size >= most) this.#known.delete(this.#known.keys().next().value ?? '')
    this.#known.set(token, known)
  }
}
