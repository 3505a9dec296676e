import type { Readable } from 'node:stream'
import type { SafeText } from '../medium/safe-text'
import type { TerminalText } from '../medium/terminal-text'
import type { ToldFailure } from '../report/failures'

/** Where text goes: a stream of the process, or a collector in a test. A plain string, which anybody may have written, does not fit. */
export interface Outlet {
  write(text: SafeText): void
  /** Waits until there is room for more, and lets the user stop the program meanwhile; absent where no text has to wait. */
  readonly drained?: () => Promise<void>
  /** Whether a person watches: decides on colour and progress. */
  readonly isTerminal: boolean
  /** How many columns a line may take; undefined where nobody says. */
  readonly columns?: number | undefined
}

/** Everything from outside that a command may use. Tests hand in their own and run commands in-process. */
export interface CliContext {
  /** Arguments without the interpreter and the script. */
  readonly argv: readonly string[]
  readonly env: Readonly<Record<string, string | undefined>>
  readonly cwd: string
  readonly stdin: Readable
  readonly stdout: Outlet
  readonly stderr: Outlet
  /** Hears what is told on stderr as an error: the document of its format holds it where the command ends without a result. */
  readonly failed?: (failure: ToldFailure) => void
  /** Epoch milliseconds. Used for expiry and elapsed time only, never in a detection. */
  readonly now: () => number
  /** Waits: before a tenant is asked again, until a file that changes is whole. Rejects where the user asks to stop. */
  readonly sleep: (milliseconds: number) => Promise<void>
  /** Set when the user asks to stop. A command that takes it stops in good order; one that does not is just ended. */
  readonly abort: AbortSignal
  /** Runs what keeps the thread for long, so that a signal ends the program all the same. Only where nothing is half done. */
  busy<T>(work: () => T): T
  /** Asks a yes/no question; undefined where nobody can answer. */
  readonly confirm: ((question: TerminalText) => Promise<boolean>) | undefined
  /** Asks for a line of text, which may be empty; undefined where nobody can answer. */
  readonly ask: ((question: TerminalText) => Promise<string>) | undefined
}

/** Where errors are told. */
export type Told = Pick<CliContext, 'stderr' | 'failed'>

/** Exit codes of every command (README, "Exit codes"). */
export const exitCodes = { yes: 0, no: 1, couldNotAnswer: 2, ourBug: 70 } as const
