import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import fc from 'fast-check'
import { parse } from 'yaml'
import { profiles, recogniseProfile } from '../../src/event/known-profiles'
import { valueAt } from '../../src/event/mapping/record-values'
import { openLog } from '../../src/event/open-log'
import { standingAt } from '../../src/event/place'
import type { StandardAttribute } from '../../src/event/profile'
import { readLog } from '../../src/event/read-log'
import type { JsonObject } from '../../src/json/json'
import { isCollection, isJsonObject } from '../../src/json/json-object'
import { often } from '../random-runs'
import { recordOf, recordsOf } from './source-records'

const every = [...recordsOf].flatMap(([profile, records]) => records.map((record) => [profile, record] as const))

test.each(every.map(([profile, record]) => [profile.source, record] as const))(
  'a record of %s is recognised as one of no other source',
  (source, record) => {
    expect(profiles.filter(({ recognise }) => recognise(record)).map((profile) => profile.source)).toEqual([source])
    expect(recogniseProfile(record)?.source).toBe(source)
  },
)

test('what is left of a record, with anything beside it, is never taken for one of another source', () => {
  const key = fc.string({ maxLength: 12 })
  const foreign = fc.constantFrom(
    ...every.flatMap(([profile, record]) => Object.entries(record).map((field) => [profile, field] as const)),
  )
  fc.assert(
    fc.property(
      fc.constantFrom(...every),
      fc.dictionary(key, fc.jsonValue()),
      fc.nat(),
      foreign,
      (one, more, bits, [from, other]) => {
        const [profile, record] = one
        const kept = Object.entries(record).filter((_, index) => ((bits >> (index % 31)) & 1) === 0)
        const mixed = { ...more, ...Object.fromEntries([other, ...kept]) } as JsonObject
        const found = profiles.filter(({ recognise }) => recognise(mixed))
        // A field of another source may be what tells that one: its action, or the provider of its resource.
        const strangers = found.filter((each) => each !== profile && each !== from)
        expect(strangers.map(({ source }) => source)).toEqual([])
      },
    ),
    { numRuns: often(300) },
  )
})

test('a record without what a profile has beside its marks is none of its', () => {
  const some = fc.array(fc.constantFrom(...every.flatMap(([, record]) => Object.entries(record))), { maxLength: 3 })
  const inner = fc.constantFrom(...every.flatMap(([, record]) => Object.values(record).filter(isJsonObject)))
  let held = 0
  fc.assert(
    fc.property(fc.constantFrom(...every), some, inner, fc.nat(), ([profile, record], more, data, bits) => {
      const kept = Object.entries(record).filter((_, index) => ((bits >> (index % 31)) & 1) === 0)
      const mixed: JsonObject = {
        ...Object.fromEntries(more),
        ...Object.fromEntries(kept),
        ...(bits % 3 === 0 && { data }),
      }
      for (const { source, marks, beside, recognise } of profiles) {
        if (!recognise(mixed)) continue
        if (source === profile.source) held += 1
        const telling = marks.filter(
          (mark) =>
            Object.hasOwn(mixed, mark) &&
            (beside?.[mark]?.some((place) => standingAt(mixed, place.split('.')) !== undefined) ?? true),
        )
        expect([source, telling.length > 0, mixed]).toEqual([source, true, mixed])
      }
    }),
    { numRuns: often(1000) },
  )
  expect(held).toBeGreaterThan(20)
})

test('what Datadog has processed is no record of any source', () => {
  for (const [profile, record] of every) {
    const log = { timestamp: 1, source: profile.sourceOf(record), service: 'x', attributes: record }
    for (const raw of [log, { id: 'l', type: 'log', attributes: log }, { id: 'l', content: { custom: record } }]) {
      expect([profile.source, recogniseProfile(raw as JsonObject)?.source]).toEqual([profile.source, undefined])
    }
  }
})

test.each(profiles.map((profile) => [profile.source, profile] as const))(
  'a profile adds names and takes none: %s',
  (_source, profile) => {
    for (const record of recordsOf.get(profile) ?? []) {
      const before = structuredClone(record)
      const mapped = profile.addAttributes(record)
      expect(record).toEqual(before)
      expect(Object.keys(mapped)).toEqual(expect.arrayContaining(Object.keys(record)))
      expect(isKept(record, mapped)).toBe(true)
    }
  },
)

/** Whether all of a value stands in another, where lists may have got longer. */
function isKept(before: unknown, after: unknown): boolean {
  if (!isCollection(before)) return before === after
  return isCollection(after) && Object.entries(before).every(([key, value]) => isKept(value, standing(after, key)))
}

function standing(collection: object, key: string): unknown {
  return Reflect.get(collection, key)
}

test.each(profiles.slice(1).map((profile) => [profile.source, profile] as const))(
  'what Datadog made of a log of %s stays; what is raw in such a log is mapped',
  (_source, profile) => {
    const record = recordOf(profile)
    const source = profile.sourceOf(record)
    const raw = { timestamp: 1, source, attributes: record }
    expect(readLog(raw)).toMatchObject({ event: { attributes: profile.addAttributes(record) } })
    const { name = '' } = profile.attributes.find((each) => /^(?:evt|usr|network|http)\./.test(each.name)) ?? {}
    const processed = { ...raw, attributes: { ...record, [name]: 'by Datadog' } }
    expect(readLog(processed)).toMatchObject({ event: { attributes: processed.attributes, timeMs: 1 } })
    expect(readLog(processed)).not.toHaveProperty('event.host')
  },
)

test('what is said of a log goes before what it looks like: raw it is mapped, processed it is not', () => {
  const okta = profiles.find(({ source }) => source === 'okta')
  const record = okta === undefined ? {} : recordOf(okta)
  const kept = { timestamp: 1, source: 'okta', attributes: { ...record, evt: { name: 'by Datadog' } } }
  expect(readLog(kept, { given: { stage: 'raw' } })).toMatchObject({
    event: { attributes: { evt: { name: 'by Datadog', outcome: 'SUCCESS' } } },
  })
  const unnamed = { timestamp: 1, attributes: record }
  expect(readLog(unnamed, { given: { stage: 'raw' } })).toMatchObject({ event: { source: 'okta' } })
  expect(readLog(unnamed)).not.toHaveProperty('event.source')
  const told = readLog(record, { given: { stage: 'processed' } })
  expect(told).toMatchObject({ event: { source: 'okta', timeMs: Date.parse('2026-03-01T10:20:30Z') } })
  expect(told).toHaveProperty('event.attributes', record)
})

test('of a log that names its source only what fits is taken for a record', () => {
  for (const source of ['okta', 'azure.compute', 'gcp.gce.instance', 'guardduty', 'vpc']) {
    expect(openLog({ ddsource: source, message: '{"a":1}' })).toMatchObject({ profile: undefined })
    expect(openLog({ ddsource: source, message: 'plain words' })).toMatchObject({ profile: undefined })
  }
})

test('each attribute of a profile stands in a conformance case of its ground', () => {
  const directory = join(__dirname, '../conformance')
  const cases = readdirSync(directory)
    .filter((name) => name.startsWith('event-'))
    .flatMap((name) => parse(readFileSync(join(directory, name), 'utf8')).cases)
  const missing = profiles.flatMap((profile) =>
    profile.attributes.flatMap(({ name, known }) => {
      const isShown = cases.some(({ raw, event, known_from: ground }) => {
        const open = openLog(raw)
        const isOwn = !('trouble' in open) && open.profile === profile
        return isOwn && ground === known && valueAt(event?.attributes ?? {}, name) !== undefined
      })
      return isShown ? [] : [`${profile.source}: ${name}, ${known}`]
    }),
  )
  expect(missing).toEqual([])
})

test('the README of the room has a row for each profile, with its names by their ground', () => {
  const readme = readFileSync(join(__dirname, '../../src/event/README.md'), 'utf8')
  const rows = readme.split('\n').map((line) => line.replace(/ +/g, ' '))
  const names = (attributes: readonly StandardAttribute[]) => attributes.map(({ name }) => `\`@${name}\``).join(', ')
  const missing = profiles.slice(1).flatMap(({ source, otherSources = [], time, attributes }) => {
    const sources = [source, ...otherSources].map((each) => `\`${each}\``).join(', ')
    const times = time.map((place) => `\`${place.join('.')}\``).join(', ')
    const known = names(attributes.filter((each) => each.known !== 'assumed'))
    const assumed = names(attributes.filter((each) => each.known === 'assumed'))
    const row = `| ${sources} | ${times} | ${known} | ${assumed} |`.replace(/ +/g, ' ')
    return rows.includes(row) ? [] : [row]
  })
  expect(missing).toEqual([])
})
