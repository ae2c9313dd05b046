export const accountsWords = {
  resetPasswordForm: {
    newPassword: 'New password',
    atLeastCharacters: (passwordMinimum: number) => `At least ${passwordMinimum} characters.`,
    setPassword: 'Set password',
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
