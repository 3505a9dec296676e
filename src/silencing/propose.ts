import type { LogEvent } from '../event/log-event'
import { sameJson } from '../json/canonical-json'
import type { Draft } from '../rule/rule'
import { type Alternatives, type Asked, queryOf } from './clauses'
import { hiddenBy, type KeptSignal, type ProposalDraft } from './draft'
import { type Narrowest, narrowestOf, roleOf, warningsOf } from './narrowest'
import { separateFrom } from './separate'
import { fieldsOfSignal, type SignalField, type SubjectRule, whyNotGrouped } from './signal-fields'

/** A signal that somebody does not want to see again. */
export interface GivenSignal {
  readonly subject: SubjectRule
  /** What is on it, as far as it was told. */
  readonly event: LogEvent
}

/** A suppression that could be written. */
export interface Proposal {
  /** What it hides, in words. */
  readonly about: string
  /** Ids of rules, or a tag of them. */
  readonly rules: readonly string[]
  readonly alternatives: Alternatives
  readonly query: string
  /** The principal that is meant, as a query on signals. */
  readonly intends: string
  readonly warnings: readonly string[]
  /** The fields that keep it from signals that must stay visible; empty where nothing had to. */
  readonly separatedBy: readonly string[]
}

/** A suppression that is not proposed, for it would hide what must stay visible. */
export interface Rejected {
  readonly about: string
  readonly query: string
  readonly hides: readonly string[]
  /** The fields that tell them apart, where there are any: with them it would be no wider than the narrowest. */
  readonly apartBy: readonly string[]
}

export interface Proposals {
  /** From narrow to wide. */
  readonly proposals: readonly Proposal[]
  readonly rejected: readonly Rejected[]
}

/** More principals than these in one suppression are no exception any more. */
const mostAlternatives = 50

/**
 * What could hide the signals: two to four suppressions for one, for several the narrowest that hides them all. None hides a
 * signal that must stay visible. A refusal where nothing tells the signals from others of their rules.
 */
export function proposeFor(
  given: readonly GivenSignal[],
  kept: readonly KeptSignal[],
): Proposals | { readonly refusal: string } {
  const told = given.map((each) => ({ each, fields: fieldsOfSignal(each.event, each.subject) }))
  const found = told.map(({ fields }) => narrowestOf(fields))
  const blank = told.find((_, index) => found[index] === undefined)
  if (blank !== undefined) {
    const { subject, event } = blank.each
    const named = `"${subject.rule.id ?? subject.rule.name}"`
    const why = whyNotGrouped(event, subject)
    return {
      refusal: `nothing on the signal tells it from others of ${named}, so that only the whole rule could be hidden: ${why}`,
    }
  }
  const narrow = found.flatMap((one) => one ?? [])
  const drafts = given.length === 1 ? draftsOfOne(told, narrow) : [draftOfAll(told, narrow)]
  const seen = new Set<string>()
  const proposals: Proposal[] = []
  const rejected: Rejected[] = []
  for (const draft of drafts) {
    if (draft.alternatives.length > mostAlternatives) {
      return {
        refusal: `the signals are of ${draft.alternatives.length} principals; a suppression can name ${mostAlternatives}`,
      }
    }
    const separated = separateFrom(
      draft,
      told.map(({ fields }) => fields),
      kept,
    )
    if ('hides' in separated) {
      rejected.push({ about: draft.about, query: queryOf(draft.alternatives), hides: separated.hides, apartBy: [] })
      continue
    }
    // What only the principal of the narrowest keeps apart is no wider any more.
    if (separated.by.length > 0 && draft !== drafts[0] && asksAll(separated.alternatives, drafts[0])) {
      const hides = hiddenBy(draft, kept)
      rejected.push({ about: draft.about, query: queryOf(draft.alternatives), hides, apartBy: separated.by })
      continue
    }
    const query = queryOf(separated.alternatives)
    const key = JSON.stringify([draft.rules, query])
    if (seen.has(key)) continue
    seen.add(key)
    const { about, rules, intends, warnings } = draft
    const { alternatives, by } = separated
    proposals.push({
      about,
      rules,
      alternatives,
      query,
      intends: queryOf(intends),
      warnings: [...new Set(warnings)],
      separatedBy: by,
    })
  }
  return { proposals, rejected }
}

/** Whether each of the alternatives asks for all that some alternative of a draft does. */
function asksAll(alternatives: Alternatives, draft: ProposalDraft | undefined): boolean {
  const isIn = (one: Asked, asked: readonly Asked[]) => asked.some((each) => sameJson(each, one))
  return alternatives.every((asked) => draft?.alternatives.some((own) => own.every((one) => isIn(one, asked))))
}

interface Told {
  readonly each: GivenSignal
  readonly fields: readonly SignalField[]
}

function draftOfAll(told: readonly Told[], narrow: readonly Narrowest[]): ProposalDraft {
  const rules = [...new Set(told.map(({ each }) => idOf(each)))]
  const alternatives = distinct(narrow.map(({ asked }) => asked))
  const whom = alternatives.length === 1 ? 'one principal' : `${alternatives.length} principals`
  const about = `these signals, by ${whom}, in ${rules.length === 1 ? 'this rule' : `these ${rules.length} rules`}`
  return { about, rules, alternatives, intends: alternatives, warnings: narrow.flatMap(({ warnings }) => warnings) }
}

function draftsOfOne([told]: readonly Told[], [narrow]: readonly Narrowest[]): readonly ProposalDraft[] {
  if (told === undefined || narrow === undefined) return []
  const { each, fields } = told
  const { asked, warnings } = narrow
  const rules = [idOf(each)]
  const whom = asked.some(({ field }) => fields.some((one) => one.field === field && one.kind === 'principal'))
    ? 'this principal'
    : `this ${nameOf(asked)}`
  const first = { about: `${whom}, in this rule`, rules, alternatives: [asked], intends: [asked], warnings }
  const role = asked.map(ofRole)
  const isSession = role.some(({ isBeginning }) => isBeginning)
  const meant = isSession ? role : asked
  const ofAnySession = {
    ...first,
    about: 'this role in any session, in this rule',
    alternatives: [role],
    intends: [role],
  }
  return [
    first,
    ...(isSession ? [ofAnySession] : []),
    ...byAddress(told, asked, meant),
    ...inMoreRules(each.subject.rule, isSession ? 'this role' : whom, meant, warnings),
    ...fewerClauses(asked, fields, rules),
  ].slice(0, 4)
}

/** Whoever comes from the same address; the user agent only where there is nothing else. */
function byAddress({ each, fields }: Told, asked: readonly Asked[], meant: readonly Asked[]): readonly ProposalDraft[] {
  const isAsked = ({ field }: SignalField): boolean => asked.some((one) => one.field === field)
  const other = fields.find(
    (one) => one.kind === 'address' && one.values.length === 1 && !isAsked(one) && isAddress(one),
  )
  if (other === undefined || fields.some((one) => one.kind === 'address' && isAsked(one))) return []
  const alternatives = [[{ field: other.field, value: other.values[0] ?? '' }]]
  const about = 'whoever comes from this address, in this rule'
  return [{ about, rules: [idOf(each)], alternatives, intends: [meant], warnings: warningsOf(other) }]
}

function isAddress({ values: [value = ''] }: SignalField): boolean {
  return /^(?:\d{1,3}\.){3}\d{1,3}$/.test(value) || /^[0-9a-f:]*:[0-9a-f:]+$/i.test(value)
}

function inMoreRules(
  rule: Draft,
  whom: string,
  meant: readonly Asked[],
  warnings: readonly string[],
): readonly ProposalDraft[] {
  const tags = rule.tags ?? []
  const tag =
    tags.find((each) => each.startsWith('source:')) ?? tags.find((each) => /^(?:tactic|technique|team):./.test(each))
  if (tag === undefined) return []
  const warning = `it is for every rule tagged ${tag}, also for those that are still to come`
  return [
    {
      about: `${whom}, in every rule tagged ${tag}`,
      rules: [tag],
      alternatives: [meant],
      intends: [meant],
      warnings: [...warnings, warning],
    },
  ]
}

/** Without the realm: the same name wherever it is. Only where there would be no choice otherwise. */
function fewerClauses(
  asked: readonly Asked[],
  fields: readonly SignalField[],
  rules: readonly string[],
): readonly ProposalDraft[] {
  const kindOf = (field: string) => fields.find((one) => one.field === field)?.kind
  const realms = asked.filter(({ field }) => kindOf(field) !== 'principal').map(({ field }) => field)
  const rest = asked.filter(({ field }) => !realms.includes(field))
  if (realms.length === 0 || rest.length === 0) return []
  const warning = `a namesake with another ${realms.join(', ')} is hidden, too`
  return [
    {
      about: 'this name, wherever it is, in this rule',
      rules,
      alternatives: [rest],
      intends: [asked],
      warnings: [warning],
    },
  ]
}

function ofRole(asked: Asked): Asked {
  const role = roleOf(asked.value)
  return role === undefined ? asked : { ...asked, value: role, isBeginning: true }
}

function distinct(alternatives: Alternatives): Alternatives {
  return [...new Map(alternatives.map((asked) => [JSON.stringify(asked), asked])).values()]
}

function nameOf(asked: readonly Asked[]): string {
  return asked.map(({ field }) => field).join(' and ')
}

function idOf({ subject: { rule } }: GivenSignal): string {
  return rule.id ?? rule.name
}
