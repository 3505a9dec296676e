/** A workspace of one threshold rule, one suppression and their tests: small enough to be read beside a test. */
export const config = `tenants:
  local: { emulator: true }
defaultTenant: local
`

export const rule = `id: failed-logins
name: Several failed logins of {{@usr.id}}
type: log_detection
isEnabled: true
queries:
  - name: failed
    query: source:app @evt.outcome:failure
    groupByFields: ["@usr.id"]
    aggregation: count
options:
  detectionMethod: threshold
  evaluationWindow: 5m
  keepAlive: 1h
  maxSignalDuration: 1d
cases:
  - name: several
    status: medium
    condition: failed > 1
    notifications: []
tags:
  - source:app
message: |
  ## Goal
  Find who guesses the password of {{@usr.id}}.

  ## Strategy
  Count failed logins of one user.

  ## Triage and response
  Ask {{@usr.id}}.
`

export const suppression = `id: load-test
name: The load test fails on purpose
rules: [failed-logins]
suppressionQuery: '@usr.id:load-test'
expires: 2027-01-31
owner: platform-team@example.com
reason: It logs in with a wrong password every minute.
`

export const tests = `rule: failed-logins
baseLogs:
  failure:
    log: { ddsource: app, evt: { outcome: failure }, usr: { id: ann } }
tests:
  - name: two failures within five minutes
    logs:
      - { base: failure, at: +0s }
      - { base: failure, at: +5m }
    expect:
      signals: [{ severity: medium, group: { "@usr.id": ann }, count: 2 }]
  - name: one failure
    logs: [{ base: failure, at: +0s }]
    expect: silence
`

/** The files of the small workspace; later ones replace or join them. */
export function smallWorkspace(files: Readonly<Record<string, string>> = {}): Record<string, string> {
  return {
    'ddac.yaml': config,
    'app/failed-logins.rule.yaml': rule,
    'app/failed-logins.test.yaml': tests,
    'app/load-test.suppression.yaml': suppression,
    ...files,
  }
}

/** One failed login in the form of Datadog's log archives. */
export function failure(id: string, user: string, date: string): string {
  const attributes = { evt: { outcome: 'failure' }, usr: { id: user } }
  return `${JSON.stringify({ _id: id, date, source: 'app', service: 'login', attributes })}\n`
}

/** Two users with two failures each: one raises a signal, the other's is suppressed. */
export const logs =
  failure('e1', 'ann', '2026-11-20T10:00:00Z') +
  failure('e2', 'load-test', '2026-11-20T10:00:30Z') +
  failure('e3', 'ann', '2026-11-20T10:01:00Z') +
  failure('e4', 'load-test', '2026-11-20T10:01:30Z')
