/**
 * What a value in a file should look like: the one description behind reading, printing and the JSON Schema. `Wire` is what
 * a room says besides of each field; shapes do not look at it.
 */
export type Shape<Wire = unknown> =
  | TextShape
  | ChoiceShape
  | NumberShape
  | { readonly kind: 'flag' }
  | { readonly kind: 'json' }
  | ListShape<Wire>
  | MapShape<Wire>
  | NamedShape<Wire>
  | WrittenShape

export interface TextShape {
  readonly kind: 'text'
  /** An empty text, or one of blanks, is a mistake. */
  readonly nonEmpty?: boolean
}

/** One of a set of words. */
export interface ChoiceShape {
  readonly kind: 'choice'
  readonly of: readonly string[]
  /** The set may have grown since: a word that resembles none of it is kept, with a warning. */
  readonly mayGrow?: boolean
}

export interface NumberShape {
  readonly kind: 'number'
  readonly whole?: boolean
  readonly min?: number
  readonly max?: number
  /** The only numbers that are taken. */
  readonly of?: readonly number[]
}

export interface ListShape<Wire = unknown> {
  readonly kind: 'list'
  readonly item: Shape<Wire>
  readonly max?: number
  /** The limit is known from use alone and may be higher: a longer list is kept, with a warning. */
  readonly mayGrow?: boolean
  /** What is longer than this is no list of its kind: the rest is left out, with an error. */
  readonly most?: number
}

/** A map with known keys; other keys are kept and warned about. */
export interface MapShape<Wire = unknown> {
  readonly kind: 'map'
  /** What such a map is, as in "a query": used in messages. */
  readonly what: string
  readonly fields: Fields<Wire>
}

/** A map whose keys are names that the user chooses. */
export interface NamedShape<Wire = unknown> {
  readonly kind: 'named'
  readonly item: Shape<Wire>
}

/** A value that is written in another form than it is kept, as `10m` for 600. */
export interface WrittenShape {
  readonly kind: 'written'
  /** The kept value, or what is wrong with the written one; both where it is clear what was meant. A note is a warning about a value that is taken. */
  readonly read: (written: unknown) => { readonly value?: unknown; readonly trouble?: Trouble; readonly note?: Trouble }
  /** The written form of a kept value. */
  readonly write: (kept: unknown) => unknown
  /** JSON Schema of the written form. */
  readonly schema: Readonly<Record<string, unknown>>
}

/** Words about a value, without its place. */
export interface Trouble {
  readonly message: string
  readonly help?: string
}

/** Keys in the order in which they are printed. */
export type Fields<Wire = unknown> = Readonly<Record<string, Field<Wire>>>

export interface Field<Wire = unknown> {
  readonly shape: Shape<Wire>
  /** One or two sentences for the hover text of editors. */
  readonly about: string
  readonly required?: boolean
  /** `null` means something here and is kept. */
  readonly nullable?: boolean
  /** Set by Datadog alone: an export has it, a file need not, and it is left out. */
  readonly setByDatadog?: boolean
  /** What people call it who come from elsewhere. Its name with underscores and in the singular need not be told. */
  readonly otherNames?: readonly string[]
  /** What to use instead of a field that Datadog has given up. */
  readonly deprecated?: string
  /** What a tenant makes of the value, for the rooms that talk to one. */
  readonly wire?: Wire
}
