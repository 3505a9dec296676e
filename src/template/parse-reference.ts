import type { Problem } from '../diagnostic/diagnostic'
import type { Reference } from './template'

/** The variables that Datadog fills (docs, Security > Notifications > Variables); `events_matched_per_query.NAME` too. */
const variables: ReadonlySet<string> = new Set([
  'severity',
  'timestamp',
  'timestamp_epoch',
  'first_seen',
  'first_seen_epoch',
  'last_seen',
  'last_seen_epoch',
  'rule_name',
  'case_name',
  'events_matched',
])

/** Standard attributes and CloudTrail's own fields: as the head of a name without `@` they are a slip, not a tag. */
const attributeHeads: ReadonlySet<string> = new Set([
  'usr',
  'network',
  'http',
  'evt',
  'error',
  'userIdentity',
  'requestParameters',
  'responseElements',
  'threat_intel',
])

/** Reads a name in a template and warns about those that Datadog never fills. */
export function parseReference(
  text: string,
  start: number,
): { readonly reference: Reference; readonly problems: readonly Problem[] } {
  const range = { start, end: start + text.length }
  const reference: Reference = isAttribute(text)
    ? { kind: 'attribute', path: attributePath(text), ...range }
    : { kind: 'name', name: text, tagKey: tagKey(text), ...range }
  const slip = slipIn(text)
  return { reference, problems: slip ? [{ ...slip, severity: 'warning', ...range }] : [] }
}

/** Whether this is a variable of the signal, not a tag. */
function isVariable(name: string): boolean {
  return variables.has(name) || name.startsWith('events_matched_per_query.')
}

function isAttribute(text: string): boolean {
  return text.startsWith('@') || text.startsWith('[@')
}

/** `@a.b`, or as monitors write it `[@a.b].name`. */
function attributePath(text: string): string {
  return text.startsWith('[') ? bracketed(text).slice(1) : text.slice(1)
}

/** `key.name`, `key`, and `[dotted.key].name` for a key with dots. */
function tagKey(text: string): string {
  if (text.startsWith('[')) return bracketed(text)
  return text.endsWith('.name') ? text.slice(0, -'.name'.length) : text
}

function bracketed(text: string): string {
  const close = text.indexOf(']')
  return text.slice(1, close === -1 ? text.length : close)
}

function slipIn(text: string): Pick<Problem, 'code' | 'message' | 'help'> | undefined {
  if (text.startsWith('@@') || text.startsWith('$')) {
    const help = `write {{@${text.replace(/^[@$]+/, '')}}}`
    return {
      code: 'M007',
      message: `Datadog fills no name that starts with ${text.charAt(0) === '$' ? '$' : '@@'}`,
      help,
    }
  }
  if (text === '@' || /^[^\p{L}\p{N}_@[]/u.test(text)) {
    const help = 'braces that are meant literally stand in {{{{raw}}}}…{{{{/raw}}}}'
    return { code: 'M007', message: `"${text}" is no name that Datadog fills`, help }
  }
  if (isAttribute(text) || isVariable(text) || text.startsWith('[')) return undefined
  const head = text.split('.', 1)[0] ?? ''
  // Tag keys are lower case in Datadog (docs, Getting started > Tags), so a capital says that an attribute is meant.
  const isDotted = text.includes('.') && tagKey(text).includes('.')
  if (!isDotted && !attributeHeads.has(head) && !/[A-Z]/.test(tagKey(text))) return undefined
  const message = `without its @, "${text}" is a tag and not an attribute`
  const help = `write {{@${text}}} for the attribute${isDotted ? `, or {{[${tagKey(text)}].name}} for a tag with dots` : ''}`
  return { code: 'M008', message, help }
}
