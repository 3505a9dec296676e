import { WorldError } from '../../diagnostic/world-error'

/** Every output format, in the order of the documentation. */
const formats = ['text', 'json', 'ndjson', 'markdown', 'github', 'gitlab', 'junit', 'sarif', 'terraform'] as const

export type Format = (typeof formats)[number]

/** As what a command prints its results. */
interface Formats {
  /** The first is what comes without `--format`. A command writes each of them, or the build breaks at its `switch`. */
  readonly has: readonly [Format, ...Format[]]
  /** Why it has none of those that people might look for. */
  readonly lacks: string
}

const isData = 'for pull requests there are plan and review'
const writes = 'it writes files: git shows what changed'
const tenantWide = 'a plan is of tenants, not of lines in files'

/**
 * The formats of each command: `--help`, the refusal of others, `ddac help formats` and the tests walk this table.
 * Test results and findings have what CI reads; answers that people discuss have Markdown; streams have ndjson.
 */
export const formatsOfCommands = {
  init: { has: ['text'], lacks: writes },
  validate: {
    has: ['text', 'json', 'ndjson', 'markdown', 'github', 'gitlab', 'junit', 'sarif'],
    lacks: '',
  },
  test: {
    has: ['text', 'json', 'ndjson', 'markdown', 'github', 'gitlab', 'junit'],
    lacks: 'SARIF holds findings in code; a failed test is a result',
  },
  eval: { has: ['text', 'json', 'ndjson'], lacks: 'it prints values of logs, which belong into no comment' },
  coverage: { has: ['text', 'json', 'markdown'], lacks: 'it is one table; for drawings there is --navigator' },
  impact: { has: ['text', 'json', 'markdown'], lacks: 'it counts signals, which stand in no line of a file' },
  backtest: { has: ['text', 'json'], lacks: 'it prints values of logs, which belong into no comment' },
  sample: { has: ['text', 'json'], lacks: writes },
  calibrate: { has: ['text', 'json', 'markdown'], lacks: 'it compares signals, which stand in no line of a file' },
  explain: {
    has: ['text', 'json', 'ndjson'],
    lacks: 'it prints values of logs; codes stand in SARIF with their pages',
  },
  plan: { has: ['text', 'json', 'ndjson', 'markdown'], lacks: tenantWide },
  review: { has: ['markdown', 'json'], lacks: 'it is the document of a pull request' },
  'github review': { has: ['text'], lacks: 'it writes the comment' },
  'gitlab review': { has: ['text'], lacks: 'it writes the note' },
  apply: { has: ['text', 'json', 'ndjson', 'markdown'], lacks: tenantWide },
  drift: { has: ['text', 'json', 'ndjson', 'markdown'], lacks: tenantWide },
  nightly: { has: ['markdown', 'json'], lacks: 'it is the document of a pull request' },
  'github drift': { has: ['text'], lacks: 'it writes the pull request' },
  'gitlab drift': { has: ['text'], lacks: 'it writes the merge request' },
  'github suppression': { has: ['text'], lacks: 'it writes the pull request' },
  'gitlab suppression': { has: ['text'], lacks: 'it writes the merge request' },
  'gitlab waiting': { has: ['text'], lacks: 'it writes waiting.json' },
  import: { has: ['text', 'json', 'ndjson'], lacks: writes },
  fmt: { has: ['text', 'json'], lacks: 'validate tells the same at its place' },
  rename: { has: ['text', 'json'], lacks: writes },
  export: { has: ['json', 'terraform'], lacks: 'it prints the things themselves' },
  release: { has: ['text', 'json'], lacks: isData },
  doctor: { has: ['text', 'json', 'ndjson'], lacks: 'it is about keys, which are not for others' },
  emulator: { has: ['text'], lacks: 'it prints one address' },
  schema: { has: ['json'], lacks: 'it prints the schema itself' },
  'pipeline run': { has: ['text', 'json', 'ndjson'], lacks: 'it prints logs, which belong into no comment' },
  'pipeline test': {
    has: ['text', 'json', 'ndjson', 'markdown', 'github', 'gitlab', 'junit'],
    lacks: 'SARIF holds findings in code; a failed test is a result',
  },
  'pipeline pull': { has: ['text', 'json'], lacks: writes },
  'suppress list': {
    has: ['text', 'json', 'ndjson', 'markdown'],
    lacks: 'it finds nothing wrong; suppress check does',
  },
  'suppress check': { has: ['text', 'json', 'ndjson', 'markdown', 'github', 'gitlab', 'junit', 'sarif'], lacks: '' },
  'suppress add': { has: ['text', 'json'], lacks: writes },
  'suppress renew': { has: ['text', 'json'], lacks: writes },
  'suppress draft': { has: ['markdown'], lacks: 'it writes the text of a pull request' },
  'suppress expire': { has: ['text', 'json'], lacks: writes },
  help: { has: ['text'], lacks: 'its pages are for people' },
} as const satisfies Readonly<Record<string, Formats>>

/** The words that call a command. */
export type CommandName = keyof typeof formatsOfCommands

/** What one command prints. */
export type FormatOf<Name extends CommandName> = (typeof formatsOfCommands)[Name]['has'][number]

/**
 * The format that was asked for, if the command has it; its first where none was. Throws a `usage` WorldError for another.
 */
export function formatFrom<Name extends CommandName>(
  { format: asked }: { readonly format?: string },
  name: Name,
): FormatOf<Name> {
  const own: readonly FormatOf<Name>[] = formatsOfCommands[name].has
  const found = asked === undefined ? own[0] : own.find((format) => format === asked)
  if (found !== undefined) return found
  const help = `It has ${own.join(', ')}.${isFormat(asked) ? ' ddac help formats says why.' : ''}`
  throw new WorldError('usage', `ddac ${name} has no format "${asked}"`, help)
}

/**
 * The format in which somebody waits for a result: the one that was asked for, whether the command has it or not, and Markdown
 * where it comes without asking, as a job's summary. Undefined where nobody does.
 */
export function formatAwaited(asked: unknown, name: string): Format | undefined {
  if (asked !== undefined) return formats.find((format) => format === asked)
  return isCommandName(name) && formatsOfCommands[name].has[0] === 'markdown' ? 'markdown' : undefined
}

function isFormat(asked: string | undefined): asked is Format {
  return formats.some((format) => format === asked)
}

/** Whether these words call a command: groups of commands print nothing themselves. */
export function isCommandName(words: string): words is CommandName {
  return Object.hasOwn(formatsOfCommands, words)
}
