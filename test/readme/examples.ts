/** A line of a console, and what it prints. */
export interface Example {
  readonly command: string
  readonly output: string
}

/** The ```console blocks: a line `$ ddac …` and what it prints. A lone `…` stands for any lines, inside a line for any text. */
export function examplesIn(text: string): Example[] {
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

/** What the output of an example may be: the same, but for `…`. */
export function matches(output: string): RegExp {
  const lines = output.split('\n').map((line) => (line.trim() === '…' ? '[\\s\\S]*?' : escaped(line)))
  return new RegExp(`^${lines.join('\\n').replaceAll('[\\s\\S]*?\\n', '[\\s\\S]*?')}\\s*$`)
}

const escaped = (line: string): string =>
  line
    .split('…')
    .map((part) => part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
    .join('.*')
