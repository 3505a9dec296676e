import { envelopeKeys } from '../../event/envelopes/envelopes'
import { isMark } from '../../event/known-profiles'
import { stringEnd } from '../../json/parse-log-json'

const [quote, colon, comma, openBrace, closeBrace, openBracket, closeBracket] = [34, 58, 44, 123, 125, 91, 93]

/**
 * Whether the raw text of a log shows that it is one that Datadog processed, as archives hold them: among its own keys one
 * says `attributes`, and none may make it a record of its source, an event of a bus or an envelope. False is not sure.
 */
export function isProcessedText(text: string): boolean {
  let depth = 0
  let found = false
  let isKey = false
  for (let at = 0; at < text.length; at += 1) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const end = stringEnd(text, at)
      if (isKey) {
        const key = text.slice(at + 1, end - 1)
        const value = firstOfValue(text, end)
        if (!isUsual(key, value) || (key === 'attributes' && (found || value !== openBrace))) return false
        found ||= key === 'attributes'
        isKey = false
      }
      at = end - 1
    } else if (code === openBrace || code === openBracket) {
      depth += 1
      if (depth === 1) isKey = code === openBrace
    } else if (code === closeBrace || code === closeBracket) depth -= 1
    else if (code === comma && depth === 1) isKey = true
  }
  return found && depth === 0
}

function isUsual(key: string, value: number): boolean {
  if (key.includes('\\') || key === 'detail-type' || isMark(key)) return false
  return key === 'message' ? value === quote : !envelopeKeys.includes(key)
}

function firstOfValue(text: string, from: number): number {
  let at = from
  while (at < text.length && (text.charCodeAt(at) === colon || text.charCodeAt(at) <= 32)) at += 1
  return text.charCodeAt(at)
}
