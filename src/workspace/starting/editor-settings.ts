import { relative } from 'node:path'
import type { NewFile } from './new-file'

/** Which files have which schema, by the name of the schema. */
const patterns = {
  rule: '*.rule.yaml',
  suppression: '*.suppression.yaml',
  override: '*.override.yaml',
  test: '*.test.yaml',
  pipeline: '*.pipeline.yaml',
  'pipeline-test': '*.pipeline-test.yaml',
  workspace: 'ddac.yaml',
} as const

/** The schemas for files that somebody makes by hand, which have no line of their own: as VS Code and its kin read it. */
export function editorFiles(base: string, schemas: string): readonly NewFile[] {
  const folder = relative(base, schemas).replaceAll('\\', '/')
  const entries = Object.entries(patterns).map(([kind, pattern]) => [`./${folder}/${kind}.json`, `**/${pattern}`])
  const settings = { 'yaml.schemas': Object.fromEntries(entries) }
  return [
    { path: '.vscode/settings.json', text: jsonFile(settings) },
    { path: '.vscode/extensions.json', text: jsonFile({ recommendations: ['redhat.vscode-yaml'] }) },
  ]
}

function jsonFile(value: object): string {
  return `${JSON.stringify(value, null, 2)}\n`
}
