import { cpSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolder } from '../cli/run-in-process'
import { runShellLine } from '../cli/run-shell-line'

const root = join(__dirname, '../..')
const readme = readFileSync(join(root, 'README.md'), 'utf8')

interface Example {
  readonly command: string
  readonly output: string
}

/** The ```console blocks: a line `$ ddac …` and what it prints. A lone `…` stands for any lines, inside a line for any text. */
function examplesIn(text: string): Example[] {
  return [...text.matchAll(/^```console\n([\s\S]*?)^```/gm)].flatMap((block) =>
    (block[1] ?? '')
      .split(/^\$ /m)
      .slice(1)
      .map((part) => {
        const [command = '', ...lines] = part.split('\n')
        return { command, output: lines.join('\n').trimEnd() }
      }),
  )
}

function matches(output: string): RegExp {
  const lines = output.split('\n').map((line) => (line.trim() === '…' ? '[\\s\\S]*?' : escaped(line)))
  return new RegExp(`^${lines.join('\\n').replaceAll('[\\s\\S]*?\\n', '[\\s\\S]*?')}\\s*$`)
}

const escaped = (line: string): string =>
  line
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')

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
