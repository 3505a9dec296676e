import { isScalar } from '../../json/json-object'
import { pathOfKeys } from '../attribute-path'
import { partOf, pathOf, textOf } from '../definition-values'
import { compileGrok } from '../grok/compile-grok'
import type { ProcessorKind } from '../processor-kind'
import type { Touch } from '../slice/touched-fields'

/**
 * Takes a text apart by rules (docs, Processors > Grok parser): the first rule that matches the whole of it gives its
 * attributes, over what is there. No match changes nothing.
 */
export const grokParser: ProcessorKind = {
  type: 'grok-parser',
  fields: {
    source: { shape: { kind: 'text', nonEmpty: true }, about: 'The attribute to parse; without the key the message.' },
    samples: { shape: { kind: 'json' }, about: 'Texts to try the rules on.' },
    grok: {
      shape: {
        kind: 'map',
        what: 'the rules',
        fields: {
          match_rules: {
            shape: { kind: 'text', nonEmpty: true },
            required: true,
            about: 'A rule a line: name, then pattern.',
          },
          support_rules: { shape: { kind: 'text' }, about: 'Rules that the others name: a rule a line.' },
        },
      },
      required: true,
      about: 'The rules.',
    },
  },
  compile: (definition, { tell, touches }) => {
    const grok = partOf(definition, 'grok')
    const from = pathOf(definition, 'source', 'message')
    const isMessage = from.keys.length === 1 && from.keys[0] === 'message'
    const rules = { matchRules: textOf(grok, 'match_rules'), supportRules: textOf(grok, 'support_rules') }
    const { parse, troubles, paths, converted } = compileGrok(rules)
    // A date without a year has the one in which its log came.
    const isDated = /\bdate\(/.test(rules.matchRules + rules.supportRules)
    const reads = [from, ...(isMessage ? ['message' as const] : []), ...(isDated ? ['time' as const] : [])]
    touches(reads, touched(paths), touched(converted.some((path) => path.length === 0) ? undefined : converted))
    for (const { message, in: where, start, end } of troubles) {
      const path = ['grok', where === 'support' ? 'support_rules' : 'match_rules']
      tell({ code: 'G007', severity: 'warning', message, path, range: { start, end } })
    }
    return (log, { nowMs, enrichment, roundIntegers = false, passOver }) => {
      const value = log.at.read(from) ?? (isMessage ? log.message : undefined)
      if (!isScalar(value)) return
      const { parseUserAgent } = enrichment
      const context = { nowMs, roundIntegers, giveUp: () => passOver?.('grok-parser') }
      const found = parse(String(value), parseUserAgent ? { ...context, parseUserAgent } : context)
      if (found !== undefined) log.at.merge(found)
    }
  },
}

function touched(paths: readonly (readonly string[])[] | undefined): readonly Touch[] {
  return paths === undefined ? ['attributes'] : paths.map(pathOfKeys)
}
