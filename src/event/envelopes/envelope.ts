import type { JsonObject } from '../../json/json'

/** A list of logs under a key of its document. It is read while it streams in: its first element tells what it is. */
export interface ListEnvelope {
  readonly kind: 'list'
  readonly name: string
  readonly key: string
  /** Whether the list holds the logs of its document, by its first element: an object or a list. */
  readonly holds: (first: unknown) => boolean
}

/** A document that holds logs in some other way, as text for instance. It is read whole. */
export interface SealedEnvelope {
  readonly kind: 'sealed'
  readonly name: string
  /** A key that every such document has. */
  readonly key: string
  readonly recognise: (document: JsonObject) => boolean
  /** Where an object stands under the key, it has one of these keys; with none of them no object stands there. */
  readonly inside?: readonly string[]
  /** Set where an object or a list stands under the key, and never a text or a number. */
  readonly isNested?: true
  /** The logs inside, which may be envelopes again; undefined where they cannot be read, or are not meant to be. */
  readonly open: (document: JsonObject, within: Opening) => readonly unknown[] | undefined
  /** What is said of a document that is not opened, in words that follow "this log …"; absent if any can be. */
  readonly trouble?: string
  /** What to do then. */
  readonly help?: string
}

/** What an envelope that is opened may ask for. */
export interface Opening {
  /** The JSON documents in what travels as base64; a text that is none as it is. Undefined where there is no text. */
  readonly unpacked: (packed: unknown) => readonly unknown[] | undefined
  readonly isEnvelope: (document: JsonObject) => boolean
}

export type Envelope = ListEnvelope | SealedEnvelope
