import { WorldError } from '../diagnostic/world-error'

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

/** The site as Datadog writes it. Throws a `configuration` WorldError, which says `where` it stood, for one that is none. */
export function knownSite(site: string, where: string): string {
  const written = site.trim().toLowerCase()
  const known = knownSites.find((each) => each === written)
  if (known !== undefined) return known
  throw new WorldError(
    'configuration',
    `"${excerptOf(site)}" (from ${where}) is not a Datadog site`,
    `The sites are ${knownSites.join(', ')}. For any other host set DDAC_API_URL.`,
  )
}

function excerptOf(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
