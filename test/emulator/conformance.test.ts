import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type Emulator, startEmulator } from '../../src/emulator/start-emulator'

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json }
type JsonObject = { readonly [key: string]: Json }

/** A request to the emulated tenant and what it must answer. `{id}` is the id that the last create answered with. */
interface Step {
  /** `METHOD path`; `rules`, `suppressions`, `jobs` and the like stand for their long paths. */
  readonly request: string
  /** The body, or a thing of the file by name, with and without keys. */
  readonly body?: Json
  readonly like?: string
  readonly with?: JsonObject
  readonly without?: readonly string[]
  /** How long after the step before it the request is made; at the same moment when absent. */
  readonly after_ms?: number
  readonly status: number
  /** Part of the answer: objects may hold more, lists may not. */
  readonly answer?: Json
  /** Parts of the answer's text, wherever it stands. */
  readonly contains?: readonly string[]
  /** Paths that the answer must not have. */
  readonly absent?: readonly string[]
}

interface Case {
  readonly name: string
  readonly known_from: 'documented' | 'observed' | 'assumed'
  readonly source: string
  readonly seed?: JsonObject
  readonly steps: readonly Step[]
}

interface File {
  readonly about: string
  readonly things: Readonly<Record<string, JsonObject>>
  readonly cases: readonly Case[]
}

const startMs = Date.UTC(2026, 10, 24, 12)
const folder = join(__dirname, '../conformance')
const files = readdirSync(folder).filter((name) => name.startsWith('emulator-'))

describe.each(files)('%s', (name) => {
  const file = parse(readFileSync(join(folder, name), 'utf8')) as File
  let emulator: Emulator
  let nowMs = startMs
  beforeEach(async () => {
    nowMs = startMs
    emulator = await startEmulator({ now: () => nowMs })
  })
  afterEach(() => emulator.close())

  it.each(file.cases)('$name ($known_from)', async ({ known_from, source, seed, steps }) => {
    expect(['documented', 'observed', 'assumed']).toContain(known_from)
    expect(source).toBeTruthy()
    if (seed) await call(emulator, 'POST /_emulator/seed', seed)
    let id = ''
    for (const step of steps) {
      nowMs += step.after_ms ?? 0
      const answer = await call(emulator, step.request.replaceAll('{id}', id), bodyOf(step, file, id))
      expect([step.request, answer.status, step.status === answer.status ? null : answer.body]).toEqual([
        step.request,
        step.status,
        null,
      ])
      if (step.answer !== undefined) expect(answer.body).toEqual(partOf(withId(step.answer, id)))
      for (const part of step.contains ?? []) expect(Object.values(answer.body as object).join()).toContain(part)
      for (const path of step.absent ?? []) expect([path, valueAt(answer.body, path)]).toEqual([path, undefined])
      id = idIn(answer.body) ?? id
    }
  })
})

const paths = {
  terraform: '/api/v2/security_monitoring/terraform',
  filters: '/api/v2/security_monitoring/configuration/security_filters',
  notifications: '/api/v2/security/signals/notification_rules',
  assets: '/api/v2/security_monitoring/configuration/critical_assets',
  rules: '/api/v2/security_monitoring/rules',
  signals: '/api/v2/security_monitoring/signals',
  jobs: '/api/v2/siem-historical-detections/jobs',
  histsignals: '/api/v2/siem-historical-detections/histsignals',
  logs: '/api/v2/logs',
  suppressions: '/api/v2/security_monitoring/configuration/suppressions',
}

async function call(emulator: Emulator, request: string, body?: Json): Promise<{ status: number; body: unknown }> {
  const [method = '', path = ''] = request.split(' ')
  const whole = path.replace(
    /^(rules|signals|jobs|histsignals|logs|suppressions|filters|notifications|assets|terraform)(?=$|[/?])/,
    (_, name: keyof typeof paths) => paths[name],
  )
  const response = await fetch(emulator.url + whole, {
    method,
    ...(body !== undefined && { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  })
  const text = await response.text()
  return { status: response.status, body: text === '' ? undefined : JSON.parse(text) }
}

function bodyOf(step: Step, { things }: File, id: string): Json | undefined {
  if (step.like === undefined) return step.body === undefined ? undefined : withId(step.body, id)
  const thing = { ...things[step.like], ...step.with }
  const kept = Object.fromEntries(Object.entries(thing).filter(([key]) => !step.without?.includes(key)))
  return /^\w+ (suppressions|filters|notifications)(\/(?!rules)|$)/.test(step.request)
    ? { data: { attributes: kept } }
    : kept
}

function withId(value: Json, id: string): Json {
  return JSON.parse(JSON.stringify(value).replaceAll('{id}', id)) as Json
}

function partOf(value: Json): unknown {
  if (Array.isArray(value)) return value.map(partOf)
  if (typeof value !== 'object' || value === null) return value
  return expect.objectContaining(Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, partOf(inner)])))
}

function idIn(body: unknown): string | undefined {
  const id = valueAt(body, 'id') ?? valueAt(body, 'data.id')
  return typeof id === 'string' ? id : undefined
}

function valueAt(value: unknown, path: string): unknown {
  return path.split('.').reduce((at: unknown, key) => (at as Record<string, unknown> | undefined)?.[key], value)
}
