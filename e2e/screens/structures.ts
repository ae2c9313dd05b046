/* What a screen reader finds on the main screens: landmarks, headings, and what can be done, in their order. */

export const SIGN_IN = `
- main:
  - heading "Sign in" [level=1]
  - textbox "Email"
  - textbox "Password"
  - button "Sign in"
`

export const HOME = `
- main:
  - navigation "Breadcrumb"
  - heading "Demo Organization" [level=1]
  - heading "Orphaned keys" [level=2]
  - list
  - heading "Expiring within 7 days" [level=2]
  - list
  - region "Services":
    - heading "Services" [level=2]
    - list
  - region "Traffic":
    - heading "Traffic" [level=2]
`

export const SERVICE = `
- main:
  - navigation "Breadcrumb"
  - heading "Cloud Functions" [level=1]
  - link /View API Keys \\d+/
  - button "New App"
  - table "Cloud Functions"
`

export const APP = `
- main:
  - navigation "Breadcrumb"
  - heading "resize-image" [level=1]
  - button "Delete"
  - button "Edit"
  - link /View API Keys \\d+/
  - term: Endpoint
  - term: Upstream
  - term: Owner
`
