import { WorldError } from '../diagnostic/world-error'
import { Secret } from './secret'
import { knownSite } from './sites'

/** What a request is signed with: the pair of keys, or a bearer token (a personal or service access token). */
export type Credentials =
  | { readonly kind: 'keys'; readonly apiKey: Secret; readonly appKey: Secret }
  | { readonly kind: 'bearer'; readonly token: Secret }

/** Where a tenant lives and which variables hold its keys, as the workspace's file tells it. Keys never stand there. */
export interface TenantAccess {
  readonly tenant: string
  readonly site?: string
  /** Names of environment variables that hold this tenant's keys instead of the customary ones. */
  readonly apiKeyVariable?: string
  readonly appKeyVariable?: string
  readonly bearerTokenVariable?: string
}

/** The process environment, or a stand-in for it. */
export type Environment = Readonly<Record<string, string | undefined>>

/** Where a tenant is reached and with what. */
export interface Access {
  readonly baseUrl: string
  readonly credentials: Credentials
}

/**
 * Works out where a tenant is reached and with which keys: flags over environment over the workspace's file, but for a
 * site that the file names, which only a flag or DDAC_API_URL changes. Throws a
 * `configuration` WorldError for an unknown site, a missing key or an address that would send keys in the clear.
 */
export function readAccess(
  access: TenantAccess,
  environment: Environment,
  flags: { readonly site?: string } = {},
): Access {
  const baseUrl = baseUrlOf(access, environment, flags)
  refuseUnlistedHost(baseUrl, environment)
  for (const variable of [access.apiKeyVariable, access.appKeyVariable, access.bearerTokenVariable]) {
    refuseForeignVariable(variable, environment)
  }
  return { baseUrl, credentials: readCredentials(access, environment) }
}

function baseUrlOf(access: TenantAccess, environment: Environment, flags: { readonly site?: string }): string {
  if (flags.site !== undefined) return siteUrl(flags.site, '--site')
  const address = environment['DDAC_API_URL']
  if (address !== undefined) return checkedAddress(address.trim())
  const inFile = `tenant "${access.tenant}" in ddac.yaml`
  if (access.site !== undefined) return siteUrl(access.site, inFile)
  const named = firstSet(environment, ['DATADOG_SITE', 'DD_SITE'])
  return named ? siteUrl(named.value, named.variable) : siteUrl('datadoghq.com', inFile)
}

/**
 * Where DDAC_ALLOWED_HOSTS is set, keys go to no other host: `host` allows any port, `host:port` that one, and a site
 * its API. Without it they go to Datadog's sites, and to the one host that DDAC_API_URL names.
 */
function refuseUnlistedHost(baseUrl: string, environment: Environment): void {
  const listed = environment['DDAC_ALLOWED_HOSTS']
  if (listed === undefined) return
  const { host, hostname } = new URL(baseUrl)
  const allowed = listed.split(',').map((name) => name.trim().toLowerCase())
  const isAllowed = [host, hostname, hostname.replace(/^api\./, '')].some((name) => allowed.includes(name))
  // The usual port of a scheme does not stand in the host of a URL.
  const port = new URL(baseUrl).port || (baseUrl.startsWith('https:') ? '443' : '80')
  if (isAllowed || allowed.includes(`${hostname}:${port}`)) return
  throw new WorldError(
    'configuration',
    `keys are not sent to ${host}, which DDAC_ALLOWED_HOSTS does not list`,
    `Add it: DDAC_ALLOWED_HOSTS=${[...allowed.filter((name) => name !== ''), host].join(',')}`,
  )
}

/**
 * A file of a pull request must not have any variable sent to Datadog, such as the token of its CI: only those that begin
 * like Datadog's own, or that the environment itself lists in DDAC_KEY_VARS.
 */
function refuseForeignVariable(variable: string | undefined, environment: Environment): void {
  if (variable === undefined || /^(DD|DATADOG)_/.test(variable)) return
  const listed = (environment['DDAC_KEY_VARS'] ?? '').split(',').map((name) => name.trim())
  if (listed.includes(variable)) return
  throw new WorldError(
    'configuration',
    `${variable}, which ddac.yaml names for a key, is not taken for one`,
    `Call it DD_${variable.replace(/^_+/, '')}, or list it where ddac runs: DDAC_KEY_VARS=${[...listed.filter((name) => name !== ''), variable].join(',')}`,
  )
}

function siteUrl(site: string, where: string): string {
  return `https://api.${knownSite(site, where)}`
}

/** Accepts https anywhere and http on loopback only, without a user, a path, a query or a fragment. */
function checkedAddress(address: string): string {
  const help =
    'Give a whole address such as https://api.example.com; http is accepted for 127.0.0.1 and localhost only.'
  if (address === '') throw new WorldError('configuration', 'DDAC_API_URL is set but empty', `${help} Or unset it.`)
  if (!URL.canParse(address)) throw new WorldError('configuration', 'DDAC_API_URL is not an address', help)
  const url = new URL(address)
  if (url.username !== '' || url.password !== '') {
    throw new WorldError('configuration', 'DDAC_API_URL holds a user or a password', help)
  }
  if (url.protocol !== 'https:' && !(url.protocol === 'http:' && isLoopback(url.hostname))) {
    throw new WorldError('configuration', `DDAC_API_URL would send keys unencrypted to ${url.host}`, help)
  }
  if (url.search !== '' || url.hash !== '' || url.pathname !== '/') {
    throw new WorldError('configuration', 'DDAC_API_URL holds more than a host', help)
  }
  return url.origin
}

function isLoopback(hostname: string): boolean {
  return hostname === 'localhost' || hostname === '[::1]' || /^127\.\d+\.\d+\.\d+$/.test(hostname)
}

function readCredentials(access: TenantAccess, environment: Environment): Credentials {
  const bearerNames = access.bearerTokenVariable
    ? [access.bearerTokenVariable]
    : namesKeys(access)
      ? []
      : ['DATADOG_BEARER_TOKEN', 'DD_BEARER_TOKEN']
  const token = secretOf(environment, bearerNames)
  if (token) return { kind: 'bearer', token }
  const apiNames = access.apiKeyVariable ? [access.apiKeyVariable] : ['DATADOG_API_KEY', 'DD_API_KEY']
  const appNames = access.appKeyVariable ? [access.appKeyVariable] : ['DATADOG_APP_KEY', 'DD_APP_KEY']
  const apiKey = secretOf(environment, apiNames)
  const appKey = secretOf(environment, appNames)
  if (apiKey && appKey) return { kind: 'keys', apiKey, appKey }
  const missing = [...(apiKey ? [] : [lastOf(apiNames)]), ...(appKey ? [] : [lastOf(appNames)])]
  throw new WorldError(
    'configuration',
    `tenant "${access.tenant}" has no ${apiKey ? 'application key' : appKey ? 'API key' : 'keys'}`,
    `Set ${missing.join(' and ')} in the environment${
      bearerNames.length > 0 ? `, or ${lastOf(bearerNames)}` : ''
    }. To try things without keys, use a tenant with "emulator: true".`,
  )
}

/** A tenant that names variables for its keys must not be reached with a token meant for another tenant. */
function namesKeys(access: TenantAccess): boolean {
  return access.apiKeyVariable !== undefined || access.appKeyVariable !== undefined
}

function secretOf(environment: Environment, names: readonly string[]): Secret | undefined {
  const found = firstSet(environment, names)
  if (!found) return undefined
  // Anything else could not stand in a header, and the transport's own complaint would quote it.
  if (!/^[\x21-\x7e]+$/.test(found.value)) {
    throw new WorldError(
      'configuration',
      `${found.variable} holds a space, a line break or another character that no key has`,
      'Set it again from the key page of Datadog, without quotes around it.',
    )
  }
  return new Secret(found.value)
}

function firstSet(environment: Environment, names: readonly string[]): { variable: string; value: string } | undefined {
  for (const variable of names) {
    const value = environment[variable]?.trim()
    if (value) return { variable, value }
  }
  return undefined
}

function lastOf(names: readonly string[]): string {
  return names.at(-1) ?? ''
}
