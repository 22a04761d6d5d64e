export const KIND_TEXT = { bearer: 'clients.kindBearer', public: 'clients.kindPublic', confidential: 'clients.kindConfidential' } as const;
