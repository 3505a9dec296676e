import { dateText, hasDate } from '../diagnostic/times'
import { readTime } from '../event/event-time'
import { adoptionFields } from '../rule/adoption-keys'
import type { WireField } from '../rule/field-level'
import { slugShape } from '../rule/slug'
import type { Fields, MapShape, WrittenShape } from '../shape/shape'

/** How `expires` says that there is meant to be no end. */
export const never = 'never'

/** No clock on earth is further from UTC. */
const furthestHours = 14

/** The moment that a file names: a day, or a time with its distance from UTC; undefined for what is neither. */
export function dateOf(written: string): number | undefined {
  const hours = /T.*[+-](\d{2}):?\d{0,2}$/i.exec(written)?.[1]
  const isFar = hours !== undefined && Number(hours) > furthestHours
  return isFar || !/^\d{4}-/.test(written) ? undefined : readTime(written)
}

/** `2026-06-30` or `2026-06-30T18:00:00+02:00`; a day alone begins at midnight UTC. Kept in epoch milliseconds. */
const dateShape: WrittenShape = {
  kind: 'written',
  read: (written) => {
    const timeMs = typeof written === 'string' ? dateOf(written) : undefined
    if (timeMs !== undefined) return { value: timeMs }
    const said = typeof written === 'string' || typeof written === 'number' ? `"${written}"` : 'this'
    return { trouble: { message: `${said} is not a date`, help: 'write 2026-06-30 or 2026-06-30T18:00:00+02:00' } }
  },
  write: (kept) => (typeof kept === 'number' && hasDate(kept) ? dateText(kept) : kept),
  schema: {
    type: 'string',
    pattern: '^\\d{4}-\\d{2}-\\d{2}([Tt ]\\d{2}:\\d{2}(:\\d{2}(\\.\\d+)?)?( ?([Zz]|[+-]\\d{2}(:?\\d{2})?))?)?$',
  },
}

/** A date, or `never`, which is kept as it is. */
const endShape: WrittenShape = {
  kind: 'written',
  read: (written) => {
    if (written === never) return { value: never }
    const read = dateShape.read(written)
    return 'trouble' in read && read.trouble
      ? { trouble: { ...read.trouble, help: `${read.trouble.help}, or never with a review: date` } }
      : read
  },
  write: (kept) => (kept === never ? kept : dateShape.write(kept)),
  schema: { anyOf: [{ const: never }, dateShape.schema] },
}

const text = { kind: 'text', nonEmpty: true } as const
const words = { kind: 'list', item: text } as const

const fields: Fields<WireField> = {
  id: {
    shape: slugShape,
    required: true,
    about: 'Names the suppression for ever; it travels to the tenant as a tag.',
    wire: { isOurs: true },
  },
  ...adoptionFields,
  name: { shape: text, required: true, about: 'What people read in the tenant.' },
  enabled: {
    shape: { kind: 'flag' },
    about: 'false switches it off. Without the key it is on.',
    otherNames: ['isEnabled'],
  },
  rules: {
    shape: words,
    about: 'The rules it is for: their ids, or tags such as tactic:TA0005-defense-evasion. Either this or ruleQuery.',
    wire: { within: 'rule_query' },
  },
  ruleQuery: {
    shape: text,
    about: "The rules it is for, in the syntax of Datadog's rule search: source:cloudtrail severity:low.",
    wire: { as: 'rule_query' },
  },
  suppressionQuery: {
    shape: text,
    about: 'Hides signals that match. It sees the attributes and tags of the signal, merged from its logs.',
    wire: { as: 'suppression_query', filled: '', isRemovable: true },
  },
  dataExclusionQuery: {
    shape: text,
    about: 'Takes logs that match away before evaluation, so that they count for nothing.',
    wire: { as: 'data_exclusion_query', filled: '', isRemovable: true },
  },
  intends: {
    shape: text,
    about: 'What it is for: a query on the signal. Whatever else it hides is told first. It stays in git.',
    wire: { isOurs: true },
  },
  start: {
    shape: dateShape,
    about: 'From when on it acts: a day (from midnight UTC) or a time.',
    otherNames: ['startDate', 'start_date'],
    wire: { as: 'start_date', absentAs: [], isRemovable: true },
  },
  expires: {
    shape: endShape,
    about: 'From when on it no longer acts: a day (from midnight UTC) or a time; or never, which needs review.',
    otherNames: ['expirationDate', 'expiration_date'],
    wire: { as: 'expiration_date', absentAs: [], isRemovable: true },
  },
  review: {
    shape: dateShape,
    about: 'When somebody looks at it again; a day that has passed is told.',
    wire: { isOurs: true },
  },
  imported: {
    shape: {
      kind: 'map',
      what: 'imported',
      fields: {
        at: { shape: dateShape, required: true, about: 'When import wrote it.' },
        digest: { shape: text, required: true, about: 'Of what it hid then.' },
      },
    },
    about: 'Written by import. While it hides the same, owner, reason and expires are asked for and not demanded.',
    wire: { isOurs: true },
  },
  renewed: {
    shape: {
      kind: 'list',
      item: {
        kind: 'map',
        what: 'a renewal',
        fields: {
          at: { shape: dateShape, required: true, about: 'When it was renewed.' },
          until: { shape: dateShape, required: true, about: 'The end that it got.' },
          reason: { shape: text, required: true, about: 'Why it is still right to look away.' },
        },
      },
    },
    about:
      'Written by suppress renew: when it got another end, and why. How long it may last counts from the latest, and until then it may act.',
    wire: { isOurs: true },
  },
  widened: {
    shape: {
      kind: 'map',
      what: 'widened',
      fields: {
        by: { shape: text, required: true, about: 'Who agreed.' },
        reason: { shape: text, required: true, about: 'Why it is right to hide more.' },
        digest: {
          shape: text,
          required: true,
          about: 'Of the queries, rules and dates that this allows; plan names it.',
        },
      },
    },
    about: 'Consent that it hides more than it did in the tenant. It holds for what its digest stands for alone.',
    wire: { isOurs: true },
  },
  owner: { shape: text, about: 'Who answers for it.', wire: { within: 'description' } },
  reason: { shape: text, about: 'Why it is right to look away.', wire: { within: 'description' } },
  description: { shape: text, about: 'More for the reader.', wire: { filled: '', isRemovable: true } },
  tags: { shape: words, about: 'Tags of the suppression itself.', wire: { filled: [], isSet: true } },
}

/** What a `*.suppression.yaml` holds, in the order in which it is printed. */
export const suppressionShape: MapShape<WireField> = { kind: 'map', what: 'a suppression', fields }

/** The attributes of a suppression that the tenant alone sets. */
export const suppressionServerFields: readonly string[] = [
  'version',
  'editable',
  'creation_date',
  'update_date',
  'creator',
  'updater',
]
