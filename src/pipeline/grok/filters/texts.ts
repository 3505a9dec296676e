import type { Json } from '../../../json/json'
import { isDeeperThan, isScalar } from '../../../json/json-object'
import { parseLogJson } from '../../../json/parse-log-json'
import { mostLevels } from '../put-value'
import { type FilterMaker, ofText, textsOf } from './filter'

function plain(convert: (text: string) => Json | undefined): FilterMaker {
  return (call) => {
    textsOf(call, 0, 0)
    return (value) => (isScalar(value) ? convert(String(value)) : undefined)
  }
}

/** `lowercase`. */
export const lowercase = plain((text) => text.toLowerCase())

/** `uppercase`. */
export const uppercase = plain((text) => text.toUpperCase())

/** `string`: a number or boolean as text. */
export const string = plain((text) => text)

/** `decodeuricomponent`: `%2Fservice` as `/service`. What is no sound encoding stays as it is. */
export const decodeUriComponent = plain(decodeUri)

/** `nullIf("-")`: nothing where the value is that text. */
export const nullIf: FilterMaker = (call) => {
  const [nothing] = textsOf(call, 1, 1)
  return (value) => (String(value) === nothing ? undefined : value)
}

/** `json`: a text of JSON as what it says; integers that a double cannot hold stay texts of digits. */
export const json: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return ofText((text, { roundIntegers }) => {
    try {
      const value: Json = roundIntegers ? JSON.parse(text) : parseLogJson(text)
      return isDeeperThan(value, mostLevels) ? undefined : value
    } catch {
      return undefined
    }
  })
}

/** A text with its percent signs decoded, or as it stands where they encode no UTF-8. */
export function decodeUri(text: string): string {
  try {
    return decodeURIComponent(text)
  } catch {
    return text
  }
}
