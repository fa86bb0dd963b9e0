/** `lastkey.yaml` of the story: observe by default, two accounts enforced. */
export const storyConfiguration = `version: 1
organization:
  id: o-exampleorgid
  hubAccount: "111111111111"
  hubRegion: us-east-1
  regions: [us-east-1, eu-west-1]
mode: observe
keys:
  newKeyGraceDays: 7
  warnDaysBefore: [14, 7, 1]
  window: { days: [Mon, Tue, Wed, Thu], hours: "09:00-16:00", timeZone: Europe/London }
exceptions: { maxDays: 180, approvers: ["usergroup:S0CLOUDSEC"] }
owners:
  tagKeys: [owner, team-email]
  accounts: { "555555555555": "#team-partners" }
  fallback: "#cloud-security"
overrides:
  - where: { account: "222222222222" }
    keys: { mode: enforce }
  - where: { account: "333333333333" }
    keys: { mode: enforce }
`;

/** Accounts of the story. */
export const accountIds = {
  management: '999999999999',
  hub: '111111111111',
  payments: '222222222222',
  shop: '333333333333',
  integration: '444444444444',
  partners: '555555555555',
  datacentre: '666666666666',
} as const;
