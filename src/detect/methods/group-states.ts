import type { Group } from '../group-key'

/** A state for each group: made when the first event of the group comes, given back when nothing of it is left. */
export class GroupStates<State> {
  private readonly states = new Map<string, State>()

  constructor(private readonly make: (group: Group) => State) {}

  of(group: Group): State {
    const known = this.states.get(group.key)
    if (known !== undefined) return known
    const state = this.make(group)
    this.states.set(group.key, state)
    return state
  }

  /** Gives back the states that a new one would equal, and answers how many stay. */
  giveBack(isAsNew: (state: State) => boolean): number {
    for (const [key, state] of this.states) if (isAsNew(state)) this.states.delete(key)
    return this.states.size
  }
}
