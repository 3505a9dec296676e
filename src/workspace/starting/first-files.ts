import { dayMs, dayText, isoText } from '../../diagnostic/times'
import { configFileName } from '../find-workspace'
import type { NewFile } from './new-file'

/** What a new workspace is told. */
export interface NewWorkspace {
  readonly name: string
  readonly site: string
  /** Its day: the suppression starts with it. */
  readonly nowMs: number
}

/** How long the suppression lasts, in days. */
const lasting = 90

/**
 * The rule, suppression and tests of a new workspace, then its configuration: the smallest that tests, plans and
 * applies, and whose tests let no change of them pass.
 */
export function firstFiles({ name, site, nowMs }: NewWorkspace): readonly NewFile[] {
  const start = dayText(nowMs)
  const end = dayText(nowMs + lasting * dayMs)
  return [
    { path: 'aws/console-login-without-mfa.rule.yaml', text: rule },
    { path: 'aws/console-login-without-mfa.test.yaml', text: ruleTest },
    { path: 'aws/break-glass-login.suppression.yaml', text: suppressionText(start, end) },
    { path: 'aws/break-glass-login.test.yaml', text: suppressionTest(start, end) },
    { path: configFileName, text: configText(name, site) },
  ]
}

/** One second before a day begins. */
function before(day: string): string {
  return isoText(Date.parse(day) - 1000)
}

function configText(name: string, site: string): string {
  return `# Whose the rules are in a tenant: only what carries this name is changed and deleted from here.
# No two workspaces on one tenant may share it.
workspace: ${name}

# Where rules go. Keys never stand in a file: DD_API_KEY and DD_APP_KEY come from the environment.
tenants:
  local: { emulator: true } # a Datadog on this machine; its state is kept under .ddac/
  prod: { site: ${site} }
defaultTenant: local
`
}

const rule = `id: console-login-without-mfa
name: AWS console login without MFA
type: log_detection
queries:
  - name: login
    query: source:cloudtrail @evt.name:ConsoleLogin @responseElements.ConsoleLogin:Success @additionalEventData.MFAUsed:No
    groupByFields: ["@userIdentity.arn"]
options:
  detectionMethod: threshold
  evaluationWindow: 5m
  keepAlive: 1h
  maxSignalDuration: 1d
cases:
  - status: medium
    condition: login > 0
tags:
  - source:cloudtrail
  - security:attack
  - tactic:TA0001-initial-access
  - technique:T1078-valid-accounts
message: |
  ## Goal
  Find logins to the AWS console that were not protected by a second factor.

  ## Strategy
  Every successful login in CloudTrail tells whether MFA was used.

  ## Triage and response
  1. Ask {{@userIdentity.arn}} whether the login from {{@network.client.ip}} was theirs.
  2. Switch on MFA for the user; if the login was not theirs, reset the password and open an incident.
`

function loginOf(user: string): string {
  return `baseLogs:
  login:
    log:
      eventVersion: "1.08"
      eventID: 6f0b4a52-0000-4000-8000-000000000001
      eventTime: 2026-01-01T00:00:00Z
      eventSource: signin.amazonaws.com
      eventName: ConsoleLogin
      awsRegion: us-east-1
      sourceIPAddress: 198.51.100.7
      userIdentity: { type: IAMUser, arn: "arn:aws:iam::111122223333:user/${user}", userName: ${user} }
      responseElements: { ConsoleLogin: Success }
      additionalEventData: { MFAUsed: "No" }
`
}

const ruleTest = `rule: console-login-without-mfa
# Without the suppression beside it; that one has tests of its own.
suppressions: []
${loginOf('example')}tests:
  - name: a login without MFA raises a signal
    logs: [{ base: login, at: +0s }]
    expect:
      signals: [{ severity: medium, events: 1 }]
  - name: each user has a signal
    logs:
      - { base: login, at: +0s }
      - { base: login, at: +1s, set: { userIdentity.arn: "arn:aws:iam::111122223333:user/another" } }
    expect: 2
  - name: a login with MFA raises none
    logs: [{ base: login, at: +0s, set: { additionalEventData.MFAUsed: "Yes" } }]
    expect: silence
  - name: a failed login raises none
    logs: [{ base: login, at: +0s, set: { responseElements.ConsoleLogin: Failure } }]
    expect: silence
  - name: what is no login raises none
    logs: [{ base: login, at: +0s, set: { eventName: ExitRole } }]
    expect: silence
  - name: the same words from another source raise none
    logs:
      - log:
          ddsource: proxy
          evt: { name: ConsoleLogin }
          responseElements: { ConsoleLogin: Success }
          additionalEventData: { MFAUsed: "No" }
          userIdentity: { arn: "arn:aws:iam::111122223333:user/example" }
        at: +0s
    expect: silence
  - name: a login an hour after the last one belongs to its signal
    logs: [{ base: login, at: +0s }, { base: login, at: +1h }]
    expect: 1
  - name: one second later it opens another
    logs: [{ base: login, at: +0s }, { base: login, at: +1h1s }]
    expect: 2
  - name: logins every hour for a day are one signal
    logs: [{ base: login, at: +0s, repeat: 25, every: 1h }]
    expect: 1
  - name: one second past the day another opens
    logs: [{ base: login, at: +0s, repeat: 25, every: 1h }, { base: login, at: +1d1s }]
    expect: 2
`

function suppressionText(start: string, end: string): string {
  return `# An account that is meant to come in without MFA, when all else fails. Put yours in its place, or delete this file and its test.
id: break-glass-login
name: The break-glass user logs in without MFA
rules: [console-login-without-mfa]
suppressionQuery: '@userIdentity.arn:"arn:aws:iam::111122223333:user/break-glass"'
start: ${start}
expires: ${end}
owner: security@example.com
reason: The user is for emergencies, its password lies in a safe, and each of its logins is announced.
`
}

function suppressionTest(start: string, end: string): string {
  const login = (user: string): string => `set: { userIdentity.arn: "arn:aws:iam::111122223333:user/${user}" }`
  return `suppression: break-glass-login
start: ${start}T12:00:00Z
${loginOf('break-glass')}tests:
  - name: the signal of the break-glass user is hidden
    logs: [{ base: login, at: +0s }]
    expect: { signals: 0, suppressed: 1 }
  - name: that of another user is shown
    logs: [{ base: login, at: +0s, ${login('break-glass-2')} }]
    expect: 1
  - name: one second before its start it hides nothing
    logs: [{ base: login, at: ${before(start)} }]
    expect: 1
  - name: from its start on it hides
    logs: [{ base: login, at: ${start}T00:00:00Z }]
    expect: { signals: 0, suppressed: 1 }
  - name: one second before it expires it still hides
    logs: [{ base: login, at: ${before(end)} }]
    expect: { signals: 0, suppressed: 1 }
  - name: when it expires it hides no more
    logs: [{ base: login, at: ${end}T00:00:00Z }]
    expect: 1
`
}
