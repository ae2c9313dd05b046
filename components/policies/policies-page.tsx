import { PageHeader } from '@/components/ui/page-header'
import type { PoliciesView } from '@/lib/contract/policies'
import { policiesWords } from '@/words/policies'
import { AbsencePolicyForm, type ChangeAbsencePolicy } from './absence-policy-form'

export type PoliciesPageProps = {
  view: PoliciesView
  changeAbsencePolicy: ChangeAbsencePolicy
}

export function PoliciesPage({ view, changeAbsencePolicy }: PoliciesPageProps) {
  return (
    <div className="flex flex-col gap-6">
      <PageHeader title={policiesWords.title} description={policiesWords.description} />
      <section aria-labelledby="absences" className="max-w-prose rounded-lg border border-line bg-surface p-5">
        <h2 id="absences" className="font-semibold text-base">
          {policiesWords.absences.title}
        </h2>
        {/* As it was saved, the form begins anew. */}
        <AbsencePolicyForm
          key={`${view.graceDays} ${view.revokeOrphansAfterDays}`}
          view={view}
          changeAbsencePolicy={changeAbsencePolicy}
        />
      </section>
    </div>
  )
}
