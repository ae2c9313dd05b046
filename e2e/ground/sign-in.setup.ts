import { expect, test } from '@/e2e/fixtures'
import { PASSWORD, PEOPLE, type Person } from '@/e2e/ground/people'
import { sessionFile } from '@/e2e/ground/run-folder'
import { Shell } from '@/e2e/pages/shell'
import { SignInPage } from '@/e2e/pages/sign-in-page'

test.use({ as: null })

/** Each once, through the form; the tests go on with these sessions. */
for (const person of Object.keys(PEOPLE) as Person[]) {
  test(`${PEOPLE[person].role} ${PEOPLE[person].email} signs in`, async ({ page }) => {
    await page.goto('/')
    await expect(page).toHaveURL(/\/sign-in/)
    await new SignInPage(page).signIn(PEOPLE[person].email, PASSWORD)
    await expect(page).toHaveURL(/\/o\/[a-z]+$/)
    await expect(new Shell(page).account).toHaveAccessibleName(`Account: ${PEOPLE[person].name}`)
    await page.context().storageState({ path: sessionFile(person) })
  })
}
