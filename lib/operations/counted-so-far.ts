/** As far as keys are counted one by one: what nobody has counted beforehand would cost more the more there is. */
export const COUNTED = 1_000

/** What was counted to one past `COUNTED`, as it is shown: "1,000+" where there is more. */
export const countedSoFar = (found: number) => ({ count: Math.min(found, COUNTED), orMore: found > COUNTED })
