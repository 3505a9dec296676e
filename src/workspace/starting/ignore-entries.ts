/**
 * A `.gitignore` that also names these entries; undefined where it names all of them already, in whatever spelling. What
 * stands in it stays, with its line ends.
 */
export function withIgnored(text: string, entries: readonly string[]): string | undefined {
  const named = new Set(text.split(/\r?\n/).map((line) => bare(line.trim())))
  const missing = entries.filter((entry) => !named.has(bare(entry)))
  if (missing.length === 0) return undefined
  const end = text.includes('\r\n') ? '\r\n' : '\n'
  const before = text === '' || text.endsWith('\n') ? text : `${text}${end}`
  return `${before}${missing.map((entry) => `${entry}${end}`).join('')}`
}

/** `/.ddac/`, `.ddac` and `**\/.ddac/` ignore the same folder. */
function bare(entry: string): string {
  return entry.replace(/^(?:\*\*)?\//, '').replace(/\/+$/, '')
}
