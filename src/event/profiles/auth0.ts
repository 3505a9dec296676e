import type { Json, JsonObject } from '../../json/json'
import { isText } from '../../json/json-text'
import { objectIn, textAt } from '../mapping/record-values'
import type { Profile } from '../profile'

/**
 * Auth0's logs, as its log streams send them (below `data`) and as its API answers them. Names and their values are those
 * of Datadog's public pipeline (integrations-extras, auth0).
 */
export const auth0: Profile = {
  source: 'auth0',
  service: 'auth0',
  marks: ['type', 'data'],
  recognise: (record) => isEvent(record) || isEvent(objectIn(record, 'data')) || isSent(record),
  fits: (record) => isText(event(record)['type']),
  time: [['data', 'date'], ['date']],
  id: [['data', 'log_id'], ['log_id'], ['_id']],
  attributes: [
    { name: 'data', from: (record) => (isEvent(record) ? record : undefined), known: 'documented', isInText: true },
    { name: 'evt.name', from: eventName, known: 'documented' },
    {
      name: 'evt.category',
      from: (record) => (outcomeOf(record) === undefined ? undefined : 'authentication'),
      known: 'documented',
    },
    { name: 'evt.outcome', from: outcomeOf, known: 'documented' },
    { name: 'usr.id', from: (record) => textAt(event(record), 'user_id'), known: 'documented' },
    { name: 'usr.name', from: (record) => textAt(event(record), 'user_name'), known: 'documented' },
    {
      name: 'usr.email',
      from: (record) => textAt(event(record), 'details.request.auth.user.email'),
      known: 'documented',
    },
    { name: 'network.client.ip', from: (record) => textAt(event(record), 'ip'), known: 'documented', isInText: true },
    {
      name: 'http.useragent',
      from: (record) => textAt(event(record), 'user_agent'),
      known: 'documented',
      isInText: true,
    },
  ],
  from: { message: (record) => textAt(event(record), 'description') },
}

/** A code of an event, with the id that Auth0 gives its logs or without, but never without who or where. */
function isEvent(of: JsonObject): boolean {
  const {
    type,
    log_id: id,
    _id: apiId,
    client_id: client,
    connection_id: connection,
    ip,
    description,
    user_id: user,
  } = of
  if (!isText(type) || !/^[a-z][a-z0-9_]{0,40}$/.test(type)) return false
  const isNamed = [id, apiId].some((each) => isText(each) && /^9\d\d20\d{6}/.test(each))
  return isNamed ? [client, ip, description, user].some(isText) : isText(client) && isText(connection)
}

/** What a log stream sends, with next to nothing in it. */
function isSent(record: JsonObject): boolean {
  const { type, date } = objectIn(record, 'data')
  return isText(record['log_id']) && isText(type) && isText(date)
}

function event(record: JsonObject): JsonObject {
  return isEvent(record) ? record : objectIn(record, 'data')
}

function eventName(record: JsonObject): Json | undefined {
  const { type } = event(record)
  return isText(type) ? (names.get(type) ?? 'type_unknown') : undefined
}

function outcomeOf(record: JsonObject): Json | undefined {
  const name = String(eventName(record))
  if (name === 'success_login' || name === 'success_signup') return 'success'
  return /^failed_(?:login|signup|silent_auth|login_incorrect_password|login_invalid_email_or_username)$/.test(name)
    ? 'failure'
    : undefined
}

/** Names of Auth0's event codes. */
const names: ReadonlyMap<string, string> = new Map(
  `
  admin_update_launch=auth0_update_launched api_limit=rate_limit_on_the_authentication_api cls=code_or_link_sent
  coff=connector_offline con=connector_online cs=code_sent depnote=deprecation_notice du=deleted_user
  f=failed_login fapi=failed_api_operation fc=failed_by_connector fce=failed_change_email fco=failed_by_cors
  fcoa=failed_cross-origin_authentication fcp=failed_change_password fcph=failed_post_change_password_hook
  fcpn=failed_change_phone_number fcpr=failed_change_password_request fcpro=failed_connector_provisioning
  fcu=failed_change_username fd=failed_delegation fdeac=failed_device_activation
  fdeaz=failed_device_authorization_request fdecc=user_canceled_device_confirmation fdu=failed_user_deletion
  feacft=failed_exchange_authorization_code_for_access_token
  feccft=failed_exchange_access_token_for_client_credentials_grant
  fede=failed_exchange_device_code_for_access_token fens=failed_exchange_for_native_social_login
  feoobft=failed_exchange_password_and_oob_challenge_for_access_token
  feotpft=failed_exchange_password_and_otp_challege_for_access_token
  fepft=failed_exchange_password_for_access_token
  fercft=failed_exchange_password_and_mfa_recovery_code_for_access_token
  fertft=failed_exchange_refresh_token_for_access_token ferrt=failed_exchange_rotating_refresh_token
  flo=failed_logout fn=failed_sending_notification fp=failed_login_incorrect_password fs=failed_signup
  fsa=failed_silent_auth fu=failed_login_invalid_email_or_username fui=failed_users_import
  fv=failed_verification_email fvr=failed_verification_email_request gd_auth_failed=multifactor_auth_failed
  gd_auth_rejected=multifactor_auth_rejected gd_auth_succeed=multifactor_auth_success
  gd_enrollment_complete=multifactor_enrollment_complete gd_module_switch=multifactor_module_switch
  gd_otp_rate_limit_exceed=multifactor_too_many_failures gd_recovery_failed=multifactor_recovery_failed
  gd_recovery_rate_limit_exceed=multifactor_too_many_recovery_failures
  gd_recovery_succeed=multifactor_recovery_success gd_send_pn=multifactor_push_notification_sent
  gd_send_sms=multifactor_sms_sent gd_start_auth=multifactor_auth_started
  gd_start_enroll=multifactor_enroll_started gd_tenant_update=guardian_tenant_update
  gd_unenroll=multifactor_unenroll_device_account gd_update_device_account=multifactor_update_device_account
  gd_user_delete=multifactor_user_delete limit_delegation=too_many_calls_to_delegation limit_mu=blocked_ip_address
  limit_wc=blocked_account mgmt_api_read=management_api_read_operation pla=pre_login_assesment
  pwd_leak=breached_password resource_cleanup=refresh_token_excess_warning s=success_login
  sapi=success_api_operation sce=success_change_email scoa=success_cross-origin_authentication
  scp=success_change_password scph=success_post_change_password_hook scpn=success_change_phone_number
  scpr=success_change_password_request scu=success_change_username sd=success_delegation sdu=success_user_deletion
  seacft=success_exchange_authorization_code seccft=success_exchange_client_credentials_grant
  sede=success_exchange_device_code sens=success_exchange_for_native_social_login
  seoobft=success_exchange_password_and_oob_challenge seotpft=success_exchange_password_and_otp_challege
  sepft=success_exchange_password sercft=success_exchange_password_and_mfa_recovery_code
  sertft=success_exchange_refresh_token srrt=success_revocation slo=success_logout ss=success_signup
  ssa=success_silent_auth sui=success_users_import sv=success_verification_email
  svr=success_verification_email_request sys_os_update_end=auth0_os_update_ended
  sys_os_update_start=auth0_os_update_started sys_update_end=auth0_update_ended
  sys_update_start=auth0_update_started ublkdu=user_login_block_released w=warnings_during_login
  `
    .trim()
    .split(/\s+/)
    .map((pair) => pair.split('=', 2) as [string, string]),
)
