/** Nobody else has this number, and no name is needed to run as it. */
export const user = 65532

/** How the image runs: the one argument that it takes is what. The Dockerfile says the same. */
export const imageConfig = {
  User: `${user}:${user}`,
  WorkingDir: '/app',
  Entrypoint: ['/usr/bin/node', '/app/start.cjs'],
  Env: ['PATH=/usr/bin', 'HOST=0.0.0.0', 'NODE_ENV=production', 'WEB_DIST=/app/web'],
  ExposedPorts: { '8080/tcp': {} },
}
