import type { JsonObject } from '../../json/json'
import { deviceCategory } from './device-category'
import { type Expression, type ExpressionLists, readExpressions } from './user-agent-expressions'

/** No user agent of a real client is longer; the rest says nothing. */
const longestText = 1000
/** How many results are kept: logs come from few clients many times over. */
const mostKept = 5000

/**
 * The parser of user agents, given the text of ua-parser's public `regexes.yaml`, which is read when it is first needed
 * (docs, Processors > User-Agent parser; the algorithm is ua-parser's own specification). Parts that are not known are
 * left out; a family that is not known is "Other".
 */
export function userAgentParserOf(expressions: () => string): (text: string) => JsonObject {
  let lists: ExpressionLists | undefined
  const kept = new Map<string, JsonObject>()
  return (whole) => {
    const text = whole.slice(0, longestText)
    const known = kept.get(text)
    if (known !== undefined) return known
    lists ??= readExpressions(expressions())
    const details = detailsOf(text, lists)
    if (kept.size >= mostKept) kept.clear()
    kept.set(text, details)
    return details
  }
}

function detailsOf(text: string, lists: ExpressionLists): JsonObject {
  const browser = versioned(text, lists.user_agent_parsers, ['family', 'major', 'minor', 'patch', 'patch_minor'])
  const os = versioned(text, lists.os_parsers, ['family', 'major', 'minor', 'patch', 'patch_minor'])
  const device = deviceOf(text, lists.device_parsers)
  return { os, browser, device: { ...device, category: deviceCategory(text, device, os['family'] ?? '') } }
}

/** How browsers and systems are told: a family, then the parts of a version, each the group of its place unless it is replaced. */
function versioned(
  text: string,
  list: readonly Expression[],
  parts: readonly string[],
): Readonly<Record<string, string>> {
  for (const { regex, replacements } of list) {
    const match = regex().exec(text)
    if (match === null) continue
    const found: Record<string, string> = {}
    for (const [index, part] of parts.entries()) {
      const written = replacements[index]
      const value = written === undefined ? match[index + 1] : filled(written, match)
      if (value !== undefined && value !== '') found[part] = value
    }
    return { family: 'Other', ...found }
  }
  return { family: 'Other' }
}

function deviceOf(text: string, list: readonly Expression[]): Readonly<Record<string, string>> {
  for (const { regex, replacements } of list) {
    const match = regex().exec(text)
    if (match === null) continue
    const [written, brand, model] = replacements
    const family = written === undefined ? match[1] : filled(written, match)
    const named = model === undefined ? match[1] : filled(model, match)
    const made = brand === undefined ? undefined : filled(brand, match)
    return {
      family: family === undefined || family === '' ? 'Other' : family,
      ...(made !== undefined && made !== '' && { brand: made }),
      ...(named !== undefined && named !== '' && { model: named }),
    }
  }
  return { family: 'Other' }
}

function filled(written: string, match: RegExpExecArray): string {
  return written.replace(/\$(\d)/g, (_, group: string) => match[Number(group)] ?? '').trim()
}
