import { Session } from 'node:inspector'

/** How often each block of code has run, by where it stands, and how many characters searches have passed over. */
export type Work = ReadonlyMap<string, number>

/**
 * Counts work instead of taking time, so that a loaded machine changes nothing. It sees functions that nobody has called
 * before `start`: V8 compiles a function with counters, or without, when it is first called.
 */
export class WorkCounter {
  private readonly session = new Session()
  private readonly natives: (() => void)[] = []
  private passed = 0

  start(): void {
    this.session.connect()
    this.session.post('Profiler.enable')
    this.session.post('Profiler.startPreciseCoverage', { callCount: true, detailed: true })
    this.watchSearches()
  }

  stop(): void {
    for (const restore of this.natives) restore()
    this.session.post('Profiler.stopPreciseCoverage')
    this.session.disconnect()
  }

  /** The work that is done meanwhile. */
  async meanwhile(work: () => unknown): Promise<Work> {
    this.sofar()
    await work()
    return this.sofar()
  }

  /** The work that was done since it was last asked. Each answer costs as much as reading some thousand signs. */
  sofar(): Work {
    const { passed } = this
    this.passed = 0
    return new Map([...this.take(), ['searches', passed]])
  }

  private take(): [string, number][] {
    const counted: [string, number][] = []
    this.session.post('Profiler.takePreciseCoverage', (_, { result }) => {
      for (const { url, functions } of result) {
        if (url.includes('/node_modules/') ? !url.includes('/yaml/') : !url.includes('/src/')) continue
        for (const { ranges } of functions) {
          for (const { startOffset, endOffset, count } of ranges) {
            if (count > 0) counted.push([`${url}:${startOffset}-${endOffset}`, count])
          }
        }
      }
    })
    return counted
  }

  /** Searches run in native code, where no block is counted. */
  private watchSearches(): void {
    const { exec } = RegExp.prototype
    const pass = (characters: number): void => {
      this.passed += Math.max(0, characters) + 1
    }
    RegExp.prototype.exec = function (this: RegExp, text) {
      const from = this.global || this.sticky ? this.lastIndex : 0
      const found = exec.call(this, text)
      if (found) pass(found.index + found[0].length - from)
      else pass(this.sticky || isAnchored(this) ? 0 : String(text).length - from)
      return found
    }
    this.natives.push(() => {
      RegExp.prototype.exec = exec
    })
    for (const name of ['indexOf', 'includes'] as const) {
      const original: (piece: string, from?: number) => number | boolean = String.prototype[name]
      const { indexOf } = String.prototype
      const counted = function (this: string, piece: string, from = 0): number | boolean {
        const at = indexOf.call(this, piece, from)
        pass((at === -1 ? this.length : at) - from)
        return name === 'indexOf' ? at : at !== -1
      }
      Object.assign(String.prototype, { [name]: counted })
      this.natives.push(() => Object.assign(String.prototype, { [name]: original }))
    }
  }
}

const anchored = new Map<string, boolean>()

/** Whether an expression is tried at the beginning of a text alone. */
function isAnchored({ source, multiline }: RegExp): boolean {
  const known = anchored.get(source)
  if (known !== undefined) return known && !multiline
  // Without expressions and searches, which are what is counted.
  let depth = 0
  let isSo = source.charAt(0) === '^'
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at)
    if (char === '\\') at += 1
    else if (char === '(' || char === '[') depth += 1
    else if (char === ')' || char === ']') depth -= 1
    else if (char === '|' && depth === 0) isSo = false
  }
  anchored.set(source, isSo)
  return isSo && !multiline
}
