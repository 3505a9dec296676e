import type { WrittenShape } from '../shape/shape'

/** With the key of the tag that carries it, a slug must fit the 200 signs of a Datadog tag. */
export const longestSlug = 190

/** Whether a text can be the stable id of a rule or a suppression: it travels as a tag and names files. */
export function isSlug(text: string): boolean {
  return text.length <= longestSlug && /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(text)
}

/** The nearest slug to a text: lower case, a dash for all else; empty if nothing is left. */
export function slugFrom(text: string): string {
  const plain = text
    .normalize('NFKD')
    .replace(/\p{Mark}/gu, '')
    .toLowerCase()
  return plain
    .split(/[^a-z0-9]+/)
    .filter((part) => part !== '')
    .join('-')
    .slice(0, longestSlug)
    .replace(/-+$/, '')
}

const reservedNames = /^(?:con|prn|aux|nul|com[0-9\u00b9\u00b2\u00b3]|lpt[0-9\u00b9\u00b2\u00b3]|conin\$|conout\$)$/i

/** Why Windows has no file or folder of this name (Microsoft, "Naming Files, Paths, and Namespaces"); undefined where it has. */
export function whyNotOnWindows(name: string): string | undefined {
  const [stem = ''] = name.split('.', 1)
  if (reservedNames.test(stem.trimEnd())) return `${stem.trimEnd()} is a device there, whatever stands behind its dot`
  if (/[. ]$/.test(name)) return 'a dot or a blank at the end is lost there'
  const [sign] = /[<>:"|?*\\\p{Cc}]/u.exec(name) ?? []
  return sign === undefined ? undefined : `${JSON.stringify(sign)} stands in no name there`
}

/** A slug as the name of a file or folder on every system: one that Windows keeps for itself says also what it is. */
export function fileStem(slug: string, what: string): string {
  return whyNotOnWindows(slug) === undefined ? slug : `${slug}-${what}`
}

/** The shape of an `id`. */
export const slugShape: WrittenShape = {
  kind: 'written',
  read: (written) => {
    if (typeof written !== 'string')
      return { trouble: { message: 'id should be a text', help: "put it in quotes: '…'" } }
    if (isSlug(written)) return { value: written }
    const near = slugFrom(written)
    const why = written.length > longestSlug ? `longer than ${longestSlug} signs` : 'not made of a-z, 0-9 and dashes'
    return { trouble: { message: `the id "${written}" is ${why}`, ...(near && { help: `write ${near}` }) } }
  },
  write: (kept) => kept,
  schema: { type: 'string', pattern: '^[a-z0-9]([a-z0-9-]*[a-z0-9])?$', maxLength: longestSlug },
}
