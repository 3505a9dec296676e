import type { Query } from '../../query/query'
import type { Compiling } from '../processor-kind'
import type { Part } from './slice'
import { fieldsOfQuery, type Touched, touchedField } from './touched-fields'

/** Gathers what one processor touches while it is compiled. */
export class TouchedBy {
  private readonly reads = new Set<Touched>()
  private readonly writes = new Set<Touched>()
  private readonly anew = new Set<Touched>()
  private inner: readonly Part[] = []
  private isSaid: boolean

  /** A nested pipeline touches what stands in it, each part for itself. */
  constructor(private readonly isNested: boolean) {
    this.isSaid = isNested
  }

  readonly says: Compiling['touches'] = (reads, writes, anew = writes) => {
    this.isSaid = true
    for (const touch of anew) this.anew.add(touchedField(touch))
    for (const touch of reads) this.reads.add(touchedField(touch))
    for (const touch of writes) this.writes.add(touchedField(touch))
  }

  filters(query: Query): void {
    for (const field of fieldsOfQuery(query)) this.reads.add(field)
  }

  inside(parts: readonly Part[]): void {
    if (this.isNested) {
      this.inner = [...this.inner, ...parts]
      return
    }
    for (const { reads, writes } of parts) {
      for (const field of reads) this.reads.add(field)
      for (const field of writes) this.writes.add(field)
      for (const field of writes) this.anew.add(field)
    }
  }

  part(number: number): Part {
    const { reads, writes, anew, inner, isSaid } = this
    return isSaid
      ? { number, reads: [...reads], writes: [...writes], anew: [...anew], inner }
      : { number, reads: ['all'], writes: ['all'], anew: ['all'], inner: [] }
  }
}
