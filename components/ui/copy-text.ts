/**
 * Puts text on the clipboard. Browsers offer the clipboard on https and loopback only; a portal reached over plain http
 * in a local network falls back to selecting the text in a field. `near` holds that field, since a dialog would take the
 * focus back from anywhere else.
 */
export async function copyText(text: string, near: HTMLElement): Promise<boolean> {
  if (navigator.clipboard) {
    try {
      await navigator.clipboard.writeText(text)
      return true
    } catch {
      // Refused by the reader's settings or by a page without the focus: the older way may still work.
    }
  }
  const focused = document.activeElement
  const field = document.createElement('textarea')
  field.value = text
  field.readOnly = true
  field.className = 'fixed size-0 opacity-0'
  near.append(field)
  field.select()
  const copied = document.execCommand('copy')
  field.remove()
  if (focused instanceof HTMLElement) focused.focus()
  return copied
}
