import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import type { LogEvent } from '../../src/event/log-event'
import { compileSuppression } from '../../src/suppression/compile-suppression'
import type { Suppression } from '../../src/suppression/suppression'
import { suppressionState } from '../../src/suppression/suppression-state'

const read = (name: string) =>
  parse(readFileSync(join(__dirname, '../conformance', `suppression-${name}.yaml`), 'utf8'))

function suppression(some: Partial<Suppression>): Suppression {
  return { id: 's', name: 's', enabled: true, rules: [], tags: [], ...some }
}

const event = (some: Partial<LogEvent>): LogEvent => ({ id: 'e', timeMs: 0, tags: [], attributes: {}, ...some })
const named = <Row extends { name: string }>(rows: readonly Row[]) => rows.map((row) => [row.name, row] as const)

describe('suppression-scope.yaml', () => {
  const { rule, cases } = read('scope')
  it.each(named<{ name: string; scope: Partial<Suppression>; applies: boolean }>(cases))(
    '%s',
    (_, { scope, applies }) => {
      expect(compileSuppression(suppression(scope)).appliesTo(rule)).toBe(applies)
    },
  )
})

interface Life {
  readonly name: string
  readonly enabled?: boolean
  readonly start?: string
  readonly expires?: string
  readonly at: string
  readonly state: string
}

describe('suppression-life.yaml', () => {
  it.each(named<Life>(read('life').cases))('%s', (_, { enabled = true, start, expires, at, state }) => {
    const dates = {
      ...(start !== undefined && { startMs: Date.parse(start) }),
      ...(expires !== undefined && { expiresMs: Date.parse(expires) }),
    }
    const subject = suppression({ enabled, ...dates })
    expect(suppressionState(subject, Date.parse(at))).toBe(state)
    expect(compileSuppression(subject).isActiveAt(Date.parse(at))).toBe(state === 'active')
  })
})

interface Queries extends Partial<Suppression> {
  readonly name: string
  readonly signal?: Partial<LogEvent>
  readonly log?: Partial<LogEvent>
  readonly hides?: boolean
  readonly excludes?: boolean
}

describe('suppression-queries.yaml', () => {
  it.each(named<Queries>(read('queries').cases))('%s', (_, { signal, log, hides, excludes, ...queries }) => {
    const compiled = compileSuppression(suppression(queries))
    expect(signal && compiled.hides(event(signal))).toBe(hides)
    expect(log && compiled.excludes(event(log))).toBe(excludes)
  })
})
