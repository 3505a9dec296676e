import { WorldError } from '../../src/diagnostic/world-error'
import type { Json, JsonObject } from '../../src/json/json'
import type { Remote, RemoteRule, RemoteSetting, RemoteSuppression, RemoteVersion } from '../../src/sync/remote'
import { mergeDefault } from './merge-default'

/** What may go wrong at one call: nothing, a refusal before anything happens, or a lost answer after it did. */
export type Fault = 'none' | 'before' | 'after' | 'killed'

/** Ends a run at once, as a killed process does: no code of ours may catch it as trouble of the world. */
export class Killed extends Error {}

/**
 * A tenant in memory that behaves as recordings show: it fills defaults, puts tags in an order of its own, merges
 * updates, counts versions, and answers a stale version with a conflict. Faults are asked for call by call.
 */
export class MemoryRemote implements Remote {
  readonly tenant = 'memory'
  readonly rules = new Map<string, { version: number; body: JsonObject }>()
  readonly suppressions = new Map<string, { version: number; body: JsonObject }>()
  /** What the tenant keeps besides, written by nobody here. */
  readonly settings: Record<'filters' | 'notifications' | 'assets', RemoteSetting[]> = {
    filters: [],
    notifications: [],
    assets: [],
  }
  readonly calls: string[] = []
  /** Every version of every thing, as the tenant's history tells them. */
  readonly versions = new Map<string, RemoteVersion[]>()
  /** Who writes at the moment, as the tenant names them. */
  writer = { name: 'ddac', handle: 'ddac@example.com' }
  fault: (call: string) => Fault = () => 'none'
  /** A further rewriting that no table knows of. */
  rewrite: (body: JsonObject) => JsonObject = (body) => body
  /** Set by a kill: until it is taken back, every call of the killed run ends like the first. */
  dead = false
  private count = 0

  async listRules(): Promise<readonly RemoteRule[]> {
    return this.call('listRules', () =>
      [...this.rules].map(([id, held]) => ({ id, version: held.version, body: this.answer(id, held) })),
    )
  }

  async getRule(id: string): Promise<RemoteRule | undefined> {
    return this.call('getRule', () => this.rule(id))
  }

  async createRule(body: JsonObject): Promise<RemoteRule> {
    return this.call('createRule', () => {
      this.count += 1
      const id = `abc-${String(this.count).padStart(3, '0')}`
      for (const rule of referenced(body))
        if (!this.rules.has(rule)) throw new WorldError('rejected', `no rule ${rule}`)
      this.write(this.rules, id, 1, this.stored(body))
      return this.rule(id) as RemoteRule
    })
  }

  async updateRule(id: string, body: JsonObject): Promise<RemoteRule> {
    return this.call('updateRule', () => {
      const held = this.rules.get(id)
      if (!held) throw new WorldError('missing', `no rule ${id}`)
      const { version, ...fields } = body
      if (version !== undefined && version !== held.version) throw new WorldError('conflict', 'stale version')
      if (held.body.isDefault === true || held.body.partnerIntegrationId !== undefined) {
        this.write(this.rules, id, held.version + 1, this.rewrite(sortedTags(mergeDefault(held.body, fields))))
        return this.rule(id) as RemoteRule
      }
      const method = (value: Json | undefined): Json | undefined =>
        (value as JsonObject | undefined)?.detectionMethod ?? 'threshold'
      if (fields.options && method(fields.options) !== method(held.body.options))
        throw new WorldError('rejected', 'the method cannot change')
      this.write(this.rules, id, held.version + 1, this.stored({ ...held.body, ...fields }))
      return this.rule(id) as RemoteRule
    })
  }

  async deleteRule(id: string): Promise<void> {
    return this.call('deleteRule', () => {
      this.rules.delete(id)
    })
  }

  async ruleHistory(id: string): Promise<readonly RemoteVersion[]> {
    return this.call('ruleHistory', () => this.historyOf(id))
  }

  async suppressionHistory(id: string): Promise<readonly RemoteVersion[]> {
    return this.call('suppressionHistory', () => this.historyOf(id))
  }

  async validateRule(): Promise<readonly []> {
    return []
  }

  async listSuppressions(): Promise<readonly RemoteSuppression[]> {
    return this.call('listSuppressions', () =>
      [...this.suppressions.keys()].map((id) => this.suppression(id) as RemoteSuppression),
    )
  }

  async getSuppression(id: string): Promise<RemoteSuppression | undefined> {
    return this.call('getSuppression', () => this.suppression(id))
  }

  async createSuppression(attributes: JsonObject): Promise<RemoteSuppression> {
    return this.call('createSuppression', () => {
      this.count += 1
      const id = `sup-${this.count}`
      const body = sortedTags({ suppression_query: '', data_exclusion_query: '', ...attributes })
      this.write(this.suppressions, id, 1, body)
      return this.suppression(id) as RemoteSuppression
    })
  }

  async updateSuppression(id: string, attributes: JsonObject): Promise<RemoteSuppression> {
    return this.call('updateSuppression', () => {
      const held = this.suppressions.get(id)
      if (!held) throw new WorldError('missing', `no suppression ${id}`)
      const { version, ...fields } = attributes
      if (version !== undefined && version !== held.version) throw new WorldError('conflict', 'stale version')
      const body = Object.entries({ ...held.body, ...fields }).filter(([, value]) => value !== null)
      this.write(this.suppressions, id, held.version + 1, sortedTags(Object.fromEntries(body)))
      return this.suppression(id) as RemoteSuppression
    })
  }

  async deleteSuppression(id: string): Promise<void> {
    return this.call('deleteSuppression', () => {
      this.suppressions.delete(id)
    })
  }

  async validateSuppression(): Promise<readonly []> {
    return []
  }

  async listSecurityFilters(): Promise<readonly RemoteSetting[]> {
    return this.call('listSecurityFilters', () => this.settings.filters)
  }

  async listSignalNotificationRules(): Promise<readonly RemoteSetting[]> {
    return this.call('listSignalNotificationRules', () => this.settings.notifications)
  }

  async listCriticalAssets(): Promise<readonly RemoteSetting[]> {
    return this.call('listCriticalAssets', () => this.settings.assets)
  }

  /** Changes a rule or suppression as somebody at the screen does. */
  edit(id: string, fields: JsonObject, name = 'somebody'): void {
    const all = this.rules.has(id) ? this.rules : this.suppressions
    const held = all.get(id)
    if (!held) throw new Error(`nothing has the id ${id}`)
    const before = this.writer
    this.writer = { name, handle: `${name}@example.com` }
    this.write(all, id, held.version + 1, { ...held.body, ...fields })
    this.writer = before
  }

  /** The only rule that carries a tag, by its slug. */
  carrying(slug: string): string {
    const found = [...this.rules].filter(([, { body }]) => (body.tags as string[]).includes(`ddac:${slug}`))
    if (found.length !== 1) throw new Error(`${found.length} rules carry ${slug}`)
    return found[0]?.[0] ?? ''
  }

  private async call<Value>(name: string, act: () => Value): Promise<Value> {
    this.calls.push(name)
    await Promise.resolve()
    if (this.dead) throw new Killed()
    const fault = this.fault(name)
    if (fault === 'before') throw new WorldError('server-error', 'out of order')
    const value = act()
    if (fault === 'killed') {
      this.dead = true
      throw new Killed()
    }
    if (fault === 'after') throw new WorldError('network', 'the answer got lost')
    return value
  }

  private write(
    all: Map<string, { version: number; body: JsonObject }>,
    id: string,
    version: number,
    body: JsonObject,
  ) {
    all.set(id, { version, body })
    const told = all === this.rules ? { updatedAt: this.nowMs() } : { update_date: this.nowMs() }
    const versions = this.versions.get(id) ?? []
    this.versions.set(id, [...versions, { version, body: { ...body, ...told, updater: this.writer } }])
  }

  /** A minute passes with every write. */
  private nowMs(): number {
    const writes = [...this.versions.values()].reduce((sum, all) => sum + all.length, 0)
    return Date.UTC(2026, 0, 1) + writes * 60_000
  }

  private historyOf(id: string): readonly RemoteVersion[] {
    if (!this.rules.has(id) && !this.suppressions.has(id)) throw new WorldError('missing', `no history of ${id}`)
    return this.versions.get(id) ?? []
  }

  private lastTouch(id: string): JsonObject {
    const { updater, updatedAt, update_date } = this.versions.get(id)?.at(-1)?.body ?? {}
    return {
      updater: updater ?? null,
      ...(updatedAt !== undefined && { updatedAt }),
      ...(update_date !== undefined && { update_date }),
    }
  }

  private rule(id: string): RemoteRule | undefined {
    const held = this.rules.get(id)
    return held && { id, version: held.version, body: this.answer(id, held) }
  }

  private answer(id: string, held: { version: number; body: JsonObject }): JsonObject {
    return {
      ...held.body,
      id,
      version: held.version,
      createdAt: 1,
      isDefault: held.body.isDefault ?? false,
      metadata: { entities: null },
      ...this.lastTouch(id),
      blocking: false,
    }
  }

  private suppression(id: string): RemoteSuppression | undefined {
    const held = this.suppressions.get(id)
    return (
      held && {
        id,
        version: held.version,
        attributes: { ...held.body, version: held.version, editable: true, creation_date: 1, ...this.lastTouch(id) },
      }
    )
  }

  private stored(body: JsonObject): JsonObject {
    return this.rewrite(sortedTags(withDefaults(body)))
  }
}

function withDefaults(body: JsonObject): JsonObject {
  const dropped = Object.entries(body).filter(
    ([key, value]) => value !== null && !(emptied.has(key) && (value as { length?: number }).length === 0),
  )
  const options = (body.options ?? {}) as JsonObject
  const method = (options.detectionMethod ?? 'threshold') as string
  const window = method === 'anomaly_detection' && options.evaluationWindow === 900 ? { evaluationWindow: 1800 } : {}
  const thirdParty = method === 'third_party' ? invented(body) : {}
  return {
    filters: [],
    tags: [],
    hasExtendedTitle: body.type === 'cloud_configuration',
    ...Object.fromEntries(dropped),
    queries: ((body.queries ?? []) as JsonObject[]).map((query) => ({
      ...{ name: '', groupByFields: [], distinctFields: [], hasOptionalGroupByFields: false },
      ...(body.type === 'log_detection' && { dataSource: 'logs' }),
      ...query,
      ...plural(query, 'metric', 'metrics'),
      ...plural(query, 'index', 'indexes'),
    })),
    cases: ((body.cases ?? []) as JsonObject[]).map((one) => ({ name: '', notifications: [], ...one })),
    options: {
      detectionMethod: 'threshold',
      ...(windowless.has(method) && { evaluationWindow: 0 }),
      ...options,
      ...window,
    },
    ...thirdParty,
  }
}

const emptied = new Set(['calculatedFields', 'referenceTables', 'groupSignalsBy', 'customName', 'customMessage'])
const windowless = new Set(['new_value', 'impossible_travel', 'third_party', 'sequence_detection'])

function plural(query: JsonObject, one: string, many: string): JsonObject {
  const single = query[one]
  const list = query[many] as readonly Json[] | undefined
  if (list && list.length > 0) return { [one]: list[0] as Json, [many]: list }
  return single ? { [one]: single, [many]: [single] } : {}
}

function invented(body: JsonObject): JsonObject {
  const cases = (body.thirdPartyCases ?? []) as JsonObject[]
  return {
    thirdPartyCases: cases.map((one) => ({ notifications: [], ...one })),
    queries: cases.map(({ query }) => ({
      query: query as Json,
      aggregation: 'none',
      name: '',
      groupByFields: [],
      distinctFields: [],
      hasOptionalGroupByFields: false,
    })),
    cases: cases.map(({ name, status, notifications }) => ({
      name: name as Json,
      status: status as Json,
      notifications: notifications ?? [],
    })),
  }
}

function referenced(body: JsonObject): string[] {
  return ((body.queries ?? []) as JsonObject[]).flatMap(({ ruleId }) => (typeof ruleId === 'string' ? [ruleId] : []))
}

/** Not the order of the alphabet, but one that does not depend on what was sent. */
function sortedTags(body: JsonObject): JsonObject {
  const tags = (body.tags ?? []) as string[]
  const turned = (text: string): string => [...text].reverse().join('')
  return { ...body, tags: [...tags].sort((left, right) => (turned(left) < turned(right) ? -1 : 1)) }
}
