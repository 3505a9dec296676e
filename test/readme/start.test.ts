import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { changeIn } from '../cli/in-tenant'
import { git } from '../cli/repository'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'
import { type Example, examplesIn, matches } from './examples'

const page = readFileSync(join(__dirname, '../../src/cli/help/start.help.md'), 'utf8')

/** `sed -i s/one/another/ file`, of plain texts. */
function replace(cwd: string, command: string): string {
  const [, from = '', to = '', file = ''] = /^sed -i 's\/(.+)\/(.+)\/' (\S+)$/.exec(command) ?? []
  const path = join(cwd, file)
  const text = readFileSync(path, 'utf8')
  expect(text).toContain(from)
  writeFileSync(path, text.replaceAll(from, to))
  return ''
}

async function run(cwd: string, { command }: Example): Promise<string> {
  if (command.startsWith('sed ')) return replace(cwd, command)
  if (command.startsWith('git commit ')) return git(cwd, 'commit', '-q', '-m', 'change')
  if (command.startsWith('git ')) return git(cwd, ...command.split(' ').slice(1))
  const { stdout, stderr } = await runShellLine(command, { cwd })
  return `${stdout}${stderr}`
}

it('the whole way from init to what was done by hand is as the page tells it', async () => {
  const cwd = makeFolder()
  await git(cwd, 'init', '-q', '-b', 'main', '--template=')
  const examples = examplesIn(page)
  expect(examples.length).toBeGreaterThan(15)
  for (const example of examples) {
    // The one thing that the page tells and nobody types.
    if (example.command === 'ddac drift') changeIn(cwd, 'console-login-without-mfa', { isEnabled: false })
    const told = (await run(cwd, example)).trim()
    expect(`$ ${example.command}\n${told}`).toMatch(
      new RegExp(`^\\$ .*\\n${matches(example.output.trim()).source.slice(1)}`),
    )
  }
})
