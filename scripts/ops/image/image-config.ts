/** A user id that no other user of a system has. */
export const user = 65532

/** The configuration of the image. Its one argument names the function or job to run. The Dockerfile has the same. */
export const imageConfig = {
  User: `${user}:${user}`,
  WorkingDir: '/app',
  Entrypoint: ['/usr/bin/node', '/app/start.cjs'],
  Env: ['PATH=/usr/bin', 'HOST=0.0.0.0', 'NODE_ENV=production', 'WEB_DIST=/app/web'],
  ExposedPorts: { '8080/tcp': {} },
}
