import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { Painter } from '../../medium/painter'
import { lined, type TerminalText, terminal } from '../../medium/terminal-text'
import type { ApiKeyState, TenantOrg, TenantRight } from '../../sync/account'
import { type FailedTenant, failedDocument, failedLine } from './failed-tenant'

/** What is known of one tenant and the keys for it. No key is part of it. */
export interface Checkup {
  readonly tenant: string
  readonly host: string
  readonly org: TenantOrg | { readonly reason: string }
  /** What ddac.yaml says, and whether the keys are of it; undefined where it says nothing. */
  readonly wanted: { readonly org: string; readonly isMet: boolean } | undefined
  readonly user: string | undefined
  readonly apiKey: ApiKeyState | undefined
  readonly rights: readonly TenantRight[]
  readonly commands: readonly {
    readonly commands: string
    readonly serves: 'all' | 'rules' | 'suppressions' | 'nothing'
    readonly lacks: readonly string[]
  }[]
  /** What the user may want to write into ddac.yaml; empty where nothing is to be added. */
  readonly advice: TerminalText
}

export function doctorText(checkup: Checkup, paint: Painter): TerminalText {
  const { tenant, host, org, wanted, user, apiKey, rights, commands, advice } = checkup
  const place = 'reason' in org ? paint.warning(terminal`not known: ${org.reason}`) : terminal`${orgText(org)}`
  const check = !wanted
    ? terminal``
    : wanted.isMet
      ? paint.good(', as ddac.yaml says')
      : paint.error(terminal`, and ddac.yaml wants ${wanted.org}`)
  const scopes = apiKey && (apiKey.scopes.length > 0 ? `, for ${apiKey.scopes.join(', ')}` : '')
  const lines = [
    terminal`${paint.bold(tenant)}`,
    terminal`  host          ${host}`,
    terminal`  organisation  ${place}${check}`,
    ...(user === undefined ? [] : [terminal`  acts as       ${user}`]),
    ...(apiKey
      ? [terminal`  API key       ${apiKey.isValid ? 'accepted' : paint.error('not accepted')}${scopes ?? ''}`]
      : []),
    ...rights.map(
      (right, index) => terminal`  ${index === 0 ? 'rights  ' : '        '}      ${rightText(right, paint)}`,
    ),
    ...commands.map(({ commands, serves, lacks }, index) => {
      const lacking = lacks.length > 0 ? terminal`; lacks ${lacks.join(', ')}` : terminal``
      return terminal`  ${index === 0 ? 'commands' : '        '}      ${serves === 'all' ? paint.good(serving.all) : paint.warning(serving[serves])}  ${commands}${lacking}`
    }),
  ]
  return terminal`${lined(lines)}\n${advice}`
}

const serving = {
  all: 'yes          ',
  rules: 'rules only   ',
  suppressions: 'suppr. only  ',
  nothing: 'no           ',
} as const

function rightText({ permission, isHeld, because }: TenantRight, paint: Painter): TerminalText {
  const why = because === undefined ? terminal`` : terminal` (${because})`
  if (isHeld) return terminal`${paint.good('yes')}  ${permission}`
  return isHeld === false
    ? terminal`${paint.warning('no')}   ${permission}${why}`
    : terminal`${paint.warning('?')}    ${permission}${why}`
}

/** An organisation as people know it: its name, and the id that ddac.yaml takes. */
export function orgText({ ids: [id = 'without an id'], name }: TenantOrg): string {
  return name === undefined ? id : `"${name}" (${id})`
}

/** One tenant as data, or `{"tenants": […]}` for several; one that could not be asked has an `error`. */
export function doctorJson(checkups: readonly (Checkup | FailedTenant)[]): JsonText {
  const documents = checkups.map((each) => ('error' in each ? failedDocument(each) : checkupDocument(each)))
  return jsonDocument(documents.length === 1 ? documents[0] : { tenants: documents })
}

export function doctorNdjson(checkups: readonly (Checkup | FailedTenant)[]): JsonText {
  return jsonLines(
    checkups.map((each) =>
      'error' in each ? failedLine(each, 'type') : { type: 'checkup', ...checkupDocument(each) },
    ),
  )
}

function checkupDocument({ tenant, host, org, wanted, user, apiKey, rights, commands }: Checkup) {
  return {
    tenant,
    host,
    ...('reason' in org ? { orgUnknown: org.reason } : { org }),
    ...(wanted && { wantedOrg: wanted.org, isWantedOrg: wanted.isMet }),
    ...(user !== undefined && { user }),
    ...(apiKey && { apiKey }),
    rights: rights.map(({ permission, isHeld = null, because }) => ({
      permission,
      isHeld,
      ...(because && { because }),
    })),
    commands,
  }
}
