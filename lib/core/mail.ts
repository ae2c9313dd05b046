/** What a mail says. Its text and its page are made from the same. */
export interface MailContent {
  readonly subject: string
  readonly paragraphs: readonly string[]
  readonly items: readonly { readonly text: string; readonly href?: string }[]
  /** What follows the items, such as "and 12 more". */
  readonly afterItems?: string
  readonly action?: { readonly label: string; readonly href: string }
  /** Why it came, and how to have it no more. */
  readonly footer: string
  readonly footerHref?: string
}

/** As plain text: every address on a line of its own, where programs make links of them. */
export function mailText({ paragraphs, items, afterItems, action, footer, footerHref }: MailContent): string {
  const lists = [
    ...items.map(({ text, href }) => `- ${text}${href ? `\n  ${href}` : ''}`),
    ...(afterItems ? [afterItems] : []),
  ]
  return `${[
    ...paragraphs,
    ...(lists.length > 0 ? [lists.join('\n')] : []),
    ...(action ? [`${action.label}:\n${action.href}`] : []),
    `-- \n${footer}${footerHref ? `\n${footerHref}` : ''}`,
  ].join('\n\n')}\n`
}

/** As a page of one column, with nothing that is fetched from anywhere; everything in it is text that was escaped. */
export function mailHtml({ subject, paragraphs, items, afterItems, action, footer, footerHref }: MailContent): string {
  const link = (href: string, text: string) => `<a href="${escaped(href)}" style="color:#1d4ed8">${escaped(text)}</a>`
  const list = items.map(
    ({ text, href }) => `<li style="margin:0 0 6px">${href ? link(href, text) : escaped(text)}</li>`,
  )
  return [
    `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>${escaped(subject)}</title></head>`,
    '<body style="margin:0;padding:24px 16px;font:15px/1.5 system-ui,-apple-system,\'Segoe UI\',sans-serif">',
    '<div style="max-width:600px;margin:0 auto">',
    ...paragraphs.map((text) => `<p style="margin:0 0 16px">${escaped(text)}</p>`),
    ...(list.length > 0 ? [`<ul style="margin:0 0 16px;padding-left:20px">${list.join('')}</ul>`] : []),
    ...(afterItems ? [`<p style="margin:0 0 16px">${escaped(afterItems)}</p>`] : []),
    ...(action ? [`<p style="margin:0 0 24px"><strong>${link(action.href, action.label)}</strong></p>`] : []),
    `<p style="margin:0;padding-top:16px;border-top:1px solid #8886;font-size:13px">${footerHref ? link(footerHref, footer) : escaped(footer)}</p>`,
    '</div></body></html>',
  ].join('\n')
}

const ESCAPES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}
const escaped = (text: string) => text.replace(/[&<>"']/g, (character) => ESCAPES[character] as string)
