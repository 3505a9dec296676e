import { asObject, listIn } from '../json/json-object'
import { asText, isText } from '../json/json-text'
/** How a behaviour is known: a page says so, recorded traffic shows it, or nobody knows and we decided. */
export type Ground = 'documented' | 'observed' | 'assumed'

/** One behaviour of the evaluator or the emulator and its ground, from the conformance data. */
export interface KnownBehaviour {
  /** The room that behaves so, after the first word of the file's name. */
  readonly room: string
  /** What its file is about. */
  readonly about: string
  readonly name: string
  readonly knownFrom: Ground
  readonly source: string
  /** An assumption that whoever relies on a verdict should know of. */
  readonly weighs?: true
}

/** A conformance file, read: `path` may be a bare name, `value` is its plain data. */
export interface ConformanceFile {
  readonly path: string
  readonly value: unknown
}

/**
 * The behaviours that conformance files hold, in the order of files and cases. What a case does not say of its ground,
 * its file says for all. A case without a name, without one of
 * the three grounds or without a source is not conformance data, and is left out.
 */
export function behavioursIn(files: readonly ConformanceFile[]): readonly KnownBehaviour[] {
  return files.flatMap(({ path, value }) => {
    const { about, cases, known_from: usualDetections, source: usualSource } = asObject(value) ?? {}
    const room = /([^/\\]*)$/.exec(path)?.[1]?.split(/[-.]/, 1)[0] ?? ''
    return listIn(cases).flatMap((one: unknown): readonly KnownBehaviour[] => {
      const { name, known_from: knownFrom = usualDetections, source = usualSource, weighs } = asObject(one) ?? {}
      if (typeof name !== 'string' || !isGround(knownFrom) || !isText(source)) return []
      return [{ room, about: asText(about)?.trim() ?? '', name, knownFrom, source, ...(weighs === true && { weighs }) }]
    })
  })
}

/** The behaviours that nobody has confirmed: each can be settled by anyone with a tenant. */
export function assumptionsIn(files: readonly ConformanceFile[]): readonly KnownBehaviour[] {
  return behavioursIn(files).filter(({ knownFrom }) => knownFrom === 'assumed')
}

export function countByGround(behaviours: readonly KnownBehaviour[]): Readonly<Record<Ground, number>> {
  const counts = { documented: 0, observed: 0, assumed: 0 }
  for (const { knownFrom } of behaviours) counts[knownFrom] += 1
  return counts
}

const grounds: readonly unknown[] = ['documented', 'observed', 'assumed'] satisfies readonly Ground[]

function isGround(value: unknown): value is Ground {
  return grounds.includes(value)
}
