import type { Json, JsonObject } from '../../../json/json'
import type { Call } from '../read-insert'
import type { Steps } from '../regex/match-whole'
import { RegexTrouble } from '../regex/regex-trouble'

/** What parsing a text depends on besides the text. */
export interface GrokContext {
  /** The time that a date without a year is read at. */
  readonly nowMs: number
  /**
   * Whether an integer that a double cannot hold becomes the nearest number, as in the results of Datadog's public tests;
   * else it stays a text of its digits, so that two ids never melt into one.
   */
  readonly roundIntegers?: boolean
  /** Told when a text costs more work than any log of use would; then what was not found yet is not captured. */
  readonly giveUp?: () => void
  /** Reads a user agent for the filter `useragent`; without it the filter gives nothing. */
  readonly parseUserAgent?: (text: string) => JsonObject
}

/** What filters work with: what parsing depends on, and the work that the text may still cost. */
export interface FilterContext extends GrokContext {
  readonly steps: Steps
}

/** Makes another value of one; undefined where it cannot, then nothing is captured. */
export interface Convert {
  (value: Json, context: FilterContext): Json | undefined
  /** Texts in what it makes all stand in what it takes; numbers are none. */
  readonly keepsTexts?: true
}

/** What a filter can ask of the rules around it. */
export interface FilterHost {
  /** The filter, or the rule that parses a text into attributes, that a call names. Throws a `RegexTrouble`. */
  readonly convertBy: (call: Call) => Convert
}

/** Makes a filter of the call that names it. Throws a `RegexTrouble` for wrong arguments. */
export type FilterMaker = (call: Call, host: FilterHost) => Convert

/** A filter that reads texts; what is no text it does not take. */
export function ofText(convert: (text: string, context: FilterContext) => Json | undefined): Convert {
  return (value, context) => (typeof value === 'string' ? convert(value, context) : undefined)
}

/** The texts given as arguments, with `\n`, `\t` and `\r` as the characters they mean. Throws where there are more, fewer or others. */
export function textsOf(call: Call, least: number, most: number): readonly string[] {
  const texts = call.args.flatMap((arg) => (arg.kind === 'text' ? [readControls(arg.text)] : []))
  if (texts.length === call.args.length && texts.length >= least && texts.length <= most) return texts
  const wanted = most === 0 ? 'no arguments' : `${least === most ? least : `${least} to ${most}`} texts in quotes`
  throw new RegexTrouble(`${call.name} takes ${wanted}`, call.start, call.end)
}

/** `\n`, `\t` and `\r` that are left after unquoting. */
export function readControls(text: string): string {
  return text.replace(/\\([ntr])/g, (_, letter: string) => (letter === 'n' ? '\n' : letter === 't' ? '\t' : '\r'))
}
