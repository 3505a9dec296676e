import type { JsonObject } from '../../json/json'

/** Writes a rule for Terraform as the tenant itself does. */
export interface TerraformConverter {
  /** The configuration of a rule; undefined where the tenant has none for such a rule. Throws `WorldError` for trouble. */
  ruleAsTerraform(body: JsonObject): Promise<string | undefined>
}
