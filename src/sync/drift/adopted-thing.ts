import type { FieldChange } from '../../wire/differences'
import type { LastTouch } from '../plan/plan'
import type { Clash } from '../tenant-changes/merge-sides'

/** What people changed in a tenant and now stands in a file. */
export interface AdoptedThing {
  readonly tenant: string
  /** Its kind and id, as `changeKey` has them. */
  readonly key: string
  /** As the user knows it. */
  readonly file: string
}

/** What could not be written into a file, and why. */
export interface LeftThing {
  readonly tenant: string
  readonly key: string
  readonly trouble: string
  readonly help?: string
  /** What git and the tenant each made of the same fields, and who did it there. */
  readonly clashes?: readonly Clash[]
  readonly who?: LastTouch
  /** From the tenant to git, where nobody knows who changed them. */
  readonly fields?: readonly FieldChange[]
}
