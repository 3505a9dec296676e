import { readFileSync, statSync } from 'node:fs'
import { basename, resolve } from 'node:path'
import { parseUserAgent } from '../../archive/parse-user-agent'
import type { ReferenceRows } from '../../detect/compile-selector'
import { attributesNeeded } from '../../detect/lookups-asked'
import { readTable } from '../../detect/reference-table'
import { type Diagnostic, type Path, placeFinding } from '../../diagnostic/diagnostic'
import { WorldError } from '../../diagnostic/world-error'
import { compileEnrichment, type Enrichment } from '../../event/enrichment/enrich'
import { type GeoLookup, openGeoDatabases } from '../../event/enrichment/geo-database'
import { compileThreatLists, type ThreatList, threatListTrouble } from '../../event/enrichment/threat-lists'
import type { Draft } from '../../rule/rule'
import type { YamlDocument } from '../../yaml/yaml-document'
import type { ThreatListConfig, WorkspaceConfig } from '../config'
import { diskError } from '../disk-error'
import { shownPath } from '../find-workspace'
import { refuseForeignFile, refuseNoFile } from '../own-files'
import { readText } from '../read-text'

/** Where files are looked for, and where mistakes go. */
interface Reading {
  readonly root: string
  readonly cwd: string
  readonly config: WorkspaceConfig
  readonly tables: ReferenceRows
  readonly document: YamlDocument
  readonly diagnostics: Diagnostic[]
}

/** What a workspace looks up. */
export interface WorkspaceEnrichment {
  /** Undefined where rules ask for nothing that is looked up. */
  readonly enrichment: Enrichment | undefined
  readonly geo: GeoLookup | undefined
}

/**
 * Reads the lists, and finds the databases, that `ddac.yaml` names under `enrichment`. A database is opened when the first
 * address is looked up. What neither a text of the workspace nor a rule's method asks for is looked up for none.
 */
export function readEnrichment(
  reading: Reading,
  texts: readonly string[],
  rules: readonly Draft[],
): WorkspaceEnrichment {
  const geo = geoOf(reading)
  const lists = (reading.config.enrichment.threatLists ?? []).flatMap(
    (list, index) => readList(list, index, reading) ?? [],
  )
  const threats = lists.length > 0 ? compileThreatLists(lists) : undefined
  const needed = new Set(
    rules.flatMap((rule) => (rule.queries ?? []).flatMap((query) => attributesNeeded(rule, query))),
  )
  const isWanted = (attribute: string): boolean =>
    needed.has(attribute) || texts.some((text) => text.includes(attribute))
  const isAny = ['network.client.geoip', 'threat_intel', 'http.useragent_details'].some(isWanted)
  return { geo, enrichment: isAny ? compileEnrichment({ geo, threats, parseUserAgent }, isWanted) : undefined }
}

function geoOf(reading: Reading): GeoLookup | undefined {
  const { root, cwd, config } = reading
  const files = (config.enrichment.geoip ?? []).map((file) => resolve(root, file))
  if (files.length === 0) return undefined
  const found = files.filter((path, index) => {
    const trouble = troubleOf(() => refuseAbsent(path, shownPath(path, cwd)))
    if (trouble !== undefined) tell(reading, ['enrichment', 'geoip', index], trouble.message, trouble.help)
    return trouble === undefined
  })
  if (found.length < files.length) return undefined
  let lookUp: GeoLookup | undefined
  return (address) => {
    lookUp ??= openGeoDatabases(found.map((path) => readDatabase(path, shownPath(path, cwd))))
    try {
      return lookUp(address)
    } catch {
      const shown = found.map((path) => shownPath(path, cwd)).join(', ')
      throw new WorldError('bad-input', `a GeoIP database is damaged: ${shown}`, 'Fetch it again from its maker.')
    }
  }
}

/** Throws a WorldError for what is not there, or no file. */
function refuseAbsent(path: string, shown: string): void {
  refuseNoFile(path, shown)
  try {
    statSync(path)
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
}

/** Throws a WorldError for what cannot be read, or is no such database. */
function readDatabase(path: string, shown: string): Buffer {
  let bytes: Buffer
  try {
    bytes = readFileSync(path)
  } catch (error) {
    throw diskError(error, 'read', shown)
  }
  try {
    openGeoDatabases([bytes])
    return bytes
  } catch {
    throw new WorldError(
      'bad-input',
      `${shown} is no GeoIP database`,
      'Name a file in the MMDB format under enrichment: in ddac.yaml.',
    )
  }
}

function readList(list: ThreatListConfig, index: number, reading: Reading): ThreatList | undefined {
  const { file, table } = list
  const place = ['enrichment', 'threatLists', index]
  if ((file === undefined) === (table === undefined)) {
    tell(reading, place, 'a threat list is in a file or in a reference table', 'write one of file and table')
    return undefined
  }
  const rows = table === undefined ? rowsOfFile(file ?? '', [...place, 'file'], reading) : reading.tables.get(table)
  if (rows === undefined) {
    if (table !== undefined)
      tell(reading, [...place, 'table'], `there is no reference table "${table}"`, 'name it under referenceTables')
    return undefined
  }
  const { column, category, intention, name = table ?? basename(file ?? '') } = list
  const read = { name, rows, column, category, intention }
  const trouble = threatListTrouble(read)
  if (trouble !== undefined) tell(reading, place, `the threat list "${name}" ${trouble}`)
  return trouble === undefined ? read : undefined
}

function rowsOfFile(file: string, place: Path, reading: Reading): ThreatList['rows'] | undefined {
  const path = resolve(reading.root, file)
  const shown = shownPath(path, reading.cwd)
  let rows: ThreatList['rows'] | undefined
  const trouble = troubleOf(() => {
    refuseForeignFile(reading.root, path, shown, reading.config.files)
    const read = readTable({ path: shown, text: readText(path) })
    for (const each of read.findings) reading.diagnostics.push(each)
    rows = read.rows
  })
  if (trouble !== undefined) tell(reading, place, trouble.message, trouble.help)
  return rows
}

function troubleOf(work: () => void): WorldError | undefined {
  try {
    work()
    return undefined
  } catch (error) {
    if (error instanceof WorldError) return error
    throw error
  }
}

function tell({ diagnostics, document }: Reading, path: Path, message: string, help?: string): void {
  const finding = { code: 'W110', severity: 'error', message, path } as const
  diagnostics.push(placeFinding({ ...finding, ...(help !== undefined && { help }) }, document.locate))
}
