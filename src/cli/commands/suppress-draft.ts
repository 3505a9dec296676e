import { join, relative, resolve } from 'node:path'
import { WorldError } from '../../diagnostic/world-error'
import { asObject, isJsonObject, listIn } from '../../json/json-object'
import { textIn, textsIn } from '../../json/json-text'
import { jsonDocument } from '../../medium/json-text'
import { codeSpan, isMarkdown, joinedMarkdown, type MarkdownText, markdown } from '../../medium/markdown-text'
import { findWorkspace } from '../../workspace/find-workspace'
import { repositoryOf } from '../../workspace/own-files'
import { readText } from '../../workspace/read-text'
import { commitAt } from '../../workspace/revision/commit-at'
import { writeText } from '../../workspace/write-text'
import { type CliContext, exitCodes } from '../context'
import { formatFrom } from '../formats/command-formats'
import type { GlobalOptions } from '../global-options'
import { type Drafted, draftFiles } from '../handing-over/drafted'
import { openWorkspace } from '../open-workspace'
import { captured } from '../review/captured'
import { nameOfWorkspace } from '../review/name-of-workspace'
import { signalIdIn } from '../silencing/told-signals'
import { tellError } from '../tell-error'
import { suppressCheck } from './suppress-check'
import { suppressFromSignal } from './suppress-from-signal'

interface DraftOptions {
  readonly fromSignal: string
  readonly reason: string
  readonly days: number
  readonly owner: string
  readonly out: string
}

/** How long the text of a pull request may get. */
const mostText = 60_000

/**
 * `ddac suppress draft`: the narrowest suppression that hides a signal of the tenant, with its test and what it would have
 * hidden, as files and a text for a pull request. 1 where nothing can be proposed.
 */
export async function suppressDraft(
  context: CliContext,
  globals: GlobalOptions,
  { fromSignal, reason, days, owner, out }: DraftOptions,
): Promise<number> {
  formatFrom(globals, 'suppress draft')
  const signal = signalOf(fromSignal)
  for (const [option, given] of Object.entries({ '--reason': reason, '--owner': owner })) {
    if (given.trim() === '')
      throw new WorldError('usage', `${option} is empty`, 'Whoever reads this later asks for it.')
  }
  if (days < 1) throw new WorldError('usage', '--days is how long it lasts', 'Write 1 or more.')
  const root = findWorkspace(context.cwd, globals.workspace)
  const top = repositoryOf(root) ?? root
  const added = captured(context)
  const silent = Object.create(added.context, { ask: { value: undefined } }) as CliContext
  const asked = { fromSignal: signal, choice: 1, owner, reason, until: `${days}d` }
  const code = await suppressFromSignal(silent, { ...globals, format: 'json' }, undefined, asked)
  const told = asObject(JSON.parse(added.results.join('') || '{}')) ?? {}
  const { id, files, notes } = asObject(told.written) ?? {}
  if (code !== exitCodes.yes || typeof id !== 'string') return exitCodes.no
  const paths = textsIn(files).map((file) => resolve(context.cwd, file))
  const commit = await commitAt(root)
  const draft: Drafted = {
    workspace: nameOfWorkspace(openWorkspace(context, globals)),
    id,
    title: `Suppress ${id} for ${days} ${days === 1 ? 'day' : 'days'}`,
    ...(commit !== undefined && { commit }),
    files: paths.map((path) => ({ path: relative(top, path).replaceAll('\\', '/'), text: readText(path) })),
  }
  const said = { signal, reason, owner, notes: textsIn(notes) }
  const text = markdown`${draftText(draft, told, said)}\n\n${await radiusOf(id, context, globals)}`
  const folder = resolve(context.cwd, out)
  writeText(join(folder, draftFiles.state), String(jsonDocument(draft)), join(out, draftFiles.state))
  writeText(join(folder, draftFiles.text), String(text), join(out, draftFiles.text))
  context.stdout.write(markdown`${text}\n`)
  return exitCodes.yes
}

/** Files are not read: whoever asks may not know what lies beside them. */
function signalOf(given: string): string {
  const signal = signalIdIn(given.trim(), '/nowhere')
  if (signal !== undefined) return signal
  const help = 'Copy the address of its page in Datadog, which has event= in it, or the id that stands there.'
  throw new WorldError('usage', `--from-signal is neither the id of a signal nor the address of one`, help)
}

interface Said {
  readonly signal: string
  readonly reason: string
  readonly owner: string
  readonly notes: readonly string[]
}

function draftText(
  { id, files }: Drafted,
  told: ReturnType<typeof asObject>,
  { signal, reason, owner, notes }: Said,
): MarkdownText {
  const proposals = listIn(told?.proposals).filter(isJsonObject)
  const [shown] = listIn(told?.signals).filter(isJsonObject)
  const rows = proposals.map((each) => {
    const { hidden, of } = asObject(each.inTenant) ?? {}
    const counted = hidden === undefined ? markdown`` : markdown`${Number(hidden)} of ${Number(of)}`
    const mark = each.choice === 1 ? markdown`this one` : markdown`wider`
    return markdown`| ${mark} | ${textIn(each.about)} | ${codeSpan(textIn(each.suppressionQuery))} | ${counted} |`
  })
  return joinedMarkdown(
    [
      markdown`## Suppression ${codeSpan(id)}`,
      markdown`It hides ${codeSpan(textIn(shown?.rule))}: ${textIn(shown?.title)} (signal ${codeSpan(signal)}).`,
      markdown`Why: ${reason}\nWho answers for it: ${owner}`,
      joinedMarkdown(
        [markdown`| | hides | query | signals of 30 days |\n| --- | --- | --- | --- |`, ...rows],
        markdown`\n`,
      ),
      ...(notes.length === 0
        ? []
        : [
            joinedMarkdown(
              notes.map((note) => markdown`- ${note}`),
              markdown`\n`,
            ),
          ]),
      markdown`Files: ${joinedMarkdown(
        files.map(({ path }) => codeSpan(path)),
        markdown`, `,
      )}.`,
    ],
    markdown`\n\n`,
  )
}

/** What it would have hidden of the tenant's signals, or why that is not known: it keeps nobody from asking for it. */
async function radiusOf(id: string, context: CliContext, globals: GlobalOptions): Promise<MarkdownText> {
  const kept = captured(context)
  try {
    // That it ends soon is what was asked for.
    const asked = { tenantSignals: true, last: '30d', within: 0, maxSize: mostText / 2 }
    await suppressCheck(kept.context, { ...globals, format: 'markdown' }, [id], asked)
    return joinedMarkdown(kept.results.filter(isMarkdown), markdown`\n`)
  } catch (error) {
    if (!(error instanceof WorldError) || error.code === 'interrupted') throw error
    tellError(error, context, 'what it hides')
    return markdown`What it would have hidden is not known, because ${error.message}.`
  }
}
