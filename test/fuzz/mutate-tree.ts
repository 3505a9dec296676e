import { parse, stringify } from 'yaml'
import type { Chance } from '../siege/chance.cjs'
import { numbers, pieces } from './pieces'

type Tree = string | number | boolean | null | Tree[] | { [key: string]: Tree }
type Place = readonly [parent: Tree[] | { [key: string]: Tree }, key: string]

/** Stands around what is written as it is: a number that JavaScript cannot hold, an alias of YAML. */
const raw = (text: string): string => `\ue001${text}\ue002`
const known = new Map<string, string>()

/** A document of JSON or YAML with a few of its values changed, written as either; undefined where it is none. */
export function changedTree(text: string, others: readonly string[], chance: Chance): string | undefined {
  const root = treeOf(text)
  if (typeof root !== 'object' || root === null) return undefined
  const holder: Tree[] = [root]
  const changes = chance.upTo(3)
  for (let change = 0; change < changes; change += 1) changeOne(holder, others, chance)
  const [tree = null] = holder
  const isBlock = !text.trimStart().startsWith('{') && !text.trimStart().startsWith('[') && chance.next() < 0.7
  if (lengthOf(tree, 0) > longest) return undefined
  const mayBeIndented = lengthOf(tree, 1) <= longest
  const written = isBlock && mayBeIndented ? asYaml(tree) : undefined
  const document = written ?? asJson(tree, chance, mayBeIndented)
  return document?.replace(/"?\ue001([^\ue002]*)\ue002"?/g, '$1')
}

/** Each time another copy, since it is changed. */
function treeOf(text: string): Tree | undefined {
  let plain = known.get(text)
  if (plain === undefined) {
    try {
      plain = JSON.stringify(parse(text, { logLevel: 'silent', strict: false }))
    } catch {
      plain = ''
    }
    known.set(text, plain ?? '')
  }
  return plain ? (JSON.parse(plain) as Tree) : undefined
}

/** Undefined where it is too long for a text. */
function asJson(tree: Tree, chance: Chance, mayBeIndented: boolean): string | undefined {
  const indent = chance.next() < 0.5 ? 0 : 1
  try {
    return JSON.stringify(tree, null, mayBeIndented ? indent : 0)
  } catch {
    return undefined
  }
}

/** Far longer than what is kept of a text: what would be longer takes minutes to write. */
const longest = 1_000_000

/** About how long a tree is when it is written with so much indentation, or more than the longest. */
function lengthOf(tree: Tree, indent: number): number {
  let length = 0
  const left: (readonly [value: Tree, depth: number])[] = [[tree, 0]]
  for (let next = left.pop(); next !== undefined && length <= longest; next = left.pop()) {
    const [value, depth] = next
    length += 2 + depth * indent + (typeof value === 'string' ? value.length : 0)
    if (typeof value !== 'object' || value === null) continue
    for (const [key, inner] of Object.entries(value)) {
      length += Array.isArray(value) ? 0 : key.length
      left.push([inner, depth + 1])
    }
  }
  return length
}

function asYaml(tree: Tree): string | undefined {
  try {
    return stringify(tree, { lineWidth: 0 })
  } catch {
    return undefined
  }
}

function changeOne(root: Tree[], others: readonly string[], chance: Chance): void {
  const places = placesIn(root)
  const [parent, key] = chance.oneOf(places)
  const value = get(parent, key)
  switch (chance.upTo(9)) {
    case 1:
      set(parent, key, oddValue(chance))
      return
    case 2:
      if (Array.isArray(parent)) parent.splice(Number(key), parent === root ? 0 : 1)
      else Reflect.deleteProperty(parent, key)
      return
    case 3: {
      const [from, at] = chance.oneOf(places)
      set(parent, key, copied(get(from, at)))
      return
    }
    case 4: {
      const other = treeOf(chance.oneOf(others))
      if (other === undefined) return
      const [from, at] = chance.oneOf(placesIn([other]))
      set(parent, key, copied(get(from, at)))
      return
    }
    case 5:
      set(parent, key, nested(value, chance))
      return
    case 6:
      if (typeof value === 'object' && value !== null && !Array.isArray(value))
        set(
          value,
          chance.oneOf(['__proto__', 'constructor', 'toString', '', '<<', 'a.b', '0', chance.oneOf(pieces)]),
          oddValue(chance),
        )
      else if (Array.isArray(value)) value.push(oddValue(chance))
      return
    case 7:
      if (Array.isArray(value) && value.length > 0)
        for (let more = chance.upTo(chance.next() < 0.8 ? 5 : 300); more > 0; more -= 1)
          value.push(copied(value[0] ?? null))
      return
    default:
      if (typeof value === 'string') set(parent, key, changedText(value, chance))
      else if (typeof value === 'number') set(parent, key, raw(chance.oneOf(numbers)))
      else set(parent, key, oddValue(chance))
  }
}

function changedText(text: string, chance: Chance): string {
  const from = Math.floor(chance.next() * (text.length + 1))
  const to = Math.min(text.length, from + chance.upTo(8) - 1)
  const put = chance.next() < 0.3 ? '' : chance.oneOf(pieces)
  const often = chance.next() < 0.9 ? 1 : chance.upTo(1000)
  return (text.slice(0, from) + put.repeat(often) + text.slice(chance.next() < 0.5 ? to : from)).slice(0, 20_000)
}

function oddValue(chance: Chance): Tree {
  return chance.oneOf<() => Tree>([
    () => null,
    () => '',
    () => [],
    () => ({}),
    () => true,
    () => 0,
    () => -1,
    () => 1e300,
    () => raw(chance.oneOf(numbers)),
    () => raw(chance.oneOf(['*a', '&a 1', '!!binary AA==', '2026-01-01', '~', '.nan', 'yes', '0o7'])),
    () => chance.oneOf(pieces),
    () => chance.oneOf(pieces).repeat(chance.upTo(500)),
    () => [null],
    () => [chance.oneOf(pieces), 1, {}],
    () => JSON.parse('{"__proto__":{"a":1},"constructor":{"prototype":{"a":1}}}') as Tree,
    () => '\ud800',
  ])()
}

function nested(value: Tree, chance: Chance): Tree {
  const deep = chance.next() < 0.8 ? chance.upTo(4) : chance.upTo(1500)
  let made = value
  for (let level = 0; level < deep; level += 1) made = chance.next() < 0.5 ? [made] : { a: made }
  return made
}

function copied(value: Tree): Tree {
  return JSON.parse(JSON.stringify(value)) as Tree
}

/** Without recursion, since a tree may have been nested deeply before. */
function placesIn(root: Tree[]): readonly Place[] {
  const places: Place[] = []
  const left: Tree[] = [root]
  for (let value = left.pop(); value !== undefined && places.length < 5000; value = left.pop()) {
    if (typeof value !== 'object' || value === null) continue
    for (const key of Object.keys(value)) {
      places.push([value, key])
      left.push(get(value, key))
    }
  }
  return places
}

function get(parent: Tree[] | { [key: string]: Tree }, key: string): Tree {
  return (Object.getOwnPropertyDescriptor(parent, key)?.value as Tree | undefined) ?? null
}

function set(parent: Tree[] | { [key: string]: Tree }, key: string, value: Tree): void {
  Object.defineProperty(parent, key, { value, enumerable: true, configurable: true, writable: true })
}
