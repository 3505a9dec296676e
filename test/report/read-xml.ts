/** An element of a read XML text, with its decoded attributes and text. */
export interface Element {
  readonly name: string
  readonly attributes: Readonly<Record<string, string>>
  readonly children: Element[]
  text: string
}

/** Reads XML as strictly as readers of JUnit do; throws at the first thing that is not well formed. No CDATA, no DTD. */
export function readXml(xml: string): Element {
  if (/[^\t\n\r\x20-\ud7ff\ue000-\ufffd\u{10000}-\u{10ffff}]/u.test(xml)) throw new Error('a character outside XML 1.0')
  const root: Element = { name: '', attributes: {}, children: [], text: '' }
  const open = [root]
  const rest = xml.replace(/^<\?xml version="1\.0" encoding="UTF-8"\?>\n/, '')
  if (rest === xml) throw new Error('no declaration')
  const token = /<\/([\w-]+)>|<([\w-]+)((?:\s+[\w-]+="[^"<]*")*)\s*(\/?)>|([^<]+)|(<)/g
  for (const [, closed, name, written = '', alone, text, stray] of rest.matchAll(token)) {
    const here = open.at(-1) as Element
    if (stray !== undefined) throw new Error('a < that begins nothing')
    if (text !== undefined) here.text += decoded(text)
    else if (closed !== undefined) {
      if (open.pop()?.name !== closed) throw new Error(`</${closed}> closes nothing`)
    } else if (name !== undefined) {
      const pairs = [...written.matchAll(/([\w-]+)="([^"]*)"/g)].map(([, key = '', value = '']) => [
        key,
        decoded(value),
      ])
      if (new Set(pairs.map(([key]) => key)).size < pairs.length) throw new Error('an attribute twice')
      const element: Element = { name, attributes: Object.fromEntries(pairs), children: [], text: '' }
      here.children.push(element)
      if (alone === '') open.push(element)
    }
  }
  if (open.length > 1 || root.children.length !== 1) throw new Error('not exactly one element, closed')
  return root.children[0] as Element
}

const entities: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'" }

function decoded(text: string): string {
  return text.replace(/&(?:#(\d+)|(\w+));|&/g, (whole, number?: string, name?: string) => {
    const sign = number === undefined ? entities[name ?? ''] : String.fromCodePoint(Number(number))
    if (sign === undefined) throw new Error(`${whole} is no entity`)
    return sign
  })
}
