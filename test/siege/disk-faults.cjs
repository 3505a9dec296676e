/**
 * A disk in trouble, below one folder: wraps the functions of node:fs that the program calls, counts them, and lets a fault
 * befall the nth. Used within this process, and by `--require` in a process of its own (DDAC_SIEGE_DISK).
 */
const fs = require('node:fs')
const { dirname, join, relative, sep } = require('node:path')

const changing = [
  'openSync',
  'writeSync',
  'writeFileSync',
  'appendFileSync',
  'renameSync',
  'mkdirSync',
  'truncateSync',
  'ftruncateSync',
  'fsyncSync',
  'closeSync',
  'rmSync',
  'unlinkSync',
  'linkSync',
  'chmodSync',
  'fchmodSync',
]
const reading = ['readFileSync', 'readdirSync', 'statSync', 'realpathSync']
const fromDescriptor = new Set(['writeSync', 'fsyncSync', 'closeSync', 'ftruncateSync', 'fchmodSync'])
const opening = new Set(['openSync', 'readFileSync', 'writeFileSync', 'appendFileSync', 'readdirSync'])
const putsBytes = new Set(['writeSync', 'writeFileSync', 'appendFileSync'])

/** What somebody adds to a file while it is read. */
const grown = '# Somebody looked at it.\n'

const failure = (code, name, path) =>
  Object.assign(new Error(`${code}: injected, ${name} '${path}'`), { code, errno: -1, syscall: name, path })

/**
 * `fault` is { root, kind, at, spared? }. Answers an object that tells how many operations there were (`changes`, `reads`,
 * `opened`), whether the fault struck, what `grown` file it left, and that gives the disk back with `end()`.
 */
function breakDisk({ root, kind, at, spared = [] }) {
  const whole = {}
  const told = { changes: 0, reads: 0, opened: 0, struck: false, end }
  const paths = new Map()
  const underway = new Set()
  let depth = 0
  function end() {
    for (const [name, real] of Object.entries(whole)) fs[name] = real
  }
  const isBelow = (path) => typeof path === 'string' && (path === root || path.startsWith(root + sep))
  const pathIn = (name, args) => (fromDescriptor.has(name) ? paths.get(args[0]) : args.find(isBelow))
  const isForWriting = (name, args) => name !== 'openSync' || (args[1] !== undefined && args[1] !== 'r')

  function befall(name, real, args, path) {
    const run = () => real.apply(fs, args)
    const struckNow = told.changes === at
    const struckSince = told.changes >= at
    const undoing = name === 'closeSync' || name === 'unlinkSync' || name === 'rmSync'
    const fail = (code) => {
      told.struck = true
      if (name === 'closeSync') run()
      throw failure(code, name, path)
    }
    switch (kind) {
      case 'full':
      case 'over quota':
        if (!struckSince || undoing || name === 'renameSync') return run()
        if (putsBytes.has(name)) writeHalf(name, real, args)
        return fail(kind === 'full' ? 'ENOSPC' : 'EDQUOT')
      case 'short write':
        if (!struckSince || name !== 'writeSync' || told.struck) return run()
        told.struck = true
        return writeHalf(name, real, args)
      case 'read-only':
        return struckSince && !fromDescriptor.has(name) ? fail('EROFS') : run()
      case 'denied':
        return struckSince && !fromDescriptor.has(name) ? fail('EACCES') : run()
      case 'io error':
        if (struckNow && putsBytes.has(name)) writeHalf(name, real, args)
        return struckNow ? fail('EIO') : run()
      case 'vanished':
        if (
          struckNow &&
          path !== root &&
          dirname(path) !== root &&
          !spared.some((file) => dirname(join(root, file)) === dirname(path))
        ) {
          told.struck = true
          whole.rmSync.call(fs, dirname(path), { recursive: true, force: true })
        }
        return run()
      case 'SIGKILL':
      case 'SIGTERM':
      case 'SIGINT':
        if (struckNow) {
          // Who is killed leaves half; who is only told writes on, so that of one call the half would be there twice.
          if (putsBytes.has(name) && (kind === 'SIGKILL' || name === 'writeSync')) writeHalf(name, real, args)
          process.kill(process.pid, kind)
          if (kind === 'SIGKILL') for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 1000)
          // The half was put there; the rest follows, as the kernel has it where a signal comes between.
          if (name === 'writeSync') return Buffer.byteLength(bytesOf(args[1])) >> 1
        }
        return run()
      default:
        return run()
    }
  }

  /** A process may hold so many files open, and no more for some time. */
  function openOneMore(name, args) {
    if (!opening.has(name) || !args.some(isBelow)) return
    told.opened += 1
    if (kind !== 'too many open' || told.opened < at || told.opened >= at + 4) return
    told.struck = true
    throw failure('EMFILE', name, args[0])
  }

  /** Somebody saves a file right after it was read. */
  function grow(name, path) {
    // Between the last look and the rename nothing can be told apart.
    if (underway.size > 0) return
    const isTheirs = name === 'readFileSync' && path.endsWith('.yaml') && !path.includes(`${sep}.`)
    if (!isTheirs || told.struck) return
    told.struck = true
    told.grown = relative(root, path)
    whole.appendFileSync.call(fs, path, grown)
  }

  function writeHalf(name, real, args) {
    const bytes = bytesOf(args[1], name === 'writeSync' ? args.slice(2) : [])
    // What fits into one block of a disk is put there whole or not at all.
    const half = bytes.subarray(0, bytes.length > 64 ? bytes.length >> 1 : 0)
    if (name === 'writeSync') return half.length === 0 ? 0 : real.call(fs, args[0], half, 0, half.length)
    real.call(fs, args[0], half, ...args.slice(2))
    return undefined
  }

  for (const name of changing) {
    const real = fs[name]
    whole[name] = real
    fs[name] = (...args) => {
      if (depth === 0) openOneMore(name, args)
      const path = depth === 0 && isForWriting(name, args) ? pathIn(name, args) : undefined
      if (path === undefined) {
        const result = real.apply(fs, args)
        if (name === 'openSync' && isBelow(args[0]) && args[1] && args[1] !== 'r') paths.set(result, args[0])
        return result
      }
      told.changes += 1
      depth += 1
      try {
        const result = befall(name, real, args, path)
        if (name === 'openSync') paths.set(result, path)
        if (name === 'openSync' && args[1] === 'wx') underway.add(path)
        if (name === 'renameSync' || name === 'rmSync') underway.delete(args[0])
        return result
      } finally {
        depth -= 1
        if (name === 'closeSync') paths.delete(args[0])
      }
    }
  }
  for (const name of reading) {
    const real = fs[name]
    whole[name] = real
    const read = (...args) => {
      if (depth > 0 || !isBelow(args[0])) return real.apply(fs, args)
      openOneMore(name, args)
      told.reads += 1
      if (kind === 'unreadable' && told.reads === at) {
        told.struck = true
        throw failure('EIO', name, args[0])
      }
      depth += 1
      try {
        const result = real.apply(fs, args)
        if (kind === 'growing' && told.reads >= at) grow(name, args[0])
        return result
      } finally {
        depth -= 1
      }
    }
    fs[name] = Object.assign(read, real)
  }
  return told
}

function bytesOf(data, [offset, length] = []) {
  if (typeof data === 'string') return Buffer.from(data)
  const bytes = Buffer.from(data.buffer, data.byteOffset, data.byteLength)
  return typeof offset === 'number' ? bytes.subarray(offset, offset + (length ?? bytes.length)) : bytes
}

const diskFaults = [
  ...['full', 'over quota', 'short write', 'read-only', 'denied', 'io error'],
  ...['vanished', 'unreadable', 'too many open', 'growing'],
]

if (process.env.DDAC_SIEGE_DISK) breakDisk(JSON.parse(process.env.DDAC_SIEGE_DISK))

module.exports = { breakDisk, diskFaults, grown }
