import { isoTime } from '../../../diagnostic/times'
import { WorldError } from '../../../diagnostic/world-error'
import { contentDigest } from '../../../json/canonical-json'
import { isJsonObject, isObjectList } from '../../../json/json-object'
import { jsonText } from '../../../medium/json-text'
import type { Plan } from '../plan'
import type { PlanOptions } from '../wanted-state'

/** Where and when a plan was made. Keys are no part of it. */
export interface PlanStamp {
  /** The host that the plan was made against: a tenant of the same name elsewhere is another tenant. */
  readonly host: string
  readonly madeAtMs: number
  /** The version of this program. */
  readonly version: string
  /** How it was made, so that it can be made again and laid beside the saved one. */
  readonly options: PlanOptions
}

/** A plan as `plan --out` wrote it. */
export interface SavedPlan {
  readonly plan: Plan
  readonly stamp: PlanStamp
}

const format = 1

/** A plan as the text of its file. It holds all that `apply` needs, and a seal that shows later edits and cuts. */
export function encodePlan(plan: Plan, stamp: PlanStamp): string {
  const { host, madeAtMs, version, options } = stamp
  const content = {
    ddacPlan: format,
    tenant: plan.tenant,
    host,
    madeAt: isoTime(madeAtMs),
    version,
    options,
    plan,
  }
  return String(jsonText({ ...content, seal: sealOf(content) }))
}

/** Reads a saved plan. Throws a `bad-input` WorldError for anything but an untouched plan of this format. */
export function readSavedPlan(text: string): SavedPlan {
  const file = parsed(text)
  if (!isJsonObject(file) || file.ddacPlan === undefined) {
    throw refusal('this is no saved plan', 'a plan is saved by ddac plan --out FILE')
  }
  if (file.ddacPlan !== format) {
    throw refusal(
      `the plan is written in format ${JSON.stringify(file.ddacPlan)}, this version of ddac reads ${format}`,
      'apply it with the version that made it, or make a new plan',
    )
  }
  const { seal, ...content } = file
  if (seal !== sealOf(content)) {
    throw refusal('the plan was changed after it was saved', 'change the files in git and make a new plan')
  }
  if (!isSealed(content)) throw refusal('the plan lacks something that every plan has', 'make a new plan')
  const { host, madeAt, version, options } = content
  // A plan that was made before workspaces had names is that of one without.
  const plan = { ...content.plan, ownership: content.plan.ownership ?? {} }
  return { plan, stamp: { host, madeAtMs: Date.parse(madeAt), version, options } }
}

/** What `encodePlan` writes. Once the seal is right only the outline is looked at. */
interface Sealed {
  readonly host: string
  readonly madeAt: string
  readonly version: string
  readonly options: PlanOptions
  readonly plan: Plan
}

function isSealed(content: object): content is Sealed {
  const { host, madeAt, plan } = content as Partial<Record<keyof Sealed, unknown>>
  const changes = isJsonObject(plan) ? (plan.changes as unknown) : undefined
  return typeof host === 'string' && typeof madeAt === 'string' && isObjectList(changes)
}

/** Shows accidents and edits, not forgery: whoever may write the file may also make a plan. */
function sealOf(content: object): string {
  return contentDigest(content, 64)
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''))
  } catch (cause) {
    const looksSaved = /^\s*\{\s*"ddacPlan"/.test(text)
    if (looksSaved) throw refusal('the plan is cut off or damaged', 'make a new plan', cause)
    throw refusal('this is no saved plan', 'a plan is saved by ddac plan --out FILE', cause)
  }
}

function refusal(message: string, help: string, cause?: unknown): WorldError {
  return new WorldError('bad-input', message, help, cause === undefined ? undefined : { cause })
}
