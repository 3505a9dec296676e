import { join } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { terminal } from '../../medium/terminal-text'
import type { Account } from '../../sync/account'
import type { JobRunner } from '../../sync/backtest/job-runner'
import type { TerraformConverter } from '../../sync/leave/terraform-converter'
import type { Remote } from '../../sync/remote'
import type { TenantConfig } from '../../workspace/config'
import type { PipelineSource } from '../../workspace/pipelines/pipeline-source'
import type { LogSource } from '../../workspace/tenant-logs/log-source'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import type { GlobalOptions } from '../global-options'

/** A tenant that can be asked, until it is closed. */
export interface OpenTenant {
  readonly config: TenantConfig
  readonly remote: Remote
  readonly account: Account
  readonly converter: TerraformConverter
  readonly logs: LogSource
  readonly pipelines: PipelineSource
  readonly jobs: JobRunner
  /** Where it is, as saved plans remember it: an emulator by its state, since its port changes. */
  readonly host: string
  /** Where people look at it. */
  readonly app?: string
  close(): Promise<void>
}

/** Where the embedded emulator keeps a tenant: below the workspace, in a folder that git ignores. */
export function emulatorState(workspace: Pick<Workspace, 'root'>, tenant: string): string {
  return join(workspace.root, '.ddac', `${tenant}.json`)
}

/** Reaches a tenant: the emulator in this process, or Datadog with the keys of the environment. Nothing is sent yet. */
export async function openTenant(
  workspace: Workspace,
  name: string,
  context: CliContext,
  globals: GlobalOptions,
): Promise<OpenTenant> {
  const config = workspace.config.tenants.get(name)
  if (!config) throw new WorldError('configuration', `ddac.yaml has no tenant "${name}"`)
  if (config.isUnreachable) {
    const help = 'Merge the change of ddac.yaml first, or name a tenant that is there already with --tenant.'
    throw new WorldError('configuration', `the tenant "${name}" is not in the ddac.yaml of ${globals.configFrom}`, help)
  }
  const { connectDatadog } = await import('../../datadog/datadog-remote')
  const { connectAccount } = await import('../../datadog/datadog-account')
  const { connectLogs } = await import('../../datadog/datadog-logs')
  const { connectPipelines } = await import('../../datadog/datadog-pipelines')
  const { connectJobs } = await import('../../datadog/datadog-jobs')
  const { connectConverter } = await import('../../datadog/terraform-converter')
  const pace = { sleep: context.sleep, random: Math.random }
  const onRetry = (notice: { does: string; reason: string; waitMs: number }): void => {
    if (globals.quiet) return
    const { does, reason, waitMs } = notice
    const seconds = (waitMs / 1000).toFixed(1)
    context.stderr.write(terminal`${name}: could not ${does} (${reason}); next try in ${seconds} s\n`)
  }
  if (config.emulator) {
    const { startEmulator } = await import('../../emulator/start-emulator')
    const emulator = await startEmulator({ stateFile: emulatorState(workspace, name), now: context.now })
    const options = { tenant: name, baseUrl: emulator.url, pace, onRetry }
    return {
      config,
      remote: connectDatadog(options),
      account: connectAccount(options),
      converter: connectConverter(options),
      logs: connectLogs({ ...options, host: `emulator ${name}` }),
      pipelines: connectPipelines(options),
      jobs: connectJobs(options),
      host: `emulator ${name}`,
      close: () => emulator.close(),
    }
  }
  const { readAccess } = await import('../../datadog/credentials')
  const { site, keys } = config
  const access = readAccess(
    {
      tenant: name,
      ...(site !== undefined && { site }),
      ...(keys.api !== undefined && { apiKeyVariable: keys.api }),
      ...(keys.app !== undefined && { appKeyVariable: keys.app }),
      ...(keys.bearer !== undefined && { bearerTokenVariable: keys.bearer }),
    },
    context.env,
  )
  const options = { tenant: name, ...access, pace, onRetry }
  const { appAddress } = await import('../../datadog/app-address')
  const app = appAddress(access.baseUrl)
  return {
    config,
    remote: connectDatadog(options),
    account: connectAccount(options),
    converter: connectConverter(options),
    logs: connectLogs({ ...options, host: access.baseUrl }),
    pipelines: connectPipelines(options),
    jobs: connectJobs(options),
    host: access.baseUrl,
    ...(app !== undefined && { app }),
    close: async () => {},
  }
}
