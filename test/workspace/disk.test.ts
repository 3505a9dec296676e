import fs, {
  chmodSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { diskError } from '../../src/workspace/disk-error'
import { listFiles, stemOf } from '../../src/workspace/list-files'
import { loadWorkspace } from '../../src/workspace/load-workspace'
import { readText } from '../../src/workspace/read-text'
import { replaceFile } from '../../src/workspace/replace-file'
import { editText, removeFile, writeText } from '../../src/workspace/write-text'

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
    ['EMFILE', 'read-failed', 'too many files are open'],
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

describe('editing a file', () => {
  it.each([
    ['that is as it was read', 'id: a\n', 'id: b\n'],
    ['that begins with a byte order mark, which stays', '\uFEFFid: a\n', '\uFEFFid: b\n'],
  ])('%s', (_, there, after) => {
    writeFileSync(at('a.yaml'), there)
    editText(at('a.yaml'), 'id: a\n', 'id: b\n')
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe(after)
  })

  it('that somebody else changed meanwhile, or took away, leaves it as it is and says so', () => {
    writeFileSync(at('a.yaml'), 'id: a\n# by hand\n')
    expect(() => editText(at('a.yaml'), 'id: a\n', 'id: b\n', 'x/a.yaml')).toThrow(
      'x/a.yaml was changed by somebody else since it was read',
    )
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe('id: a\n# by hand\n')
    expect(() => editText(at('b.yaml'), 'id: a\n', 'id: b\n', 'x/b.yaml')).toThrow('x/b.yaml cannot be read')
    expect(readdirSync(folder)).toEqual(['a.yaml'])
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

/** While `work` runs, a function of the disk is another one. */
function withDisk<Name extends 'renameSync' | 'statSync' | 'writeSync'>(
  name: Name,
  other: (real: (typeof fs)[Name]) => unknown,
  work: () => void,
): void {
  const real = fs[name]
  Object.assign(fs, { [name]: other(real) })
  try {
    work()
  } finally {
    Object.assign(fs, { [name]: real })
  }
}

describe('replacing a file', () => {
  it('puts all of it there on a disk that takes a part at a time', () => {
    const bit =
      (real: typeof fs.writeSync) =>
      (descriptor: number, bytes: Buffer, from: number): number =>
        real(descriptor, bytes, from, 1)
    withDisk('writeSync', bit, () => replaceFile(at('a.yaml'), 'größer\n'))
    expect(readFileSync(at('a.yaml'), 'utf8')).toBe('größer\n')
  })

  it('keeps the mode, and a link a link', () => {
    writeFileSync(at('real.yaml'), 'old')
    chmodSync(at('real.yaml'), 0o640)
    symlinkSync('real.yaml', at('link.yaml'))
    replaceFile(at('link.yaml'), 'new')
    expect([readFileSync(at('real.yaml'), 'utf8'), statSync(at('real.yaml')).mode & 0o777]).toEqual(['new', 0o640])
    expect(fs.lstatSync(at('link.yaml')).isSymbolicLink()).toBe(true)
    replaceFile(at('secret'), 'x', 0o600)
    expect(statSync(at('secret')).mode & 0o777).toBe(0o600)
  })

  it('takes away what killed runs left in the folder, and nothing that may be being written', () => {
    let temporary = ''
    const told = (real: typeof fs.renameSync) => (from: string, to: string) => {
      temporary = from
      real(from, to)
    }
    withDisk('renameSync', told, () => replaceFile(at('first.yaml'), 'x'))
    const [, head = '', host = ''] = /([^/]*\.ddac-)([0-9a-f]{8})-\d+-\d+$/.exec(temporary) ?? []
    expect(host).not.toBe('')
    mkdirSync(at('b'))
    const other = host === '00000000' ? '11111111' : '00000000'
    const dead = 2 ** 30
    const left = {
      killed: `${head}${host}-${dead}-1`,
      running: `${head}${host}-${process.ppid}-1`,
      elsewhere: `${head}${other}-${dead}-1`,
      'long ago, elsewhere': `${head}${other}-${dead}-2`,
    }
    for (const name of Object.values(left)) writeFileSync(at(`b/${name}`), 'half')
    utimesSync(at(`b/${left['long ago, elsewhere']}`), 1000, 1000)
    replaceFile(at('b/c.yaml'), 'whole')
    expect(readdirSync(at('b')).sort()).toEqual([left.running, left.elsewhere, 'c.yaml'].sort())
  })
})

it('a file that cannot be taken away is told by its name; one that is gone is gone', () => {
  expect(() => removeFile(folder, 'shown')).toThrow('shown cannot be written')
  expect(() => removeFile(at('nowhere'))).not.toThrow()
})

it('a file of which the disk says nothing is one that cannot be read', () => {
  writeFileSync(at('ddac.yaml'), 'tenants:\n  local: { emulator: true }\n')
  writeFileSync(at('a.rule.yaml'), 'id: a\n')
  const broken =
    (real: typeof fs.statSync) =>
    (path: string, ...rest: never[]): unknown => {
      if (path.endsWith('a.rule.yaml')) throw Object.assign(new Error('EIO: i/o error'), { code: 'EIO' })
      return real(path, ...rest)
    }
  withDisk('statSync', broken, () => {
    const { diagnostics } = loadWorkspace(folder)
    const told = { code: 'W110', message: 'a.rule.yaml cannot be read: EIO: i/o error' }
    expect(diagnostics).toContainEqual(expect.objectContaining(told))
  })
})
