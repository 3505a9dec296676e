/**
 * Whether a file lies in a folder, or in one of those that its pattern names: `*` stands for anything in one name, `**` for
 * any folders, `?` for one sign. What a pattern names holds all that is below it.
 */
export function liesIn(path: string, pattern: string): boolean {
  return expressionOf(pattern).test(path)
}

function expressionOf(pattern: string): RegExp {
  const plain = pattern.replace(/^\.\//, '').replace(/\/+$/, '')
  const parts = plain
    .split(/(\*\*\/|\*\*|\*|\?)/)
    .map((part) => wildcards.get(part) ?? part.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&'))
  return new RegExp(`^${parts.join('')}(?:/.*)?$`, 's')
}

const wildcards: ReadonlyMap<string, string> = new Map([
  ['**/', '(?:.*/)?'],
  ['**', '.*'],
  ['*', '[^/]*'],
  ['?', '[^/]'],
])
