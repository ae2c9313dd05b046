import { runJobs } from '@/lib/jobs/run-jobs'
import { openPlatform } from '@/lib/operations/environment'
import { environment } from '@/worker/env'

/** Runs jobs until it is told to stop. */
async function main(): Promise<void> {
  const platform = openPlatform(environment())
  const jobs = await runJobs(platform, (message) => console.log(message))
  const stop = async () => {
    await jobs.stop()
    await platform.database.close()
    process.exit(0)
  }
  process.once('SIGTERM', stop)
  process.once('SIGINT', stop)
  console.log('The worker runs.')
  await jobs.ended
}

main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
