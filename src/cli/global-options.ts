import { WorldError } from '../diagnostic/world-error'

/** Every output format; a command says which of them it has. */
export const formats = ['text', 'json', 'ndjson', 'markdown', 'github', 'junit', 'sarif', 'terraform'] as const

export type Format = (typeof formats)[number]

/** Options that every command takes. */
export interface GlobalOptions {
  readonly workspace?: string
  /** A folder whose `ddac.yaml` says how tenants are reached, in place of the workspace's own. */
  readonly configFrom?: string
  /** Names as given, `all` among them; empty where the option is absent. */
  readonly tenants: readonly string[]
  readonly format?: Format
  readonly quiet: boolean
  readonly colour: boolean
  /** How wide a line of results may be; undefined where nobody says. */
  readonly columns?: number
}

/** The format that was asked for, if the command has it; text where none was. Throws a `usage` WorldError for another. */
export function formatFrom<Own extends Format>(globals: GlobalOptions, own: readonly Own[]): Own {
  const asked = globals.format ?? 'text'
  const found = own.find((format) => format === asked)
  if (found !== undefined) return found
  throw new WorldError('usage', `this command has no format ${asked}`, `It has ${own.join(', ')}.`)
}
