import { Download } from 'lucide-react'
import { buttonStyle } from '@/components/ui/button-style'
import { usageWords } from '@/words/usage'

export type DownloadCsvProps = {
  href: string
  /** What is in the file, for who hears it: "callers". */
  of: string
}

/** A plain link: the framework's own would fetch the file before anybody wants it. */
export function DownloadCsv({ href, of }: DownloadCsvProps) {
  return (
    <a href={href} download className={buttonStyle({ variant: 'ghost', size: 'small' })}>
      <Download aria-hidden />
      {usageWords.downloadCsv.csv}
      <span className="sr-only"> {usageWords.downloadCsv.of(of)}</span>
    </a>
  )
}
