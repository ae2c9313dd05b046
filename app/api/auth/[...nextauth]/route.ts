import { answerAuthRequest } from '@/lib/server/session'

export { answerAuthRequest as GET, answerAuthRequest as POST }
