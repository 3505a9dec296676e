import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { evaluateArchive } from '../../src/archive/evaluate-archive'
import { placeOf } from '../../src/archive/log-trouble'
import { compileRules } from '../../src/detect/compile-rules'
import type { Draft } from '../../src/rule/rule'

const folder = mkdtempSync(join(tmpdir(), 'ddac-hostile-'))
afterAll(() => rmSync(folder, { recursive: true }))

/** Every log of the user is a signal of its own, and shows what it can of it. */
const rule: Draft = {
  id: 'any',
  name: 'Any',
  message:
    '{{{@n}}} {{{@__proto__}}} {{{@constructor}}} {{@toString}} {{k.name}} {{#is_match "@n" "zz"}}one{{/is_match}}',
  isEnabled: true,
  queries: [{ name: 'any', query: '@user:(mallory OR eve)', groupByFields: ['@user'] }],
  cases: [{ status: 'low', condition: 'any > 0' }],
  options: { evaluationWindow: 0, keepAlive: 0, maxSignalDuration: 0 },
}
const rules = compileRules([rule])

async function evaluate(content: string | Buffer) {
  const path = join(folder, 'logs.json')
  writeFileSync(path, content)
  const { signals, stats, troubles } = await evaluateArchive({ rules, files: [{ path, name: 'logs.json' }] })
  const told = troubles.map((trouble) => `${placeOf(trouble)} ${trouble.code} ${trouble.message}`)
  return { signals, stats, told, times: signals.map(({ firstSeenMs }) => new Date(firstSeenMs).toISOString()) }
}

const at = '"timestamp":"2026-01-01T00:00:00Z"'
const log = (rest: string): string => `{${at},"user":"mallory"${rest && `,${rest}`}}`

describe('times', () => {
  it.each([
    ['seconds', '1767225600'],
    ['milliseconds', '1767225600000'],
    ['microseconds', '1767225600000000'],
    ['nanoseconds', '1767225600000000000'],
    ['seconds as a text', '"1767225600"'],
    ['a text in another zone', '"2026-01-01T05:30:00+05:30"'],
    ['a text without a zone, which is UTC', '"2026-01-01 00:00:00"'],
  ])('in %s are one and the same moment', async (_, time) => {
    const { times, told } = await evaluate(`{"timestamp":${time},"user":"mallory"}`)
    expect(times).toEqual(['2026-01-01T00:00:00.000Z'])
    expect(told).toEqual([])
  })

  it.each([
    ['no time', '{"user":"mallory"}', 'this log has no time'],
    ['null for a time', '{"timestamp":null,"user":"mallory"}', 'this log has no time'],
    ['words', '{"timestamp":"soon","user":"mallory"}', 'this log has a time that cannot be read: "soon"'],
    [
      'a time past the last date',
      '{"timestamp":1e30,"user":"mallory"}',
      'this log has a time that cannot be read: "1e+30"',
    ],
  ])('that are %s are told at their line, and the next log is read', async (_, line, message) => {
    const { told, stats } = await evaluate(`${log('')}\n${line}\n${log('"x":1')}`)
    expect(told).toEqual([`logs.json:2:1 L003 ${message}`])
    expect(stats).toMatchObject({ logs: 2, matched: 2, errors: 1 })
  })
})

describe('values', () => {
  it('past 2^53 stay what they are, digit for digit', async () => {
    const { signals } = await evaluate(`${log('"n":9007199254740993')}\n${log('"n":9007199254740992')}`)
    expect(signals.map(({ message }) => message.trim()).sort()).toEqual(['9007199254740992', '9007199254740993'])
  })

  it('under keys that the language gives a meaning are values like others, and reach no prototype', async () => {
    const evil = '"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"toString":"t","valueOf":1'
    const { signals, told } = await evaluate(`${log(evil)}\n${log(`"n":{${evil},"toJSON":"j"},"k":[{${evil}}]`)}`)
    expect(signals).toHaveLength(2)
    expect(signals.map(({ message }) => message).join()).toContain('{"polluted":1}')
    expect(told).toEqual([])
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined()
  })

  it('that are objects where a query wants a text match nothing', async () => {
    const { stats, told } = await evaluate(`{${at},"user":{"toString":"mallory","valueOf":"mallory"}}`)
    expect([stats.matched, told]).toEqual([0, []])
  })

  it('of ten megabytes are read', async () => {
    const { signals, told } = await evaluate(log(`"message":"${'lorem ipsum '.repeat(900_000)}"`))
    expect([signals.length, told]).toEqual([1, []])
  })

  it('ten thousand levels deep are told, and the next log is read', async () => {
    const deep = (open: string, close: string): string => log(`"n":${open.repeat(10_000)}1${close.repeat(10_000)}`)
    const { stats, told } = await evaluate(`${deep('[', ']')}\n${deep('{"a":', '}')}\n${log('')}`)
    expect(stats).toMatchObject({ logs: 1, signals: 1 })
    expect(told).toEqual([1, 2].map((line) => `logs.json:${line}:1 L003 this log is nested deeper than 200 levels`))
  })

  it('with lone surrogates are kept', async () => {
    const { signals } = await evaluate(`${log('"n":"\\ud800"')}\n${log('"n":"\\udc00"')}`)
    expect(signals.map(({ message }) => message.trim()).sort()).toEqual(['\ud800', '\udc00'])
  })

  it('that stand twice under one key count as the last of them', async () => {
    const { signals } = await evaluate(log('"user":"eve"'))
    expect(signals.map(({ group }) => group)).toEqual([{ '@user': 'eve' }])
  })

  it.each(['NaN', 'Infinity', '-Infinity'])('that are %s are told at their place', async (word) => {
    const { told, stats } = await evaluate(`${log('')}\n${log(`"n":${word}`)}\n${log('"x":1')}`)
    expect(told).toEqual([expect.stringMatching(/^logs\.json:2:\d+ L001 this log is not valid JSON: .*/)])
    expect(stats).toMatchObject({ logs: 2, errors: 1 })
  })
})

describe('files', () => {
  it('with Windows line ends and a byte order mark', async () => {
    const { stats, told } = await evaluate(`\ufeff${log('')}\r\n${log('"x":1')}\r\n\r\n`)
    expect([stats.logs, told]).toEqual([2, []])
  })

  it('with lines of blanks between logs and after them', async () => {
    const { stats, told } = await evaluate(`${log('')}\n${log('"x":1')}\n      \t\r\n${log('"y":1')}\n     `)
    expect([stats.logs, told]).toEqual([3, []])
  })

  it.each([
    ['nothing', ''],
    ['blanks', ' \n\t\r\n'],
    ['a byte order mark', '\ufeff'],
    ['an empty list', '[]'],
    ['an empty container', '{"Records":[]}'],
  ])('that hold %s have no log and no mistake', async (_, content) => {
    const { stats, told } = await evaluate(content)
    expect([stats.logs, stats.errors, told]).toEqual([0, 0, []])
  })

  it('of gzip that are cut off give the logs before the cut and tell of it', async () => {
    // Text that does not pack, so that the cut falls among logs.
    const lines = Array.from({ length: 500 }, (_, index) => log(`"n":"${(index * 7919 + 12345) ** 3}"`))
    const packed = gzipSync(lines.join('\n'))
    const { stats, told } = await evaluate(packed.subarray(0, packed.length - 1000))
    expect(stats.logs).toBeGreaterThan(100)
    expect(stats.logs).toBeLessThan(500)
    expect(told).toEqual([
      expect.stringMatching(/^logs\.json L006 the compressed file is cut off; the \d+ logs before/),
    ])
  })
})
