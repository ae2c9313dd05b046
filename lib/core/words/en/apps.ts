import { counted, inNumbers } from '@/lib/core/words/counted'
import { phrase } from '@/lib/core/words/phrase'

export const appsWords = {
  appForm: {
    addressStays: 'The address stays as it is, so that callers go on working.',
    environment: 'Environment',
    production: 'Production',
    sandbox: 'Sandbox',
    upstream: 'Upstream',
    upstreamDescription: 'Where the gateway sends accepted requests, such as https://resize.internal:8443.',
    scopesDescription: (baseScope: string) =>
      `What keys may do here, separated by spaces. Every app has “${baseScope}”.`,
    scopesExample: 'read write',
    access: 'Rules and origins',
    accessDescription: 'What some paths ask for, and which pages may call',
    corsOrigins: 'CORS origins',
    corsDescription:
      'Pages that may call the app from a browser, one origin a line. A key in a page is seen by everyone who opens it: leave this empty unless that is meant.',
    corsExample: 'https://shop.example.com',
    addressWillBe: <Thing>(code: Thing) => phrase`Its address will be ${code} and never changes.`,
    accessHoldsFor: <Thing>(code: Thing) =>
      phrase`Both hold for requests that the gateway passes on itself. Behind forward-auth the proxy’s configuration names the scope instead: ${code}`,
  },
  appPage: {
    deleted: 'This app was deleted',
    inTheList: 'in the list',
    endpoint: 'Endpoint',
    copyEndpoint: 'Copy endpoint',
    upstream: 'Upstream',
    upstreamDetail: 'Where the gateway sends accepted requests',
    managedWithoutOwner: 'Managed by Owners and Aura Owners',
    handOver: 'Hand over',
    giveOwner: 'Give an owner',
    noOwner: 'No owner',
    scopeRules: 'Scope rules',
    corsOrigins: 'CORS origins',
    noOrigins: 'None: no page in a browser can call it',
    upstreamSecret: 'Upstream secret',
    serverUser: 'Server user',
    serverUserDetail: 'Its server keys act as this user',
    access: 'Access',
    callIt: 'Call it',
    language: 'Language',
    scopeRulesDetail:
      'For requests that the gateway passes on itself; behind forward-auth the proxy’s configuration names the scope',
    noScopeRules: 'None: each of its keys may call every path',
    needs: 'needs',
    deletedAt: <Thing>(moment: Thing, person: string | null, keys: Thing) =>
      person === null
        ? phrase`${moment}. Its keys open nothing and stay ${keys} so that late callers can be named.`
        : phrase<
            Thing | string
          >`${moment}, by ${person}. Its keys open nothing and stay ${keys} so that late callers can be named.`,
    callItWith: <Thing>(keys: (text: string) => Thing, variable: Thing) =>
      phrase`With an ${keys('API key')} of this app in ${variable}.`,
  },
  appWords: {
    apiKeysOff: 'API keys off',
    acceptsApiKeys: 'Accepts API keys',
  },
  appsTable: {
    endpoint: 'Endpoint',
    environment: 'Environment',
    copyEndpointOf: (name: string) => `Copy endpoint of ${name}`,
    orphaned: (keys: number) => `${inNumbers(keys)} orphaned`,
    apiKeysOf: (keys: number, name: string) => `${counted(keys, { one: 'API key', other: 'API keys' })} of ${name}`,
    managedWithoutOwner: 'Managed by Owners and Aura Owners',
    noOwner: 'No owner',
  },
  deleteApp: 'Delete',
  editApp: {
    title: (name: string) => `Edit ${name}`,
    open: 'Edit',
    saved: 'App saved',
    rulesSaved: 'Saved. Asking the gateways…',
    rulesSavedNote: 'What the rules do not allow is refused from then on. The receipt stays in the audit log.',
    save: 'Save',
  },
  newApp: {
    open: 'New App',
    title: (service: string) => `New ${service}`,
    create: 'Create app',
  },
  providerSwitch: {
    switchedOn: 'API-key provider is on',
    switchedOnDescription: 'Keys of this app are accepted again.',
    notSwitched: 'The API-key provider was not switched',
    label: 'API-key provider',
    isOn: 'Keys open this app. Off, none is accepted and none can be created.',
    isOff: 'No key is accepted and none can be created. On again, all come back.',
  },
  scopeRulesField: {
    scopeRules: 'Scope rules',
    rule: (number: number) => `Rule ${number}`,
    methods: 'Methods',
    everyMethod: 'Every method',
    path: 'Path',
    pathExample: '/images/*',
    scope: 'Scope',
    removeRule: (number: number) => `Remove rule ${number}`,
    addRule: 'Add rule',
    howRulesMatch:
      'A request needs the scopes of every rule that it matches. “*” stands for one part of a path, or at its end for everything below. A rule for GET holds for HEAD too.',
    choose: 'Choose',
  },
  triedCall: {
    notFromGateway: (took: string) => `${took}, but not from a gateway`,
    somethingElseAnswers:
      'Something else answers at the gateway’s address, or in front of it. The answer below is its own.',
    notJudged: (took: string) => `${took}, before any key was judged`,
    couldNotTake: 'The gateway could not take the call as it was sent. Its answer below says why.',
    accepted: (took: string) => `Accepted: ${took}`,
    acceptedDescription: 'The gateway let the call through, and the app answered it.',
    acceptedWithoutApp: (took: string) => `Accepted, but the app is not there: ${took}`,
    notReached: 'not reached',
    notTold: 'not told',
    steps: 'How the gateway came to it',
    answer: 'The answer',
    notText: 'It is not text, so it is not shown.',
    noBody: 'It has no body.',
    body: 'Body of the answer',
    cut: 'Only the first 64 kB are shown.',
    triedForMs: (advice: string, milliseconds: number) => `${advice} Tried for ${milliseconds} ms.`,
    whoeverManages: (appProblem: string) => `${appProblem} Whoever manages the app sees its upstream on its page.`,
    sentWith: <Thing>(keyLink: Thing) => phrase`Sent with ${keyLink}.`,
    keyOf: (app: string) => `It is a key of ${app}.`,
    keyOfApp: <Thing>(key: Thing, app: string) => phrase<Thing | string>`${key} of ${app}`,
    request: <Thing>(id: Thing) => phrase`, request ${id}`,
    headers: (count: number) => `Headers (${count})`,
  },
  tryAppDialog: {
    title: (name: string) => `Try ${name}`,
    description: 'Sends one request through the gateway, from the portal’s own address.',
    method: 'Method',
    path: 'Path',
    pathExample: '?width=1600&height=1200',
    keyDescription: 'Sent once and kept nowhere. Leave it empty to see what a caller without a key is told.',
    contentType: 'Content type',
    body: 'Body',
    sendAgain: 'Send again',
    send: 'Send',
    belowEndpoint: <Thing>(endpoint: Thing) => phrase`Below ${endpoint}`,
    withNewKey: <Thing>(name: Thing) => phrase`With ${name}, the key that was just made.`,
  },
  tryApp: {
    tryIt: 'Try it',
  },
  upstreamSecret: {
    none: 'None: the app can’t tell the gateway from others',
    shownTitle: (name: string) => `Upstream secret of ${name}`,
    replaceTitle: 'Replace upstream secret',
    makeTitle: 'Make upstream secret',
    onlyTimeShown: 'This is the only time it is shown.',
    replace: 'Replace',
    make: 'Make',
    replaceSecret: 'Replace secret',
    makeSecret: 'Make secret',
    shown: {
      label: 'Upstream secret',
      copy: 'Copy secret',
      warning: 'Whoever has it can pass for the gateway. Never in code, chat or a ticket.',
      closeTitle: 'Close without copying the secret?',
      closeDescription: 'It can’t be shown again. Without it you would have to replace it by another.',
    },
    inTheApp: 'In the app',
    howToCompare:
      'Keep it where the app keeps its other secrets, and compare it in constant time before anything else. In Node.js:',
    nodeJs: 'Node.js',
    copyExample: 'Copy Node.js example',
    removeTitle: 'Remove upstream secret',
    remove: 'Remove',
    removed: (name: string) => `${name} has no upstream secret now`,
    removeSecret: 'Remove secret',
    made: <Thing>(moment: Thing) => phrase`Made ${moment}`,
    sentAs: <Thing>(code: Thing) =>
      phrase`Sent to the app as ${code}, so that it can refuse whoever goes around the gateway`,
    makeDescription: <Thing>(name: string, header: Thing) =>
      phrase<
        string | Thing
      >`The gateway will send it to ${name} with every request, in the header ${header}. Let the app compare it and refuse every request without it: then nobody reaches the app by going around the gateway.`,
    replaceDescription: <Thing>(button: Thing) =>
      phrase`The old one is not sent any more from the moment that you press ${button}. An app that asks for it refuses every request until it knows the new one.`,
    removeDescription: <Thing>(header: Thing, name: string) =>
      phrase<
        Thing | string
      >`The gateway stops sending ${header} to ${name} at once. An app that still asks for it refuses every request, so let it stop asking first.`,
  },
  viewApiKeys: {
    viewApiKeys: 'View API Keys',
  },
}
