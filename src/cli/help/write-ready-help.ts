import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import type { CliContext, Outlet } from '../context'
import { makeProgram } from '../program'
import { runCli } from '../run-cli'
import { buildMark, pageName, readyPages } from './ready-help'

/** Writes the help of each command beside the program, as the program itself prints it; a step of the build. */
async function writeReadyHelp(): Promise<void> {
  rmSync(readyPages, { recursive: true, force: true })
  mkdirSync(readyPages, { recursive: true })
  for (const words of wordsOf(makeProgram('', async () => {}))) {
    const text = await helpOf(words)
    writeFileSync(join(readyPages, pageName(words)), `${buildMark()}\n${text}`)
  }
}

/** Commands and groups of them, by the words that call them; the program itself has none. */
function wordsOf(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  return [words, ...command.commands.flatMap((inner) => wordsOf(inner, [...words, inner.name()]))]
}

async function helpOf(words: readonly string[]): Promise<string> {
  const parts: string[] = []
  const stdout: Outlet = { write: (text) => void parts.push(String(text)), isTerminal: false }
  const context: Partial<CliContext> = { argv: [...words, '--help'], env: {}, stdout, stderr: stdout }
  await runCli(context as CliContext)
  return parts.join('')
}

void writeReadyHelp()
