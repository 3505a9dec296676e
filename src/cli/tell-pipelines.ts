import { terminal } from '../medium/terminal-text'
import type { PassedPipeline } from '../report/signals-json'
import type { Workspace } from '../workspace/workspace'
import type { CliContext } from './context'
import type { GlobalOptions } from './global-options'

/** The pipelines of the workspace that logs were put through, with their versions; nothing where none did. */
export function passedPipelines({ processing, pipelines }: Workspace): {
  readonly pipelines?: readonly PassedPipeline[]
} {
  if (processing === undefined || processing.passed.size === 0) return {}
  const told = [...processing.passed].map(([name, logs]): PassedPipeline => {
    const file = pipelines.find(({ pipeline }) => pipeline?.name === name)
    const { at, digest } = file?.pulled ?? {}
    return { name, logs, ...(at !== undefined && { pulled: at }), ...(digest !== undefined && { digest }) }
  })
  return { pipelines: told }
}

/** Tells on stderr which way raw logs went: a line for each pipeline that some were put through, and what in it is not known. */
export function tellPipelines(workspace: Workspace, { stderr }: CliContext, { quiet }: GlobalOptions): void {
  if (quiet) return
  for (const { name, logs, pulled } of passedPipelines(workspace).pipelines ?? []) {
    const version = pulled === undefined ? '' : ` as pulled ${pulled}`
    stderr.write(terminal`${logs} ${logs === 1 ? 'log was' : 'logs were'} put through the pipeline ${name}${version}\n`)
    const unknown = workspace.pipelines.flatMap(({ pipeline }) =>
      pipeline?.name === name ? pipeline.unknownTypes : [],
    )
    if (unknown.length === 0) continue
    const types = unknown.join(', ')
    stderr.write(
      terminal`warning[G006]: ${name} has processors that ddac does not know (${types}): what they do is missing\n`,
    )
  }
}
