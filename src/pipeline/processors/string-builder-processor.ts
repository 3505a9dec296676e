import type { Json } from '../../json/json'
import { isJsonObject, isList } from '../../json/json-object'
import { type AttributePath, attributePath } from '../attribute-path'
import { flagOf, pathOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { anyText, isReplaceMissing, target } from '../shape-parts'
import { textOfValue, type WorkingLog } from '../working-log'

/** What a template makes cannot be longer (docs); that the rest is cut off is assumed. */
const longestResult = 256

/**
 * Writes a text made of others, `Request %{http.method} %{http.url}` (docs, Processors > String builder processor).
 * Objects cannot be used in it; of a list the values stand with commas.
 */
export const stringBuilderProcessor: ProcessorKind = {
  type: 'string-builder-processor',
  fields: {
    template: { shape: anyText, required: true, about: 'Text with %{attribute} blocks.' },
    target,
    is_replace_missing: isReplaceMissing,
  },
  compile: (definition, { touches }) => {
    const parts = partsOfTemplate(textOf(definition, 'template'))
    const to = pathOf(definition, 'target')
    const replaces = flagOf(definition, 'is_replace_missing')
    const named = parts.filter((part) => typeof part !== 'string')
    touches(named.length === 0 ? [] : [...named, ...officialFields], [to])
    return (log) => {
      let text = ''
      for (const part of parts) {
        const piece = typeof part === 'string' ? part : usable(standing(log, part))
        if (piece === undefined && !replaces) return
        text += piece ?? ''
      }
      log.at.write(to, text.slice(0, longestResult))
    }
  },
}

function partsOfTemplate(template: string): readonly (string | AttributePath)[] {
  const parts: (string | AttributePath)[] = []
  let end = 0
  for (const block of template.matchAll(/%\{([^{}]*)\}/g)) {
    parts.push(template.slice(end, block.index), attributePath(block[1] ?? ''))
    end = block.index + block[0].length
  }
  parts.push(template.slice(end))
  return parts.filter((part) => part !== '')
}

const officialFields = ['message', 'service', 'status', 'host', 'source'] as const

/** An attribute, else the official field of that name (assumed). */
function standing(log: WorkingLog, path: AttributePath): Json | undefined {
  const value = log.at.read(path)
  if (value !== undefined || path.keys.length > 1) return value
  switch (path.keys[0]) {
    case 'message':
      return log.message
    case 'service':
      return log.service
    case 'status':
      return log.status
    case 'host':
      return log.host
    case 'source':
      return log.source
    default:
      return undefined
  }
}

function usable(value: Json | undefined): string | undefined {
  if (value === undefined || isJsonObject(value)) return undefined
  if (!isList(value)) return textOfValue(value)
  return value.some((item) => isJsonObject(item) || isList(item)) ? undefined : value.map(String).join(',')
}
