import { cpSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpTopics } from '../../src/cli/help/help-topics'
import { commitAll, git } from '../cli/repository'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'
import { examplesIn, matches } from './examples'

const root = join(__dirname, '../..')
// They have tests of their own: one is a walk from an empty folder, one needs a tenant and a state of Terraform.
const others = ['start', 'terraform']
const pages = ['README.md', ...helpTopics.flatMap(({ name, page }) => (others.includes(name) ? [] : [page]))].map(
  (page) => {
    const examples = examplesIn(readFileSync(join(root, page), 'utf8'))
    return { page, examples: examples.filter(({ command }) => command.startsWith('ddac ')) }
  },
)

it('there are examples in the README, and in pages of help', () => {
  expect(pages[0]?.examples.length).toBeGreaterThan(4)
  expect(pages.filter(({ examples }) => examples.length > 0).length).toBeGreaterThan(1)
})

it.each(['README.md', ...helpTopics.map(({ page }) => page)])(
  'what commands print stands in %s only where a test runs them',
  (page) => {
    const blocks = [...readFileSync(join(root, page), 'utf8').matchAll(/^```(.*)\n([\s\S]*?)^```$/gm)]
    const printed = blocks.filter(([, language, text = '']) => {
      const lines = text.trimEnd().split('\n')
      return language !== 'console' && lines[0]?.startsWith('$ ') && lines.some((line) => !line.startsWith('$ '))
    })
    expect(printed.map(([block]) => block)).toEqual([])
  },
)

describe.each(pages.filter(({ examples }) => examples.length > 0))('every example in $page is true', ({ examples }) => {
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

  it.each(examples)('$command', async ({ command, output }) => {
    const { stdout, stderr } = await runShellLine(command, { cwd: folder })
    expect(`${stdout}${stderr}`.trimEnd()).toMatch(matches(output))
  })
})
