/** One expression of ua-parser: when it matches, its groups, or what replaces them, are the parts. */
export interface Expression {
  /** Compiled when it is first asked for. */
  readonly regex: () => RegExp
  /** What stands for each part instead of the group of its place. */
  readonly replacements: readonly (string | undefined)[]
}

/** The expressions by what they tell, each list in the order in which it is tried. */
export type ExpressionLists = Readonly<Record<ListName, readonly Expression[]>>

type ListName = 'user_agent_parsers' | 'os_parsers' | 'device_parsers'

/** The keys of the parts in each list, in the order of the parts. */
const replacementKeys: Readonly<Record<ListName, readonly string[]>> = {
  user_agent_parsers: ['family_replacement', 'v1_replacement', 'v2_replacement', 'v3_replacement', 'v4_replacement'],
  os_parsers: ['os_replacement', 'os_v1_replacement', 'os_v2_replacement', 'os_v3_replacement', 'os_v4_replacement'],
  device_parsers: ['device_replacement', 'brand_replacement', 'model_replacement'],
}

const isListName = (name: string): name is ListName => Object.hasOwn(replacementKeys, name)

/**
 * Reads the flat YAML of ua-parser's `regexes.yaml`: three lists of maps, each key and quoted value on a line of its
 * own. A YAML parser takes a third of a second for it, this a few milliseconds; a test holds the two together.
 */
export function readExpressions(text: string): ExpressionLists {
  const lists: Record<ListName, Expression[]> = { user_agent_parsers: [], os_parsers: [], device_parsers: [] }
  for (const [list, entry] of entriesIn(text)) lists[list].push(expressionOf(entry, replacementKeys[list]))
  return lists
}

/** The maps of the lists as plain text by key, in order. */
export function entriesIn(text: string): readonly (readonly [list: ListName, entry: ReadonlyMap<string, string>])[] {
  const found: (readonly [ListName, Map<string, string>])[] = []
  let list: ListName | undefined
  for (const line of text.split('\n')) {
    const head = /^([a-z_]+):\s*$/.exec(line)?.[1]
    if (head !== undefined) list = isListName(head) ? head : undefined
    const [, dash, key = '', written = ''] = /^\s+(- )?([a-z0-9_]+): *(.*?)\s*$/.exec(line) ?? []
    if (list === undefined || key === '') continue
    if (dash !== undefined) found.push([list, new Map()])
    found.at(-1)?.[1].set(key, unquoted(written))
  }
  return found
}

function expressionOf(entry: ReadonlyMap<string, string>, keys: readonly string[]): Expression {
  let compiled: RegExp | undefined
  const [source = '', flags = ''] = [entry.get('regex'), entry.get('regex_flag')]
  return {
    regex: () => {
      compiled ??= new RegExp(source, flags)
      return compiled
    },
    replacements: keys.map((key) => entry.get(key)),
  }
}

function unquoted(written: string): string {
  const single = /^'((?:[^']|'')*)'/.exec(written)?.[1]
  if (single !== undefined) return single.replaceAll("''", "'")
  const double = /^"((?:[^"\\]|\\.)*)"/.exec(written)?.[1]
  if (double !== undefined) return double.replace(/\\(.)/g, '$1')
  return written.replace(/\s+#.*$/, '')
}
