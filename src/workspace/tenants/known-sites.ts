import { nearestName } from '../../shape/nearest-name'

/** Datadog's sites, as its own command-line tool knows them; the first is the usual one. */
export const knownSites = [
  'datadoghq.com',
  'us3.datadoghq.com',
  'us5.datadoghq.com',
  'datadoghq.eu',
  'ap1.datadoghq.com',
  'ap2.datadoghq.com',
  'uk1.datadoghq.com',
  'ddog-gov.com',
  'us2.ddog-gov.com',
] as const

/** The site as Datadog writes it; undefined for a text that is none. */
export function siteNamed(written: string): string | undefined {
  const lower = written.trim().toLowerCase()
  return knownSites.find((site) => site === lower)
}

/** How the documentation names the sites that are not called by their host. */
const byName: ReadonlyMap<string, string> = new Map([
  ['us1', 'datadoghq.com'],
  ['us', 'datadoghq.com'],
  ['eu1', 'datadoghq.eu'],
  ['eu', 'datadoghq.eu'],
  ['us1-fed', 'ddog-gov.com'],
  ['gov', 'ddog-gov.com'],
])

/** The site that was most likely meant by what is none: an address, a name of a region, a host that is nearly one. */
export function meantSite(written: string): string | undefined {
  const host = written
    .trim()
    .toLowerCase()
    .replace(/^[a-z]+:\/\//, '')
    .replace(/[/:?#].*$/, '')
    .replace(/\bdatadog\.(com|eu)$/, 'datadoghq.$1')
  const [first = ''] = host.split('.')
  const region = byName.get(first) ?? knownSites.find((site) => site.startsWith(`${first}.`) && first !== 'datadoghq')
  const isDatadogs = host === first || /(?:^|\.)(?:datadoghq\.(?:com|eu)|ddog-gov\.com)$/.test(host)
  if (region !== undefined && isDatadogs) return region
  const within = knownSites.filter((site) => host === site || host.endsWith(`.${site}`))
  return within.sort((a, b) => b.length - a.length)[0] ?? nearestName(host, knownSites)
}

/** What to do about a site that is none. */
export function siteHelp(written: string): string {
  const meant = meantSite(written)
  const guess = meant === undefined ? '' : `Did you mean ${meant}? `
  return `${guess}The sites are ${knownSites.join(', ')}. For any other host set DDAC_API_URL.`
}
