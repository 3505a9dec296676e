/**
 * Where people look at what an API holds, `https://app.datadoghq.com` for `https://api.datadoghq.com`; a site below another
 * one (`us3.datadoghq.com`) is its own. Undefined for any other host (Datadog docs, Getting started > Datadog sites).
 */
export function appAddress(apiAddress: string): string | undefined {
  const site = /^https:\/\/api\.((?:[a-z0-9]+\.)?(?:datadoghq|ddog-gov)\.(?:com|eu))$/.exec(apiAddress)?.[1]
  if (site === undefined) return undefined
  return site.split('.').length > 2 ? `https://${site}` : `https://app.${site}`
}
