import { type Source, sources, withoutComments } from './sources'

/** A fact, the files that may hold it, and how a second copy of it would look. */
interface Home {
  readonly home: RegExp
  readonly copies: readonly RegExp[]
  /** Lines that a second copy might have: each must be found, so that no pattern goes blind. */
  readonly written: readonly string[]
}

const name = String.raw`([\w.]+(?:\[[^\]]*\])?)`

const jsonGuards: Home = {
  home: /^json\//,
  copies: [
    /typeof [^\n;]{1,80}? ?[!=]==? ?['"`]object['"`]|['"`]object['"`] ?[!=]==? ?typeof/,
    /case ['"`]object['"`]:|\binstanceof (?:Object|Array)\b|\.constructor ?[!=]==? ?(?:Object|Array)\b/,
    /Object\.prototype\.toString|\bObject\((\w+)\) ?[!=]==? ?\1\b/,
    /\w+ is (?:JsonObject|object|(?:Readonly<)?Record<string, (?:unknown|Json)>|readonly (?:Json|JsonObject)\[\])/,
    new RegExp(
      String.raw`typeof ${name} ===? '(?:string|number|boolean)' \? \1 : (?:undefined|null|''|0|false|\{\}|\[\])`,
    ),
    new RegExp(String.raw`typeof ${name} [!=]== 'string' (?:&&|\|\|) \1 [!=]== ''`),
    new RegExp(String.raw`Array\.isArray\(${name}\) \? (?:\(?\1(?: as [^)]*\))?|\[\.\.\.\1\]) : (?:undefined|\[\])`),
    new RegExp(
      String.raw`Array\.isArray\(${name}\) && \1\.every\(\(?\w+\)? => typeof|Array\.isArray\(${name}\) && \2\.every\(is`,
    ),
  ],
  written: [
    "return typeof value === 'object' && value !== null && !Array.isArray(value)",
    "if (typeof body.rule !== 'object') return",
    "if ('object' === typeof value) return",
    'return value instanceof Object',
    'return value?.constructor === Object',
    "return Object.prototype.toString.call(value) === '[object Object]'",
    'return Object(value) === value',
    'const isMap = (value: unknown): value is Record<string, unknown> => check(value)',
    'function isObject(value: Json): value is JsonObject {',
    "return typeof value === 'string' ? value : undefined",
    "const text = typeof body.name === 'string' ? body.name : ''",
    "const version = typeof body['version'] === 'number' ? body['version'] : 0",
    "return typeof value === 'string' && value !== ''",
    "if (typeof name !== 'string' || name === '') return",
    'return Array.isArray(value) ? value : []',
    'const list = Array.isArray(body.tags) ? (body.tags as readonly Json[]) : []',
    "return Array.isArray(value) && value.every((item) => typeof item === 'string')",
    'return Array.isArray(value) && value.every(isJsonObject)',
  ],
}

const ownTags: Home = {
  home: /^rule\/tenant\/identity-tags\.ts$/,
  copies: [/['"`]ddac(?:_\w+)?:['"`]|ddac(?:_\w+)?:\$\{|['"`]ddac_\w+['"`]/],
  written: [
    "tag.startsWith('ddac:')",
    `return \`ddac:\${id}\``,
    `message: \`carries the tag ddac:\${id} now\``,
    "['ddac_rev']",
  ],
}

const provided: Home = {
  home: /^rule\/tenant\/provided-rule\.ts$/,
  copies: [/\.isDefault ?===|\.isPartner ?===|typeof [\w.]+\.partnerIntegrationId/],
  written: [
    'return rule.isDefault === true',
    "typeof rule.partnerIntegrationId === 'string'",
    'body.isPartner === true',
  ],
}

const equality: Home = {
  home: /^(?:json\/|emulator\/store\/server-rule\.ts$)/,
  copies: [/\bcreateHash\b/, /JSON\.stringify\([^)]*\) ?[!=]== ?JSON\.stringify/],
  written: ["createHash('sha256')", 'if (JSON.stringify(a.b) !== JSON.stringify(c[d])) return'],
}

const printedTimes: Home = {
  home: /^diagnostic\/(?:times|time-zone)\.ts$/,
  copies: [/\.toISOString\(|Intl\.DateTimeFormat\(|8\.64e15|\b86_?400_?000\b/],
  written: [
    'return new Date(timeMs).toISOString()',
    'const lastMs = 8.64e15',
    'const dayMs = 86_400_000',
    "new Intl.DateTimeFormat('en')",
  ],
}

function copiesOf({ home, copies }: Home, files: readonly Source[]): readonly string[] {
  return files
    .filter(({ path }) => !home.test(path))
    .flatMap(({ path, text }) =>
      copies.flatMap((copy) => {
        const found = withoutComments(text).match(copy)
        return found ? [`${path}: ${found[0]}`] : []
      }),
    )
}

describe('a fact has one home', () => {
  it.each([
    ['no private JSON guard outside json/', jsonGuards],
    ['values of JSON are compared and digested in one room', equality],
    ['times are printed in one file', printedTimes],
    ['the prefix of our own tags is written in one file', ownTags],
    ["whether a rule is Datadog's or a partner's is asked in one file", provided],
  ])('%s', (_, home) => {
    expect(home.written.filter((text) => copiesOf(home, [{ path: 'lint/new.ts', text }]).length === 0)).toEqual([])
    expect(copiesOf(home, sources)).toEqual([])
  })
})
