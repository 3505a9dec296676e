/** A file of a new workspace. */
interface ScaffoldFile {
  /** Below its root. */
  readonly path: string
  readonly text: string
}

/** The files of a new workspace of that name: the smallest one that tests, plans and applies. */
export function scaffold(name: string): readonly ScaffoldFile[] {
  return [{ path: 'ddac.yaml', text: configText(name) }, ...firstFiles]
}

function configText(name: string): string {
  return `# Whose the rules are in a tenant: only what carries this name is changed and deleted from here.
# No two workspaces on one tenant may share it.
workspace: ${name}

# Where rules go. Keys never stand in a file: DD_API_KEY and DD_APP_KEY come from the environment.
tenants:
  local: { emulator: true } # a Datadog on this machine; its state is kept under .ddac/
  prod: { site: datadoghq.com }
defaultTenant: local
`
}

const firstFiles: readonly ScaffoldFile[] = [
  { path: '.gitignore', text: '.ddac/\n' },
  {
    path: 'aws/console-login-without-mfa.rule.yaml',
    text: `id: console-login-without-mfa
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
`,
  },
  {
    path: 'aws/console-login-without-mfa.test.yaml',
    text: `rule: console-login-without-mfa
baseLogs:
  login:
    log:
      eventVersion: "1.08"
      eventID: 6f0b4a52-0000-4000-8000-000000000001
      eventTime: 2026-01-01T00:00:00Z
      eventSource: signin.amazonaws.com
      eventName: ConsoleLogin
      awsRegion: us-east-1
      sourceIPAddress: 198.51.100.7
      userIdentity: { type: IAMUser, arn: "arn:aws:iam::111122223333:user/example", userName: example }
      responseElements: { ConsoleLogin: Success }
      additionalEventData: { MFAUsed: "No" }
tests:
  - name: a login without MFA raises a signal
    logs: [{ base: login, at: +0s }]
    expect:
      signals: [{ severity: medium, events: 1 }]
  - name: a login with MFA raises none
    logs: [{ base: login, at: +0s, set: { additionalEventData.MFAUsed: "Yes" } }]
    expect: silence
  - name: a failed login raises none
    logs: [{ base: login, at: +0s, set: { responseElements.ConsoleLogin: Failure } }]
    expect: silence
`,
  },
]
