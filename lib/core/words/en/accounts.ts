export const accountsWords = {
  resetPasswordForm: {
    newPassword: 'New password',
    atLeastCharacters: (passwordMinimum: number) => `At least ${passwordMinimum} characters.`,
    setPassword: 'Set password',
  },
  forgotPasswordForm: {
    send: 'Send mail',
    asked:
      'If there is an account with that address, a mail is on its way to it. It can take a few minutes; look among unwanted mail, too.',
  },
  setupForm: {
    shortName: 'Short name',
    shortNameDescription: 'Part of every address and of every key’s issuer. It never changes.',
    yourName: 'Your name',
    atLeastCharacters: (passwordMinimum: number) => `At least ${passwordMinimum} characters.`,
    setUp: 'Set up',
  },
  moment: {
    timesIn: (timeZone: string) => `Times in ${timeZone}`,
  },
}
