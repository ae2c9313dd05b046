import {
  Ban,
  Building2,
  CirclePause,
  CirclePlay,
  CirclePlus,
  Eye,
  EyeOff,
  KeyRound,
  LogIn,
  LogOut,
  type LucideIcon,
  Pencil,
  Power,
  PowerOff,
  RefreshCw,
  Server,
  ServerOff,
  ShieldAlert,
  Trash2,
  UserCog,
  UserMinus,
  UserPlus,
} from 'lucide-react'
import type { EventType } from '@/lib/core/events'

/** What happened, in words: "Mara Lindqvist: API key revoked". Complete by type, so that a new kind of event has words. */
const EVENT_WORDS: Readonly<Record<EventType, { readonly words: string; readonly icon: LucideIcon }>> = {
  'organization.created': { words: 'Organization created', icon: Building2 },
  'organization.epoch_begun': { words: 'New epoch begun', icon: RefreshCw },
  'member.added': { words: 'Member added', icon: UserPlus },
  'member.removed': { words: 'Member removed', icon: UserMinus },
  'member.suspended': { words: 'Member suspended', icon: UserMinus },
  'member.reactivated': { words: 'Member reactivated', icon: UserPlus },
  'member.role_changed': { words: 'Role changed', icon: UserCog },
  'app.created': { words: 'App created', icon: CirclePlus },
  'app.changed': { words: 'App changed', icon: Pencil },
  'app.deleted': { words: 'App deleted', icon: Trash2 },
  'app.provider_enabled': { words: 'API-key provider switched on', icon: Power },
  'app.provider_disabled': { words: 'API-key provider switched off', icon: PowerOff },
  'api_key.created': { words: 'API key created', icon: KeyRound },
  'api_key.disabled': { words: 'API key disabled', icon: CirclePause },
  'api_key.enabled': { words: 'API key enabled', icon: CirclePlay },
  'api_key.revoked': { words: 'API key revoked', icon: Ban },
  'secret.created': { words: 'Secret created', icon: CirclePlus },
  'secret.revealed': { words: 'Secret revealed', icon: Eye },
  'secret.reveal_denied': { words: 'Revealing a secret denied', icon: EyeOff },
  'gateway.registered': { words: 'Gateway registered', icon: Server },
  'gateway.retired': { words: 'Gateway retired', icon: ServerOff },
  'session.started': { words: 'Signed in', icon: LogIn },
  'session.ended': { words: 'Signed out', icon: LogOut },
  'sign_in.failed': { words: 'Sign-in failed', icon: ShieldAlert },
  'password.reset_requested': { words: 'Password reset requested', icon: KeyRound },
  'password.changed': { words: 'Password changed', icon: KeyRound },
}

/** A log is read by later versions than wrote it, so an unknown type is shown as it is. */
export function eventWords(type: string): { readonly words: string; readonly icon: LucideIcon } {
  return type in EVENT_WORDS ? EVENT_WORDS[type as EventType] : { words: type, icon: Pencil }
}
