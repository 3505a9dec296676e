import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { commitAll, git } from '../cli/repository'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'
import { examplesIn, matches } from './examples'

const root = join(__dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

describe('every example in the README is true', () => {
  let folder: string
  beforeAll(async () => {
    folder = makeFolder()
    cpSync(join(root, 'rules'), join(folder, 'rules'), { recursive: true, filter: (path) => !path.includes('.ddac') })
    // On `main` the delete has to follow within an hour.
    const rule = join(folder, 'rules/aws/ses/aws-ses-identity-added-then-deleted.rule.yaml')
    const shipped = readFileSync(rule, 'utf8')
    writeFileSync(rule, shipped.replace('evaluationWindow: 3h', 'evaluationWindow: 1h'))
    await git(folder, 'init', '-q', '-b', 'main', '--template=')
    await commitAll(folder)
    writeFileSync(rule, shipped)
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
