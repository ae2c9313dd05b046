/** Mails that have nothing to do with what happens in an organization: they let somebody in. */
export const accountMailsWords = {
  invitation: {
    subject: (organization: string) => `You are invited to ${organization}`,
    invites: (sender: string | null, organization: string, role: string) =>
      sender
        ? `${sender} invites you to join ${organization} on Aura Portal as ${role}.`
        : `You are invited to join ${organization} on Aura Portal as ${role}.`,
    until: (moment: string) => `The link is good once, until ${moment}. Whoever has it can join in your place.`,
    join: (organization: string) => `Join ${organization}`,
    footer: 'If you know nothing of this, do nothing: without the link nobody joins under your address.',
  },
  reset: {
    subject: 'Set a new password',
    asked: (name: string) => `Somebody asked for a new password for the account of ${name} on Aura Portal.`,
    until: (moment: string) =>
      `The link is good once, until ${moment}. When you use it, every session of the account ends.`,
    set: 'Set a new password',
    footer: 'If it was not you, do nothing: your password stays as it is, and nobody but you has the link.',
  },
  singleSignOn: {
    subject: 'How you sign in',
    noPassword: 'The account has no password: you sign in with the single sign-on of your organization.',
    signIn: (organization: string) => `Sign in to ${organization}`,
    footer: 'If it was not you, do nothing: nothing has changed.',
  },
}
