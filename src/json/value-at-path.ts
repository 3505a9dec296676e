import type { Path } from '../diagnostic/diagnostic'
import { isCollection, isJsonObject } from './json-object'

/** What stands at `path`; `undefined` where the path leads nowhere. */
export function valueAt(value: unknown, path: Path): unknown {
  let here = value
  for (const step of path) {
    here =
      isCollection(here) && Object.hasOwn(here, step) ? (here as Record<string | number, unknown>)[step] : undefined
  }
  return here
}

/** A copy with `wanted` at `path`; what is missing on the way is made. */
export function withValue(value: unknown, path: Path, wanted: unknown): unknown {
  const [step, ...rest] = path
  if (step === undefined) return wanted
  if (Array.isArray(value)) return Object.assign([...value], { [step]: withValue(value[Number(step)], rest, wanted) })
  const map = isJsonObject(value) ? value : {}
  if (typeof step === 'number' && !isJsonObject(value)) return [withValue(undefined, rest, wanted)]
  return { ...map, [step]: withValue(Object.hasOwn(map, step) ? map[step] : undefined, rest, wanted) }
}

/** A copy without what stands at `path`. */
export function withoutValue(value: unknown, path: Path): unknown {
  const [step, ...rest] = path
  if (step === undefined || !isCollection(value)) return value
  if (Array.isArray(value)) {
    if (Number(step) >= value.length) return value
    return rest.length === 0
      ? value.filter((_, index) => index !== Number(step))
      : value.map((item, index) => (index === Number(step) ? withoutValue(item, rest) : item))
  }
  const map = value as Record<string, unknown>
  if (!Object.hasOwn(map, step)) return value
  if (rest.length > 0) return { ...map, [step]: withoutValue(map[step], rest) }
  return Object.fromEntries(Object.entries(map).filter(([key]) => key !== String(step)))
}
