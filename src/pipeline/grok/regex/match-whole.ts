// One piece of more than 300 lines: what an instruction does, and what is done when it fails, share one stack of choices.
import type { CharSet } from './char-set'
import { isTrue, widthAt, widthBefore } from './places'
import { assertions, op, type Program, stride, subKinds } from './program'

/** How many steps matching may still take; each match takes its own from it. At none, nothing matches any more. */
export interface Steps {
  left: number
}

/** Matches a whole text: the places of the captures (start and end of each, -1 where there is none), until the next call. */
export type MatchWhole = (text: string, steps: Steps) => Int32Array | undefined

/**
 * Makes what matches whole texts. It tries in the order that Java does. What a long search has found to fail is
 * remembered by place and instruction and never tried again, so that the work is at most the size of the expression times
 * that of the text; only an expression that looks back at its captures has no such bound, and ends with the steps.
 * `patience` is how many steps a search takes before it begins to remember, besides 16 for each character.
 */
export function wholeMatcher(program: Program, patience = 4096): MatchWhole {
  const matcher = new Matcher(program, patience)
  return (text, steps) => {
    const end = matcher.match(text, 0, steps.left)
    steps.left -= Math.min(matcher.taken, steps.left)
    return end === failed ? undefined : matcher.slots
  }
}

/** Makes what tells where a match that begins at a place ends; undefined where none begins. */
export function prefixMatcher(program: Program): (text: string, start: number, steps: Steps) => number | undefined {
  const matcher = new Matcher(program, 4096)
  return (text, start, steps) => {
    const end = matcher.match(text, start, steps.left)
    steps.left -= Math.min(matcher.taken, steps.left)
    return end === failed ? undefined : end
  }
}

const failed = -1
/** A choice on the stack is four numbers: what it is, and what it needs. */
const frame = 4
const resume = 0
const restoreSlot = 1
const restoreRegister = 2
const closeMark = 3
const giveBack = 4
const takeOne = 5
/** More bits than this are not kept; then the steps alone are the bound. */
const mostBits = 2 ** 30
const firstStack = 256 * frame

class Matcher {
  taken = 0
  readonly slots: Int32Array
  private readonly registers: Int32Array
  private readonly runStarts: Int32Array
  private readonly runEnds: Int32Array
  private stack = new Int32Array(firstStack)
  private top = 0
  private closed: Uint32Array | undefined
  private text = ''
  private most = 0
  /** Where the search is looked at again: to remember what fails from there on, or to end. */
  private limit = 0

  constructor(
    private readonly program: Program,
    private readonly patience: number,
  ) {
    this.slots = new Int32Array(program.captures * 2)
    this.registers = new Int32Array(program.registers)
    this.runStarts = new Int32Array(program.marks)
    this.runEnds = new Int32Array(program.marks)
  }

  match(text: string, start: number, most: number): number {
    this.text = text
    this.most = most
    this.taken = 0
    this.limit = Math.min(most, this.patience + (this.patience && 16 * text.length))
    this.slots.fill(-1)
    this.registers.fill(-1)
    this.runEnds.fill(-1)
    const end = this.run(0, start, 0)
    // What a long search needed is not kept for the short ones.
    if (this.stack.length > 64 * firstStack) this.stack = new Int32Array(firstStack)
    this.closed = undefined
    this.text = ''
    return end
  }

  /** Runs from an instruction and a place with the stack empty above `base`; answers where it ended, or `failed`. */
  private run(firstPc: number, firstPos: number, base: number): number {
    const { text } = this
    const { code, sets, texts } = this.program
    const length = text.length
    let pc = firstPc
    let pos = firstPos
    this.top = base
    for (;;) {
      this.taken += 1
      if (this.taken > this.limit && !this.goesOn()) return failed
      let ok = true
      const a = code[pc + 1] ?? 0
      switch (code[pc]) {
        case op.char:
          if (text.charCodeAt(pos) === a) pos += 1
          else ok = false
          pc += stride
          break
        case op.set: {
          const width = widthAt(text, pos, sets[a])
          pos += width
          ok = width !== 0
          pc += stride
          break
        }
        case op.text: {
          const wanted = texts[a] ?? ''
          ok = text.startsWith(wanted, pos)
          pos += wanted.length
          pc += stride
          break
        }
        case op.split: {
          const first = this.mayBegin(pos, code[pc + 3] ?? -1)
          const other = this.mayBegin(pos, code[pc + 4] ?? -1)
          if (first) {
            if (other) this.push(resume, code[pc + 2] ?? 0, pos, 0)
            pc = a
          } else {
            ok = other
            pc = code[pc + 2] ?? 0
          }
          break
        }
        case op.jump:
          pc = a
          break
        case op.save:
          this.push(restoreSlot, a, this.slots[a] ?? -1, 0)
          this.slots[a] = pos
          pc += stride
          break
        case op.assert:
          ok = isTrue(assertions[a] ?? 'start', text, pos)
          pc += stride
          break
        case op.runGreedy: {
          const set = sets[a]
          if (this.closed) {
            ok = this.opens(code[pc + 2] ?? 0, pos)
            const width = ok ? widthAt(text, pos, set) : 0
            if (width === 0) pc += stride
            else {
              this.push(resume, pc + stride, pos, 0)
              pos += width
            }
            break
          }
          const end = this.endOfRun(pos, set)
          if (end > pos) this.push(giveBack, pc, end, pos)
          pos = end
          pc += stride
          break
        }
        case op.runLazy:
          if (this.closed) ok = this.opens(code[pc + 2] ?? 0, pos)
          if (ok) this.push(takeOne, pc, pos, 0)
          pc += stride
          break
        case op.runPossessive: {
          const mark = code[pc + 2] ?? 0
          const known = pos >= (this.runStarts[mark] ?? 0) && pos <= (this.runEnds[mark] ?? 0)
          if (!known) {
            this.runStarts[mark] = pos
            this.runEnds[mark] = this.endOfRun(pos, sets[a])
          }
          pos = this.runEnds[mark] ?? 0
          pc += stride
          break
        }
        case op.mark:
          if (this.closed) ok = this.opens(a, pos)
          pc += stride
          break
        case op.sub: {
          const before = this.top
          const end = this.run(pc + stride, pos, before)
          if (this.taken > this.most) return failed
          if (a === subKinds.unwanted) {
            ok = end === failed
            if (!ok) this.undoDownTo(before)
          } else {
            ok = end !== failed
            this.keepOnlyUndoing(before)
            if (ok && a === subKinds.atomic) pos = end
          }
          pc = code[pc + 2] ?? 0
          break
        }
        case op.accept:
          return pos
        case op.sameAs: {
          const width = this.widthOfSame(a, pos, code[pc + 2] === 1, code[pc + 3] === 1)
          if (width === undefined) ok = false
          else pos += width
          pc += stride
          break
        }
        case op.loopEnter:
          this.push(restoreRegister, a, this.registers[a] ?? -1, 0)
          this.registers[a] = pos
          pc += stride
          break
        case op.loopAgain:
          pc = this.registers[a] === pos ? (code[pc + 2] ?? 0) : pc + stride
          break
        case op.setBack: {
          const width = widthBefore(text, pos, sets[a])
          pos -= width
          ok = width !== 0
          pc += stride
          break
        }
        default:
          if (pos === length) return pos
          ok = false
      }
      while (!ok) {
        if (this.top === base) return failed
        this.taken += 1
        if (this.taken > this.limit && !this.goesOn()) return failed
        this.top -= frame
        const at = this.top
        const { stack } = this
        const x = stack[at + 1] ?? 0
        const y = stack[at + 2] ?? 0
        switch (stack[at]) {
          case resume:
            pc = x
            pos = y
            ok = true
            break
          case restoreSlot:
            this.slots[x] = y
            break
          case restoreRegister:
            this.registers[x] = y
            break
          case closeMark:
            this.close(x, y)
            break
          case giveBack: {
            const least = stack[at + 3] ?? 0
            const shorter = this.shorterRun(y, least, code[x + 3] ?? -1)
            if (shorter === failed) break
            if (shorter > least) this.push(giveBack, x, shorter, least)
            pc = x + stride
            pos = shorter
            ok = true
            break
          }
          default: {
            const longer = this.longerRun(y, sets[code[x + 1] ?? 0], this.closed ? -1 : (code[x + 3] ?? -1))
            if (longer === failed) break
            pos = longer
            ok = true
            if (this.closed) pc = x
            else {
              this.push(takeOne, x, longer, 0)
              pc = x + stride
            }
          }
        }
      }
    }
  }

  /** Past a limit: once to begin to remember what fails, then not at all. */
  private goesOn(): boolean {
    if (this.taken > this.most) return false
    const bits = this.program.marks * (this.text.length + 1)
    if (!this.program.remembers && bits <= mostBits) this.closed = new Uint32Array((bits >>> 5) + 1)
    this.limit = this.most
    return true
  }

  private push(kind: number, x: number, y: number, z: number): void {
    if (this.top + frame > this.stack.length) {
      const larger = new Int32Array(this.stack.length * 2)
      larger.set(this.stack)
      this.stack = larger
    }
    this.stack[this.top] = kind
    this.stack[this.top + 1] = x
    this.stack[this.top + 2] = y
    this.stack[this.top + 3] = z
    this.top += frame
  }

  private opens(mark: number, pos: number): boolean {
    const bit = mark * (this.text.length + 1) + pos
    if (((this.closed?.[bit >>> 5] ?? 0) >>> (bit & 31)) & 1) return false
    this.push(closeMark, mark, pos, 0)
    return true
  }

  private close(mark: number, pos: number): void {
    if (!this.closed) return
    const bit = mark * (this.text.length + 1) + pos
    this.closed[bit >>> 5] = (this.closed[bit >>> 5] ?? 0) | (1 << (bit & 31))
  }

  /** The choices inside of what was found for good are dropped; how to undo its captures stays. */
  private keepOnlyUndoing(base: number): void {
    let kept = base
    for (let at = base; at < this.top; at += frame) {
      if (this.stack[at] !== restoreSlot && this.stack[at] !== restoreRegister) continue
      this.stack.copyWithin(kept, at, at + frame)
      kept += frame
    }
    this.top = kept
  }

  private undoDownTo(base: number): void {
    for (; this.top > base; this.top -= frame) {
      const at = this.top - frame
      if (this.stack[at] === restoreSlot) this.slots[this.stack[at + 1] ?? 0] = this.stack[at + 2] ?? -1
      if (this.stack[at] === restoreRegister) this.registers[this.stack[at + 1] ?? 0] = this.stack[at + 2] ?? -1
    }
  }

  private mayBegin(pos: number, setNumber: number): boolean {
    return setNumber === -1 || widthAt(this.text, pos, this.program.sets[setNumber]) !== 0
  }

  private endOfRun(start: number, set: CharSet | undefined): number {
    const { text } = this
    let pos = start
    for (let width = widthAt(text, pos, set); width !== 0; width = widthAt(text, pos, set)) pos += width
    this.taken += (pos - start) >>> 2
    return pos
  }

  /** The longest run shorter than one that ended at `end`, no shorter than to `least`, after which `next` may begin. */
  private shorterRun(end: number, least: number, next: number): number {
    let pos = end
    while (pos > least) {
      pos -= pos - least > 1 && (this.text.codePointAt(pos - 2) ?? 0) > 0xffff ? 2 : 1
      if (this.mayBegin(pos, next)) {
        this.taken += (end - pos) >>> 2
        return pos
      }
    }
    this.taken += (end - least) >>> 2
    return failed
  }

  /** The shortest run longer than one that ended at `end` after which `next` may begin, or the text ends. */
  private longerRun(end: number, set: CharSet | undefined, next: number): number {
    const { text } = this
    let pos = end
    for (let width = widthAt(text, pos, set); width !== 0; width = widthAt(text, pos, set)) {
      pos += width
      if (pos === text.length || this.mayBegin(pos, next)) {
        this.taken += (pos - end) >>> 2
        return pos
      }
    }
    this.taken += (pos - end) >>> 2
    return failed
  }

  private widthOfSame(capture: number, pos: number, anyCase: boolean, back: boolean): number | undefined {
    const start = this.slots[capture * 2] ?? -1
    const end = this.slots[capture * 2 + 1] ?? -1
    if (start === -1 || end < start) return undefined
    const wanted = this.text.slice(start, end)
    const from = back ? pos - wanted.length : pos
    const found = from < 0 ? undefined : this.text.slice(from, from + wanted.length)
    this.taken += wanted.length >>> 3
    const isSame = found === wanted || (anyCase && found?.toLowerCase() === wanted.toLowerCase())
    return isSame ? from + (back ? 0 : wanted.length) - pos : undefined
  }
}
