import { groupFieldsOf } from './groups-of'
import {
  inOrder,
  noValue,
  type Part,
  type Piece,
  type ReferenceRule,
  severities,
  type Thing,
  textOf,
  type Value,
} from './model'

/** A signal under way: what took part until now. */
export interface State {
  readonly caseIndex: number
  readonly severity: number
  readonly key: readonly (string | undefined)[]
  readonly opened: number
  readonly things: readonly Thing[]
  readonly parts: readonly Part[]
  readonly adds: Readonly<Record<string, readonly Value[]>>
}

/** What is on a signal. */
export interface Described {
  readonly title: string
  readonly message: string
  readonly group: Readonly<Record<string, string>>
  /** With what is surely on it. */
  readonly sure: Thing
  /** With all that its logs carry. */
  readonly possible: Thing
  /** It has more values of some attribute than it shows. */
  readonly hidesMany: boolean
}

/** Recorded signals show nine values of an attribute, and of more none. */
const most = 9
/** Datadog's standard attributes, of those that the random logs have. */
const standard = ['usr.id']

export function describe(rule: ReferenceRule, state: State): Described {
  const things = [...state.things].sort(inOrder)
  const values = <Item>(of: (thing: Thing) => readonly Item[]): readonly Item[] => [...new Set(things.flatMap(of))]
  const ruleTags = rule.tags.map((tag) => tag.toLowerCase())
  const group: Record<string, string> = {}
  const attributes: Record<string, readonly Value[]> = {}
  for (const path of values(({ attributes: own }) => Object.keys(own))) {
    const found = values(({ attributes: own }) => own[path] ?? [])
    if (found.length > 0) attributes[path] = found
  }
  Object.assign(attributes, state.adds)
  let tags = [
    ...new Set([
      ...ruleTags,
      ...values(({ sources }) => sources).map((source) => `source:${source.toLowerCase()}`),
      ...values((thing) => thing.tags)
        .filter((tag) => tag.includes(':'))
        .map((tag) => tag.toLowerCase()),
    ]),
  ]
  const ownSources = ruleTags.flatMap((tag) => (tag.startsWith('source:') ? [tag.slice('source:'.length)] : []))
  const sources = [...new Set([...values((thing) => thing.sources), ...ownSources])]
  let services = values((thing) => thing.services)
  let hosts = values((thing) => thing.hosts)
  // A signal carries the value of its own group.
  for (const [position, { names }] of groupFieldsOf(rule).entries()) {
    const value = state.key[position]
    if (value === undefined) continue
    for (const name of names) {
      group[name] = value
      if (value === noValue) continue
      if (name === 'service') services = [value]
      else if (name === 'host') hosts = [value]
      else if (name.startsWith('@')) attributes[name.slice(1)] = [value]
      else tags = [...tags.filter((tag) => !tag.startsWith(`${name}:`)), `${name}:${value}`]
    }
  }
  const wonCase = caseOf(rule, state.caseIndex)
  const view = { rule, caseName: wonCase.name, attributes, tags, sources, services, hosts, count: matchesOf(state) }
  const name = rendered(rule.titleTemplate ? [{ attribute: 'v' }] : rule.title, view)
  const title = !rule.titleTemplate && wonCase.name !== '' ? `${name} - ${wonCase.name}` : name
  const message = rendered(rule.message, view)
  const status = severities[state.severity] ?? ''
  const few = Object.entries(attributes).filter(([, found]) => found.length <= most)
  const workflow = {
    'workflow.rule.id': [rule.id],
    'workflow.rule.name': [textOf(rule.title)],
    'triggeringRuleCase.name': wonCase.name === '' ? [] : [wonCase.name],
    'triggeringRuleCase.status': [status],
  }
  const whole = { id: '', time: state.opened, sources, services, hosts, status, message, tags }
  const surely = surelyOn(rule)
  const keys = tags.map((tag) => tag.split(':')[0])
  return {
    title,
    message,
    group,
    sure: {
      ...whole,
      tags: tags.filter((tag) => keys.filter((key) => key === tag.split(':')[0]).length <= most),
      attributes: { ...Object.fromEntries(few.filter(([path]) => surely(path))), ...workflow },
    },
    possible: { ...whole, attributes: { ...Object.fromEntries(few), ...workflow } },
    hidesMany: few.length < Object.keys(attributes).length,
  }
}

/** Where no case has a log's grade, a third party's signal has the default severity and no case's name. */
export function caseOf(rule: ReferenceRule, index: number): { readonly name: string; readonly severity: number } {
  const cases = rule.method === 'third_party' ? rule.grades : rule.cases
  return cases[index] ?? { name: '', severity: rule.defaultSeverity ?? 0 }
}

/** Recorded signals add up what each query matched. */
function matchesOf({ parts }: State): number {
  return new Set(parts.flatMap(({ matches }) => matches)).size
}

function surelyOn(rule: ReferenceRule): (path: string) => boolean {
  const pieces = [...rule.message, ...(rule.titleTemplate ? [{ attribute: 'v' }] : rule.title)]
  const named = pieces.flatMap((piece) => (typeof piece !== 'string' && 'attribute' in piece ? [piece.attribute] : []))
  const groups = groupFieldsOf(rule).flatMap(({ names }) => names.map((name) => name.slice(1)))
  return (path) =>
    [...standard, ...named, ...groups].includes(path) ||
    (rule.method === 'travel' && path.startsWith('impossible_travel.'))
}

interface View extends Pick<Thing, 'attributes' | 'tags' | 'sources' | 'services' | 'hosts'> {
  readonly rule: ReferenceRule
  readonly caseName: string
  readonly count: number
}

/** Attributes in the order of logs, tags in that of the alphabet. */
function rendered(pieces: readonly Piece[], view: View): string {
  return pieces.map((piece) => (typeof piece === 'string' ? piece : shownBy(piece, view))).join('')
}

function shownBy(piece: Exclude<Piece, string>, view: View): string {
  if ('attribute' in piece) return (view.attributes[piece.attribute] ?? []).join(', ')
  if ('tag' in piece) {
    const ofTags = view.tags.flatMap((tag) =>
      tag.startsWith(`${piece.tag}:`) ? [tag.slice(piece.tag.length + 1)] : [],
    )
    const fields: Readonly<Record<string, readonly string[]>> = {
      source: view.sources,
      service: view.services,
      host: view.hosts,
    }
    return [...new Set(fields[piece.tag] ?? ofTags)].sort().join(', ')
  }
  switch (piece.variable) {
    case 'rule_name':
      return textOf(view.rule.title)
    case 'case_name':
      return view.caseName
    case 'events_matched':
      return String(view.count)
  }
}
