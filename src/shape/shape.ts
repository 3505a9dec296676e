/** What a value in a file should look like: the one description behind reading, printing and the JSON Schema. */
export type Shape =
  | TextShape
  | ChoiceShape
  | NumberShape
  | { readonly kind: 'flag' }
  | { readonly kind: 'json' }
  | ListShape
  | MapShape
  | NamedShape
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

export interface ListShape {
  readonly kind: 'list'
  readonly item: Shape
  readonly max?: number
  /** The limit is known from use alone and may be higher: a longer list is kept, with a warning. */
  readonly mayGrow?: boolean
}

/** A map with known keys; other keys are kept and warned about. */
export interface MapShape {
  readonly kind: 'map'
  /** What such a map is, as in "a query": used in messages. */
  readonly what: string
  readonly fields: Fields
}

/** A map whose keys are names that the user chooses. */
export interface NamedShape {
  readonly kind: 'named'
  readonly item: Shape
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
export type Fields = Readonly<Record<string, Field>>

export interface Field {
  readonly shape: Shape
  /** One or two sentences for the hover text of editors. */
  readonly about: string
  readonly required?: boolean
  /** `null` means something here and is kept. */
  readonly nullable?: boolean
  /** Set by Datadog alone: an export has it, a file need not, and it is left out. */
  readonly setByDatadog?: boolean
  /** What to use instead of a field that Datadog has given up. */
  readonly deprecated?: string
}
