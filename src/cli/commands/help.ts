import type { Command } from 'commander'
import { WorldError } from '../../diagnostic/world-error'
import { makePainter } from '../../medium/painter'
import { terminal } from '../../medium/terminal-text'
import { pageText } from '../../report/help-page'
import { nearestName } from '../../shape/nearest-name'
import { packageFile } from '../../workspace/starting/package-file'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { helpTopics } from '../help/help-topics'

/** `ddac help TOPIC`: a page of the documentation, or the help of a command; without a word the list of both. */
export async function help(
  context: CliContext,
  globals: GlobalOptions,
  words: readonly string[],
  program: Command,
): Promise<number> {
  formatFrom(globals, 'help')
  const asked = words.join(' ').toLowerCase()
  const topic = helpTopics.find(({ name }) => name === asked)
  if (topic) {
    const columns = context.stdout.columns
    context.stdout.write(pageText(packageFile(topic.page), makePainter(globals.colour), columns))
    return exitCodes.yes
  }
  const command = words.reduce<Command | undefined>(
    (above, word) => above?.commands.find((each) => each.name() === word),
    program,
  )
  if (!command) throw unknownTopic(asked, program)
  command.outputHelp()
  if (command === program) {
    const widest = Math.max(...helpTopics.map(({ name }) => name.length))
    const lines = helpTopics.map(({ name, about }) => terminal`  ${name.padEnd(widest)}  ${about}\n`)
    context.stdout.write(terminal`\nTopics (ddac help TOPIC):\n${lines}`)
  }
  return exitCodes.yes
}

function unknownTopic(asked: string, program: Command): WorldError {
  const topics = helpTopics.map(({ name }) => name)
  const near = nearestName(asked, [...topics, ...program.commands.map((command) => command.name())])
  const list = `The topics are ${topics.join(', ')}; ddac --help lists the commands.`
  return new WorldError('usage', `there is no topic or command "${asked}"`, near ? `Did you mean ${near}?` : list)
}
