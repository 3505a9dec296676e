import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { unreachable } from '../diagnostic/unreachable'
import { behavioursIn, countByGround } from '../explain/assumptions'
import { makePainter } from '../report/painter'
import { semanticsJson, semanticsNdjson, semanticsText } from '../report/semantics-report'
import { readText } from '../workspace/read-text'
import { readYaml } from '../yaml/yaml-document'
import { type CliContext, exitCodes } from './context'
import { formatFrom, type GlobalOptions } from './global-options'

const formats = ['text', 'json', 'ndjson'] as const

/** The data that the tests of the evaluator stand on; it is part of the package. */
const conformanceFolder = join(__dirname, '../../test/conformance')

/** `ddac explain --semantics`: what is assumed about Datadog, and how much is documented or was observed. */
export function explainSemantics(context: CliContext, globals: GlobalOptions): number {
  const format = formatFrom(globals, formats)
  const files = readdirSync(conformanceFolder).filter((name) => name.endsWith('.yaml'))
  const documents = files.sort().map((name) => {
    const text = readText(join(conformanceFolder, name))
    return { path: name, value: readYaml({ path: name, text }).value }
  })
  const behaviours = behavioursIn(documents)
  context.stdout.write(printed(behaviours, countByGround(behaviours), format, globals.colour))
  return exitCodes.yes
}

function printed(
  behaviours: ReturnType<typeof behavioursIn>,
  counts: ReturnType<typeof countByGround>,
  format: (typeof formats)[number],
  colour: boolean,
): string {
  switch (format) {
    case 'text':
      return semanticsText(behaviours, counts, makePainter(colour))
    case 'json':
      return semanticsJson(behaviours, counts)
    case 'ndjson':
      return semanticsNdjson(behaviours, counts)
    default:
      return unreachable(format)
  }
}
