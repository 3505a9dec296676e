import type { GivenOfLogs } from '../../../src/event/given'
import { readLog } from '../../../src/event/read-log'
import type { JsonObject } from '../../../src/json/json'

const time = '2026-03-01T10:20:30Z'
const xml = `<Event xmlns="http://schemas.microsoft.com/win/2004/08/events/event"><System/></Event>`

const atlassian: JsonObject = {
  id: 'e-1',
  type: 'events',
  attributes: { time, action: 'user_added_to_group', actor: { id: 'a' }, context: [] },
}
const snykIssue: JsonObject = {
  id: 'i-1',
  type: 'issue',
  attributes: { updated_at: '2026-03-02T10:20:30Z', created_at: time, key: 'k', title: 'x' },
}
const wizIssue: JsonObject = { trigger: { source: 'ISSUES' }, issue: { id: 'i-1', dueAt: '2026-04-01', created: time } }

function refusalOf(log: JsonObject, given?: GivenOfLogs) {
  const read = readLog(log, { given })
  if ('event' in read) throw new Error(`it is read, at ${read.event.timeMs}`)
  return read
}

test.each<[string, JsonObject, string, string]>([
  ["an event of Atlassian's audit log", atlassian, 'attributes.time', 'atlassian-event-logs'],
  ['an issue of Snyk', snykIssue, 'attributes.created_at', 'snyk'],
  ['an issue of Wiz', wizIssue, 'issue.created', 'wiz'],
])('%s is named, and is a log once its time is said', (of, log, path, source) => {
  expect(refusalOf(log)).toEqual({
    trouble: `is ${of}, and has no time where one is looked for`,
    help: `say so: --time-field ${path} --source ${source}, or logs: { "FILE": { time: ${path}, source: ${source} } } in ddac.yaml`,
  })
  expect(refusalOf(log, { time: 'when' }).trouble).toBe(`is ${of}, and has no time at "when"`)
  const { attributes: _attributes, trigger: _trigger, ...other } = log
  expect(refusalOf({ ...other, a: 1 }).trouble).not.toContain(of)
  const [own = ''] = Object.keys(log).filter((key) => typeof log[key] === 'object')
  const read = readLog(log, { given: { time: path, source } })
  expect(read).toMatchObject({ event: { timeMs: Date.parse(time), source, attributes: { [own]: log[own] } } })
})

test("an event of Snyk's audit log is read whole, although it has a field content", () => {
  const log = { groupId: 'g', userId: 'u', event: 'org.user.add', content: { role: 'admin' }, created: time }
  expect(readLog(log)).toMatchObject({ event: { timeMs: Date.parse(time), attributes: log } })
  const sample = { id: 'l', event: 'x', content: { timestamp: time, custom: { a: 1 } } }
  expect(readLog(sample)).toMatchObject({ event: { timeMs: Date.parse(time), attributes: { a: 1 } } })
})

test('a resource of an interface is no line of an archive, unless something of Datadog stands beside its attributes', () => {
  const given = { time: 'attributes.time' }
  const { attributes } = atlassian
  expect(readLog(atlassian, { given })).toMatchObject({ event: { attributes: { attributes } } })
  expect(readLog({ ...atlassian, tags: [] }, { given })).toMatchObject({ event: { attributes } })
})

test.each<[string, JsonObject]>([
  ['in its message', { message: xml }],
  ['below another field', { event: { original: `<?xml version="1.0"?>\n${xml}` } }],
  ['in a list of events', { log: `<Events>${xml}</Events>` }],
])('a Windows event written as XML is named %s, and is a text once it has a time', (_where, log) => {
  expect(refusalOf(log)).toEqual({
    trouble: 'is a Windows event written as XML, which is not opened',
    help: expect.stringContaining('as JSON'),
  })
  expect(readLog({ timestamp: 1, ...log })).toMatchObject({ event: { timeMs: 1 } })
})

test.each<[string, JsonObject]>([
  ['an Event of others', { message: '<Event xmlns="urn:x"/>' }],
  ['an event that is spoken of', { message: `got ${xml}` }],
])('%s is no Windows event', (_what, log) => {
  expect(refusalOf(log).trouble).toBe('has no time')
})

test.each<[string, string, JsonObject]>([
  ['a name of its own', 'zeit', { id: 'a', zeit: time }],
  ['a time below an object', 'meta.moment', { id: 'a', meta: { moment: time } }],
  ['what tells of time before what does not', 'gotAt', { build: '2026-01-01', gotAt: time }],
  ['when it happened before when that changed', 'hit_at', { last_modified_at: '2026-03-02', hit_at: time }],
  ['a time that is written out before a number', 'zeit', { n: 1_772_360_430, zeit: time }],
  ['a number that can be a time', 'zeit', { zeit: 1_772_360_430_000 }],
  ['four objects deep', 'a.b.c.zeit', { a: { b: { c: { zeit: time } } } }],
  ['a name with letters of other scripts', 'время', { время: time }],
  ['a field beside an empty list', 'zeit', { zeit: time, list: [] }],
])('a field that may be the time is named: %s', (_what, path, log) => {
  expect(refusalOf(log)).toEqual({
    trouble: `has no time where one is looked for; "${path}" may be it`,
    help: `say so: --time-field ${path}, or logs: { "FILE": { time: ${path} } } in ddac.yaml`,
  })
  expect(readLog(log, { given: { time: path } })).toMatchObject({ event: { timeMs: expect.any(Number) } })
})

test('a field of two words that may be the time is named in quotes', () => {
  const log = { 'Sign-in (local)': time }
  expect(refusalOf(log)).toEqual({
    trouble: 'has no time where one is looked for; "Sign-in (local)" may be it',
    help: 'say so: --time-field "Sign-in (local)", or logs: { "FILE": { time: "Sign-in (local)" } } in ddac.yaml',
  })
  expect(readLog(log, { given: { time: 'Sign-in (local)' } })).toMatchObject({ event: { timeMs: expect.any(Number) } })
})

test.each<[string, JsonObject]>([
  ['a number from before 2010', { zeit: 1_234_567_890 }],
  ['a number from after 2040', { zeit: 2_300_000_000 }],
  ['a count', { zeit: 300 }],
  ['a truth', { time_ok: true }],
  ['five objects deep', { a: { b: { c: { d: { zeit: time } } } } }],
  ['a name that a shell would read', { 'a; b': time, $zeit: time, 'x.y': time }],
  ['behind 500 others', { ...Object.fromEntries(Array.from({ length: 500 }, (_, n) => [`k${n}`, 'x'])), zeit: time }],
])('what is no time, or cannot be written after the option, is not: %s', (_what, log) => {
  expect(refusalOf(log)).toMatchObject({ trouble: 'has no time', help: expect.stringContaining('--time-field PATH') })
})

test('beside a time that cannot be read, and a place that holds none, it is named, too', () => {
  expect(refusalOf({ timestamp: 'soon', zeit: time })).toMatchObject({
    trouble: 'has a time that cannot be read: "soon"',
    help: expect.stringContaining('--time-field zeit,'),
  })
  expect(refusalOf({ zeit: time }, { time: 'when' })).toMatchObject({
    trouble: 'has no time, nor anything at "when"; "zeit" may be it',
  })
})

test.each<[string, string, JsonObject]>([
  ['data.items', '.data.items[]', { data: { items: [{ a: 1 }] }, links: {} }],
  ['data.issues.nodes', '.data.issues.nodes[]', { data: { issues: { nodes: [{ a: 1 }] } } }],
  ['data.issues.edges', '.data.issues.edges[].node', { data: { issues: { edges: [{ node: { a: 1 } }] } } }],
  ['data', '.data[]', { data: [atlassian] }],
])('a list of objects is found under %s', (name, path, document) => {
  const { trouble, help } = refusalOf(document)
  expect(trouble).toContain(`a list of objects under "${name}"`)
  expect(help).toBe(`if these are the logs, take them out of it: jq '${path}' FILE`)
  expect(trouble.includes('Atlassian')).toBe(name === 'data')
})

test('a list four objects deep is not looked for, nor one that is empty', () => {
  expect(refusalOf({ a: { b: { c: { d: [{ e: 1 }] } } } }).trouble).toBe('has no time')
  expect(refusalOf({ a: { b: [] } }).trouble).toBe('has no time')
})

test('a line of a flow log in a format of its own is named, and text that is none is not', () => {
  const line = '5 203.0.113.7 10.0.0.5 80 34210 6 1772360430 1772360490 IPv4 14 15044 vpc-abc ACCEPT ingress'
  expect(refusalOf({ message: line })).toMatchObject({
    trouble: 'is a line of a VPC flow log whose fields nobody names',
    help: expect.stringContaining('begin the file with the names of the fields'),
  })
  for (const other of [
    '5 jobs from 1772360430 to 1772360490 done',
    line.replace('ACCEPT', '-'),
    line.replace('1772360490', '-'),
  ])
    expect(refusalOf({ message: other }).trouble).toBe('has no time')
})

test.each([
  [{ message: 'Feb  3 10:00:00 h sshd[7]: x', ddsource: 'sshd', host: 'h' }, 'ddac help pipelines'],
  [{ message: 'Feb  3 10:00:00 h sshd[7]: x', when: 'x' }, '--time-field PATH'],
])('%j is sent to pipelines where it is nothing but a line', (log, help) => {
  expect(refusalOf(log)).toMatchObject({ trouble: 'has no time', help: expect.stringContaining(help) })
})
