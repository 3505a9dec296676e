/**
 * A place in a record: a key, or a key of the object under a key. In the record that one of its kind carries it is the same
 * behind the key of that.
 */
export type ScannedPlace = readonly [key: string, ...inside: string[]]

/** The key under which records of a kind carry what matters; undefined where they carry nothing. */
type Carrier = string | undefined

/** A place by its path; undefined for one that the programs do not look at. */
export function scannedPlace(path: string, carrier?: Carrier): ScannedPlace | undefined {
  const place = placeAt(path)
  const isReached = place.length <= 2 + depthOf(place, carrier)
  return isReached && place.every((key) => key !== '' && key !== '__proto__' && isToldApart(key)) ? place : undefined
}

export function placeAt(path: string): ScannedPlace {
  const [key = '', ...inside] = path.split('.')
  return [key, ...inside]
}

/** As far as the programs reach: where nothing stands there, nothing does below. */
export function reachedPath(path: string, carrier: Carrier): string {
  const keys = path.split('.')
  return keys.slice(0, 2 + depthOf(keys, carrier)).join('.')
}

/** The key of a path in the record in which it lies. */
export function rootPath(path: string, carrier: Carrier): string {
  const keys = path.split('.')
  return keys.slice(0, 1 + depthOf(keys, carrier)).join('.')
}

/** The place itself, and before it the key that holds it, if one does. */
export function withKey(place: ScannedPlace, carrier: Carrier): readonly ScannedPlace[] {
  const [key, ...inside] = place
  const depth = depthOf(place, carrier)
  return inside.length > depth ? [[key, ...inside.slice(0, depth)], place] : [place]
}

function depthOf(keys: readonly string[], carrier: Carrier): number {
  return keys.length > 1 && keys[0] === carrier ? 1 : 0
}

/** Whether the programs tell a key from all others: of a longer one they look at both ends alone. */
function isToldApart(key: string): boolean {
  return Buffer.byteLength(key) <= 16
}
