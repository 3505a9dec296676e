import { readdirSync } from 'node:fs'
import { join } from 'node:path'
import { behavioursIn } from '../explain/assumptions'
import { makePainter } from '../medium/painter'
import { semanticsJson, semanticsText } from '../report/semantics-text'
import { readText } from '../workspace/read-text'
import { readYaml } from '../yaml/yaml-document'
import { type CliContext, exitCodes } from './context'
import { formatFrom, type GlobalOptions } from './global-options'

/** The data that the tests of the evaluator stand on; it is part of the package. */
const conformanceFolder = join(__dirname, '../../test/conformance')

/** `ddac explain --semantics`: what is assumed about Datadog, and how much is documented or was observed. */
export function explainSemantics(context: CliContext, globals: GlobalOptions): number {
  const format = formatFrom(globals, ['text', 'json'])
  const files = readdirSync(conformanceFolder).filter((name) => name.endsWith('.yaml'))
  const documents = files.sort().map((name) => {
    const text = readText(join(conformanceFolder, name))
    return { path: name, value: readYaml({ path: name, text }).value }
  })
  const behaviours = behavioursIn(documents)
  const paint = makePainter(globals.colour)
  context.stdout.write(format === 'json' ? semanticsJson(behaviours) : semanticsText(behaviours, paint))
  return exitCodes.yes
}
