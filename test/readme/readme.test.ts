import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'
import { examplesIn, matches } from './examples'

const root = join(__dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('every example in the README is true', () => {
  let folder: string
  beforeAll(() => {
    folder = makeFolder()
    cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true, filter: (path) => !path.includes('.ddac') })
  })

  const examples = examplesIn(readme).filter(({ command }) => command.startsWith('ddac '))

  it('there are examples', () => {
    expect(examples.length).toBeGreaterThan(4)
  })

  it.each(examples)('$command', async ({ command, output }) => {
    const { stdout, stderr } = await runShellLine(command, { cwd: folder })
    expect(`${stdout}${stderr}`.trimEnd()).toMatch(matches(output))
  })
})
