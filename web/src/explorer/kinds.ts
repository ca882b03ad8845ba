/** The kinds of mention as the schema names them: what the page of an article calls each, and how its address names it. */
export const kinds = [
  { type: 'StatementReport', name: 'report', label: 'said', list: 'Words' },
  { type: 'Figure', name: 'figure', label: 'counted', list: 'Numbers' },
  { type: 'EventAccount', name: 'account', label: 'held', list: 'Accounts' },
  { type: 'RoleMention', name: 'role', label: 'role', list: 'Roles' },
  { type: 'TermUse', name: 'term', label: 'called', list: 'Terms' },
] as const;

export type Kind = (typeof kinds)[number];

/** The kind of a mention. */
export function kindOf(type: Kind['type']): Kind {
  return kinds.find(kind => kind.type === type)!;
}
