import { appendFileSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { ddac, type Run, type RunOptions } from './run-in-process'

type Command = (words: readonly string[], options: RunOptions) => Promise<Run>

const done = (stdout: string): Run => ({ code: 0, stdout, stderr: '' })

/** The programs that lines of the workflow and the README call. */
const commands: Readonly<Record<string, Command>> = {
  ddac,
  npx: ([no, program, ...words], options) => {
    // Without --no it would install, and run, what the registry has under that name.
    if (no !== '--no') throw new Error('npx is known with --no alone')
    return run([program ?? '', ...words], options)
  },
  echo: async (words) => done(`${words.join(' ')}\n`),
  cat: async (paths, { cwd }) => done(paths.map((path) => readFileSync(join(cwd, path), 'utf8')).join('')),
  sed: async ([script = ''], { stdin = '' }) => {
    const [, from, to] = /^s\/([\w-]+)\/([\w-]+)\/g$/.exec(script) ?? []
    if (from === undefined || to === undefined) throw new Error('sed is known with s/word/word/g alone')
    return done(stdin.replaceAll(from, to))
  },
  tee: async ([append, path], { cwd, stdin = '' }) => {
    if (append !== '-a' || path === undefined) throw new Error('tee is known with -a and a file alone')
    appendFileSync(path.startsWith('/') ? path : join(cwd, path), stdin)
    return done(stdin)
  },
}

/**
 * Runs a line as `bash -o pipefail` would, with `ddac` inside this process: words, quotes, variables, pipes and one file for what comes out. A line
 * that asks for more than that throws.
 */
export async function runShellLine(line: string, options: RunOptions): Promise<Run> {
  let last: Run = { code: 0, stdout: options.stdin ?? '', stderr: '' }
  let code = 0
  let stderr = ''
  for (const all of pipeline(line, options.env ?? {})) {
    const [words, path] = redirected(all)
    last = await run(words, { ...options, stdin: last.stdout })
    if (path !== undefined) {
      writeFileSync(join(options.cwd, path), last.stdout)
      last = { ...last, stdout: '' }
    }
    if (last.code !== 0) code = last.code
    stderr += last.stderr
  }
  return { code, stdout: last.stdout, stderr }
}

/** The words of a command, and the file that its output goes to. */
function redirected(words: readonly string[]): readonly [readonly string[], string | undefined] {
  const at = words.indexOf('>')
  return at === -1 ? [words, undefined] : [words.slice(0, at), words[at + 1]]
}

async function run([name = '', ...words]: readonly string[], options: RunOptions): Promise<Run> {
  const command = Object.hasOwn(commands, name) ? commands[name] : undefined
  if (!command) throw new Error(`the line calls ${name}, which is not known here`)
  return command(words, options)
}

/** The words of each command of a line. */
function pipeline(line: string, env: Readonly<Record<string, string>>): readonly (readonly string[])[] {
  const tokens = [...line.trim().matchAll(/'[^']*'|"[^"\\`]*"|\s+|[^\s'"]/g)].map(([token]) => token)
  if (tokens.join('') !== line.trim()) throw new Error(`the quotes of this line are not known here: ${line}`)
  const commands: string[][] = [[]]
  let word: string | undefined
  const end = (): void => {
    if (word !== undefined) commands.at(-1)?.push(word)
    word = undefined
  }
  for (const token of tokens) {
    if (/^\s/.test(token)) end()
    else if (token === '|') {
      end()
      commands.push([])
    } else if (token === '>') {
      end()
      commands.at(-1)?.push(token)
    } else if (/^[<&;`$()\\*?#~]$/.test(token)) throw new Error(`${token} is not known here: ${line}`)
    else if (token.startsWith("'")) word = (word ?? '') + token.slice(1, -1)
    else if (token.startsWith('"'))
      word = (word ?? '') + token.slice(1, -1).replace(/\$(\w+)/g, (_, name) => env[name] ?? '')
    else word = (word ?? '') + token
  }
  end()
  return commands
}
