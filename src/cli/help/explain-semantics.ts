import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { unreachable } from '../../diagnostic/unreachable'
import { behavioursIn, type KnownBehaviour } from '../../explain/assumptions'
import { makePainter } from '../../medium/painter'
import type { SafeText } from '../../medium/safe-text'
import { semanticsJson, semanticsNdjson, semanticsText } from '../../report/semantics-text'
import { readText } from '../../workspace/read-text'
import { readYaml } from '../../yaml/yaml-document'
import { type CliContext, exitCodes } from '../context'
import { type FormatOf, formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'

/** The data that the tests of the evaluator stand on, in a checkout. */
const conformanceFolder = join(__dirname, '../../../test/conformance')
/** What this command made of it, in the package, which has no room for the cases themselves. */
const packedBehaviours = join(__dirname, '../../semantics.json.gz')

/** `ddac explain --semantics`: what is assumed about Datadog, and how much is documented or was observed. */
export function explainSemantics(
  context: Pick<CliContext, 'stdout'>,
  globals: GlobalOptions,
  places = { conformanceFolder, packedBehaviours },
): number {
  const format = formatFrom(globals, 'explain')
  const behaviours = existsSync(places.conformanceFolder)
    ? conformance(places.conformanceFolder)
    : packed(places.packedBehaviours)
  context.stdout.write(printed(behaviours, format, globals.colour))
  return exitCodes.yes
}

function printed(behaviours: readonly KnownBehaviour[], format: FormatOf<'explain'>, colour: boolean): SafeText {
  switch (format) {
    case 'text':
      return semanticsText(behaviours, makePainter(colour))
    case 'json':
      return semanticsJson(behaviours)
    case 'ndjson':
      return semanticsNdjson(behaviours)
    default:
      return unreachable(format)
  }
}

function conformance(folder: string): readonly KnownBehaviour[] {
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'))
  return behavioursIn(
    files.sort().map((name) => {
      const text = readText(join(folder, name))
      return { path: name, value: readYaml({ path: name, text }).value }
    }),
  )
}

function packed(path: string): readonly KnownBehaviour[] {
  const document: unknown = JSON.parse(gunzipSync(readFileSync(path)).toString())
  return (document as { readonly behaviours: readonly KnownBehaviour[] }).behaviours
}
