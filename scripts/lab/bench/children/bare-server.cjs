// The least that answers at all, in the form that starts fastest: what a function's cold start is compared with.
const { createServer } = require('node:http')

createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{"status":"ok"}')
}).listen(Number(process.env.PORT), '127.0.0.1')
