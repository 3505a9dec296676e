import type { Group } from '../group-key'

/** A state for each group, made when the first event of the group comes. */
export function stateByGroup<State>(make: (group: Group) => State): (group: Group) => State {
  const states = new Map<string, State>()
  return (group) => {
    const known = states.get(group.key)
    if (known !== undefined) return known
    const state = make(group)
    states.set(group.key, state)
    return state
  }
}
