import fs, {
  appendFileSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type StateStore, storeInFile } from '../../../src/emulator/store/state-store'
import type { Change } from '../../../src/emulator/store/tenant-state'

let folder: string
let file: string
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'ddac-store-'))
  file = join(folder, 'deep', 'tenant.json')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const put = (id: string, name: string): Change => ({ collection: 'rules', id, value: { id, name } })

function write(store: StateStore, ...changes: Change[]): void {
  store.exclusively(() => store.commit(changes))
}

function names(store: StateStore): unknown[] {
  return store
    .read()
    .all('rules')
    .map(({ name }) => name)
}

describe('a tenant in a file', () => {
  it('is there again after closing, versions included', () => {
    const store = storeInFile(file)
    write(store, put('a', 'first'), put('b', 'other'))
    write(store, put('a', 'second'))
    write(store, { collection: 'rules', id: 'b', value: null })
    store.close()
    expect(readdirSync(join(folder, 'deep'))).toEqual(['tenant.json'])
    const again = storeInFile(file)
    expect(names(again)).toEqual(['second'])
    expect(
      again
        .read()
        .versions('rules', 'a')
        .map(({ name }) => name),
    ).toEqual(['first', 'second'])
  })

  it('is there again without closing, as after a crash', () => {
    write(storeInFile(file), put('a', 'kept'))
    expect(names(storeInFile(file))).toEqual(['kept'])
  })

  it('forgets a last line that was cut off, and goes on behind the whole ones', () => {
    write(storeInFile(file), put('a', 'kept'))
    appendFileSync(`${file}.journal`, '{"collection":"rules","id":"b","val')
    const store = storeInFile(file)
    expect(names(store)).toEqual(['kept'])
    write(store, put('c', 'later'))
    expect(names(storeInFile(file))).toEqual(['kept', 'later'])
    store.close()
    expect(names(storeInFile(file))).toEqual(['kept', 'later'])
  })

  it('does not apply a journal twice when its removal was missed', () => {
    const store = storeInFile(file)
    write(store, put('a', 'first'))
    const journal = readFileSync(`${file}.journal`)
    store.close()
    writeFileSync(`${file}.journal`, journal)
    const again = storeInFile(file)
    expect(again.read().versions('rules', 'a')).toHaveLength(1)
    write(again, put('b', 'new'))
    expect(names(storeInFile(file))).toEqual(['first', 'new'])
  })

  it('shows each of two stores what the other wrote, also across a fold', () => {
    const one = storeInFile(file)
    const two = storeInFile(file)
    write(one, put('a', 'from one'))
    expect(names(two)).toEqual(['from one'])
    write(two, put('b', 'from two'))
    expect(names(one)).toEqual(['from one', 'from two'])
    two.close()
    expect(names(one)).toEqual(['from one', 'from two'])
    write(one, put('c', 'after the fold'))
    expect(names(storeInFile(file))).toEqual(['from one', 'from two', 'after the fold'])
  })

  it('keeps odd ids and keys as they are', () => {
    const store = storeInFile(file)
    const value = JSON.parse('{"id":"__proto__","__proto__":{"polluted":true},"name":"\\ud800 \\u2028"}')
    write(store, { collection: 'rules', id: '__proto__', value })
    store.close()
    expect(JSON.stringify(storeInFile(file).read().get('rules', '__proto__'))).toBe(JSON.stringify(value))
    expect({}).not.toHaveProperty('polluted')
  })

  it.each([
    ['cut off', '{"format":1,"rules":{"a":[{"id"'],
    ['no object', '[1]'],
    ['empty', ''],
    ['of another shape', '{"rules":{"a":7}}'],
    ['of another shape, deeper', '{"rules":{"a":[7]}}'],
  ])('says which file cannot be understood when it is %s, and leaves it alone', (_title, text) => {
    storeInFile(file).close()
    writeFileSync(file, text)
    expect(() => storeInFile(file)).toThrow(
      expect.objectContaining({
        code: 'bad-input',
        message: expect.stringContaining(file),
        help: expect.stringContaining('delete it'),
      }),
    )
    expect(readFileSync(file, 'utf8')).toBe(text)
  })

  it('says so when a journal is broken in the middle', () => {
    write(storeInFile(file), put('a', 'kept'))
    appendFileSync(`${file}.journal`, 'garbage\n')
    expect(() => storeInFile(file)).toThrow(
      expect.objectContaining({ code: 'bad-input', message: expect.stringContaining('journal') }),
    )
  })

  it('takes over the lock of a process that died, also half-way through locking, and an old one', () => {
    const store = storeInFile(file)
    writeFileSync(`${file}.lock`, '999999999')
    write(store, put('a', 'kept'))
    writeFileSync(`${file}.lock`, String(process.pid))
    utimesSync(`${file}.lock`, 1, 1)
    write(store, put('b', 'kept too'))
    writeFileSync(`${file}.lock`, '')
    write(store, put('c', 'and this'))
    expect(names(store)).toEqual(['kept', 'kept too', 'and this'])
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('writes one line, however large the tenant is', () => {
    const store = storeInFile(file)
    write(store, ...Array.from({ length: 500 }, (_, index) => put(`r${index}`, 'x'.repeat(100))))
    store.close()
    write(store, put('one', 'more'))
    expect(statSync(`${file}.journal`).size).toBeLessThan(300)
  })
})

describe('the lock of a tenant in a file', () => {
  it('that this process could not take away is of nobody, and is taken over', () => {
    write(storeInFile(file), put('a', 'kept'))
    writeFileSync(`${file}.lock`, String(process.pid))
    const store = storeInFile(file)
    write(store, put('b', 'more'))
    expect(names(store)).toEqual(['kept', 'more'])
    expect(existsSync(`${file}.lock`)).toBe(false)
  })

  it('goes again where the disk takes no more of it, so that nobody waits for it', () => {
    write(storeInFile(file), put('a', 'kept'))
    const real = fs.writeSync
    Object.assign(fs, {
      writeSync: () => {
        throw Object.assign(new Error('ENOSPC: no space left'), { code: 'ENOSPC' })
      },
    })
    try {
      expect(() => storeInFile(file)).toThrow(expect.objectContaining({ code: 'disk-full' }))
    } finally {
      Object.assign(fs, { writeSync: real })
    }
    expect(existsSync(`${file}.lock`)).toBe(false)
  })
})
