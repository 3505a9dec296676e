import { isJsonObject } from '../json/json-object'
import type { Field, WrittenShape } from '../shape/shape'
import type { WireField } from './field-level'
import { slugShape } from './slug'

/** What a file of a rule or a suppression says of tenants, and of what it means there. Nothing of it is ever sent. */
export interface AdoptionKeys {
  /** By tenant: the tenant's id of what was made by hand and is taken over. */
  readonly adopts?: Readonly<Record<string, string>>
  /** Made although the tenant has something of the same name: in every tenant, or in those named. */
  readonly beside?: boolean | Readonly<Record<string, boolean>>
  /** The id that it had before: what carries it keeps its history. */
  readonly formerly?: string
  /** The tenants to which it goes; all of them without the key. */
  readonly tenants?: readonly string[]
}

const besideShape: WrittenShape = {
  kind: 'written',
  read: (written) =>
    typeof written === 'boolean' || (isJsonObject(written) && Object.values(written).every((each) => each === true))
      ? { value: written }
      : { trouble: { message: 'beside should be true', help: 'write beside: true, or beside: { TENANT: true }' } },
  write: (kept) => kept,
  schema: {
    anyOf: [{ type: 'boolean' }, { type: 'object', additionalProperties: { const: true } }],
  },
}

/** Their shapes, for the tables of rules and suppressions. */
export const adoptionFields: Readonly<Record<keyof AdoptionKeys, Field<WireField>>> = {
  adopts: {
    shape: { kind: 'named', item: { kind: 'text', nonEmpty: true } },
    about: "What of a tenant it takes over: { TENANT: the tenant's id }. import writes it.",
    wire: { isOurs: true },
  },
  beside: {
    shape: besideShape,
    about: 'true: make it although the tenant has something of this name; { TENANT: true } for one tenant.',
    wire: { isOurs: true },
  },
  formerly: {
    shape: slugShape,
    about: 'The id that it had before. What carries it in the tenant gets the new one, and keeps its history.',
    wire: { isOurs: true },
  },
  tenants: {
    shape: { kind: 'list', item: { kind: 'text', nonEmpty: true } },
    about:
      'The tenants of ddac.yaml to which it goes: [prod]. All of them without the key; folders of ddac.yaml can say it too.',
    wire: { isOurs: true },
  },
}

/** The same keys of a thing and nothing else. */
export function adoptionKeysOf({ adopts, beside, formerly, tenants }: AdoptionKeys): AdoptionKeys {
  return {
    ...(adopts !== undefined && { adopts }),
    ...(beside !== undefined && { beside }),
    ...(formerly !== undefined && { formerly }),
    ...(tenants !== undefined && { tenants }),
  }
}
