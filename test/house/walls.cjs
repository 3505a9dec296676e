const { floors, worldly } = require('./floors.cjs')

const rooms = floors.flat()
const above = (floor) => floors.slice(floor).flat()
const beside = (floor, room) => floors[floor].filter((other) => other !== room)

module.exports = {
  forbidden: [
    {
      name: 'no-circle',
      comment: 'Files do not import each other in a circle.',
      severity: 'error',
      from: {},
      to: { circular: true },
    },
    ...floors.flatMap((floor, index) =>
      floor.map((room) => ({
        name: `imports-run-one-way-${room}`,
        comment: `${room} imports only what stands below it.`,
        severity: 'error',
        from: { path: `^src/${room}/` },
        to: { path: `^src/(${[...beside(index, room), ...above(index + 1), 'none'].join('|')})/` },
      })),
    ),
    {
      name: 'doors-are-not-rooms',
      comment: 'Nobody below imports main.ts or index.ts.',
      severity: 'error',
      from: { path: '^src/.+/' },
      to: { path: '^src/(main|index)\\.ts$' },
    },
    {
      name: 'only-marked-rooms-touch-the-world',
      comment: 'Disk, network and process belong to the marked rooms; what works on bytes in memory is pure.',
      severity: 'error',
      from: { path: `^src/(${rooms.filter((room) => !worldly.includes(room)).join('|')})/` },
      to: { dependencyTypes: ['core'], pathNot: '^(node:)?(crypto|buffer|string_decoder|util|zlib)$' },
    },
    {
      name: 'only-datadog-loads-the-client',
      comment: 'The Datadog client is loaded by the datadog room alone.',
      severity: 'error',
      from: { pathNot: '^src/datadog/' },
      to: { path: 'node_modules/@datadog/', dependencyTypesNot: ['type-only'] },
    },
    {
      name: 'no-orphan-dependency',
      comment: 'What the program imports at run time is a dependency, not a development one.',
      severity: 'error',
      from: { path: '^src/' },
      to: { dependencyTypes: ['npm-dev', 'npm-no-pkg', 'unknown'] },
    },
  ],
  options: {
    doNotFollow: { path: 'node_modules' },
    tsPreCompilationDeps: true,
    enhancedResolveOptions: { exportsFields: ['exports'], conditionNames: ['require', 'node', 'default', 'types'] },
  },
}
