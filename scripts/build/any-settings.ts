const anySecret = 'only-to-start-with-and-good-for-nothing'
/** Nobody listens there. */
const nowhere = '127.0.0.1:1'

/** Settings with which every function starts, and does not get far: what it is compiled ahead of time with. */
export const anySettings = {
  EVENTS: 'kafka',
  KAFKA_BROKERS: nowhere,
  EVENTS_SECRET: anySecret,
  AUTH_SECRET: anySecret,
  CURSOR_SECRET: anySecret,
  LINK_SECRET: anySecret,
  PUBLIC_URL: `http://${nowhere}`,
  JWT_ISSUER: `http://${nowhere}`,
  JWT_AUDIENCE: 'zerodue',
  JWKS_URL: `http://${nowhere}/`,
  DATABASE_URL: `postgres://${nowhere}/zerodue`,
  LOG_LEVEL: 'silent',
}
