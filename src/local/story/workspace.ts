import type { Channel, Person, Usergroup } from '../slack/directory.ts';

/** The people of the story, and where they talk. */
export const people = {
  alice: { id: 'U0ALICE01', name: 'alice', realName: 'Alice Marsh', email: 'alice@acme.example' },
  bob: { id: 'U0BOB0001', name: 'bob', realName: 'Bob Tanaka', email: 'bob@acme.example' },
  carol: { id: 'U0CAROL01', name: 'carol', realName: 'Carol Okafor', email: 'carol@acme.example' },
  dave: { id: 'U0DAVE001', name: 'dave', realName: 'Dave Lindqvist', email: 'dave@acme.example' },
  erin: { id: 'U0ERIN001', name: 'erin', realName: 'Erin Costa', email: 'erin@acme.example' },
} as const satisfies Record<string, Person>;

const { alice, bob, dave, erin } = people;

export const channels: readonly Channel[] = [
  { id: 'C0CLOUDSEC', name: 'cloud-security', members: [bob.id] },
  { id: 'C0TEAMSHOP', name: 'team-shop', members: [alice.id] },
  { id: 'C0TEAMWEB', name: 'team-web', members: [erin.id] },
  { id: 'C0PARTNERS', name: 'team-partners', members: [erin.id] },
  // The team has moved: its messages must reach somebody else.
  { id: 'C0DATACTR', name: 'team-datacentre', members: [dave.id], archived: true },
];

export const usergroups: readonly Usergroup[] = [
  { id: 'S0CLOUDSEC', handle: 'cloud-security', users: [bob.id] },
];
