/**
 * An emulated tenant and, before it, a door on loopback at which every request may meet a fault. What the program under
 * siege sees of the tenant is the door alone; the siege itself looks behind it.
 */
const { once } = require('node:events')
const { Agent, createServer, request: ask } = require('node:http')
const { join } = require('node:path')

const { startEmulator } = require(join(__dirname, '../../dist/emulator/start-emulator'))

async function openTenant(stateFile) {
  const emulator = await startEmulator(stateFile ? { stateFile } : {})
  const agent = new Agent({ keepAlive: true })
  const tenant = {
    /** Where the program under siege finds the tenant. */
    url: '',
    /** How many requests came to the door. */
    count: 0,
    /** What befalls a request: nothing, or a function of the exchange. */
    strike: undefined,
    /** Told of each request. */
    onRequest: undefined,
    behind: (method, path, body) => exchange(agent, emulator.url, method, path, { body: body && JSON.stringify(body) }),
    state: async () => (await exchange(agent, emulator.url, 'GET', '/_emulator/state')).json(),
    /** Ends what strikes, and opens the door again where it was shut. */
    calm: async () => {
      Object.assign(tenant, { strike: undefined, onRequest: undefined, count: 0 })
      if (!door.listening) await listenAt(door, Number(new URL(tenant.url).port))
    },
    close: async () => {
      door.closeAllConnections()
      if (door.listening) await new Promise((closed) => door.close(closed))
      agent.destroy()
      await emulator.close()
    },
  }
  const door = createServer(async (request, response) => {
    const chunks = []
    for await (const chunk of request) chunks.push(chunk)
    tenant.count += 1
    tenant.onRequest?.(tenant.count)
    const { method, url, headers } = request
    const visit = {
      number: tenant.count,
      method,
      path: url,
      request,
      response,
      /** Nobody listens there any more. */
      shut: () => {
        door.close()
        door.closeAllConnections()
      },
      pass: () => exchange(agent, emulator.url, method, url, { body: Buffer.concat(chunks), headers }),
    }
    try {
      if (await tenant.strike?.(visit)) return
      answer(response, await visit.pass())
    } catch {
      request.socket.destroy()
    }
  })
  // A connection that is cut in the middle is what this door is for.
  door.on('clientError', (_error, socket) => socket.destroy())
  await listenAt(door, 0)
  tenant.url = `http://127.0.0.1:${door.address().port}`
  return tenant
}

/** A port that was given back may be somebody's for a moment. */
async function listenAt(door, port) {
  for (let tries = 1; ; tries += 1) {
    try {
      door.listen(port, '127.0.0.1')
      await once(door, 'listening')
      return
    } catch (error) {
      if (error.code !== 'EADDRINUSE' || tries === 40) throw error
      await new Promise((later) => setTimeout(later, 50))
    }
  }
}

function answer(response, { status, headers, bytes }) {
  response.writeHead(status, { ...headers, 'content-length': bytes.length })
  response.end(bytes)
}

function exchange(agent, base, method, path, { body, headers = {} } = {}) {
  const { host: _host, connection: _connection, 'content-length': _length, ...kept } = headers
  const length = body?.length ? { 'content-length': Buffer.byteLength(body) } : {}
  return new Promise((resolve, reject) => {
    const sent = ask(new URL(path, base), { method, agent, headers: { ...kept, ...length } }, async (response) => {
      const chunks = []
      for await (const chunk of response) chunks.push(chunk)
      const { 'transfer-encoding': _chunked, connection: _open, ...answered } = response.headers
      const bytes = Buffer.concat(chunks)
      resolve({ status: response.statusCode, headers: answered, bytes, json: () => JSON.parse(bytes.toString('utf8')) })
    })
    sent.on('error', reject)
    sent.end(body?.length ? body : undefined)
  })
}

module.exports = { answer, exchange, openTenant }
