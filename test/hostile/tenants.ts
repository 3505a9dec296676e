import { emulatorState } from '../../src/cli/tenants/open-tenant'
import { startEmulator } from '../../src/emulator/start-emulator'
import type { Collection } from '../../src/emulator/store/tenant-state'
import { asObject, isJsonObject } from '../../src/json/json-object'
import { ddac, makeFolder } from '../cli/run-in-process'
import { type Path, textsIn, together } from './fields'
import { bases, common, json, next, placeAll } from './places'

/** Workspaces whose tenants hold what others wrote. */
export interface Tenants {
  /** Everything in it is managed, and was then changed in the tenant: each text of a rule or suppression once. */
  readonly managed: string
  /** A workspace of hostile files; in the tenant, each text of each kind of thing once hostile, made by hand. */
  readonly mixed: string
}

export async function makeTenants(sound: string): Promise<Tenants> {
  const suppression = json(bases['suppression']?.(0))
  const held = await heldThings(makeFolder({ ...common, 's0.suppression.yaml': suppression }))
  return { managed: await makeManaged(held), mixed: await seedByHand(sound, held) }
}

type Thing = Readonly<Record<string, unknown>>

interface Held {
  readonly rules: readonly Thing[]
  readonly suppressions: readonly Thing[]
}

/** What the tenant of a workspace holds once it was applied. */
async function heldThings(root: string): Promise<Held> {
  const { code, stdout, stderr } = await ddac(['apply', '--yes', '--no-remote-validate'], { cwd: root })
  if (code !== 0) throw new Error(stdout + stderr)
  return withEmulator(root, async (url) => {
    const state = asObject(await (await fetch(`${url}/_emulator/state`)).json())
    const things = (collection: Collection): readonly Thing[] =>
      Object.values(asObject(state?.[collection]) ?? {}).flatMap((versions) =>
        Array.isArray(versions) ? versions.slice(-1).filter(isJsonObject) : [],
      )
    return { rules: things('rules'), suppressions: things('suppressions') }
  })
}

/** Rules and suppressions that git has, of which others then changed every text in the tenant, a few at a time. */
async function makeManaged(held: Held): Promise<string> {
  const groups = { rule: changeable(held.rules[0]), suppression: changeable(held.suppressions[0]) }
  const files = (['rule', 'suppression'] as const).flatMap((kind) =>
    groups[kind].map((_, number) => [`${kind}/${number}.${kind}.yaml`, json(bases[kind]?.(number))] as const),
  )
  const root = makeFolder({ ...common, ...Object.fromEntries(files) })
  const { rules, suppressions } = await heldThings(root)
  const changed = (source: string, things: readonly Thing[]): readonly object[] =>
    things.map((thing, index) => placeAll(source, { ...thing, version: 2 }, changeable(thing)[index] ?? [['name']]))
  await seed(root, {
    rules: changed('tenant: managed rules', rules),
    suppressions: changed('tenant: managed suppressions', suppressions),
    securityFilters: [
      { id: 'bui-lt-in0', type: 'security_filters', attributes: { query: '*', is_enabled: false } },
      ...settings.securityFilters.map((thing) => ({
        ...placeAll('tenant: securityFilters', thing, [['attributes', 'name']]),
        id: 'f',
      })),
    ],
  })
  return root
}

/** The texts of a thing but those by which it is known as managed, a few together. */
function changeable(thing: unknown): readonly (readonly Path[])[] {
  const texts = textsIn(thing).filter((path) => {
    const value = path.reduce<unknown>((inner, step) => Object(inner)[step], thing)
    return path[0] !== 'id' && path[0] !== 'type' && !String(value).startsWith('ddac')
  })
  return together(texts)
}

/** What else a tenant holds, and a plan tells of. */
const settings = {
  pipelines: [
    {
      name: 'n',
      is_enabled: true,
      filter: { query: 'source:other' },
      processors: [{ type: 'status-remapper', name: 'n', is_enabled: true, sources: ['level'] }],
    },
  ],
  securityFilters: [
    { type: 'security_filters', attributes: { name: 'n', query: 'source:other', is_enabled: true, version: 1 } },
  ],
  notificationRules: [
    {
      type: 'notification_rules',
      attributes: {
        name: 'n',
        enabled: true,
        selectors: { trigger_source: 'security_signals', rule_types: [], severities: [], query: 'source:app' },
        targets: ['@team'],
      },
    },
  ],
  criticalAssets: [
    {
      type: 'critical_assets',
      attributes: { enabled: true, query: 'host:db', rule_query: 'source:app', severity: 'increase' },
    },
  ],
}

async function seedByHand(root: string, { rules: [rule] }: Held): Promise<string> {
  const made = { ...rule, tags: ['source:app'] }
  const byDefault = { ...made, id: 'def-000-aaa', name: 'Default', isDefault: true, defaultTags: ['source:app'] }
  const things: Readonly<Record<Collection, readonly object[]>> = {
    rules: [made, byDefault],
    suppressions: [
      {
        name: 'n',
        description: 'd',
        enabled: true,
        rule_query: 'source:app',
        suppression_query: '@usr.id:x',
        data_exclusion_query: '',
        tags: ['a:b'],
        creator: { handle: 'h', name: 'n' },
        updater: { handle: 'h', name: 'n' },
        editable: true,
        creation_date: 1_795_647_871_285,
        update_date: 1_795_647_871_285,
      },
    ],
    ...settings,
    logs: [],
    jobs: [],
    signals: [],
    triages: [],
  }
  const hostile = Object.entries(things).map(([collection, bodies]) => [
    collection,
    bodies.flatMap((thing) =>
      // A setting that is hostile throughout says nothing of any rule.
      ('attributes' in thing
        ? changeable(thing)
            .flat()
            .map((path) => [path])
        : changeable(thing)
      ).map((paths) => ({ ...placeAll(`tenant: ${collection}`, thing, paths), id: `x-${next()}` })),
    ),
  ])
  await seed(root, { rules: [byDefault] })
  await seed(root, Object.fromEntries(hostile))
  return root
}

async function seed(root: string, things: Partial<Record<Collection, readonly object[]>>): Promise<void> {
  await withEmulator(root, async (url) => {
    const headers = { 'content-type': 'application/json' }
    const response = await fetch(`${url}/_emulator/seed`, { method: 'POST', headers, body: JSON.stringify(things) })
    if (!response.ok) throw new Error(await response.text())
  })
}

async function withEmulator<Value>(root: string, work: (url: string) => Promise<Value>): Promise<Value> {
  const emulator = await startEmulator({ stateFile: emulatorState({ root }, 'local') })
  try {
    return await work(emulator.url)
  } finally {
    await emulator.close()
  }
}
