import type { Field } from '../../query/query'
import type { RecordKind } from './record-kind'
import { reachedPath, rootPath, type ScannedPlace } from './scanned-place'
import { fieldName } from './signature-places'

/** What is known of a place: it was not looked at; nothing stands there; a value; or more than that. */
export const [notSeen, nothing, scalar, open] = [0, 1, 2, 3] as const

/** A place, and the key above it, by their positions among the scanned ones; -1 where that is none of them. */
interface ScannedRef {
  readonly above: number
  readonly there: number
}

/** The fields of queries, numbered, each with the places of a record on which it depends. */
export class KnownFields {
  private readonly numbers = new Map<string, number>()
  private readonly names: string[] = []
  /** By field; undefined where it may depend on anything. Places that hold nothing in any record of the kind are left out. */
  private readonly refs: (readonly ScannedRef[] | undefined)[] = []

  constructor(
    private readonly kind: RecordKind,
    private readonly scanned: readonly ScannedPlace[],
  ) {}

  readonly numberOf = (field: Field): number => {
    const name = fieldName(field)
    const key = name ?? '*'
    const known = this.numbers.get(key)
    if (known !== undefined) return known
    const places = name === undefined ? undefined : this.kind.placesRead(name)
    this.refs.push(places?.filter((place) => !this.kind.isForeign(place)).map((place) => this.refTo(place)))
    this.numbers.set(key, this.refs.length - 1)
    this.names.push(key)
    return this.refs.length - 1
  }

  /** Whether what is known of places decides what a field finds: all of these are known to hold nothing, or a value. */
  isKnown(field: number, states: Uint8Array): boolean {
    const refs = this.refs[field]
    if (refs === undefined) return false
    for (const { above, there } of refs) {
      const isTold = isClosed(states, above) || isClosed(states, there)
      if (!isTold) return false
    }
    return true
  }

  /** The names of some fields, of those that are ever known. */
  namesOf(fields: readonly number[]): readonly string[] {
    return fields.map((field) => this.names[field] ?? '')
  }

  /** The scanned places that may help to know a field. */
  placesOf(field: number): readonly number[] {
    return (this.refs[field] ?? []).flatMap(({ above, there }) => [above, there]).filter((place) => place !== -1)
  }

  private refTo(place: string): ScannedRef {
    const carrier = this.kind.carried?.carrier
    const [root, reached] = [rootPath(place, carrier), reachedPath(place, carrier)]
    const at = (wanted: string): number => this.scanned.findIndex((one) => one.join('.') === wanted)
    return { above: at(root), there: root === reached ? -1 : at(reached) }
  }
}

/** Nothing can stand below such a place. */
function isClosed(states: Uint8Array, place: number): boolean {
  return place !== -1 && (states[place] === nothing || states[place] === scalar)
}
