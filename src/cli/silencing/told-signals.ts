import { existsSync, readFileSync } from 'node:fs'
import { isAbsolute, join } from 'node:path'
import { compileRules } from '../../detect/compile-rules'
import { WorldError } from '../../diagnostic/world-error'
import type { Draft } from '../../rule/rule'
import { identityTags } from '../../rule/tenant/identity-tags'
import { nearestName } from '../../shape/nearest-name'
import type { GivenSignal } from '../../silencing/propose'
import { readSignals, type WrittenSignal } from '../../silencing/read-signals'
import { subjectOf } from '../../silencing/signal-fields'
import { isCalledTrue } from '../../wire/decode-signal'
import type { LocalDetections } from '../../workspace/checking/local-detections'
import { diskError } from '../../workspace/disk-error'
import type { Workspace } from '../../workspace/workspace'
import type { CliContext } from '../context'
import { ruleOfSignal } from '../sampling/rule-of-signal'
import type { OpenTenant } from '../tenants/open-tenant'

/** A signal that was told, with its rule in the workspace. */
export interface ToldSignal extends GivenSignal {
  readonly rule: Draft
  readonly written: WrittenSignal
  readonly isCalledTrue: boolean
}

/** The text of a file, or of standard input where the file is `-`. */
export async function readWhole(file: string, { cwd, stdin }: Pick<CliContext, 'cwd' | 'stdin'>): Promise<string> {
  if (file === '-') {
    const parts: Buffer[] = []
    for await (const part of stdin) parts.push(Buffer.from(part))
    return Buffer.concat(parts).toString('utf8')
  }
  try {
    return readFileSync(isAbsolute(file) ? file : join(cwd, file), 'utf8')
  } catch (error) {
    throw diskError(error, 'read', file)
  }
}

/** The id of a signal, alone or in the address of its page; undefined for what is a file or standard input. */
export function signalIdIn(what: string, cwd: string): string | undefined {
  if (what === '-' || existsSync(isAbsolute(what) ? what : join(cwd, what))) return undefined
  const inAddress =
    /[?&](?:event|signal(?:_?id)?)=([\w-]{16,})/i.exec(what) ?? /^https:.*\/signals?\/([\w-]{16,})/i.exec(what)
  if (inAddress) return inAddress[1]
  return /^[\w-]{16,}$/.test(what) ? what : undefined
}

/** The signals of a file. Throws a `bad-input` WorldError for a file that holds none, or something else besides. */
export function signalsIn(text: string, file: string): readonly WrittenSignal[] {
  const { signals, troubles } = readSignals(text)
  const [trouble] = troubles
  if (trouble === undefined) return signals
  const help = 'Signals are lines of `ddac eval --format ndjson`, or JSON of the API or copied from the app.'
  throw new WorldError('bad-input', `${file === '-' ? 'standard input' : file} holds ${trouble}`, help)
}

/**
 * A signal with its rule. Throws a `not-found` WorldError where the workspace has no such rule, and a `bad-input` one where
 * the rule is not evaluated here, so that nothing could be shown of a suppression.
 */
export async function toldSignal(
  written: WrittenSignal,
  workspace: Workspace,
  { rules }: LocalDetections,
  tenant?: Pick<OpenTenant, 'remote' | 'config'>,
): Promise<ToldSignal> {
  const rule = written.kind === 'told' ? ruleById(written.rule, rules) : await ruleShown(written.signal, rules, tenant)
  const others = rules.filter((each) => each.isEnabled && each !== rule)
  const compiled = compileRules([rule, ...others], {
    tables: workspace.tables,
    harmlessKeys: workspace.config.policy.harmlessKeys,
  })
  const subject = subjectOf(rule, compiled)
  if (subject === undefined) {
    const reason =
      compiled.notEvaluated.find((each) => each.rule === (rule.id ?? rule.name))?.reason ?? 'it has a mistake'
    const help = 'Write the suppression by its query: ddac suppress add ID --hide QUERY.'
    throw new WorldError('bad-input', `"${rule.id}" is not evaluated here, because ${reason}`, help)
  }
  const event = written.kind === 'told' ? written.event : written.signal.event
  const isTrue = written.kind === 'shown' && isCalledTrue(written.attributes)
  return { rule, subject, event, written, isCalledTrue: isTrue }
}

function ruleById(id: string, rules: readonly Draft[]): Draft {
  const rule = rules.find((each) => each.id === id)
  if (rule) return rule
  const near = nearestName(
    id,
    rules.flatMap((each) => each.id ?? []),
  )
  const help = near
    ? `Did you mean ${near}?`
    : 'It may have been deleted or renamed since; ddac validate lists the files.'
  throw new WorldError('not-found', `the signal is of the rule "${id}", which this workspace does not have`, help)
}

async function ruleShown(
  signal: Extract<WrittenSignal, { kind: 'shown' }>['signal'],
  rules: readonly Draft[],
  tenant: Pick<OpenTenant, 'remote' | 'config'> | undefined,
): Promise<Draft> {
  const rule = tenant ? await ruleOfSignal(signal, rules, tenant) : ruleWithoutTenant(signal, rules)
  if (rule) return rule
  const isDeleted = tenant !== undefined && (await tenant.remote.getRule(signal.ruleId)) === undefined
  const named = `"${signal.ruleName || signal.ruleId}"`
  if (isDeleted) {
    const help = 'Nothing raises such signals any more, so nothing has to hide them.'
    throw new WorldError('not-found', `the signal is of ${named}, which was deleted in ${tenant.config.name}`, help)
  }
  const help = `ddac import ${signal.ruleId} brings it.`
  throw new WorldError('not-found', `the signal is of the rule ${named}, which this workspace does not have`, help)
}

/** By our tag, else by `adopts` of any tenant, else by a name that one rule alone has. */
function ruleWithoutTenant(
  { tags, ruleId, ruleName }: Extract<WrittenSignal, { kind: 'shown' }>['signal'],
  rules: readonly Draft[],
): Draft | undefined {
  const { ids } = identityTags(tags)
  const byTag = rules.filter(({ id }) => id !== undefined && ids.includes(id.toLowerCase()))
  const byAdoption = rules.filter(({ adopts = {} }) => Object.values(adopts).includes(ruleId))
  const byName = rules.filter(({ name, customName }) => name === ruleName || customName === ruleName)
  return [byTag, byAdoption, byName].find(({ length }) => length === 1)?.[0]
}
