import { idOfTag, idTag, ownerTag } from '../rule/tenant/identity-tags'

/** How rules of ours are asked for besides by the tag of their slug. */
export interface ScopeNames {
  /** The owner that a rule carries in the tenant; undefined where it carries none. */
  ownerOf(slug: string): string | undefined
  /** The tenant's id of a rule that has yet to get the tag of this slug; undefined where it has it, or is not there. */
  remoteIdOf(slug: string): string | undefined
}

const slugsAlone: ScopeNames = { ownerOf: () => undefined, remoteIdOf: () => undefined }

/**
 * The rules of a suppression, given as slugs or `key:value` tags, as a query of Datadog's rule search. Rules carry
 * their slug as the tag `ddac:<slug>`, and a rule's tags are searched as `key:value` (documented for `source:`; that
 * every tag key works alike is assumed). A tag stays right when a rule is replaced, where an id would not. A rule that
 * carries its owner is asked for by both tags, since another workspace may have a rule of the same slug; one that is about to
 * get the tag of its slug also by its id, since the suppression is written before it.
 */
export function ruleScopeQuery(rules: readonly string[], names: ScopeNames = slugsAlone): string {
  const slugs = rules.filter((rule) => !rule.includes(':'))
  const ids = slugs.flatMap((slug) => names.remoteIdOf(slug) ?? []).map((remoteId) => `ruleId:${remoteId}`)
  const words = rules.map((rule) => {
    const isSlug = !rule.includes(':')
    const owner = isSlug ? names.ownerOf(rule) : undefined
    const word = quoted(isSlug ? idTag(rule) : rule)
    if (owner === undefined) return word
    const both = `${word} ${ownerTag(owner)}`
    return rules.length + ids.length === 1 ? both : `(${both})`
  })
  return [...words, ...ids].join(' OR ')
}

/**
 * A rule query in which rules of ours are named by their slug alone, where it names them by both tags. `owners` are those
 * of the suppression itself: rules of anybody else are others, and stay as they are written.
 */
export function withoutOwners(query: string, owners: readonly string[]): string {
  if (owners.length === 0 || !query.includes(' ')) return query
  const own = new Set(owners.map(ownerTag))
  const words = query.split(' OR ').map((word) => {
    const [, id = '', owner = ''] = bothTags.exec(word) ?? []
    return own.has(owner) && idOfTag(id) !== undefined ? id : word
  })
  return words.join(' OR ')
}

/** `ddac:<slug> ddac_workspace:<name>`, also in brackets. */
const bothTags = /^(?=\(.*\)$|[^()]*$)\(?([^\s()"]+) ([^\s()"]+)\)?$/

/**
 * The slugs and tags that a rule query names, when it is nothing but one or more of them joined by `OR`, in the very
 * words in which `ruleScopeQuery` writes them. `owners` as in `withoutOwners`.
 */
export function rulesOfScope(query: string, owners: readonly string[] = []): readonly string[] | undefined {
  const plain = withoutOwners(query, owners)
  const words = plain.split(' OR ')
  const rules: string[] = []
  for (const word of words) {
    const tag = unquoted(word)
    if (tag === undefined) return undefined
    rules.push(idOfTag(tag) ?? tag)
  }
  return ruleScopeQuery(rules) === plain ? rules : undefined
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
