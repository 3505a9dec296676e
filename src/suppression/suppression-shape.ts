import { dateText, hasDate } from '../diagnostic/times'
import { readTime } from '../event/event-time'
import { slugShape } from '../rule/slug'
import type { Fields, MapShape, WrittenShape } from '../shape/shape'

/** `2026-06-30` or `2026-06-30T18:00:00+02:00`; a day alone begins at midnight UTC. Kept in epoch milliseconds. */
const dateShape: WrittenShape = {
  kind: 'written',
  read: (written) => {
    const timeMs = typeof written === 'string' && written.includes('-') ? readTime(written) : undefined
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

const text = { kind: 'text', nonEmpty: true } as const
const words = { kind: 'list', item: text } as const

const fields: Fields = {
  id: { shape: slugShape, required: true, about: 'Names the suppression for ever; it travels to the tenant as a tag.' },
  name: { shape: text, required: true, about: 'What people read in the tenant.' },
  enabled: { shape: { kind: 'flag' }, about: 'false switches it off. Without the key it is on.' },
  rules: {
    shape: words,
    about: 'The rules it is for: their ids, or tags such as tactic:TA0005-defense-evasion. Either this or ruleQuery.',
  },
  ruleQuery: {
    shape: text,
    about: "The rules it is for, in the syntax of Datadog's rule search: source:cloudtrail severity:low.",
  },
  suppressionQuery: {
    shape: text,
    about: 'Hides signals that match. It sees the attributes and tags of the signal, merged from its logs.',
  },
  dataExclusionQuery: {
    shape: text,
    about: 'Takes logs that match away before evaluation, so that they count for nothing.',
  },
  start: { shape: dateShape, about: 'From when on it acts: a day (from midnight UTC) or a time.' },
  expires: { shape: dateShape, about: 'From when on it no longer acts: a day (from midnight UTC) or a time.' },
  owner: { shape: text, about: 'Who answers for it.' },
  reason: { shape: text, about: 'Why it is right to look away.' },
  description: { shape: text, about: 'More for the reader.' },
  tags: { shape: words, about: 'Tags of the suppression itself.' },
}

/** What a `*.suppression.yaml` holds, in the order in which it is printed. */
export const suppressionShape: MapShape = { kind: 'map', what: 'a suppression', fields }
