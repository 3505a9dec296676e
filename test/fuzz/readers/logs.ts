import assert from 'node:assert/strict'
import { Readable } from 'node:stream'
import { gzipSync } from 'node:zlib'
import { ownRecords } from '../../../src/archive/glance/own-records'
import { RecordGlance } from '../../../src/archive/glance/record-glance'
import { readRawLogs } from '../../../src/archive/read-raw-logs'
import { RecordSplitter } from '../../../src/archive/records/record-splitter'
import { readTable } from '../../../src/detect/reference-table'
import { compileThreatLists, threatListTrouble } from '../../../src/event/enrichment/threat-lists'
import { recordsIn } from '../../../src/event/envelopes/envelopes'
import { recordOfLine } from '../../../src/event/known-profiles'
import { usualRecords } from '../../../src/event/mapping/usual-records'
import { readLog } from '../../../src/event/read-log'
import { findJsonFault } from '../../../src/json/json-fault'
import { asObject } from '../../../src/json/json-object'
import { parseLogJson } from '../../../src/json/parse-log-json'
import { processWith } from '../../../src/pipeline/intake/process-raw'
import { anonymiseLogs } from '../../../src/sampling/anonymise/anonymise-logs'
import { literalsOf } from '../../../src/sampling/rule-literals'
import { rulesAsking } from '../../archive/glance/rules-asking'
import { conformance } from '../conformance'
import { noMistakes, type Reader } from '../reader'

const usual = `{"eventVersion":"1.10","eventID":"a","eventTime":"2026-03-01T10:00:00Z","eventSource":"ses.amazonaws.com","eventName":"DeleteIdentity","awsRegion":"eu-west-1","sourceIPAddress":"192.0.2.1","userIdentity":{"type":"IAMUser","arn":"arn:aws:iam::111122223333:user/alice","userName":"alice"},"requestParameters":{"identity":"a@example.com"},"errorCode":null}`

const processing = processWith([], {})

/** Logs at rest, and what is laid beside them. */
export const logs: Readonly<Record<string, Reader>> = {
  'log JSON': {
    isTree: true,
    more: conformance('event-', 'raw'),
    good: [
      '{"timestamp":"2026-01-01T00:00:00Z","ddsource":"aws","message":"{\\"a\\":1}","n":12345678901234567890}',
      '{"Records":[{"eventVersion":"1","eventName":"A","eventSource":"b","eventTime":"2026-01-01T00:00:00Z"}]}',
      '{"attributes":{"__proto__":{"x":1},"a":[null,true,1e400]},"tags":["a:b"],"date":1700000000,"_id":"i"}',
    ],
    read: (text) => {
      let document: unknown
      try {
        document = parseLogJson(text)
      } catch {
        assert.ok(findJsonFault(text), 'no fault is told')
        return noMistakes
      }
      assert.equal(findJsonFault(text), undefined)
      for (const raw of recordsIn(document)) {
        readLog(raw)
        readLog(raw, { defaultTimeMs: 0, guessesTime: true, given: { source: 'app', processing } })
      }
      return noMistakes
    },
  },
  'records of a file': {
    good: ['{"a":1}\n{"b":"\\""}\n', '[{"a":[1]},\n{"b":2}]', '{"Records":[{"a":1},{"b":{"c":[]}}],"x":1}'],
    read: (text) => {
      const splitter = new RecordSplitter({
        record: (bytes) => bytes.toString(),
        broken: () => {},
        line: (bytes) => recordOfLine(bytes.toString(), undefined) !== undefined,
      })
      const bytes = Buffer.from(text)
      for (let at = 0; at < bytes.length; at += 4096) splitter.push(bytes.subarray(at, at + 4096))
      splitter.end()
      return noMistakes
    },
  },
  'reference table': {
    good: ['ip,owner\n192.0.2.1,"a, ""b"""\n', 'a\r\n1\r\n', '"x\ny",z\n,\n'],
    read: (text) =>
      readTable({ path: 'any.csv', text }).findings.map(({ span, message }) => {
        return { start: span?.start ?? -1, end: Math.max(span?.end ?? -1, text === '' ? 1 : 0), message }
      }),
  },
  'log file': {
    isBytes: true,
    good: [
      `{"Records":[${usual}]}`,
      `${usual}\n${usual}\n`,
      'time,source,message\n2026-01-01T00:00:00Z,app,"a ""b"""\n',
      'eventTime\teventName\n2026-01-01T00:00:00Z\tX\n',
      '2026-01-01T00:00:00Z a plain line\n<34>Oct 11 22:14:15 host su: failed\n',
      `<?xml version="1.0"?><Events><Event><System/></Event></Events>`,
      gzipSync(`${usual}\n`).toString('latin1'),
      gzipSync('a').toString('latin1') + gzipSync(`[${usual}]`).toString('latin1'),
      '\xff\xfe{\0"\0a\0"\0:\x001\0}\0',
    ],
    read: async (text) => {
      for (const given of [undefined, { source: 'app' }]) {
        let logs = 0
        const count = await readRawLogs(
          { path: '-', name: 'any.log' },
          {
            stdin: Readable.from([Buffer.from(text, 'latin1')], { objectMode: false }),
            given,
            onLog: (raw) => {
              logs += 1
              const result = readLog(raw, { given })
              return 'trouble' in result ? result : undefined
            },
            onTrouble: ({ message }) => assert.ok(message !== ''),
          },
        )
        assert.ok(count >= 0 && logs >= 0)
      }
      return noMistakes
    },
  },
  'record at a glance': {
    good: [usual, `{"Records":[${usual},${usual}]}`, `${usual}\n${usual.replace('SES', 'x')}\n`],
    isTree: true,
    read: async (text) => {
      const [some, all] = [await seen(text, true), await seen(text, false)]
      // Whether what is passed over is JSON, a glance does not say.
      if (all.troubles === 0) assert.deepEqual(some, all)
      return noMistakes
    },
  },
  'log to be anonymised': {
    isTree: true,
    good: [
      usual,
      '{"message":"user a@example.com from 192.0.2.1 at 2026-01-01T00:00:00Z arn:aws:iam::111122223333:user/x","n":[1,2.5,{"__proto__":"k"}]}',
    ],
    more: conformance('event-', 'raw'),
    read: (text) => {
      let raw: unknown
      try {
        raw = parseLogJson(text)
      } catch {
        return noMistakes
      }
      const logs = [raw].flatMap((each) => {
        const read = readLog({
          id: 'a',
          type: 'log',
          attributes: { timestamp: '2026-01-01T00:00:00Z', message: text.slice(0, 3000), attributes: each },
        })
        const whole = asObject({ id: 'a', attributes: { timestamp: '2026-01-01T00:00:00Z', attributes: each } })
        return 'event' in read && whole ? [{ raw: whole, event: read.event }] : []
      })
      anonymiseLogs(logs, { key: 'k', kept: literalsOf([], [], new Map()), startMs: 0 })
      return noMistakes
    },
  },
  'threat list': {
    good: [
      'ip_address,category\n192.0.2.1,tor\n198.51.100.0/24,bad\n2001:db8::/32,x\n',
      'indicator,confidence\n"192.0.2.9",5\n',
    ],
    read: (text) => {
      const { rows } = readTable({ path: 'any.csv', text })
      const list = { name: 'any', rows }
      threatListTrouble(list)
      const lookUp = compileThreatLists([list, { ...list, column: 'indicator', category: 'c' }])
      for (const address of ['192.0.2.1', '198.51.100.7', '2001:db8::1', '']) lookUp(address)
      return noMistakes
    },
  },
}

const queries = [
  '@evt.name:DeleteIdentity',
  '@userIdentity.type:Root',
  '-@eventName:Delete* @error.kind:*',
  '@requestParameters.identity:*example*',
  'alice',
]
const rules = rulesAsking(queries)

/** The logs of a text that some query finds; at a glance, those that cannot be are not looked at. */
async function seen(
  text: string,
  atGlance: boolean,
): Promise<{ readonly found: readonly string[]; readonly count: number; readonly troubles: number }> {
  const [cloudTrail] = usualRecords
  assert.ok(cloudTrail)
  const glance = atGlance ? new RecordGlance(rules, ownRecords(cloudTrail, undefined)) : undefined
  const found: string[] = []
  let troubles = 0
  const count = await readRawLogs(
    { path: '-', name: 'any.json' },
    {
      stdin: Readable.from([Buffer.from(text)], { objectMode: false }),
      ...(glance && { glance }),
      onLog: (raw) => {
        const result = readLog(raw)
        if ('trouble' in result) return result
        const matching = rules.candidates.queries.filter(({ matches }) => matches(result.event)).length
        if (matching > 0) found.push(JSON.stringify(result.event))
        return undefined
      },
      onTrouble: () => {
        troubles += 1
      },
    },
  )
  return { found, count, troubles }
}
