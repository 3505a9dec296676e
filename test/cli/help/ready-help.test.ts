import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Command } from 'commander'
import { pageName, readyHelp } from '../../../src/cli/help/ready-help'
import { makeProgram } from '../../../src/cli/program'
import { ddac } from '../run-in-process'

/** The pages of the built program; npm run build makes them. */
const pages = join(__dirname, '../../../dist/help')

function wordsOf(command: Command, words: readonly string[] = []): readonly (readonly string[])[] {
  return [words, ...command.commands.flatMap((inner) => wordsOf(inner, [...words, inner.name()]))]
}
const all = wordsOf(makeProgram('', async () => {}))

it('there is a page for each command and each group of them, and no other', () => {
  expect(readdirSync(pages).sort()).toEqual(all.map(pageName).sort())
})

it.each(all.map((words) => [words.join(' '), words] as const))(
  'ddac %s --help is ready as the parser prints it',
  async (_, words) => {
    const page = readFileSync(join(pages, pageName(words)), 'utf8')
    const { stdout } = await ddac([...words, '--help'], { cwd: '/' })
    expect(page.slice(page.indexOf('\n') + 1)).toBe(stdout)
  },
)

it('help is as wide on a wide terminal, and fits a narrow one', async () => {
  const help = async (columns: number) =>
    (await ddac(['test', '--help'], { cwd: '/', columns, isTerminal: true })).stdout
  expect(await help(300)).toBe(await help(80))
  expect(await help(60)).not.toBe(await help(80))
})

it.each([
  ['another option', ['plan', '--quiet', '--help'], undefined],
  ['help that is not asked for last', ['--help', 'plan'], undefined],
  ['words that leave the folder', ['..', '--help'], undefined],
  ['no question for help', ['plan'], undefined],
  ['a narrow terminal', ['plan', '--help'], 79],
  // The sources have no pages: those are made with the program.
  ['a build that has none', ['plan', '--help'], undefined],
])('none is ready for %s', (_, argv, columns) => {
  expect(readyHelp(argv, columns)).toBeUndefined()
})
