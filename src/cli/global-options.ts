/** Options that every command takes. */
export interface GlobalOptions {
  readonly workspace?: string
  /** A folder whose `ddac.yaml` says how tenants are reached, in place of the workspace's own. */
  readonly configFrom?: string
  /** Names as given, `all` among them; empty where the option is absent. */
  readonly tenants: readonly string[]
  /** As written; command-formats.ts says whether the command has it. */
  readonly format?: string
  readonly quiet: boolean
  readonly colour: boolean
  /** How wide a line of results may be; undefined where nobody says. */
  readonly columns?: number
}
