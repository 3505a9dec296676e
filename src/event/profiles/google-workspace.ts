import type { Json, JsonObject } from '../../json/json'
import { isJsonObject, isObjectList, objectsIn } from '../../json/json-object'
import { isText } from '../../json/json-text'
import { namedValues, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Google Workspace: activities of the Reports API. Names follow the queries of Datadog's default rules: the application
 * as service, the event's name and type as `@evt.name` and `@evt.category`, its parameters by their names.
 */
export const googleWorkspace: Profile = {
  source: 'gsuite',
  service: 'gsuite',
  marks: ['events'],
  recognise: ({ id, events }) =>
    isJsonObject(id) && isText(id['applicationName']) && isText(id['time']) && isObjectList(events),
  fits: ({ id, events }) => isJsonObject(id) && isText(id['applicationName']) && isObjectList(events),
  time: [['id', 'time']],
  id: [['id', 'uniqueQualifier']],
  attributes: [
    { name: 'evt.name', from: (record) => single(namesIn(record, 'name')), known: 'observed', isInText: true },
    { name: 'evt.category', from: (record) => single(namesIn(record, 'type')), known: 'observed', isInText: true },
    {
      name: 'event',
      from: (record) => single(objectsIn(record['events']).map(event)),
      known: 'observed',
      isInText: true,
    },
    { name: 'usr.email', from: 'actor.email', known: 'assumed' },
    { name: 'usr.id', from: 'actor.profileId', known: 'assumed' },
    { name: 'usr.role', from: (record) => single(roles(record)), known: 'assumed' },
    { name: 'network.client.ip', from: 'ipAddress', known: 'assumed' },
  ],
  from: { service: (record) => textAt(record, 'id.applicationName') },
}

function namesIn({ events }: JsonObject, key: string): readonly string[] {
  return objectsIn(events).flatMap(({ [key]: name }) => (isText(name) ? [name] : []))
}

/** An activity mostly is one event; of several, any may be asked for. */
function single<Value extends Json>(values: readonly Value[]): Value | readonly Value[] | undefined {
  return values.length > 1 ? values : values[0]
}

const valueKeys = ['value', 'boolValue', 'intValue', 'multiValue', 'multiIntValue', 'messageValue', 'multiMessageValue']

function event(of: JsonObject): JsonObject {
  return { ...of, parameters: namedValues(of['parameters'], ['name'], valueKeys) }
}

function roles({ events }: JsonObject): readonly string[] {
  return objectsIn(events).flatMap((of) => {
    const { ROLE_NAME: role } = namedValues(of['parameters'], ['name'], valueKeys)
    return isText(role) ? [role] : []
  })
}
