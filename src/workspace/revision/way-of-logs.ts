import { readFileSync } from 'node:fs'
import { resolve } from 'node:path'
import { attributesNeeded } from '../../detect/lookups-asked'
import { lookedUp } from '../../event/enrichment/enrich'
import { contentDigest } from '../../json/canonical-json'
import { sourcesAskedBy } from '../../query/sources-asked'
import { searchIn } from '../../rule/read-once'
import type { Draft } from '../../rule/rule'
import { definitionIn } from '../pipelines/pipeline-files'
import type { PipelineFile, Workspace } from '../workspace'

/** Names how raw logs are read before a rule sees them: equal where all is alike that may concern the rule. */
export type WayOfLogs = (rule: Draft) => string

/**
 * What of a workspace decides how a rule sees raw logs: the enabled pipelines that logs of its sources may pass, in order,
 * what `logs:` says, and what is looked up where anything asks for it. That no pipeline gives a log another source is
 * assumed.
 */
export function wayOfLogs(workspace: Workspace): WayOfLogs {
  const { config, pipelines, suppressions } = workspace
  const said = contentDigest(config.logs, 32)
  const enabled = pipelines.filter(({ pipeline }) => pipeline?.isEnabled)
  const digests = new Map(enabled.map((file) => [file, pipelineDigest(file, workspace)]))
  const lookups = lookupsDigest(workspace)
  const isAskedByAll = suppressions.some(({ suppression }) => asksForLookups(JSON.stringify(suppression ?? {})))
  return (rule) => {
    const passed = enabled.filter((file) => mayConcern(file, rule)).map((file) => digests.get(file))
    const needed = rule.queries.flatMap((query) => attributesNeeded(rule, query))
    const isAsked = isAskedByAll || asksForLookups(JSON.stringify([rule, needed]))
    return contentDigest([said, passed, isAsked ? lookups : null], 32)
  }
}

function mayConcern({ pipeline }: PipelineFile, rule: Draft): boolean {
  const taken = pipeline && sourcesAskedBy(pipeline.filter)
  const asked = rule.queries.map((query) => {
    const { query: parsed } = searchIn(query, 'query')
    return parsed && sourcesAskedBy(parsed)
  })
  if (taken === undefined) return true
  const lower = new Set(taken.map((source) => source.toLowerCase()))
  return asked.some((sources) => sources === undefined || sources.some((source) => lower.has(source.toLowerCase())))
}

/** A pipeline with the rows of the tables that it names. */
function pipelineDigest({ document }: PipelineFile, { tables }: Workspace): string {
  const definition = definitionIn(document.value)
  const text = JSON.stringify(definition)
  return contentDigest([definition, [...tables].filter(([name]) => text.includes(JSON.stringify(name)))], 32)
}

function asksForLookups(text: string): boolean {
  return lookedUp.some((name) => text.includes(name))
}

/** What is looked up, and in which content. */
function lookupsDigest({ config: { enrichment, referenceTables }, root, tables }: Workspace): string {
  const { geoip = [], threatLists = [] } = enrichment
  const files = [...geoip, ...threatLists.flatMap(({ file }) => file ?? [])].map((file) =>
    fileDigest(resolve(root, file)),
  )
  const named = threatLists.flatMap(({ table }) => (table && referenceTables.has(table) ? [tables.get(table)] : []))
  return contentDigest([{ ...enrichment, geoip: geoip.length, threatLists }, files, named], 32)
}

function fileDigest(path: string): string {
  try {
    return contentDigest(readFileSync(path, 'latin1'), 64)
  } catch {
    return ''
  }
}
