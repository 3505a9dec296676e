/**
 * The layer format of the ATT&CK Navigator, version 4.5, as its published page describes it (mitre-attack/attack-navigator,
 * layers/spec/v4.5/layerformat.md): which properties there are, of which type, and which of them are needed.
 */
const text = { type: 'string' }
const flag = { type: 'boolean' }
const number = { type: 'number' }
const colour = { type: 'string', pattern: '^#[0-9A-Fa-f]{6}$' }
const listOf = (items: object) => ({ type: 'array', items })
const closed = (properties: Readonly<Record<string, object>>, ...required: readonly string[]) => ({
  type: 'object',
  properties,
  required,
  additionalProperties: false,
})
const divider = closed({ divider: flag }, 'divider')
const metadata = listOf({ anyOf: [closed({ name: text, value: text }, 'name', 'value'), divider] })
const links = listOf({
  anyOf: [closed({ label: text, url: { type: 'string', pattern: '^[a-z]+://' } }, 'label', 'url'), divider],
})
const technique = closed(
  {
    techniqueID: { type: 'string', pattern: '^T\\d{4}(\\.\\d{3})?$' },
    tactic: { type: 'string', pattern: '^[a-z]+(-[a-z]+)*$' },
    comment: text,
    enabled: flag,
    score: number,
    color: colour,
    metadata,
    links,
    showSubtechniques: flag,
  },
  'techniqueID',
)

export const navigatorFormat = closed(
  {
    versions: closed(
      { attack: text, navigator: { type: 'string', pattern: '^(4\\.9|[5-9])\\.' }, layer: { const: '4.5' } },
      'navigator',
      'layer',
    ),
    name: text,
    description: text,
    domain: { enum: ['enterprise-attack', 'mobile-attack', 'ics-attack'] },
    customDataURL: text,
    filters: closed({ platforms: listOf(text) }),
    sorting: { enum: [0, 1, 2, 3] },
    layout: closed({
      layout: { enum: ['side', 'flat', 'mini'] },
      showID: flag,
      showName: flag,
      showAggregateScores: flag,
      countUnscored: flag,
      aggregateFunction: { enum: ['average', 'min', 'max', 'sum'] },
      expandedSubtechniques: { enum: ['none', 'all', 'annotated'] },
    }),
    hideDisabled: flag,
    techniques: listOf(technique),
    gradient: closed(
      { colors: { ...listOf(colour), minItems: 2 }, minValue: number, maxValue: number },
      'colors',
      'minValue',
      'maxValue',
    ),
    legendItems: listOf(closed({ label: text, color: colour }, 'label', 'color')),
    showTacticRowBackground: flag,
    tacticRowBackground: text,
    selectTechniquesAcrossTactics: flag,
    selectSubtechniquesWithParent: flag,
    selectVisibleTechniques: flag,
    metadata,
    links,
  },
  'name',
  'domain',
)
