/** The floors of the house from the ground up. A room imports from floors below it and from its own, never from above. */
const floors = [
  ['medium'],
  ['diagnostic'],
  ['json'],
  ['shape'],
  ['yaml'],
  ['event'],
  ['condition', 'query'],
  ['template'],
  ['pipeline'],
  ['rule'],
  ['suppression', 'override'],
  ['detect'],
  ['explain'],
  ['wire'],
  ['lint'],
  ['testing'],
  ['mutation', 'sampling'],
  ['calibration', 'coverage', 'impact', 'silencing'],
  ['radius'],
  ['archive'],
  ['workspace'],
  ['sync'],
  ['emulator'],
  ['datadog', 'forge'],
  ['report'],
  ['library', 'cli'],
]
/** Rooms that touch disk, network, clock or process. */
const worldly = ['workspace', 'archive', 'emulator', 'datadog', 'forge', 'library', 'cli']
module.exports = { floors, worldly }
