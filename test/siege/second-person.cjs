/** A person who works in the tenant's pages at the same time: between two pages of a list, between a look and a write. */
const { answer } = require('./besieged-tenant.cjs')
const { strangerRule } = require('./things.cjs')

const rulesPath = '/api/v2/security_monitoring/rules'
const pathOfThing = new RegExp(`^${rulesPath}/([^/?]+)$`)

const byHand = 'Changed by hand.'

/** Strangers come and go after each page of the rules, so that what follows moves up or down. */
function changesBetweenPages(tenant, chance, done) {
  let turn = 0
  return async (visit) => {
    const page = visit.method === 'GET' && visit.path.startsWith(`${rulesPath}?`)
    if (!page) return false
    const passed = await visit.pass()
    turn += 1
    if (turn <= 3) {
      if (chance.next() < 0.6) {
        const id = `str-ang-${String(chance.upTo(90)).padStart(3, '0')}`
        if (!done.removed.has(id)) await tenant.behind('DELETE', `${rulesPath}/${id}`)
        done.removed.add(id)
      } else {
        const made = strangerRule(`new-${turn}`)
        await tenant.behind('POST', '/_emulator/seed', { rules: [made] })
        done.added.add(made.id)
      }
    }
    answer(visit.response, passed)
    return true
  }
}

/** The person changes a rule right before it is read once more, or between that and the write. */
function changesBeforeWrites(tenant, chance, done) {
  return async (visit) => {
    const id = pathOfThing.exec(visit.path)?.[1]
    if (id === undefined || !['GET', 'PUT'].includes(visit.method) || done.byHand.has(id)) return false
    if (chance.next() < 0.4) {
      const { status } = await tenant.behind('PUT', `${rulesPath}/${id}`, { message: byHand })
      if (status === 200) done.byHand.add(id)
    }
    return false
  }
}

module.exports = { byHand, changesBeforeWrites, changesBetweenPages }
