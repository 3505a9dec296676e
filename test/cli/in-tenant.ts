import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { JsonObject } from '../../src/json/json'

/** A thing of an emulated tenant in one of its versions. */
export interface Version extends JsonObject {
  readonly id: string
  readonly version: number
  readonly tags: readonly string[]
}

interface State {
  readonly rules: Record<string, Version[]>
  readonly suppressions: Record<string, Version[]>
}

/** Every version of the rule or suppression that carries the tag of a file, the oldest first. */
export function versionsOf(cwd: string, id: string, tenant = 'local'): readonly Version[] {
  return found(read(cwd, tenant), id)
}

/** How it is now. */
export function nowIn(cwd: string, id: string, tenant = 'local'): Version {
  return versionsOf(cwd, id, tenant).at(-1) as Version
}

/** What a person does to it in the tenant's pages: a new version, with their name on it. */
export function changeIn(
  cwd: string,
  id: string,
  change: JsonObject,
  { tenant = 'local', by = 'Ada', atMs = Date.UTC(2026, 10, 20, 12) } = {},
): void {
  rewriteIn(
    cwd,
    id,
    (versions) => {
      const last = versions.at(-1) as Version
      const updater = { name: by, handle: `${by}@example.com` }
      const touched = 'queries' in last ? { updatedAt: atMs } : { update_date: atMs }
      return [...versions, { ...last, ...change, ...touched, updater, version: last.version + 1 } as Version]
    },
    tenant,
  )
}

/** Puts other versions in the place of those that it has. */
export function rewriteIn(
  cwd: string,
  id: string,
  change: (versions: readonly Version[]) => readonly Version[],
  tenant = 'local',
): void {
  const state = read(cwd, tenant)
  const versions = found(state, id)
  versions.splice(0, versions.length, ...change([...versions]))
  writeFileSync(join(cwd, `.ddac/${tenant}.json`), JSON.stringify(state))
}

function read(cwd: string, tenant: string): State {
  return JSON.parse(readFileSync(join(cwd, `.ddac/${tenant}.json`), 'utf8'))
}

function found({ rules, suppressions }: State, id: string): Version[] {
  const all = [...Object.values(rules), ...Object.values(suppressions)]
  const one = all.find((versions) => versions.at(-1)?.tags.includes(`ddac:${id}`))
  if (!one) throw new Error(`nothing carries ddac:${id}`)
  return one
}
