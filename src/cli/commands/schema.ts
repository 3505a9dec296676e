import { WorldError } from '../../diagnostic/world-error'
import { jsonText } from '../../medium/json-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'

const kinds: Readonly<Record<string, (() => Promise<object>) | undefined>> = {
  rule: async () => (await import('../../rule/rule-schema')).ruleJsonSchema(),
  suppression: async () => (await import('../../suppression/suppression-schema')).suppressionJsonSchema(),
  override: async () => (await import('../../override/override-schema')).overrideJsonSchema(),
  test: async () => (await import('../../testing/test-schema')).testJsonSchema(),
  pipeline: async () => (await import('../../pipeline/pipeline-schema')).pipelineJsonSchema(),
  'pipeline-test': async () => (await import('../../pipeline/pipeline-schema')).pipelineTestJsonSchema(),
  workspace: async () => (await import('../../workspace/config-schema')).workspaceJsonSchema(),
}

/** `ddac schema`: the JSON Schema of a kind of file, for editors. */
export async function schema(context: CliContext, globals: GlobalOptions, kind: string): Promise<number> {
  formatFrom(globals, 'schema')
  const make = Object.hasOwn(kinds, kind) ? kinds[kind] : undefined
  if (!make) {
    throw new WorldError('usage', `there is no file kind "${kind}"`, `The kinds are ${Object.keys(kinds).join(', ')}.`)
  }
  context.stdout.write(jsonText(await make()))
  return exitCodes.yes
}
