import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { helpTopics } from '../../../src/cli/help/help-topics'
import { servedCommands } from '../../../src/cli/tenants/command-rights'
import { ddac, makeFolder } from '../run-in-process'

const root = join(__dirname, '../../..')
const cwd = makeFolder()
const help = (...words: string[]) => ddac(['help', ...words], { cwd })

it('each page of the house is a topic, and each topic a page', () => {
  const pages = readdirSync(join(root, 'src'), { recursive: true, encoding: 'utf8' })
  const found = pages.filter((path) => path.endsWith('.help.md')).map((path) => `src/${path.replaceAll('\\', '/')}`)
  expect(helpTopics.map(({ page }) => page).sort()).toEqual(found.sort())
})

it.each(helpTopics)('ddac help $name prints its page, with its title first', async ({ name, page }) => {
  const { code, stdout, stderr } = await help(name.toUpperCase())
  const title = /^# (.+)/.exec(readFileSync(join(root, page), 'utf8'))?.[1]
  expect({ code, stderr, title: stdout.split('\n', 1)[0] }).toEqual({ code: 0, stderr: '', title })
  // Whatever a page refers to is there.
  const referred = [...stdout.matchAll(/ddac help ([a-z-]+)/g)].map(([, topic = '']) => topic)
  for (const topic of referred) expect([topic, (await help(topic)).code]).toEqual([topic, 0])
})

it.each([
  ['a command', ['plan'], 'Usage: ddac plan'],
  ['a command of a command', ['pipeline', 'run'], 'Usage: ddac pipeline run'],
  ['nothing', [], 'Usage: ddac [options]'],
])('of %s it prints the help', async (_, words, begins) => {
  const { code, stdout, stderr } = await help(...words)
  expect({ code, stderr }).toEqual({ code: 0, stderr: '' })
  expect(stdout.startsWith(begins)).toBe(true)
  if (words.length === 0)
    for (const { name, about } of helpTopics) expect(stdout).toMatch(`${name.padEnd(12)}  ${about}`)
})

it.each([
  ['tenats', 'Did you mean tenants?'],
  ['aply', 'Did you mean apply?'],
  ['something else', 'The topics are start, workspace, tests, '],
])('of %s, which is neither, it offers the nearest', async (word, told) => {
  const run = await help(...word.split(' '))
  expect(run).toMatchObject({ code: 2, stdout: '' })
  expect(run.stderr).toContain(told)
})

it('a table that is too wide becomes a list, and no line of it is wider than the terminal', async () => {
  const wide = (await ddac(['help', 'exit-codes'], { cwd, columns: 300 })).stdout
  expect(wide).toMatch(/^ {2}validate +a file has an error +diagnostics, summary$/m)
  const narrow = (await ddac(['help', 'exit-codes'], { cwd, columns: 60 })).stdout
  expect(narrow).toMatch(/^ {2}validate\n {6}a file has an error\n {6}JSON: diagnostics, summary$/m)
  const table = narrow.split('\n').filter((line) => line.startsWith('  '))
  expect(Math.max(...table.map(({ length }) => length))).toBeLessThanOrEqual(60)
})

it('the page on tenants says of each command what rights doctor asks for', () => {
  const all = servedCommands([]).map(({ commands }) => commands)
  const page = readFileSync(join(root, 'src/datadog/tenants.help.md'), 'utf8')
  const told = new Map(
    [...page.matchAll(/^\| `([a-z, -]+)` +\|([^|]*)\|$/gm)].map(([, commands = '', rights = '']) => [
      commands,
      [...rights.matchAll(/`(\w+)`/g)].map(([, right = '']) => right),
    ]),
  )
  expect([...told.keys()]).toEqual(all)
  const rights = [...new Set([...told.values()].flat())]
  for (const [commands, needed] of told) {
    const served = rights.filter((right) => {
      const lacking = servedCommands([
        { permission: right, isHeld: false } as Parameters<typeof servedCommands>[0][number],
      ])
      return lacking.find((each) => each.commands === commands)?.serves !== 'all'
    })
    expect([commands, served.sort()]).toEqual([commands, [...needed].sort()])
  }
})
