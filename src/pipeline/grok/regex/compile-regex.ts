import { unreachable } from '../../../diagnostic/unreachable'
import { anyChar, areDisjoint, type CharSet, isEverything, noChar, onlyCharOf, union } from './char-set'
import { assertions, op, type Program, stride, subKinds } from './program'
import { type RegexNode, type Start, startBefore, startOf } from './regex-tree'

/** More instructions than any rule of use needs; a count of counts would grow without end. */
const mostInstructions = 60_000

/** Whether a tree can be compiled: its repetitions, written out, are not too many. */
export function isCompilable(tree: RegexNode): boolean {
  return sizeOf(tree) < mostInstructions
}

/** Compiles a tree that `isCompilable` for `wholeMatcher`. */
export function compileRegex(tree: RegexNode, captures: number): Program {
  return new Emitter().program(tree, captures, true)
}

/** Compiles a tree that `isCompilable` for `prefixMatcher`. */
export function compilePrefix(tree: RegexNode, captures: number): Program {
  return new Emitter().program(tree, captures, false)
}

/** How many instructions a tree becomes, or some more. */
function sizeOf(node: RegexNode): number {
  switch (node.kind) {
    case 'set':
    case 'same-as':
    case 'assert':
      return 1
    case 'sequence':
      return node.nodes.reduce((size, inner) => size + sizeOf(inner), 0)
    case 'either':
      return node.options.reduce((size, inner) => size + sizeOf(inner) + 2, 1)
    case 'repeat':
      return (sizeOf(node.node) + 1) * (node.most === Infinity ? node.least + 1 : node.most) + 5
    case 'capture':
    case 'atomic':
    case 'look':
      return sizeOf(node.node) + 2
    default:
      return unreachable(node)
  }
}

const anything: Start = { set: anyChar, mayBeEmpty: true }
/** After the whole expression nothing may follow: a match is one of the whole text. */
const theEnd: Start = { set: noChar, mayBeEmpty: true }

class Emitter {
  private readonly code: number[] = []
  private readonly sets: CharSet[] = []
  private readonly setNumbers = new Map<CharSet, number>()
  private readonly texts: string[] = []
  private marks = 0
  private registers = 0
  private remembers = false

  program(tree: RegexNode, captures: number, isWhole: boolean): Program {
    this.emit(tree, isWhole ? theEnd : anything, false)
    this.put(isWhole ? op.done : op.accept)
    const { sets, texts, marks, registers, remembers } = this
    return { code: Int32Array.from(this.code), sets, texts, captures, marks, registers, remembers }
  }

  private emit(node: RegexNode, follow: Start, back: boolean): void {
    switch (node.kind) {
      case 'set':
        this.char(node.set, back)
        break
      case 'sequence':
        if (back) this.sequenceBack(node.nodes)
        else this.sequence(node.nodes, follow)
        break
      case 'either':
        this.either(node.options, follow, back)
        break
      case 'repeat':
        this.repeat(node, follow, back)
        break
      case 'capture':
        this.put(op.save, node.index * 2 + (back ? 1 : 0))
        this.emit(node.node, follow, back)
        this.put(op.save, node.index * 2 + (back ? 0 : 1))
        break
      case 'same-as':
        this.remembers = true
        this.put(op.sameAs, node.index, node.anyCase ? 1 : 0, back ? 1 : 0)
        break
      case 'atomic':
        this.atomic(node.node, back)
        break
      case 'look':
        this.sub(node.wanted ? subKinds.wanted : subKinds.unwanted, node.node, !node.ahead)
        break
      case 'assert':
        this.put(op.assert, assertions.indexOf(node.what))
        break
      default:
        unreachable(node)
    }
  }

  private put(...instruction: readonly number[]): number {
    const at = this.code.length
    for (let index = 0; index < stride; index += 1) this.code.push(instruction[index] ?? 0)
    return at
  }

  private char(set: CharSet, back: boolean): void {
    if (back) {
      this.put(op.setBack, this.setNumber(set))
      return
    }
    const only = onlyCharOf(set)
    if (only === undefined) this.put(op.set, this.setNumber(set))
    else this.put(op.char, only)
  }

  private setNumber(set: CharSet): number {
    const known = this.setNumbers.get(set)
    if (known !== undefined) return known
    this.setNumbers.set(set, this.sets.length)
    return this.sets.push(set) - 1
  }

  /** The set as a test that can spare a try; -1 where it would spare none. */
  private guard(start: Start): number {
    return start.mayBeEmpty || isEverything(start.set) ? -1 : this.setNumber(start.set)
  }

  private sequence(nodes: readonly RegexNode[], follow: Start): void {
    const follows: Start[] = []
    let rest = follow
    for (const node of [...nodes].reverse()) {
      follows.push(rest)
      rest = startBefore(node, rest)
    }
    let text = ''
    for (const node of nodes) {
      const after = follows.pop() ?? follow
      const only = node.kind === 'set' ? onlyCharOf(node.set) : undefined
      if (only !== undefined) {
        text += String.fromCharCode(only)
        continue
      }
      this.text(text)
      text = ''
      this.emit(node, after, false)
    }
    this.text(text)
  }

  private text(text: string): void {
    if (text.length === 1) this.put(op.char, text.charCodeAt(0))
    else if (text !== '') this.put(op.text, this.texts.push(text) - 1)
  }

  private sequenceBack(nodes: readonly RegexNode[]): void {
    for (const node of [...nodes].reverse()) this.emit(node, anything, true)
  }

  private either(options: readonly RegexNode[], follow: Start, back: boolean): void {
    const jumps: number[] = []
    options.forEach((option, index) => {
      const isLast = index === options.length - 1
      const split = isLast ? -1 : this.split(back ? -1 : this.guard(startBefore(option, follow)), -1)
      if (split !== -1) this.code[split + 1] = this.code.length
      this.emit(option, follow, back)
      if (!isLast) jumps.push(this.put(op.jump))
      if (split !== -1) this.code[split + 2] = this.code.length
    })
    for (const jump of jumps) this.code[jump + 1] = this.code.length
    this.mark()
  }

  private split(firstGuard: number, otherGuard: number): number {
    return this.put(op.split, 0, 0, firstGuard, otherGuard)
  }

  private mark(): void {
    this.put(op.mark, this.marks)
    this.marks += 1
  }

  private repeat(node: RegexNode & { kind: 'repeat' }, follow: Start, back: boolean): void {
    const { least, most, mode } = node
    const isRun = most === Infinity && node.node.kind === 'set' && !back
    if (mode === 'possessive' && !isRun) {
      this.sub(subKinds.atomic, { ...node, mode: 'greedy' }, back)
      return
    }
    const inner = startOf(node.node)
    const again: Start =
      most > 1 ? { set: union(inner.set, follow.set), mayBeEmpty: follow.mayBeEmpty || inner.mayBeEmpty } : follow
    const inside = back ? anything : again
    for (let count = 0; count < least; count += 1) {
      this.emit(node.node, inside, back)
    }
    if (isRun && node.node.kind === 'set') this.run(node.node.set, mode, follow)
    else if (most === Infinity) this.loop(node.node, mode === 'lazy', inside, follow, back)
    else this.optional(node.node, most - least, mode === 'lazy', inside, follow, back)
  }

  /** Any number of one kind of character: where what follows begins otherwise, it takes all and gives none back. */
  private run(set: CharSet, mode: 'greedy' | 'lazy' | 'possessive', follow: Start): void {
    const takesAll = mode === 'possessive' || areDisjoint(set, follow.set)
    const kind = takesAll ? op.runPossessive : mode === 'greedy' ? op.runGreedy : op.runLazy
    const next = isEverything(follow.set) ? -1 : this.setNumber(follow.set)
    this.put(kind, this.setNumber(set), this.marks, next)
    this.marks += 1
    if (!takesAll) this.mark()
  }

  private loop(body: RegexNode, lazy: boolean, inside: Start, follow: Start, back: boolean): void {
    const head = this.code.length
    this.mark()
    const split = this.splitFor(body, lazy, inside, follow, back)
    const register = startOf(body).mayBeEmpty ? this.registers : -1
    const enter = this.code.length
    if (register !== -1) {
      this.registers += 1
      this.put(op.loopEnter, register)
    }
    this.emit(body, inside, back)
    const again = register === -1 ? -1 : this.put(op.loopAgain, register)
    this.put(op.jump, head)
    const exit = this.code.length
    if (again !== -1) this.code[again + 2] = exit
    this.aim(split, lazy, enter, exit)
  }

  private optional(body: RegexNode, times: number, lazy: boolean, inside: Start, follow: Start, back: boolean): void {
    if (times === 0) return
    const splits: { at: number; enter: number }[] = []
    for (let count = 0; count < times; count += 1) {
      const at = this.splitFor(body, lazy, inside, follow, back)
      splits.push({ at, enter: this.code.length })
      this.emit(body, inside, back)
    }
    for (const { at, enter } of splits) this.aim(at, lazy, enter, this.code.length)
    this.mark()
  }

  private splitFor(body: RegexNode, lazy: boolean, inside: Start, follow: Start, back: boolean): number {
    const enter = back ? -1 : this.guard(startBefore(body, inside))
    const leave = back ? -1 : this.guard(follow)
    return lazy ? this.split(leave, enter) : this.split(enter, leave)
  }

  private aim(split: number, lazy: boolean, enter: number, exit: number): void {
    this.code[split + 1] = lazy ? exit : enter
    this.code[split + 2] = lazy ? enter : exit
  }

  /** A run on its own gives nothing back: then it needs no search of its own. */
  private atomic(body: RegexNode, back: boolean): void {
    if (body.kind === 'repeat' && body.mode === 'greedy') this.repeat({ ...body, mode: 'possessive' }, anything, back)
    else this.sub(subKinds.atomic, body, back)
  }

  /** What is matched on its own, and once found stays: the body sees no more than what stands before it. */
  private sub(kind: number, body: RegexNode, back: boolean): void {
    const at = this.put(op.sub, kind)
    this.emit(body, anything, back)
    this.put(op.accept)
    this.code[at + 2] = this.code.length
  }
}
