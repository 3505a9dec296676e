import type { CompiledRules } from '../../detect/compile-rules'
import { placesRead, type UsualRecords } from '../../event/mapping/usual-records'
import { nameOfField } from '../../query/field-named'
import type { Field, Query } from '../../query/query'
import { sourcesAskedBy } from '../../query/sources-asked'
import { clausesIn } from '../../query/walk-query'
import { isToldApart, type ScannedPlace } from './record-scan'

/** So many places of each kind are looked for at most, beside those by which a record is told. */
const mostPlaces = 16

/** What to look for in the usual records of a source. */
export interface SignaturePlaces {
  /** By these a record is told. */
  readonly told: readonly ScannedPlace[]
  /** Queries hold these against whole values, so that few different ones stand there for all that they say. */
  readonly whole: readonly ScannedPlace[]
  /** Of these queries ask for parts, or ranges. */
  readonly partly: readonly ScannedPlace[]
  /** Keys that some query asks about and the source does not write: a record that has one is none of the usual. */
  readonly foreign: readonly string[]
}

/** The places about which most queries ask. Equal rules have equal places, whatever their order. */
export function signaturePlaces(
  { candidates }: CompiledRules,
  usual: UsualRecords,
  isEnriched: boolean,
): SignaturePlaces {
  const [whole, all] = [new Asked(), new Asked()]
  const foreign = new Set<string>()
  const placesOf = (fields: readonly string[]): readonly string[] =>
    fields.flatMap((field) => placesRead(usual, field, isEnriched) ?? [])
  for (const { query } of candidates.queries) {
    if (!mayBeOf(usual, query)) continue
    const clauses = clausesIn(query)
    const places = placesOf(clauses.map(({ clause }) => fieldName(clause.field)).filter((name) => name !== undefined))
    for (const place of places) if (isForeign(usual, place)) foreign.add(rootOf(place))
    all.add(places)
    whole.add(placesOf(clauses.flatMap(wholeValueField)))
  }
  const told = [...usual.values, ...usual.texts]
  const isLeft = (place: string): boolean => !told.includes(place) && !isForeign(usual, place)
  const wholePlaces = whole.most(isLeft)
  const partly = all.most((place) => isLeft(place) && !wholePlaces.some((one) => one.join('.') === place))
  return { told: told.map((key): ScannedPlace => [key]), whole: wholePlaces, partly, foreign: [...foreign] }
}

/** How many queries ask about each place. */
class Asked {
  private readonly counts = new Map<string, number>()

  add(places: readonly string[]): void {
    for (const place of new Set(places)) this.counts.set(place, (this.counts.get(place) ?? 0) + 1)
  }

  most(isWanted: (place: string) => boolean): readonly ScannedPlace[] {
    return [...this.counts]
      .filter(([place]) => isWanted(place))
      .sort(([a, many], [b, few]) => few - many || (a < b ? -1 : 1))
      .map(([place]) => scannedPlace(place))
      .filter((place) => place !== undefined)
      .slice(0, mostPlaces)
  }
}

function mayBeOf({ profile }: UsualRecords, query: Query): boolean {
  return sourcesAskedBy(query)?.some((source) => source === profile.source) ?? true
}

/** The field of a clause that asks for a value as it is; parts of texts are asked of such as have very many values. */
function wholeValueField({ clause }: ReturnType<typeof clausesIn>[number]): readonly string[] {
  if (clause.kind === 'cidr' || !wholeValues.has(clause.value.kind)) return []
  return [fieldName(clause.field)].filter((name) => name !== undefined)
}

const wholeValues: ReadonlySet<string> = new Set(['term', 'phrase', 'any', 'exists'])

/** Whether a usual record has nothing at a place that some query asks about. */
export function isForeign({ keys }: UsualRecords, place: string): boolean {
  return !keys.has(rootOf(place))
}

function rootOf(place: string): string {
  return place.split('.', 1)[0] ?? place
}

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

function scannedPlace(place: string): ScannedPlace | undefined {
  const [key = '', inside, ...deeper] = place.split('.')
  if (deeper.length > 0 || key === '__proto__' || inside === '__proto__') return undefined
  if (!isToldApart(key) || !isToldApart(inside ?? '')) return undefined
  return inside === undefined ? [key] : [key, inside]
}
