import type { NumberedChange } from '@/lib/core/changes'
import type { Failure } from '@/lib/core/failures'
import type { GatewayId, OrganizationId } from '@/lib/core/identifiers'
import type { Result } from '@/lib/core/result'
import { feedHub } from '@/lib/server/feed-hub'
import { encodeChangeEvent, HEARTBEAT } from '@/lib/status/feed-format'

interface Beginning {
  readonly organizationId: OrganizationId
  readonly gatewayId: GatewayId
  readonly epoch: number
  readonly missed: readonly NumberedChange[]
  readonly seq: number
}

/** Chunks that may wait for one slow reader before it is dropped; it reads what it missed when it comes back. */
const MOST_WAITING = 4_096

/**
 * Answers with the change log as server-sent events: what was missed, then each change as it is committed. `read` is called twice: to learn
 * who follows, and again once a place among the followers is taken, so that no commit falls between.
 */
export async function streamChanges(
  request: Request,
  read: () => Promise<Result<Beginning>>,
  refuse: (failure: Failure) => Response,
): Promise<Response> {
  const admitted = await read()
  if (!admitted.ok) return refuse(admitted.failure)
  const { organizationId, gatewayId, epoch } = admitted.value
  let detach = () => {}
  const body = new ReadableStream<Uint8Array>(
    {
      async start(controller) {
        const close = () => {
          detach()
          try {
            controller.close()
          } catch {
            // It was closed or cancelled already.
          }
        }
        const place = feedHub().attach(organizationId, epoch, {
          gatewayId,
          write(chunk) {
            try {
              controller.enqueue(chunk)
            } catch {
              return false
            }
            return (controller.desiredSize ?? 0) > -MOST_WAITING
          },
          close,
        })
        detach = place.detach
        request.signal.addEventListener('abort', close)
        const beginning = await read()
        // The portal is stopping, the token was retired, an epoch began: the gateway asks again and is told.
        if (!beginning.ok) return close()
        controller.enqueue(HEARTBEAT)
        for (const numbered of beginning.value.missed) controller.enqueue(encodeChangeEvent(numbered))
        place.begin(beginning.value.seq)
      },
      cancel: () => detach(),
    },
    new CountQueuingStrategy({ highWaterMark: 1 }),
  )
  return new Response(body, {
    headers: {
      'content-type': 'text/event-stream',
      'cache-control': 'no-cache, no-transform',
      'x-accel-buffering': 'no',
    },
  })
}
