import type { Json, JsonObject } from '../../json/json'
import { isList } from '../../json/json-object'
import { type AttributePath, pathOfKeys } from '../attribute-path'
import { flagOf, partsOf, pathOf, sourcesOf, textOf } from '../definition-values'
import type { ProcessorKind } from '../processor-kind'
import { preserveSource, source, target } from '../shape-parts'
import { WorkingLog } from '../working-log'
import { firstOf } from './attribute-remapper'

const sourceElement = '$sourceElem'
const targetElement = '$targetElem'
/** Where the element that is made stands. */
const madeAt = pathOfKeys([targetElement])
/** No more elements are looked at (docs). */
const mostElements = 50

/**
 * Makes a list of another, each element by sub-processors that read `$sourceElem` and write `$targetElem` (docs,
 * Processors > Array map processor). What of a list lies behind the fiftieth element stays as it is.
 */
export const arrayMapProcessor: ProcessorKind = {
  type: 'array-map-processor',
  fields: {
    source,
    target,
    preserve_source: preserveSource,
    processors: {
      shape: { kind: 'list', item: { kind: 'json' } },
      required: true,
      about: 'Remappers, string builders, arithmetic and category processors for each element.',
    },
  },
  compile: (definition, { steps, touches }) => {
    const from = pathOf(definition, 'source')
    const to = pathOf(definition, 'target')
    const isInPlace = textOf(definition, 'source').trim() === textOf(definition, 'target').trim()
    const preserves = isInPlace || flagOf(definition, 'preserve_source', true)
    // Its inner processors may look at any attribute.
    touches(['attributes'], preserves ? [to] : [to, from])
    const each = steps('processors', subProcessors)
    const moved = isInPlace ? partsOf(definition, 'processors').flatMap(movedAway) : []
    return (log, run) => {
      const list = log.at.read(from)
      if (!isList(list)) return
      const there = log.at.read(to)
      const before = isList(there) ? there : []
      const made = list.slice(0, mostElements).map((element, index) => {
        const base = isInPlace ? element : before[index]
        const attributes = {
          ...log.attributes,
          [sourceElement]: element,
          ...(base !== undefined && { [targetElement]: base }),
        }
        const inner = new WorkingLog(log, attributes)
        const gone = moved.flatMap((paths) => firstOf(inner, paths)?.path.keys ?? [])
        each(inner, run)
        if (gone.length > 0) inner.at.remove(pathOfKeys([targetElement, ...gone.slice(1)]))
        return inner.at.read(madeAt)
      })
      const rest = isInPlace ? list.slice(mostElements) : before.slice(made.length)
      log.at.write(to, [...made.map((element): Json => element ?? {}), ...rest])
      if (!preserves) log.at.remove(from)
    }
  },
}

const subProcessors = ['attribute-remapper', 'string-builder-processor', 'arithmetic-processor', 'category-processor']

/** In place, what a remapper takes away from the source element goes from the element. */
function movedAway(definition: JsonObject): readonly (readonly AttributePath[])[] {
  const isRemapper = textOf(definition, 'type') === 'attribute-remapper' && !flagOf(definition, 'preserve_source')
  const paths = sourcesOf(definition).filter(({ keys }) => keys[0] === sourceElement && keys.length > 1)
  return isRemapper && paths.length > 0 ? [paths] : []
}
