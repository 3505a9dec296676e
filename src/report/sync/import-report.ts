import type { ImportedFile, ImportResult, NotImported } from '../../sync/import/import-files'
import type { Painter } from '../painter'

/** What an import made of a tenant, for a person: the files, what they still lack, what is not imported and why. */
export function importText(result: ImportResult, paint: Painter): string {
  const { files, skipped, troubles, provided, notFound } = result
  const lines = [
    ...files.map(
      ({ path, kind, remoteId }) => `${paint.good('new')}      ${path}  ${paint.faint(`${kind} ${remoteId}`)}`,
    ),
    ...skipped.map((one) => `${paint.faint('have')}     ${named(one)}: ${one.reason}`),
    ...troubles.map((one) => `${paint.warning('not')}      ${named(one)}: ${one.reason}`),
    ...notFound.map((id) => `${paint.error('missing')}  nothing in ${result.tenant} has the id ${id}`),
    ...(provided.length > 0
      ? [
          `not      ${provided.length} ${provided.length === 1 ? 'rule' : 'rules'} of Datadog or partners: *.override.yaml files change them`,
        ]
      : []),
    ...noteLines(files, paint),
  ]
  return `${lines.map((line) => `${line}\n`).join('')}${importSentence(result)}\n`
}

/** The same as data, without the texts of the files. */
export function importJson({ tenant, files, ...rest }: ImportResult): string {
  const told = files.map(({ text: _text, ...file }) => file)
  return `${JSON.stringify({ tenant, files: told, ...rest, summary: countsOf({ tenant, files, ...rest }) }, null, 2)}\n`
}

/** One thing a line, then the summary. */
export function importNdjson(result: ImportResult): string {
  const { tenant, files, skipped, troubles, provided, notFound } = result
  const lines = [
    ...files.map(({ text: _text, ...file }) => ({ type: 'file', tenant, ...file })),
    ...skipped.map((one) => ({ type: 'skipped', tenant, ...one })),
    ...troubles.map((one) => ({ type: 'trouble', tenant, ...one })),
    ...provided.map((one) => ({ type: 'provided', tenant, ...one })),
    ...notFound.map((id) => ({ type: 'notFound', tenant, id })),
    { type: 'summary', tenant, ...countsOf(result) },
  ]
  return lines.map((line) => `${JSON.stringify(line)}\n`).join('')
}

function importSentence(result: ImportResult): string {
  const { files, skipped, troubles, notFound } = result
  const parts = [
    `${files.length} imported`,
    ...(skipped.length > 0 ? [`${skipped.length} already here`] : []),
    ...(troubles.length > 0 ? [`${troubles.length} not possible`] : []),
    ...(notFound.length > 0 ? [`${notFound.length} not found`] : []),
  ]
  return `${result.tenant}: ${parts.join(', ')}.${nextText(files)}`
}

function nextText(files: readonly ImportedFile[]): string {
  if (files.length === 0) return ''
  const unfit = files.filter(({ notes }) => notes.length > 0).length
  const next = 'ddac plan finds no changes in them; ddac apply --adopt makes them yours.'
  return unfit === 0 ? ` ${next}` : ` ${unfit} of them must be mended first, ddac validate shows where. Then ${next}`
}

/** Files that lack the same are told together: after an import that is most of the suppressions. */
function noteLines(files: readonly ImportedFile[], paint: Painter): readonly string[] {
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
    return `${paint.warning('to do')}    ${where}: ${notes}`
  })
}

function countsOf({ files, skipped, troubles, provided, notFound }: ImportResult) {
  return {
    imported: files.length,
    skipped: skipped.length,
    troubles: troubles.length,
    provided: provided.length,
    notFound: notFound.length,
  }
}

const named = ({ kind, remoteId, name }: NotImported): string => `${kind} ${remoteId} "${name}"`
