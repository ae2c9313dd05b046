import { formFor, inNumbers } from '@/lib/core/words/counted'

export const policiesWords = {
  title: 'Policies',
  description: 'What this organization holds its people and keys to.',
  absences: {
    title: 'When somebody leaves',
    grace: 'Grace period (days)',
    graceMeans:
      'Who was removed, suspended or lost the right to hold keys, and comes back within this time, gets the keys and apps back that they had. It counts from when the keys stopped. 0 for never.',
    revokeAfter: 'Revoke orphaned keys after (days)',
    revokeAfterMeans:
      'So long after they stopped, orphaned keys are revoked by themselves. That is final. At least the grace period; leave it empty for never.',
    revokesNow: (keys: number) =>
      `${inNumbers(keys)} ${formFor(keys, { one: 'key has', other: 'keys have' })} been orphaned for that long already, and will be revoked within the hour after you save.`,
    save: 'Save policies',
    saved: 'Policies saved',
  },
}
