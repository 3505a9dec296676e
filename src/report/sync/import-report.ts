import { type JsonText, jsonDocument, jsonLines } from '../../medium/json-text'
import type { Painter } from '../../medium/painter'
import { type TerminalText, terminal } from '../../medium/terminal-text'
import type { HiddenLately, ImportAdoption, ImportedFile, LookedAt, NotImported } from '../../sync/import/import-files'
import type { PartedImport, TerraformParting } from '../../sync/import/terraform-parting'

/** What an import made of a tenant, for a person: the files, what they still lack, what is not imported and why. */
export function importText(result: PartedImport, paint: Painter): TerminalText {
  const { files, skipped, troubles, provided, notFound, terraform, adoption } = result
  const lines = [
    ...files.map(({ path, kind, remoteId, hides }) => {
      const about = hides ? `, ${hidesText(hides)}` : ''
      return terminal`${paint.good('new')}      ${path}  ${paint.faint(`${kind} ${remoteId}${about}`)}`
    }),
    ...(result.looked ? [terminal`${paint.faint('order')}    ${orderText(result.looked)}`] : []),
    ...skipped.map((one) => terminal`${paint.faint('have')}     ${named(one)}: ${one.reason}`),
    ...troubles.map((one) => terminal`${paint.warning('not')}      ${named(one)}: ${one.reason}`),
    ...notFound.map((id) => terminal`${paint.error('missing')}  nothing in ${result.tenant} has the id ${id}`),
    ...(provided.length > 0
      ? [
          terminal`not      ${provided.length} ${provided.length === 1 ? 'rule' : 'rules'} of Datadog or partners: *.override.yaml files change them`,
        ]
      : []),
    ...noteLines(files, paint),
    ...(adoption?.left ?? []).map(
      ({ kind, id, reason }) => terminal`${paint.warning('left')}     ${kind} ${id}: ${reason}`,
    ),
    ...(terraform ? stayLines(terraform, paint) : []),
  ]
  const parting = terraform ? partingText(terraform) : ''
  return terminal`${lines.map((line) => terminal`${line}\n`)}${importSentence(result)}\n${parting}`
}

/** What a suppression is for, and what signals tell of it. */
function hidesText({ rules, signals, matching = 0, last }: HiddenLately): string {
  const scope = `for ${rules} ${rules === 1 ? 'rule' : 'rules'}`
  if (signals === undefined) return scope
  return `${scope}, matches ${matching} of ${signals} signals${last === undefined ? '' : `, last on ${last.slice(0, 10)}`}`
}

function orderText(looked: LookedAt): string {
  if (!looked.asked)
    return `suppressions stand by the rules that they are for; no signals were looked at: ${looked.why}`
  const { signals, since, isCut } = looked
  const which = `${isCut ? 'the latest ' : ''}${signals} ${signals === 1 ? 'signal' : 'signals'} since ${since}`
  return `those that hide most come first, by ${which}; what is hidden by then is not among them`
}

/** The same as data, without the texts of the files. */
export function importJson({ tenant, files, ...rest }: PartedImport): JsonText {
  const told = files.map(({ text: _text, ...file }) => file)
  return jsonDocument({ tenant, files: told, ...rest, summary: countsOf({ tenant, files, ...rest }) })
}

/** One thing a line, then the summary. */
export function importNdjson(result: PartedImport): JsonText {
  const { tenant, files, skipped, troubles, provided, notFound, terraform, adoption, looked } = result
  return jsonLines([
    ...files.map(({ text: _text, ...file }) => ({ type: 'file', tenant, ...file })),
    ...skipped.map((one) => ({ type: 'skipped', tenant, ...one })),
    ...troubles.map((one) => ({ type: 'trouble', tenant, ...one })),
    ...provided.map((one) => ({ type: 'provided', tenant, ...one })),
    ...notFound.map((id) => ({ type: 'notFound', tenant, id })),
    ...(terraform ? [{ type: 'terraform', tenant, ...terraform }] : []),
    ...(adoption ? [{ type: 'adoption', tenant, ...adoption }] : []),
    ...(looked ? [{ type: 'looked', tenant, ...looked }] : []),
    { type: 'summary', tenant, ...countsOf(result) },
  ])
}

/** What stays with Terraform: rules one by one, what ddac never manages by its type. */
function stayLines({ stays }: TerraformParting, paint: Painter): readonly TerminalText[] {
  const word = paint.faint('stays')
  const isOwn = ({ type }: TerraformParting['stays'][number]): boolean =>
    type.startsWith('datadog_security_monitoring_')
  const own = stays.filter(isOwn)
  const others = new Map<string, number>()
  for (const one of stays) if (!isOwn(one)) others.set(one.type, (others.get(one.type) ?? 0) + 1)
  return [
    ...own.map(({ address, reason }) => terminal`${word}    ${address}: ${reason}`),
    ...[...others].map(([type, count]) => terminal`${word}    ${count} ${type}`),
  ]
}

/** The way out of Terraform that deletes nothing. */
function partingText({ removed, single }: TerraformParting): TerminalText {
  const blocks = removed.map(
    (address) => terminal`\nremoved {\n  from = ${address}\n\n  lifecycle {\n    destroy = false\n  }\n}\n`,
  )
  const forget = terminal`
Terraform (1.7 or later) forgets them, and deletes nothing, where these stand in place of their resource blocks:
${blocks}`
  const commands = single.map((address) => terminal`terraform state rm '${address.replaceAll("'", "'\\''")}'\n`)
  const one = terminal`
These are single instances of resources that stay. Take them out of the configuration, and first out of the state:

${commands}`
  return terminal`${removed.length > 0 ? forget : ''}${single.length > 0 ? one : ''}`
}

function importSentence(result: PartedImport): string {
  const { files, skipped, troubles, notFound } = result
  const waiting = skipped.filter(({ waitsAs }) => waitsAs !== undefined).length
  const managed = skipped.length - waiting
  const parts = [
    `${files.length} imported`,
    ...(waiting > 0 ? [`${waiting} imported before`] : []),
    ...(managed > 0 ? [`${managed} managed already`] : []),
    ...(troubles.length > 0 ? [`${troubles.length} not possible`] : []),
    ...(notFound.length > 0 ? [`${notFound.length} not found`] : []),
  ]
  const next = result.adoption ? adoptionSentence(result.adoption) : nextText(files, waiting)
  return `${result.tenant}: ${parts.join(', ')}.${next}`
}

function adoptionSentence({ adopted, managed, left }: ImportAdoption): string {
  const rest = left.length === 0 ? 'no changes' : `${left.length} left`
  return ` ${adopted.length} adopted: ${managed.length} managed, ${rest}.`
}

function nextText(files: readonly ImportedFile[], waiting: number): string {
  if (files.length === 0) return waiting === 0 ? '' : ' ddac apply makes them yours.'
  const unfit = files.filter(({ notes }) => notes.length > 0).length
  const next = 'ddac plan finds no changes of their content; ddac apply makes them yours.'
  const owed =
    unfit === 0 ? '' : ` ${unfit} of them owe what is to do once they are edited; until then ddac validate warns.`
  return ` ${next}${owed}`
}

/** Files that lack the same are told together: after an import that is most of the suppressions. */
function noteLines(files: readonly ImportedFile[], paint: Painter): readonly TerminalText[] {
  const byNotes = new Map<string, string[]>()
  for (const { path, notes } of files) {
    if (notes.length === 0) continue
    const key = notes.join('; ')
    const paths = byNotes.get(key)
    if (paths) paths.push(path)
    else byNotes.set(key, [path])
  }
  return [...byNotes].map(([notes, [first = '', ...more]]) => {
    const where = more.length > 0 ? `${first} and ${more.length} more` : first
    return terminal`${paint.warning('to do')}    ${where}: ${notes}`
  })
}

function countsOf({ files, skipped, troubles, provided, notFound }: PartedImport) {
  return {
    imported: files.length,
    skipped: skipped.length,
    troubles: troubles.length,
    provided: provided.length,
    notFound: notFound.length,
  }
}

const named = ({ kind, remoteId, name }: NotImported): string => `${kind} ${remoteId} "${name}"`
