/** Chance that comes again: a stream of numbers from 0 to 1 that a text decides. */
function chanceOf(text) {
  let state = 2_166_136_261
  for (const character of text) state = Math.imul(state ^ character.codePointAt(0), 16_777_619) >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  return {
    next,
    /** A whole number from 1 to `most`. */
    upTo: (most) => 1 + Math.floor(next() * Math.max(1, most)),
    oneOf: (list) => list[Math.floor(next() * list.length)],
  }
}

module.exports = { chanceOf }
