import type { CodePages } from './code-page'

const ours = { ground: 'documented', source: 'ddac help tests' } as const

/** What is wrong with a test, or comes out of it. The tests read both of each. */
export const testPages: CodePages<`T${string}`> = {
  T001: {
    why: 'A test has a name, logs and an expectation.',
    bad: 'tests: [{ name: x, logs: [], expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: silence }]',
    ...ours,
  },
  T002: {
    why: 'YAML tells texts, numbers, lists and maps apart.',
    bad: 'tests: [{ name: x, logs: { log: { a: 1 } }, expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: silence }]',
    ...ours,
  },
  T003: {
    why: 'What an unknown key asks for would never be checked, so it is an error.',
    bad: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expects: silence, expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: silence }]',
    ...ours,
  },
  T004: {
    why: 'A time counts from start, with units, or is an ISO time with a zone.',
    bad: 'tests: [{ name: x, logs: [{ log: { a: 1 }, at: "+90" }], expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 }, at: +90s }], expect: silence }]',
    ...ours,
  },
  T005: {
    why: 'A key without a value counts as absent.',
    bad: 'description:\ntests: [{ name: x, logs: [{ log: { a: 1 } }], expect: silence }]',
    good: 'description: More.\ntests: [{ name: x, logs: [{ log: { a: 1 } }], expect: silence }]',
    ...ours,
  },
  T006: {
    why: 'A log comes from one place: log, file or base.',
    bad: 'tests: [{ name: x, logs: [{ log: { a: 1 }, file: a.json }], expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ file: a.json }], expect: silence }]',
    ...ours,
  },
  T007: {
    why: 'A base log is declared under baseLogs of the same file.',
    bad: 'tests: [{ name: x, logs: [{ base: login }], expect: silence }]',
    good: 'baseLogs: { login: { log: { a: 1 } } }\ntests: [{ name: x, logs: [{ base: login }], expect: silence }]',
    ...ours,
  },
  T008: {
    why: 'The list of signals and the number of suppressed ones say different things.',
    bad: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: { signals: [{ suppressedBy: [s] }], suppressed: 0 } }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: { signals: [{ suppressedBy: [s] }] } }]',
    ...ours,
  },
  T009: {
    why: 'A failed test is found by its name.',
    bad: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: 1 }, { name: x, logs: [{ log: { a: 2 } }], expect: silence }]',
    good: 'tests: [{ name: x, logs: [{ log: { a: 1 } }], expect: 1 }, { name: not x, logs: [{ log: { a: 2 } }], expect: silence }]',
    ...ours,
  },
  T010: {
    why: 'The file is not there, holds no such record, or set and unset name what cannot be.',
    bad: 'logs: [{ file: smaples/login.json, record: 9 }]',
    good: 'logs: [{ file: samples/login.json, record: 1 }]',
    isMet: true,
    ...ours,
  },
  T011: {
    why: 'A record that is no log, or has no time, could not reach a rule.',
    bad: 'logs: [{ log: { Records: 3 } }]',
    good: 'logs: [{ log: { eventName: ConsoleLogin, eventTime: 2026-01-01T00:00:00Z } }]',
    isMet: true,
    ...ours,
  },
  T012: {
    why: 'A file of tests says what it tests (rule, suppression), or bears the name of the file that does.',
    bad: 'rule: login-no-mfa',
    good: 'rule: console-login-without-mfa',
    isMet: true,
    ...ours,
  },
  T013: {
    why: 'until: lets the clock go on past the last log, and not back.',
    bad: 'until: +1h # and a log at +2h',
    good: 'until: +4h',
    isMet: true,
    ...ours,
  },
  T101: {
    why: 'The rule decides otherwise than the test says. Each difference is told with the signals that came and what the rule made of the logs.',
    bad: 'expect: silence # and one signal was raised',
    good: '# ddac explain RULE LOGS… says why; mend the rule, or the test',
    isMet: true,
    ...ours,
  },
  T102: {
    why: 'A rule that cannot be evaluated here passes no test that says otherwise.',
    bad: 'expect: 1 # of an anomaly detection',
    good: 'expect: notEvaluated',
    isMet: true,
    ground: 'documented',
    source: 'ddac help semantics',
  },
  T103: {
    why: 'ddac test --min 1+1 demands one firing and one silent test of every rule, policy: { tests: { minFiring: 1, minSilent: 1 } } of each that is new or detects something else.',
    bad: 'tests: # one that fires, and none that is silent',
    good: 'tests: # add one whose logs nearly match, and expect: silence',
    isMet: true,
    ...ours,
  },
  T104: {
    why: 'ddac test --mutate changed the rule on purpose, and its tests still passed: they would let such a mistake pass.',
    bad: 'condition: failed > 5 # changed to failed > 4',
    good: 'tests: # add one with exactly five logs, and expect: silence',
    isMet: true,
    ...ours,
  },
  T105: {
    why: 'policy: { tests: { minMutationScore: 80 } } asks the tests of each rule that is new or detects something else to notice that share of its changes.',
    bad: 'tests: # one that fires: most changes of the rule get past it',
    good: 'tests: # add those that ddac test --mutate names below each change',
    isMet: true,
    ...ours,
  },
}
