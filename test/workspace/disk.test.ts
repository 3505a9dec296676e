import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskError } from '../../src/workspace/disk-error'
import { listFiles, stemOf } from '../../src/workspace/list-files'
import { readText } from '../../src/workspace/read-text'
import { writeText } from '../../src/workspace/write-text'

let folder: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ddac-disk-'))
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))
const at = (name: string): string => join(folder, name)

describe('what the disk did is told with the file and a way out', () => {
  it.each<[string, string, string]>([
    ['EACCES', 'no-permission', 'permission denied'],
    ['EPERM', 'no-permission', 'permission denied'],
    ['EROFS', 'no-permission', 'read-only disk'],
    ['ENOSPC', 'disk-full', 'the disk is full'],
    ['EDQUOT', 'disk-full', 'the disk is full'],
    ['ENOENT', 'not-found', 'does not exist'],
    ['ENOTDIR', 'not-found', 'is no folder'],
    ['EISDIR', 'bad-input', 'it is a folder'],
  ])('%s', (system, code, reason) => {
    const error = diskError(Object.assign(new Error('x'), { code: system }), 'write', 'a/b.yaml')
    expect(error).toMatchObject({ code, message: expect.stringContaining(reason), help: expect.any(String) })
    expect(error.message).toMatch(/^a\/b\.yaml cannot be written: /)
  })

  it('anything else keeps its own words', () => {
    expect(diskError(new Error('EIO: i/o error'), 'read', 'x')).toMatchObject({
      code: 'read-failed',
      message: 'x cannot be read: EIO: i/o error',
    })
  })
})

describe('writing a file', () => {
  it('makes its folders, replaces it whole, and leaves nothing beside it', () => {
    writeText(at('a/b/c.yaml'), 'old')
    writeText(at('a/b/c.yaml'), 'new')
    expect(readFileSync(at('a/b/c.yaml'), 'utf8')).toBe('new')
    expect(readdirSync(at('a/b'))).toEqual(['c.yaml'])
  })

  it('that cannot be finished leaves what was there', () => {
    mkdirSync(at('taken/inside'), { recursive: true })
    expect(() => writeText(at('taken'), 'x', 'taken')).toThrow('taken cannot be written: it is a folder')
    expect(readdirSync(folder)).toEqual(['taken'])
  })
})

describe('reading a file', () => {
  it('drops a byte order mark', () => {
    writeFileSync(at('a.yaml'), '\uFEFFid: a')
    expect(readText(at('a.yaml'))).toBe('id: a')
  })

  it('is told under the name that the user knows', () => {
    expect(() => readText(at('a.yaml'), 'rules/a.yaml')).toThrow('rules/a.yaml cannot be read: it does not exist')
  })
})

describe('the files of a workspace', () => {
  it('are known by their names, in any folder but hidden ones and node_modules, sorted', () => {
    const names = ['z.rule.yaml', 'b/a.test.yml', 'b/a.rule.json', 'b/o.override.yaml', 'b/s.suppression.yaml']
    const others = ['rule.yaml', 'a.rule.yaml.bak', 'samples.json', '.hidden/h.rule.yaml', 'node_modules/n.rule.yaml']
    for (const name of [...names, ...others]) writeText(at(name), '')
    expect(listFiles(folder).map(({ path, kind }) => [path.slice(folder.length + 1), kind])).toEqual([
      ['b/a.rule.json', 'rule'],
      ['b/a.test.yml', 'test'],
      ['b/o.override.yaml', 'override'],
      ['b/s.suppression.yaml', 'suppression'],
      ['z.rule.yaml', 'rule'],
    ])
  })

  it('belong together by the name without its kind', () => {
    expect(stemOf('b/a.rule.yaml')).toBe(stemOf('b/a.test.json'))
    expect(stemOf('b/a.rule.yaml')).not.toBe(stemOf('c/a.rule.yaml'))
  })
})
