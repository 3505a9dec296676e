import { WorldError } from '../diagnostic/world-error'
import { siteHelp, siteNamed } from '../workspace/tenants/known-sites'

/** The site as Datadog writes it. Throws a `configuration` WorldError, which says `where` it stood, for one that is none. */
export function knownSite(site: string, where: string): string {
  const known = siteNamed(site)
  if (known !== undefined) return known
  throw new WorldError('configuration', `"${excerptOf(site)}" (from ${where}) is not a Datadog site`, siteHelp(site))
}

function excerptOf(text: string): string {
  return text.length > 60 ? `${text.slice(0, 60)}…` : text
}
