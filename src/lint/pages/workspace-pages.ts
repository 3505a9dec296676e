import type { CodePages } from './code-page'

const yaml = { ground: 'documented', source: 'YAML 1.2' } as const
const ours = { ground: 'documented', source: 'ddac help workspace' } as const

/** How a text uses a variable of the tenant. */
const variable = (name: string): string => `\u0024{tenant.${name}}`

/** What is wrong with YAML, with ddac.yaml, or with the files of a workspace together. The tests read both of each. */
export const workspacePages: CodePages<`W0${string}` | `W1${string}` | `W20${string}`> = {
  W001: {
    why: 'The text breaks the rules of YAML. A value that begins with a quote, * or { and goes on behind it is put into quotes as a whole.',
    bad: 'query: "access denied" source:app',
    good: 'query: \'"access denied" source:app\'',
    ...yaml,
  },
  W002: { why: 'One of the two would silently win.', bad: 'name: a\nname: b', good: 'name: a', ...yaml },
  W003: {
    why: 'A file holds one thing: a rule, a suppression, the tests of a rule.',
    bad: 'name: a\n---\nname: b',
    good: 'name: a',
    ...ours,
  },
  W004: {
    why: 'A value that begins with * is an alias of YAML. One that is meant as a text is put into quotes.',
    bad: 'query: *admin*',
    good: 'query: "*admin*"',
    ...yaml,
  },
  W005: {
    why: 'Lists and maps that nest very deeply come from programs, or from somebody who wants to do harm.',
    isMet: true,
    bad: 'a: [[[[[[[[… and some hundred more',
    good: 'a: [1]',
    ground: 'assumed',
    source: 'a bound of ddac; no file of a team comes near',
  },
  W006: {
    why: 'Of one file the first findings are told, and the rest is counted.',
    bad: 'a file with thousands of mistakes',
    good: 'mend the first ones: often they have one cause',
    isMet: true,
    ...ours,
  },
  W101: {
    why: 'ddac.yaml names the tenants.',
    bad: 'tenants:',
    good: 'tenants: { local: { emulator: true } }',
    ...ours,
  },
  W102: {
    why: 'YAML tells texts, lists and maps apart.',
    bad: 'tenants: { local: { emulator: "yes" } }',
    good: 'tenants: { local: { emulator: true } }',
    ...ours,
  },
  W103: {
    why: 'A mistyped key would quietly leave its default in force.',
    bad: 'defaultTenants: local',
    good: 'defaultTenant: local',
    ...ours,
  },
  W104: {
    why: 'Names of variables, workspaces and durations have a form of their own. A key itself never stands here.',
    bad: 'workspace: soc detections',
    good: 'workspace: soc-detections',
    ...ours,
  },
  W105: {
    why: 'The name is none of the tenants in ddac.yaml.',
    bad: 'defaultTenant: prd',
    good: 'defaultTenant: local',
    ...ours,
  },
  W106: {
    why: 'A tenant is the emulator, or a place at Datadog.',
    bad: 'tenants: { local: { emulator: true, site: datadoghq.com } }',
    good: 'tenants: { local: { emulator: true } }',
    ...ours,
  },
  W107: {
    why: 'The id ties one file to one thing in the tenant.',
    bad: 'id: logins # in two rules',
    good: 'id: logins-vpn # in one of them; ddac rename gives a rule another id and keeps its history',
    isMet: true,
    ...ours,
  },
  W108: {
    why: 'A text uses a variable of the tenant by its name, and a tenant has none of that name.',
    bad: `notifications: ["${variable('onkall')}"]`,
    good: `notifications: ["${variable('oncall')}"]`,
    isMet: true,
    ...ours,
  },
  W109: {
    why: 'An overlay names a rule or suppression that the workspace does not have.',
    bad: 'overlays: [{ rules: [logins-vpm], isEnabled: false }]',
    good: 'overlays: [{ rules: [logins-vpn], isEnabled: false }]',
    isMet: true,
    ...ours,
  },
  W110: {
    why: 'The file is not there, may not be read, or is not what it is named as; the message says which.',
    bad: 'referenceTables: { people: tabels/people.csv }',
    good: 'referenceTables: { people: tables/people.csv }',
    isMet: true,
    ...ours,
  },
  W111: {
    why: 'Files of rules end in .rule.yaml, in any folder below ddac.yaml that does not begin with a dot.',
    bad: 'logins.yaml',
    good: 'logins.rule.yaml',
    isMet: true,
    ...ours,
  },
  W112: {
    why: 'policy: { requiredTags: [team] } asks every rule for such a tag.',
    bad: 'tags: [source:app]',
    good: 'tags: [source:app, team:soc]',
    isMet: true,
    ...ours,
  },
  W113: {
    why: 'The file is not read: its name is nearly that of one of ours.',
    bad: 'logins.rules.yaml',
    good: 'logins.rule.yaml',
    isMet: true,
    ...ours,
  },
  W114: {
    why: 'The file is for a tenant that ddac.yaml does not have.',
    bad: 'tenants: [prd]',
    good: 'tenants: [prod]',
    isMet: true,
    ...ours,
  },
  W115: {
    why: 'folders: in ddac.yaml names a folder in which no file lies.',
    bad: 'folders: { "stagin/**": { tenants: [staging] } }',
    good: 'folders: { "staging/**": { tenants: [staging] } }',
    isMet: true,
    ...ours,
  },
  W116: {
    why: 'A suppression or a rule over signals goes to a tenant to which the rule that it needs does not.',
    bad: 'tenants: [prod, staging] # and its rule says tenants: [prod]',
    good: 'tenants: [prod]',
    isMet: true,
    ...ours,
  },
  W117: {
    why: 'Keys are sent to the API of a site, so a site is one of those that Datadog has. For any other host set DDAC_API_URL.',
    bad: 'tenants: { prod: { site: app.datadoghq.eu } }',
    good: 'tenants: { prod: { site: datadoghq.eu } }',
    ...ours,
  },
  W118: {
    why: 'Rules that were there before policy.tests need not meet it, but no more of them than stillBelow says.',
    bad: 'policy: { tests: { minFiring: 1, minSilent: 1, stillBelow: 11 } } # and twelve rules lack such tests',
    good: 'tests: # give one of the rules that are named what it lacks',
    isMet: true,
    source: 'ddac help tests',
    ground: 'documented',
  },
  W119: {
    why: 'The number may only fall: one that is higher than need be lets it rise again.',
    bad: 'policy: { tests: { minFiring: 1, stillBelow: 12 } } # and eleven rules lack such a test',
    good: 'policy: { tests: { minFiring: 1, stillBelow: 11 } }',
    isMet: true,
    source: 'ddac help tests',
    ground: 'documented',
  },
  W120: {
    why: 'Whoever raises the number lets rules go without tests that had them. It may rise only where more is asked of tests than before.',
    bad: 'policy: { tests: { minFiring: 1, stillBelow: 12 } } # and the base says 11',
    good: 'policy: { tests: { minFiring: 1, stillBelow: 11 } }',
    isMet: true,
    source: 'ddac help tests',
    ground: 'documented',
  },
  W201: {
    why: 'The level would change nothing.',
    bad: 'policy: { lint: { case-ordr: off } }',
    good: 'policy: { lint: { case-order: off } }',
    ...ours,
  },
  W202: {
    why: 'A level is error, warning, info or off.',
    bad: 'policy: { lint: { case-order: quiet } }',
    good: 'policy: { lint: { case-order: off } }',
    ...ours,
  },
  W203: {
    why: 'What cannot be read or evaluated stays an error, or a broken rule would pass.',
    bad: 'policy: { lint: { R204: off } }',
    good: 'policy: { lint: { R301: off } }',
    ...ours,
  },
}
