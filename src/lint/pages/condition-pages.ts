import type { CodePages } from './code-page'

const documented = {
  ground: 'documented',
  source: 'Datadog docs, Cloud SIEM > Detection rules: rule conditions',
} as const
const refused = { ground: 'assumed', source: 'no rule that Datadog ships has such a condition' } as const

/** What is wrong or misleading in a condition. The tests read both of each. */
export const conditionPages: CodePages<`C${string}`> = {
  C001: {
    why: 'A condition says when a case raises a signal. An empty one says nothing.',
    bad: ' ',
    good: 'failed > 0',
    ...documented,
  },
  C002: {
    why: 'Conditions know names, numbers and a few operators.',
    bad: '$failed > 5',
    good: 'failed > 5',
    ...documented,
  },
  C003: {
    why: 'Conditions join comparisons with &&, || and THEN, and compare with > >= < <=. Other languages have other signs.',
    bad: 'failed > 5 and succeeded > 0',
    good: 'failed > 5 && succeeded > 0',
    ...documented,
  },
  C004: {
    why: 'A query is compared with a number.',
    bad: 'failed && succeeded > 0',
    good: 'failed > 0 && succeeded > 0',
    ...documented,
  },
  C005: {
    why: 'Each parenthesis that opens is closed.',
    bad: '(failed > 5 && ok > 0',
    good: '(failed > 5 && ok > 0)',
    ...documented,
  },
  C006: {
    why: 'An operator stands between two things.',
    bad: 'failed > 5 &&',
    good: 'failed > 5 && ok > 0',
    ...documented,
  },
  C007: {
    why: 'Logs and values are counted in whole numbers that are not negative.',
    bad: 'failed > 1.5',
    good: 'failed > 1',
    ...documented,
  },
  C008: {
    why: 'The name of a query has lower-case letters, digits and underscores, and begins with no digit.',
    bad: 'Failed > 5',
    good: 'failed > 5',
    ...documented,
  },
  C009: {
    why: 'THEN, in capitals, stands once, between what comes first and what comes after. More steps are a sequence.',
    bad: 'failed > 5 then ok > 0',
    good: 'failed > 5 THEN ok > 0',
    ...documented,
  },
  C010: { why: 'A comparison of two numbers is always or never true.', bad: '5 > 3', good: 'failed > 3', ...refused },
  C011: {
    why: 'A query may be multiplied by a whole number to be compared with another query, and nothing else.',
    bad: 'failed * ok > 3',
    good: 'failed > ok * 3',
    ground: 'observed',
    source: 'conditions of default rules',
  },
  C012: {
    why: 'Parentheses that nest very deeply take memory wherever they are read, so there is a bound.',
    isMet: true,
    bad: '((((((((… a > 0 …))))))))',
    good: 'a > 0 && b > 0 && c > 0',
    ground: 'assumed',
    source: 'a bound of ddac; no default rule comes near',
  },
  C101: {
    why: '&& binds tighter than ||, which is easily misread. Parentheses leave no doubt.',
    bad: 'a > 0 || b > 0 && c > 0',
    good: 'a > 0 || (b > 0 && c > 0)',
    ground: 'assumed',
    source: 'the usual order of these operators; the docs are silent',
  },
  C102: {
    why: 'It is read the other way around than most conditions are.',
    bad: '5 < failed',
    good: 'failed > 5',
    ...refused,
  },
}
