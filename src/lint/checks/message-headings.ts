import type { Remark, RuleCheck } from '../check'
import type { RuleParts } from '../rule-parts'

export const messageHeadings: RuleCheck = {
  about: 'rule',
  code: 'R340',
  name: 'message-headings',
  level: 'info',
  page: {
    why: "The message is what a responder reads at night. Datadog's own rules say what is looked for (Goal), how (Strategy), and what to do now (Triage and response).",
    bad: `
message: Somebody deleted a trail.`,
    good: `
message: |
  ## Goal
  Detect when somebody deletes a trail.
  ## Strategy
  Monitor CloudTrail for DeleteTrail.
  ## Triage and response
  1. Ask {{@userIdentity.arn}} whether it was meant.`,
    ground: 'documented',
    source: 'Datadog docs, pages of default rules: each message has these three parts',
  },
  run: missingHeadings,
}

const parts: readonly (readonly [heading: string, pattern: RegExp])[] = [
  ['Goal', /^#{1,6}\s*goals?\b/im],
  ['Strategy', /^#{1,6}\s*strategy\b/im],
  ['Triage and response', /^#{1,6}\s*triage\b/im],
]

function* missingHeadings({ rule: { message } }: RuleParts): Iterable<Remark> {
  const missing = parts.filter(([, pattern]) => !pattern.test(message)).map(([heading]) => heading)
  if (missing.length === 0) return
  yield {
    path: ['message'],
    on: 'key',
    message: `the message has no heading ${missing.map((heading) => `"${heading}"`).join(', ')}`,
    help: `add ${missing.map((heading) => `"## ${heading}"`).join(', ')}`,
  }
}
