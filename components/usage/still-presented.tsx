import { Distance } from '@/components/accounts/moment'
import { Callout } from '@/components/ui/callout'
import { Said } from '@/components/ui/said'
import { usageWords } from '@/words/usage'
import type { DeadCaller } from './dead-callers'
import { shortAgent } from './short-agent'
import { verdictTitle } from './verdict-families'

const words = usageWords.stillPresented

const SHOWN = 3

/** Attempts after a key's death: its signature still names it, and so its owner can be told who still has it. */
export function StillPresented({ callers, now }: { callers: readonly DeadCaller[]; now: string }) {
  const last = callers[0]
  if (!last) return null
  return (
    <Callout
      tone="bad"
      title={
        <Said
          as={words.title(
            <Distance at={last.lastSeenAt} now={now} />,
            <span className="font-mono text-xs">{last.address}</span>,
          )}
        />
      }
    >
      <p>{words.detail}</p>
      <ul className="mt-1.5 flex flex-col gap-0.5">
        {callers.slice(0, SHOWN).map(({ address, agent, lastSeenAt, lastVerdict }) => (
          <li key={`${address} ${agent}`}>
            <span className="break-all font-mono text-xs">{address}</span>
            {agent && <span title={agent}> · {shortAgent(agent)}</span>}: {verdictTitle(lastVerdict).toLowerCase()},{' '}
            <Distance at={lastSeenAt} now={now} />
          </li>
        ))}
      </ul>
      {callers.length > SHOWN && <p className="mt-0.5">{words.more(callers.length - SHOWN)}</p>}
    </Callout>
  )
}
