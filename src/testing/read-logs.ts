import type { Path } from '../diagnostic/diagnostic'
import { isJsonObject } from '../json/json-object'
import { nearestName } from '../shape/nearest-name'
import type { BaseLog, DeclaredLog, LogOrigin, RecordSource } from './declared-test'
import type { FindingList, Keys } from './finding-list'
import { momentHelp, readMoment } from './moments'
import { baseShape, logShape } from './test-shapes'

/** Reads the named logs of a file. Those with a mistake are left out; `known` has all names, also theirs. */
export function readBaseLogs(
  value: unknown,
  found: FindingList,
): { readonly baseLogs: ReadonlyMap<string, BaseLog>; readonly known: ReadonlySet<string> } {
  const path = ['baseLogs']
  if (value === undefined) return { baseLogs: new Map(), known: new Set() }
  if (!isJsonObject(value)) {
    found.error('T002', path, 'baseLogs should be a map of names', 'for example baseLogs: { add: { file: add.json } }')
    return { baseLogs: new Map(), known: new Set() }
  }
  const known = new Set(Object.keys(value))
  const read = Object.entries(value).flatMap(([name, written]): (readonly [string, BaseLog])[] => {
    const here = [...path, name]
    const map = found.check(baseShape, written, here)
    const source = map && readSource(map, here, 'a base log', known, found)
    return source && !found.hasErrorUnder(here) ? [[name, source]] : []
  })
  return { baseLogs: withoutCircles(new Map(read), found), known }
}

/** Reads one entry of a test's `logs`. */
export function readLogEntry(
  written: unknown,
  path: Path,
  context: { readonly startMs: number; readonly known: ReadonlySet<string>; readonly found: FindingList },
): DeclaredLog | undefined {
  const { startMs, known, found } = context
  if (typeof written === 'string') {
    checkBaseName(written, path, known, found)
    return { origin: { kind: 'base', base: written }, unset: [], set: [], repeat: 1, everyMs: 0, path }
  }
  const map = found.check(logShape, written, path)
  const source = map && readSource(map, path, 'a log', known, found)
  if (!map || !source) return undefined
  const { at, id, repeat = 1, every = 0 } = map
  const atMs = at === undefined ? undefined : readMoment(at, startMs)
  if (at !== undefined && atMs === undefined) found.error('T004', [...path, 'at'], 'at is not a time', momentHelp)
  if (map['every'] !== undefined && map['repeat'] === undefined) {
    found.warn('T005', [...path, 'every'], 'every does nothing without repeat', 'add repeat: 6, say', 'key')
  }
  return {
    ...source,
    ...(atMs !== undefined && { atMs }),
    ...(typeof id === 'string' && { id }),
    repeat: Number(repeat),
    everyMs: Number(every),
  }
}

function readSource(
  map: Keys,
  path: Path,
  what: string,
  known: ReadonlySet<string>,
  found: FindingList,
): RecordSource | undefined {
  const origin = readOrigin(map, path, what, found)
  if (!origin) return undefined
  if (origin.kind === 'base') checkBaseName(origin.base, [...path, 'base'], known, found)
  if (map['record'] !== undefined && origin.kind !== 'file') {
    found.error(
      'T006',
      [...path, 'record'],
      'record picks from a file',
      `this is ${what} with ${originKey(origin)}`,
      'key',
    )
  }
  const { set = {}, unset = [] } = map
  if (!isJsonObject(set)) {
    const help = 'for example set: { userIdentity.userName: mallory }'
    return found.error('T002', [...path, 'set'], 'set should be a map of paths and values', help)
  }
  return { origin, unset: unset as readonly string[], set: Object.entries(set), path }
}

function readOrigin(map: Keys, path: Path, what: string, found: FindingList): LogOrigin | undefined {
  const { log, file, base, record } = map
  const given = (['log', 'file', 'base'] as const).filter((key) => Object.hasOwn(map, key))
  if (given.length !== 1) {
    // A key that is there but did not fit is told already.
    if (given.length === 0 && found.hasErrorUnder(path)) return undefined
    const message = given.length === 0 ? `${what} says nowhere what it is` : `${what} has ${given.join(' and ')}`
    const help = 'log: a record written here; file: a log file; base: the name of a base log; exactly one of them'
    return found.error('T006', path, message, help)
  }
  if (typeof base === 'string') return { kind: 'base', base }
  if (typeof file === 'string') {
    return { kind: 'file', file, ...(typeof record === 'number' && { record }) }
  }
  if (isJsonObject(log)) return { kind: 'record', record: log }
  return found.error(
    'T002',
    [...path, 'log'],
    'log should be one record: a map of keys',
    'several logs are several entries',
  )
}

function originKey(origin: LogOrigin): string {
  return origin.kind === 'record' ? 'log' : origin.kind
}

function checkBaseName(name: string, path: Path, known: ReadonlySet<string>, found: FindingList): void {
  if (known.has(name)) return
  const near = nearestName(name, known)
  const names = known.size === 0 ? 'the file has no baseLogs' : `baseLogs: ${[...known].join(', ')}`
  found.error('T007', path, `there is no base log "${name}"`, near ? `did you mean ${near}?` : names)
}

/** Base logs whose chain of bases ends, each step of it readable. */
function withoutCircles(baseLogs: ReadonlyMap<string, BaseLog>, found: FindingList): ReadonlyMap<string, BaseLog> {
  const sound = new Map<string, boolean>()
  for (const start of baseLogs.keys()) {
    const chain: string[] = []
    let name: string | undefined = start
    while (name !== undefined && !sound.has(name) && !chain.includes(name)) {
      chain.push(name)
      const origin: LogOrigin | undefined = baseLogs.get(name)?.origin
      name = origin?.kind === 'base' ? origin.base : undefined
    }
    const isCircle = name !== undefined && chain.includes(name)
    if (isCircle) {
      found.error(
        'T007',
        ['baseLogs', start, 'base'],
        `the base logs ${chain.join(', ')} stand on each other in a circle`,
      )
    }
    const stands = name === undefined || sound.get(name) === true
    const isSound = !isCircle && stands && chain.every((link) => baseLogs.has(link))
    for (const link of chain) sound.set(link, isSound)
  }
  return new Map([...baseLogs].filter(([name]) => sound.get(name)))
}
