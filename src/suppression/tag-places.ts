/** Places in a list of things, found by the tags that these have or ask for. */
export class TagPlaces {
  private readonly always: number[] = []
  private readonly byTag = new Map<string, number[]>()

  /** Without tags the place is found whatever is sought. */
  put(place: number, tags: ReadonlySet<string> | undefined): void {
    if (tags === undefined) this.always.push(place)
    for (const tag of tags ?? []) {
      const known = this.byTag.get(tag)
      if (known) known.push(place)
      else this.byTag.set(tag, [place])
    }
  }

  /** In the order of the list. */
  of(tags: Iterable<string>): readonly number[] {
    const found = new Set(this.always)
    for (const tag of tags) for (const place of this.byTag.get(tag) ?? []) found.add(place)
    return [...found].sort((left, right) => left - right)
  }
}
