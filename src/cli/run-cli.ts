import { type Command, CommanderError } from 'commander'
import { WorldError } from '../diagnostic/world-error'
import { isText, textsIn } from '../json/json-text'
import type { SafeText } from '../medium/safe-text'
import { lined, terminal, terminalLines } from '../medium/terminal-text'
import type { ToldFailure } from '../report/failures'
import { type CliContext, exitCodes, type Outlet } from './context'
import { formatAwaited } from './formats/command-formats'
import type { GlobalOptions } from './global-options'
import { helpColumns } from './help/ready-help'
import { ownVersion } from './own-version'
import { makeProgram, wordsOf } from './program'
import { tellError } from './tell-error'
import { boundOf } from './tenants/markdown-bound'

/** The whole command line: arguments in, exit code out. Trouble from the world is caught here, once. */
export async function runCli(outer: CliContext): Promise<number> {
  let code: number = exitCodes.yes
  let isCut = false
  const { context, isSilent, failures } = listened(outer)
  const program = makeProgram(ownVersion(), async (command) => {
    code = await command(context, globalOptions(program.opts(), context))
  })
  for (const command of allCommands(program)) {
    command.exitOverride().configureOutput({
      writeOut: (text) => context.stdout.write(lined(terminalLines(text))),
      getOutHelpWidth: () => Math.min(helpColumns, context.stdout.columns ?? helpColumns),
      writeErr: (text) => context.stderr.write(lined(terminalLines(text))),
    })
  }
  try {
    await program.parseAsync(context.argv, { from: 'user' })
  } catch (error) {
    isCut = true
    code = tell(error, context)
  }
  if (code !== exitCodes.yes) await tellInFormat(program, { told: failures, isSilent: isSilent(), isCut }, context)
  return code
}

interface Ending {
  readonly told: readonly ToldFailure[]
  /** Whether nothing was printed as a result. */
  readonly isSilent: boolean
  /** Whether the command threw, so that what it printed may be a part. */
  readonly isCut: boolean
}

/**
 * A command without a result still prints a document of its format, and writes those of `--also`; lines that break off end in a
 * line that says why.
 */
async function tellInFormat(program: Command, { told, isSilent, isCut }: Ending, context: CliContext): Promise<void> {
  const called = calledCommand(program)
  const command = called === program ? '' : wordsOf(called)
  const awaited = formatAwaited(program.opts()['format'], command)
  const format = isSilent || (isCut && awaited === 'ndjson') ? awaited : undefined
  const { maxSize, also = [] } = called.opts<{ maxSize?: number; also?: readonly string[] }>()
  const files = isCut ? also : []
  if (format === undefined && files.length === 0) return
  const { documentWithout } = await import('./formats/without-result')
  const without = { command, told, bound: boundOf(maxSize, 1, 'The log tells all.') }
  const text = format && documentWithout(without, format)
  if (text) context.stdout.write(text)
  if (files.length > 0) {
    const { writeAlsoWithout } = await import('./formats/also')
    writeAlsoWithout(files, command, (each) => documentWithout(without, each), context)
  }
}

/** The command that the arguments name, also where it was never run. */
function calledCommand(program: Command): Command {
  let called = program
  for (const word of program.args) {
    const inner = called.commands.find((command) => command.name() === word)
    if (!inner) break
    called = inner
  }
  return called
}

/** The same context, of which is known whether anything was written as a result, and which errors were told. */
function listened(outer: CliContext) {
  let isSilent = true
  const failures: ToldFailure[] = []
  const stdout: Outlet = Object.create(outer.stdout, {
    write: {
      value: (text: SafeText) => {
        isSilent = false
        outer.stdout.write(text)
      },
    },
  })
  const failed = (failure: ToldFailure): void => void failures.push(failure)
  // Most of the real context is made when it is first asked for, so nothing of it is copied.
  const context: CliContext = Object.create(outer, { stdout: { value: stdout }, failed: { value: failed } })
  return { context, failures, isSilent: () => isSilent }
}

function allCommands(command: Command): readonly Command[] {
  return [command, ...command.commands.flatMap(allCommands)]
}

function globalOptions(raw: Record<string, unknown>, context: CliContext): GlobalOptions {
  const workspace = raw['workspace'] ?? context.env['DDAC_WORKSPACE']
  return {
    ...(isText(workspace) && { workspace }),
    ...(typeof raw['configFrom'] === 'string' && { configFrom: raw['configFrom'] }),
    tenants: namesIn(raw['tenant']),
    ...(typeof raw['format'] === 'string' && { format: raw['format'] }),
    quiet: raw['quiet'] === true,
    colour: wantsColour(raw['color'] !== false, context),
    ...(context.stdout.columns !== undefined && { columns: context.stdout.columns }),
  }
}

/** NO_COLOR and FORCE_COLOR as https://no-color.org and its sibling describe them; otherwise only a terminal gets colour. */
function wantsColour(allowed: boolean, { env, stdout }: CliContext): boolean {
  if (!allowed || env['NO_COLOR']) return false
  if (env['FORCE_COLOR'] === '0') return false
  if (env['FORCE_COLOR']) return true
  return stdout.isTerminal && env['TERM'] !== 'dumb'
}

function tell(error: unknown, context: CliContext): number {
  if (error instanceof CommanderError) {
    if (error.exitCode === 0) return exitCodes.yes
    context.failed?.({ kind: 'error', code: 'usage', message: error.message.replace(/^error: /, '') })
    return troubleCode(context)
  }
  if (error instanceof WorldError) {
    tellError(error, context)
    return error.code === 'conflict' ? exitCodes.no : troubleCode(context)
  }
  const message = error instanceof Error ? error.message : String(error)
  context.failed?.({ kind: 'error', code: 'bug', message })
  const what = error instanceof Error ? (error.stack ?? error.message) : String(error)
  const lines = lined(terminalLines(what))
  context.stderr.write(
    terminal`This is a bug in ddac, not in your files. Please report it with these lines:\n${lines}\n`,
  )
  return exitCodes.ourBug
}

/** The exit code for trouble: 2, but with `--detailed-exitcode` 2 means changes, so trouble is 1, as Terraform has it. */
export function troubleCode({ argv }: CliContext): number {
  return argv.includes('--detailed-exitcode') ? exitCodes.no : exitCodes.couldNotAnswer
}

/** `--tenant` may be given several times, and each may hold several names. */
function namesIn(raw: unknown): readonly string[] {
  return textsIn(raw)
    .flatMap((each) => each.split(','))
    .flatMap((name) => name.trim() || [])
}
