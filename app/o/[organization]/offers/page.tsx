import type { Metadata } from 'next'
import { OffersPage } from '@/components/hand-over/offers-page'
import { TopBarBreadcrumbs } from '@/components/shell/top-bar-breadcrumbs'
import { listOffers } from '@/lib/operations/list-offers'
import { queryOrNotFound } from '@/lib/server/queries'
import { offersWords } from '@/words/hand-over'
import { createSecretAction } from '../secrets/actions'
import { acceptAppOfferAction, acceptOfferAction, declineOfferAction, withdrawOfferAction } from './actions'

export const metadata: Metadata = { title: offersWords.title }

export default async function OrganizationOffersPage({ params }: { params: Promise<{ organization: string }> }) {
  const { organization } = await params
  return (
    <>
      <TopBarBreadcrumbs items={[{ label: offersWords.title }]} />
      <OffersPage
        view={await queryOrNotFound(listOffers, organization, {})}
        actions={{
          acceptOffer: acceptOfferAction.bind(null, organization),
          acceptAppOffer: acceptAppOfferAction.bind(null, organization),
          declineOffer: declineOfferAction.bind(null, organization),
          withdrawOffer: withdrawOfferAction.bind(null, organization),
          createSecret: createSecretAction.bind(null, organization),
        }}
      />
    </>
  )
}
