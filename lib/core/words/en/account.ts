import { counted } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

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
  connections: {
    heading: 'Single sign-on',
    none: 'None of your organizations offers it.',
    provider: (name: string, host: string) => `${name}, at ${host}`,
    connectedSince: <Thing>(moment: Thing) => phrase`Connected ${moment}`,
    notConnected: 'Not connected',
    onlyWayIn: 'It can’t be disconnected: you have no password, so nothing else lets you in.',
    connect: 'Connect',
    connectNamed: (organization: string) => `Connect single sign-on of ${organization}`,
    disconnect: 'Disconnect',
    disconnectNamed: (organization: string) => `Disconnect single sign-on of ${organization}`,
    question: (organization: string) => `Disconnect single sign-on of ${organization}?`,
    whatEnds: (provider: string, organization: string) =>
      `You can no longer sign in to ${organization} with ${provider}, and every session of yours that it opened ends.`,
    current: 'This session is one of them: you are signed out here.',
    nothingElse: (organization: string) =>
      `Nothing else opens ${organization} for you: you can’t enter it until you have connected again.`,
    disconnected: (organization: string) => `Single sign-on of ${organization} is disconnected`,
    ended: (count: number) => `${counted(count, { one: 'session', other: 'sessions' })} ended.`,
    notDisconnected: 'Single sign-on was not disconnected',
  },
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
    /** Of two sessions of one browser, each is told by where and when it began. */
    endNamed: (browser: string, address: string | null, startedAt: string) =>
      `Sign out ${browser}${address ? ` at ${address}` : ''}, signed in ${startedAt}`,
    ended: 'Signed out there',
    notEnded: 'That session did not end',
    endOthers: 'Sign out everywhere else',
    endedOthers: (count: number) => `${counted(count, { one: 'session', other: 'sessions' })} ended`,
  },
}
