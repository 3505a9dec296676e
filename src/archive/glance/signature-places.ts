import type { CompiledRules } from '../../detect/compile-rules'
import { nameOfField } from '../../query/field-named'
import type { Field, Query } from '../../query/query'
import { sourcesAskedBy } from '../../query/sources-asked'
import { clausesIn } from '../../query/walk-query'
import type { RecordKind } from './record-kind'
import { placeAt, reachedPath, rootPath, type ScannedPlace, scannedPlace } from './scanned-place'

/** So many places of each kind are looked for at most, beside those by which a record is told. */
const mostPlaces = 16

/** What to look for in records of a kind, beside that by which they are told. */
export interface SignaturePlaces {
  /** Queries hold these against whole values, so that few different ones stand there for all that they say. */
  readonly whole: readonly ScannedPlace[]
  /** Of these queries ask for parts, or ranges. */
  readonly partly: readonly ScannedPlace[]
  /** Keys that some query asks about and no record of the kind has: one that does is none of it. */
  readonly foreign: readonly ScannedPlace[]
}

/** The places about which most queries ask. Equal rules have equal places, whatever their order. */
export function signaturePlaces({ candidates }: CompiledRules, kind: RecordKind): SignaturePlaces {
  const carrier = kind.carried?.carrier
  const [whole, all] = [new Asked(carrier), new Asked(carrier)]
  const foreign = new Set<string>()
  const placesOf = (fields: readonly string[]): readonly string[] =>
    fields.flatMap((field) => kind.placesRead(field) ?? [])
  for (const { query } of candidates.queries) {
    if (!mayBeOf(kind, query)) continue
    const clauses = clausesIn(query)
    const places = placesOf(clauses.map(({ clause }) => fieldName(clause.field)).filter((name) => name !== undefined))
    for (const place of places) if (kind.isForeign(place)) foreign.add(rootPath(place, carrier))
    all.add(places)
    whole.add(placesOf(clauses.flatMap(wholeValueField)))
  }
  const told = kind.told.map((place) => place.join('.'))
  const isLeft = (place: string): boolean => !told.includes(place) && !kind.isForeign(place)
  const wholePlaces = whole.most(isLeft)
  const partly = all.most((place) => isLeft(place) && !wholePlaces.some((one) => one.join('.') === place))
  // Beside a record that is carried nothing else stands anyway.
  const refused = [...foreign].map(placeAt).filter((place) => carrier === undefined || place.length > 1)
  return { whole: wholePlaces, partly, foreign: refused }
}

/** How many queries ask about each place. */
class Asked {
  private readonly counts = new Map<string, number>()

  constructor(private readonly carrier: string | undefined) {}

  add(places: readonly string[]): void {
    for (const place of new Set(places.map((path) => reachedPath(path, this.carrier))))
      this.counts.set(place, (this.counts.get(place) ?? 0) + 1)
  }

  most(isWanted: (place: string) => boolean): readonly ScannedPlace[] {
    return [...this.counts]
      .filter(([place]) => isWanted(place))
      .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
      .map(([place]) => scannedPlace(place, this.carrier))
      .filter((place) => place !== undefined)
      .slice(0, mostPlaces)
  }
}

function mayBeOf({ source }: RecordKind, query: Query): boolean {
  return source === undefined || (sourcesAskedBy(query)?.includes(source) ?? true)
}

/** The field of a clause that asks for a value as it is; parts of texts are asked of such as have very many values. */
function wholeValueField({ clause }: ReturnType<typeof clausesIn>[number]): readonly string[] {
  if (clause.kind === 'cidr' || !wholeValues.has(clause.value.kind)) return []
  return [fieldName(clause.field)].filter((name) => name !== undefined)
}

const wholeValues: ReadonlySet<string> = new Set(['term', 'phrase', 'any', 'exists'])

/** How `placesRead` knows the field of a clause; undefined where it looks anywhere. */
export function fieldName(field: Field): string | undefined {
  switch (field.kind) {
    case 'everywhere':
    case 'calculated':
      return undefined
    case 'default':
      return 'message'
    default:
      return nameOfField(field)
  }
}
