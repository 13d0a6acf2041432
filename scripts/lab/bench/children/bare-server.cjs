// The smallest server, as CommonJS, which starts fastest: the reference for the cold start of a function.
const { createServer } = require('node:http')

createServer((_, response) => {
  response.writeHead(200, { 'content-type': 'application/json' })
  response.end('{"status":"ok"}')
}).listen(Number(process.env.PORT), '127.0.0.1')
