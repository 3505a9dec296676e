import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isList, listIn, objectAt, objectsIn } from '../../json/json-object'
import { textIn } from '../../json/json-text'
import { readerOfRows } from './csv-row'
import type { SealedEnvelope } from './envelope'

/** Answers of queries as tables: names of columns, and rows of values. */
export const queryTableEnvelopes: readonly SealedEnvelope[] = [
  {
    kind: 'sealed',
    name: "answer of Athena's get-query-results",
    key: 'ResultSet',
    recognise: (document) => isList(objectAt(document, 'ResultSet')?.['Rows']),
    open: (document) => {
      const [header = [], ...rows] = objectsIn(objectAt(document, 'ResultSet')?.['Rows']).map(({ Data }) =>
        objectsIn(Data).map(({ VarCharValue }) => textIn(VarCharValue)),
      )
      return rows.map(readerOfRows(header))
    },
  },
  {
    kind: 'sealed',
    name: "answer of Azure's Log Analytics",
    key: 'tables',
    recognise: ({ tables }) => isList(tables) && tables.length > 0 && tables.every(isTable),
    open: ({ tables }) => objectsIn(tables).flatMap(rowsOf),
  },
]

function isTable(table: Json): boolean {
  return isJsonObject(table) && isList(table['columns']) && isList(table['rows'])
}

/** A column is left out of a row in which it has no value. */
function rowsOf({ columns, rows }: JsonObject): readonly JsonObject[] {
  const names = objectsIn(columns).map(({ name }) => textIn(name))
  return listIn(rows).map((row) => {
    const values = listIn(row).map((value, index) => [names[index] ?? '', value] as const)
    return Object.fromEntries(values.filter(([name, value]) => name !== '' && value !== null && value !== ''))
  })
}
