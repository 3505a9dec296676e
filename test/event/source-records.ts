import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parse } from 'yaml'
import { type KnownProfile, profiles, recordOfLine } from '../../src/event/known-profiles'
import type { JsonObject } from '../../src/json/json'
import { isJsonObject } from '../../src/json/json-object'

const directory = join(__dirname, '../conformance')

/** Every raw log of the conformance data on events. */
const raws: readonly unknown[] = readdirSync(directory)
  .filter((name) => name.startsWith('event-'))
  .flatMap((name) => parse(readFileSync(join(directory, name), 'utf8')).cases.map(({ raw }: { raw: unknown }) => raw))

/** The records of each source that its conformance cases show, each once; a line of text as the record that it holds. */
export const recordsOf: ReadonlyMap<KnownProfile, readonly JsonObject[]> = new Map(
  profiles.map((profile) => {
    const records = raws.map(asRecord).filter((record) => record !== undefined && profile.recognise(record))
    const each = new Map(records.map((record) => [JSON.stringify(record), record as JsonObject]))
    return [profile, [...each.values()]]
  }),
)

function asRecord(raw: unknown): JsonObject | undefined {
  if (isJsonObject(raw)) return raw
  const { message: _line, ...record } = recordOfLine(raw, undefined) ?? {}
  return record
}

/** A record that stands for its source: one that nothing is wrapped around. */
export function recordOf(profile: KnownProfile): JsonObject {
  return (recordsOf.get(profile) ?? []).find((record) => !Object.hasOwn(record, 'detail-type')) ?? {}
}
