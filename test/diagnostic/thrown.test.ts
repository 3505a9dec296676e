import { runInNewContext } from 'node:vm'
import { messageOf, systemCode } from '../../src/diagnostic/thrown'

test('errors of the system and of zlib have a code, also those of another realm; others have none', () => {
  const foreign: unknown = runInNewContext("Object.assign(new Error('no'), { code: 'EACCES' })")
  const thrown = [foreign, { code: 'Z_DATA_ERROR' }, { code: 'ERR_X y' }, { code: 5 }, new Error('a'), 'EACCES', null]
  expect(thrown.map(systemCode)).toEqual(['EACCES', 'Z_DATA_ERROR', ...Array(5).fill(undefined)])
})

test('whatever was thrown says something', () => {
  const foreign: unknown = runInNewContext("new Error('no')")
  expect([foreign, new Error(''), 'a text', null, undefined].map(messageOf)).toEqual([
    'no',
    '',
    'a text',
    'null',
    'undefined',
  ])
})
