import { isJsonObject } from '../json/json-object'
import type { Field, MapShape, Shape, Trouble } from './shape'

/** A key that a map does not have, of which it is known where it stands or how it is called. */
export interface MeantKey {
  /** The key of the same map that it is another name of; undefined where it belongs elsewhere. */
  readonly field?: string
  readonly trouble: Trouble
}

/**
 * What somebody meant who wrote a key that a map does not have: a field of it under another name (Terraform's, the
 * singular, that of another program), or a field of another map of the same file.
 */
export function meantKey(root: Shape, map: MapShape, key: string, value: unknown): MeantKey | undefined {
  const field = Object.keys(map.fields).find((name) => isNameOf(name, map.fields[name], key))
  if (field !== undefined) return { field, trouble: renamed(map, field, key, value) }
  const places = placesOf(root, map, key)
  const [first] = places
  if (!first || places.length > mostPlaces) return undefined
  return { trouble: { message: `${map.what} has no key "${key}"`, help: `it belongs ${whereTo(first, value)}` } }
}

/** What stands in many places is no sign of where it was meant to stand. */
const mostPlaces = 3

/** Whether a key is another name of a field: one that it has elsewhere, in other capitals, with underscores, or in the singular. */
export function isNameOf(name: string, field: Field | undefined, key: string): boolean {
  if (!field || field.setByDatadog || key === name) return false
  const plain = key.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase())
  const isInOtherCapitals = key.toLowerCase() === name.toLowerCase()
  return isInOtherCapitals || field.otherNames?.includes(key) === true || plain === name || singularOf(name) === plain
}

/** Its own name, and those under which it is known elsewhere. */
export function namesOf(name: string, { otherNames = [] }: Field): readonly string[] {
  const all = [name, ...otherNames, singularOf(name) ?? name]
  return [...all, ...all.map((one) => one.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`))]
}

function singularOf(name: string): string | undefined {
  if (name.endsWith('ies')) return `${name.slice(0, -3)}y`
  return /[^s]s$/.test(name) ? name.slice(0, -1) : undefined
}

function renamed(map: MapShape, field: string, key: string, value: unknown): Trouble {
  const shape = map.fields[field]?.shape
  // How a date or a duration is written elsewhere is not how it is written here.
  if (shape?.kind === 'written') return { message: `${map.what} has no key "${key}"`, help: `write ${field}` }
  const isList = shape?.kind === 'list' && !Array.isArray(value)
  const item =
    isList && shape.item.kind === 'map' ? `{ ${Object.hasOwn(shape.item.fields, key) ? `${key}: ` : '…'}` : ''
  const inside = item === '' ? shortly(value) : item.endsWith('…') ? `${item} }` : `${item}${shortly(value)} }`
  return {
    message: `${map.what} has no key "${key}"`,
    help: `write ${field}${value === null ? '' : `: ${isList ? `[${inside}]` : inside}`}`,
  }
}

/** The ways from the root to the maps that have such a field, lists as empty steps. */
function placesOf(root: Shape, from: MapShape, key: string): readonly (readonly string[])[] {
  const found: string[][] = []
  const waiting: { shape: Shape; path: string[] }[] = [{ shape: root, path: [] }]
  const seen = new Set<Shape>([from])
  for (let next = waiting.shift(); next; next = waiting.shift()) {
    const { shape, path } = next
    if (shape.kind === 'list') waiting.push({ shape: shape.item, path: [...path, ''] })
    if (shape.kind !== 'map') continue
    for (const [name, field] of Object.entries(shape.fields)) {
      if (field.setByDatadog) continue
      const isIt = shape !== from && (name === key || isNameOf(name, field, key))
      if (isIt) found.push([...path, name])
      if (seen.has(field.shape)) continue
      if (field.shape.kind === 'map') seen.add(field.shape)
      waiting.push({ shape: field.shape, path: [...path, name] })
    }
  }
  return found
}

function whereTo(place: readonly string[], value: unknown): string {
  const name = place.at(-1) ?? ''
  const within = place.slice(0, -1)
  if (within.length === 0) return 'at the top of the file'
  const lists = within.map((step, index) => (step === '' ? undefined : within[index + 1] === ''))
  let text = `${name}: ${shortly(value)}`
  for (let index = within.length - 1; index >= 0; index -= 1) {
    if (lists[index] === undefined) continue
    text = `${within[index]}: ${lists[index] ? `[{ ${text} }]` : `{ ${text} }`}`
  }
  return `under ${within.filter((step) => step !== '').join('.')}, as ${text}`
}

/** A value as it may stand in an example: as it is where it is short and simple. */
function shortly(value: unknown): string {
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (typeof value === 'string' && /^[\w.@:-]{1,40}$/.test(value)) return value
  return isJsonObject(value) ? '{ … }' : Array.isArray(value) ? '[…]' : '…'
}
