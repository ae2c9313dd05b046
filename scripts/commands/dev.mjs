/** `npm run dev`: the demo on its own data, with Next's development server. The other processes run as built at the start. */
import { runDemo } from '../demo.mjs'

export const run = () => runDemo({ development: true })
