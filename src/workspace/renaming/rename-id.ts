import { basename, dirname, join } from 'node:path'
import { isDeepStrictEqual } from 'node:util'
import type { Path } from '../../diagnostic/diagnostic'
import { isJsonObject } from '../../json/json-object'
import { valueAt, withValue } from '../../json/value-at-path'
import { fileStem } from '../../rule/slug'
import { setIn } from '../../yaml/edit-yaml'
import { readYaml, type YamlDocument } from '../../yaml/yaml-document'
import { configFileName } from '../find-workspace'
import { stemOf } from '../list-files'
import type { Workspace } from '../workspace'
import { type NamedKind, type Reference, referencesTo } from './references-to'

/** One file as it is after a renaming. */
export interface RenamedFile {
  /** Absolute. */
  readonly path: string
  /** What was read, and what is to stand there. */
  readonly before: string
  readonly text: string
  /** Where it goes; absent for a file that stays. */
  readonly to?: string
  /** The places in it that name the thing and were changed, its own id apart. */
  readonly references: readonly Reference[]
}

/** Something of a workspace by its id. */
interface Named {
  readonly kind: NamedKind
  readonly path: string
  readonly document: YamlDocument
}

/** What has an id, in every file that says one. */
export function withId({ rules, suppressions, overrides }: Workspace, id: string): readonly Named[] {
  const has = ({ value }: YamlDocument, read: string | undefined): boolean =>
    (isJsonObject(value) && typeof value.id === 'string' ? value.id : read) === id
  return [
    ...rules.flatMap(({ path, document, draft }) => (has(document, draft?.id) ? [named('rule', path, document)] : [])),
    ...suppressions.flatMap(({ path, document }) => (has(document, '') ? [named('suppression', path, document)] : [])),
    ...overrides.flatMap(({ path, document }) => (has(document, '') ? [named('override', path, document)] : [])),
  ]
}

function named(kind: NamedKind, path: string, document: YamlDocument): Named {
  return { kind, path, document }
}

/**
 * The files that change when something gets another id: its own, which says what it was `formerly` and moves along where it
 * is named after the id, the tests beside it, and all that name it. Comments and layout stay. Nothing is written.
 */
export function renameId(workspace: Workspace, subject: Named, from: string, to: string): readonly RenamedFile[] {
  const { rules, suppressions, overrides, tests, root, configDocument } = workspace
  const { kind } = subject
  const stem = stemOf(subject.path)
  const isNamedSo = basename(stem) === from
  const moved = (path: string): { readonly to?: string } =>
    isNamedSo && stemOf(path) === stem
      ? { to: join(dirname(path), fileStem(to, kind) + basename(path).slice(from.length)) }
      : {}
  const all: readonly { readonly path: string; readonly document: YamlDocument; readonly isTest?: boolean }[] = [
    { path: join(root, configFileName), document: configDocument },
    ...rules,
    ...suppressions,
    ...overrides,
    ...tests.map((test) => ({ ...test, isTest: true })),
  ]
  return all.flatMap(({ path, document, isTest }): RenamedFile[] => {
    const isSelf = path === subject.path
    // The `rule` of an override is a default rule, and `suppressions` of a rule's file are nobody's.
    const found = referencesTo(kind, from, to, document.value).filter(
      ({ path: at }) => isTest || (at[0] !== 'rule' && at[0] !== 'suppression' && at[0] !== 'suppressions'),
    )
    const place = isSelf || isTest ? moved(path) : {}
    if (!isSelf && found.length === 0 && place.to === undefined) return []
    const text = rewritten(document, found, isSelf ? { kind, from, to } : undefined)
    return [{ path, before: document.source.text, text, ...place, references: found }]
  })
}

/** What a thing's own file says anew. */
interface Self {
  readonly kind: NamedKind
  readonly from: string
  readonly to: string
}

/**
 * The text of a file with each reference changed within its own quotes, and in the thing's own file another id and, right
 * behind it, what it was before. Where that would not say what it should, the text is changed key by key.
 */
function rewritten(document: YamlDocument, references: readonly Reference[], self: Self | undefined): string {
  const { source, locate } = document
  const changes = [...references.map(({ path, text }) => [path, text] as const), ...ownChanges(self)]
  const expected = changes.reduce((value, [path, text]) => withValue(value, path, text), document.value)
  const edits = references.map(({ path, text }) => {
    const { start, end } = locate(path)
    return {
      start,
      end,
      text: source.text.slice(start, end).replace(String(valueAt(document.value, path)), () => text),
    }
  })
  for (const own of self ? ownEdits(document, self) : [undefined]) {
    const text = spliced(source.text, own ? [...edits, own] : edits)
    if (isDeepStrictEqual(readYaml({ path: '', text }).value, expected)) return text
  }
  return changes.reduce((text, [path, value]) => setIn(text, path, value), source.text)
}

/** Of an override nothing is to be remembered: what it left on default rules carries over by itself. */
function ownChanges(self: Self | undefined): readonly (readonly [Path, string])[] {
  if (!self) return []
  return self.kind === 'override'
    ? [[['id'], self.to]]
    : [
        [['id'], self.to],
        [['formerly'], self.from],
      ]
}

/** How the id may stand in the text, with `formerly` below it, behind it on its line, or elsewhere already. */
function ownEdits({ source: { text }, value, locate }: YamlDocument, { kind, from, to }: Self): readonly Edit[] {
  if (!isJsonObject(value) || typeof value.id !== 'string') return []
  const { start, end } = locate(['id'])
  const id = text.slice(start, end).replace(from, () => to)
  if (kind === 'override') return [{ start, end, text: id }]
  if (Object.hasOwn(value, 'formerly')) return []
  const line = text.slice(text.lastIndexOf('\n', start - 1) + 1, start)
  const newline = text.includes('\r\n') ? '\r\n' : '\n'
  const lineEnd = /\r?\n|$/.exec(text.slice(end))?.index ?? 0
  const behind = text.slice(end, end + lineEnd)
  const indent = /^\s*/.exec(line)?.[0] ?? ''
  const isAlone = /^\s*"?id"?\s*:\s*$/.test(line)
  return [
    { start, end: end + lineEnd, text: `${id}${behind}${newline}${indent}formerly: ${from}` },
    { start, end, text: `${id},${isAlone ? newline + indent : ' '}"formerly": "${from}"` },
  ]
}

interface Edit {
  readonly start: number
  readonly end: number
  readonly text: string
}

/** The edits from the end on, so that positions hold. */
function spliced(text: string, edits: readonly Edit[]): string {
  return [...edits]
    .sort((left, right) => right.start - left.start)
    .reduce((changed, edit) => changed.slice(0, edit.start) + edit.text + changed.slice(edit.end), text)
}
