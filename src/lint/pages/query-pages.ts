import type { CodePages } from './code-page'

const syntax = 'Datadog docs, Log search syntax'
const documented = { ground: 'documented', source: syntax } as const
/** Where the docs say what is right and are silent about what becomes of the rest, it is told and not guessed. */
const refused = {
  ground: 'assumed',
  source: `${syntax}; what a tenant makes of such a text is not documented`,
} as const

/** Texts that are no query. The tests read both of each. */
export const queryPages: CodePages<`Q0${string}`> = {
  Q001: {
    why: 'A quote holds words together up to the next one. Without it the rest of the query would be one text.',
    bad: 'source:app "access denied',
    good: 'source:app "access denied"',
    ...documented,
  },
  Q002: {
    why: 'A parenthesis groups clauses up to the one that closes it.',
    bad: 'source:app @usr.id:(ann OR bob',
    good: 'source:app @usr.id:(ann OR bob)',
    ...documented,
  },
  Q003: {
    why: 'A bracket that is meant as a character is escaped or quoted; else it closes a group, and none is open.',
    bad: 'source:app @error.message:failed)',
    good: 'source:app @error.message:failed\\)',
    ...documented,
  },
  Q004: {
    why: 'AND and OR join two clauses, NOT and the minus negate the one behind them. A word in capitals that is meant as a word is quoted.',
    bad: 'source:app AND',
    good: 'source:app @usr.id:ann',
    ...documented,
  },
  Q005: {
    why: 'A field is followed by what it should hold. Whether it is there at all is asked with a star.',
    bad: 'source:app @error.kind:',
    good: 'source:app @error.kind:*',
    ...documented,
  },
  Q006: {
    why: 'A group without a clause asks for nothing.',
    bad: 'source:app ()',
    good: 'source:app',
    ...refused,
  },
  Q007: {
    why: 'Quotes and colons have a meaning of their own. Inside of a word they are escaped, or the whole value is quoted.',
    bad: 'source:app @path:a"b',
    good: 'source:app @path:a\\"b',
    ...documented,
  },
  Q008: {
    why: 'A backslash takes its meaning from the character behind it. Two of them are one that logs hold.',
    bad: 'source:app @path:C\\:\\',
    good: 'source:app @path:C\\:\\\\',
    ...documented,
  },
  Q009: {
    why: 'Two negations cancel each other, or are a slip: nobody can tell.',
    bad: 'source:app NOT -@usr.id:ann',
    good: 'source:app -@usr.id:ann',
    ...refused,
  },
  Q010: {
    why: 'A range has two bounds with TO in capitals between them. A star leaves one side open.',
    bad: '@http.status_code:[400 to 499]',
    good: '@http.status_code:[400 TO 499]',
    ...documented,
  },
  Q011: {
    why: 'Stars stand in values. The name of a field is written out.',
    bad: 'source:app @usr.*:ann',
    good: 'source:app (@usr.id:ann OR @usr.name:ann)',
    ...documented,
  },
  Q012: {
    why: 'CIDR takes a field and then the blocks, with commas between them.',
    bad: 'CIDR(@network.client.ip)',
    good: 'CIDR(@network.client.ip, 10.0.0.0/8, 192.168.0.0/16)',
    ...documented,
  },
  Q013: {
    why: 'Groups that nest very deeply come from programs that write queries. Each takes memory wherever it is read, so there is a bound.',
    isMet: true,
    bad: '((((((((… a …))))))))',
    good: 'a OR b OR c',
    ground: 'assumed',
    source: 'a bound of ddac; no query of a default rule comes near',
  },
  Q014: {
    why: 'An @ is followed by the path of an attribute.',
    bad: 'source:app @:ann',
    good: 'source:app @usr.id:ann',
    ...documented,
  },
  Q015: {
    why: 'A comparison looks at numbers: the operator is followed by one.',
    bad: '@http.status_code:>=',
    good: '@http.status_code:>=400',
    ...documented,
  },
  Q016: {
    why: 'Blanks separate clauses, so a blank before the colon leaves a value without a field.',
    bad: 'source:app @usr.id :ann',
    good: 'source:app @usr.id:ann',
    ...documented,
  },
}
