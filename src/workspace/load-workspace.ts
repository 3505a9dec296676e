import { existsSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
import type { Diagnostic, Finding } from '../diagnostic/diagnostic'
import { placeFinding } from '../diagnostic/diagnostic'
import { WorldError } from '../diagnostic/world-error'
import { readLock } from '../override/read-lock'
import { readOverride } from '../override/read-override'
import { pulledIn } from '../pipeline/pulled'
import { readRule } from '../rule/read-rule'
import { readSuppression } from '../suppression/read-suppression'
import { readTests } from '../testing/read-tests'
import { readYaml, unreadYaml, type YamlDocument } from '../yaml/yaml-document'
import type { WorkspaceConfig } from './config'
import { readEnrichment } from './enrichment/read-enrichment'
import { configFileName, lockFileName, shownPath } from './find-workspace'
import { listFiles } from './list-files'
import { refuseForeignFile } from './own-files'
import { handEditFindings, inOrder, namesakes, processingOf } from './pipelines/pipeline-files'
import { pipelineReader, pipelineTestReader } from './pipelines/when-needed'
import { readConfig } from './read-config'
import { readTables } from './read-tables'
import { readText } from './read-text'
import { asWritten, fillVariables, usualTenant } from './tenant-view'
import { tenantsOfFile } from './tenants/file-tenants'
import { withTenantsOf } from './tenants/tenants-of-base'
import { UnknownRuleKeys } from './unknown-rule-keys'
import type {
  OverrideFile,
  PipelineFile,
  PipelineTestsFile,
  RuleFile,
  SuppressionFile,
  TestsFile,
  Workspace,
} from './workspace'
import { policyFindings } from './workspace-policy'

/**
 * Reads a whole workspace. What users wrote wrong is gathered as diagnostics and never stops the reading; a file that
 * cannot be opened is one too. Throws a WorldError only where there is nothing to read. `cwd` decides how paths are shown.
 * With `base` the tenants are reached as that says, whatever the workspace's own `ddac.yaml` has. `untested` leaves files of
 * tests unread, for who only runs the rules: they are most of what a workspace holds.
 */
export function loadWorkspace(
  root: string,
  cwd: string = root,
  base?: WorkspaceConfig,
  { untested = false }: { readonly untested?: boolean } = {},
): Workspace {
  const diagnostics: Diagnostic[] = []
  let reach = (path: string, shown: string): void => refuseForeignFile(root, path, shown, 'workspace')
  const open = (path: string): YamlDocument => {
    const shown = shownPath(path, cwd)
    const text = textOf(path, shown, diagnostics, reach)
    const document = text === undefined ? unreadYaml({ path: shown, text: '' }) : readYaml({ path: shown, text })
    for (const each of document.diagnostics) diagnostics.push(each)
    return document
  }
  const told = (document: YamlDocument, findings: readonly Finding[]): void => {
    for (const finding of findings) {
      const placed = placeFinding(finding, document.locate)
      if (!isToldAlready(placed, document)) diagnostics.push(placed)
    }
  }
  const toldFilled = (document: YamlDocument, findings: readonly Finding[]): void =>
    told(
      document,
      findings.map((finding) => asWritten(finding, document.value, usual)),
    )
  const configDocument = open(join(root, configFileName))
  const { config: own, findings } = readConfig(configDocument)
  const config = base ? withTenantsOf(base, own) : own
  told(configDocument, findings)
  reach = (path, shown) => refuseForeignFile(root, path, shown, config.files)
  const usual = usualTenant(config)
  const filled = ({ value }: YamlDocument) => ({ value: fillVariables(value, usual) })

  const unknown = new UnknownRuleKeys(config.policy.harmlessKeys)
  const rules: RuleFile[] = []
  const suppressions: SuppressionFile[] = []
  const overrides: OverrideFile[] = []
  const tests: TestsFile[] = []
  const pipelines: PipelineFile[] = []
  const pipelineTests: PipelineTestsFile[] = []
  const listed = listFiles(root)
  const misnamed = listed
    .filter(({ isMisnamed }) => isMisnamed)
    .map(({ path, kind }) => ({ kind, file: shownPath(path, cwd) }))
  diagnostics.push(...misnamed.map(misnamedFinding))
  for (const { path, kind, isMisnamed } of listed) {
    if (isMisnamed || (untested && (kind === 'test' || kind === 'pipeline-test'))) continue
    const document = open(path)
    const here = tenantsOfFile(document.value, relative(root, path).split(sep).join('/'), config.folders)
    if (kind === 'rule') {
      const read = readRule(document)
      told(document, unknown.take(document, read.findings))
      rules.push({ ...here, path, document, rule: read.rule, draft: read.draft })
    } else if (kind === 'suppression') {
      const read = readSuppression(document, config.policy.suppressions, filled(document))
      toldFilled(document, read.findings)
      suppressions.push({ ...here, path, document, suppression: read.suppression })
    } else if (kind === 'override') {
      const read = readOverride(document, filled(document))
      toldFilled(document, read.findings)
      overrides.push({ ...here, path, document, override: read.override })
    } else if (kind === 'test') {
      const read = readTests(document)
      told(document, read.findings)
      tests.push({ path, document, tests: read.tests })
    } else if (kind === 'pipeline') {
      const read = pipelineReader().readPipeline(document)
      told(document, [...read.findings, ...handEditFindings(document)])
      pipelines.push({ path, document, pipeline: read.pipeline, pulled: pulledIn(document.value) })
    } else {
      const read = pipelineTestReader().readPipelineTests(document)
      told(document, read.findings)
      pipelineTests.push({ path, document, tests: read.tests })
    }
  }
  diagnostics.push(...unknown.told())
  const lockPath = join(root, lockFileName)
  const lock = existsSync(lockPath) ? open(lockPath) : undefined
  const { locks, findings: damage } = lock ? readLock(lock) : { locks: undefined, findings: [] }
  if (lock) told(lock, damage)
  const tables = readTables(root, cwd, config, configDocument, diagnostics)
  const texts = [...rules, ...suppressions, ...overrides].map(({ document }) => document.source.text)
  const { enrichment, geo } = readEnrichment(
    { root, cwd, config, tables, document: configDocument, diagnostics },
    lock === undefined ? texts : [...texts, lock.source.text],
    rules.flatMap(({ draft }) => draft ?? []),
  )
  const ordered = inOrder(pipelines)
  diagnostics.push(...namesakes(ordered))
  const workspace = {
    root,
    config,
    configDocument,
    rules,
    suppressions,
    overrides,
    tests,
    pipelines: ordered,
    pipelineTests,
    processing: processingOf(ordered, tables, geo),
    enrichment,
    geo,
    misnamed,
    locks,
    tables,
    diagnostics,
  }
  return { ...workspace, diagnostics: [...diagnostics, ...policyFindings(workspace)] }
}

function misnamedFinding({ kind, file }: { readonly kind: string; readonly file: string }): Diagnostic {
  const name = file.replace(/^.*[\\/]/, '').replace(/\.\w+$/, '')
  const stem = name.replace(new RegExp(`[._-]${kind.replace('-', '[._-]?')}s?$`, 'i'), '')
  return {
    code: 'W113',
    severity: 'warning',
    message: `this file is not read: the name of a ${kind} ends in .${kind}.yaml`,
    help: `rename it, for example to ${stem === kind ? `my-${kind}` : stem}.${kind}.yaml`,
    span: { source: { path: file, text: '' }, start: 0, end: 0 },
  }
}

/** Whether a value is what YAML made of a slip: what it ought to be is not told besides. */
function isToldAlready({ span, severity }: Diagnostic, { diagnostics }: YamlDocument): boolean {
  if (!span || severity !== 'error') return false
  return diagnostics.some(
    ({ code, span: slip }) => code !== 'W002' && slip?.start === span.start && slip.end === span.end,
  )
}

/** A file that cannot be opened is told like a mistake in it, and as nothing else: what it holds nobody knows. */
function textOf(
  path: string,
  shown: string,
  diagnostics: Diagnostic[],
  refuse: (path: string, shown: string) => void,
): string | undefined {
  try {
    refuse(path, shown)
    return readText(path, shown)
  } catch (error) {
    if (!(error instanceof WorldError)) throw error
    const { message, help } = error
    diagnostics.push({
      code: 'W110',
      severity: 'error',
      message,
      ...(help !== undefined && { help }),
      span: { source: { path: shown, text: '' }, start: 0, end: 0 },
    })
    return undefined
  }
}
