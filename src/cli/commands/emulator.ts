import { resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { startEmulator } from '../../emulator/start-emulator'
import { terminal } from '../../medium/terminal-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { openWorkspace } from '../open-workspace'
import { emulatorState } from '../tenants/open-tenant'

/** `ddac emulator`: serves a local Datadog until it is asked to stop. Its address is the one line on stdout. */
export async function emulator(
  context: CliContext,
  globals: GlobalOptions,
  options: { readonly port?: number; readonly state?: string; readonly fault?: string },
): Promise<number> {
  formatFrom(globals, 'emulator')
  // From here on a signal is heard: whoever knows the address may send one at once.
  const { abort } = context
  const stateFile = options.state === undefined ? stateOf(context, globals) : resolve(context.cwd, options.state)
  const served = await startEmulator({
    stateFile,
    now: context.now,
    ...(options.port !== undefined && { port: options.port }),
    ...(options.fault !== undefined && { faults: options.fault }),
    log: ({ method, path, status }) => {
      if (!globals.quiet) context.stderr.write(terminal`${status} ${method} ${path}\n`)
    },
  })
  context.stdout.write(terminal`${served.url}\n`)
  if (!globals.quiet) {
    context.stderr.write(
      terminal`State: ${stateFile}\nReach it: DDAC_API_URL=${served.url} ddac plan\nStop with Ctrl-C.\n`,
    )
  }
  if (!abort.aborted) {
    await new Promise<void>((stop) => abort.addEventListener('abort', () => stop(), { once: true }))
  }
  await served.close()
  return exitCodes.yes
}

/** The state of the tenant that was named, else of the workspace's own emulator. */
function stateOf(context: CliContext, globals: GlobalOptions): string {
  const workspace = openWorkspace(context, globals)
  const { tenants, defaultTenant } = workspace.config
  const emulated = [...tenants.values()].filter((tenant) => tenant.emulator).map(({ name }) => name)
  const [asked] = globals.tenants
  const name = asked ?? emulated.find((each) => each === defaultTenant) ?? emulated[0]
  if (name !== undefined && emulated.includes(name)) return emulatorState(workspace, name)
  const what = name === undefined ? 'ddac.yaml has no tenant with emulator: true' : `"${name}" is no emulated tenant`
  throw new WorldError('configuration', what, 'Add one to ddac.yaml, or say with --state where its content is kept.')
}
