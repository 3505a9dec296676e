import type { Group } from '../group-key'

/** A state for each group, made when the first event of the group comes. */
export function stateByGroup<State>(make: () => State): (group: Group) => State {
  const states = new Map<string, State>()
  return ({ key }) => {
    const known = states.get(key)
    if (known !== undefined) return known
    const state = make()
    states.set(key, state)
    return state
  }
}
