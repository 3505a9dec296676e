import { type AttributePath, attributePath } from '../attribute-path'
import { isTouching, pathsAboveBoth, type Touched } from './touched-fields'

/** One processor of a pipeline, by what it touches. */
export interface Part {
  /** Among all parts of its pipeline, from 0. */
  readonly number: number
  readonly reads: readonly Touched[]
  readonly writes: readonly Touched[]
  /** Of what it writes, that in which texts may stand that it has not read. */
  readonly anew: readonly Touched[]
  /** Of a nested pipeline, what stands in it. */
  readonly inner: readonly Part[]
}

/** What becomes of each part of a pipeline by its number, in a run for some fields alone. */
export type Slice = readonly Fate[]

/** A part is run, or left out; but where a list stands at one of some paths, nobody knows without it. */
type Fate = 'run' | readonly AttributePath[]

/**
 * Finds the parts without which some fields come out as with all of them. Works backwards: a part that may change what
 * is asked is run, and what it reads is asked from there on. `asked` grows by what is asked before the parts.
 */
export function sliceOf(parts: readonly Part[], asked: Set<Touched>): Slice {
  const fates: Fate[] = []
  decide(parts, asked, fates)
  // What was filled from behind an engine would keep as a table.
  return Array.from(fates)
}

/**
 * Whether all texts that stand in some fields behind the parts stood in the log before them. `asked` grows by the fields in
 * which they stood.
 */
export function keepTexts(parts: readonly Part[], asked: Set<Touched>): boolean {
  return parts.toReversed().every(({ reads, writes, anew, inner }) => {
    if (!keepTexts(inner, asked)) return false
    if (!writes.some((field) => isAsked(field, asked))) return true
    if (anew.some((field) => isAsked(field, asked))) return false
    for (const field of reads) asked.add(field)
    return true
  })
}

/** Whether at least one of the parts is run. */
function decide(parts: readonly Part[], asked: Set<Touched>, fates: Fate[]): boolean {
  let isAny = false
  for (const part of parts.toReversed()) {
    const { number, reads, writes, inner } = part
    const isRun = decide(inner, asked, fates) || writes.some((field) => isAsked(field, asked))
    fates[number] = isRun ? 'run' : listsInTheWay(writesOf(part), asked)
    if (!isRun) continue
    isAny = true
    for (const field of reads) asked.add(field)
  }
  return isAny
}

function isAsked(written: Touched, asked: ReadonlySet<Touched>): boolean {
  for (const field of asked) if (isTouching(written, field)) return true
  return false
}

function writesOf({ writes, inner }: Part): readonly Touched[] {
  return [...writes, ...inner.flatMap(writesOf)]
}

function listsInTheWay(writes: readonly Touched[], asked: ReadonlySet<Touched>): readonly AttributePath[] {
  const paths = new Set<string>()
  for (const one of writes) for (const other of asked) for (const path of pathsAboveBoth(one, other)) paths.add(path)
  return [...paths].map(attributePath)
}
