import { counted } from '@/lib/core/words/counted'

/** One's own account, which belongs to no organization. */
export const accountWords = {
  title: 'Your account',
  tab: 'Account',
  description: (email: string) => `Signed in as ${email}.`,
  profile: {
    heading: 'Profile',
    name: 'Name',
    nameDescription: 'By which the members of your organizations know you.',
    email: 'Email',
    timeZone: 'Time zone',
    timeZoneDescription: 'In which moments are shown, and a day of expiry ends.',
    submit: 'Save',
    done: 'Your account was changed',
    elsewhere:
      'You are signed in by single sign-on, which opens one organization alone. Sign in with your password to change this.',
  },
  password: {
    heading: 'Password',
    description: 'Every other session ends when you change it.',
    current: 'Current password',
    next: 'New password',
    atLeastCharacters: (least: number) => `At least ${least} characters.`,
    submit: 'Change password',
    done: 'Your password was changed',
    doneDetail: 'Every other session has ended.',
    none: 'You sign in by single sign-on, so there is no password here.',
  },
  appearance: { heading: 'Appearance', description: 'Of this browser.' },
  organizations: { heading: 'Organizations', none: 'You are in no organization.' },
  sessions: {
    heading: 'Sessions',
    description: 'Browsers in which you are signed in. A session ends 12 hours after it began.',
    columns: { browser: 'Browser', address: 'Address', started: 'Signed in', seen: 'Last seen', actions: 'Actions' },
    this: 'This browser',
    unknownBrowser: 'Unknown browser',
    /** What a browser says of what it runs on, and what that is called; the first that it says, for Android says Linux too. */
    systems: [
      ['Windows', 'Windows'],
      ['Android', 'Android'],
      ['iPhone', 'iPhone'],
      ['iPad', 'iPad'],
      ['Mac OS X', 'macOS'],
      ['CrOS', 'ChromeOS'],
      ['Linux', 'Linux'],
    ] as const,
    browserOn: (browser: string, system: string) => `${browser} on ${system}`,
    singleSignOn: (organization: string) => `Single sign-on of ${organization}`,
    unknownAddress: 'Unknown',
    end: 'Sign out',
    endNamed: (browser: string) => `Sign out ${browser}`,
    ended: 'Signed out there',
    notEnded: 'That session did not end',
    endOthers: 'Sign out everywhere else',
    endedOthers: (count: number) => `${counted(count, { one: 'session', other: 'sessions' })} ended`,
  },
}
