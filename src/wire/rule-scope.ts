import { idOfTag, idTag } from '../rule/tenant/identity-tags'

/**
 * The rules of a suppression, given as slugs or `key:value` tags, as a query of Datadog's rule search. Rules carry
 * their slug as the tag `ddac:<slug>`, and a rule's tags are searched as `key:value` (documented for `source:`; that
 * every tag key works alike is assumed). A tag stays right when a rule is replaced, where an id would not.
 */
export function ruleScopeQuery(rules: readonly string[]): string {
  return rules.map((rule) => quoted(rule.includes(':') ? rule : idTag(rule))).join(' OR ')
}

/**
 * The slugs and tags that a rule query names, when it is nothing but one or more of them joined by `OR`, in the very
 * words in which `ruleScopeQuery` writes them.
 */
export function rulesOfScope(query: string): readonly string[] | undefined {
  const words = query.split(' OR ')
  const rules: string[] = []
  for (const word of words) {
    const tag = unquoted(word)
    if (tag === undefined) return undefined
    rules.push(idOfTag(tag) ?? tag)
  }
  return ruleScopeQuery(rules) === query ? rules : undefined
}

const plainValue = /^[A-Za-z0-9_./@-]+$/
const plainKey = /^[A-Za-z][A-Za-z0-9_.-]*$/

/** Attributes of the rule search that are no tags. */
const searchAttributes = new Set(['type', 'ruleId', 'severity', 'name', 'id', 'isEnabled', 'query'])

function quoted(tag: string): string {
  const colon = tag.indexOf(':')
  const value = tag.slice(colon + 1)
  if (plainValue.test(value)) return tag
  return `${tag.slice(0, colon)}:"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`
}

/** The tag that a word may stand for. Whether it is the very word for that tag shows when it is written again. */
function unquoted(word: string): string | undefined {
  const colon = word.indexOf(':')
  const key = word.slice(0, colon)
  const value = word.slice(colon + 1)
  const tagged = value.startsWith('"') ? unescaped(value.slice(1, -1)) : value
  if (tagged === '' || !plainKey.test(key) || searchAttributes.has(key)) return undefined
  return `${key}:${tagged}`
}

function unescaped(text: string): string {
  let plain = ''
  for (let index = 0; index < text.length; index += 1) {
    if (text[index] === '\\') index += 1
    plain += text[index] ?? ''
  }
  return plain
}
