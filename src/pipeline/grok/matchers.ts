import { compileDateFormat } from './date/compile-date-format'
import type { Convert } from './filters/filter'
import { toInteger, toNumber } from './filters/numbers'
import type { Argument, Call } from './read-insert'
import { readPattern } from './read-pattern'
import { compileRegex, isCompilable } from './regex/compile-regex'
import { wholeMatcher } from './regex/match-whole'
import { type RegexHost, readRegex } from './regex/read-regex'
import type { RegexNode } from './regex/regex-tree'
import { RegexTrouble } from './regex/regex-trouble'

/** What a matcher accepts, and what it makes of the text it accepted; without `convert` the text stays as it is. */
export interface Matcher {
  readonly node: RegexNode
  readonly convert?: Convert
}

/**
 * The matcher that a call names; undefined for a name that is none. `newCapture` numbers the groups that an expression
 * of the user has inside. Throws a `RegexTrouble` for wrong arguments.
 */
export function matcherOf(call: Call, newCapture: RegexHost['newCapture']): Matcher | undefined {
  switch (call.name) {
    case 'regex':
      return { node: readPattern(onlyText(call).text, call, newCapture) }
    case 'boolean':
      return booleanMatcher(call, newCapture)
    case 'date':
      return dateMatcher(call)
    case 'httpdate':
      return dateMatcher(call, [textOfFormat(httpDate)])
    default: {
      const expression = expressions[call.name]
      if (expression === undefined) return undefined
      if (call.args.length > 0) throw new RegexTrouble(`${call.name} takes no arguments`, call.start, call.end)
      const convert = conversions[call.name]
      const node = nodeOf(call.name, expression)
      return convert ? { node, convert } : { node }
    }
  }
}

/** The names of all matchers, for a hint to the nearest. */
export function matcherNames(): readonly string[] {
  return ['regex', 'boolean', 'date', 'httpdate', ...Object.keys(expressions)]
}

const hexGroup = '[0-9A-Fa-f]{1,4}'
const byte = '(?:25[0-5]|2[0-4]\\d|[01]?\\d{1,2})'
const ipv4 = `${byte}(?:\\.${byte}){3}`
const ipv6 = [
  `(?:${hexGroup}:){6}${ipv4}`,
  `(?:${hexGroup}:){7}${hexGroup}`,
  `:(?::${hexGroup}){0,5}:${ipv4}`,
  ...[1, 2, 3, 4, 5].map((before) => `(?:${hexGroup}:){${before}}(?::${hexGroup}){0,${5 - before}}:${ipv4}`),
  ...[1, 2, 3, 4, 5, 6].map((before) => `(?:${hexGroup}:){${before}}(?::${hexGroup}){1,${7 - before}}`),
  `:(?::${hexGroup}){1,7}`,
  `(?:${hexGroup}:){1,7}:`,
  '::',
].join('|')
const zone = '(?:%[0-9A-Za-z_.~-]+)?'
const ip = `(?:(?<![0-9])${ipv4}(?![0-9])|(?:${ipv6})${zone})`
const label = '[0-9A-Za-z_](?:[0-9A-Za-z_-]{0,61}[0-9A-Za-z_])?'
const hostname = `\\b${label}(?:\\.${label})*\\.?`
const decimal = '[+-]?(?>\\d+(?:\\.\\d*)?|\\.\\d+)'
const hex2 = '[0-9A-Fa-f]{2}'
const doubleQuoted = '"[^"]*"'
const singleQuoted = "'[^']*'"
const port = '(?:6553[0-5]|655[0-2]\\d|65[0-4]\\d{2}|6[0-4]\\d{3}|[1-5]\\d{4}|[1-9]\\d{0,3})(?!\\d)'

const commonMac = `${hex2}(?::${hex2}){5}`
const windowsMac = `${hex2}(?:-${hex2}){5}`
const ciscoMac = '[0-9A-Fa-f]{4}(?:\\.[0-9A-Fa-f]{4}){2}'
const unixPath = '(?:/(?:[\\w%!$@:.,~-]|\\\\.)*)+'
const winPath = '(?:[A-Za-z]+:|\\\\)(?:\\\\[^\\\\?*]*)+'
const uriProto = '[A-Za-z]+(?:\\+[A-Za-z+]+)?'
const uriHost = `(?:${ip}|${hostname})(?::${port})?`
const uriPath = "(?:/[\\w$.+!*'(){},~:;=@#%-]*)+"
const uriParam = "\\?[\\w$.+!*'|(){},~@#%&/=:;?\\[\\]-]*"

/**
 * What each matcher accepts. Documented: Datadog docs, Log Configuration > Parsing. That `data` takes as little as it can
 * and crosses lines is observed in Datadog's public pipeline tests. `greedyData` and those below it are not documented
 * but used by public pipelines or known to Datadog's public Rust implementation.
 */
const expressions: Readonly<Record<string, string>> = {
  notSpace: '\\S+',
  numberStr: decimal,
  number: decimal,
  numberExtStr: `${decimal}(?:[eE][+-]?\\d+)?`,
  numberExt: `${decimal}(?:[eE][+-]?\\d+)?`,
  integerStr: '[+-]?\\d+',
  integer: '[+-]?\\d+',
  integerExtStr: '[+-]?\\d+(?:[eE][+-]?\\d+)?',
  integerExt: '[+-]?\\d+(?:[eE][+-]?\\d+)?',
  word: '\\b\\w+\\b',
  doubleQuotedString: doubleQuoted,
  singleQuotedString: singleQuoted,
  quotedString: `(?:${doubleQuoted}|${singleQuoted})`,
  uuid: '[0-9A-Fa-f]{8}(?:-[0-9A-Fa-f]{4}){3}-[0-9A-Fa-f]{12}',
  mac: `(?:${commonMac}|${windowsMac}|${ciscoMac})`,
  ipv4: `(?<![0-9])${ipv4}(?![0-9])`,
  ipv6: `(?:${ipv6})${zone}`,
  ip,
  hostname,
  ipOrHost: `(?:${ip}|${hostname})`,
  port,
  data: '.*?',
  greedyData: '.*',
  space: '\\s+',
  qs: `(?:${doubleQuoted}|${singleQuoted})`,
  user: '[\\w.-]+',
  host: hostname,
  hostPort: `(?:${ip}|${hostname}):${port}`,
  commonMac,
  windowsMac,
  ciscoMac,
  unixPath,
  winPath,
  path: `(?:${unixPath}|${winPath})`,
  uriProto,
  uriHost,
  uriPath,
  uriParam,
  uriPathParam: `${uriPath}(?:${uriParam})?`,
  uri: `${uriProto}://(?:[\\w.-]+(?::[^@\\s]*)?@)?(?:${uriHost})?(?:${uriPath}(?:${uriParam})?)?`,
}

const integerOf: Convert = (value, context) => (typeof value === 'string' ? toInteger(value, context) : undefined)
const numberOf: Convert = (value, context) => (typeof value === 'string' ? toNumber(value, context) : undefined)
const conversions: Readonly<Record<string, Convert>> = {
  number: numberOf,
  numberExt: numberOf,
  integer: integerOf,
  integerExt: integerOf,
}

const nodes = new Map<string, RegexNode>()

function nodeOf(name: string, expression: string): RegexNode {
  const known = nodes.get(name)
  if (known) return known
  const node = readRegex(expression, 0, { newCapture: () => 0 })
  nodes.set(name, node)
  return node
}

function booleanMatcher(call: Call, newCapture: RegexHost['newCapture']): Matcher {
  const [yes, no] = call.args.map((arg) => textOf(arg, call))
  if ((call.args.length !== 0 && call.args.length !== 2) || (yes === undefined) !== (no === undefined)) {
    throw new RegexTrouble('boolean takes a pattern for true and one for false, or nothing', call.start, call.end)
  }
  const whenTrue = readPattern(yes?.text ?? '(?i)true', call, newCapture)
  const whenFalse = readPattern(no?.text ?? '(?i)false', call, newCapture)
  let groups = 0
  const alone = readPattern(yes?.text ?? '(?i)true', call, () => groups++)
  const isTrue = isCompilable(alone) ? wholeMatcher(compileRegex(alone, groups)) : undefined
  const convert: Convert = (value, context) => typeof value === 'string' && isTrue?.(value, context.steps) !== undefined
  return { node: { kind: 'either', options: [whenTrue, whenFalse] }, convert }
}

/** The time of an access log; Datadog docs, Processors > Grok parser, use it in an example. */
const httpDate = 'dd/MMM/yyyy:HH:mm:ss Z'

function textOfFormat(text: string): Argument & { kind: 'text' } {
  return { kind: 'text', text }
}

function dateMatcher(call: Call, args = call.args.map((arg) => textOf(arg, call))): Matcher {
  const [format, zoneName, locale, ...more] = args
  if (!format || more.length > 0) {
    throw new RegexTrouble('date takes a format, and may take a time zone and a locale', call.start, call.end)
  }
  const compiled = compileDateFormat(format.text, zoneName?.text, locale?.text)
  if ('message' in compiled) throw new RegexTrouble(compiled.message, call.start, call.end)
  const { pattern, parse } = compiled
  const node = readRegex(pattern, 0, { newCapture: () => 0 })
  return { node, convert: (value, context) => (typeof value === 'string' ? parse(value, context.nowMs) : undefined) }
}

function onlyText(call: Call): Argument & { kind: 'text' } {
  const [arg, ...more] = call.args
  if (!arg || more.length > 0) throw new RegexTrouble(`${call.name} takes one text in quotes`, call.start, call.end)
  return textOf(arg, call)
}

function textOf(arg: Argument, call: Call): Argument & { kind: 'text' } {
  if (arg.kind === 'text') return arg
  throw new RegexTrouble(`the arguments of ${call.name} are texts in quotes`, call.start, call.end)
}
