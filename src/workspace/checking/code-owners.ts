import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { repositoryOf } from '../own-files'

/** Where GitHub and GitLab look for it, the first first. */
const places = ['.github/CODEOWNERS', 'CODEOWNERS', 'docs/CODEOWNERS', '.gitlab/CODEOWNERS']

/** All that CODEOWNERS of the repository of a workspace names, in lower case; undefined where there is none. */
export function codeOwners(root: string): ReadonlySet<string> | undefined {
  const repository = repositoryOf(root) ?? root
  for (const place of places) {
    const text = textOf(join(repository, place))
    if (text !== undefined) return ownersIn(text)
  }
  return undefined
}

/**
 * Whether an owner is one whom CODEOWNERS names: an address, a person or a team, with or without `@`; a team also without
 * its organisation.
 */
export function isCodeOwner(owner: string, known: ReadonlySet<string>): boolean {
  const name = owner.trim().toLowerCase().replace(/^@/, '')
  return known.has(name) || [...known].some((each) => each.endsWith(`/${name}`))
}

function ownersIn(text: string): ReadonlySet<string> {
  const words = text.split('\n').flatMap((line) =>
    line
      .replace(/(?:^|\s)#.*$/, '')
      .trim()
      .split(/\s+/)
      .slice(isSection(line) ? 0 : 1),
  )
  return new Set(words.filter((word) => word.includes('@')).map((word) => word.toLowerCase().replace(/^@/, '')))
}

/** GitLab's sections name default owners behind their brackets. */
function isSection(line: string): boolean {
  return /^\s*\^?\[/.test(line)
}

function textOf(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return undefined
  }
}
