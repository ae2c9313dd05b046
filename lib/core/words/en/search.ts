import { counted } from '@/lib/core/words/counted'

export const searchWords = {
  button: {
    search: 'Search',
    shortcut: { control: 'Ctrl K', command: '⌘ K' },
  },
  palette: {
    label: 'Search and commands',
    placeholder: 'Search apps, keys and pages, or paste a key',
    close: 'Close search',
    recent: 'Recent',
    pages: 'Pages',
    actions: 'Actions',
    apps: 'Apps',
    apiKeys: 'API keys',
    newApp: (service: string) => `New ${service}`,
    newSecret: 'New Secret',
    createKeyFor: (app: string) => `Create API key for ${app}`,
    keysOf: (app: string) => `API keys of ${app}`,
    keyOf: (service: string, app: string) => `${service} · ${app}`,
    theme: { light: 'Light theme', dark: 'Dark theme', system: 'Theme of the system' },
    searching: 'Searching…',
    found: (count: number) => counted(count, { one: 'result', other: 'results' }),
    nothing: (text: string) => `Nothing is called “${text}”.`,
    nothingHint: 'Apps and keys are found by name, keys by their id too.',
    failed: 'The portal did not answer, so apps and keys are missing here.',
    tryAgain: 'Try again',
    pasted: 'That was an API key. It was not sent: only its id is looked for.',
    pastedPart: 'That is part of an API key. It was not sent. Paste the whole key to find it.',
    notOurs: 'That is an API key, but not one of this organization. It was not sent: only its id was looked for.',
    howToChoose: 'Arrow keys choose, Enter opens.',
  },
}
