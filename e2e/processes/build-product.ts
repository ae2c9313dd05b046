import { buildEverything } from '@/scripts/build.mjs'

/** Once for all process tests: what they start is what `npm start` would start. */
export default async function setup(): Promise<void> {
  await buildEverything((line: string) => console.log(line))
}
