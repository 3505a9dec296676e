import { inspect } from 'node:util'
import { hideSecrets, Secret } from '../../src/datadog/secret'

const secret = new Secret('0123456789abcdef')

describe('a secret', () => {
  it.each([
    ['as a string', `${secret}`],
    ['in JSON', JSON.stringify({ deep: [{ secret }] })],
    ['in a dump', inspect({ deep: [{ secret }] }, { depth: 9, showHidden: true })],
    ['joined to text', `key ${String(secret)}`],
    ['spread', JSON.stringify({ ...secret })],
  ])('does not show %s', (_title, text) => {
    expect(text).not.toContain('0123456789abcdef')
  })

  it('is taken out of a text, however often and however escaped', () => {
    const odd = new Secret('a"b/c$&')
    const text = `x ${odd.reveal()} ${JSON.stringify(odd.reveal())} ${encodeURIComponent(odd.reveal())} 0123456789abcdef.0123456789abcdef`
    const clean = hideSecrets(text, [odd, secret])
    expect(clean).toBe('x [secret] "[secret]" [secret] [secret].[secret]')
  })
})
