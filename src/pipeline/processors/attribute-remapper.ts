import type { Json, JsonObject } from '../../json/json'
import { isList, isScalar } from '../../json/json-object'
import { textsIn } from '../../json/json-text'
import { type AttributePath, isBelow, isSamePath } from '../attribute-path'
import { flagOf, pathOf, sourcesOf, textOf } from '../definition-values'
import type { Compiling, ProcessorKind, Step } from '../processor-kind'
import { overrideOnConflict, preserveSource, sources, target, targetFormat } from '../shape-parts'
import { textOfValue, type WorkingLog } from '../working-log'

const place = { kind: 'choice', of: ['attribute', 'tag'] } as const

/**
 * Gives an attribute or tag another name (docs, Processors > Remapper). The first source that is there counts; without
 * `override_on_conflict` a target that is there stays, and the source goes all the same unless it is preserved (observed
 * in the public pipelines' tests).
 */
export const attributeRemapper: ProcessorKind = {
  type: 'attribute-remapper',
  fields: {
    source_type: { shape: place, about: 'Where the sources are: attribute (the usual) or tag.' },
    sources,
    target,
    target_type: { shape: place, about: 'What the target is: attribute (the usual) or tag.' },
    target_format: targetFormat,
    preserve_source: preserveSource,
    override_on_conflict: overrideOnConflict,
  },
  compile: (definition, compiling) => {
    const toTag = textOf(definition, 'target_type') === 'tag'
    if (textOf(definition, 'source_type') === 'tag') return fromTags(definition, toTag, compiling)
    return toTag ? toTags(definition, compiling) : remapAttribute(definition, compiling)
  },
}

/** A remapping from attribute to attribute, as the remapper and that of schemas do it. */
export function remapAttribute(definition: JsonObject, { touches }: Compiling): Step {
  const from = sourcesOf(definition)
  const to = pathOf(definition, 'target')
  const preserves = flagOf(definition, 'preserve_source')
  const overrides = flagOf(definition, 'override_on_conflict')
  const cast = castTo(textOf(definition, 'target_format'))
  touches([...from, to], preserves ? [to] : [to, ...from], [])
  return (log) => {
    const found = firstOf(log, from)
    if (found === undefined) return
    const isItself = isSamePath(found.path, to)
    if (isItself || overrides || !log.at.has(to)) log.at.write(to, cast(found.value))
    if (!preserves && !isItself) removeSource(log, found.path, to)
  }
}

/** The first attribute of several that a log has. */
export function firstOf(
  log: WorkingLog,
  paths: readonly AttributePath[],
): { readonly path: AttributePath; readonly value: Json } | undefined {
  for (const path of paths) {
    const value = log.at.read(path)
    if (value !== undefined) return { path, value }
  }
  return undefined
}

/** A target that lies inside of its source stays when the source goes. */
function removeSource(log: WorkingLog, from: AttributePath, to: AttributePath): void {
  if (!isBelow(to, from)) log.at.remove(from)
}

function toTags(definition: JsonObject, { touches }: Compiling): Step {
  const from = sourcesOf(definition)
  const key = textOf(definition, 'target')
  const preserves = flagOf(definition, 'preserve_source')
  const overrides = flagOf(definition, 'override_on_conflict')
  touches([...from, 'tags'], preserves ? ['tags'] : ['tags', ...from], ['tags'])
  return (log) => {
    const found = firstOf(log, from)
    if (found === undefined) return
    addTags(log, key, isList(found.value) ? found.value : [found.value], overrides)
    if (!preserves) log.at.remove(found.path)
  }
}

/** Of a tag that stands there several times all values are taken (assumed). */
function fromTags(definition: JsonObject, toTag: boolean, { touches }: Compiling): Step {
  const keys = textsIn(definition['sources'])
  const key = textOf(definition, 'target')
  const to = pathOf(definition, 'target')
  const preserves = flagOf(definition, 'preserve_source')
  const overrides = flagOf(definition, 'override_on_conflict')
  const cast = castTo(textOf(definition, 'target_format'))
  touches(['tags', to], ['tags', to])
  return (log) => {
    const from = keys.find((each) => log.tags.some((tag) => tag.startsWith(`${each}:`)))
    if (from === undefined) return
    const values = log.tags.filter((tag) => tag.startsWith(`${from}:`)).map((tag) => tag.slice(from.length + 1))
    const [value = ''] = values
    if (!preserves && (from !== key || !toTag)) log.tags = log.tags.filter((tag) => !tag.startsWith(`${from}:`))
    if (toTag) addTags(log, key, values, overrides)
    else if (overrides || !log.at.has(to)) log.at.write(to, values.length > 1 ? values : cast(value))
  }
}

/**
 * Tags are in lower case (observed: tests of the public Vercel pipeline). A log may have a tag of one key with several
 * values; only with `override_on_conflict` the old ones go (assumed).
 */
function addTags(log: WorkingLog, key: string, values: readonly Json[], overrides: boolean): void {
  const start = `${key}:`.toLowerCase()
  const kept = overrides ? log.tags.filter((tag) => !tag.startsWith(start)) : log.tags
  const made = values.filter(isScalar).map((value) => start + textOfValue(value).toLowerCase())
  log.tags = [...new Set([...kept, ...made])]
}

const integerText = /^\s*[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?\s*$/

function castTo(format: string): (value: Json) => Json {
  switch (format) {
    case 'string':
      return (value) => (isList(value) ? value.map(scalarAsText) : scalarAsText(value))
    case 'integer':
      return (value) => toNumber(value, Math.trunc)
    case 'double':
      return (value) => toNumber(value, (number) => number)
    default:
      return (value) => value
  }
}

/** A list stays one, and so does an object (observed for lists: tests of the public Linux audit logs pipeline). */
function scalarAsText(value: Json): Json {
  return isScalar(value) ? textOfValue(value) : value
}

/** What is no number stays what it is (docs, Remapper: if the cast fails, value and type are preserved). */
function toNumber(value: Json, shaped: (number: number) => number): Json {
  if (typeof value === 'number') return shaped(value)
  if (typeof value !== 'string' || !integerText.test(value)) return value
  const number = shaped(Number(value))
  // Beyond what a number holds exactly the digits are kept.
  return Number.isFinite(number) && (!Number.isInteger(number) || Number.isSafeInteger(number)) ? number : value
}
