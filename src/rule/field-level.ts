import type { Json, JsonObject } from '../json/json'
import type { Fields, Shape } from '../shape/shape'

/** What a tenant makes of one field of a rule or suppression. A field that says nothing is sent and kept as it is. */
export interface WireField {
  /** Its name there, if it is another one. */
  readonly as?: string
  /** It travels within this other field. */
  readonly within?: string
  /** It is ours and travels as a tag; a field of that name is the tenant's. */
  readonly isOurs?: true
  /** The tenant alone says it: what a file says of it is read, and not sent. */
  readonly isReadOnly?: true
  /** What it is filled with when absent or null. */
  readonly filled?: Json | ((kind: RuleKind) => Json | undefined)
  /** Values that mean the same as absence; null then does, too. */
  readonly absentAs?: readonly Json[]
  /** A list without order. */
  readonly isSet?: true
  /**
   * An update merges field by field, so that leaving a field out keeps the old value: it is removed by its empty form,
   * which is what it is filled with, else the first value that means absence, else null.
   */
  readonly isRemovable?: true
  /** What is known of a value whose keys the shape does not tell. */
  readonly level?: FieldLevel
  /** The API was not seen to know it: kept and compared as any field that nobody knows. */
  readonly isUnknown?: true
}

/** What a default can depend on. */
export interface RuleKind {
  readonly type: string
  readonly method: string
}

/**
 * What the tenant does to one object on its way in, read off a shape: the fields it sets itself, the defaults it fills in,
 * and the values that mean the same as absence. So comparing, encoding, decoding and removing agree.
 */
export interface FieldLevel {
  /** Set by the tenant alone, or ours: no content. */
  readonly server?: readonly string[]
  readonly filled?: Readonly<Record<string, NonNullable<WireField['filled']> | null>>
  readonly absentAs?: Readonly<Record<string, readonly Json[]>>
  readonly sets?: readonly string[]
  /** All fields that the API is known to have. What is not among them is unknown: kept, sent and compared as it is. */
  readonly known?: readonly string[]
  /** Objects, or lists of objects, with a level of their own. */
  readonly inner?: Readonly<Record<string, FieldLevel>>
}

/** What the tenant does to the objects of a shape; nothing for values that are no objects. */
export function levelOf(shape: Shape<WireField>): FieldLevel | undefined {
  if (shape.kind === 'list') return levelOf(shape.item)
  return shape.kind === 'map' ? levelOfFields(shape.fields) : undefined
}

function levelOfFields(fields: Fields<WireField>): FieldLevel {
  const known = Object.entries(fields).flatMap(([name, { shape, setByDatadog, wire = {} }]) =>
    wire.isUnknown || wire.within !== undefined
      ? []
      : [{ ...wire, name: wire.as ?? name, isServers: setByDatadog || wire.isOurs || wire.isReadOnly, shape }],
  )
  const namesOf = (isMeant: (field: (typeof known)[number]) => boolean | undefined) =>
    known.filter(isMeant).map(({ name }) => name)
  const table = <Value>(take: (field: (typeof known)[number]) => Value | undefined) =>
    Object.fromEntries(
      known.flatMap((field) => {
        const value = take(field)
        return value === undefined ? [] : [[field.name, value] as const]
      }),
    )
  return {
    server: namesOf(({ isServers }) => isServers),
    filled: table(({ filled }) => filled),
    absentAs: table(({ absentAs }) => absentAs),
    sets: namesOf(({ isSet }) => isSet),
    known: namesOf(() => true),
    inner: table(({ level, shape, isServers }) => (isServers ? undefined : (level ?? levelOf(shape)))),
  }
}

/** What an update must send to remove each of the fields that can be removed. */
export function emptyForms(fields: Fields<WireField>, kind: RuleKind): JsonObject {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, { wire = {} }]) =>
      wire.isRemovable ? [[wire.as ?? name, emptyForm(wire, kind)] as const] : [],
    ),
  )
}

/** The value of a field that says the least. */
function emptyForm({ filled, absentAs = [] }: WireField, kind: RuleKind): Json {
  return (typeof filled === 'function' ? filled(kind) : filled) ?? absentAs[0] ?? null
}
