/** `npm run demo`: everything, with sample organizations, on loopback only. */
import { runDemo } from '../demo.mjs'

export const run = () => runDemo({ development: false })
