import { betterAuth } from 'better-auth'
import { jwt } from 'better-auth/plugins'
import { Kysely } from 'kysely'
import { PostgresJSDialect } from 'kysely-postgres-js'
import { v7 as newId } from 'uuid'
import type { Log } from '../../kit/log.ts'
import type { Sql } from '../../kit/postgres/connect.ts'
import { graceSeconds } from './own-keys.ts'
import { sessionCookie } from './session-cookie.ts'
import type { IdentitySettings } from './settings.ts'

const day = 86_400

const times = { createdAt: 'created_at', updatedAt: 'updated_at' }

export interface AuthDeps {
  sql: Sql
  identity: IdentitySettings
  log: Log
}

export type Auth = ReturnType<typeof createAuth>

/** The library that manages passwords, sessions and keys in our tables. Only `sign-in.ts` imports this file, and late. */
export function createAuth({ sql, identity, log }: AuthDeps) {
  const { publicUrl, secret, issuer, audience } = identity
  return betterAuth({
    baseURL: publicUrl,
    basePath: '/api/auth',
    secret,
    telemetry: { enabled: false },
    // Other errors, such as a database that is down, get the same answers as everywhere else.
    onAPIError: { throw: true },
    // The arguments may quote the request, so the log gets only the message.
    logger: { level: 'error', log: (_, message) => log.error({ outcome: `sign-in: ${message}` }) },
    database: {
      db: new Kysely({ dialect: new PostgresJSDialect({ postgres: sql }) }),
      type: 'postgres',
      schemaName: 'identity',
      transaction: true,
    },
    emailAndPassword: { enabled: true, minPasswordLength: 8, maxPasswordLength: 128 },
    user: {
      modelName: 'person',
      fields: { emailVerified: 'email_verified', ...times },
      additionalFields: {
        zone: { type: 'string', required: false, returned: false },
        locale: { type: 'string', required: false, returned: false },
      },
    },
    account: {
      modelName: 'credential',
      fields: {
        userId: 'user_id',
        providerId: 'provider_id',
        accountId: 'account_id',
        accessToken: 'access_token',
        refreshToken: 'refresh_token',
        idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at',
        refreshTokenExpiresAt: 'refresh_token_expires_at',
        ...times,
      },
    },
    session: {
      expiresIn: 30 * day,
      updateAge: day,
      fields: {
        userId: 'user_id',
        expiresAt: 'expires_at',
        ipAddress: 'ip_address',
        userAgent: 'user_agent',
        ...times,
      },
    },
    verification: { fields: { expiresAt: 'expires_at', ...times } },
    plugins: [
      jwt({
        disableSettingJwtHeader: true,
        jwks: {
          rotationInterval: 30 * day,
          gracePeriod: graceSeconds,
          keyPairConfig: { alg: 'EdDSA', crv: 'Ed25519' },
        },
        jwt: { issuer, audience, expirationTime: '15m', definePayload: () => ({}) },
        schema: {
          jwks: {
            fields: {
              publicKey: 'public_key',
              privateKey: 'private_key',
              createdAt: 'created_at',
              expiresAt: 'expires_at',
            },
          },
        },
      }),
    ],
    // throttle.ts counts attempts by address and by account before the library sees them.
    rateLimit: { enabled: false },
    advanced: {
      database: { generateId: () => newId() },
      ipAddress: { disableIpTracking: true },
      cookiePrefix: 'zerodue',
      useSecureCookies: sessionCookie(publicUrl).startsWith('__Secure-'),
    },
  })
}
