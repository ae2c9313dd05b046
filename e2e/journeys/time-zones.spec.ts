import { expect, test } from '@/e2e/fixtures'
import { PEOPLE } from '@/e2e/ground/people'
import { CreateKeyDialog, IssuedKeyDialog, KeysPanel } from '@/e2e/pages/keys-panel'

/** In New York the clocks go from 01:59 to 03:00 on 9 March 2031, and from 01:59 back to 01:00 on 2 November. */
const BEFORE_SPRING = '2031-03-09T06:59:30Z'
const AFTER_SPRING = '2031-03-09T07:00:00Z'
const BEFORE_AUTUMN = '2031-11-02T05:30:00Z'
const AFTER_AUTUMN = '2031-11-02T06:30:00Z'

const SHOWN = {
  'Asia/Kolkata': {
    spring: ['9 Mar 2031, 12:29', '9 Mar 2031, 12:30'],
    autumn: ['2 Nov 2031, 11:00', '2 Nov 2031, 12:00'],
    endOfDay: 'Stops working on 2 Nov 2031, 23:59 Asia/Kolkata (18:29 UTC).',
    expiresAt: '2031-11-02T18:29:59.000Z',
  },
  'America/New_York': {
    spring: ['9 Mar 2031, 01:59', '9 Mar 2031, 03:00'],
    autumn: ['2 Nov 2031, 01:30', '2 Nov 2031, 01:30'],
    // A day of 25 hours.
    endOfDay: 'Stops working on 2 Nov 2031, 23:59 America/New_York (3 Nov 2031, 04:59 UTC).',
    expiresAt: '2031-11-03T04:59:59.000Z',
  },
  UTC: {
    spring: ['9 Mar 2031, 06:59', '9 Mar 2031, 07:00'],
    autumn: ['2 Nov 2031, 05:30', '2 Nov 2031, 06:30'],
    endOfDay: 'Stops working on 2 Nov 2031, 23:59 UTC.',
    expiresAt: '2031-11-02T23:59:59.000Z',
  },
} as const

// The time zone belongs to the account, so that it is the same on every machine: what the browser believes plays no part.
test.use({ as: 'secondDeveloper', timezoneId: 'Pacific/Auckland' })

test('moments are those of the account’s time zone, also where the clocks change; days are counted alike for everyone', async ({
  page,
  given,
}) => {
  const app = await given.app('zoned', { by: 'secondDeveloper' })
  const made = (name: string) => given.key(app, name, { by: 'secondDeveloper' })
  const keys = {
    spring: [await made('before-spring'), await made('after-spring')],
    autumn: [await made('before-autumn'), await made('after-autumn')],
  } as const
  for (const [key, expiresAt] of [
    [keys.spring[0], BEFORE_SPRING],
    [keys.spring[1], AFTER_SPRING],
    [keys.autumn[0], BEFORE_AUTUMN],
    [keys.autumn[1], AFTER_AUTUMN],
  ] as const)
    await given.age(key, { expiresAt })
  const [within, beyond] = [await made('within'), await made('beyond')]
  const sevenDays = Math.floor(Date.now() / 1000) * 1000 + 7 * 86_400_000
  await given.age(within, { expiresAt: new Date(sevenDays - 600_000).toISOString() })
  await given.age(beyond, { expiresAt: new Date(sevenDays + 600_000).toISOString() })
  const panel = new KeysPanel(page)
  const create = new CreateKeyDialog(page)
  const issued = new IssuedKeyDialog(page)
  const { email } = PEOPLE.secondDeveloper
  const [account] = await given.rows<{ time_zone: string }>('select time_zone from "user" where email = $1', [email])

  try {
    for (const [zone, shown] of Object.entries(SHOWN)) {
      await given.rows('update "user" set time_zone = $2 where email = $1', [email, zone])
      await page.goto(`${app.path}/api-keys`)
      await expect(page.getByText(`Times in ${zone}`)).toBeVisible()
      for (const change of ['spring', 'autumn'] as const)
        for (const side of [0, 1] as const) {
          const moment = panel.row(keys[change][side].name).getByText(shown[change][side])
          await expect(moment, `${change} in ${zone}`).toBeVisible()
          await expect(moment, 'the whole moment, with its zone').toHaveAttribute(
            'title',
            new RegExp(`^${shown[change][side]}:\\d\\d ${zone}$`),
          )
        }

      await panel.filters.expires.selectOption('Within 7 days')
      await expect(panel.names, `seven days in ${zone}`).toHaveText([within.name])

      await panel.create.click()
      await create.name.fill(`last day in ${zone.replace(/\W/g, ' ')}`)
      await create.expiration('Custom').check()
      await create.lastDay.fill('2031-11-02')
      await expect(create.expirations.or(create.dialog).getByText(shown.endOfDay).first()).toBeVisible()
      await create.submit.click()
      await issued.copy.click()
      await issued.close.click()
      await expect(issued.dialog).toBeHidden()
      const [last] = await given.rows<{ expires_at: Date }>(
        'select expires_at from api_key where app_id = $1 order by id desc limit 1',
        [app.id],
      )
      expect(last?.expires_at.toISOString()).toBe(shown.expiresAt)
    }
  } finally {
    await given.rows('update "user" set time_zone = $2 where email = $1', [email, account?.time_zone])
  }
})
