import { runJobs } from '@/lib/jobs/run-jobs'
import { openPlatform } from '@/lib/operations/environment'
import { scrubOutput } from '@/lib/operations/scrubbed-output'
import { environment } from '@/worker/env'

for (const output of [process.stdout, process.stderr]) scrubOutput(output)

/** Runs jobs until it is told to stop. */
async function main(): Promise<void> {
  const settings = environment()
  const platform = openPlatform(settings)
  const jobs = await runJobs(platform, settings.mail, (message) => console.log(message))
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

/** Said by ourselves: what node says of an error that ends a process goes past every output that we could clean. */
function end(error: unknown): void {
  console.error(error)
  process.exit(1)
}

process.on('uncaughtException', end)
main().catch((error) => {
  console.error(error instanceof Error ? error.message : error)
  process.exit(1)
})
