import * as fc from 'fast-check'
import { readLog } from '../../src/event/read-log'
import { compileQuery } from '../../src/query/matching/compile-query'
import { parseQuery } from '../../src/query/parse-query'
import { requiredLiterals } from '../../src/query/required-literals'
import { often } from '../random-runs'

function literalsOf(text: string): readonly (readonly string[])[] {
  const { query } = parseQuery(text)
  if (query === undefined) throw new Error(`not read: ${text}`)
  return requiredLiterals(query)
}

describe('requiredLiterals', () => {
  it.each<[string, readonly (readonly string[])[]]>([
    ['source:cloudtrail @evt.name:DeleteIdentity', [['DeleteIdentity']]],
    ['source:cloudtrail @evt.name:(DeleteIdentity OR CreateUser)', [['DeleteIdentity', 'CreateUser']]],
    ['source:(cloudtrail OR okta) @evt.name:DeleteIdentity', [['DeleteIdentity']]],
    ['(source:okta OR (source:cloudtrail @eventSource:xyz)) @evt.name:DeleteIdentity', [['DeleteIdentity']]],
    ['@evt.name:breached_password', []],
    ['source:auth0 @evt.name:breached_password', []],
    ['source:(cloudtrail OR auth0) @evt.name:breached_password', []],
    ['source:(cloudtrail OR auth*) @evt.name:breached_password', []],
    ['-source:cloudtrail @evt.name:breached_password', []],
    ['source:azure.compute @evt.name:"MICROSOFT.COMPUTE/DISKS/DELETE"', []],
    ['source:cloudtrail @evt.name:X1234 @eventSource:ses.amazonaws.com', [['X1234'], ['ses.amazonaws.com']]],
    ['@userIdentity.accessKeyId:AKIA*', [['AKIA']]],
    ['@userIdentity.arn:"arn:aws:iam::111122223333:user/alice"', [['alice']]],
    ['@userIdentity.arn:arn\\:aws\\:sts\\:\\:*\\:assumed-role/deploy/*', [['assumed-role']]],
    ['(@a:xxx @b:longer) OR @c:yyy', [['longer', 'yyy']]],
    ['@a:xxx OR @b:*', []],
    ['@a:xxx OR source:cloudtrail', []],
    ['-@a:xxx', []],
    ['@a:xxx -@b:yyy', [['xxx']]],
    ['@a:ab', []],
    ['@\\"usr\\".name:root', []],
    ['@\\"a.b\\".c:xyz', [['xyz']]],
    ['@a:443', []],
    ['@a:1.0', []],
    ['@a:12e*', []],
    ['@a:Inf*', []],
    ['@a:true', [['true']]],
    ['@a:*', []],
    ['@a:>500', []],
    ['@a:[100 TO 200]', []],
    ['CIDR(@ip, 10.0.0.0/8)', []],
    ['hello world', []],
    ['message:hello', []],
    ['*:hello', []],
    ['env:production', []],
    ['service:web-store', []],
    ['status:error', []],
    ['@level:Error', []],
    ['@evt.outcome:failure', []],
    ['@evt:failure', []],
    ['@userIdentity.assumed_role:deploy', []],
    ['@userIdentity.session_name:alice', []],
    ['@usr.name:alice', []],
    ['@network.client.geoip.country.name:France', []],
    ['@network.client.ip:cloudformation.amazonaws.com', [['cloudformation.amazonaws.com']]],
    ['@error.kind:AccessDenied', [['AccessDenied']]],
    ['#risk:high', []],
    ['*', []],
    ['', []],
  ])('%s needs %j', (text, literals) => {
    expect(literalsOf(text)).toEqual(literals)
  })

  it('never rules out a log that matches', () => {
    const names = [
      'DeleteIdentity',
      'CreateUser',
      'ses.amazonaws.com',
      'alice',
      'a/b-c_d',
      'Ünï',
      '443',
      'true',
      'Error',
    ]
    const value = fc.oneof(fc.constantFrom(...names), fc.constant(443), fc.constant(1e21), fc.boolean())
    const record = fc.record(
      {
        eventName: fc.constantFrom(...names),
        eventSource: fc.constantFrom('ses.amazonaws.com', 'iam.amazonaws.com'),
        eventTime: fc.constant('2026-01-15T10:00:00Z'),
        eventVersion: fc.constant('1.08'),
        errorCode: fc.constantFrom('AccessDenied', 'Throttling'),
        userAgent: fc.constantFrom(...names),
        userIdentity: fc.record({ arn: fc.constant('arn:aws:sts::111122223333:assumed-role/deploy/alice') }),
        requestParameters: fc.record({ x: fc.oneof(value, fc.array(value), fc.record({ y: value })) }),
      },
      { requiredKeys: ['eventName', 'eventSource', 'eventTime', 'eventVersion'] },
    )
    const field = fc.constantFrom(
      ...[
        '@evt.name',
        '@eventName',
        '@eventSource',
        '@error.kind',
        '@level',
        '@http.useragent',
        '@requestParameters.x',
      ],
      ...['@requestParameters.x.y', '@userIdentity.assumed_role', '@userIdentity.session_name', '@userIdentity.arn'],
      ...['service', 'status', 'source', '@usr.name'],
    )
    const pattern = fc.oneof(
      fc.constantFrom(...names).map((name) => name.replace(/[/]/g, '\\/')),
      fc.constantFrom(...names).map((name) => `*${name.slice(1, -1)}*`),
      fc.constantFrom('1e+21', '1e*', '*Denied', 'deploy', 'cloudtrail', 'error', '*', '44*', '*.amazonaws.com'),
    )
    const clause = fc.tuple(fc.constantFrom('', '', '-'), field, pattern).map((parts) => {
      const [sign, name, wanted] = parts
      return `${sign}${name}:${wanted}`
    })
    const query = fc
      .array(fc.array(clause, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 3 })
      .map((branches) => branches.map((branch) => `(${branch.join(' ')})`).join(' OR '))
    let matched = 0
    fc.assert(
      fc.property(record, query, (raw, text) => {
        const read = readLog(raw)
        const parsed = parseQuery(text).query
        if (!('event' in read) || parsed === undefined) throw new Error(`not read: ${text}`)
        if (!compileQuery(parsed)(read.event)) return
        matched++
        const json = JSON.stringify(raw).replaceAll('/', '\\/')
        for (const list of requiredLiterals(parsed)) {
          if (!list.some((literal) => json.includes(literal))) throw new Error(`${text} lost ${json}`)
        }
      }),
      { seed: 7, numRuns: often(800) },
    )
    expect(matched).toBeGreaterThan(50)
  })
})
