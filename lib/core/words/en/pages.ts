import { counted } from '@/lib/core/words/counted'

export const pagesWords = {
  root: {
    titleTemplate: '%s · Aura Portal',
    description: 'The API keys of your organization’s apps: made, watched and revoked in one place.',
  },
  organization: {
    titleTemplate: (name: string) => `%s · ${name} · Aura Portal`,
    store: 'Store',
  },
  globalError: {
    somethingWentWrong: 'Something went wrong · Aura Portal',
    title: 'The portal could not answer',
  },
  linkNotValid: {
    title: 'This link is not valid',
    detail: 'It has been used, has expired, or is not complete. Ask your operator for a new one.',
  },
  notFound: {
    detail: 'It may have moved, or your role can’t open it.',
    goToHome: 'Go to Home',
  },
  start: {
    title: 'You are in no organization',
    detail: (email: string) => `An Owner or a User Administrator has to add ${email}.`,
  },
  forgotPassword: {
    tab: 'Forgot your password?',
    title: 'Forgot your password?',
    description: 'You get a mail with a link to set a new one.',
    back: 'Back to sign-in',
  },
  resetPassword: {
    tab: 'Reset password',
    title: 'Set a new password',
    description: 'All other sessions of this account end.',
  },
  setup: {
    tab: 'Set up',
    title: 'Set up Aura Portal',
    description: 'The first organization, and you as its Owner.',
  },
  signIn: {
    forgot: 'Forgot your password?',
    noPassword: 'No password any more? Ask your operator for a reset link.',
  },
  auditLog: {
    description: 'Everything that was changed, by whom and when. Each entry holds the hash of the one before.',
  },
  apps: {
    none: (many: string) => `No ${many} yet`,
    noneDescription: (anApp: string) =>
      `Name ${anApp} and say where it runs; the gateway stands in front of it and lets in whoever has a key.`,
    createFirst: 'Create the first one',
    howCalled: 'How it will be called',
    counted: (apps: number) => counted(apps, { one: 'app', other: 'apps' }),
  },
  submission: {
    noAnswer: 'The portal did not answer. Check whether the change was made before you try again.',
  },
}
