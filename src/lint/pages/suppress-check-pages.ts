import type { CodePages } from './code-page'

const ours = { isMet: true, ground: 'documented', source: 'ddac help suppressions' } as const

/** What `suppress check` sees on logs, on signals and in the repository. */
export const suppressCheckPages: CodePages<`S2${string}`> = {
  S201: {
    why: 'Its rules fire on these logs, and it neither hid a signal nor took a log. What it was for is over, or is called otherwise than its query says.',
    bad: "suppressionQuery: '@usr.id:deploy' # and no signal of that user in the month",
    good: 'ddac suppress expire my-id',
    ...ours,
  },
  S202: {
    why: 'It hides signals that intends does not match: the query is wider than its purpose, and somebody else is hidden with whom it was made for.',
    bad: "suppressionQuery: '@usr.id:deploy*'\nintends: '@usr.id:deploy-ci'",
    good: "suppressionQuery: '@usr.id:deploy-ci'\nintends: '@usr.id:deploy-ci'",
    ...ours,
  },
  S203: {
    why: 'A rule of which all signals are hidden, or all of the gravest kind, is off, and nothing shows it.',
    bad: "suppressionQuery: 'source:cloudtrail'",
    good: "suppressionQuery: '@usr.id:deploy'",
    ...ours,
  },
  S204: {
    why: 'A sequence needs every step. What takes all logs of one away takes the signal, and no hidden signal shows what it was.',
    bad: "dataExclusionQuery: '@usr.id:deploy'",
    good: "suppressionQuery: '@usr.id:deploy'",
    ...ours,
  },
  S205: {
    why: 'Triage closed signals as true that this would have hidden. The next one like them nobody would see.',
    bad: "suppressionQuery: '@usr.id:*'",
    good: "suppressionQuery: '@usr.id:deploy -@network.client.ip:192.0.2.1'",
    ...ours,
  },
  S206: {
    why: 'Two that hide the same are looked at twice, and whoever ends one of them sees no difference.',
    bad: "suppressionQuery: '@usr.id:deploy' # beside one for '@usr.id:(deploy OR ci)'",
    good: 'ddac suppress expire my-id',
    ...ours,
  },
  S207: {
    why: 'A tenant may refuse a start in the past where a suppression is made, and so apply sends none: it then acts from that moment on, not from the start that the file says.',
    bad: 'start: 2026-01-01 # in a new file of November 2026',
    good: 'start: 2026-12-01 # or no start: it then acts at once',
    ...ours,
    ground: 'assumed',
    source:
      'DataDog/terraform-provider-datadog #3203: updates leave dates out that did not change, so that those in the past pass; no refusal was recorded',
  },
  S208: {
    why: 'Who answers for a suppression is asked before it ends. CODEOWNERS knows who reviews here, and this owner is none of them.',
    bad: 'owner: former-team@example.com',
    good: "owner: '@example/platform-team'",
    ...ours,
  },
  S209: {
    why: 'All that intends finds the query finds as well, and it is not shown to find no more: that the rest is harmless nobody has said. Where the two find nothing together it hides only what it is not for, and this is a warning.',
    bad: "suppressionQuery: '@usr.id:deploy*'\nintends: '@usr.id:deploy-ci'",
    good: "suppressionQuery: '@usr.id:deploy-ci'\nintends: '@usr.id:deploy*'",
    ...ours,
  },
  S210: {
    why: 'The workspace does not ask for owners, and this suppression names none: when it ends, or hides what it should not, nobody is asked.',
    bad: 'id: my-id\nreason: nightly tests',
    good: 'id: my-id\nowner: platform-team@example.com\nreason: nightly tests',
    ...ours,
  },
  S211: {
    why: 'Of all rules that the tenant has, none is in the scope: the rule is not applied yet, was deleted there, or has another tag. The noise that the suppression was written for goes on.',
    bad: 'rules: [login-failurs] # and the tenant has login-failures',
    good: 'rules: [login-failures]',
    ...ours,
    source: 'Datadog docs, Suppressions: the rule query selects rules',
  },
}
