import { WorldError } from '../diagnostic/world-error'
import type { JsonObject } from '../json/json'
import { asObject } from '../json/json-object'
import { asText } from '../json/json-text'
import type { TerraformConverter } from '../sync/leave/terraform-converter'
import { Call } from './call'
import { type ConnectOptions, sendingTo } from './datadog-remote'
import { routes } from './routes'

/** The conversion of a tenant (docs: Convert a rule from JSON to Terraform), which knows some types of rules only. */
export function connectConverter(options: ConnectOptions): TerraformConverter {
  const call = new Call(options.tenant, sendingTo(options))
  return {
    ruleAsTerraform: async (body: JsonObject) => {
      try {
        return await call.oneOrNone({ route: routes.convertRule, body }, (json) =>
          asText(asObject(json)?.terraformContent),
        )
      } catch (error) {
        if (error instanceof WorldError && error.code === 'rejected') return undefined
        throw error
      }
    },
  }
}
