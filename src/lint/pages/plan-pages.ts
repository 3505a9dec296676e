import type { CodePages } from './code-page'

const ours = { isMet: true, ground: 'documented', source: 'ddac help planning' } as const
const seen = { isMet: true, ground: 'observed', source: 'exchanges with the API' } as const

/** What is met when git is laid beside a tenant. What it is about waits; all else is planned and applied. */
export const planPages: CodePages<`P${string}`> = {
  P001: {
    why: 'Somebody cloned a rule with its tags, and nobody can tell which of the two is yours.',
    bad: 'ddac:logins # on two rules of the tenant',
    good: 'take the tag off the copy in Datadog, or say which one: adopts: { prod: abc-def-ghi }',
    ...ours,
  },
  P002: {
    why: 'A rule can only count signals of rules that exist before it.',
    bad: 'first counts signals of second, second those of first',
    good: 'let one of the two look at logs',
    ...ours,
  },
  P003: {
    why: 'More would be deleted than a fifth of what is managed: a folder that was moved, the wrong workspace, or meant so.',
    bad: 'ddac plan --prune # 30 of 40 to delete',
    good: 'ddac plan --prune --max-deletes 30, or policy: { maxDeletes: 30 }',
    ...ours,
  },
  P004: {
    why: 'A rule over signals, or a suppression, refers to a rule that neither the workspace nor the tenant has.',
    bad: 'ruleId: logins-vpm',
    good: 'ruleId: logins-vpn',
    ...ours,
  },
  P005: {
    why: 'Something made by hand has the name of your file. A second one beside it would raise every signal twice.',
    bad: 'name: Logins # there is one of that name in the tenant',
    good: 'adopts: { prod: abc-def-ghi } to take it over, or beside: true to have both',
    ...ours,
  },
  P006: {
    why: 'Both would travel as one tag of the tenant.',
    bad: 'id: logins # in two files',
    good: 'id: logins-vpn # in one of them',
    ...ours,
  },
  P007: {
    why: 'A tag of ours stands on a rule of Datadog or a partner, which is never taken for yours.',
    bad: 'ddac:logins # on a default rule',
    good: 'take the tag off in Datadog; change default rules by *.override.yaml',
    ...ours,
  },
  P008: {
    why: "The tenant's own validation answers that it would refuse the rule, with the reason in the message.",
    bad: 'ddac validate --remote # the tenant refuses a query',
    good: 'mend what the message names',
    ...seen,
  },
  P009: {
    why: "The tenant's own validation answers that it would refuse the suppression, with the reason in the message.",
    bad: 'ddac validate --remote # the tenant refuses a query',
    good: 'mend what the message names',
    ...seen,
  },
  P030: {
    why: 'The suppression finds its rule by our tag, and the rule of the tenant has none yet.',
    bad: 'rules: [logins] # which was made by hand in the tenant',
    good: 'adopts: { prod: abc-def-ghi } # in the file of that rule',
    ...ours,
  },
  P031: {
    why: 'What stands in a file that cannot be read looks as if it were gone. Nothing of its kind is deleted until it can.',
    bad: 'ddac plan --prune # and logins.rule.yaml has a mistake',
    good: 'mend the file, then plan again',
    ...ours,
  },
  P032: {
    why: 'People changed what git did not ask to change. It is told, and not undone.',
    bad: 'isEnabled: false # by somebody in Datadog',
    good: 'ddac drift --adopt writes it into your files; --overwrite-drift takes git’s side',
    ...ours,
  },
  P040: {
    why: 'Another workspace manages it: its name stands on it.',
    bad: 'adopts: { prod: abc-def-ghi } # which carries ddac_workspace:other',
    good: 'let that workspace release it: ddac release',
    ...ours,
  },
  P041: {
    why: 'A rule of Datadog with the same name is enabled as well, and both raise signals.',
    bad: 'name: AWS root login # also a default rule',
    good: 'rule: def-000-abc\nisEnabled: false # an override that disables the default one',
    ...ours,
  },
}
