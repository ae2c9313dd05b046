import { phrase } from '@/lib/core/words/phrase'

export const shellWords = {
  accountMenu: {
    account: 'Account',
    accountOf: (name: string) => `Account: ${name}`,
    role: 'Role',
    yourAccount: 'Your account',
  },
  backToPortal: 'Aura Portal, start page',
  appShell: {
    skipToContent: 'Skip to content',
  },
  navigationList: {
    main: 'Main',
  },
  navigationSheet: {
    openNavigation: 'Open navigation',
    navigation: 'Navigation',
    closeNavigation: 'Close navigation',
  },
  organizationSwitcher: {
    organizations: 'Organizations',
    organization: (name: string) => `Organization: ${name}`,
  },
  standalone: {
    reference: <Thing>(code: Thing) => phrase`Reference for your operator: ${code}`,
  },
}
