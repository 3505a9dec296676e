import type { Json } from '../../../json/json'
import { asNumber } from '../../../json/json-text'
import { RegexTrouble } from '../regex/regex-trouble'
import { type Convert, type FilterMaker, type GrokContext, textsOf } from './filter'

const decimal = /^[+-]?(?:\d+(?:\.\d*)?|\.\d+)(?:[eE][+-]?\d+)?$/
const integer = /^[+-]?\d+(?:[eE][+-]?\d+)?$/

/** A number as logs write it; undefined for any other text. */
export function toNumber(text: string, { roundIntegers = false }: NumberOptions): number | string | undefined {
  if (!decimal.test(text)) return undefined
  const value = Number(text)
  if (!Number.isFinite(value)) return undefined
  return roundIntegers || Number.isSafeInteger(value) || !/^[+-]?\d+$/.test(text) ? value + 0 : text
}

/** An integer as logs write it, also as `1e3`; undefined for any other text. */
export function toInteger(text: string, options: NumberOptions): number | string | undefined {
  return integer.test(text) ? toNumber(text, options) : undefined
}

type NumberOptions = Pick<GrokContext, 'roundIntegers'>

function reading(read: (text: string, options: NumberOptions) => Json | undefined): FilterMaker {
  return (call) => {
    textsOf(call, 0, 0)
    return (value, context) => (typeof value === 'string' ? read(value, context) : asNumber(value))
  }
}

/** `number`: a text as a number. */
export const number = reading(toNumber)

/** `integer`: a text as an integer. */
export const integerFilter = reading(toInteger)

/** `boolean`: "true" in any case is true, every other text is false. Observed in Datadog's public Rust implementation. */
export const boolean: FilterMaker = (call) => {
  textsOf(call, 0, 0)
  return (value) => (typeof value === 'string' ? value.toLowerCase() === 'true' : value === true)
}

/** `scale(factor)`: a number, or a text of one, times the factor. */
export const scale: FilterMaker = (call) => {
  const [factor] = call.args
  if (call.args.length !== 1 || factor?.kind !== 'number') {
    throw new RegexTrouble('scale takes one number', call.start, call.end)
  }
  const convert: Convert = (value) => {
    const plain = typeof value === 'string' ? Number(toNumber(value, { roundIntegers: true })) : value
    return typeof plain === 'number' && Number.isFinite(plain) ? plain * factor.value : undefined
  }
  return convert
}
