import type { CodePages } from './code-page'

const api = {
  ground: 'documented',
  source: 'Datadog docs, API > Security Monitoring: create a suppression rule',
} as const
const ours = { ground: 'documented', source: 'ddac help suppressions' } as const

/** What is wrong when a suppression is read. The tests read both of each. */
export const suppressionPages: CodePages<`S0${string}`> = {
  S001: {
    why: 'A suppression has an id and a name, with something in them.',
    bad: 'name:',
    good: 'name: CI in the sandbox',
    ...ours,
  },
  S002: { why: 'YAML tells texts, lists and flags apart.', bad: 'enabled: "yes"', good: 'enabled: true', ...api },
  S003: {
    why: 'Suppressions have a closed set of keys, so an unknown one has nowhere to go and is ignored.',
    bad: 'expiry: 2027-06-30',
    good: 'expires: 2027-06-30',
    ...ours,
  },
  S004: {
    why: 'A date is a day (midnight in UTC) or a time; an id has a-z, 0-9 and dashes.',
    bad: 'expires: 30.06.2027',
    good: 'expires: 2027-06-30',
    ...ours,
  },
  S005: {
    why: 'A key without a value counts as absent.',
    bad: 'description:',
    good: 'description: More for the reader.',
    ...ours,
  },
  S006: {
    why: 'Who looks away says who answers for it, why, and until when. policy: { suppressions: { required: [owner] } } asks for less.',
    bad: 'owner: unknown',
    good: 'owner: platform-team@example.com',
    ...ours,
  },
  S007: {
    why: 'Its rules are named by their ids or tags (rules), or searched for (ruleQuery): one of the two.',
    bad: 'rules: [a-rule]\nruleQuery: source:app',
    good: 'rules: [a-rule]',
    ...ours,
  },
  S008: {
    why: 'suppressionQuery hides signals, dataExclusionQuery takes logs away. Without either it does nothing.',
    bad: 'suppressionQuery:',
    good: "suppressionQuery: '@usr.id:ci'",
    ...api,
  },
  S009: {
    why: 'It would never act.',
    bad: 'start: 2027-01-01\nexpires: 2026-01-01',
    good: 'start: 2026-01-01\nexpires: 2027-01-01',
    ...api,
  },
  S010: {
    why: 'What has no end is looked at again on some day: review: says when.',
    bad: 'expires: never',
    good: 'expires: never\nreview: 2027-01-31',
    ...ours,
  },
  S011: {
    why: 'policy: { suppressions: { maxDuration: 90d } } bounds how long one may last, from its start or from now on.',
    bad: 'start: 2026-01-01\nexpires: 2028-01-01',
    good: 'start: 2026-01-01\nexpires: 2026-03-31',
    isMet: true,
    ...ours,
  },
}
