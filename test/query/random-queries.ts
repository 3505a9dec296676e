import * as fc from 'fast-check'
import type { LogEvent } from '../../src/event/log-event'

const values = [
  'x',
  'xy',
  'x*',
  '*y',
  '?',
  '*',
  '"x"',
  '5',
  '5.0',
  '10',
  '>5',
  '>=5',
  '<10',
  '[5 TO 10]',
  '{5 TO 9}',
  '[a TO y]',
  'true',
]
/** One clause, of few fields and values, so that two often have to do with each other. */
export const anyClauseText = fc.oneof(
  {
    weight: 9,
    arbitrary: fc
      .tuple(fc.constantFrom('source:', '@a:', '@a:', 'env:', 'status:', 'message:', ''), fc.constantFrom(...values))
      .map((parts) => parts.join('')),
  },
  { weight: 1, arbitrary: fc.constantFrom('CIDR(@a, 10.0.0.0/8)', 'CIDR(@a, 10.1.0.0/16)', 'CIDR(@a, 10.1.2.3)') },
)
const { text } = fc.letrec<{ text: string }>((tie) => ({
  text: fc.oneof(
    { depthSize: 'small', withCrossShrink: true },
    anyClauseText,
    tie('text').map((inner) => `NOT (${inner})`),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} ${right})`),
    fc.tuple(tie('text'), tie('text')).map(([left, right]) => `(${left} OR ${right})`),
  ),
}))
/** A query of such clauses. */
export const anyQueryText = text
const value = fc.constantFrom('x', 'xy', 'y', '5', '5.0', '10', '9', 'true', '', '10.1.2.3', '10.2.0.1', 'ab')
const stored = fc.oneof(value, fc.constantFrom(5, 9, 10, 4.5, true, null))
/** An event that such queries often match. */
export const anyEvent: fc.Arbitrary<LogEvent> = fc
  .record({
    sources: fc.array(value, { maxLength: 2 }),
    status: fc.option(value, { nil: undefined }),
    message: fc.option(value, { nil: undefined }),
    tags: fc.array(
      value.map((each) => `env:${each}`),
      { maxLength: 2 },
    ),
    a: fc.oneof(stored, fc.array(stored, { maxLength: 2 })),
  })
  .map(({ a, sources: [source, ...others], status, message, tags }) => ({
    ...{ id: 'e', timeMs: 0, tags, attributes: { a }, others: { source: others } },
    ...(source !== undefined && { source }),
    ...(status !== undefined && { status }),
    ...(message !== undefined && { message }),
  }))
