import { type Example, examplesIn } from '../readme/examples'

/** How something is added to the house, as CONTRIBUTING.md shows it. */
export interface Recipe {
  readonly title: string
  readonly changes: readonly FileChange[]
  readonly examples: readonly Example[]
}

/** A new file, or hunks that are laid over one that is there. */
export interface FileChange {
  readonly path: string
  readonly kind: 'file' | 'diff'
  readonly text: string
}

/**
 * The recipes of a Markdown text: a section `### …` below `## Recipes` each. A code block with a path behind its
 * language is a file (` ```ts src/a.ts `) or, as `diff`, a change of one; the lines behind `$` of a `console` block are
 * typed when all of them are made.
 */
export function recipesIn(markdown: string): readonly Recipe[] {
  const [, below = ''] = markdown.split(/^## Recipes$/m)
  const [recipes = ''] = below.split(/^## /m)
  return recipes
    .split(/^### /m)
    .slice(1)
    .map((section) => {
      const blocks = [...section.matchAll(/^```(\w+)(?: (\S+))?\n([\s\S]*?)^```$/gm)]
      return {
        title: section.split('\n')[0] ?? '',
        changes: blocks.flatMap(([, language, path, text = '']): readonly FileChange[] =>
          path === undefined ? [] : [{ path, kind: language === 'diff' ? 'diff' : 'file', text }],
        ),
        examples: examplesIn(section),
      }
    })
}

/** The text of a file after a change. Throws where a hunk does not fit, or fits twice: then the recipe has gone stale. */
export function changed(before: string | undefined, { path, kind, text }: FileChange): string {
  if (kind === 'file') {
    if (before !== undefined) throw new Error(`${path} is there already`)
    return text
  }
  if (before === undefined) throw new Error(`${path} is not there`)
  return text.split(/^ *…\n/m).reduce((current, hunk) => {
    const lines = hunk.split('\n').slice(0, -1)
    const side = (sign: string): string =>
      lines
        .filter((line) => !line.startsWith(sign))
        .map((line) => `${line.slice(1)}\n`)
        .join('')
    const [old, renewed] = [side('+'), side('-')]
    const [head, ...rest] = current.split(old)
    if (head === undefined || rest.length !== 1) {
      throw new Error(`${path}: these lines stand in it ${rest.length} times, not once:\n${old}`)
    }
    return `${head}${renewed}${rest[0]}`
  }, before)
}
