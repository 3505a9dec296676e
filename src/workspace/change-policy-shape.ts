import { isJsonObject, isList, listIn } from '../json/json-object'
import { isText } from '../json/json-text'
import type { WrittenShape } from '../shape/shape'
import type { ChangePolicy, ChangeRule, Treatment } from '../wire/change-policy'

const treatments: readonly Treatment[] = ['withhold', 'keep', 'overwrite']

const fieldsSchema = { type: 'object', additionalProperties: { enum: treatments } }

/**
 * `policy.tenantChanges`: treatments by field, or a list of such maps under `fields`, each for the rules, suppressions and
 * tags under `rules`. Kept as a list.
 */
export const changePolicyShape: WrittenShape = {
  kind: 'written',
  read: (written) => {
    const policy = readPolicy(written)
    if (policy) return { value: policy }
    const message = 'policy.tenantChanges should say withhold, keep or overwrite by field'
    const help = "write { isEnabled: keep, '*': withhold }, or a list of { rules: [ID or key:value], fields: { … } }"
    return { trouble: { message, help } }
  },
  write: (kept) => kept,
  schema: {
    anyOf: [
      fieldsSchema,
      {
        type: 'array',
        items: {
          type: 'object',
          properties: {
            rules: {
              description: 'Ids of rules and suppressions, or tags as key:value. All of them if absent.',
              type: 'array',
              items: { type: 'string', minLength: 1 },
            },
            fields: { description: 'withhold, keep or overwrite, by field; * is any other.', ...fieldsSchema },
          },
          required: ['fields'],
          additionalProperties: false,
        },
      },
    ],
  },
}

function readPolicy(written: unknown): ChangePolicy | undefined {
  if (!isList(written)) {
    const fields = readFields(written)
    return fields && [{ fields }]
  }
  const rules = written.map((each): ChangeRule | undefined => {
    if (!isJsonObject(each)) return undefined
    const { rules: names, fields: named, ...others } = each
    const fields = readFields(named)
    if (!fields || Object.keys(others).length > 0) return undefined
    if (names === undefined) return { fields }
    const texts = listIn(names).filter(isText)
    return isList(names) && texts.length === names.length ? { rules: texts, fields } : undefined
  })
  return rules.every((rule) => rule !== undefined) ? rules : undefined
}

function readFields(written: unknown): Readonly<Record<string, Treatment>> | undefined {
  if (!isJsonObject(written)) return undefined
  const entries = Object.entries(written)
  return entries.every((entry): entry is [string, Treatment] => isTreatment(entry[1]))
    ? Object.fromEntries(entries)
    : undefined
}

function isTreatment(value: unknown): value is Treatment {
  return (treatments as readonly unknown[]).includes(value)
}
