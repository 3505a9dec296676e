import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { WorldError } from '../diagnostic/world-error'
import { type EmulatedOrg, emulatedOrg } from './emulated-org'
import { makeHandler } from './handle-request'
import { parseFaults } from './parse-faults'
import type { RequiredKeys } from './required-keys'
import { storeInFile, storeInMemory } from './store/state-store'

/** How an emulated tenant is set up. Everything has a default: an empty tenant in memory on a free port of loopback. */
export interface EmulatorOptions {
  /** Where the tenant is kept; in memory only when absent. Several emulators may share one file. */
  readonly stateFile?: string
  /** 0, the default, takes any free port. */
  readonly port?: number
  readonly host?: string
  /** Troubles on demand, as `429@3,500@5,drop@7,slow=200ms`. */
  readonly faults?: string
  /** Any keys are accepted, none too, unless this says otherwise. */
  readonly requireKeys?: RequiredKeys
  /** The organisation that it plays, by its UUID, its short public id and its name. */
  readonly org?: Partial<EmulatedOrg>
  /** The tenant's clock, in epoch milliseconds. */
  readonly now?: () => number
  /** Told after each answer, for a log of requests. */
  readonly log?: (answer: { method: string; path: string; status: number }) => void
}

/** A running emulator. */
export interface Emulator {
  readonly url: string
  /** Stops answering, writes the state file, and frees the port. */
  close(): Promise<void>
}

/**
 * Starts a local Datadog: rules, suppressions and what belongs to them, over HTTP on loopback. Throws a WorldError for a
 * state file that cannot be understood (`bad-input`), a folder that cannot be written or a port that is taken.
 */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const { stateFile, port = 0, host = '127.0.0.1', faults = '', requireKeys, org, now = Date.now, log } = options
  const struck = parseFaults(faults)
  const store = stateFile === undefined ? storeInMemory() : storeInFile(stateFile)
  const stop = new AbortController()
  const server = createServer(
    makeHandler({
      store,
      now,
      faults: struck,
      org: { ...emulatedOrg, ...org },
      stopping: stop.signal,
      ...(requireKeys && { requireKeys }),
      ...(log && { onAnswer: log }),
    }),
  )
  // A client that stalls holds nothing up; one that waits between two requests keeps its connection.
  server.requestTimeout = 60_000
  server.headersTimeout = 30_000
  server.keepAliveTimeout = 120_000
  server.on('clientError', (_error, socket) => {
    if (socket.writable) {
      const body = '{"errors":["Bad request"]}'
      socket.end(
        `HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: ${body.length}\r\nconnection: close\r\n\r\n${body}`,
      )
    }
  })
  await listen(server, port, host)
  const { port: actualPort } = server.address() as AddressInfo
  let closing: Promise<void> | undefined
  return {
    url: `http://${host.includes(':') ? `[${host}]` : host}:${actualPort}`,
    close: () => {
      closing ??= stopServer(server, stop).then(() => store.close())
      return closing
    },
  }
}

function listen(server: Server, port: number, host: string): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', (error: NodeJS.ErrnoException) => {
      const taken = error.code === 'EADDRINUSE'
      reject(
        new WorldError(
          'network',
          taken ? `port ${port} is taken` : `the emulator could not listen on ${host}:${port}: ${error.message}`,
          taken ? 'Give another port, or 0 for any free one.' : 'Use the default host 127.0.0.1 and a free port.',
        ),
      )
    })
    server.listen(port, host, resolve)
  })
}

/** Handlers run without pausing, so no write is under way here; delayed answers are given up. */
function stopServer(server: Server, stop: AbortController): Promise<void> {
  return new Promise((resolve) => {
    stop.abort()
    server.close(() => resolve())
    server.closeAllConnections()
  })
}
