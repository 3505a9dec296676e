import { unreachable } from '../../../diagnostic/unreachable'
import { anyChar, type CharSet, noChar, union } from './char-set'

/** A regular expression as a tree. Captures are numbered from 0; case and line modes are already worked into the nodes. */
export type RegexNode =
  | { readonly kind: 'set'; readonly set: CharSet }
  | { readonly kind: 'sequence'; readonly nodes: readonly RegexNode[] }
  | { readonly kind: 'either'; readonly options: readonly RegexNode[] }
  | {
      readonly kind: 'repeat'
      readonly node: RegexNode
      readonly least: number
      readonly most: number
      readonly mode: 'greedy' | 'lazy' | 'possessive'
    }
  | { readonly kind: 'capture'; readonly index: number; readonly node: RegexNode }
  | { readonly kind: 'same-as'; readonly index: number; readonly anyCase: boolean }
  | { readonly kind: 'atomic'; readonly node: RegexNode }
  | { readonly kind: 'look'; readonly ahead: boolean; readonly wanted: boolean; readonly node: RegexNode }
  | { readonly kind: 'assert'; readonly what: Assertion }

export type Assertion =
  | 'start'
  | 'end'
  | 'end-or-last-line-end'
  | 'line-start'
  | 'line-end'
  | 'word-edge'
  | 'no-word-edge'

export const nothing: RegexNode = { kind: 'sequence', nodes: [] }

/** What can stand where a match goes on: the characters it may begin with, and whether it may be empty. */
export interface Start {
  readonly set: CharSet
  readonly mayBeEmpty: boolean
}

/** How texts that a node matches may begin. */
export function startOf(node: RegexNode): Start {
  switch (node.kind) {
    case 'set':
      return { set: node.set, mayBeEmpty: false }
    case 'sequence':
      return node.nodes.reduceRight<Start>((rest, inner) => startBefore(inner, rest), emptyStart)
    case 'either':
      return node.options.map(startOf).reduce(eitherStart)
    case 'repeat': {
      const inner = startOf(node.node)
      if (node.most === 0) return emptyStart
      return { set: inner.set, mayBeEmpty: inner.mayBeEmpty || node.least === 0 }
    }
    case 'capture':
    case 'atomic':
      return startOf(node.node)
    case 'same-as':
      return { set: anyChar, mayBeEmpty: true }
    case 'look':
    case 'assert':
      return emptyStart
    default:
      return unreachable(node)
  }
}

/** How a text begins that is a match of the node and then something that begins as `rest` does. */
export function startBefore(node: RegexNode, rest: Start): Start {
  const own = startOf(node)
  return own.mayBeEmpty ? { set: union(own.set, rest.set), mayBeEmpty: rest.mayBeEmpty } : own
}

const emptyStart: Start = { set: noChar, mayBeEmpty: true }

function eitherStart(a: Start, b: Start): Start {
  return { set: union(a.set, b.set), mayBeEmpty: a.mayBeEmpty || b.mayBeEmpty }
}
